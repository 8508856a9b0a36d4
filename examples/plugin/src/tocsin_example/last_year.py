"""The month ahead is the same month of last year, moved by how the last months stood to theirs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.case import Case
from tocsin.programme.ensemble.member import Member
from tocsin.randomness import stream

YEAR = 12
PRIOR_SD = 0.6  # of the log of a month against the one a year before, where the record is short
PRIOR_WEIGHT = 6


def last_year(
    history: pd.Series[float], view: Case, draws: int, seed: int, months: int
) -> NDArray[np.float64]:
    """Launches [draw, month]: last year's month times the mean yearly ratio, lognormal around it."""
    logs = np.log1p(history.to_numpy(dtype=float))
    yearly = logs[YEAR:] - logs[:-YEAR]
    shift = yearly.sum() / (len(yearly) + PRIOR_WEIGHT)
    spread = np.sqrt(
        (((yearly - shift) ** 2).sum() + PRIOR_WEIGHT * PRIOR_SD**2) / (len(yearly) + PRIOR_WEIGHT)
    )
    season = np.resize(logs[-YEAR:] if len(logs) else np.zeros(1), months)
    noise = stream(seed, "programme", "last_year").normal(size=(draws, months))
    return np.asarray(np.maximum(np.expm1(season + shift + spread * noise), 0.0))


MEMBER = Member("last_year", "The same month of last year, moved by the mean yearly ratio.", last_year)
