"""A whole campaign on the real case with a made-up forecast: anchoring, scenario laws, as-of."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fake_forecast import CASES, DRAWS, made_up
from tocsin.campaign import PRESETS, Campaign, Scenario, calibrate_case, fly, prior_of
from tocsin.case import load_case
from tocsin.errors import InputError


@pytest.fixture(scope="module")
def case():
    return load_case(CASES / "yelabuga")


@pytest.fixture(scope="module")
def campaign(case) -> Campaign:
    view = case.as_of("2023-02-15")
    return Campaign(made_up(), view, defence=calibrate_case(view, draws=DRAWS, seed=1, design=80))


def test_today_is_launches_times_the_forecast_share(campaign: Campaign) -> None:
    forecast = campaign.forecast
    flown = campaign.fly()
    assert flown.leakers == pytest.approx(forecast.launches * forecast.leak_share, rel=1e-8)
    assert flown.launches == pytest.approx(forecast.launches)
    assert flown.share == pytest.approx(forecast.leak_share)
    assert campaign.leakers(PRESETS["today"]) == pytest.approx(flown.leakers)


def test_drones_are_conserved(campaign: Campaign) -> None:
    for scenario in PRESETS.values():
        flown = campaign.fly(scenario)
        stopped = sum(flown.kills.values())
        assert stopped + flown.leakers == pytest.approx(flown.launches, rel=1e-6)
        assert (flown.front_leakers <= flown.leakers + 1e-9).all()
        assert sum(flown.causes.values()) == pytest.approx(np.ones(DRAWS))
        assert (flown.cost_defender_usd > 0).all()
        assert sum(item.share_of_kills for item in flown.exchange.values()) == pytest.approx(np.ones(DRAWS))


def test_volume_never_lowers_the_leak_probability(campaign: Campaign) -> None:
    flown = [campaign.fly(Scenario("volume", volume=volume)) for volume in (1.0, 1.3, 2.0, 3.0)]
    for less, more in itertools.pairwise(flown):
        assert (more.deep_leak >= less.deep_leak - 1e-12).all()
        assert (more.leakers > less.leakers).all()
    fast = [campaign.fly(replace(PRESETS["faster"], volume=volume)) for volume in (1.0, 2.0)]
    assert (fast[1].deep_leak >= fast[0].deep_leak - 1e-12).all()


def test_faster_drones_get_through_more_often(campaign: Campaign) -> None:
    today, faster, mixed = (campaign.leakers(PRESETS[name]) for name in ("today", "faster", "mixed"))
    ratio = (campaign.fast_speed() / campaign.defence.cells.speed_kmh)[campaign.defence.which]
    assert (faster > today)[ratio > 1.1].mean() > 0.99  # a hair faster is within the flights' own noise
    assert mixed.mean() > today.mean()
    slow, fast = (campaign.leakers(replace(PRESETS["faster"], fast_speed_kmh=v)) for v in (240.0, 500.0))
    assert fast.mean() > slow.mean() > today.mean()
    fewer_strike = campaign.leakers(replace(PRESETS["faster"], decoy_share=0.9))
    assert fewer_strike.mean() < faster.mean()


def test_more_defence_never_hurts(campaign: Campaign) -> None:
    base = campaign.leakers(PRESETS["today"])
    guns = campaign.leakers(Scenario("guns", channels={"guns": 400.0}))
    rounds = campaign.leakers(Scenario("rounds", rounds={"missiles": 10.0}))
    front = [campaign.leakers(Scenario("front", channels={"front": added})) for added in (100.0, 1000.0)]
    assert guns.mean() <= base.mean()
    assert rounds.mean() <= base.mean() * 1.001
    assert (front[0] < base).all()
    assert (front[1] < front[0]).all()


def test_same_seed_same_numbers_and_one_call_equals_many(campaign: Campaign) -> None:
    again = fly(campaign.forecast, campaign.defence, campaign.view, scenario=PRESETS["faster"], draws=DRAWS)
    assert (again.leakers == campaign.fly(PRESETS["faster"]).leakers).all()
    with pytest.raises(InputError, match="draws"):
        fly(campaign.forecast, campaign.defence, campaign.view, draws=DRAWS + 1)


def test_labels_lineage_and_basis(campaign: Campaign) -> None:
    flown = campaign.fly(PRESETS["faster"])
    assert flown.basis == "assumed"
    assert any("prior" in text for text in flown.lineage.assumptions)
    assert any("scenario" in text for text in flown.lineage.assumptions)
    assert "defence.guns.kill" in flown.lineage.parameters
    assert flown.labels["mobile_groups"] == "Mobile fire groups"
    known = campaign.view.facts
    assert all(fact in known for fact in flown.lineage.facts)


def test_lineage_cites_only_claims_in_view(campaign: Campaign) -> None:
    """Claim ids in parameters' sources, whatever their letter; a claim that is not public yet is not cited."""
    from tocsin.parameters import Parameters

    claims = [claim.id for claim in campaign.view.claims]
    known = [claims[0], next(name for name in claims if name.startswith("S"))]
    row = replace(campaign.view.parameters.row("defence.guns.kill"), source=f"{known[0]}, {known[1]}; C99999")
    view = replace(campaign.view, parameters=Parameters([*campaign.view.parameters, row]))
    cited = Campaign(campaign.forecast, view, defence=campaign.defence)._lineage(PRESETS["today"]).claims
    assert set(known) <= set(cited) <= set(claims)


