from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tocsin.case import load_case
from tocsin.programme.ensemble.members import members, pooled

CASE = Path(__file__).parents[3] / "cases" / "miniature"


def test_a_record_that_doubles_each_year_doubles_again() -> None:
    (member,) = (member for member in members() if member.name == "last_year")
    months = pd.period_range("2020-01", periods=60, freq="M").astype(str)
    history = pd.Series(100.0 * 2.0 ** (np.arange(60) // 12), index=months)
    made = member.forecast(history, load_case(CASE).view(), draws=4000, seed=1, months=6)
    assert made.shape == (4000, 6)
    assert np.all((np.median(made, axis=0) > 2200) & (np.median(made, axis=0) < 3300))


def test_it_is_scored_and_not_published() -> None:
    assert "last_year" not in {member.name for member in pooled()}
