"""What gets through: headline, parts and figures follow from the rows; the faster drone's title from the ratio."""

from __future__ import annotations

import pytest

from tocsin import Assessment
from tocsin.answers.leakers import _futures, _title


def test_headline_parts_and_rows_agree(early: Assessment) -> None:
    answer = early["leakers"]
    at = {row["drone"]: row for row in answer.rows if row["period"] == answer.parts["period"]}
    said = answer.headline.values["s0"].values
    assert (said["today"], said["faster"]) == (at["today"]["q50"], at["faster"]["q50"])
    assert said["part"] == answer.parts["part"]
    assert (answer.parts["basis"] == "assumed") == ("is assumed, not counted" in answer.headline)
    assert {row["basis"] for row in answer.rows} == {answer.parts["basis"], "scenario"}
    assert answer.parts["last_counted"]["value"] == pytest.approx(
        early.work.view.record.monthly()["leak_share"][answer.parts["last_counted"]["period"]]
    )


def test_both_figures_draw_the_rows(early: Assessment) -> None:
    paired, by_month = early["leakers"].figures
    rows = early["leakers"].rows
    period = early["leakers"].parts["period"]
    assert [row["q50"] for row in paired.data["rows"]] == [
        row["q50"] for row in rows if row["period"] == period
    ]
    assert [row["q50"] for row in by_month.data["rows"]] == [
        row["q50"] for row in rows if row["drone"] == "today"
    ]
    (line,) = by_month.data["lines"]
    assert [row["q50"] for row in line["rows"]] == [row["q50"] for row in rows if row["drone"] == "faster"]


def test_the_title_follows_the_ratio() -> None:
    assert _title({"q50": 100.0}, {"q50": 170.0}) == "The faster drone lets through about 1.7 times as many"
    assert _title({"q50": 100.0}, {"q50": 70.0}) == "The faster drone lets through about 70\u00a0% as many"
    assert _title({"q50": 100.0}, {"q50": 92.0}) == "The faster drone hardly changes what gets through"
    assert _title({"q50": 0.0}, {"q50": 92.0}) == _title({"q50": 0.0}, None) == "About 0 a month get through"
    assert (_futures(0.999), _futures(0.5)) == ("practically every future", "50\u00a0% of futures")
