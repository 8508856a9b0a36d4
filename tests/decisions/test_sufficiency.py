"""Enough and disruption on cases with known answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.decisions import binding, disruption, enough, supply_ahead
from tocsin.errors import InputError
from tocsin.randomness import stream

LEVELS = np.array([0.0, 10, 20, 40, 80])


def straight(starts: np.ndarray) -> np.ndarray:
    """Leakers that fall by one a unit from each draw's start: [level, draw, 1]."""
    return (starts[None, :] - LEVELS[:, None])[..., None]


def test_needed_is_exact_on_straight_lines() -> None:
    starts = np.array([90.0, 105, 120, 500])
    found = enough(LEVELS, straight(starts), limit=100, confidence=0.75)
    assert found.needed[:, 0].tolist() == [0, 5, 20, np.inf]
    assert found.at_confidence == 20
    assert found.p_now == 0.25
    assert found.p_enough.tolist() == [0.25, 0.5, 0.75, 0.75, 0.75]
    assert found.cost(2.0).tolist() == [40.0]


def test_every_month_is_a_harder_goal_than_a_month() -> None:
    leakers = np.stack([np.array([[90.0, 90], [90, 110], [110, 110]]), np.zeros((3, 2))])
    found = enough(LEVELS[:2], leakers, limit=100, confidence=0.5)
    assert (found.p_now, found.p_every_now) == (0.5, pytest.approx(1 / 3))


def test_out_of_reach_is_said_not_invented() -> None:
    found = enough(LEVELS, straight(np.array([500.0, 600])), limit=100, confidence=0.5)
    assert not found.reachable
    assert np.isinf(found.cost(np.array([1.0, 2.0]))).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.floats(0.05, 0.95), st.floats(10, 200))
def test_more_limit_or_less_confidence_never_needs_more(seed: int, confidence: float, limit: float) -> None:
    g = stream(seed, "grid")
    leakers = np.cumsum(-g.exponential(20, size=(5, 30, 2)), axis=0) + 250 + g.normal(0, 5, size=(5, 30, 2))
    base = enough(LEVELS, leakers, limit=limit, confidence=confidence)
    assert (np.diff(base.p_enough) >= 0).all()
    assert (
        enough(LEVELS, leakers, limit=limit * 1.2, confidence=confidence).at_confidence <= base.at_confidence
    )
    assert (
        enough(LEVELS, leakers, limit=limit, confidence=confidence * 0.8).at_confidence <= base.at_confidence
    )
    assert base.p_now <= base.p_enough[0] + 1e-12


def test_binding_constraint() -> None:
    assert binding(100, {"a": 99.5, "b": 100}) == "none"
    assert binding(100, {"a": 50, "b": 20}) == "b"
    assert binding(100, {}) == "none"


def flow(draws: int = 20, months: int = 12) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    g = stream(3, "flow")
    supply = g.uniform(900, 1100, size=(draws, months))
    return supply, g.uniform(800, 1200, size=(draws, months)), g.uniform(0, 2000, size=draws)


def test_no_cut_avoids_nothing_and_a_full_cut_leaves_only_the_stock() -> None:
    supply, strike, stock = flow()
    assert np.allclose(disruption(supply, strike, stock, cut=0.0).launches, 0)
    gone = disruption(supply, strike, stock, cut=1.0)
    assert np.allclose((strike - gone.launches).sum(1), np.minimum(stock, strike.sum(1)))


def test_steady_flow_by_hand() -> None:
    """100 a month in and out, stock 100, half the supply gone: two months of stock, then 50 a month avoided."""
    supply = strike = np.full((1, 4), 100.0)
    stock = np.array([100.0])
    assert disruption(supply, strike, stock, cut=0.5).launches.tolist() == [[0, 0, 50, 50]]
    found = disruption(supply, strike, stock, cut=0.5, decoys=strike, leak_share=0.1)
    assert found.launches.tolist() == [[0, 0, 100, 100]]  # decoys fall with the strike drones
    assert found.leakers == pytest.approx(0.1 * found.launches)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_deeper_cut_never_avoids_less(a: float, b: float) -> None:
    supply, strike, stock = flow()
    low, high = sorted((a, b))
    weak = disruption(supply, strike, stock, cut=low).launches.sum(1)
    strong = disruption(supply, strike, stock, cut=high).launches.sum(1)
    assert (strong >= weak - 1e-6).all()


def test_bad_input_is_explained() -> None:
    supply, strike, stock = flow()
    with pytest.raises(InputError, match="share of the supply"):
        disruption(supply, strike, stock, cut=1.5)
    with pytest.raises(InputError, match="shape"):
        disruption(supply, strike[:, :3], stock, cut=0.5)
    with pytest.raises(InputError, match="ascend"):
        enough(np.array([1.0, 2]), np.zeros((2, 1, 1)), limit=1, confidence=0.5)
    with pytest.raises(InputError, match="shape"):
        enough(LEVELS, np.zeros((2, 1)), limit=1, confidence=0.5)
    with pytest.raises(InputError, match="probability"):
        enough(LEVELS, straight(np.ones(2)), limit=1, confidence=80)


def test_supply_ahead_starts_with_the_first_forecast_month() -> None:
    supply, strike, stock = flow()

    @dataclass(frozen=True)
    class Forecast:
        launches: np.ndarray
        strike: np.ndarray
        output: dict[str, np.ndarray]
        imports: np.ndarray
        stock: np.ndarray
        strike_history: np.ndarray
        periods: tuple[str, ...] = tuple("abcdefghijkl")
        full_periods: tuple[str, ...] = tuple("zabcdefghijkl")

    def padded(values: np.ndarray) -> np.ndarray:
        return np.column_stack([np.zeros(len(values)), values])

    before = Forecast(
        2 * strike, strike, {"all_strike": padded(supply)}, padded(0 * supply),
        padded(0 * supply) + stock[:, None], padded(strike),
    )  # fmt: skip
    for found, expected in zip(supply_ahead(before), (supply, strike, stock), strict=True):
        assert (found == expected).all()
