"""The size of a night: what is said and drawn is what the rows hold."""

from __future__ import annotations

from tocsin import Assessment


def test_headline_rows_and_figure_agree(early: Assessment) -> None:
    answer = early["raid.size"]
    base, strike = answer.rows
    said = answer.headline.values
    assert (base["night"], strike["night"]) == ("base", "strike")
    assert (said["base"], said["strike"], said["nights"]) == (
        base["q50"],
        strike["q50"],
        strike["nights_per_month"],
    )
    assert answer.parts["period"] == base["period"] == early.about["period"]
    (figure,) = answer.figures
    assert [row["q50"] for row in figure.data["rows"]] == [base["q50"], strike["q50"]]
    assert figure.data["rows"][1]["label"].startswith("Strike night, ")
