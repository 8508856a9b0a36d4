"""A whole campaign on the real case with a made-up forecast: anchoring, scenario laws, as-of."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fake_forecast import CASES, DRAWS, made_up
from tocsin.calibration.defences import calibrate_case, prior_of
from tocsin.campaign import PRESETS, Campaign, Scenario
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


def test_no_draw_breaks_the_order_of_speed_and_defence(campaign: Campaign) -> None:
    """Draw by draw, small changes included: faster never fewer leakers, more channels or rounds never more."""
    today = campaign.leakers(PRESETS["today"])
    faster = (campaign.fast_speed() >= campaign.defence.cells.speed_kmh)[campaign.defence.which]
    for share in (0.02, 0.3, 1.0):
        assert (campaign.leakers(Scenario("f", fast_share=share)) >= today - 1e-9)[faster].all()
    for layer in ("helicopters", "mobile_groups", "guns", "missiles", "front"):
        for added in (5.0, 50.0, 500.0):
            more = Scenario("m", channels={layer: added})
            assert (campaign.leakers(more) <= today + 1e-9).all()
            both = replace(more, fast_share=0.5)
            assert (campaign.leakers(both) <= campaign.leakers(Scenario("f", fast_share=0.5)) + 1e-9).all()
    for layer in ("helicopters", "mobile_groups", "guns", "missiles"):
        assert (campaign.leakers(Scenario("r", rounds={layer: 3.0})) <= today + 1e-9).all()
    assert campaign.leakers(Scenario("r", rounds={"missiles": 0.0})).mean() > today.mean()


def test_scenarios_share_their_random_numbers_with_today(campaign: Campaign) -> None:
    """A scenario that changes nothing flies the same bits; so what differs between two is the change, not chance."""
    from tocsin.calibration import FasterDrones, fly_cells

    cells, seed = campaign.defence.cells, campaign.seed
    none = FasterDrones(np.zeros(len(cells)), campaign.fast_speed())
    assert (fly_cells(cells, faster=none, seed=seed).leak == campaign.defence.flight.leak).all()
    endless = fly_cells(cells.with_added("guns", 0.0, 1e6), seed=seed).leak
    enough = fly_cells(cells.with_added("guns", 0.0, 1e5), seed=seed).leak
    assert (endless == enough).all()


def test_reported_numbers_from_raw_draws_by_another_way(campaign: Campaign) -> None:
    """One draw and month of a mixed scenario with plain quadrature, root finding and loops."""
    from scipy.integrate import quad
    from scipy.optimize import brentq
    from scipy.special import expit, logit
    from scipy.stats import norm

    scenario, d, m = PRESETS["mixed"], 7, 2
    flown, defence, forecast, prices = (
        campaign.fly(scenario),
        campaign.defence,
        campaign.forecast,
        campaign.prices,
    )
    rhythm, row, month = forecast.rhythm, defence.which[d], forecast.launches[d, m]
    z = norm.ppf((np.arange(12) + 0.5) / 12)
    size = np.r_[
        rhythm.base_factor * np.exp(rhythm.base_spread * z),
        rhythm.strike_factor * np.exp(rhythm.strike_spread * z),
    ]
    nights = np.repeat([1 - rhythm.strike_share, rhythm.strike_share], 12) * rhythm.nights_per_month / 12
    launched = month * size / (nights @ size)

    def front_of(n: float, mean: float = float(defence.front_count[d]), s: float = 0.35) -> float:
        law = norm(np.log(mean) - s**2 / 2, s)
        middle = quad(lambda y: np.exp(y) * law.pdf(y), -5, min(np.log(n), np.log(mean) + 4))[0]
        return float(middle + n * law.sf(np.log(n)))

    def deep_logit(table: np.ndarray, drones: np.ndarray) -> np.ndarray:
        sizes = defence.response.sizes
        return np.interp(
            np.log(np.maximum(drones, sizes[0])), np.log(sizes), logit(np.clip(table, 1e-6, 1 - 1e-6))
        )

    front = np.array([front_of(n) for n in launched])
    deep = launched - front
    start = logit(defence.front_leak[d])

    def share(shift: float) -> float:
        odds = deep_logit(defence.response.leak[row], deep)
        return float(nights @ (front * expit(start + shift) + deep * expit(odds + shift)) / month)

    shift = brentq(lambda x: share(x) - forecast.leak_share[d, m], -10, 10)
    fast = scenario.fast_share * (1 - forecast.decoy_share[d, m])
    slow_over_fast = defence.cells.speed_kmh[row] / campaign.fast_speed()[row]
    leak = (1 - fast) * expit(start) + fast * expit(start) ** (slow_over_fast ** prices.front_power[d])
    raid = deep * scenario.volume
    odds = deep_logit(campaign._flown(scenario)[1].leak[row], raid)
    leakers = nights @ (front * expit(logit(leak) + shift) + raid * expit(odds + shift))
    launches = nights @ (front + raid)
    decoys = forecast.decoy_share[d, m]
    price = (1 - decoys) * (0.7 * prices.strike[d] + 0.3 * prices.faster[d]) + decoys * prices.decoy_ratio[d] * prices.strike[d]  # fmt: skip
    spent = flown.kills["front"][d, m] * prices.front_kill[d]
    for name in campaign.layers:
        paid = flown.shots[name] if name != "electronic_warfare" else flown.kills[name]
        spent += paid[d, m] * prices.engagement[name][d]
    assert shift == pytest.approx(flown.shift[d, m], abs=1e-6)
    assert flown.leakers[d, m] == pytest.approx(leakers, rel=1e-5)
    assert flown.launches[d, m] == pytest.approx(launches, rel=1e-6)
    assert sum(kills[d, m] for kills in flown.kills.values()) == pytest.approx(launches - leakers, rel=1e-5)
    assert flown.cost_attacker_usd[d, m] == pytest.approx(launches * price, rel=1e-6)
    assert flown.cost_defender_usd[d, m] == pytest.approx(spent)
    assert flown.debris[d, m] == pytest.approx((launches - leakers) * prices.debris[d], rel=1e-5)


def test_stocks_of_a_month_under_way_start_on_the_as_of_day(campaign: Campaign) -> None:
    """15 February: 14 of 28 days are counted, so stocks have 14 nights of this month to serve what is still to come."""

    def days(counted: int) -> dict[str, np.ndarray]:
        forecast = replace(campaign.forecast, partial=True, counted=counted)
        return dict(Campaign(forecast, campaign.view, defence=campaign.defence).fly().magazine_days)

    none, half, every = days(0), days(int(campaign.forecast.launches[:, 0].mean() / 2)), days(10**9)
    for name in none:
        assert (none[name] <= half[name] + 1e-9).all()
        assert (half[name] <= every[name] + 1e-9).all()
        assert every[name].min() >= 30.44 / 2  # nothing more comes in what is left of this month


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
    again = Campaign(campaign.forecast, campaign.view, defence=campaign.defence).fly(PRESETS["faster"])
    assert (again.leakers == campaign.fly(PRESETS["faster"]).leakers).all()
    made = campaign.forecast
    fewer = replace(made, launches=made.launches[1:])
    with pytest.raises(InputError, match="draws"):
        Campaign(fewer, campaign.view, defence=campaign.defence)


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
    from tocsin.case.parameters import Parameters

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
    from tocsin.case.parameters import Parameters

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
    from tocsin.calibration import fit_leak_share, size_table
    from tocsin.calibration.defences import month_number, usable_nights

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


@pytest.mark.integration
@pytest.mark.parametrize("day", ["2023-02-15", "2024-07-01", "2025-01-01", "2025-08-01", "2026-01-01"])
def test_volume_law_at_every_date(case, day: str) -> None:
    """Every draw, five volumes, with and without decoys and faster drones: P(leak) of a deep drone never falls."""
    found = Campaign(made_up(), case.as_of(day), defence=calibrate_case(case.as_of(day), draws=DRAWS, seed=1))
    for other in (
        {},
        {"decoy_share": 0.0},
        {"decoy_share": 0.8, "fast_share": 0.5},
        {"channels": {"guns": 50.0}},
        {"rounds": {"missiles": 0.2}},
    ):
        leaks = np.stack(
            [found.fly(Scenario("v", volume=v, **other)).deep_leak for v in (1.0, 1.05, 1.5, 2.2, 3.0)]
        )
        assert (np.diff(leaks, axis=0) >= -1e-12).all()
        assert leaks[-1].mean() > leaks[0].mean()


@pytest.mark.integration
def test_the_level_told_the_structure_carries_over(case) -> None:
    """Fitted to August-December 2025; October 2024-July 2025 at each month's level, told by its other nights' share."""
    from tocsin.calibration import fit_leak_share, size_table
    from tocsin.calibration.defences import month_number
    from tocsin.score import pit

    posterior = calibrate_case(case.as_of("2026-01-01"), draws=300, seed=1)
    frame = case.record.nights()
    frame = frame[
        frame["usable"]
        & (frame["launched"] > 0)
        & (frame["date"] >= "2024-10-01")
        & (frame["date"] < "2025-08-01")
    ]
    n, k, month = (
        frame["launched"].to_numpy(float),
        frame["leaked"].to_numpy(float),
        month_number(frame["date"]),
    )
    shift = np.empty((posterior.draws, len(n)))
    for i in range(len(n)):
        others = (month == month[i]) & (np.arange(len(n)) != i)
        shift[:, [i]] = posterior.told_level(n[others], k[others].sum() / n[others].sum())
    replicas = posterior.predict(n, shift, seed=7)
    low, high = np.quantile([fit_leak_share(n, row, month).slope for row in replicas[:60]], [0.025, 0.975])
    assert low < -0.43 < high
    place = np.abs(pit(replicas, k) - 0.5)
    assert 0.42 < (place <= 0.25).mean() < 0.58
    assert 0.84 < (place <= 0.45).mean() < 0.96
    shares = np.quantile([size_table(n, row)[:, 2] for row in replicas], [0.025, 0.975], axis=0)
    observed = size_table(n, k)[:, 2]
    assert ((shares[0] <= observed) & (observed <= shares[1])).all()
    # Untold, the level spreads the farther a month lies from the fitted nights.
    spread = posterior.level(np.unique(month), seed=7).std(0)
    assert (np.diff(spread) < 0).all()
