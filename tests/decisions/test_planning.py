"""Plans read off a flown campaign: consistency with the pure functions, and laws."""

from __future__ import annotations

import numpy as np
import pytest

from fake_forecast import CASES, DRAWS, made_up
from tocsin.calibration.defences import calibrate_case
from tocsin.campaign import PRESETS, Campaign, Scenario
from tocsin.case import load_case
from tocsin.decisions import binding, constraints, enough, plan_mix


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    view = load_case(CASES / "yelabuga").as_of("2023-02-15")
    return Campaign(made_up(), view, defence=calibrate_case(view, draws=DRAWS, seed=1, design=60))


def test_constraints_and_what_binds(campaign: Campaign) -> None:
    relieved = constraints(campaign)
    now = float(np.median(campaign.leakers(PRESETS["today"])))
    assert set(relieved) == {"channels", "interceptors", "front"}
    assert all(value <= now * 1.001 for value in relieved.values())
    assert binding(now, relieved) == min(relieved, key=relieved.__getitem__)


def test_the_mix_found_is_flown_and_no_dearer_than_one_means(campaign: Campaign) -> None:
    now = campaign.leakers(PRESETS["today"])
    limit = float(np.quantile(now, 0.3))
    price = float(np.median(campaign.prices.channel["front"]))
    levels = np.array([0.0, 2e8, 1e9, 5e9]) / price
    only_front = np.stack([campaign.leakers(Scenario("front", channels={"front": n})) for n in levels])
    alone = enough(levels, only_front, limit=limit, confidence=0.5)
    plan = plan_mix(campaign, limit=limit, confidence=0.5, step_usd=1e7)
    assert plan.mix.reachable
    flown = campaign.leakers(Scenario("mix", channels=dict(plan.mix.added)))
    assert (flown <= limit).mean() == plan.mix.p_enough >= 0.5
    assert plan.mix.cost_usd == pytest.approx(sum(plan.spent_usd.values()))
    if alone.reachable:  # the mix may always be this one means
        assert plan.mix.cost_usd <= alone.at_confidence * price * 1.3
    hopeless = plan_mix(campaign, limit=1e-6, confidence=0.99, budgets_usd=(0.0, 1e8), step_usd=5e7)
    assert not hopeless.mix.reachable
    assert hopeless.mix.cost_usd == float("inf")
