"""The filters against exact likelihoods."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from tocsin.programme.ensemble import kalman


def test_local_level_filter_is_the_exact_likelihood() -> None:
    series = np.array([1.0, 1.4, 0.9, 1.7, 2.2])
    ratio = 0.6
    logs, squares, _, _ = kalman.filter_level(series, np.array([ratio]))
    # Diffuse start: the likelihood of the differences, whose covariance is written down by hand.
    size = len(series) - 1
    cov = np.diag(np.full(size, 2 + ratio)) - np.diag(np.ones(size - 1), 1) - np.diag(np.ones(size - 1), -1)
    exact = multivariate_normal(np.zeros(size), cov).logpdf(np.diff(series))
    ours = -0.5 * (logs[0] + squares[0] + size * np.log(2 * np.pi))
    assert ours == pytest.approx(exact)


def test_trend_filter_is_the_exact_likelihood() -> None:
    series = np.array([4.0, 4.3, 4.1, 4.9, 5.2, 5.0])
    grid = kalman.Grid(np.array([0.3]), np.array([0.2]), np.array([0.03]), np.array([0.0]))
    ours = kalman.filter_trend(series, grid, mean_growth=0.05, growth_spread=0.03, persistence=0.7)
    exact = multivariate_normal(*_dense_trend(len(series), series[0])).logpdf(series[1:])
    assert ours.log_weight[0] == pytest.approx(exact + 0.5 * (len(series) - 1) * np.log(2 * np.pi))


def _dense_trend(size: int, first: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the observations after the first, by stacking the state equations."""
    move = np.array([[1.0, 0.7, 1.0], [0.0, 0.7, 0.0], [0.0, 0.0, 1.0]])
    noise, level, growth = 0.3**2, 0.2**2, 0.03**2
    shock = np.array([[level + growth, growth, 0.0], [growth, growth, 0.0], [0.0, 0.0, 0.0]])
    mean, cov = np.array([first, 0.0, 0.05]), np.diag([noise + 0.25, growth / 0.51, 0.03**2])
    means, covs = [], []
    for _ in range(size - 1):
        mean, cov = move @ mean, move @ cov @ move.T + shock
        means.append(mean[0])
        covs.append(cov)
    full = np.empty((size - 1, size - 1))
    for i in range(size - 1):
        for j in range(i, size - 1):
            full[i, j] = full[j, i] = (np.linalg.matrix_power(move, j - i) @ covs[i])[0, 0]
    return np.array(means), full + noise * np.eye(size - 1)
