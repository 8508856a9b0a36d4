"""Stocks and the exchange of costs, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.campaign.costs import exchange, stock_days


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
    table = exchange(cost, kills, np.array([1000.0]), {"guns": "Guns"}, {"guns"})
    assert table["guns"].label == "Guns"
    assert [name for name, item in table.items() if item.fires] == ["guns"]
    assert table["guns"].cost_per_kill_usd == pytest.approx([2000.0])
    assert table["guns"].ratio == pytest.approx([2.0])
    assert table["guns"].share_of_kills == pytest.approx([5 / 5.2])
    assert np.isnan(table["none"].cost_per_kill_usd).all()
