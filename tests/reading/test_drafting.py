"""Drafts: every number arrives, the act beside it names the quantity, its own date dates it."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import drafts, read

PUBLISHED = date(2024, 3, 15)
# sentence | every number's quantity ("~" and the subject where it stays open) and value [@ first/last day]
CASES = """
The plant makes 300 drones a month. | production_rate_per_month 300
The plant’s output reached 300 drones a month. | production_rate_per_month 300
The plant plans to make 300 drones a month. | production_target_per_month 300
The plant makes 80 drones a week. | ~drones a week 80
The plant made 6,000 drones in 2023. | produced_in_period 6000 @2023-01-01/2023-12-31
The plant made 40 boats in May. | ~boats 40 @2023-05-01/2023-05-31
It made 300 drones in May and 400 in June. | produced_in_period 300 @2023-05-01/2023-05-31; produced_in_period 400 @2023-06-01/2023-06-30
In May the plant made 300 drones. | produced_in_period 300 @2023-05-01/2023-05-31
Russia launched 300 drones in May. | launched_in_month 300 @2023-05-01/2023-05-31
Russia launched 30 drones on 5 March. | launched_single_raid 30 @2024-03-05/2024-03-05
Russia launched 3,000 drones since May. | launched_in_period 3000 @2023-05-01/
Russia launched 3,000 drones. | ~drones launched 3000
Russia launches 90 drones a day. | launched_per_day 90
A raid of 90 drones hit the port. | launched_single_raid 90
The army shot down 14 of the 17 drones. | intercepted_units 14; launched_single_raid 17
Of the 17 drones launched on 5 March, 14 were downed and 3 hit the port. | launched_single_raid 17 @2024-03-05/2024-03-05; intercepted_units 14 @2024-03-05/2024-03-05; ~drones 3
The plant has 600 workers, up from 400 a year ago. | workforce 600; workforce 400 @2023-01-01/2023-12-31
It made 300 drones in the first six months of 2023. | produced_in_period 300 @2023-01-01/2023-06-30
Of the 98 drones, 66 were destroyed and 30 failed to reach the port. | launched_single_raid 98; intercepted_units 66; ~drones 30
Of 17 drones, 14 were downed. | launched_single_raid 17; intercepted_units 14
The army downed 80 percent of the drones. | interception_rate 0.8
Iran delivered 300 drones in 2022. | delivered_from_iran_units 300 @2022-01-01/2022-12-31
The firm delivered 300 drones in 2022. | ~drones delivered 300 @2022-01-01/2022-12-31
Moscow ordered 6,000 drones from Iran. | ordered_from_iran_units 6000
Each drone costs $35,000. | unit_cost_usd 35000
The boats cost $5 million each. | ~USD 5000000
The deal is worth $1 billion. | contract_value_usd 1000000000
The stockpile holds 500 drones. | stockpile_units 500
The drone has a range of 900 km. | range_km 900
The plant has 600 workers. | workforce 600
The ministry ships 40 tonnes of supplies. | ~tonne delivered 40
Output rose by a third. | ~percent 33.33333333
The yard built at least 40 boats. | ~boats 40-
"""


def shown(row: dict[str, str]) -> str:
    values = dict.fromkeys((row["value_low"], row["value_high"]))
    name = row["quantity"] if row["quantity"] != "qualitative_statement" else f"~{row['subject']}"
    dated = f" @{row['refers_to_start']}/{row['refers_to_end']}" if row["refers_to_start"] else ""
    return f"{name} {'-'.join(values)}{dated}"


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_every_number_arrives(case: str) -> None:
    text, wanted = case.split(" | ")
    assert "; ".join(map(shown, drafts(read(text, PUBLISHED), text))) == wanted


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Russia launched 30 drones on 5 March.", "all_drones"),
        ("Russia launched 30 Shahed drones on 5 March.", "incl_decoys"),
        ("Russia launched 30 drones and missiles on 5 March.", "with_missiles"),
        ("Russia launched 30 jet-powered drones on 5 March.", "jet"),
    ],
)
def test_the_weapon_suggests_the_scope(text: str, scope: str) -> None:
    (row,) = drafts(read(text, PUBLISHED), text)
    assert (row["scope"], row["scope_basis"]) == (scope, "inferred")
