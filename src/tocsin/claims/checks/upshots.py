"""What came of it: outcomes unlike the plan, forecasts, stale targets, stocks that were never empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tocsin.claims.checks.comparing import end_of, exclude
from tocsin.claims.checks.findings import (
    Finding,
    Tools,
    amount,
    cited,
    ids,
    listed,
    looks_for,
    source,
    value_words,
)
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim

_KM = {"km": 1.0, "mile": 1.609344}
_UNITS = {"km": "km", "mile": "miles"}
_DIRECTION = re.compile(r"\b((?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)? of\b", re.I)


@looks_for("outcomes unlike the plan")
def outcome_differs(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A plan or forecast against the row that reports what came of it."""
    for plan in ledger:
        outcomes = [claim for claim in ledger.pointing_to(plan.id, "outcome_of") if _differs(plan, claim)]
        if outcomes:
            yield Finding(
                "outcome_differs",
                "medium",
                ids([plan, *outcomes]),
                f"{source(plan)} had {_expectation(plan)} ({plan.id}, published {amount(plan.published)}); what came of it: "
                + "; ".join(f"{claim.statement.rstrip('.')} ({claim.id})" for claim in outcomes)
                + ".",
            )


@looks_for("forecasts that were not met")
def forecast_unmet(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Forecasts of raid sizes whose day has passed, against the largest raid on file by then."""
    today = max((claim.known_on for claim in ledger), default=date.min)
    raids = [raid for raid in ledger.where(quantity="launched_single_raid") if raid.point]
    for claim in ledger.where(quantity="launch_capacity_single_strike", modality=("forecast", "plan")):
        due = claim.refers_to_end
        if due is None or due >= today or not claim.point:
            continue
        flown = [raid for raid in raids if (end_of(raid) or today) <= due and raid.scope == claim.scope]
        top = max(flown, key=lambda raid: raid.point or 0.0, default=None)
        if top is not None and (top.point or 0.0) < 0.9 * claim.point:
            yield Finding(
                "forecast_unmet",
                "medium",
                ids([claim, top]),
                f"{source(claim)} expected raids of {value_words(claim)} by {amount(due)} ({claim.id}); "
                f"the largest on file by then: {cited(top)}.",
            )


@looks_for("targets repeated after they were met")
def stale_plan(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A target told again after a row reported it as met."""
    for plan in ledger.where(modality="plan"):
        met = [
            claim
            for claim in ledger.where(quantity="produced_cumulative")
            if claim.scope == plan.scope
            and claim.published < plan.published - timedelta(days=90)
            and plan.numbers[1] is not None
            and claim.interval[0] >= 0.95 * plan.numbers[1]
            and plan.point in {other.point for other in ledger if other.published < claim.published}
        ]
        if met and plan.quantity in {"production_target_units", "production_target_per_year"}:
            yield Finding(
                "stale_plan",
                "medium",
                ids([*met, plan]),
                f"{plan.id} ({plan.outlet}, {amount(plan.published)}) still quotes a target of {value_words(plan)}, "
                f"although that many were reported as made long before: {listed(met)}.",
            )


@looks_for("use after stocks were called empty")
def stock_out_then_use(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A stock called empty, and drones delivered or launched soon after."""
    for empty in ledger.where(quantity="stockpile_units"):
        day = end_of(empty)
        if empty.numbers[1] != 0 or day is None:
            continue
        after = [
            claim
            for claim in ledger
            if claim.quantity in {"launched_in_period", "milestone_date", "delivered_from_iran_units"}
            and claim.modality in {"asserted", "assessed"}
            and (
                claim.subject in {"delivery", "second consignment"} or claim.quantity == "launched_in_period"
            )
            and day <= _last_date(claim) <= day + timedelta(days=45)
        ]
        if after:
            yield Finding(
                "stock_out_then_use",
                "medium",
                ids([empty, *after]),
                f"{source(empty)} called the stock empty by {amount(day)} ({empty.id}); within weeks: {_told(after)}. "
                "The stock-out was temporary, or there was none.",
            )


@looks_for("other contradictions", last=True)
def linked_contradiction(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Rows a curator linked as contradicting each other, where no other check shows the two together."""
    for claim in ledger:
        for how, to in claim.links:
            if how != "contradicts" or to not in ledger:
                continue
            other = ledger[to]
            if frozenset((claim.id, to)) not in tools.shown and "denied" not in {
                claim.modality,
                other.modality,
            }:
                yield Finding(
                    "linked_contradiction",
                    "low",
                    ids([other, claim]),
                    f"{other.statement.rstrip('.')} ({other.id}); but: {claim.statement.rstrip('.')} ({claim.id}).",
                )


def _differs(plan: Claim, outcome: Claim) -> bool:
    """Whether what came of it is none, early, or another number; what has no common yardstick does not count."""
    if outcome.point == 0:
        return True
    if plan.kind.is_date:
        return exclude(plan, outcome) if outcome.kind.is_date else _before(outcome, plan)
    if not plan.has_value or not outcome.has_value or plan.kind.family != outcome.kind.family:
        return False
    rates = [bool(claim.kind.per) or claim.quantity == "produced_in_period" for claim in (plan, outcome)]
    if all(rates):
        return exclude(plan, outcome)
    if plan.kind.per or outcome.kind.per or plan.qualifier == "vague":
        return False
    due, done = end_of(plan), end_of(outcome)
    if due and done and done < due - timedelta(days=90) and (outcome.point or 0) >= 0.9 * (plan.point or 0):
        return True
    surpassed = plan.kind.kind == "capacity" and (outcome.point or 0) >= (plan.point or 0)
    return not surpassed and _exclude_totals(plan, outcome)


def _exclude_totals(plan: Claim, outcome: Claim) -> bool:
    """Two totals that exclude each other as they stand, windows aside."""
    (a, b), (c, d) = plan.interval, outcome.interval
    return 1.1 * b < c or 1.1 * d < a


def _before(outcome: Claim, plan: Claim) -> bool:
    """Whether something was made before the earliest planned start."""
    start, done = plan.numbers[0], end_of(outcome)
    return start is not None and done is not None and done.toordinal() < start


def _expectation(plan: Claim) -> str:
    if plan.has_value:
        return (
            f"{value_words(plan)} as a {plan.modality if plan.modality in {'plan', 'forecast'} else 'figure'}"
        )
    return f"“{plan.statement.rstrip('.')}”"


def _last_date(claim: Claim) -> date:
    dates = [value for value in (claim.value_high, claim.value_best) if isinstance(value, date)]
    return max(dates) if dates else end_of(claim) or claim.published


def _told(claims: list[Claim]) -> str:
    return "; ".join(
        f"{claim.statement.rstrip('.')} ({claim.id})" if claim.kind.is_date else cited(claim)
        for claim in claims
    )
