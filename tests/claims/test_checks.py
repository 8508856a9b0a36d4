from __future__ import annotations

import pytest
from claims_helpers import claim, ledger, number

from tocsin.claims import Claim, Finding, check
from tocsin.claims.checks import all_checks
from tocsin.claims.parties import bilateral

MONTH = {"refers_to_start": "2024-11-01", "refers_to_end": "2024-11-30"}


def rules(*rows: Claim, rule: str = "") -> list[Finding]:
    found = check(ledger(*rows))
    return [finding for finding in found if not rule or finding.rule == rule]


def deal(claim_id: str, statement: str, **cells: str) -> Claim:
    return number(claim_id, "contract_value_usd", "1e9", statement=statement, **cells)


def test_one_party_under_two_names_and_the_missing_one() -> None:
    slip = deal("C1", "Part of a $1 billion deal between Russia and Moscow.")
    right = deal("C2", "A billion-dollar agreement between Russia and Iran.")
    (finding,) = rules(slip, right, rule="party_alias_collision")
    assert finding.claims == ("C1",)
    assert "Iran, which is probably meant" in finding.message
    assert rules(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "a deal between Moscow and Tehran",
        "a call between Washington and Kyiv about Russia",
        "fighting between Russian forces and Moscow-backed groups",
        "between 300 and 350 a day",
        "a road between Russian towns and Moscow suburbs",
        "let us say between us and the US",
    ],
)
def test_no_alarm_on_two_parties(text: str) -> None:
    assert all(first != second for _, first, second in bilateral(text))


def test_the_stated_distance_agrees_with_the_geodesic() -> None:
    far = number("C1", "distance", "~600", unit="mile", statement="Yelabuga, about 600 miles east of Moscow.")
    wrong = number("C2", "distance", "~600", unit="km", statement="Yelabuga, about 600 km east of Moscow.")
    west = number("C3", "distance", "~600", unit="mile", statement="Yelabuga, 600 miles west of Moscow.")
    assert rules(far, rule="distance_check") == []
    assert [finding.claims for finding in rules(wrong, rule="distance_check")] == [("C2",)]
    assert "direction" in rules(west, rule="distance_check")[0].message


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        ("Some 560 miles east of Moscow lies Yelabuga.", True),
        ("Moscow is 560 miles west of Yelabuga.", True),
        ("Some 560 miles west of Moscow lies Yelabuga.", False),
        ("Moscow is 560 miles east of Yelabuga.", False),
    ],
)
def test_a_direction_is_from_the_town_behind_it(statement: str, right: bool) -> None:
    row = number("C1", "distance", "~560", unit="mile", statement=statement)
    assert (rules(row, rule="distance_check") == []) is right


def test_messages_speak_a_readers_words() -> None:
    far = number("C1", "distance", "~600", unit="km", statement="Yelabuga, about 600 km east of Moscow.")
    (finding,) = rules(far, rule="distance_check")
    assert "about 600 km apart" in finding.message
    origin = number("C2", "launched_in_month", "500", scope="incl_decoys", **MONTH)
    relay = number(
        "C3", "launched_in_month", "500", scope="all_strike", relation="relays", related_id="C2", **MONTH
    )
    (finding,) = rules(origin, relay, rule="relay_changed_number")
    assert "from drones with decoys to strike drones" in finding.message


def test_a_distance_that_the_map_contradicts() -> None:
    row = number(
        "C1", "distance", "~1200", unit="mile", statement="Yelabuga, about 1,200 miles west of Moscow."
    )
    told = [item.message for item in check(ledger(row), rules=["distance_check"])]
    assert "1,200 miles apart; the geodesic is 905 km (562 miles)" in told[0]
    assert told[1].startswith("C1 gives a direction 174° off the bearing")


def test_told_as_done_before_it_can_be() -> None:
    early = number("C1", "launched_in_month", "500", published="2024-10-01", **MONTH)
    plan = number("C2", "production_target_units", "500", published="2024-10-01", modality="plan", **MONTH)
    assert [finding.rule for finding in rules(early, plan)] == ["date_order"]


def test_total_without_a_period_and_total_against_rate() -> None:
    total = number("C1", "production_target_units", "6000+", scope="alabuga_strike", modality="plan")
    yearly = number("C2", "production_target_per_year", "6000", scope="alabuga_strike", modality="plan",
                    refers_to_start="2024-01-01", refers_to_end="2024-12-31")  # fmt: skip
    assert {finding.rule for finding in rules(total, yearly)} == {"rate_without_period", "total_against_rate"}
    assert rules(yearly) == []


