"""How past forecasts fared, from the stored backtest of the flagship case."""

from __future__ import annotations

from typing import Any

import pytest

from fake_assessment import fake_work
from tocsin.answers import past
from tocsin.answers.core import Answer
from tocsin.report.render import WIDE, chart_of


@pytest.fixture(scope="module")
def answer() -> Answer:
    return past.QUESTION.answer(fake_work("2025-12-31"))


def test_the_way_launches_strayed_is_named() -> None:
    def panel(ahead: int, shift: float, *, outside: bool) -> dict[str, Any]:
        return {"target": "launches", "ahead": ahead, "difference": [shift], "outside": outside}

    higher = past.even_title([panel(3, -0.3, outside=True), panel(6, -0.2, outside=True)])
    assert higher == "At 3 and 6 months launches often came in higher than forecast"
    assert "lower" in past.even_title([panel(6, 0.3, outside=True)])
    assert "evenly" in past.even_title([panel(6, 0.1, outside=False)])


def test_three_figures_from_stored_replays(answer: Answer) -> None:
    assert [figure.id for figure in answer.figures] == ["past", "calibration", "evenness"]
    for figure in answer.figures:
        assert chart_of(figure.chart).draw(figure.data, WIDE).to_dict(validate=True)["$schema"]


def test_the_headline_is_the_row_of_all_horizons(answer: Answer) -> None:
    overall = next(row for row in answer.rows if row["horizons"] == "all")
    assert answer.headline.values == {"held": overall["in80"], "n": overall["n"]}


def test_nothing_is_known_at_an_early_date() -> None:
    early = past.QUESTION.answer(fake_work("2023-02-15"))
    assert not early.figures
    assert "Too few" in early.headline
