"""Output a month: three headlines for none, hardly any and some; the figure shows the case's own scope."""

from __future__ import annotations

import numpy as np

from tocsin import Assessment
from tocsin.answers.output_rate import _headline


def test_the_headline_for_none_hardly_any_and_some() -> None:
    later = np.full(100, 200.0)
    none, hardly, some = np.zeros(100), np.linspace(0.0, 2.4, 100), np.full(100, 80.0)
    assert "probably makes none yet (95\u00a0% of futures: at most 0 a month)" in _headline(
        "2025-01", none, "2025-12", later
    )
    assert "hardly any yet (75\u00a0% of futures: at most 2 a month" in _headline(
        "2025-01", hardly, "2025-12", later
    )
    assert _headline("2025-01", some, "2025-12", later) == (
        "In January 2025 the plant makes an estimated 80 strike drones a month (50\u00a0%: 80; 90\u00a0%: 80); by December 2025 about"
        " 200 (50\u00a0%: 200; 90\u00a0%: 200)."
    )


def test_headline_parts_rows_and_figure_agree(early: Assessment) -> None:
    answer = early["output.rate"]
    mine = {row["period"]: row for row in answer.rows if row["scope"] == answer.parts["scope"]}
    now, last = mine[answer.parts["now"]], mine[answer.parts["last"]]
    assert (answer.headline.values["median"], answer.headline.values["then"]) == (now["q50"], last["q50"])
    (figure,) = answer.figures
    assert [(row["period"], row["q50"]) for row in figure.data["rows"]] == [
        (p, row["q50"]) for p, row in mine.items()
    ]
    assert [row["period"] for row in answer.rows if row["partial"]] == ["2025-03"] * len(
        {row["scope"] for row in answer.rows}
    )
