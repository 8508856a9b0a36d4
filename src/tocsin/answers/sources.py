"""What was said: clashes, timeline, bargain, people, and how good such forecasts have been."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from tocsin.answers.core import Answer
from tocsin.case import Case
from tocsin.claims import Claim, Ledger, check
from tocsin.claims.checks import all_checks
from tocsin.claims.tables import merge_bargain, merge_people
from tocsin.earth import distance_km
from tocsin.lineage import Lineage
from tocsin.say import NBSP, day, plural

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


def clashes(view: Case) -> Answer:
    """Where accounts clash, by the ledger's checks."""
    findings = check(view.claims, distance_km)
    rows = [
        {"severity": item.severity, "rule": item.rule, "claims": list(item.claims), "message": item.message}
        for item in findings
    ]
    kinds = Counter(item.rule for item in findings)
    top = ", ".join(f"{rule_name(rule)} ({count})" for rule, count in kinds.most_common(3))
    groups = len({claim.origin_group or claim.attributed_to for claim in view.claims.accepted()})
    involved = tuple(dict.fromkeys(claim for item in findings for claim in item.claims))
    return Answer(
        id="clashes",
        kind="table",
        question="Who says so, and where do the accounts clash?",
        headline=(
            f"{plural(len(view.claims.accepted()), 'claim')} come from {plural(groups, 'origin')}; the checks find "
            f"{plural(len(findings), 'clash', 'clashes')}" + (f", most often: {top}." if top else ".")
        ),
        unit="finding",
        rows=tuple(rows),
        lineage=Lineage(claims=involved, method="The rules of tocsin.claims.checks, each a small function."),
    )


def rule_name(rule: str) -> str:
    """What a check finds, in words; one that is no longer at hand keeps its name.

    Examples
    --------
    >>> rule_name("cross_source_gap"), rule_name("a_rule_of_another")
    ('values that exclude each other', 'a rule of another')
    """
    known = all_checks().get(rule)
    return known.label if known else rule.replace("_", " ")


def timeline(view: Case) -> Answer:
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
    return Answer(
        id="timeline",
        kind="table",
        question="What was announced, seen and denied, and what came of it?",
        headline=(
            f"{plural(len(rows), 'dated event')} are on file; for {resolved} of them a later claim says what came of it, and "
            f"{denied} were denied."
        ),
        unit="event",
        rows=tuple(rows),
        lineage=Lineage(
            claims=tuple(claim.id for claim in claims),
            method="Dated claims of the ledger, relays left out; outcomes are claims linked as outcome or denial.",
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


def bargain(view: Case) -> Answer:
    """What each side promised and handed over."""
    merged = merge_bargain(view.tables.get("bargain", ()))
    rows = [{**row, "claims": row["claims"].split()} for row in merged]
    statuses = Counter(str(row["status"]) for row in rows)
    words = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    return Answer(
        id="bargain",
        kind="table",
        question="What did each side promise, and what was handed over?",
        headline=f"The bargain has {plural(len(rows), 'item')}: {words}."
        if rows
        else "No item of the bargain is public yet.",
        unit="item",
        rows=tuple(rows),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for row in rows for claim in row["claims"])),
            method="Items compiled by hand from the claims named; status as of the date.",
        ),
    )


def network(view: Case) -> Answer:
    """People and organisations named in claims in an official role."""
    rows = [
        {"name": row["name"], "kind": row["kind"], "role": row["role"], "claims": row["claims"].split()}
        for row in merge_people(view.tables.get("people", ()))
    ]
    kinds = Counter(row["kind"] for row in rows)
    people = plural(kinds.get("person", 0), "person", "people")
    return Answer(
        id="network",
        kind="table",
        question="Who is named, and in which role?",
        headline=f"The claims name {people} in official roles and {plural(len(rows) - kinds.get('person', 0), 'organisation')}.",
        unit="name",
        rows=tuple(rows),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for row in rows for claim in row["claims"])),
            method="Only names in accepted claims, in an official role; no addresses, no photographs.",
        ),
    )


def skill(view: Case) -> Answer:
    """How such forecasts did at past dates whose outcome was known by the as-of date."""
    from tocsin.score import skill_table

    rows = tuple(dict(row) for row in skill_table(view))
    return Answer(
        id="skill",
        kind="table",
        question="How good have such answers been?",
        headline=_skill_headline(rows),
        unit="CRPS skill",
        rows=rows,
        lineage=Lineage(
            record="the record up to the as-of date, as the truth of past forecasts",
            method="Stored backtest: each origin's forecast made only from what was public then.",
            assumptions=("Model structure was chosen later than the origins it is scored at: hindsight.",),
        ),
    )


def _skill_headline(rows: tuple[dict[str, Any], ...]) -> str:
    walk = [row for row in rows if "walk" in str(row.get("against", "")) and row.get("skill") is not None]
    logs = {int(row["horizon"]): row for row in walk if "log" in str(row.get("metric", ""))}
    raws = {int(row["horizon"]): row for row in walk if "raw" in str(row.get("metric", ""))}
    if not logs:
        return "Too few past dates have a known outcome at this date to say how good such forecasts are."
    parts = [
        f"{_less(logs[h]['skill'])} {plural(h, 'month')} ahead ({plural(logs[h]['n'], 'date')})"
        for h in (1, 6, 12)
        if h in logs
    ]
    text = (
        "Replayed at past dates, the error of forecasts like this beside that of a random walk (the last count carried "
        f"forward) was {', '.join(parts)}, by CRPS on log counts"
    )
    if 6 in raws:
        text += f"; on raw counts {_less(raws[6]['skill'])} 6 months ahead"
    return text + "."


def _less(skill: float) -> str:
    return f"{abs(skill) * 100:.0f}{NBSP}% {'smaller' if skill >= 0 else 'larger'}"
