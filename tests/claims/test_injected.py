"""Errors put into the flagship ledger on purpose: the share that the checks find, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tocsin.claims import Claim, Ledger, check

Injection = tuple[Claim, str]


def scaled(claim: Claim, factor: float) -> Claim:
    low, best, high = (
        value * factor if isinstance(value, float) else value
        for value in (claim.value_low, claim.value_best, claim.value_high)
    )
    return replace(claim, value_low=low, value_best=best, value_high=high)


def lost_thousands(ledger: Ledger) -> Iterator[Injection]:
    for claim in ledger.where(quantity=("contract_value_usd", "unit_cost_usd", "launched_in_month")):
        months = ledger.where(quantity="launched_in_month")
        alone = claim.quantity == "launched_in_month" and not any(
            other.id != claim.id and other.refers_to_end == claim.refers_to_end for other in months
        )
        if claim.has_value and not alone and not any(how == "relays" for how, _ in claim.links):
            yield scaled(claim, 1e-3), "unit_slip cross_source_gap"


def inflated_months(ledger: Ledger) -> Iterator[Injection]:
    rows = ledger.where(quantity="launched_in_month", scope="incl_decoys")
    for claim in rows:
        others = [
            row
            for row in rows
            if row.id != claim.id
            and (row.refers_to_start, row.refers_to_end) == (claim.refers_to_start, claim.refers_to_end)
            and row.qualifier in {"exact", "approx"}
            and not row.links
        ]
        if others and not claim.links:
            yield scaled(claim, 1.5), "cross_source_gap sum_mismatch growth_mismatch"


def flipped_floors(ledger: Ledger) -> Iterator[Injection]:
    for claim in ledger:
        if claim.qualifier not in {"at_least", "more_than"}:
            continue
        origins = [ledger[to] for how, to in claim.links if how == "relays" and to in ledger]
        if any(origin.qualifier in {"at_least", "more_than"} for origin in origins):
            yield (
                replace(claim, value_low=None, value_high=claim.value_low, qualifier="up_to"),
                "relay_changed_number",
            )


def totals_told_as_rates(ledger: Ledger) -> Iterator[Injection]:
    for claim in ledger.where(quantity="production_target_units"):
        if any(how == "relays" for how, _ in claim.links):
            yield (
                replace(claim, quantity="production_target_per_year"),
                "relay_changed_number total_against_rate",
            )


def parties_mixed_up(ledger: Ledger) -> Iterator[Injection]:
    for claim in ledger.where(quantity="contract_value_usd"):
        if "Moscow" not in claim.statement:
            yield replace(claim, statement="A deal between Iran and Tehran."), "party_alias_collision"


def told_before_it_happened(ledger: Ledger) -> Iterator[Injection]:
    for claim in ledger.where(quantity=("launched_in_month", "intercepted_units"), modality="asserted"):
        if claim.refers_to_end is not None:
            shift = claim.known_on - claim.refers_to_end + timedelta(days=60)
            start = claim.known_on + timedelta(days=30)
            yield (
                replace(claim, refers_to_start=start, refers_to_end=claim.refers_to_end + shift),
                "date_order",
            )


def plans_told_as_facts(ledger: Ledger) -> Iterator[Injection]:
    for claim in ledger.where(modality="plan"):
        relayed = [
            to
            for how, to in claim.links
            if how == "relays" and to in ledger and ledger[to].modality == "plan"
        ]
        if relayed and claim.has_value:
            yield replace(claim, modality="asserted"), "modality_shift relay_changed_number"


INJECTIONS: dict[str, tuple[Callable[[Ledger], Iterator[Injection]], float]] = {
    "lost_thousands": (lost_thousands, 0.85),
    "inflated_months": (inflated_months, 0.9),
    "flipped_floors": (flipped_floors, 0.9),
    "totals_told_as_rates": (totals_told_as_rates, 0.9),
    "parties_mixed_up": (parties_mixed_up, 1.0),
    "told_before_it_happened": (told_before_it_happened, 0.9),
    "plans_told_as_facts": (plans_told_as_facts, 0.8),
}


@pytest.mark.parametrize("name", INJECTIONS)
def test_injected_errors_are_found(yelabuga: Ledger, name: str) -> None:
    make, share = INJECTIONS[name]
    ledger = yelabuga.accepted()
    before = {(finding.rule, finding.message) for finding in check(ledger)}
    hits, missed = 0, []
    for changed, expected in make(ledger):
        rows = tuple(changed if claim.id == changed.id else claim for claim in ledger)
        found = check(Ledger(rows), rules=expected.split())
        if any(changed.id in item.claims and (item.rule, item.message) not in before for item in found):
            hits += 1
        else:
            missed.append(changed.id)
    print(f"{name}: {hits} of {hits + len(missed)} found; missed {missed}")
    assert hits + len(missed) >= 3
    assert hits / (hits + len(missed)) >= share