def test_a_gap_within_a_scope_only() -> None:
    low = number("C1", "launched_in_month", "~2300", **MONTH)
    high = number("C2", "launched_in_month", "3000", **MONTH)
    strike = number("C3", "launched_in_month", "1500", scope="all_strike", **MONTH)
    (gap,) = rules(low, high, rule="cross_source_gap")
    assert gap.claims == ("C1", "C2")
    assert rules(high, strike, rule="cross_source_gap") == []
    assert [finding.rule for finding in rules(high, strike)] == ["mixed_scopes"]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("2400+", "2576", False),
        ("2600+", "2576", True),
        ("~2400", "2576", False),
        ("-2500", "2576", True),
        ("2000..3000", "2576", False),
        ("2576", "2577", False),
        ("265", "267", True),
    ],
)
def test_bounds_and_tolerances(first: str, second: str, clash: bool) -> None:
    pair = [
        number(name, "launched_in_month", value, **MONTH) for name, value in (("C1", first), ("C2", second))
    ]
    assert bool(rules(*pair, rule="cross_source_gap")) is clash


def test_a_day_rate_is_held_against_a_month_rate() -> None:
    window = {"refers_to_start": "2025-05-01", "refers_to_end": "2025-05-31"}
    day = number("C1", "production_rate_per_day", "100", modality="assessed", **window)
    same = number("C2", "production_rate_per_month", "~3000", modality="assessed", **window)
    other = number("C3", "production_rate_per_month", "~2000", modality="assessed", **window)
    assert rules(day, same) == []
    assert [finding.claims for finding in rules(day, same, other, rule="cross_source_gap")] == [
        ("C1", "C2", "C3")
    ]


def test_an_ability_need_not_be_used() -> None:
    window = {"refers_to_start": "2025-05-01", "refers_to_end": "2025-05-31"}
    able = number("C1", "production_rate_per_month", "6000+", modality="capability", **window)
    made = number("C2", "production_rate_per_month", "3000", modality="asserted", **window)
    ceiling = number("C3", "production_rate_per_month", "-2000", modality="capability", **window)
    assert rules(able, made) == []
    assert [finding.rule for finding in rules(ceiling, made)] == ["cross_source_gap"]


def test_growth_explains_an_early_month() -> None:
    year = number("C1", "produced_in_period", "2700", scope="alabuga_strike",
                  refers_to_start="2023-01-01", refers_to_end="2023-12-31")  # fmt: skip
    march = number("C2", "production_rate_per_month", "70", scope="alabuga_strike",
                   refers_to_start="2023-03-01", refers_to_end="2023-03-31")  # fmt: skip
    late = number("C3", "production_rate_per_month", "70", scope="alabuga_strike",
                  refers_to_start="2023-11-01", refers_to_end="2023-11-30")  # fmt: skip
    assert rules(year, march) == []
    assert [finding.claims for finding in rules(year, late)] == [("C1", "C3")]


def test_a_part_above_its_whole() -> None:
    window = {"refers_to_start": "2024-01-01", "refers_to_end": "2024-12-31"}
    whole = number("C1", "production_rate_per_month", "~300", scope="all_strike", **window)
    part = number("C2", "produced_in_period", "6000+", scope="alabuga_strike", **window)
    assert [finding.rule for finding in rules(whole, part)] == ["part_above_whole"]


def test_million_for_billion() -> None:
    rows = [number(f"C{n}", "contract_value_usd", value) for n, value in enumerate(("1e9", "1.7e9", "1.2e6"))]
    assert [finding.claims for finding in rules(*rows, rule="unit_slip")] == [("C2",)]
    roubles = number("C9", "contract_value_rub", "1.2e8")
    assert [finding.claims for finding in rules(*rows[:2], roubles, rule="unit_slip")] == [("C9",)]


def test_parts_that_do_not_sum() -> None:
    first = number("C1", "produced_in_period", "2738", scope="alabuga_strike", origin_group="hur",
                   refers_to_start="2023-01-01", refers_to_end="2023-12-31", published="2024-12-27")  # fmt: skip
    second = number("C2", "produced_in_period", "5760", scope="alabuga_strike", origin_group="hur",
                    refers_to_start="2024-01-01", refers_to_end="2024-09-30", published="2024-12-27")  # fmt: skip
    low = number("C3", "produced_cumulative", "~6400", scope="alabuga_strike",
                 refers_to_start="2023-01-01", refers_to_end="2024-08-31", published="2024-12-27")  # fmt: skip
    right = number("C4", "produced_cumulative", "~8500", scope="alabuga_strike",
                   refers_to_start="2023-01-01", refers_to_end="2024-09-30", published="2024-12-27")  # fmt: skip
    assert [finding.claims for finding in rules(first, second, low, rule="sum_mismatch")] == [
        ("C1", "C2", "C3")
    ]
    assert rules(first, second, right, rule="sum_mismatch") == []


