"""What would change our mind: which uncertainty matters, and what a cut in supply would buy."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.report.charts import influence, intervals
from tocsin.report.figure import Column, Figure, Section, Table
from tocsin.report.sections.shared import ROWS_HOW, quantile_table, quantiles, said
from tocsin.report.source import Source, linked, plain
from tocsin.report.words import month, number, percent

_SHOWN = 10


def section(source: Source) -> Section:
    """The seventh section of the page."""
    cut = source.answer("disruption")
    figures = [shares(source), disruption(source)]
    return Section(
        id="change-our-mind",
        label="What would change our mind",
        sentence=source.sentence("watch"),
        paragraph=linked(cut.headline, "disruption") if cut else Markup(""),
        figures=[figure for figure in figures if figure],
        caveat=Markup(
            "“Disruption” means sanctions and export control. A share explained is not additive: inputs overlap."
        ),
        missing=source.missing("watch", "disruption"),
    )


def shares(source: Source) -> Figure | None:
    """Share of an answer's uncertainty that each input explains."""
    rows = [row for row in source.rows("watch") if row.get("share_explained") is not None]
    if not rows:
        return None
    answer = str(rows[0].get("answer", "launches"))
    shown = [row for row in rows if str(row.get("answer", answer)) == answer][:_SHOWN]
    data = [
        {"label": _label(row), "value": max(0.0, row["share_explained"]), "kind": str(row.get("kind", ""))} for row in shown
    ]
    first = shown[0]
    columns = (
        Column("rank", "Rank", "number"), Column("name", "Input"), Column("meaning", "Meaning"), Column("answer", "Answer"),
        Column("share_explained", "Share explained", "percent"), Column("kind", "Kind"), Column("claim", "Claim", "claims"),
    )  # fmt: skip
    return Figure(
        id="watch",
        answer="watch",
        title=f"The first input explains {percent(first['share_explained'])} of the uncertainty",
        subtitle=f"Share of the spread of “{answer}” that knowing one input would remove",
        chart=influence.lollipops,
        data={"rows": data, "unit": "share of variance explained"},
        alt="; ".join(f"{row['label']}: {percent(row['value'])}" for row in data) + ".",
        how="Longer is worth checking sooner. Plum: a claim; blue: a parameter.",
        source="From the same draws as the answers.",
        table=Table("t-watch", "The watch list", columns, rows),
    )


def _label(row: Any) -> str:
    text = plain(row.get("meaning") or row["name"])
    return text if len(text) <= 58 else text[:56].rsplit(" ", 1)[0] + " …"


def disruption(source: Source) -> Figure | None:
    """Launches avoided by a cut in supply, in the last month of the horizon."""
    found = source.spread("disruption")
    if not found:
        return None
    last = max(str(row["period"]) for row in found)
    rows = sorted((row for row in found if row["period"] == last), key=lambda row: row["cut"])
    data = [{"label": f"Cut of {percent(row['cut'])}", "colour": "blue", **quantiles(row)} for row in rows]
    best = rows[-1]
    return Figure(
        id="disruption",
        answer="disruption",
        title=f"A {percent(best['cut'])} cut avoids about {number(best['q50'])} launches a month",
        subtitle=f"Launches avoided in {month(last)} if supply is cut by this share from the as-of date",
        chart=intervals.rows,
        data={"rows": data, "unit": f"launches avoided in {month(last)}"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=ROWS_HOW,
        source="The same futures with less supply; stock cushions the first months.",
        table=quantile_table(
            "t-disruption", "Launches avoided",
            (Column("period", "Month", "month"), Column("cut", "Cut", "percent"), Column("leakers_avoided_q50", "Leakers avoided", "number")),
            found,
        ),
    )  # fmt: skip
