"""What an assessment rests on, as plain tables: claims, facts, parameters, breaks and the members of the forecast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tocsin.answers.declare import Column, Table
from tocsin.say import day, msg

if TYPE_CHECKING:
    from tocsin.answers.core import Answer
    from tocsin.answers.work import Work
    from tocsin.case import Fact


def about(work: Work) -> dict[str, Any]:
    """The case and what was read, as the head of the page says it."""
    view, made = work.view, work.forecast
    claims = view.claims.accepted()
    settings = view.settings
    return {
        "title": settings.about.title,
        "summary": settings.about.summary,
        "period": work.period if made is not None else None,
        "claims": len(claims),
        "origins": len({claim.origin_group or claim.attributed_to for claim in claims}),
        "reports": len(view.record),
        "parameters": sum(1 for _ in view.parameters),
        "limit_per_month": settings.decisions.leakers_per_month,
        "confidence": settings.decisions.confidence,
        "leak_share_basis": made.leak_share_basis,
        "notes": list(made.notes),
    }


def evidence(work: Work, answers: Mapping[str, Answer]) -> dict[str, Table]:
    """The tables behind the answers, by name; empty ones are left out."""
    tables = {
        "diagnostics": _diagnostics(work),
        "parameters": _parameters(work),
        "facts": _facts(work, answers),
        "breaks": _breaks(work),
        "claims": _claims(work),
    }
    return {name: table for name, table in tables.items() if table.rows}


def _diagnostics(work: Work) -> Table:
    """What each member of the forecast reports about itself."""
    rows = [dict(row) for row in work.forecast.diagnostics]
    keys = list(dict.fromkeys(key for row in rows for key in row))[:6]
    columns = [Column(key, key.replace("_", " ").capitalize()) for key in keys]
    return Table("t-diagnostics", msg("Members of the forecast, and what they report"), columns, rows)


def _parameters(work: Work) -> Table:
    """The parameters in force at this date."""
    rows = [
        {
            "name": row.name, "unit": row.unit, "family": row.family, "low": row.low, "best": row.best, "high": row.high,
            "meaning": row.meaning, "source": row.source, "known_from": row.known_from.isoformat(),
        }
        for row in work.view.parameters
    ]  # fmt: skip
    columns = (
        Column("name", msg("Parameter"), key=True), Column("unit", msg("Unit")), Column("low", msg("5 %"), "number", "as stated"),
        Column("best", msg("Median"), "number", "as stated"), Column("high", msg("95 %"), "number", "as stated"),
        Column("meaning", msg("Meaning")), Column("source", msg("Source")), Column("known_from", msg("Known from"), "date"),
    )  # fmt: skip
    caption = msg(
        "{n:exact} parameters; low, median and high are the 5th, 50th and 95th percentile", n=len(rows)
    )
    return Table("t-parameters", caption, columns, rows, searchable=True)


def _facts(work: Work, answers: Mapping[str, Answer]) -> Table:
    """Published figures that parameters rest on."""
    cited = {item for answer in answers.values() for item in answer.lineage.facts}
    for row in work.view.parameters:
        cited |= {word.strip(",;.()") for word in row.source.split()}
    rows = [
        {
            "id": fact.id, "url": fact.url, "outlet": fact.outlet, "known_from": fact.known_from.isoformat(),
            "statement": fact.statement, "what": f"{fact.item}: {fact.quantity}", "value": _printed(fact),
        }
        for fact in work.view.facts.values()
        if fact.id in cited
    ]  # fmt: skip
    columns = (
        Column("id", msg("Fact"), key=True), Column("what", msg("What")), Column("value", msg("Printed")),
        Column("outlet", msg("Where")), Column("known_from", msg("Known from"), "date"), Column("statement", msg("In our words")),
    )  # fmt: skip
    return Table(
        "t-facts", msg("{n:exact} published figures behind the parameters", n=len(rows)), columns, rows
    )


def _printed(fact: Fact) -> str:
    stated = list(
        dict.fromkeys(f"{value:,g}" for value in (fact.low, fact.best, fact.high) if value is not None)
    )
    return f"{'–'.join(stated)} {fact.unit}".strip()


def _breaks(work: Work) -> Table:
    """Dates at which what is counted changed."""
    rows = [
        {"start": item.start.isoformat(), "label": item.label, "meaning": item.meaning}
        for item in work.view.settings.breaks
    ]
    columns = (
        Column("start", msg("From"), "date", key=True), Column("label", msg("Change"), key=True),
        Column("meaning", msg("What it means")),
    )  # fmt: skip
    return Table("t-breaks", msg("Changes in what is counted"), columns, rows)


def _claims(work: Work) -> Table:
    """Every accepted claim, the newest first."""
    ordered = sorted(work.view.claims.accepted(), key=lambda claim: (claim.published, claim.id), reverse=True)
    columns = (
        Column("id", msg("Claim"), key=True), Column("published", msg("Published"), "date"), Column("who", msg("Who ← from whom")),
        Column("what", msg("Quantity")), Column("value", msg("Value")), Column("modality", msg("How firmly")),
        Column("statement", msg("In our words")),
    )  # fmt: skip
    rows = [claim_row(claim) for claim in ordered]
    return Table("t-claims", msg("{n:exact} claims", n=len(rows)), columns, rows, searchable=True)


def claim_row(claim: Any) -> dict[str, Any]:
    """One claim as the page prints it."""
    who = " ← ".join([claim.outlet, *claim.chain]) if claim.chain else claim.outlet
    scope = f", {claim.scope.replace('_', ' ')}" if claim.scope else ""
    return {
        "id": claim.id,
        "url": claim.url,
        "published": claim.dated,
        "who": who,
        "what": claim.quantity.replace("_", " ") + scope,
        "value": _value(claim),
        "modality": ("alleged, " if claim.allegation else "") + claim.modality,
        "statement": claim.statement,
    }


def _value(claim: Any) -> str:
    words = {
        "at_least": "at least ",
        "more_than": "more than ",
        "up_to": "up to ",
        "less_than": "less than ",
        "approx": "about ",
    }
    low, best, high = claim.value_low, claim.value_best, claim.value_high
    stated = best if best is not None else None
    if stated is None and low is not None and high is not None and low != high:
        text = f"{_one(low)}–{_one(high)}"
    else:
        text = _one(stated if stated is not None else low if low is not None else high)
    return f"{words.get(claim.qualifier, '')}{text} {claim.unit if text and claim.unit not in {'date', 'event', 'topic'} else ''}".strip()


def _one(value: Any) -> str:
    if value is None:
        return ""
    return (
        f"{value:,g}"
        if isinstance(value, (int, float)) and abs(value) < 1e6
        else (f"{value:,.0f}" if isinstance(value, (int, float)) else day(value))
    )