def test_a_share_against_the_counts_beside_it() -> None:
    night = {"refers_to_start": "2023-09-07", "refers_to_end": "2023-09-07"}
    raid = number("C1", "launched_single_raid", "810", **night)
    wrong = number(
        "C2", "interception_rate", "0.82", statement="747 of the 810 drones were downed, 82%.", **night
    )
    right = number(
        "C3", "interception_rate", "0.92", statement="747 of the 810 drones were downed, 92%.", **night
    )
    assert [finding.claims for finding in rules(raid, wrong, rule="share_mismatch")] == [("C1", "C2")]
    assert rules(raid, right) == []


def test_a_multiple_against_the_months() -> None:
    before = number(
        "C1", "launched_in_month", "500", refers_to_start="2023-09-01", refers_to_end="2023-09-30"
    )
    after = number("C2", "launched_in_month", "2500", published="2024-12-10", **MONTH)
    window = {"refers_to_start": "2023-09-01", "refers_to_end": "2024-11-30", "published": "2024-12-10"}
    ten = number("C3", "growth_rate", "~10", unit="multiple", scope="incl_decoys", **window)
    five = number("C4", "growth_rate", "~5", unit="multiple", scope="incl_decoys", **window)
    assert [finding.rule for finding in rules(before, after, ten)] == ["growth_mismatch"]
    assert rules(before, after, five) == []


def test_a_total_that_falls() -> None:
    start = {"refers_to_start": "2022-09-13"}
    first = number("C1", "launched_cumulative", "2000+", refers_to_end="2023-09-13", **start)
    second = number("C2", "launched_cumulative", "1500", refers_to_end="2023-12-13", **start)
    assert [finding.rule for finding in rules(first, second)] == ["falling_total"]


def test_more_launched_than_delivered() -> None:
    sent = number("C1", "delivered_from_iran_units", "200", scope="imports", refers_to_end="2022-11-10")
    used = number(
        "C2", "launched_cumulative", "400+", refers_to_start="2022-09-13", refers_to_end="2022-11-09"
    )
    part = number("C3", "delivered_from_iran_units", "200", scope="imports", refers_to_end="2022-11-10",
                  coverage="part")  # fmt: skip
    assert [finding.rule for finding in rules(sent, used)] == ["use_above_supply"]
    assert rules(part, used) == []


def test_a_relay_that_changed_the_number() -> None:
    origin = number("C1", "production_target_units", "6000+", scope="alabuga_strike", modality="plan",
                    refers_to_start="2023-02-05", refers_to_end="2026-01-01")  # fmt: skip
    link = {"relation": "relays", "related_id": "C1", "scope": "alabuga_strike", "modality": "plan"}
    window = {"refers_to_start": "2023-02-05", "refers_to_end": "2026-01-01"}
    ceiling = number("C2", "production_target_units", "-6000", **link, **window)
    yearly = number("C3", "production_target_per_year", "6000", **link, **window)
    faithful = number("C4", "production_target_units", "6000+", **link, **window)
    assert "up to 6,000" in rules(origin, ceiling, rule="relay_changed_number")[0].message
    assert "a rate a year" in rules(origin, yearly, rule="relay_changed_number")[0].message
    assert rules(origin, faithful) == []


def test_a_relay_that_changed_the_source() -> None:
    origin = claim("C1", attributed_to="WSJ < officials of a US-aligned country")
    relay = claim("C2", attributed_to="WSJ < officials of a state allied with Russia",
                  relation="relays", related_id="C1")  # fmt: skip
    assert [finding.rule for finding in rules(origin, relay)] == ["relay_changed_source"]


def test_one_number_with_two_modalities() -> None:
    plan = number("C1", "production_target_per_month", "6000+", modality="plan", origin_group="hur")
    fact = number("C2", "production_rate_per_month", "6000+", modality="asserted", origin_group="hur")
    (finding,) = rules(plan, fact, rule="modality_shift")
    assert finding.severity == "high"
    assert rules(plan, number("C3", "production_target_per_month", "6000+", modality="plan")) == []


def test_cost_or_price() -> None:
    cost = number("C1", "unit_cost_usd", "~200000", scope="all_strike", origin_group="hur")
    price = number("C2", "unit_price_usd", "200000", scope="imports", origin_group="hur")
    assert [finding.rule for finding in rules(cost, price)] == ["two_meanings"]


