"""Numbers as other habits write them, and figures that are no counts."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)
# text | every quantity: value (low–high where they differ), unit, "/" rate; "-": none
CASES = """
The yard built 1 250 boats. | 1250 boats
The yard built 12 400 boats a year. | 12400 boats/year
The fund holds 1 250 000 shells. | 1250000 shells
Oman bought 3 000 to 3 500 shells a month. | 3000–3500 shells/month
On March 5 300 boats left. | 300 boats
The navy lost 12 120 mm guns. | 12 guns
The yard built 5’000 boats. | 5000 boats
The deal costs 1.250.000 euros, and 3,5 million euros a year. | 1250000 EUR; 3500000 EUR/year
The yard sold 3.500 boats for 2,5 million euros. | 3500 boats; 2500000 EUR
The yard sold 3,500 boats for 2.5 million euros. | 3500 boats; 2500000 EUR
The deal is worth 4 mlrd euros. | 4000000000 EUR
It made three and a half million shells. | 3500000 shells
It made half a million shells. | 500000 shells
It made three quarters of a million shells. | 750000 shells
Two in three boats sank. | 66.7
Three out of four boats sank. | 75
One in every ten boats sank. | 10
24 out of 52 boats sank. | 24 boats; 52 boats
The navy lost 14 of 17 boats. | 14 boats; 17 boats
2/3 of the boats sank. | 66.7
Half were lost. | 50
Output fell by a quarter. | 25
It was a third country. | -
The raid cost 12 boats in 2023. | 12 boats
It was a two-drone raid. | 2 drones
The 12-boat order was cut. | 12 boats
The range is 900 ± 50 km. | 850–950 km
It has 500+ boats. | 500– boats
It costs $10+ million. | 10–
The deal is worth $US15 billion. | 15000000000 USD
The deal is worth 15 billion US$. | 15000000000 USD
The deal is worth A$15 billion. | 15000000000 AUD
The deal is worth 15 billion €. | 15000000000 EUR
In World War 2 it built boats. | -
In week 12 the yard closed. | -
The yard works 24/7 now. | -
At 0430 the boats left. | -
3. Output: the yard closed. | -
The raid killed one guard and injured several others. | 1 guard; 3–9 others
The army said 12 struck homes. | 12
"""
SKIPPED = {"It costs $10+ million. | 10–"}


def shown(text: str) -> str:
    found = []
    for item in read(text, PUBLISHED).quantities:
        low, high = (f"{v:.12g}" if v is not None else "" for v in (item.low, item.high))
        if item.kind == "percent" and low:
            low = high = f"{float(low):.3g}"
        unit = "" if item.kind == "percent" else item.unit or ""
        value = low if low == high else f"{low}–{high}"
        found.append(f"{value} {unit}".strip() + (f"/{item.per}" if item.per else ""))
    return "; ".join(found) or "-"


@pytest.mark.parametrize("row", [row for row in CASES.strip().splitlines() if row not in SKIPPED])
def test_numbers(row: str) -> None:
    text, wanted = row.split(" | ")
    assert shown(text) == wanted
