"""Quantities, one own sentence per construct."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)

# sentence → (kind, unit, qualifier, low, high, per) of each quantity, in order
CASES = {
    "The plant built 450 drones.": [("count", "drones", "exact", 450, 450, None)],
    "The plant built 6,250 Harrier-type attack drones for the navy.": [
        ("count", "drones", "exact", 6250, 6250, None)
    ],
    "About 300 engines arrived.": [("count", "engines", "approx", 300, 300, None)],
    "Some 40 lorries left.": [("count", "lorries", "approx", 40, 40, None)],
    "Nearly two dozen boats sailed.": [("count", "boats", "approx", 24, 24, None)],
    "At least 70 shells fell.": [("count", "shells", "at_least", 70, None, None)],
    "No fewer than 15 radars were lost.": [("count", "radars", "at_least", 15, None, None)],
    "The yard repairs 90 or more tanks.": [("count", "tanks", "at_least", 90, None, None)],
    "They fired 500+ rockets.": [("count", "rockets", "at_least", 500, None, None)],
    "More than 1,200 workers were hired.": [("count", "workers", "more_than", 1200, None, None)],
    "Over 35 aircraft took part.": [("count", "aircraft", "more_than", 35, None, None)],
    "Up to 60 missiles can be stored.": [("count", "missiles", "up_to", None, 60, None)],
    "As many as 80 jets flew.": [("count", "jets", "up_to", None, 80, None)],
    "Fewer than 20 pilots remain.": [("count", "pilots", "less_than", None, 20, None)],
    "Between 40 and 55 howitzers were sent.": [("count", "howitzers", "range", 40, 55, None)],
    "Between six and nine guards died.": [("count", "guards", "range", 6, 9, None)],
    "The work took two and a half years.": [("duration", "year", "exact", 2.5, 2.5, None)],
    "The firm sells 8,000 to 9,500 batteries.": [("count", "batteries", "range", 8000, 9500, None)],
    "Two or three ships were hit.": [("count", "ships", "range", 2, 3, None)],
    "Some four to six thousand fuses were found.": [("count", "fuses", "range", 4000, 6000, None)],
    "Dozens of mortars were seized.": [("count", "mortars", "vague", 24, 99, None)],
    "Hundreds of decoys crossed the border.": [("count", "decoys", "vague", 200, 999, None)],
    "Tens of thousands of shells are missing.": [("count", "shells", "vague", 20_000, 99_999, None)],
    "Several hundred rifles were handed over.": [("count", "rifles", "vague", 300, 999, None)],
    "The state paid several million dollars.": [("money", "USD", "vague", 3e6, 9.999e6, None)],
    "Workers make 30 drones a day.": [("count", "drones", "exact", 30, 30, "day")],
    "The line turns out 250 engines per month.": [("count", "engines", "exact", 250, 250, "month")],
    "It needs 14,000/month.": [("count", None, "exact", 14_000, 14_000, "month")],
    "The mill ships 900 barrels annually.": [("count", "barrels", "exact", 900, 900, "year")],
    "Monthly output reached 75 launchers.": [("count", "launchers", "exact", 75, 75, "month")],
    "The annual capacity was raised from 600 to 2,000 rockets.": [
        ("count", "rockets", "exact", 600, 600, "year"),
        ("count", "rockets", "exact", 2000, 2000, "year"),
    ],
    "Output is 120 mines a week, up from 45.": [
        ("count", "mines", "exact", 120, 120, "week"),
        ("count", "mines", "exact", 45, 45, "week"),
    ],
    "The army ordered 13 ferries, eight for the north and five for the south.": [
        ("count", "ferries", "exact", 13, 13, None),
        ("count", "ferries", "exact", 8, 8, None),
        ("count", "ferries", "exact", 5, 5, None),
    ],
    "Crews shot down 24 out of 52 gliders.": [
        ("count", "gliders", "exact", 24, 24, None),
        ("count", "gliders", "exact", 52, 52, None),
    ],
    "The deal is worth $1.4 billion.": [("money", "USD", "exact", 1.4e9, 1.4e9, None)],
    "It cost almost $220Mln.": [("money", "USD", "approx", 2.2e8, 2.2e8, None)],
    "The bill came to NT$60.9 billion (US$1.9 billion).": [
        ("money", "TWD", "exact", 6.09e10, 6.09e10, None),
        ("money", "USD", "exact", 1.9e9, 1.9e9, None),
    ],
    "Parliament approved 8 million euros.": [("money", "EUR", "exact", 8e6, 8e6, None)],
    "The order is valued at 190.7 million Swedish kronor.": [
        ("money", "SEK", "exact", 1.907e8, 1.907e8, None)
    ],
    "Each costs between £4 million and £7 million.": [("money", "GBP", "range", 4e6, 7e6, None)],
    "Prices run from $20,000 to $50,000.": [("money", "USD", "range", 20_000, 50_000, None)],
    "The fund pays €300m a year.": [("money", "EUR", "exact", 3e8, 3e8, "year")],
    "The budget grew to 20 trillion won.": [("money", "KRW", "exact", 2e13, 2e13, None)],
    "Exports fell 12 percent.": [("percent", "percent", "exact", 12, 12, None)],
    "Between 20% and 30% were duds.": [("percent", "percent", "range", 20, 30, None)],
    "Just over 45 per cent arrived.": [("percent", "percent", "more_than", 45, None, None)],
    "About two-thirds of the stock is gone.": [("percent", None, "approx", 66.667, 66.667, None)],
    "Half of the crews left.": [("percent", None, "exact", 50, 50, None)],
    "The factory doubled its output.": [("multiplier", None, "exact", 2, 2, None)],
    "Imports more than tripled.": [("multiplier", None, "more_than", 3, None, None)],
    "It flies five times faster than before.": [("multiplier", None, "exact", 5, 5, None)],
    "The raid was twice as large as the last.": [("multiplier", None, "exact", 2, 2, None)],
    "Losses rose tenfold.": [("multiplier", None, "exact", 10, 10, None)],
    "The town lies about 600 miles from the coast.": [("distance", "mile", "approx", 600, 600, None)],
    "It has a range of up to 1,200 kilometres.": [("distance", "km", "up_to", None, 1200, None)],
    "A 90-kg warhead was found.": [("mass", "kg", "exact", 90, 90, None)],
    "It carries 110 pounds of explosives.": [("mass", "pound", "exact", 110, 110, None)],
    "The drone cruises at 185 km/h.": [("speed", "km/h", "exact", 185, 185, "hour")],
    "It reaches 370 miles per hour.": [("speed", "mile/h", "exact", 370, 370, "hour")],
    "A seven-year contract was signed.": [("duration", "year", "exact", 7, 7, None)],
    "Alerts lasted for about four hours.": [("duration", "hour", "approx", 4, 4, None)],
    "Output will double over the next six years.": [
        ("multiplier", None, "exact", 2, 2, None),
        ("duration", "year", "exact", 6, 6, None),
    ],
    "The army bought 18 Leopard 2 tanks.": [("count", "tanks", "exact", 18, 18, None)],
    "It received 160 155mm howitzers.": [("count", "howitzers", "exact", 160, 160, None)],
    "One drone crashed.": [("count", "drone", "exact", 1, 1, None)],
    "Two million rounds were made.": [("count", "rounds", "exact", 2e6, 2e6, None)],
    "Half a million shells were promised.": [("count", "shells", "exact", 5e5, 5e5, None)],
    "Two hundred and fifty crates arrived.": [("count", "crates", "exact", 250, 250, None)],
    "The hall covers 2.2 million square feet.": [("count", "square feet", "exact", 2.2e6, 2.2e6, None)],
    # nothing to count
    "The Shahed-136 and the MQ-9 use 155 mm parts.": [],
    "The minister, 54, spoke at 10:30 a.m.": [],
    "The 47th Brigade met on the 3rd floor.": [],
    "One of them was lost.": [],
    "The two countries agreed.": [],
    "Article 51 and Resolution 2231 apply.": [],
    "A 32-year-old driver was questioned.": [],
    "In the 1990s the plant closed.": [],
}


@pytest.mark.parametrize("sentence", CASES)
def test_quantity(sentence: str) -> None:
    found = [
        (q.kind, q.unit, q.qualifier, q.low, q.high, q.per) for q in read(sentence, PUBLISHED).quantities
    ]
    assert len(found) == len(CASES[sentence]), found
    for got, wanted in zip(found, CASES[sentence], strict=True):
        assert got[:3] == wanted[:3]
        for value, expected in zip(got[3:5], wanted[3:5], strict=True):
            assert value is expected if expected is None else value == pytest.approx(expected, rel=1e-4)
        assert got[5] == wanted[5]


def test_a_span_holds_qualifier_number_and_noun() -> None:
    quantity = read("They sent at least 6,000 new drones.", PUBLISHED).quantities[0]
    assert quantity.surface == "at least 6,000 new drones"
    assert (quantity.best, quantity.high) == (None, None)
