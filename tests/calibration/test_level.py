"""The level from month to month against closed forms, and the chains against a target that is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import multivariate_normal

from tocsin.calibration.level import log_walk, shift_to_share, walk_on
from tocsin.calibration.walk import Line, State
from tocsin.randomness import stream

STEP = np.full(40_000, 0.3)


def test_density_of_the_walk_is_that_of_its_covariance() -> None:
    """Counted back from the last month: cov = step² (1 + months from the later of the two to the last)."""
    months = np.array([3, 4, 6, 10])
    back = 10 - months
    covariance = 0.4**2 * (1 + np.minimum(back[:, None], back))
    shifts = stream(1, "walk").normal(size=(5, 4))
    exact = multivariate_normal(np.zeros(4), covariance).logpdf(shifts)
    ours = log_walk(shifts, months, np.full(5, 0.4))
    assert ours - ours[0] == pytest.approx(exact - exact[0])
    scaled = log_walk(shifts, months, np.full(5, 0.8)) - ours
    assert scaled == pytest.approx(multivariate_normal(np.zeros(4), 4 * covariance).logpdf(shifts) - exact)


def test_the_level_is_less_sure_the_farther_from_the_counted_months() -> None:
    known = np.repeat([[0.5, -0.2]], len(STEP), axis=0)
    asked = [1, 8, 10, 12, 14, 20]
    drawn = walk_on((8, 14), known, asked, STEP, stream(2, "walk"))
    assert (drawn[:, 1] == 0.5).all()
    assert (drawn[:, 4] == -0.2).all()
    # Free ends: as many steps as months; between: a bridge, mean along the line, variance before * after / both.
    assert drawn.mean(0) == pytest.approx([0.5, 0.5, 0.5 - 0.7 / 3, 0.5 - 1.4 / 3, -0.2, -0.2], abs=0.02)
    sd = 0.3 * np.sqrt([7, 0, 2 * 4 / 6, 4 * 2 / 6, 0, 6])
    assert drawn.std(0) == pytest.approx(sd, rel=0.02)
    assert np.corrcoef(drawn[:, 2], drawn[:, 3])[0, 1] == pytest.approx(
        0.5, abs=0.02
    )  # 2·2/6 over the two sds


def test_with_nothing_known_the_walk_starts_one_step_from_the_structure() -> None:
    drawn = walk_on((), np.empty((len(STEP), 0)), [5, 6, 9], STEP, stream(3, "walk"))
    assert drawn.std(0) == pytest.approx(0.3 * np.sqrt([1, 2, 5]), rel=0.02)


def test_a_told_share_is_met_for_both_components() -> None:
    g = stream(4, "told")
    front, deep = g.uniform(1, 80, size=(6, 3, 5)), g.uniform(1, 300, size=(6, 3, 5))
    weight = g.uniform(0.5, 4, size=5)
    front_logit, deep_logit = (
        logit(g.uniform(0.1, 0.5, size=(6, 1))),
        logit(g.uniform(0.01, 0.3, size=(6, 3, 5))),
    )
    share = g.uniform(0.02, 0.9, size=(6, 3))
    shift = shift_to_share(front, deep, weight, front_logit, deep_logit, share)
    leaks = front * expit(front_logit + shift)[..., None] + deep * expit(deep_logit + shift[..., None])
    assert (leaks @ weight) / ((front + deep) @ weight) == pytest.approx(share)
    extreme = shift_to_share(
        front, deep, weight, front_logit, deep_logit, np.broadcast_to([0.0, 0.5, 1.0], (6, 3))
    )
    assert np.isfinite(extreme).all()


def test_designs_lie_along_the_line_by_their_weight() -> None:
    weight = np.array([1.0, 3.0, 0.5, 2.0])
    line = Line.of(np.array([0.3, -1.0, 0.1, 2.0]), np.log(weight))
    assert line.order.tolist() == [1, 2, 0, 3]
    rows = line.rows(stream(5, "line").random(100_000))
    assert np.bincount(rows) / 100_000 == pytest.approx(weight / weight.sum(), abs=0.006)
    assert line.rows(np.array([0.0, 1.0 - 1e-16])).tolist() == [1, 3]


def test_steps_along_the_line_are_symmetric() -> None:
    """From a third of the line to the next as often as back: uniform stays uniform."""
    line = Line(np.arange(1), np.ones(1))
    g = stream(6, "line")
    place = g.random(200_000)
    fresh = line.step(place, g)
    assert ((fresh >= 0) & (fresh < 1)).all()
    flow = np.histogram2d(place, fresh, bins=3)[0]
    assert flow == pytest.approx(flow.T, rel=0.05)
    assert np.histogram(fresh, bins=10, range=(0, 1))[0] == pytest.approx(np.full(10, 20_000), rel=0.03)


def test_chains_left_behind_restart_where_another_is() -> None:
    value = np.r_[np.linspace(-10, -9, 15), -500.0]
    state = State(np.arange(16.0) / 16, np.arange(16.0)[:, None], value.copy())
    state.gather(stream(7, "gather"))
    assert (state.value[:15] == value[:15]).all()
    assert state.value[15] >= -10
    assert state.x[15, 0] == np.flatnonzero(value == state.value[15])[0]
