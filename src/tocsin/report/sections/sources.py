"""Who said what: the timeline, the bargain, who is named, clashes, and the claims themselves."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.answers.clashes import rule_name
from tocsin.answers.declare import Column, Figure, Table
from tocsin.quantities import QUANTITIES
from tocsin.report.charts import timeline
from tocsin.report.figure import Section
from tocsin.report.source import Source, linked, plain
from tocsin.say import day

FAMILIES = {
    "production": "Output plans", "supply": "Deliveries", "cost": "Money", "plant": "The plant", "supply_chain": "Sanctions, parts",
    "aircraft": "Aircraft, pilots", "launches": "Launches", "performance": "The drone",
}  # fmt: skip
KINDS = {"reported": "reported", "denied": "denied", "assessed": "assessed"}
CLAIMS_SHOWN = 200


def section(source: Source) -> Section:
    """The eighth section of the page."""
    figure = strands(source)
    other = source.answer("bargain")
    tables = [bargain(source), network(source), clashes(source), claims(source)]
    return Section(
        id="who-said-what",
        label="Who said what",
        sentence=source.sentence("clashes"),
        paragraph=linked(other.headline, "bargain") if other else Markup(""),
        figures=[figure] if figure else [],
        tables=[table for table in tables if table.rows],
        caveat=Markup(
            "Unnamed officials behind many reports count as one origin. People are named only where an accepted claim"
            " names them in an official role."
        ),
        missing=source.missing("clashes", "timeline", "bargain", "network"),
    )


def strands(source: Source) -> Figure | None:
    """Announced, reported and denied, by strand."""
    rows = [row for row in source.rows("timeline") if str(row["date"]) <= source.as_of]
    if not rows:
        return None
    marks = [
        {
            "date": row["date"],
            "strand": _strand(row),
            "kind": _kind(row),
            "text": plain(f"{row['event']} ({row['source']})"),
        }
        for row in rows
    ]
    used = {mark["strand"] for mark in marks}
    order = [name for name in (*FAMILIES.values(), "Other") if name in used]
    counts = {kind: sum(mark["kind"] == kind for mark in marks) for kind in timeline.SHAPES}
    words = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    columns = (
        Column("date", "Date", "date"), Column("event", "Event"), Column("modality", "How firmly"),
        Column("outcome", "What came of it"), Column("denied", "Denied"), Column("source", "Source"), Column("claims", "Claims", "ids"),
    )  # fmt: skip
    return Figure(
        id="timeline",
        answer="timeline",
        title=f"{sum(bool(row.get('outcome')) for row in rows)} of {len(rows)} events have a known outcome",
        subtitle="What was announced, reported, assessed and denied, by strand, up to the as-of date",
        chart="timeline",
        data={"rows": marks, "strands": order, "as_of": source.as_of},
        alt=f"Timeline of {len(rows)} dated events: {words}.",
        how="One mark an event, at the start of the window it speaks of. Hover or open the table for the words.",
        source="The case's claims; relays of one origin are left out.",
        table=Table("t-timeline", "Events", columns, rows),
        legend=[(f"{shape}-{kind}", kind) for kind, shape in timeline.SHAPES.items() if counts[kind]],
    )


def _strand(row: Any) -> str:
    quantity = QUANTITIES.get(str(row.get("quantity", "")))
    return FAMILIES.get(quantity.family, "Other") if quantity else "Other"


def _kind(row: Any) -> str:
    word = str(row["modality"]).removeprefix("alleged, ")
    return KINDS.get(word, "announced")


def bargain(source: Source) -> Table:
    """What each side promised and handed over."""
    columns = (
        Column("side", "Side"), Column("item", "Item"), Column("promised", "Promised"), Column("delivered", "Handed over"),
        Column("status", "Status"), Column("claims", "Claims", "ids"),
    )  # fmt: skip
    rows = [{**row, "status": str(row.get("status", "")).replace("_", " ")} for row in source.rows("bargain")]
    return Table("t-bargain", "The bargain: promised and handed over", columns, rows)


def network(source: Source) -> Table:
    """People in official roles and organisations named in claims."""
    columns = (
        Column("name", "Name"),
        Column("kind", "Kind"),
        Column("role", "Role"),
        Column("claims", "Claims", "ids"),
    )
    return Table("t-network", "People in official roles and organisations", columns, source.rows("network"))


def clashes(source: Source) -> Table:
    """The checks' findings."""
    columns = (
        Column("severity", "Weight"),
        Column("rule", "Kind"),
        Column("message", "What clashes"),
        Column("claims", "Claims", "ids"),
    )
    rows = [{**row, "rule": rule_name(str(row["rule"]))} for row in source.rows("clashes")]
    return Table("t-clashes", "Clashes", columns, rows)


def claims(source: Source) -> Table:
    """The claims behind the answers first, then the newest, about 200 in all."""
    ledger = source.view.claims.accepted()
    cited = {
        item
        for answer in source.assessment.answers.values()
        if answer.kind == "draws"
        for item in answer.lineage.claims
    }
    ordered = sorted(
        ledger, key=lambda claim: (claim.id not in cited, -claim.published.toordinal(), claim.id)
    )
    chosen = sorted(ordered[:CLAIMS_SHOWN], key=lambda claim: (claim.published, claim.id), reverse=True)
    columns = (
        Column("id", "Claim"), Column("published", "Published", "date"), Column("who", "Who ← from whom"),
        Column("what", "Quantity"), Column("value", "Value"), Column("modality", "How firmly"), Column("statement", "In our words"),
    )  # fmt: skip
    left_out = len(ordered) - len(chosen)
    note = f"; the other {left_out} are in tables/claims.csv beside this page" if left_out else ""
    return Table(
        "t-claims",
        f"{len(chosen)} of {len(ordered)} claims{note}",
        columns,
        [claim_row(claim) for claim in chosen],
        searchable=True,
    )


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
