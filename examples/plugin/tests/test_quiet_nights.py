from __future__ import annotations

from pathlib import Path

import numpy as np

from tocsin.answers.assessing import find
from tocsin.answers.contract import json_schema
from tocsin.answers.core import draws_frame
from tocsin.answers.registry import question, questions
from tocsin.answers.work import Work
from tocsin.case import load_case
from tocsin.report.render import chart_of

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
    (figure,) = question("quiet.days").answer(work).figures
    assert figure.answer == "quiet.days"
    assert chart_of(figure.chart).draw(figure.data, 760).to_dict()["width"] == 760
