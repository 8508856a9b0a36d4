"""Is a forecast calibrated? Coverage of intervals, the probability integral transform, bias."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.randomness import stream
from tocsin.score.rules.shapes import Floats, matched

NOMINAL = (0.5, 0.8, 0.95)


def covered(forecast: ArrayLike, observed: ArrayLike, *, level: float) -> NDArray[np.bool_]:
    """Whether the central interval of that level, ends included, holds the observation.

    Parameters
    ----------
    forecast : [draw, …]
    observed : […]
    level : e.g. 0.8 for the interval from the 10 % to the 90 % quantile

    Examples
    --------
    >>> bool(covered(range(101), 89.0, level=0.8)), bool(covered(range(101), 91.0, level=0.8))
    (True, False)
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie inside (0, 1), got {level}")
    draws, truth = matched(forecast, observed, "draw")
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.asarray((low <= truth) & (truth <= high))


def coverage(
    forecast: ArrayLike, observed: ArrayLike, *, levels: tuple[float, ...] = NOMINAL
) -> dict[float, float]:
    """Share of observations inside the central intervals, by nominal level."""
    return {level: float(covered(forecast, observed, level=level).mean()) for level in levels}


def pit(forecast: ArrayLike, observed: ArrayLike, *, seed: int = 1) -> Floats:
    """Randomised probability integral transform of draws.

    u = (#{x < y} + V (1 + #{x = y})) / (M + 1), V uniform: exactly uniform on (0, 1) when the observation is one
    more draw from the forecast, ties (counts) included.

    References
    ----------
    Czado, Gneiting & Held (2009), Biometrics 65:1254; Brockwell (2007), Stat. Probab. Lett. 77:1473.
    """
    draws, truth = matched(forecast, observed, "draw")
    below, ties = (draws < truth).sum(axis=0), (draws == truth).sum(axis=0)
    jitter = stream(seed, "pit").random(truth.shape)
    return np.asarray((below + jitter * (1 + ties)) / (draws.shape[0] + 1))


def bias(forecast: ArrayLike, observed: ArrayLike) -> Floats:
    """P(X > y) − P(X < y): from −1 (all draws too low) to 1 (all too high), 0 when the median hits.

    References
    ----------
    Funk et al. (2019), PLOS Comput. Biol. 15:e1006785, with ties split evenly.

    Examples
    --------
    >>> float(bias([1.0, 2.0, 3.0, 4.0], 3.5))
    -0.5
    """
    draws, truth = matched(forecast, observed, "draw")
    return np.asarray((draws > truth).mean(axis=0) - (draws < truth).mean(axis=0))


class Band(NamedTuple):
    """Where the ECDF of n uniform values stays, at all points at once, with the stated probability."""

    at: Floats
    low: Floats
    high: Floats


@lru_cache(maxsize=64)
def ecdf_band(n: int, *, level: float = 0.95, simulations: int = 4000, seed: int = 1) -> Band:
    """Simultaneous band for the ECDF of n independent uniform values, on the grid i/n.

    Each n·ECDF(z) is Binomial(n, z); the pointwise tail γ/2 is shrunk until the share of simulated uniform samples
    that stay inside everywhere is `level` (Säilynoja, Bürkner & Vehtari 2022, Stat. Comput. 32:32, algorithm 1).
    Forecasts of overlapping horizons are not independent: draw the band by horizon, or read it as too narrow.

    Returns
    -------
    Band of `at`, `low`, `high` [point].
    """
    from scipy.stats import binom

    if n < 1:
        raise ValueError(f"n must be positive, got {n}")
    at = np.arange(1, n + 1) / n
    uniforms = np.sort(stream(seed, "ecdf_band", n).random((simulations, n)), axis=1)
    counts = np.apply_along_axis(np.searchsorted, 1, uniforms, at, side="right")
    tails = np.minimum(2 * binom.cdf(counts, n, at), 2 * binom.sf(counts - 1, n, at)).min(axis=1)
    gamma = float(np.quantile(tails, 1 - level))
    low, high = binom.ppf([[gamma / 2], [1 - gamma / 2]], n, at) / n
    return Band(at, low, high)


def ecdf(values: ArrayLike, at: ArrayLike) -> Floats:
    """Share of `values` at or below each point of `at`."""
    ordered = np.sort(np.asarray(values, dtype=float))
    return np.asarray(
        np.searchsorted(ordered, np.asarray(at, dtype=float), side="right") / max(len(ordered), 1)
    )
