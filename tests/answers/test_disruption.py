"""What a cut avoids: a deeper cut never avoids less; headline and figure follow from values."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin import Assessment
from tocsin.answers.disruption import CUTS


def test_a_deeper_cut_never_avoids_less(early: Assessment) -> None:
    draws = early["disruption"].draws
    for period in {row["period"] for row in early["disruption"].rows}:
        assert (draws[f"{CUTS[1]:g} {period}"] >= draws[f"{CUTS[0]:g} {period}"] - 1e-9).all()


def test_headline_parts_and_draws_agree(early: Assessment) -> None:
    answer = early["disruption"]
    total = np.sum(
        [values for key, values in answer.draws.items() if key.startswith(f"{CUTS[0]:g} ")], axis=0
    )
    parts = answer.parts
    assert (
        answer.headline.values["launches"]
        == parts["launches_avoided"]["q50"]
        == pytest.approx(np.median(total), abs=0.05)
    )
    assert answer.headline.values["leakers_avoided"] == parts["leakers_avoided"]
    assert (parts["first"], parts["last"]) == ("2025-03", "2026-03")


def test_the_figure_draws_the_last_month(early: Assessment) -> None:
    (figure,) = early["disruption"].figures
    last = [row for row in early["disruption"].rows if row["period"] == early["disruption"].parts["last"]]
    assert [row["q50"] for row in figure.data["rows"]] == [row["q50"] for row in last]
    assert [row["label"] for row in figure.data["rows"]] == ["Cut of 25\u00a0%", "Cut of 50\u00a0%"]
