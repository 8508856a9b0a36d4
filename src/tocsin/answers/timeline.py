"""What was announced, seen and denied, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.answers.declare import Column, Found
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.claims import Claim, Ledger
from tocsin.lineage import Lineage
from tocsin.say import (
    day,
    msg,
    plural,
    verbatim,
)

# Modality of a dated claim as a word in the timeline.
SAID = {
    "asserted": "reported", "assessed": "assessed", "plan": "planned", "forecast": "expected",
    "capability": "within ability", "denied": "denied",
}  # fmt: skip


TIMELINE = (
    "factory_start_date", "milestone_date", "facility_strike_date", "sanction_event", "aircraft_milestone_date",
    "production_target_units", "production_target_per_year", "contract_value_usd", "delivered_from_iran_units",
    "ordered_from_iran_units",
)  # fmt: skip


def timeline(view: Case) -> Found:
    """What was announced, seen and denied, and what came of it."""
    ledger = view.claims.accepted()
    claims = [
        claim
        for claim in ledger.originals()
        if claim.quantity in TIMELINE and (claim.has_value or claim.refers_to_start)
    ]
    rows = sorted(
        (_timeline_row(ledger, claim) for claim in claims), key=lambda row: (row["date"], row["claims"])
    )
    resolved = sum(bool(row["outcome"]) for row in rows)
    denied = sum(bool(row["denied"]) for row in rows)
    return Found(
        rows=rows,
        question=verbatim("What was announced, seen and denied, and what came of it?"),
        headline=verbatim(
            f"{plural(len(rows), 'dated event')} are on file; for {resolved} of them a later claim says what came of it, and "
            f"{denied} were denied."
        ),
        lineage=Lineage(
            claims=tuple(claim.id for claim in claims),
            method=(
                "Dated claims of the ledger, relays left out; outcomes are claims linked as outcome or denial.",
            ),
        ),
    )


def _timeline_row(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    start, end = _window(claim)
    return {
        "date": start.isoformat(),
        "until": end.isoformat() if end and end != start else None,
        "published": claim.published.isoformat(),
        "event": claim.statement,
        "quantity": claim.quantity,
        "modality": ("alleged, " if claim.allegation else "") + SAID.get(claim.modality, claim.modality),
        "claims": [claim.id],
        "outcome": _later(ledger, claim, "outcome_of"),
        "denied": _later(ledger, claim, "denies"),
        "source": f"{claim.outlet}: {claim.attributed_to}" if claim.attributed_to else claim.outlet,
    }


def _later(ledger: Ledger, claim: Claim, relation: str) -> str:
    """What later claims say of this one, with id and date."""
    items = ledger.pointing_to(claim.id, relation)
    return "; ".join(f"{item.statement} ({item.id}, {day(item.published)})" for item in items)


def _window(claim: Claim) -> tuple[date, date | None]:
    """The window an event falls in: its dated value where it has one, else what the claim refers to."""
    dates = [
        value for value in (claim.value_low, claim.value_best, claim.value_high) if isinstance(value, date)
    ]
    if dates:
        return min(dates), max(dates)
    return claim.refers_to_start or claim.published, claim.refers_to_end


def compute(work: Work) -> Found:
    """Dated events."""
    return timeline(work.view)


QUESTION = Question(
    id="timeline",
    asks=msg("What was announced, seen and denied, and what came of it?"),
    section="said",
    rank=20,
    kind="table",
    unit="event",
    columns=(
        Column("date", msg("Date"), "date", "", key=True),
        Column("until", msg("Until"), "date", ""),
        Column("published", msg("Published"), "date", ""),
        Column("event", msg("Event"), "text", ""),
        Column("quantity", msg("Quantity"), "text", "", key=True),
        Column("modality", msg("How firmly"), "text", ""),
        Column("claims", msg("Claims"), "ids", "", key=True),
        Column("outcome", msg("What came of it"), "text", ""),
        Column("denied", msg("Denied"), "text", ""),
        Column("source", msg("Source"), "text", ""),
    ),
    needs=("claims",),
    compute=compute,
    documented="claims.md",
)
