"""Texts of kinds that public reports are full of and version 0.1 misread, each with what a careful analyst records."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tocsin.reading import Reading, drafts, read

PUBLISHED = date(2025, 6, 16)
FOLDER = Path(__file__).with_name("faults")
# name → what every quantity of the text is, in order; fields not named are free
QUANTITIES: dict[str, list[dict[str, Any]]] = {
    "K02a": [
        {"qualifier": "at_least", "low": 3000, "unit": "drones"},
        {"qualifier": "more_than", "low": 400, "unit": "drones", "per": "month"},
    ],
    "K02c": [{"best": 400, "unit": "shells"}],
    "K03a": [{"low": 3000, "high": 3500, "per": "month"}, {"best": 1200, "unit": "missiles"}],
    "K03c": [{"best": 5000, "unit": "drones"}, {"best": 3000, "unit": "drones"}],
    "K03d": [{"best": 5, "unit": "drones"}, {"best": 250, "unit": "officers"}],
    "K03e": [{"best": 3.5e9}, {"best": 5e9}, {"best": 2500}, {"best": 250_000}],
    "K04a": [
        {"kind": "percent", "best": 20},
        {"kind": "percent", "best": 90},
        {"kind": "percent", "best": 100 / 3},
        {"kind": "percent", "best": 100 / 3},
    ],
    "K04c": [{"best": 500, "unit": "drones"}, {"best": 30, "unit": "vehicles"}, {"low": 1000, "unit": "km"}],
    "K04d": [{"best": 150}],
    "K12": [{"best": 1, "unit": "person"}, {"low": 3, "high": 9, "unit": "others"}, {"best": 3, "unit": None}],
}  # fmt: skip
# name → every date of the text, as first and last day ("": open)
DATES = {
    "K04d": ["2019-01-01/2023-12-31", "2010-01-01/2010-12-31"],
    "K05a": ["2025-07-01/2025-07-31", "2025-08-01/2025-08-31", "/2025-09-30"],
    "K05b": ["2026-03-01/2026-03-31", "2027-06-01/2027-06-30"],
    "K05e": ["2025-06-09/2025-06-15", "2025-06-02/2025-06-08", "2024-04-01/2025-03-31"],
}
# name → who says each claim, and through whom
SPEAKERS = {
    "K06a": ["Jane Roe", "Jane Roe"],
    "K06b": ["John Smith"],
    "K06e": ["Commissioner Jon Stark", "Chair Rosen"],
    "K07a": ["the institute<The newspaper"],
    "K07b": ["the ministry<Ukrinform"],
    "K07d": ["the minister<Ukrinform"],
    "K07e": ["The ministry<Reuters"],
}
# name → the draft rows: quantity and value ("low-best-high" where they differ), "~" for a quantity left open
DRAFTS = {
    "K10a": ["~ 5000, a month"],
    "K10b": ["production_rate_per_day 170", "unit_cost_usd 35000"],
    "K10d": [
        "intercepted_units 9",
        "intercepted_units 14",
        "launched_single_raid 17",
        "launched_in_month 5000",
    ],
}


def taken(name: str) -> tuple[str, Reading]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return text, read(text, PUBLISHED)


def rows(name: str) -> list[dict[str, Any]]:
    text, reading = taken(name)
    return drafts(reading, text)


@pytest.mark.parametrize("name", QUANTITIES)
def test_quantities(name: str) -> None:
    found = taken(name)[1].quantities
    assert len(found) == len(QUANTITIES[name]), [item.surface for item in found]
    for item, wanted in zip(found, QUANTITIES[name], strict=True):
        for field, value in wanted.items():
            held = getattr(item, field)
            assert held == (pytest.approx(value, rel=0.005) if isinstance(value, float | int) else value)


@pytest.mark.parametrize("name", DATES)
def test_dates(name: str) -> None:
    found = [f"{when.start or ''}/{when.end or ''}" for when in taken(name)[1].dates]
    assert sorted(found) == sorted(DATES[name])


@pytest.mark.parametrize("name", SPEAKERS)
def test_speakers(name: str) -> None:
    claims = taken(name)[1].claims
    assert ["<".join([claim.speaker or "", *claim.via]) for claim in claims] == SPEAKERS[name]


def drafted(row: dict[str, Any]) -> str:
    values = [row["value_low"], row["value_best"], row["value_high"]]
    number = values[1] if len(set(values)) == 1 else "-".join(values)
    if row["quantity"] == "qualitative_statement":
        return f"~ {number}, {row['subject']}"
    return f"{row['quantity']} {number}"


@pytest.mark.parametrize("name", DRAFTS)
def test_drafts(name: str) -> None:
    assert [drafted(row) for row in rows(name)] == DRAFTS[name]


@pytest.mark.parametrize("name", ["K01a", "K01b", "K01d"])
def test_what_is_denied_is_no_asserted_point(name: str) -> None:
    (claim,) = taken(name)[1].claims
    assert claim.modality == "denied"
    (row,) = rows(name)
    assert (row["value_low"], row["value_best"]) == ("", "")
    assert row["modality"] == "denied"


def test_a_running_header_cuts_no_sentence() -> None:
    reading = taken("K02c")[1]
    (claim,) = reading.claims
    assert claim.surface.startswith("400 shells")
    assert claim.surface.endswith("delivered in May")
    assert claim.speaker == "The minister"


def test_columns_keep_their_speaker() -> None:
    claim = next(claim for claim in taken("K02a")[1].claims if "built" in claim.surface)
    assert claim.speaker == "the company"


def test_fiscal_years_are_flagged() -> None:
    reading = taken("K05d")[1]
    fiscal = [flag for flag in reading.flags if flag.type == "fiscal_year"]
    assert len(fiscal) >= 3
    spans = {(str(when.start), str(when.end)) for when in reading.dates}
    assert ("2025-04-01", "2026-03-31") in spans
    assert not any(
        when.start and when.end and when.end - when.start > timedelta(days=366) for when in reading.dates
    )


def test_a_count_by_region_has_its_speaker_unit_and_night() -> None:
    text, reading = taken("K06c")
    assert [item.best for item in reading.quantities] == [21, 7, 6]
    assert {item.unit for item in reading.quantities} == {"uavs"}
    assert {claim.speaker for claim in reading.claims} == {"Ministry of Defence"}
    (night,) = reading.dates
    assert (night.start, night.end) == (date(2025, 6, 15), date(2025, 6, 16))
    assert [row["coverage"] for row in drafts(reading, text)] == ["", "part", "part"]


def test_a_question_asserts_nothing() -> None:
    assert taken("K06f")[1].claims == ()


def test_a_caveat_is_the_outlets() -> None:
    claims = taken("K07g")[1].claims
    assert claims[0].speaker == "The governor"
    assert all(claim.speaker is None for claim in claims if "verified" in claim.surface)


def test_what_output_could_reach_is_no_fact() -> None:
    (claim,) = taken("K08a")[1].claims
    assert claim.modality in ("forecast", "capability")


def test_including_is_no_further_part() -> None:
    assert taken("K09a")[1].flags == ()


def test_another_language_is_said_and_not_read() -> None:
    text, reading = taken("K11")
    assert any(flag.type == "not_english" and "German" in flag.message for flag in reading.flags)
    assert reading.quantities == ()
    assert drafts(reading, text) == []
