"""What each side promised and handed over."""

from __future__ import annotations

from collections import Counter

from tocsin.answers.declare import Column, Found
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.claims.tables import merge_bargain
from tocsin.lineage import Lineage
from tocsin.say import (
    msg,
    plural,
    verbatim,
)


def bargain(view: Case) -> Found:
    """What each side promised and handed over."""
    merged = merge_bargain(view.tables.get("bargain", ()))
    rows = [{**row, "claims": row["claims"].split()} for row in merged]
    statuses = Counter(str(row["status"]) for row in rows)
    words = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    return Found(
        rows=rows,
        question=verbatim("What did each side promise, and what was handed over?"),
        headline=verbatim(
            f"The bargain has {plural(len(rows), 'item')}: {words}."
            if rows
            else "No item of the bargain is public yet."
        ),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for row in rows for claim in row["claims"])),
            method=("Items compiled by hand from the claims named; status as of the date.",),
        ),
    )


def compute(work: Work) -> Found:
    """Items of the bargain."""
    return bargain(work.view)


QUESTION = Question(
    id="bargain",
    asks=msg("What did each side promise and hand over?"),
    section="said",
    rank=30,
    kind="table",
    unit="item",
    columns=(
        Column("side", msg("Side"), "text", "", key=True),
        Column("item", msg("Item"), "text", "", key=True),
        Column("promised", msg("Promised"), "text", ""),
        Column("delivered", msg("Handed over"), "text", ""),
        Column("status", msg("Status"), "text", ""),
        Column("claims", msg("Claims"), "ids", ""),
    ),
    needs=("claims",),
    compute=compute,
    documented="claims.md",
)
