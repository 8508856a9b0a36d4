"""Draws and their quantiles: the one set of levels, and rows of them as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Draws = Array  # with a leading draw axis
QUANTILES: dict[str, float] = {
    "q025": 0.025, "q05": 0.05, "q10": 0.10, "q25": 0.25, "q50": 0.50,
    "q75": 0.75, "q90": 0.90, "q95": 0.95, "q975": 0.975,
}  # fmt: skip
LEVELS: tuple[float, ...] = tuple(QUANTILES.values())
FINE_LEVELS: tuple[float, ...] = (
    0.01, 0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
    0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975, 0.99,
)  # fmt: skip
"""The 23 levels in which forecasts are stored, exported and scored."""


def per_mille(levels: Iterable[float]) -> tuple[str, ...]:
    """Column names of stored quantiles.

    Examples
    --------
    >>> per_mille([0.01, 0.5, 0.975])
    ('q010', 'q500', 'q975')
    """
    return tuple(f"q{level * 1000:03.0f}" for level in levels)


def quantile_row(draws: Draws, *, digits: int = 1) -> dict[str, float | None]:
    """The nine quantiles of one draw array of shape [draw], rounded for reading; nulls where not finite."""
    # With infinite draws ("never within the horizon") interpolation would lose the quantile.
    method = "linear" if np.isfinite(draws).all() else "inverted_cdf"
    values = np.quantile(draws, LEVELS, method=method)  # type: ignore[call-overload]
    return {name: plain(value, digits) for name, value in zip(QUANTILES, values, strict=True)}


def plain(value: float, digits: int = 1) -> float | None:
    """A JSON number, or None where the value is not finite."""
    return round(float(value), digits) if np.isfinite(value) else None


def coarse_row(draws: Draws) -> dict[str, float | None]:
    """The nine quantiles to two significant digits, where no more is known."""
    return {name: value and float(f"{value:.2g}") for name, value in quantile_row(draws, digits=6).items()}


def date_quantile_row(days: Draws, epoch: date, horizon: float) -> dict[str, str | None]:
    """Quantiles of days since `epoch` as ISO dates; a quantile beyond the horizon is null.

    `days` counts from the start of `epoch`, fractions included, and may hold inf for "not by the horizon"; `horizon` is
    the number of its last day, which counts to its end.
    """
    row: dict[str, str | None] = {}
    ordered = np.sort(days)
    for name, probability in QUANTILES.items():
        # The lower order statistic: interpolating with inf would lose the quantile.
        day = ordered[int(np.floor(probability * (len(ordered) - 1)))]
        row[name] = None if not np.isfinite(day) or day > horizon + 1 else _iso(epoch, min(day, horizon))
    return row


def _iso(epoch: date, day: float) -> str:
    return date.fromordinal(epoch.toordinal() + int(np.floor(day))).isoformat()
