"""Sensitivity with correlated draws, against exact variance shares."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.decisions import watch
from tocsin.decisions.regression import centred_basis, explained_share
from tocsin.errors import InputError
from tocsin.randomness import stream

DRAWS = 8000


def share(y: np.ndarray, x: np.ndarray) -> float:
    return explained_share(y, centred_basis(x))


@pytest.fixture(scope="module")
def independent() -> dict[str, np.ndarray]:
    g = stream(1, "independent")
    return {name: g.normal(size=DRAWS) for name in "abc"}


def test_linear_shares_are_squared_weights(independent: dict[str, np.ndarray]) -> None:
    y = 3 * independent["a"] - 2 * independent["b"]
    assert share(y, independent["a"]) == pytest.approx(9 / 13, abs=0.03)
    assert share(y, independent["b"]) == pytest.approx(4 / 13, abs=0.03)
    assert share(y, independent["c"]) < 0.01


def test_nonlinear_share_is_not_missed(independent: dict[str, np.ndarray]) -> None:
    assert share(independent["a"] ** 2, independent["a"]) > 0.98


def test_correlated_inputs_share() -> None:
    """y = x1 + x2 with correlation r: each explains (1 + r) / 2."""
    g = stream(1, "correlated")
    r = 0.8
    x1 = g.normal(size=DRAWS)
    x2 = r * x1 + np.sqrt(1 - r * r) * g.normal(size=DRAWS)
    for x in (x1, x2):
        assert share(x1 + x2, x) == pytest.approx((1 + r) / 2, abs=0.02)


def test_units_and_constants_do_not_matter(independent: dict[str, np.ndarray]) -> None:
    a = independent["a"]
    assert share(2 * a - 1, a) == pytest.approx(1.0)
    assert share(a + independent["b"], 1e6 * a - 3) == pytest.approx(share(a + independent["b"], a), abs=1e-9)
    assert share(a, np.ones(DRAWS)) == 0
    assert share(np.ones(DRAWS), a) == 0
    assert share(a, (independent["b"] > 0).astype(float)) < 0.01


def test_watch_ranks_over_answers_whatever_their_units(independent: dict[str, np.ndarray]) -> None:
    a, b, c = (independent[name] for name in "abc")
    ranked = watch({"leakers": 1e6 * (2 * a + b), "cost": 1e-3 * (2 * a + c)}, independent)
    assert ranked[0].name == "a"
    assert {line.name: line.answer for line in ranked}["c"] == "cost"
    assert watch({"noise": stream(5, "noise").normal(size=DRAWS)}, {"a": a}) == []
    assert len(watch({"sum": a + b + c}, independent, top=2)) == 2


def test_bad_input_is_explained(independent: dict[str, np.ndarray]) -> None:
    with pytest.raises(InputError, match="one value per draw"):
        watch({"y": independent["a"]}, {"a": np.zeros(3)})
    with pytest.raises(InputError, match="not finite"):
        watch({"y": np.full(DRAWS, np.inf)}, independent)
