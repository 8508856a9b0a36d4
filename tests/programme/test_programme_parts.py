"""Closed forms and laws of the programme room's building blocks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, t

from tocsin.errors import InputError
from tocsin.periods import forecast_span, index_of, period_of, span
from tocsin.programme.ensemble import kalman
from tocsin.programme.ensemble.pooling import quantile_average, resample
from tocsin.programme.quantities.likelihood import FlowClaim, log_likelihood, term


@given(st.integers(min_value=1900 * 12, max_value=2200 * 12))
def test_period_names_and_indices_are_inverse(index: int) -> None:
    assert index_of(period_of(index)) == index


@given(st.dates(min_value=date(2022, 9, 2), max_value=date(2030, 1, 1)))
def test_every_date_gets_twelve_full_months(day: date) -> None:
    covered = forecast_span(day)
    full = covered.periods[1:] if covered.partial else covered.periods
    assert len(full) == 12
    assert covered.periods == span(covered.periods[0], covered.periods[-1])
    assert index_of(covered.periods[0]) == index_of(covered.last_full) + 1
    assert 0 <= covered.elapsed < 1


@pytest.mark.parametrize(
    ("day", "first", "partial"),
    [("2023-02-15", "2023-02", True), ("2023-12-31", "2024-01", False), ("2026-01-01", "2026-01", False)],
)
def test_first_period(day: str, first: str, partial: bool) -> None:
    covered = forecast_span(date.fromisoformat(day))
    assert (covered.periods[0], covered.partial) == (first, partial)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9999, 12, 15), date(9998, 6, 1), date.max])
def test_a_date_at_the_end_of_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(InputError, match="too late to forecast"):
        forecast_span(day)


def test_the_last_date_allowed_still_has_its_horizon() -> None:
    assert forecast_span(date(9997, 12, 31)).periods[-1] == "9998-12"


def test_counted_share_of_a_month_is_the_days_before_the_date() -> None:
    assert forecast_span(date(2023, 2, 15)).elapsed == pytest.approx(14 / 28)


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


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_quantile_average_averages_quantiles_and_keeps_the_template_ranks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, two = rng.normal(size=(50, 3)), rng.normal(2.0, 3.0, size=(50, 3))
    pooled = quantile_average([one, two])
    assert np.allclose(np.sort(pooled, axis=0), (np.sort(one, axis=0) + np.sort(two, axis=0)) / 2)
    assert (pooled.argsort(axis=0) == two.argsort(axis=0)).all()


def test_averaging_a_member_with_itself_changes_nothing() -> None:
    draws = np.random.default_rng(1).normal(size=(40, 4))
    assert np.allclose(quantile_average([draws, draws]), draws)


def test_resampling_follows_the_weights() -> None:
    chosen = resample(np.array([1.0, 0.0, 3.0]), 4000, np.random.default_rng(2))
    assert np.bincount(chosen, minlength=3).tolist() == [1000, 0, 3000]


def _claim(low: float, high: float) -> FlowClaim:
    return FlowClaim("C1", "g", "alabuga_strike", 0, 2, 1.0, low, high, 0.4)


def test_a_point_is_student_t_on_the_log() -> None:
    value = np.log(np.array([80.0, 120.0]))
    ours = np.diff(term(value, _claim(100.0, 100.0)))
    exact = np.diff(t(4).logpdf((np.log(100.0) - value) / 0.4))
    assert ours == pytest.approx(exact)


def test_a_floor_is_one_sided_and_an_interval_is_flat_inside() -> None:
    value = np.log(np.array([10.0, 1e4, 1e6]))
    floor = term(value, _claim(100.0, np.inf))
    assert floor[0] < floor[1] <= floor[2] <= 0
    inside, outside = term(np.log(np.array([450.0, 5_000.0])), _claim(200.0, 999.0))
    assert inside > outside


def test_claims_of_one_origin_count_once() -> None:
    path = np.full((1, 2), 60.0)
    once = log_likelihood([_claim(100.0, 100.0)], path, path, path)
    thrice = log_likelihood([_claim(100.0, 100.0)] * 3, path, path, path)
    assert once == pytest.approx(thrice)
