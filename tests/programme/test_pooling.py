"""Averages of quantiles, and draws resampled by weight."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.programme.ensemble.pooling import quantile_average, resample


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
