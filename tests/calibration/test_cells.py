"""Cells and components: closed forms, conservation, and the laws that no defence may break."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.calibration import (
    Cells,
    FasterDrones,
    LayerKind,
    fly_cells,
    front_expected,
    night_leak,
    respond,
    shifted,
)
from tocsin.calibration.cells import LOADS, isotonic, lone_leak
from tocsin.calibration.nights import DEEP_SIZES, cell_shares, deep_weights
from tocsin.defence import Drone, Layer, Raid, simulate
from tocsin.randomness import stream

KINDS = (LayerKind("jamming"), LayerKind("chasers", max_speed_kmh=300.0), LayerKind("guns"))


def cells(count: int = 6, seed: int = 1) -> Cells:
    """Random defences with a jamming layer, a speed-limited layer and guns with few rounds."""
    g = stream(seed, "cells")

    def column(low: float, high: float, jams: float) -> np.ndarray:
        values = g.uniform(low, high, size=(count, 3))
        values[:, 0] = jams
        return values

    jam = np.zeros((count, 3))
    jam[:, 0] = g.uniform(0.005, 0.05, size=count)
    return Cells(
        layers=KINDS,
        count=g.uniform(5, 40, size=count),
        spread=g.uniform(0.3, 3, size=count),
        hours=g.uniform(1, 6, size=count),
        speed_kmh=g.uniform(150, 190, size=count),
        channels=column(20, 200, 0.0),
        shot_s=column(20, 600, 1.0),
        depth_km=g.uniform(5, 40, size=(count, 3)),
        kill=column(0.2, 0.8, 0.0),
        coverage=g.uniform(0.3, 1.0, size=(count, 3)),
        rounds=column(3, 60, 0.0),
        jam_per_min=jam,
        rounding=g.random((count, 3)),
    )


@pytest.fixture(scope="module")
def some() -> Cells:
    return cells()


def test_front_expected_is_the_mean_of_a_capped_lognormal() -> None:
    draws = np.exp(0.35 * stream(1, "front").normal(size=400_000) - 0.35**2 / 2) * 80.0
    for launched in (10.0, 60.0, 80.0, 150.0, 900.0):
        exact = np.minimum(draws, launched).mean()
        assert front_expected(np.array(launched), np.array(80.0)) == pytest.approx(exact, rel=0.003)


def test_shares_have_the_size_biased_mean_and_weights_sum_to_one() -> None:
    count, spread = np.array([8.0, 24.0]), np.array([0.5, 2.0])
    shares = cell_shares(count, spread)
    assert shares.mean(1) == pytest.approx((spread + 1) / (count * spread + 1), rel=0.03)
    weights = deep_weights(LOADS, shares)
    assert weights.sum(-1) == pytest.approx(np.ones((2, len(DEEP_SIZES))))
    assert weights[:, 0, 0] == pytest.approx([1, 1])  # one deep drone is alone over its cell


def test_lone_drone_in_closed_form_agrees_with_the_kernel() -> None:
    """One drone, endless rounds: 1 - coverage (1 - exp(-(p / s + jam) t)) in each layer."""
    runs = 60_000
    stay = 20 / 180 * 3600
    layers = [
        Layer(channels=0, depth_km=40, jam_per_min=0.02, coverage=0.8),
        Layer(channels=1, depth_km=20, shot_s=300, kill_probability=0.5, coverage=0.6),
    ]
    raid = Raid(drones=1, arrivals_per_s=1.0, types=(Drone(speed_kmh=180),))
    flown = simulate(raid, layers, replications=runs, seed=3, deadline="end").leakers.mean()
    exact = (1 - 0.8 * -np.expm1(-0.02 * 40 / 180 * 60)) * (1 - 0.6 * -np.expm1(-0.5 / 300 * stay))
    assert flown == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / runs))
    one = Cells(
        layers=(LayerKind("jamming"), LayerKind("guns")),
        count=np.array([2.0]), spread=np.array([1.0]), hours=np.array([1.0]), speed_kmh=np.array([180.0]),
        channels=np.array([[0.0, 2.0]]), shot_s=np.array([[1.0, 300.0]]), depth_km=np.array([[40.0, 20.0]]),
        kill=np.array([[0.0, 0.5]]), coverage=np.array([[0.8, 0.6]]), rounds=np.array([[0.0, 1e6]]),
        jam_per_min=np.array([[0.02, 0.0]]), rounding=np.full((1, 2), 0.5),
    )  # fmt: skip
    leak, shots, stops = lone_leak(one, one.speed_kmh, np.ones((1, 2), dtype=bool))
    assert leak == pytest.approx([exact])
    assert leak + stops.sum(1) == pytest.approx([1.0])
    assert shots[0, 0] == 0


def test_flight_conserves_drones_and_rises_with_load(some: Cells) -> None:
    flight = fly_cells(some, seed=2)
    assert flight.leak.shape == (len(some), len(LOADS))
    assert (np.diff(flight.leak, axis=1) >= 0).all()
    # Every drone leaked or was stopped, up to what the isotonic fit moved.
    total = flight.leak + flight.kills.sum(-1)
    assert total == pytest.approx(np.ones_like(total), abs=0.06)
    assert total.mean() == pytest.approx(1.0, abs=0.01)
    assert (flight.shots[..., 0] == 0).all()


def test_the_isotonic_fit_hides_no_fall(some: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the fit and with sixteen times the drones no step falls by more than chance, and the fit moves less."""
    from tocsin.calibration import cells as module

    fitted = fly_cells(some, seed=2).leak, fly_cells(some, seed=2, drones_per_load=6400).leak
    monkeypatch.setattr(module, "isotonic", lambda values, weight: values)
    raw = fly_cells(some, seed=2).leak, fly_cells(some, seed=2, drones_per_load=6400).leak
    error = np.sqrt(np.clip(raw[1] * (1 - raw[1]), 1e-4, None) / 6400)
    error[:, 0] = 0.0
    falls = np.diff(raw[1], axis=1) / np.hypot(error[:, 1:], error[:, :-1])
    assert falls.min() > -4.0
    assert np.abs(fitted[1] - raw[1]).mean() < np.abs(fitted[0] - raw[0]).mean() / 2


