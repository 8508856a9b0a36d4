from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from tocsin.answers.assessing import find
from tocsin.answers.contract import json_schema
from tocsin.answers.core import Assessment, draws_frame
from tocsin.answers.evidence import about
from tocsin.answers.registry import question, questions
from tocsin.answers.work import Work
from tocsin.case import load_case
from tocsin.report.render import chart_of
from tocsin.report.sections import build
from tocsin.report.source import Source

CASE = Path(__file__).parents[3] / "cases" / "miniature"


def test_the_question_is_asked_with_the_others() -> None:
    assert "quiet.days" in questions()
    assert "quiet.days" in str(json_schema())


def test_shares_follow_from_the_days_counted() -> None:
    work = Work(load_case(CASE).as_of("2025-03-31"), draws=4000, seed=1, find=find)
    answer = work.answer("quiet.days")
    daily = work.view.record.daily()
    for row in answer.rows:
        days = daily[daily.index.strftime("%Y-%m") == row["period"]]
        assert row["quiet"] == (days == 0).sum()
        assert np.isclose(answer.draws[row["period"]].mean(), (1 + row["quiet"]) / (2 + len(days)), atol=0.01)
        assert 0 <= row["q025"] <= row["q50"] <= row["q975"] <= 1
    assert len(draws_frame([answer])) > 0


def test_the_figure_is_drawn_by_a_chart_that_ships() -> None:
    work = Work(load_case(CASE).as_of("2025-03-31"), draws=200, seed=1, find=find)
    answer = question("quiet.days").answer(work)
    (figure,) = answer.figures
    assert figure.answer == "quiet.days"
    assert chart_of(figure.chart).draw(figure.data, 760).to_dict()["width"] == 760


def test_the_page_shows_it_in_its_section() -> None:
    work = Work(load_case(CASE).as_of("2025-03-31"), draws=200, seed=1, find=find)
    answers = {"quiet.days": question("quiet.days").answer(work)}
    assessment = Assessment(
        "miniature", date(2025, 3, 31), "0", 1, 200, True, answers, about=about(work), work=work
    )
    shown = {section.id: [figure.id for figure in section.figures] for section in build(Source(assessment))}
    assert shown["how-many"] == ["quiet-days"]
