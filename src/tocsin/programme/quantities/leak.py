"""The share of launches that gets through: monthly for the forecast, nightly for scoring one night ahead.

Both work on the logit and revert to a mean. Shares exist only where reports state destroyed, lost and airborne;
with fewer than 60 such nights the share comes from figures published by then and is labelled "assumed".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.periods import index_of
from tocsin.programme.ensemble.kalman import normalised
from tocsin.randomness import stream

ENOUGH_NIGHTS = 60
MONTH_NOISE = 0.10  # counting noise of a month's logit share


@dataclass(frozen=True)
class LeakShare:
    """Draws [draw, period] of the share of launches that leaks, and whether counts or assumptions gave them."""

    share: Array
    basis: Literal["record", "assumed"]
    nights: int


def forecast_leak_share(view: Case, periods: tuple[str, ...], draws: int, seed: int) -> LeakShare:
    """Monthly leak share for `periods` as a mean-reverting AR(1) on the logit."""
    usable = view.record.nights()
    count = int(usable["usable"].sum()) if len(usable) else 0
    prior = logit(view.parameters.sample("programme.leak_share.assumed", draws, seed))
    rng = stream(seed, "programme", "leak_share")
    if count < ENOUGH_NIGHTS:
        persistence = np.full(draws, view.parameters.best("programme.leak_share.persistence"))
        spread = view.parameters.sample("programme.leak_share.spread", draws, seed)
        return LeakShare(
            expit(_simulate(prior, prior, persistence, spread, len(periods), rng)), "assumed", count
        )
    monthly = view.record.monthly()
    seen = monthly.loc[monthly["leak_launched"] > 0]
    values = logit((seen["leaked"].to_numpy() + 0.5) / (seen["leak_launched"].to_numpy() + 1.0))
    times = np.array([index_of(str(period)) for period in seen.index])
    return LeakShare(expit(_posterior_paths(values, times, periods, prior, rng, draws)), "record", count)


def _posterior_paths(
    values: Array,
    times: NDArray[np.int_],
    periods: tuple[str, ...],
    prior: Array,
    rng: np.random.Generator,
    draws: int,
) -> Array:
    """Draws of logit shares: grid over persistence and spread, conjugate mean."""
    middle, width = float(np.median(prior)), max(float(np.std(prior)), 0.3)
    points = [(a, s) for a in np.arange(0.1, 0.95, 0.1) for s in (0.15, 0.25, 0.35, 0.5, 0.7, 1.0)]
    log_weight, means, spreads = np.empty(len(points)), np.empty(len(points)), np.empty(len(points))
    for index, (a, s) in enumerate(points):
        lags = np.abs(times[:, None] - times[None, :])
        cov = s**2 / (1 - a**2) * a**lags + MONTH_NOISE**2 * np.eye(len(times))
        one = np.linalg.solve(cov, np.ones(len(times)))
        precision = one.sum() + 1 / width**2
        means[index] = (one @ values + middle / width**2) / precision
        spreads[index] = precision**-0.5
        residual = values - middle
        whole = cov + width**2
        log_weight[index] = -0.5 * (
            np.linalg.slogdet(whole)[1] + residual @ np.linalg.solve(whole, residual)
        ) - 0.5 * (((a - 0.6) / 0.2) ** 2 + (np.log(s / 0.4) / 0.4) ** 2)
    pick = rng.choice(len(points), draws, p=normalised(log_weight))
    grid = np.array(points)[pick]
    mean = means[pick] + spreads[pick] * rng.normal(size=draws)
    gap = max(index_of(periods[0]) - int(times[-1]) - 1, 0)
    start = np.full(draws, values[-1])
    return _simulate(start, mean, grid[:, 0], grid[:, 1], len(periods) + gap, rng)[:, gap:]


def _simulate(
    start: Array, mean: Array, persistence: Array, spread: Array, months: int, rng: np.random.Generator
) -> Array:
    shocks = rng.normal(size=(len(start), months)) * spread[:, None]
    path = np.empty((len(start), months))
    now = start
    for month in range(months):
        now = mean + persistence * (now - mean) + shocks[:, month]
        path[:, month] = now
    return path


def night_ahead(nights: pd.DataFrame, draws: int, seed: int, *, size: float | None = None) -> Array:
    """Draws of the next night's leak share, leaked over launched, from the usable nights before it.

    A local level on the logit with an effect of log size, filtered on a small grid of its standard deviations.
    Without `size` the next night's size is drawn from the last 60 nights.

    Parameters
    ----------
    nights
        Rows of `Record.nights()` before the night, oldest first.
    size
        Drones launched that night (the forecast is then conditional on it).
    """
    used = nights[nights["usable"] & (nights["launched"] > 0)]
    launched = used["launched"].to_numpy(dtype=float)
    values = logit((used["leaked"].to_numpy(dtype=float) + 0.5) / (launched + 1.0))
    rng = stream(seed, "programme", "night", len(used))
    mean, cov, noise, weight, centre = _filter_nights(values, np.log(launched))
    pick = rng.choice(len(weight), draws, p=weight)
    sizes = np.full(draws, size) if size else rng.choice(launched[-60:], draws)
    x = np.log(sizes) - centre
    middle = mean[pick, 0] + mean[pick, 1] * x
    variance = cov[pick, 0, 0] + 2 * x * cov[pick, 0, 1] + x**2 * cov[pick, 1, 1]
    share = expit(middle + rng.normal(size=draws) * np.sqrt(variance + noise[pick] ** 2))
    counted: Array = rng.binomial(sizes.astype(int), share) / sizes.astype(int)
    return counted


def _filter_nights(values: Array, log_size: Array) -> tuple[Array, Array, Array, Array, float]:
    """Kalman filter of (level, size effect) on a grid: final mean, covariance, noise sd, weight, centre of log size."""
    noise, move = np.array([(n, m) for n in (0.3, 0.45, 0.6, 0.8) for m in (0.02, 0.05, 0.1, 0.2)]).T
    centre = float(np.mean(log_size)) if len(log_size) else np.log(100.0)
    mean = np.tile([logit(0.2), -0.3], (len(noise), 1))
    cov = np.tile(np.diag([1.0, 0.3**2]), (len(noise), 1, 1))
    log_weight = np.zeros(len(noise))
    counting = np.array([_counting_variance(v, s) for v, s in zip(values, np.exp(log_size), strict=True)])
    for value, size, extra in zip(values, log_size - centre, counting, strict=True):
        cov[:, 0, 0] += move**2
        row = np.array([1.0, size])
        loaded = cov @ row
        variance = loaded @ row + noise**2 + extra
        error = value - mean @ row
        log_weight -= 0.5 * (np.log(variance) + np.minimum(error**2 / variance, 16.0))
        gain = loaded / variance[:, None]
        mean = mean + gain * np.clip(error, -4 * np.sqrt(variance), 4 * np.sqrt(variance))[:, None]
        cov = cov - gain[:, :, None] * loaded[:, None, :]
    return mean, cov, noise, normalised(log_weight), centre


def _counting_variance(logit_share: float, size: float) -> float:
    """Variance of an observed logit from counting alone, 1/(n p (1 − p))."""
    share = float(expit(logit_share))
    return 1.0 / max((size + 1) * share * (1 - share), 0.5)