def test_isotonic_fit_is_the_projection() -> None:
    from scipy.optimize import isotonic_regression

    values = stream(1, "isotonic").normal(size=(20, 9))
    weight = np.array([20.0, 1, 1, 1, 1, 2, 1, 1, 1])
    exact = [isotonic_regression(row, weights=weight).x for row in values]
    assert isotonic(values, weight) == pytest.approx(np.array(exact))


def test_same_seed_same_flight_and_rows_are_independent_of_chunks(
    some: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fly_cells(some, seed=5, drones_per_load=64)
    monkeypatch.setattr("tocsin.calibration.cells.CHUNK", 7)
    again = fly_cells(some, seed=5, drones_per_load=64)
    assert (first.leak == again.leak).all()
    assert (first.shots == again.shots).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100), st.floats(1.0, 3.0), st.floats(0.5, 2000.0))
def test_volume_never_lowers_the_leak_probability(seed: int, volume: float, deep: float) -> None:
    built = cells(3, seed)
    response = respond(built, fly_cells(built, seed=1, drones_per_load=16))
    which = np.arange(3)
    sizes = np.full((3, 1), deep)
    assert (response.at(which, sizes * volume) >= response.at(which, sizes) - 1e-12).all()


def test_more_channels_or_rounds_never_hurt_beyond_noise(some: Cells) -> None:
    base = fly_cells(some, seed=4).leak
    for more in (
        some.with_added("guns", 200.0),
        some.with_added("chasers", 100.0),
        some.with_added("guns", 0, 5.0),
    ):
        assert (fly_cells(more, seed=4).leak - base).mean() <= 0.002
    grown = some.with_added("guns", 37.0)
    assert (grown.channels_per_cell() >= some.channels_per_cell()).all()


def test_faster_drones_leak_more_and_pass_the_speed_limited_layer(some: Cells) -> None:
    today = fly_cells(some, seed=6)
    none = fly_cells(some, faster=FasterDrones(np.zeros(6), np.full(6, 400.0)), seed=6)
    assert (none.leak == today.leak).all()  # a share of nought: the same addresses, the same bits
    fast = fly_cells(some, faster=FasterDrones(np.ones(6), np.full(6, 400.0)), seed=6)
    assert (fast.leak > today.leak).all()
    assert fast.kills[..., 1].max() == 0
    assert fast.causes["ineligible"][:, 1:, 1].min() > 0


def test_shift_moves_both_components_and_stays_a_probability() -> None:
    front, deep = np.array([30.0]), np.array([70.0])
    base = night_leak(front, deep, np.array([0.3]), np.array([0.05]), 0.0)
    assert base == pytest.approx([0.3 * 0.3 + 0.7 * 0.05])
    assert night_leak(front, deep, np.array([0.3]), np.array([0.05]), 1.0) > base
    assert 0 < shifted(np.array(0.0), 5.0) < 1
