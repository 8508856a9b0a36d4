"""What would change our mind: which uncertainty matters, and what a cut in supply would buy."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.figure import Section
from tocsin.report.source import Source, linked, plain
from tocsin.say import percent

_SHOWN = 10


def section(source: Source) -> Section:
    """The seventh section of the page."""
    cut = source.answer("disruption")
    drawn = shares(source)
    return Section(
        id="change-our-mind",
        label="What would change our mind",
        sentence=source.sentence("watch"),
        paragraph=linked(cut.headline, "disruption") if cut else Markup(""),
        figures=[*([drawn] if drawn else []), *source.figures("disruption")],
        caveat=Markup(
            "A cut in supply means sanctions and export control; that something else replaces what is withheld is not"
            " modelled. Shares explained do not add up to 100\u00a0%: inputs overlap."
        ),
        missing=source.missing("watch", "disruption"),
    )


def shares(source: Source) -> Figure | None:
    """Share of an answer's uncertainty that each input explains."""
    rows = [row for row in source.rows("watch") if row.get("share_explained") is not None]
    if not rows:
        return None
    shown = rows[:_SHOWN]
    data = [
        {"label": _label(row), "value": max(0.0, row["share_explained"]), "kind": str(row.get("kind", ""))}
        for row in shown
    ]
    columns = (
        Column("rank", "Rank", "number"), Column("name", "Input"), Column("meaning", "Meaning"), Column("answer", "Answer"),
        Column("share_explained", "Share explained", "share"), Column("kind", "Kind"), Column("claim", "Claims", "ids"),
    )  # fmt: skip
    return Figure(
        id="watch",
        answer="watch",
        title=f"One input would settle {percent(shown[0]['share_explained'])} of what is open about {_about(shown[0])}",
        subtitle="Share of an answer's spread that knowing one input exactly would remove",
        chart="lollipops",
        data={"rows": data, "unit": "share of the answer's variance explained"},
        alt="; ".join(f"{row['label']}: {percent(row['value'])}" for row in data) + ".",
        how="Longer is worth checking sooner. Each label names the answer, then the input.",
        source="From the same draws as the answers; claims by leaving each origin out.",
        table=Table("t-watch", "The watch list", columns, [_split(row) for row in source.rows("watch")]),
    )


ABOUT = {
    "warning": "warning", "leakers": "what gets through", "launches": "launches", "cost.exchange": "cost",
    "output.rate": "output", "output.when": "dates", "defence.enough": "enough",
}  # fmt: skip


def _about(row: Any) -> str:
    return ABOUT.get(str(row.get("answer", "")), str(row.get("answer", "")))


def _label(row: Any) -> str:
    return plain(f"{_about(row)}: {row.get('meaning') or row['name']}")


def _split(row: Any) -> dict[str, Any]:
    return {**row, "claim": str(row.get("claim") or "").split()}
