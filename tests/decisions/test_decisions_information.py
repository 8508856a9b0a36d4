"""Value of information against closed forms, and its brackets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from tocsin.decisions import cross_fitted, evpi, evppi, evsi, rank_information
from tocsin.errors import InputError
from tocsin.randomness import stream

DRAWS = 20_000


def two_options(gain: np.ndarray) -> np.ndarray:
    return np.column_stack([np.zeros(len(gain)), gain])


def linear_exact(mean: float, sd: float) -> float:
    """E[max(0, N(mean, sd))] - max(0, mean): the unit normal loss."""
    return sd * norm.pdf(mean / sd) + mean * norm.cdf(mean / sd) - max(0.0, mean)


@pytest.mark.parametrize("mean", [-0.7, 0.0, 0.4, 1.5])
def test_linear_gaussian_closed_form(mean: float) -> None:
    g = stream(1, "linear")
    x, noise = g.normal(size=DRAWS), 2 * g.normal(size=DRAWS)
    found = evppi(two_options(mean + x + noise), x)
    assert found.value == pytest.approx(linear_exact(mean, 1.0), abs=0.03)
    assert found.upper == pytest.approx(linear_exact(mean, np.sqrt(5)), abs=0.05)


def test_quadratic_closed_form_needs_the_spline() -> None:
    """E[max(0, X^2 - 1)] = 2 phi(1): a straight line sees nothing of it."""
    g = stream(1, "quadratic")
    x = g.normal(size=DRAWS)
    benefit = two_options(x**2 - 1 + g.normal(size=DRAWS))
    found = evppi(benefit, x)
    assert found.value == pytest.approx(2 * norm.pdf(1), abs=0.015)
    slope, constant = np.polyfit(x, benefit[:, 1], 1)
    linear = np.maximum(0, constant + slope * x).mean()
    assert linear < 0.2 * found.value


def test_interaction_of_a_group_is_seen() -> None:
    """Gain X1 X2: either alone is worth nothing, both are worth E|X1 X2| / 2 = 1 / pi."""
    x = stream(1, "group").normal(size=(DRAWS, 2))
    benefit = two_options(x[:, 0] * x[:, 1])
    assert evppi(benefit, x).value == pytest.approx(1 / np.pi, abs=0.015)
    assert evppi(benefit, x[:, 0]).value < 0.02


def test_value_of_a_sample_is_that_of_its_posterior_mean() -> None:
    """n unit-noise observations of X ~ N(0, 1): the posterior mean has variance n / (n + 1)."""
    g = stream(1, "sample")
    x = g.normal(size=DRAWS)
    n = 4
    summary = x + g.normal(size=DRAWS) / np.sqrt(n)
    found = evsi(two_options(x), summary)
    assert found.value == pytest.approx(linear_exact(0.0, np.sqrt(n / (n + 1))), abs=0.015)
    assert found.value < evppi(two_options(x), x).value


def test_bracket_holds_and_worthless_parameters_are_bracketed_by_zero() -> None:
    g = stream(1, "bracket")
    x, other = g.normal(size=4000), g.normal(size=4000)
    benefit = two_options(x**3 - x + g.normal(size=4000))
    found = evppi(benefit, x)
    assert 0 <= found.lower <= found.value <= found.upper
    assert evppi(benefit, other).lower < 0.02
    # The same draws without noise and without regression: the regression's own error alone is compared.
    gain = x**3 - x
    known = np.maximum(gain, 0).mean() - max(0.0, gain.mean())
    assert found.value == pytest.approx(known, rel=0.05)


def test_ranking_puts_the_parameter_that_matters_first() -> None:
    g = stream(1, "rank")
    a, b = g.normal(size=5000), g.normal(size=5000)
    ranked = rank_information(two_options(2 * a + 0.3 * b), {"b": b, "a": a})
    assert [name for name, _ in ranked] == ["a", "b"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.floats(-2, 2))
def test_laws_of_any_problem(seed: int, shift: float) -> None:
    g = stream(seed, "laws")
    x = g.normal(size=400)
    benefit = np.column_stack([x, np.abs(x) + shift, g.normal(size=400)])
    found = evppi(benefit, x)
    assert 0 <= found.lower <= found.value
    assert found.upper == pytest.approx(evpi(benefit))
    assert cross_fitted(benefit, x) <= benefit.max(1).mean() + 1e-12
    moved = evppi(benefit + 7.0, 3.0 * x - 2.0)  # units of either do not matter
    assert moved.value == pytest.approx(found.value, abs=1e-8)


@pytest.mark.parametrize(
    ("benefit", "parameter"),
    [
        (np.zeros(5), np.zeros(5)),
        (np.zeros((5, 2)), np.zeros(4)),
        (np.full((5, 2), np.nan), np.zeros(5)),
        (np.zeros((5, 2)), np.full(5, np.inf)),
    ],
)
def test_bad_shapes_are_explained(benefit: np.ndarray, parameter: np.ndarray) -> None:
    with pytest.raises(InputError):
        evppi(benefit, parameter)


def test_a_constant_parameter_is_worth_nothing() -> None:
    benefit = two_options(stream(1, "constant").normal(size=100))
    assert evppi(benefit, np.ones(100)).value == 0
