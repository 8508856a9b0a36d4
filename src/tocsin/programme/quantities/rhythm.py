"""The rhythm of nights: a base stream on most, strike nights on some.

Read from the daily counts of the last half year where there are enough nights, else from the parameter table.
A night is a strike night when it exceeds 2.2 times the running median of the 31 nights around it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tocsin.case import Case
from tocsin.periods import DAYS_PER_MONTH, index_of

ENOUGH_NIGHTS = 60
WINDOW_DAYS = 183
STRIKE_RATIO = 2.2
FEWEST_NIGHTS = 20


@dataclass(frozen=True)
class Rhythm:
    """Shares and sizes of nights, relative to the running median night.

    Attributes
    ----------
    nights_per_month
        Nights with a report, per month of 30.44 days.
    strike_share
        Share of those nights that are strike nights.
    base_factor, base_spread, strike_factor, strike_spread
        Median size over the running median, and standard deviation of its log.
    gap_mean, gap_spread
        Mean days between strike nights, and their standard deviation.
    nights
        Nights it was estimated from; 0 when it is the table's.
    """

    nights_per_month: float
    strike_share: float
    base_factor: float
    base_spread: float
    strike_factor: float
    strike_spread: float
    gap_mean: float
    gap_spread: float
    nights: int = 0

    @property
    def basis(self) -> str:
        return "record" if self.nights else "assumed"

    @property
    def mean_factor(self) -> float:
        """Mean night over the running median, from the two lognormals."""
        base = self.base_factor * np.exp(self.base_spread**2 / 2)
        strike = self.strike_factor * np.exp(self.strike_spread**2 / 2)
        return float((1 - self.strike_share) * base + self.strike_share * strike)

    def median_night(self, launches_per_month: float) -> float:
        """Running median night that gives this many launches a month."""
        return launches_per_month / (self.nights_per_month * self.mean_factor)


def estimate_rhythm(view: Case) -> Rhythm:
    """Rhythm as of the view's date."""
    daily = view.record.daily().astype(float)
    if len(daily):
        daily = daily[daily.index > daily.index[-1] - pd.Timedelta(days=WINDOW_DAYS)]
    if (daily > 0).sum() < ENOUGH_NIGHTS:
        return assumed_rhythm(view)
    active = daily[daily > 0]
    median = active.rolling(31, center=True, min_periods=10).median()
    ratio = active / median
    strike = (ratio > STRIKE_RATIO).to_numpy()
    if strike.sum() < 5:
        return assumed_rhythm(view)
    base_log, strike_log = np.log(ratio[~strike]), np.log(ratio[strike])
    gaps = np.diff(active.index[strike]).astype("timedelta64[D]").astype(float)
    return Rhythm(
        nights_per_month=float(len(active) / len(daily) * DAYS_PER_MONTH),
        strike_share=float(strike.mean()),
        base_factor=float(np.exp(base_log.mean())),
        base_spread=float(base_log.std()),
        strike_factor=float(np.exp(strike_log.mean())),
        strike_spread=max(float(strike_log.std()), 0.05),
        gap_mean=float(gaps.mean()),
        gap_spread=float(gaps.std()),
        nights=len(active),
    )


def strike_nights(view: Case) -> dict[int, float]:
    """Logit share of a month's launches that fell on strike nights, by month index, where nights are daily enough."""
    daily = view.record.daily().astype(float)
    active = daily[daily > 0]
    if len(active) < ENOUGH_NIGHTS:
        return {}
    strike = active > STRIKE_RATIO * active.rolling(31, center=True, min_periods=10).median()
    months = np.array([index_of(day.date()) for day in pd.DatetimeIndex(active.index)])
    found = {}
    for month in np.unique(months):
        nights = active.to_numpy()[months == month]
        struck = nights[strike.to_numpy()[months == month]].sum()
        share = (struck + 0.02 * nights.sum()) / (1.04 * nights.sum())
        if len(nights) >= FEWEST_NIGHTS:
            found[int(month)] = float(np.log(share / (1 - share)))
    return found


def assumed_rhythm(view: Case) -> Rhythm:
    """Rhythm from the parameter table, where the record is too short."""

    def best(name: str) -> float:
        return view.parameters.best(f"programme.rhythm.{name}")

    return Rhythm(
        nights_per_month=best("nights_per_month"),
        strike_share=best("strike_share"),
        base_factor=best("base_factor"),
        base_spread=best("base_spread"),
        strike_factor=best("strike_factor"),
        strike_spread=best("strike_spread"),
        gap_mean=best("gap_mean"),
        gap_spread=best("gap_spread"),
    )
