"""Method and lineage: the trail of every answer, the parameters, the facts, licences and scope."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.answers.say import plural
from tocsin.report.figure import Column, Section, Table
from tocsin.report.source import Source

_CLAIMS_LISTED = 40


def section(source: Source) -> Section:
    """The tenth section of the page; its trails come from `trails`."""
    used = sum(1 for _ in source.view.parameters)
    sentence = (
        f"Every number follows from {plural(len(source.view.claims.accepted()), 'claim')}, the record and"
        f" {plural(used, 'stated parameter')}; this is the trail."
    )
    return Section(
        id="method",
        label="Method and lineage",
        sentence=Markup("{}").format(sentence),
        paragraph=Markup("{}").format(_basis(source)),
        tables=[
            table
            for table in (
                diagnostics(source),
                *learned(source),
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


def _basis(source: Source) -> str:
    basis = getattr(source.assessment.forecast, "leak_share_basis", "")
    text = "Models see only what was public by the as-of date. Their structure was chosen later, which is hindsight."
    text = " ".join([text, *getattr(source.assessment.forecast, "notes", ())])
    if basis:
        text += f" Share that gets through: {'learned from the record' if basis == 'record' else 'assumed'}."
    return text


def trails(source: Source) -> list[dict[str, Any]]:
    """One block per answer: what it rests on."""
    shown = {claim.id for claim in source.view.claims.accepted()}
    blocks = []
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
    return blocks


def diagnostics(source: Source) -> Table:
    """What each member of the forecast reports about itself."""
    rows = [dict(row) for row in getattr(source.assessment.forecast, "diagnostics", ())]
    keys = list(dict.fromkeys(key for row in rows for key in row))[:6]
    columns = [Column(key, key.replace("_", " ").capitalize()) for key in keys]
    return Table("t-diagnostics", "Members of the forecast, and what they report", columns, rows)


def learned(source: Source) -> list[Table]:
    """How far the stored Bayesian fit moved each prior, and whether it reproduces the counts; empty without a fit."""
    if not any(
        row.get("member") == "stock_flow" for row in getattr(source.assessment.forecast, "diagnostics", ())
    ):
        return []
    from tocsin.programme.checks import predictive_bands, prior_posterior
    from tocsin.programme.fitstore import stored_fit

    fit = stored_fit(source.view)
    if fit is None:
        return []
    moved = prior_posterior(fit)
    replicated = predictive_bands(fit, seed=source.assessment.seed)
    counted = replicated[replicated["counted"].notna()]
    inside = counted["counted"].between(counted["posterior_q050"], counted["posterior_q950"]).mean()
    return [
        Table(
            "t-learned", "Prior against posterior: what the Bayesian fit learned, and what stays assumed",
            (Column("parameter", "Parameter"), Column("unit", "Unit"), *_columns("prior"), *_columns("posterior"),
             Column("overlap", "Overlap", "percent"), Column("verdict", "Verdict")),
            [{**row, "verdict": "learned" if row["learned"] else "assumed"} for row in _records(moved)],
        ),
        Table(
            "t-predictive", f"Posterior predictive check: {inside:.0%} of {len(counted)} counted months lie in the 90 % range",
            (Column("period", "Month", "month"), Column("counted", "Counted", "number"), *_columns("posterior")),
            _records(counted),
        ),
    ]  # fmt: skip


def _records(frame: Any) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _columns(stage: str) -> list[Column]:
    levels = {"q050": "5 %", "q500": "median", "q950": "95 %"}
    return [
        Column(f"{stage}_{level}", f"{stage.capitalize()}, {name}", "number")
        for level, name in levels.items()
    ]


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
