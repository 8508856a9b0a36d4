"""What was announced, seen and denied, and what came of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from tocsin.answers.common import Row
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.claims import Claim, Ledger
from tocsin.lineage import Lineage
from tocsin.quantities import QUANTITIES
from tocsin.say import msg, nmsg

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
STRANDS = {
    "production": msg("Output plans"), "supply": msg("Deliveries"), "cost": msg("Money"), "plant": msg("The plant"),
    "supply_chain": msg("Sanctions, parts"), "aircraft": msg("Aircraft, pilots"), "launches": msg("Launches"),
    "performance": msg("The drone"),
}  # fmt: skip
OTHER = msg("Other")
# What a mark stands for by the claim's modality; all that is not listed was announced.
KINDS = {"asserted": "reported", "denied": "denied", "assessed": "assessed"}
MARKS = {
    "announced": ("circle-announced", msg("announced")), "reported": ("square-reported", msg("reported")),
    "denied": ("cross-denied", msg("denied")), "assessed": ("diamond-assessed", msg("assessed")),
}  # fmt: skip
DATE, EVENT, MODALITY = (
    Column("date", msg("Date"), "date", key=True),
    Column("event", msg("Event")),
    Column("modality", msg("How firmly")),
)
OUTCOME, DENIED = Column("outcome", msg("What came of it")), Column("denied", msg("Denied"))
SOURCE, CLAIMS = Column("source", msg("Source")), Column("claims", msg("Claims"), "ids", key=True)  # fmt: skip


def compute(work: Work) -> Found:
    """Dated events of the ledger, relays left out, in the order in which they happen."""
    ledger = work.view.claims.accepted()
    claims = [claim for claim in ledger.originals() if _dated(claim)]
    rows = sorted((_row(ledger, claim) for claim in claims), key=lambda row: (row["date"], row["claims"]))
    parts = {
        "events": len(rows),
        "resolved": sum(bool(row["outcome"]) for row in rows),
        "denied": sum(bool(row["denied"]) for row in rows),
    }
    return Found(
        rows=rows,
        headline=nmsg(
            "{n:exact} dated event is on file; for {resolved:exact} of them a later claim says what came of it, and"
            " {denied:exact} were denied.",
            "{n:exact} dated events are on file; for {resolved:exact} of them a later claim says what came of it, and"
            " {denied:exact} were denied.",
            parts["events"], resolved=parts["resolved"], denied=parts["denied"],
        ),
        lineage=Lineage(
            claims=tuple(claim.id for claim in claims),
            method=(msg("Dated claims of the ledger, relays left out; outcomes are claims linked as outcome or denial."),),
        ),
        parts=parts,
    )  # fmt: skip


def _dated(claim: Claim) -> bool:
    return claim.quantity in TIMELINE and (claim.has_value or claim.refers_to_start is not None)


def _row(ledger: Ledger, claim: Claim) -> dict[str, Any]:
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
        "source": ": ".join(name for name in (claim.outlet, claim.attributed_to) if name),
    }


def _later(ledger: Ledger, claim: Claim, relation: str) -> str:
    """What later claims say of this one, with id and date."""
    items = ledger.pointing_to(claim.id, relation)
    return "; ".join(
        msg("{statement} ({id}, {day:day})", statement=item.statement, id=item.id, day=item.published)
        for item in items
    )


def _window(claim: Claim) -> tuple[date, date | None]:
    """The window an event falls in: its dated value where it has one, else what the claim refers to."""
    dates = [
        value for value in (claim.value_low, claim.value_best, claim.value_high) if isinstance(value, date)
    ]
    if dates:
        return min(dates), max(dates)
    return claim.refers_to_start or claim.published, claim.refers_to_end


def strands(answer: Answer, work: Work) -> Figure | None:
    """Announced, reported, assessed and denied, by strand, up to the date."""
    as_of = work.view.as_of_date.isoformat()
    rows = [row for row in answer.rows if row["date"] <= as_of]
    if not rows:
        return None
    marks = [_mark(work.view, row) for row in rows]
    used = {mark["strand"] for mark in marks}
    counts = Counter(mark["kind"] for mark in marks)
    shown = {kind: mark for kind, mark in MARKS.items() if counts[kind]}
    resolved = sum(bool(row.get("outcome")) for row in rows)
    return Figure(
        id="timeline",
        chart="timeline",
        title=nmsg(
            "{n:exact} of {events:exact} events has a known outcome", "{n:exact} of {events:exact} events have a known outcome",
            resolved, events=len(rows),
        ),
        subtitle=msg("What was announced, reported, assessed and denied, by strand, up to the as-of date"),
        data={"rows": marks, "strands": [name for name in (*STRANDS.values(), OTHER) if name in used], "as_of": as_of},
        alt=nmsg(
            "Timeline of {n:exact} dated event: {counts:listed}.", "Timeline of {n:exact} dated events: {counts:listed}.",
            len(rows), counts=[msg("{n:exact} {kind}", n=counts[kind], kind=word) for kind, (_, word) in shown.items()],
        ),
        how=msg("One mark an event, at the start of the window it speaks of. Hover or open the table for the words."),
        source=msg("The case's claims; relays of one origin are left out."),
        table=Table("t-timeline", msg("Events"), (DATE, EVENT, MODALITY, OUTCOME, DENIED, SOURCE, CLAIMS), rows),
        legend=tuple(shown.values()),
    )  # fmt: skip


def _mark(view: Case, row: Row) -> dict[str, Any]:
    quantity = QUANTITIES.get(row["quantity"])
    return {
        "date": row["date"],
        "strand": STRANDS.get(quantity.family, OTHER) if quantity else OTHER,
        "kind": KINDS.get(view.claims[row["claims"][0]].modality, "announced"),
        "text": msg("{event} ({source})", event=row["event"], source=row["source"]),
    }


QUESTION = Question(
    id="timeline",
    asks=msg("What was announced, seen and denied, and what came of it?"),
    section="said",
    rank=20,
    kind="table",
    unit="event",
    columns=(
        DATE, Column("until", msg("Until"), "date"), Column("published", msg("Published"), "date"), EVENT,
        Column("quantity", msg("Quantity"), key=True), MODALITY, CLAIMS, OUTCOME, DENIED, SOURCE,
    ),
    needs=("claims",),
    compute=compute,
    figures=(strands,),
    documented="claims.md",
)  # fmt: skip
