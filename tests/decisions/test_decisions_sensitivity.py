"""Sensitivity with correlated draws, against exact variance shares."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.decisions import conditional_mean, sensitivity, shapley_shares, spearman, watch
from tocsin.errors import InputError
from tocsin.randomness import stream

DRAWS = 8000


@pytest.fixture(scope="module")
def independent() -> dict[str, np.ndarray]:
    g = stream(1, "independent")
    return {name: g.normal(size=DRAWS) for name in "abc"}


def test_linear_shares_are_squared_weights(independent: dict[str, np.ndarray]) -> None:
    y = 3 * independent["a"] - 2 * independent["b"]
    effects = {effect.name: effect for effect in sensitivity(y, independent)}
    assert effects["a"].share == pytest.approx(9 / 13, abs=0.03)
    assert effects["b"].share == pytest.approx(4 / 13, abs=0.03)
    assert effects["c"].share < 0.01
    assert effects["a"].unique == pytest.approx(9 / 13, abs=0.03)
    assert effects["a"].direction > 0 > effects["b"].direction


def test_nonlinear_share_is_not_missed(independent: dict[str, np.ndarray]) -> None:
    effects = sensitivity(independent["a"] ** 2, independent)
    assert effects[0].name == "a"
    assert effects[0].share > 0.98
    assert abs(effects[0].direction) < 0.1


def test_correlated_inputs_share_but_are_not_unique() -> None:
    """y = x1 + x2 with correlation r: each explains (1 + r) / 2; neither adds more than (1 - r^2) / (2 + 2 r)."""
    g = stream(1, "correlated")
    r = 0.8
    x1 = g.normal(size=DRAWS)
    x2 = r * x1 + np.sqrt(1 - r * r) * g.normal(size=DRAWS)
    effects = {effect.name: effect for effect in sensitivity(x1 + x2, {"x1": x1, "x2": x2})}
    for name in ("x1", "x2"):
        assert effects[name].share == pytest.approx((1 + r) / 2, abs=0.02)
        assert effects[name].unique == pytest.approx((1 - r * r) / (2 + 2 * r), abs=0.02)


def test_shapley_shares_add_up_and_split_a_twin(independent: dict[str, np.ndarray]) -> None:
    twins = {"a": independent["a"], "twin": independent["a"], "b": independent["b"]}
    shares = shapley_shares(independent["a"] + independent["b"], twins)
    assert sum(shares.values()) == pytest.approx(1.0, abs=0.01)
    assert shares["a"] == pytest.approx(shares["twin"])
    assert shares["b"] == pytest.approx(0.5, abs=0.02)


def test_watch_ranks_over_answers_whatever_their_units(independent: dict[str, np.ndarray]) -> None:
    a, b, c = (independent[name] for name in "abc")
    ranked = watch({"leakers": 1e6 * (2 * a + b), "cost": 1e-3 * (2 * a + c)}, independent)
    assert ranked[0].name == "a"
    assert [line.rank for line in ranked] == list(range(1, len(ranked) + 1))
    assert {line.name: line.answer for line in ranked}["c"] == "cost"
    assert watch({"noise": stream(5, "noise").normal(size=DRAWS)}, {"a": a}) == []


def test_spline_reproduces_lines_and_orders_do_not_matter(independent: dict[str, np.ndarray]) -> None:
    x = independent["a"]
    assert np.allclose(conditional_mean(2 * x - 1, x), 2 * x - 1)
    reverse = dict(reversed(list(independent.items())))
    first, second = sensitivity(x, independent), sensitivity(x, reverse)
    assert [effect.name for effect in first] == [effect.name for effect in second]
    assert [effect.unique for effect in first] == pytest.approx(
        [effect.unique for effect in second], abs=1e-9
    )


def test_spearman_by_hand() -> None:
    assert spearman(np.array([1.0, 2, 3]), np.array([1.0, 8, 27])) == pytest.approx(1)
    assert spearman(np.ones(4), np.arange(4.0)) == 0


def test_bad_input_is_explained(independent: dict[str, np.ndarray]) -> None:
    with pytest.raises(InputError, match="one value per draw"):
        sensitivity(independent["a"], {"a": np.zeros(3)})
    with pytest.raises(InputError, match="not finite"):
        sensitivity(np.full(DRAWS, np.inf), independent)
    with pytest.raises(InputError, match="at most 10"):
        shapley_shares(independent["a"], {f"p{i}": independent["a"] for i in range(11)})
