"""Method and lineage: the trail of every answer, the parameters, the facts, licences and scope."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.answers.declare import Column, Table
from tocsin.report.figure import Section
from tocsin.report.sections import checks
from tocsin.report.source import Source
from tocsin.say import plural

_CLAIMS_LISTED = 40
_LONG_LIST = 9  # from here on a list that an earlier trail has is not repeated, and others fold


def section(source: Source) -> Section:
    """The tenth section of the page; its trails come from `trails`."""
    used = sum(1 for _ in source.view.parameters)
    figures = checks.figures(source)
    sentence = (
        f"Every number follows from {plural(len(source.view.claims.accepted()), 'claim')}, the record and"
        f" {plural(used, 'stated parameter')}; this is the trail."
    )
    return Section(
        id="method",
        label="Method and lineage",
        sentence=Markup("{}").format(sentence),
        paragraph=Markup("{}").format(_basis(source, checked=bool(figures))),
        figures=figures,
        tables=[
            table
            for table in (
                diagnostics(source),
                parameters(source),
                facts(source),
                breaks(source),
            )
            if table.rows
        ],
        caveat=Markup(
            "Scope: the defender's and the public's side only. Aggregates, no positions of real units, no routes, no"
            " targets; nothing beyond what newspapers and officials publish."
        ),
    )


def _basis(source: Source, *, checked: bool) -> str:
    basis = getattr(source.assessment.work.forecast, "leak_share_basis", "")
    text = "Models see only what was public by the as-of date. Their structure was chosen later, which is hindsight."
    text = " ".join([text, *getattr(source.assessment.work.forecast, "notes", ())])
    if basis:
        text += f" Share that gets through: {'learned from the record' if basis == 'record' else 'assumed'}."
    if checked:
        text += " First whether the model is sound, as far as figures can show it; then the trail of every answer."
    return text


def trails(source: Source) -> list[dict[str, Any]]:
    """One block per answer: what it rests on."""
    shown = {claim.id for claim in source.view.claims.accepted()}
    blocks: list[dict[str, Any]] = []
    for name, answer in source.assessment.answers.items():
        trail = answer.lineage
        claims = list(dict.fromkeys(item for item in trail.claims if item in shown))
        blocks.append(
            {
                "id": name, "headline": answer.headline, "question": answer.question, "method": trail.method,
                "record": trail.record, "claims": claims[:_CLAIMS_LISTED], "more_claims": max(0, len(claims) - _CLAIMS_LISTED),
                "parameters": trail.parameters, "facts": trail.facts, "answers": trail.answers,
                "assumptions": trail.assumptions, "note": answer.note,
            }
        )  # fmt: skip
        blocks[-1]["as_in"] = {part: _as_in(blocks, part) for part in ("claims", "parameters", "facts")}
    return blocks


def _as_in(blocks: list[dict[str, Any]], part: str) -> str:
    """The first earlier answer that rests on the same long list, or an empty text."""
    mine = tuple(blocks[-1][part])
    if len(mine) < _LONG_LIST:
        return ""
    return next((block["id"] for block in blocks[:-1] if tuple(block[part]) == mine), "")


def diagnostics(source: Source) -> Table:
    """What each member of the forecast reports about itself."""
    rows = [dict(row) for row in getattr(source.assessment.work.forecast, "diagnostics", ())]
    keys = list(dict.fromkeys(key for row in rows for key in row))[:6]
    columns = [Column(key, key.replace("_", " ").capitalize()) for key in keys]
    return Table("t-diagnostics", "Members of the forecast, and what they report", columns, rows)


def parameters(source: Source) -> Table:
    """The parameters in force at this date."""
    rows = [
        {
            "name": row.name, "unit": row.unit, "family": row.family, "low": row.low, "best": row.best, "high": row.high,
            "meaning": row.meaning, "source": row.source, "known_from": row.known_from.isoformat(),
        }
        for row in source.view.parameters
    ]  # fmt: skip
    columns = (
        Column("name", "Parameter"), Column("unit", "Unit"), Column("low", "5 %", "number"), Column("best", "Median", "number"),
        Column("high", "95 %", "number"), Column("meaning", "Meaning"), Column("source", "Source"), Column("known_from", "Known from", "date"),
    )  # fmt: skip
    return Table(
        "t-parameters",
        f"{len(rows)} parameters; low, median and high are the 5th, 50th and 95th percentile",
        columns,
        rows,
        searchable=True,
    )


def facts(source: Source) -> Table:
    """Published figures that parameters rest on."""
    cited = {item for answer in source.assessment.answers.values() for item in answer.lineage.facts}
    for row in source.view.parameters:
        cited |= {word.strip(",;.()") for word in row.source.split()}
    rows = [
        {
            "id": fact.id, "url": fact.url, "outlet": fact.outlet, "known_from": fact.known_from.isoformat(),
            "statement": fact.statement, "what": f"{fact.item}: {fact.quantity}", "value": _printed(fact),
        }
        for fact in source.view.facts.values()
        if fact.id in cited
    ]  # fmt: skip
    columns = (
        Column("id", "Fact"), Column("what", "What"), Column("value", "Printed"), Column("outlet", "Where"),
        Column("known_from", "Known from", "date"), Column("statement", "In our words"),
    )  # fmt: skip
    return Table("t-facts", f"{len(rows)} published figures behind the parameters", columns, rows)


def _printed(fact: Any) -> str:
    stated = list(
        dict.fromkeys(f"{value:,g}" for value in (fact.low, fact.best, fact.high) if value is not None)
    )
    return f"{'–'.join(stated)} {fact.unit}".strip()


def breaks(source: Source) -> Table:
    """Dates at which what is counted changed."""
    rows = [
        {"start": item.start.isoformat(), "label": item.label, "meaning": item.meaning}
        for item in source.view.settings.breaks
    ]
    columns = (Column("start", "From", "date"), Column("label", "Change"), Column("meaning", "What it means"))
    return Table("t-breaks", "Changes in what is counted", columns, rows)
