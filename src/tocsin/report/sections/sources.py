"""Who said what: the timeline, the bargain, who is named, clashes, and the claims themselves."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from tocsin.answers.declare import Table
from tocsin.report.figure import Section
from tocsin.report.source import Source, linked
from tocsin.say import NOTHING, msg

CLAIMS_SHOWN = 200


def section(source: Source) -> Section:
    """The eighth section of the page."""
    other = source.answer("bargain")
    return Section(
        id="who-said-what",
        label="Who said what",
        sentence=source.sentence("clashes"),
        paragraph=linked(other.headline, "bargain") if other else Markup(""),
        figures=source.figures("timeline"),
        tables=[*source.tables("bargain", "network", "clashes"), *_claims(source)],
        caveat=Markup(
            "Unnamed officials behind many reports count as one origin. People are named only where an accepted claim"
            " names them in an official role."
        ),
        missing=source.missing("clashes", "timeline", "bargain", "network"),
    )


def _claims(source: Source) -> list[Table]:
    """The claims behind the answers' draws before others, the newest first, about 200 in all."""
    table = source.assessment.evidence.get("claims")
    if table is None:
        return []
    answers = source.assessment.answers.values()
    cited = {claim for answer in answers if answer.kind == "draws" for claim in answer.lineage.claims}
    first = sorted(table.rows, key=lambda row: row["id"] not in cited)[:CLAIMS_SHOWN]
    kept = {row["id"] for row in first}
    left_out = len(table.rows) - len(first)
    more = msg("; the other {n:exact} are in tables/claims.csv beside this page", n=left_out)
    caption = msg(
        "{shown:exact} of {n:exact} claims{more}",
        shown=len(first), n=len(table.rows), more=more if left_out else NOTHING,
    )  # fmt: skip
    return [replace(table, caption=caption, rows=[row for row in table.rows if row["id"] in kept])]
