"""Scorecards on the flagship case: outcomes that can be read in the sources, and laws."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tocsin.case import Case, load_case
from tocsin.score import ClaimOutcome, claim_outcomes, scorecard
from tocsin.score.sources.scorecards import outcome_rows

CASE = Path(__file__).parents[2] / "cases" / "yelabuga"


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(CASE)


@pytest.fixture(scope="module")
def outcomes(case: Case) -> dict[str, ClaimOutcome]:
    return {item.claim: item for item in claim_outcomes(case.view())}


def test_a_monthly_count_against_the_record(outcomes: dict[str, ClaimOutcome]) -> None:
    july = outcomes["C296"]  # 6,297 launched in July 2025
    assert (july.outcome, july.ratio, july.verdict, july.basis) == (6297, 1.0, "held", "record")


def test_officials_expected_the_plant_too_late(outcomes: dict[str, ClaimOutcome]) -> None:
    forecast = outcomes["C080"]  # early 2024; kits were put together in March 2023
    assert forecast.verdict == "early"
    assert -11 < (forecast.slip_months or 0) < -5
    assert "C091" in forecast.outcome_claims


def test_a_plan_that_was_outrun(outcomes: dict[str, ClaimOutcome]) -> None:
    plan = outcomes["C100"]  # 6,000 in total by September 2025
    assert plan.verdict == "outrun"
    assert (plan.ratio or 0) > 1.3


def test_jets_promised_within_2023(outcomes: dict[str, ClaimOutcome]) -> None:
    assert outcomes["C049"].verdict == "late"  # none by August 2025
    assert (outcomes["C049"].slip_months or 0) > 20


def test_raid_sizes_foretold(outcomes: dict[str, ClaimOutcome]) -> None:
    assert outcomes["C216"].verdict == "held"  # about 500 in one raid by mid-2025; 479 came
    assert outcomes["C266"].verdict == "fell short"  # 1,000 by autumn 2025; 810 came


def test_relays_and_repeats_do_not_count_twice(case: Case, outcomes: dict[str, ClaimOutcome]) -> None:
    originals = {claim.id for claim in case.claims.originals()}
    linked = {key for key, item in outcomes.items() if item.basis == "outcome claim"}
    assert set(outcomes) - linked <= originals


def test_only_what_is_known(case: Case, outcomes: dict[str, ClaimOutcome]) -> None:
    early = claim_outcomes(case.as_of("2023-12-31"))
    assert 0 < len(early) < len(outcomes)
    assert all(item.published <= date(2023, 12, 31) for item in early)
    known = {claim.id for claim in case.as_of("2023-12-31").claims}
    assert all(set(item.outcome_claims) <= known for item in early)
    assert claim_outcomes(case.as_of("2022-09-02")) == []


def test_cards_add_up(outcomes: dict[str, ClaimOutcome]) -> None:
    for by in (("source_class",), ("modality",), ("source_class", "modality")):
        rows = scorecard(outcomes.values(), by=by)
        assert sum(row["n"] for row in rows) == len(outcomes)
        for row in rows:
            verdicts = sum(row[name] for name in ("held", "outrun", "fell_short", "early", "late"))
            assert verdicts == row["n"] >= row["origins"] >= 1
    plans = next(row for row in scorecard(outcomes.values(), by=("modality",)) if row["modality"] == "plan")
    assert plans["ratio_q50"] > 1.2  # output ran past the plans
    assert scorecard([]) == []


def test_rows_are_plain(outcomes: dict[str, ClaimOutcome]) -> None:
    rows = outcome_rows(outcomes.values())
    assert all(value != float("inf") for row in rows for value in row.values())
    assert len(rows) == len(outcomes)
