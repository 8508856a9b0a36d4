"""Plans read off a flown campaign: consistency with the pure functions, and laws."""

from __future__ import annotations

import numpy as np
import pytest

from fake_forecast import CASES, DRAWS, made_up
from tocsin.calibration.defences import calibrate_case
from tocsin.campaign import PRESETS, Campaign, Scenario, build_surface, standing_channels
from tocsin.case import load_case
from tocsin.decisions import bargains, binding, constraints, plan_enough, plan_mix, worth_knowing
from tocsin.errors import InputError


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    view = load_case(CASES / "yelabuga").as_of("2023-02-15")
    return Campaign(made_up(), view, defence=calibrate_case(view, draws=DRAWS, seed=1, design=60))


def test_same_money_buys_something_of_every_means(campaign: Campaign) -> None:
    found = bargains(campaign)
    assert {item.means for item in found} == set(campaign.prices.channel)
    assert all(item.avoided >= -1e-9 for item in found)
    assert [item.avoided for item in found] == sorted((item.avoided for item in found), reverse=True)


def test_constraints_and_what_binds(campaign: Campaign) -> None:
    relieved = constraints(campaign)
    now = float(np.median(campaign.leakers(PRESETS["today"])))
    assert set(relieved) == {"channels", "interceptors", "front"}
    assert all(value <= now * 1.001 for value in relieved.values())
    assert binding(now, relieved) == min(relieved, key=relieved.__getitem__)


def test_enough_of_one_means_and_cheapest_mix_agree_with_flights(campaign: Campaign) -> None:
    now = campaign.leakers(PRESETS["today"])
    limit = float(np.quantile(now, 0.3))
    alone = plan_enough(campaign, "front", limit=limit, confidence=0.5)
    assert alone.p_now == pytest.approx((now <= limit).mean())
    plan = plan_mix(campaign, limit=limit, confidence=0.5, step_usd=1e7)
    assert plan.mix.reachable
    flown = campaign.leakers(Scenario("mix", channels=dict(plan.mix.added)))
    assert (flown <= limit).mean() == plan.mix.p_enough >= 0.5
    assert plan.mix.cost_usd == pytest.approx(sum(plan.spent_usd.values()))
    if alone.reachable:  # the mix may always be this one means
        price = float(np.median(campaign.prices.channel["front"]))
        assert plan.mix.cost_usd <= alone.at_confidence * price * 1.3
    hopeless = plan_mix(campaign, limit=1e-6, confidence=0.99, budgets_usd=(0.0, 1e8), step_usd=5e7)
    assert not hopeless.mix.reachable
    assert hopeless.mix.cost_usd == float("inf")


def test_surface_holds_at_its_points_and_states_its_error(campaign: Campaign) -> None:
    surface = build_surface(
        campaign, volumes=(1.0, 2.0), fast_shares=(0.0, 1.0), channel_factors=(1.0, 3.0), checks=2
    )
    added = {name: 2.0 * count for name, count in standing_channels(campaign).items()}
    flown = campaign.leakers(Scenario("same", volume=2.0, fast_share=1.0, channels=added))
    assert surface.at(volume=2.0, fast_share=1.0, channels=3.0)[:, 4] == pytest.approx(
        np.median(flown, axis=0), rel=1e-6
    )
    assert surface.error["points"] == 2
    assert 0 <= surface.error["median"] <= surface.error["worst"] < 0.5
    assert (np.diff(surface.leakers, axis=0) >= -1e-9).all()  # volume
    assert (np.diff(surface.leakers[..., 4], axis=1) > 0).all()  # faster
    with pytest.raises(InputError, match="outside the surface"):
        surface.at(volume=5.0)
    assert set(surface.to_json()) == {"axes", "periods", "quantiles", "leakers", "error"}


def test_what_is_worth_knowing_before_buying(campaign: Campaign) -> None:
    inputs = {
        "price of a front channel": np.log(campaign.prices.channel["front"]),
        "front leak": campaign.defence.front_leak,
        "noise": np.random.default_rng(1).normal(size=DRAWS),
    }
    ranked = dict(worth_knowing(campaign, inputs))
    assert set(ranked) == set(inputs)
    for found in ranked.values():
        assert 0 <= found.lower <= found.value
        assert found.upper >= 0