def test_an_officials_remark_in_the_outlets_voice() -> None:
    said = claim("C1", source_class="third_state", attributed_to="officials")
    told = claim("C2", source_class="press", attributed_to="", relation="repeats", related_id="C1")
    assert [finding.rule for finding in rules(said, told)] == ["attribution_drift"]


def test_one_unnamed_origin_behind_many_rows() -> None:
    rows = [
        claim(f"C{n}", outlet=f"Paper {n}", attributed_to="WSJ < unnamed officials", origin_group="wsj_officials",
              source_class="third_state")
        for n in range(4)
    ]  # fmt: skip
    assert [finding.rule for finding in rules(*rows)] == ["single_origin"]
    named = [
        claim(f"C{n}", attributed_to="Ministry", origin_group="ministry", source_class="third_state")
        for n in range(4)
    ]
    assert rules(*named) == []


def test_denials_and_reversals() -> None:
    no = number("C1", "launch_capacity_per_day", "-1000", modality="denied", origin_group="president")
    yes = number("C2", "launch_capacity_per_day", "700..1000", modality="plan", origin_group="president")
    (finding,) = rules(no, yes, rule="denial")
    assert finding.severity == "high"
    assert "reversal" in finding.message


def test_plan_and_outcome() -> None:
    plan = number("C1", "production_target_units", "6000", scope="alabuga_strike", modality="plan",
                  refers_to_start="2023-01-01", refers_to_end="2025-09-30", published="2023-08-17")  # fmt: skip
    link = {
        "relation": "outcome_of",
        "related_id": "C1",
        "refers_to_start": "2023-01-01",
        "published": "2025-10-01",
    }
    early = number(
        "C2", "produced_cumulative", "~6400", scope="alabuga_strike", refers_to_end="2024-08-31", **link
    )
    met = number(
        "C3", "produced_cumulative", "~6000", scope="alabuga_strike", refers_to_end="2025-09-30", **link
    )
    none = number("C4", "aircraft_delivered_units", "0", unit="aircraft", **link)
    assert [finding.rule for finding in rules(plan, early)] == ["outcome_differs"]
    assert rules(plan, met) == []
    assert [finding.rule for finding in rules(plan, none)] == ["outcome_differs"]


def test_a_forecast_whose_day_has_passed() -> None:
    guess = number("C1", "launch_capacity_single_strike", "1000+", modality="forecast",
                   refers_to_end="2024-06-30", published="2024-01-10")  # fmt: skip
    raid = number("C2", "launched_single_raid", "500", refers_to_start="2024-05-01", refers_to_end="2024-05-01",
                  published="2024-08-01")  # fmt: skip
    assert [finding.rule for finding in rules(guess, raid)] == ["forecast_unmet"]
    early = number("C2", "launched_single_raid", "500", refers_to_start="2024-05-01", refers_to_end="2024-05-01",
                   published="2024-05-02")  # fmt: skip
    assert rules(guess, early) == []


def test_a_stock_called_empty() -> None:
    empty = number(
        "C1", "stockpile_units", "0", scope="imports", refers_to_end="2023-02-25", published="2023-02-25"
    )
    after = number("C2", "launched_in_period", "71+", refers_to_start="2023-03-01", refers_to_end="2023-03-26",
                   published="2023-03-26")  # fmt: skip
    assert [finding.rule for finding in rules(empty, after)] == ["stock_out_then_use"]


def test_linked_rows_are_shown_once() -> None:
    first = number("C1", "launched_in_month", "2000", **MONTH)
    second = number("C2", "launched_in_month", "3000", relation="contradicts", related_id="C1", **MONTH)
    assert [finding.rule for finding in rules(first, second)] == ["cross_source_gap"]
    word = claim("C3", relation="contradicts", related_id="C1")
    assert [finding.rule for finding in rules(first, word)] == ["linked_contradiction"]


def test_drafts_and_rejected_rows_stay_out() -> None:
    first = number("C1", "launched_in_month", "2000", **MONTH)
    draft = number("C2", "launched_in_month", "3000", status="draft", **MONTH)
    rejected = number("C3", "launched_in_month", "9000", status="rejected", **MONTH)
    assert check(ledger(first, draft, rejected)) == []
    assert [finding.claims for finding in check(ledger(first, draft, rejected), drafts=True)] == [
        ("C1", "C2")
    ]


def test_every_rule_is_documented_and_can_run_alone(yelabuga: object) -> None:
    for name, item in all_checks().items():
        assert item.label
        assert item.rule.__doc__
        assert all(finding.rule == name for finding in check(yelabuga, rules=[name]))  # type: ignore[arg-type]
    assert check(ledger()) == []
