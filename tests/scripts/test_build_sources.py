"""When a fact became public: the rules of scripts/build_sources.py, and the facts that ship."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "cases" / "yelabuga" / "sources.toml"
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_sources", ROOT / "scripts" / "build_sources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_sources"] = module
    spec.loader.exec_module(module)
    return module


def _row(**cells: str) -> dict[str, str]:
    return {
        "id": "DF999",
        "topic": "layer",
        "item": "x",
        "url": "https://example.org/a",
        "as_of": "2024-05",
    } | cells


@pytest.mark.parametrize(
    ("cells", "day", "precision"),
    [
        ({"as_of": "2024-05-03"}, date(2024, 5, 3), "day"),
        ({"as_of": "2024-05"}, date(2024, 5, 31), "month"),
        ({"as_of": "2024-02"}, date(2024, 2, 29), "month"),
        ({"as_of": "2024"}, date(2024, 12, 31), "year"),
        ({"as_of": "2025-late"}, date(2025, 12, 31), "year"),
        ({"as_of": "2025-01..06"}, date(2025, 6, 30), "month"),
        ({"as_of": "2025-05-25;07-09;09-07"}, date(2025, 9, 7), "day"),
        ({"as_of": "2022 (pub. 2023-04-25)"}, date(2023, 4, 25), "day"),
        ({"as_of": "2024-02;undated"}, date(2025, 12, 31), "undated"),
        ({"as_of": ""}, date(2025, 12, 31), "undated"),
        # A figure about a month cannot be public before the month is over.
        ({"topic": "harm"}, date(2024, 6, 30), "month"),
        ({"topic": "harm", "as_of": "2025-12"}, date(2025, 12, 31), "month"),
        # A date in the address is more exact, or later.
        ({"url": "https://example.org/2024/05/17/a"}, date(2024, 5, 17), "day"),
        ({"url": "https://example.org/17.05.2024/a"}, date(2024, 5, 17), "day"),
        ({"url": "https://example.org/a-1716000000.html"}, date(2024, 5, 18), "day"),
        ({"url": "https://example.org/2023/01/01/a"}, date(2024, 5, 31), "month"),
        ({"as_of": "2025-12", "topic": "harm", "url": "https://x.org/2026/02/a"}, date(2026, 2, 28), "month"),
        ({"as_of": "2022-10-06", "url": "https://x.org/2022/10/a"}, date(2022, 10, 6), "day"),
    ],
)
def test_known_from(script: ModuleType, cells: dict[str, str], day: date, precision: str) -> None:
    assert script.known_from(_row(**cells), None) == (day, precision)


def test_a_page_dated_in_the_claims_moves_a_vague_fact_forward(script: ModuleType) -> None:
    assert script.known_from(_row(as_of="2022"), date(2025, 8, 25)) == (date(2025, 8, 25), "day")


def test_inferred_page_dates_do_not_count(script: ModuleType) -> None:
    claims = [
        {"url": "https://a.org/1?x=2", "published": "2024-01-02", "note": ""},
        {"url": "https://b.org", "published": "2024-01-02", "note": "page date inferred"},
        {"url": "https://c.org", "published": "2024-01-02", "note": "", "published_precision": "inferred"},
    ]
    assert script.page_days(claims) == {"https://a.org/1": date(2024, 1, 2)}


def test_shipped_facts() -> None:
    facts = tomllib.loads(SOURCES.read_text(encoding="utf-8"))["facts"]
    assert len([key for key in facts if key < "DF300"]) == 124
    later = {key for key, fact in facts.items() if fact["known_from"] > date(2025, 12, 31)}
    assert later == {"DF140", "DF141"}  # a page of February 2026
    assert all(fact["statement"] and fact["outlet"] for fact in facts.values())
    assert {fact["known_precision"] for fact in facts.values()} == {"day", "month", "year", "undated"}


@pytest.mark.skipif(not SHARED.exists(), reason="the table of facts is not part of the project")
def test_shipped_facts_are_what_the_script_writes(script: ModuleType) -> None:
    facts = script.read(str(SHARED / "defence_facts_to_2025-12.csv"))
    claims = script.read(str(SHARED / "claims_to_2025-12.csv"))
    assert script.build(facts, claims) == SOURCES.read_text(encoding="utf-8").split(script.BY_HAND)[0]
