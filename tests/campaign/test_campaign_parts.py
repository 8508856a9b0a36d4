"""Scenarios, nights, costs and stocks: by hand, and the reading of defence.toml."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_forecast import Rhythm
from tocsin.calibration.defences import default_layers, read_defence
from tocsin.campaign import PRESETS, Scenario, plan_nights, preset
from tocsin.campaign.costs import exchange, stock_days
from tocsin.errors import InputError


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


def test_stock_lasts_by_hand() -> None:
    use = np.array([[304.4] * 12, [304.4] * 12, [304.4, 608.8] + [608.8] * 10])
    stock = np.array([20.0, 20.0, 20.0])
    resupply = np.array([0.5, 1.0, 1.0])
    days = stock_days(use, stock, resupply, base=np.full(3, 304.4))
    # 20 nights of 10, drained by 5 a day; then kept level; then 10 a day too much from the second month.
    assert days == pytest.approx([40.0, np.inf, 30.44 + 20.0])


def test_a_month_under_way_counts_only_the_days_it_has_left() -> None:
    """Ten nights left, 10 a night: 200 in stock last 20 nights, ten of them in the next month; then 5 a night."""
    use = np.array([[100.0, 304.4, 152.2], [0.0, 304.4, 304.4]])
    days = stock_days(use, np.array([20.0, 15.0]), np.zeros(2), base=np.full(2, 304.4), first_nights=10.0)
    assert days == pytest.approx([20.0, 25.0])


def test_exchange_by_hand_and_its_direction() -> None:
    cost = {"guns": np.array([[4000.0, 6000.0]]), "none": np.array([[10.0, 10.0]])}
    kills = {"guns": np.array([[2.0, 3.0]]), "none": np.array([[0.1, 0.1]])}
    table = exchange(cost, kills, np.array([1000.0]), {"guns": "Guns"})
    assert table["guns"].label == "Guns"
    assert table["guns"].cost_per_kill_usd == pytest.approx([2000.0])
    assert table["guns"].ratio == pytest.approx([2.0])
    assert table["guns"].share_of_kills == pytest.approx([5 / 5.2])
    assert np.isnan(table["none"].cost_per_kill_usd).all()


def test_presets_and_their_bounds() -> None:
    assert set(PRESETS) == {"today", "faster", "more", "mixed"}
    assert preset("more").volume > 1
    with pytest.raises(InputError, match="no such scenario"):
        preset("best raid")
    for wrong in (
        {"volume": 0.5},
        {"volume": 9},
        {"fast_share": 1.2},
        {"fast_speed_kmh": 5000},
        {"decoy_share": -0.1},
    ):
        with pytest.raises(InputError, match="out of range"):
            Scenario("wrong", **wrong)
    with pytest.raises(InputError, match=r"channels\.guns"):
        Scenario("wrong", channels={"guns": -1.0})


GOOD = {"label": "Guns", "order": 1, "source": "F1", "known_from": date(2023, 1, 1)}


def test_defence_file_is_read_strictly() -> None:
    layers = read_defence({"layers": {"late": {**GOOD, "order": 2}, "guns": GOOD}})
    assert list(layers) == ["guns", "late"]
    assert list(read_defence({})) == list(default_layers())
    for raw, said in (
        ({"layers": {"guns": {**GOOD, "lat": 50.0}}}, "unknown key"),
        ({"layers": {"guns": {k: v for k, v in GOOD.items() if k != "source"}}}, "key is missing"),
        ({"cells": {}, "layers": {"guns": GOOD}}, "unknown section"),
        ({"front": {"label": "x", "source": "y", "known_from": date(2022, 9, 1)}}, "no layer"),
        ({"layers": {"guns": {**GOOD, "max_speed_kmh": "fast"}}}, "wrong kind"),
        ({"layers": {"guns": {**GOOD, "max_speed_kmh": datetime(2023, 1, 1, 12)}}}, "wrong kind"),
        ({"layers": {"guns": {**GOOD, "known_from": 5}}}, "wrong kind"),
        ({"layers": 3}, "not a table"),
        ({"layers": datetime(2023, 1, 1, 12)}, "not a table"),
        ({"layers": [{"guns": GOOD}]}, "not a table"),
        ({"layers": {"guns": 3}}, "not a table"),
        ({"front": 3, "layers": {"guns": GOOD}}, "not a table"),
    ):
        with pytest.raises(InputError, match=said):
            read_defence(raw)
