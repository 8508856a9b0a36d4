"""What each side promised and handed over."""

from __future__ import annotations

from collections import Counter

from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.claims.tables import merge_bargain
from tocsin.lineage import Lineage
from tocsin.say import msg, nmsg

COLUMNS = (
    Column("side", msg("Side"), key=True), Column("item", msg("Item"), key=True), Column("promised", msg("Promised")),
    Column("delivered", msg("Handed over")), Column("status", msg("Status")), Column("claims", msg("Claims"), "ids"),
)  # fmt: skip


def compute(work: Work) -> Found:
    """Items of the bargain, each with its status as of the date."""
    merged = merge_bargain(work.view.tables.get("bargain", ()))
    rows = [{**row, "claims": row["claims"].split()} for row in merged]
    statuses = dict(Counter(row["status"] for row in merged).most_common())
    counted = [msg("{n:exact} {status}", n=n, status=status) for status, n in statuses.items()]
    return Found(
        rows=rows,
        headline=nmsg(
            "The bargain has {n:exact} item: {counted:listed}.", "The bargain has {n:exact} items: {counted:listed}.",
            len(rows), counted=counted,
        )
        if rows
        else msg("No item of the bargain is public yet."),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for row in rows for claim in row["claims"])),
            method=(msg("Items compiled by hand from the claims named; status as of the date."),),
        ),
        parts={"items": len(rows), "statuses": statuses},
    )  # fmt: skip


def table(answer: Answer, work: Work) -> Table:
    """Each item, promised and handed over."""
    return Table("t-bargain", msg("The bargain: promised and handed over"), COLUMNS, answer.rows)


QUESTION = Question(
    id="bargain",
    asks=msg("What did each side promise, and what was handed over?"),
    section="said",
    rank=30,
    kind="table",
    unit="item",
    columns=COLUMNS,
    needs=("claims",),
    compute=compute,
    tables=(table,),
    documented="claims.md",
)
