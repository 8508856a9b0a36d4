"""Exact filters on a grid of hyperparameters, all grid points at once: no optimiser, no failure to converge.

Model (log scale): observation = level + noise; level grows by mu + g; g is an AR(1) around 0. Harvey (1989), ch. 3-4.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array


@dataclass(frozen=True)
class Grid:
    """Hyperparameters, each of shape [point]: standard deviations per month on the log scale.

    `noise` is the observation's, `level` and `growth` are the innovations'; `log_prior` is unnormalised.
    """

    noise: Array
    level: Array
    growth: Array
    log_prior: Array


@dataclass(frozen=True)
class Filtered:
    """State at the end of the series: (level, growth deviation, mean growth).

    Shapes: mean [point, 3], covariance [point, 3, 3], log_weight [point] (log posterior, unnormalised).
    """

    mean: Array
    covariance: Array
    log_weight: Array


def trend_grid(*, scale: float = 0.3) -> Grid:
    """Grid over overall noise, the level's share of it and the movement of growth.

    Priors: noise lognormal around `scale` (sd .4), ratio of variances level/noise lognormal around .5 (sd 1.3),
    growth innovations of 0, .015 or .045 a month with equal weight.
    """
    ratios = (0.02, 0.1, 0.3, 1.0, 3.0)
    growths = (0.0, 0.015, 0.045)
    totals = (0.15, 0.22, 0.3, 0.4, 0.55)
    ratio, growth, total = np.array(list(itertools.product(ratios, growths, totals))).T
    noise = total / np.sqrt(1 + ratio)
    prior = -0.5 * (np.log(total / scale) / 0.4) ** 2 - 0.5 * (np.log(ratio / 0.5) / 1.3) ** 2
    return Grid(noise=noise, level=noise * np.sqrt(ratio), growth=growth, log_prior=prior)


def filter_trend(
    series: Array, grid: Grid, *, mean_growth: float, growth_spread: float, persistence: float
) -> Filtered:
    """Filter log counts `series` [time] at every grid point.

    The level starts at the first observation with a standard deviation of .5 around it; mean growth has the prior
    N(mean_growth, growth_spread²).
    """
    points = len(grid.noise)
    noise, level, growth = grid.noise**2, grid.level**2, grid.growth**2
    mean = np.zeros((points, 3))
    mean[:, 0], mean[:, 2] = series[0], mean_growth
    cov = np.zeros((points, 3, 3))
    cov[:, 0, 0] = noise + 0.25
    cov[:, 1, 1] = growth / (1 - persistence**2)
    cov[:, 2, 2] = growth_spread**2
    move = np.array([[1.0, persistence, 1.0], [0.0, persistence, 0.0], [0.0, 0.0, 1.0]])
    log_weight = grid.log_prior.copy()
    for value in series[1:]:
        mean = mean @ move.T
        cov = move @ cov @ move.T
        cov[:, :2, :2] += growth[:, None, None]
        cov[:, 0, 0] += level
        variance = cov[:, 0, 0] + noise
        error = value - mean[:, 0]
        log_weight -= 0.5 * (np.log(variance) + error**2 / variance)
        gain = cov[:, :, 0] / variance[:, None]
        mean = mean + gain * error[:, None]
        cov = cov - gain[:, :, None] * cov[:, None, 0, :]
    return Filtered(mean, cov, log_weight)


def filter_level(series: Array, ratios: Array) -> tuple[Array, Array, Array, Array]:
    """Local level (ARIMA(0,1,1)) at several variance ratios level/noise, noise variance 1.

    Returns
    -------
    Summed log variances, summed squared standardised errors, final level, its variance; each [ratio].
    """
    level = np.full_like(ratios, series[0])
    spread = np.ones_like(ratios)
    logs = np.zeros_like(ratios)
    squares = np.zeros_like(ratios)
    for value in series[1:]:
        before = spread + ratios
        variance = before + 1
        error = value - level
        gain = before / variance
        level = level + gain * error
        spread = before * (1 - gain)
        logs += np.log(variance)
        squares += error**2 / variance
    return logs, squares, level, spread


def normalised(log_weight: Array) -> Array:
    """Weights that sum to 1.

    Examples
    --------
    >>> normalised(np.log(np.array([1.0, 3.0])))
    array([0.25, 0.75])
    """
    weight: Array = np.exp(log_weight - log_weight.max())
    total: Array = weight / weight.sum()
    return total
