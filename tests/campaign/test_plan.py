"""Nights of a month: they add up, and quiet ones and strikes keep apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_forecast import Rhythm
from tocsin.campaign import plan_nights


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 31), st.floats(0, 1), st.floats(0.3, 1.0), st.floats(1.5, 6.0))
def test_nights_add_up_to_the_month(nights: float, share: float, base: float, strike: float) -> None:
    plan = plan_nights(Rhythm(nights, share, base, 0.4, strike, 0.3))
    assert plan.weight.sum() == pytest.approx(nights)
    assert plan.total(plan.sizes(np.array([1234.5]))) == pytest.approx([1234.5])
    assert len(plan.weight) == 24


def test_strata_keep_the_kinds_apart() -> None:
    plan = plan_nights(Rhythm())
    assert plan.weight[plan.strike].sum() == pytest.approx(6)
    base, strike = plan.profile[~plan.strike], plan.profile[plan.strike]
    assert np.median(strike) / np.median(base) == pytest.approx(4.2 / 0.83, rel=0.05)
    assert np.log(base).std() == pytest.approx(0.44, rel=0.1)
