"""Claims as evidence: points, floors, intervals, and one voice an origin."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from tocsin.programme.quantities.likelihood import FlowClaim, log_likelihood, term


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
