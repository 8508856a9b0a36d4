"""Coverage, PIT, its band, bias and skill intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tocsin.score import bias, block_length, coverage, covered, ecdf, ecdf_band, pit, skill, skill_interval


def test_coverage_by_hand() -> None:
    draws = np.arange(101.0)  # quantile p is 100 p
    table = np.repeat(draws[:, None], 4, axis=1)
    assert coverage(table, [50.0, 20.0, 3.0, 100.0]) == {0.5: 0.25, 0.8: 0.5, 0.95: 0.75}
    assert bool(covered(draws, 10.0, level=0.8))  # the ends belong to the interval
    with pytest.raises(ValueError, match="level"):
        covered(draws, 1.0, level=80)


def test_pit_is_uniform_for_counts_with_many_ties() -> None:
    rng = np.random.default_rng(5)
    truth, draws = rng.poisson(1.2, 4000), rng.poisson(1.2, (99, 4000))
    values = pit(draws, truth)
    assert stats.kstest(values, "uniform").pvalue > 0.01
    assert values.min() > 0
    assert values.max() < 1
    assert np.array_equal(values, pit(draws, truth))  # same seed, same jitter


def test_pit_by_hand() -> None:
    # 3 of 9 draws below, no ties: u lies in (3/10, 4/10).
    value = float(pit(np.arange(9.0), 2.5))
    assert 0.3 < value < 0.4


def test_bias_by_hand() -> None:
    assert bias([1.0, 2.0, 3.0, 4.0, 5.0], 4.0) == pytest.approx(1 / 5 - 3 / 5)
    assert bias([1.0, 2.0], 0.0) == 1
    assert bias([1.0, 2.0], 3.0) == -1


@pytest.mark.parametrize("n", [24, 35, 100])
def test_band_holds_whole_curves_as_often_as_it_says(n: int) -> None:
    band = ecdf_band(n, level=0.9)
    uniforms = np.random.default_rng(11).random((3000, n))
    inside = [
        bool((ecdf(u, band.at) >= band.low - 1e-12).all() and (ecdf(u, band.at) <= band.high + 1e-12).all())
        for u in uniforms
    ]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.025)
    each = stats.binom.ppf([[0.05], [0.95]], n, band.at) / n  # bands of each point alone are narrower
    assert (band.low <= each[0]).all()
    assert (band.high >= each[1]).all()


def test_skill_by_hand_and_on_mismatch() -> None:
    assert skill([1.0, 3.0], [4.0, 4.0]) == 0.5
    with pytest.raises(ValueError, match="same pairs"):
        skill([1.0], [1.0, 2.0])


@given(st.integers(1, 12), st.integers(5, 36))
@settings(max_examples=30, deadline=None)
def test_interval_of_a_constant_ratio_is_that_ratio(block: int, count: int) -> None:
    reference = np.linspace(1, 3, count)
    result = skill_interval(
        0.8 * reference, reference, origins=np.arange(count), block=block, replications=50
    )
    assert (result.skill, result.low, result.high) == pytest.approx((0.2, 0.2, 0.2))
    assert result.n == result.origins == count


def test_blocks_widen_the_interval_of_dependent_scores() -> None:
    rng = np.random.default_rng(2)
    widths = np.zeros(2)
    for world in range(20):
        shared = np.convolve(rng.normal(0, 1, 43), np.ones(8) / 3, mode="valid")  # surprises of eight origins
        own, reference = np.exp(0.3 * shared), np.ones(36)
        for k, block in enumerate((1, 8)):
            result = skill_interval(
                own, reference, origins=np.arange(36), block=block, replications=400, seed=world
            )
            widths[k] += result.high - result.low
    assert widths[1] > 1.2 * widths[0]


def test_interval_covers_about_as_often_as_it_says() -> None:
    """Independent origins: the 90 % interval holds the true skill in most of 200 worlds."""
    rng = np.random.default_rng(4)
    hits = 0
    for world in range(200):
        own, reference = rng.gamma(2, 0.4, 36), rng.gamma(2, 0.5, 36)
        result = skill_interval(own, reference, origins=np.arange(36), block=3, replications=300, seed=world)
        hits += result.low <= 0.2 <= result.high
    assert 0.75 < hits / 200 < 0.97


def test_pairs_of_one_origin_stay_together() -> None:
    origins = np.repeat(np.arange(10), 12)
    own = np.repeat(np.arange(1.0, 11.0), 12)
    result = skill_interval(own, np.full(120, 20.0), origins=origins, block=1)
    single = skill_interval(np.arange(1.0, 11.0), np.full(10, 20.0), origins=np.arange(10), block=1)
    assert (result.low, result.high) == pytest.approx((single.low, single.high))
    assert (result.n, result.origins) == (120, 10)


def test_block_length() -> None:
    assert [block_length(h) for h in (1, 3, 6, 12)] == [3, 3, 6, 8]
