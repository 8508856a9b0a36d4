"""Which claims the sampled model leans on, from an invented fit."""

from __future__ import annotations

from typing import Any

import pytest

from fake_assessment import fake_work
from invented_fit import leaning_fit
from tocsin.answers import leanings
from tocsin.answers.core import Answer


def leaning(lean: float) -> tuple[Answer, Any]:
    work = fake_work("2024-12-31")
    work.once("fit", lambda: leaning_fit(work.view, lean))
    work.forecast.diagnostics = [{"member": "stock_flow"}]
    return leanings.QUESTION.answer(work), work


def test_leaning_names_the_claim_that_carries_the_total() -> None:
    answer, work = leaning(2.0)
    (figure,) = answer.figures
    fit = work.once("fit", lambda: None)
    first, second = figure.data["rows"][:2]
    assert first["value"] > 0.03 > second["value"]
    assert f"Without {fit.claims[0]} " in first["label"]
    assert answer.rows[0]["change"] < 0  # it favoured high totals: without it they are lower
    assert [row["claim"] for row in answer.rows] == list(fit.claims)
    assert all(row["trusted"] for row in answer.rows)


def test_a_claim_the_draws_cannot_do_without_is_said_so() -> None:
    answer, work = leaning(40.0)
    (carried,) = [row for row in answer.rows if row["claim"] == next(iter(work.view.claims)).id]
    assert carried["trusted"] is False
    assert "1 of 2 claims" in answer.figures[0].how


def test_claims_that_say_nothing_draw_nothing() -> None:
    answer, _ = leaning(0.0)
    assert not answer.figures
    assert not answer.rows


def test_the_headline_is_the_first_row() -> None:
    answer, _ = leaning(2.0)
    assert answer.headline.values["most"] == pytest.approx(abs(answer.rows[0]["change"]))
