"""Baselines that a forecast must beat: plain time-series methods that know the counts and nothing else.

Each takes a history on a scale where changes are roughly normal (log1p for counts, logit for shares) and returns a
normal distribution for every month ahead. Spreads are maximum-likelihood or root-mean-square plug-ins: no priors, no
claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.special import ndtri

from tocsin.randomness import stream
from tocsin.score.rules.shapes import Floats

Scale = Literal["log1p", "logit"]
FEWEST = 4  # months of history below which no baseline is fitted


class Normal(NamedTuple):
    """Means and standard deviations [month] of a normal forecast."""

    mean: Floats
    sd: Floats


Baseline = Callable[[Floats, int], Normal]


def random_walk(history: Floats, months: int) -> Normal:
    """Last value; each step has the root mean square of all past one-month changes, so the spread grows with √h.

    Monthly log changes here have a negative autocorrelation, so its long horizons are too wide.
    """
    step = np.sqrt(np.mean(np.diff(history) ** 2))
    return Normal(np.full(months, history[-1]), step * np.sqrt(np.arange(1, months + 1)))


def naive(history: Floats, months: int) -> Normal:
    """Last value, with the root mean square of past h-month changes as the spread h months ahead.

    Where fewer than four h-month changes exist, the longest span that has four is scaled by √(h/span).
    """
    spread = np.array([_spread(history, h) for h in range(1, months + 1)])
    return Normal(np.full(months, history[-1]), spread)


def drift(history: Floats, months: int) -> Normal:
    """Random walk with drift: mean past change, spread s √(h (1 + h/T)), the drift's own error included.

    Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, §5.5.
    """
    changes = np.diff(history)
    h = np.arange(1, months + 1)
    spread = np.std(changes, ddof=1) * np.sqrt(h * (1 + h / len(changes)))
    return Normal(history[-1] + h * changes.mean(), spread)


def arima(history: Floats, months: int) -> Normal:
    """ARIMA(0,1,1): exponential smoothing whose weight is fitted by exact maximum likelihood."""
    return _ima_forecast(fit_ima(history, with_drift=False), history, months)


def arima_drift(history: Floats, months: int) -> Normal:
    """ARIMA(0,1,1) with a constant drift; the error of the drift is left out, as is usual."""
    return _ima_forecast(fit_ima(history, with_drift=True), history, months)


@dataclass(frozen=True, slots=True)
class Ima:
    """Fitted ARIMA(0,1,1): y_t − y_{t−1} = drift + e_t + theta e_{t−1}, e normal with `sd`; `last_error` = e_T."""

    theta: float
    drift: float
    sd: float
    last_error: float
    loglik: float


def fit_ima(history: ArrayLike, *, with_drift: bool) -> Ima:
    """Exact maximum likelihood of an MA(1) for the changes, by the innovations algorithm.

    Brockwell & Davis (1991), §5.2: v₀ = 1 + θ², θ_t = θ/v_{t−1}, v_t = 1 + θ² − θ²/v_{t−1}; drift by generalised
    least squares and the variance profiled out; θ in (−0.99, 0.99).
    """
    changes = np.diff(np.asarray(history, dtype=float))
    grid = np.linspace(-0.95, 0.95, 39)
    start = grid[np.argmax([_profile(changes, theta, with_drift)[0] for theta in grid])]
    best = minimize_scalar(
        lambda theta: -_profile(changes, theta, with_drift)[0],
        bounds=(max(start - 0.05, -0.99), min(start + 0.05, 0.99)),
        method="bounded",
        options={"xatol": 1e-6},
    )
    loglik, constant, sd, last = _profile(changes, float(best.x), with_drift)
    return Ima(float(best.x), constant, sd, last, loglik)


BASELINES: dict[str, Baseline] = {
    "random_walk": random_walk,
    "naive": naive,
    "drift": drift,
    "arima011": arima,
    "arima011_drift": arima_drift,
}


def to_scale(values: ArrayLike, scale: Scale) -> Floats:
    """Counts to log1p, shares to logit (kept inside 0.5 % … 99.5 %)."""
    x = np.asarray(values, dtype=float)
    if scale == "log1p":
        return np.asarray(np.log1p(x))
    inside = np.clip(x, 0.005, 0.995)
    return np.asarray(np.log(inside / (1 - inside)))


def from_scale(values: ArrayLike, scale: Scale) -> Floats:
    """The inverse of `to_scale`; counts stay at or above zero and below 10⁸."""
    x = np.asarray(values, dtype=float)
    if scale == "log1p":
        return np.asarray(np.expm1(np.clip(x, 0.0, np.log(1e8))))
    return np.asarray(1 / (1 + np.exp(-x)))


def baseline_forecast(
    name: str, history: ArrayLike, *, scale: Scale, months: int, draws: int, seed: int
) -> Floats | None:
    """Draws [draw, month] of one baseline on the natural scale; None when the history is too short.

    Each month holds the exact quantiles of its normal distribution (no sampling error in any score), in the rank
    order of a random walk, so that rows are joint paths.
    """
    values = to_scale(history, scale)
    values = values[np.isfinite(values)]
    if len(values) < FEWEST:
        return None
    normal = BASELINES[name](values, months)
    return from_scale(normal.mean + normal.sd * walk_scores(draws, months, seed, name), scale)


def walk_scores(draws: int, months: int, seed: int, name: str) -> Floats:
    """Standard normal scores [draw, month], each column the same exact set, ordered like random walks."""
    walk = np.cumsum(stream(seed, "score", "walk", name).standard_normal((draws, months)), axis=1)
    ranks = walk.argsort(axis=0).argsort(axis=0)
    return np.asarray(ndtri((ranks + 0.5) / draws))


def _spread(history: Floats, h: int) -> float:
    span = max(1, min(h, len(history) - FEWEST))
    changes = history[span:] - history[:-span]
    return float(np.sqrt(np.mean(changes**2) * h / span))


def _ima_forecast(fit: Ima, history: Floats, months: int) -> Normal:
    h = np.arange(1, months + 1)
    mean = history[-1] + h * fit.drift + fit.theta * fit.last_error
    return Normal(mean, fit.sd * np.sqrt(1 + (h - 1) * (1 + fit.theta) ** 2))


def _profile(changes: Floats, theta: float, with_drift: bool) -> tuple[float, float, float, float]:
    """(log likelihood, drift, sd, last innovation) at one θ, the variance and the drift profiled out."""
    variances = np.empty(len(changes))
    whitened = np.empty((2, len(changes)))  # innovations of the changes and of a constant 1
    previous, before = 1.0, np.zeros(2)
    for t, change in enumerate(changes):
        now = np.array([change, 1.0])
        if t > 0:
            now = now - theta / previous * before
        variances[t] = 1 + theta**2 - (theta**2 / previous if t > 0 else 0.0)
        whitened[:, t] = now
        previous, before = variances[t], now
    own, ones = whitened
    constant = float((own * ones / variances).sum() / (ones**2 / variances).sum()) if with_drift else 0.0
    residual = own - constant * ones
    count = len(changes)
    sigma2 = max(float((residual**2 / variances).sum() / count), 1e-12)
    loglik = -0.5 * (count * np.log(2 * np.pi * sigma2) + np.log(variances).sum() + count)
    unbiased = np.sqrt(sigma2 * count / max(count - 1 - with_drift, 1))
    return loglik, constant, float(unbiased), float(residual[-1] / variances[-1])