def test_an_early_defence_has_no_interceptor_drones(case, campaign: Campaign) -> None:
    assert "interceptor_drones" not in campaign.layers
    late = prior_of(case.as_of("2025-12-31"), design=4)
    assert "interceptor_drones" in [kind.name for kind in late.cells.layers]
    assert set(late.kill_share) >= {"mobile_groups", "helicopters"}
    assert not prior_of(case.as_of("2023-02-15"), design=4).kill_share


def test_what_became_known_later_does_not_move_an_earlier_defence(case) -> None:
    """Later nights, parameter rows and layers are invisible at an earlier date, and so is the order they came in."""
    from tocsin.parameters import Parameters

    later = [
        replace(row, low=0.9 * row.low, known_from=date(2025, 2, 1), note="later")
        for row in case.parameters
        if row.name.startswith(("defence.", "campaign.")) and row.family == "lognormal"
    ]
    layer = {"label": "Later", "order": 0, "source": "later", "known_from": date(2025, 2, 1)}
    changed = replace(
        case,
        parameters=Parameters([*case.parameters._rows, *later]),
        defence={**case.defence, "layers": {"later": layer, **case.defence["layers"]}},
        record=replace_last_nights(case.record),
    )
    for day in ("2023-02-15", "2025-01-15"):
        before = calibrate_case(case.as_of(day), draws=40, seed=1, design=24)
        after = calibrate_case(changed.as_of(day), draws=40, seed=1, design=24)
        assert before.basis == after.basis
        assert (before.which == after.which).all()
        assert (before.front_count == after.front_count).all()
        assert (before.flight.leak == after.flight.leak).all()


def replace_last_nights(record):
    """The record with every night after January 2025 doubled."""
    rows = record.rows.copy()
    late = rows["end"] >= "2025-02-01"
    for name in ("launched", "destroyed"):
        rows.loc[late, name] = rows.loc[late, name] * 2
    return replace(record, rows=rows)


@pytest.mark.integration
def test_the_calibrated_defence_reproduces_the_record(case) -> None:
    """Posterior predictive against the 154 nights: slope, precision, shares by size; then the held-out months."""
    from tocsin.campaign import month_number, usable_nights
    from tocsin.defence.calibration import fit_leak_share, size_table

    view = case.as_of("2026-01-01")
    posterior = calibrate_case(view, draws=400, seed=1)
    assert posterior.basis == "record"
    assert posterior.nights == 154
    frame = usable_nights(view)
    n, k = frame["launched"].to_numpy(float), frame["leaked"].to_numpy(float)
    month = month_number(frame["date"])
    replicas = posterior.predict(n, posterior.level(month, seed=5), seed=5)[:100]
    fits = [fit_leak_share(n, row, month) for row in replicas]
    low, high = np.quantile([fit.slope for fit in fits], [0.025, 0.975])
    assert low < -0.55 < high
    low, high = np.quantile([fit.phi for fit in fits], [0.025, 0.975])
    assert low < 23.0 < high
    shares = np.quantile([size_table(n, row)[:, 2] for row in replicas], [0.025, 0.975], axis=0)
    observed = size_table(n, k)[:, 2]
    assert ((shares[0] <= observed) & (observed <= shares[1])).all()


def test_engagements_follow_from_the_flight(campaign: Campaign) -> None:
    """Guns' engagements a month lie between the least and the most per drone over a cell, times deep drones."""
    flown = campaign.fly()
    at = campaign.layers.index("guns")
    rates = campaign.defence.flight.shots[campaign.defence.which][..., at]
    deep = campaign.plan.total(campaign.deep)
    assert (flown.shots["guns"] <= rates.max(1, keepdims=True) * deep + 1e-6).all()
    assert (flown.shots["guns"] >= rates.min(1, keepdims=True) * deep - 1e-6).all()
