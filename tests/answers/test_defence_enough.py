"""Enough and stocks: which sentence is said follows from the parts; tables and figures from the rows."""

from __future__ import annotations

from typing import Any

import pytest

from tocsin import Assessment
from tocsin.answers.defence_enough import _amount, _headline, _reached, _surface_title
from tocsin.answers.magazine_days import _headline as _lasts

PARTS: dict[str, Any] = {
    "channels_now": 700.0, "rounds_now": 20_000.0, "p_few_launches": 0.1, "tightest": "front", "limit_per_month": 300.0,
    "confidence": 0.9, "p_enough_now": 0.2, "largest_flown": 2800.0, "p_enough_at_largest": 0.8, "mix": None,
}  # fmt: skip
MIX = {"cost_usd": 2e9, "at_most": False, "largest": "Radar-directed guns"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"p_few_launches": 0.95}, "Yes, but only because 300 launches"),
        ({"p_enough_now": 0.93}, "Yes: today's defence keeps"),
        ({}, "even 2,800 more channels, beside today's 700, do so in only 80\u00a0%. The tightest limit: channels near"),
        ({"tightest": "none"}, "only 80\u00a0%."),
        ({"mix": MIX}, "costs about US$\u00a02\u00a0billion (equipment and a year of crews), the largest part for radar-"),
        ({"mix": {**MIX, "at_most": True}}, "costs at most US$\u00a02\u00a0billion"),
    ],
)  # fmt: skip
def test_the_headline_follows_the_parts(changed: dict[str, Any], words: str) -> None:
    assert words in _headline({**PARTS, **changed})


def test_parts_and_rows_agree(early: Assessment) -> None:
    answer = early["defence.enough"]
    row = next(row for row in answer.rows if row["drone"] == "today" and row["resource"] == "channels")
    for name in ("limit_per_month", "confidence", "p_enough_now", "largest_flown", "p_enough_at_largest"):
        assert answer.parts[name] == row[name]
    bought = [row for row in answer.rows if row["resource"] == "mix"]
    assert bool(answer.parts["mix"]) <= bool(bought)
    if answer.parts["mix"]:
        assert answer.parts["mix"]["largest"] == bought[0]["means"]


def test_every_cell_of_the_surface_is_a_row(early: Assessment) -> None:
    answer = early["defence.enough"]
    surface = next(figure for figure in answer.figures if figure.id == "surface")
    rows = [row for row in answer.rows if row["resource"] == "surface"]
    assert [cell["p"] for cell in surface.data["cells"]] == [row["p_enough"] for row in rows]
    assert [label for _, label in surface.legend] == [label for _, label in surface.data["classes"]]


def test_the_table_says_what_nothing_flown_reaches() -> None:
    row = {"q05": 10.0, "q50": 354.0, "q95": None, "largest_flown": 2868.0}
    assert _reached(row) == "354 (10 to over 2,870)"
    assert _reached({**row, "q05": None, "q50": None}) == "over 2,870"
    assert _amount({"q50": None}, "q50") == "not reached"


def test_the_surface_says_what_most_channels_do() -> None:
    cells = [{"added": added, "speed_kmh": 180.0, "p_enough": p} for added, p in ((0.0, 0.1), (500.0, 0.95))]
    assert _surface_title(cells, 0.9) == "500 more channels lift the chance from 10\u00a0% to 95\u00a0%"
    assert (
        _surface_title(cells, 0.97) == "No number of channels shown reaches 97\u00a0%; the best is 95\u00a0%"
    )
    assert "enough at every speed" in _surface_title([{**cells[0], "p_enough": 0.99}], 0.9)


def test_stocks_that_outlast_the_year_are_said_to() -> None:
    first = {"layer": "Missiles", "q05": 7.0, "q50": None, "q95": None, "p_lasts": 0.6}
    assert "last beyond the year ahead (90\u00a0%: 7 to more than the year ahead)" in _lasts(first)
    assert "about 0 days" in _lasts({**first, "q50": 0.0})


def test_the_stock_that_runs_short_first_is_a_row(early: Assessment) -> None:
    answer = early["magazine.days"]
    first = answer.parts["first"]
    assert first["p_lasts"] == min(row["p_lasts"] for row in answer.rows)
    assert answer.headline.startswith(first["layer"])
