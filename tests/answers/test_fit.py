"""Is the sampled model sound: what the answer draws, and that its words follow from its numbers. The fit is invented."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from fake_assessment import fake_work
from invented_fit import invented_fit
from tocsin.answers import fit
from tocsin.answers.core import Answer
from tocsin.report.render import NARROW, WIDE, chart_of


@pytest.fixture
def work() -> SimpleNamespace:
    """A view whose forecast says that the sampled member serves it, with an invented fit."""
    made = fake_work("2024-12-31")
    made.forecast.diagnostics = [{"member": "stock_flow"}]
    made.once("fit", invented_fit)
    return made


@pytest.fixture
def answer(work: Any) -> Answer:
    return fit.QUESTION.answer(work)


def test_without_a_sampled_fit_there_is_nothing_to_check() -> None:
    answer = fit.QUESTION.answer(fake_work("2024-12-31"))
    assert not answer.figures
    assert not answer.rows
    assert "No sampled fit" in answer.headline


def test_learned_first_assumed_last(answer: Answer) -> None:
    figure = answer.figures[0]
    assert figure.title == "The data moved 1 of 2 parameters; 1 stays as assumed"
    assert [row["learned"] for row in figure.table.rows] == [True, False]
    first, last = figure.data["rows"]
    assert first["q50"] == pytest.approx(1.0, abs=0.05)  # half a unit is one prior standard deviation
    assert last["q05"] == pytest.approx(-1.645, abs=0.25)
    assert "assumed" in last["overlap"]


def test_predictive_counts_what_it_draws(answer: Answer) -> None:
    figure = answer.figures[1]
    assert figure.title.startswith("9 of 10 counted months")
    assert len(figure.data["rows"]) == len(figure.table.rows) == 10
    assert "too wide" not in figure.how


def test_recovery_says_how_few_rounds_there_are(answer: Answer, work: Any) -> None:
    figure = answer.figures[2]
    stored = json.loads((work.view.path / "fits" / "sbc.json").read_text(encoding="utf-8"))
    assert f"{stored['rounds']} made-up programmes" in figure.subtitle
    assert len(figure.data["panels"]) == len(stored["ranks"])
    assert all(row["n"] == stored["rounds"] for row in figure.table.rows)


@pytest.mark.parametrize(("ranks", "outside"), [(range(0, 100, 2), False), (range(50, 100), True)])
def test_uneven_ranks_leave_the_band(ranks: Any, outside: bool) -> None:
    assert fit._ranked("stock", list(ranks), 99)["outside"] is outside


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_charts_of_checks_are_valid(answer: Answer, width: int) -> None:
    assert [figure.id for figure in answer.figures] == ["learned", "predictive", "recovered"]
    for figure in answer.figures:
        assert chart_of(figure.chart).draw(figure.data, width).to_dict(validate=True)["$schema"]
        assert len(figure.title.split()) <= 13
        assert np.isfinite(len(json.dumps(figure.to_json(), allow_nan=False)))
