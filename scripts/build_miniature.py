"""Rebuild cases/miniature: invented numbers on a real map, for fast tests and the tutorial.

Usage: python scripts/build_miniature.py
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tocsin.claims import Claim, Ledger, write_ledger
from tocsin.randomness import stream
from tocsin.record import write_record
from tocsin.record.table import from_rows

FOLDER = Path(__file__).parents[1] / "cases" / "miniature"
FIRST_NIGHT = date(2025, 1, 1)
NIGHTS = 90
SOURCE = "invented daily post"


def nights() -> list[dict[str, Any]]:
    """A base stream that grows a little, a large night about every five days; 15 to 25 % get through."""
    rng = stream(7, "miniature", "nights")
    rows = []
    for index in range(NIGHTS):
        end = FIRST_NIGHT + timedelta(days=index)
        large = index % 5 == int(rng.integers(3, 5))
        launched = int(rng.poisson((180 if large else 45) * 1.004**index)) + 1
        share = rng.beta(4, 16) * (0.8 if large else 1.1)
        leaked = int(rng.binomial(launched, min(share, 0.9)))
        lost = int(rng.binomial(launched - leaked, 0.3))
        rows.append(
            {
                "start": datetime.combine(end - timedelta(days=1), datetime.min.time()) + timedelta(hours=19),
                "end": datetime.combine(end, datetime.min.time()) + timedelta(hours=7),
                "launched": launched,
                "destroyed": launched - leaked - lost,
                "lost": lost,
                "still_airborne": 0,
                "hits": max(0, leaked // 3),
                "strike_launched": round(launched * 0.6),
                "source": SOURCE,
                "definition": "complete",
            }
        )
    return rows


def claims() -> list[Claim]:
    """Twelve claims: a floor, a ceiling, a plan, a clash, a relay, a correction, an outcome."""
    rows: list[dict[str, Any]] = [
        {"id": "M01", "published": date(2024, 11, 4), "quantity": "production_target_units", "scope": "alabuga_strike",
         "value_low": 3000.0, "qualifier": "at_least", "modality": "plan", "origin_group": "officials-a",
         "statement": "A new plant is to make at least 3,000 drones.", "refers_to_end": date(2025, 12, 31)},
        {"id": "M02", "published": date(2024, 11, 5), "quantity": "production_target_units", "scope": "alabuga_strike",
         "value_high": 3000.0, "qualifier": "up_to", "modality": "plan", "origin_group": "officials-a",
         "relation": "relays;contradicts", "related_id": "M01;M01", "outlet": "Second Daily",
         "statement": "The plant will make up to 3,000 drones.", "refers_to_end": date(2025, 12, 31)},
        {"id": "M03", "published": date(2024, 12, 1), "quantity": "factory_start_date", "value_best": date(2024, 10, 1),
         "unit": "date", "qualifier": "approx", "modality": "assessed", "origin_group": "think-tank",
         "source_class": "analyst", "statement": "The plant began work in October 2024."},
        {"id": "M04", "published": date(2025, 1, 10), "quantity": "production_rate_per_month", "scope": "alabuga_strike",
         "value_best": 900.0, "qualifier": "approx", "modality": "assessed", "origin_group": "defence-intelligence",
         "statement": "The plant makes about 900 a month.", "refers_to_start": date(2025, 1, 1), "refers_to_end": date(2025, 1, 31)},
        {"id": "M05", "published": date(2025, 1, 20), "quantity": "delivered_from_iran_units", "scope": "imports",
         "value_low": 200.0, "value_high": 999.0, "qualifier": "vague", "modality": "asserted", "origin_group": "officials-b",
         "source_class": "third_state", "statement": "Hundreds of complete drones came from abroad.",
         "refers_to_start": date(2024, 9, 1), "refers_to_end": date(2025, 1, 20)},
        {"id": "M06", "published": date(2025, 2, 3), "quantity": "launched_in_month", "scope": "incl_decoys",
         "value_best": 2200.0, "qualifier": "approx", "modality": "asserted", "origin_group": "air-force",
         "statement": "About 2,200 drones flew in January.", "refers_to_start": date(2025, 1, 1), "refers_to_end": date(2025, 1, 31)},
        {"id": "M07", "published": date(2025, 2, 10), "quantity": "decoy_share", "scope": "incl_decoys", "value_best": 0.4,
         "unit": "fraction", "qualifier": "approx", "modality": "asserted", "origin_group": "air-force",
         "statement": "Two in five are decoys.", "refers_to_start": date(2025, 1, 1), "refers_to_end": date(2025, 2, 10)},
        {"id": "M08", "published": date(2025, 2, 15), "quantity": "unit_cost_usd", "value_low": 20000.0, "value_high": 50000.0,
         "unit": "USD", "qualifier": "range", "modality": "assessed", "origin_group": "think-tank", "source_class": "analyst",
         "statement": "One drone costs 20,000 to 50,000 dollars."},
        {"id": "M09", "published": date(2025, 2, 20), "quantity": "production_target_per_month", "scope": "alabuga_strike",
         "value_low": 1500.0, "qualifier": "at_least", "modality": "plan", "origin_group": "leaked-plan",
         "source_class": "document", "statement": "A leaked plan asks for 1,500 a month by summer.",
         "refers_to_start": date(2025, 6, 1), "refers_to_end": date(2025, 8, 31)},
        {"id": "M10", "published": date(2025, 3, 1), "quantity": "range_km", "value_best": 1500.0, "unit": "km",
         "qualifier": "approx", "modality": "asserted", "origin_group": "officials-b", "source_class": "third_state",
         "statement": "The drone flies about 1,500 km."},
        {"id": "M11", "published": date(2025, 3, 5), "quantity": "launched_in_month", "scope": "incl_decoys",
         "value_low": 2000.0, "qualifier": "more_than", "modality": "asserted", "origin_group": "air-force",
         "statement": "More than 2,000 drones flew in February.", "refers_to_start": date(2025, 2, 1),
         "refers_to_end": date(2025, 2, 28)},
        {"id": "M12", "published": date(2025, 3, 20), "quantity": "produced_cumulative", "scope": "alabuga_strike",
         "value_low": 3000.0, "qualifier": "at_least", "modality": "asserted", "origin_group": "defence-intelligence",
         "relation": "outcome_of", "related_id": "M01", "statement": "The plant has made at least 3,000 so far.",
         "refers_to_start": date(2024, 10, 1), "refers_to_end": date(2025, 3, 15)},
    ]  # fmt: skip
    return [_claim(row) for row in rows]


def _claim(row: dict[str, Any]) -> Claim:
    blank: dict[str, Any] = {field.name: "" for field in dataclasses.fields(Claim)}
    blank |= dict.fromkeys(
        ("value_low", "value_best", "value_high", "refers_to_start", "refers_to_end", "graded_on")
    )
    blank |= dict.fromkeys(("start_char", "end_char"))
    blank |= {
        "published_precision": "day", "published_latest": row["published"], "outlet": "Invented Times",
        "url": f"https://example.org/{row['id']}", "attributed_to": row["origin_group"], "source_class": "defender_official",
        "unit": "drones", "allegation": False, "status": "accepted", "extra": (),
    }  # fmt: skip
    if row["qualifier"] == "approx":  # a point: all three are stated
        blank |= {"value_low": row["value_best"], "value_high": row["value_best"]}
    return Claim(**(blank | row))


if __name__ == "__main__":
    write_record(from_rows(nights()), FOLDER / "record.csv")
    write_ledger(Ledger(tuple(claims())), FOLDER / "claims.csv")
    print(f"{NIGHTS} nights and 12 claims in {FOLDER}")
