"""People in official roles and organisations that claims name."""

from __future__ import annotations

from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.claims.tables import merge_people
from tocsin.lineage import Lineage
from tocsin.say import msg, nmsg

COLUMNS = (
    Column("name", msg("Name"), key=True), Column("kind", msg("Kind"), key=True), Column("role", msg("Role")),
    Column("claims", msg("Claims"), "ids"),
)  # fmt: skip


def compute(work: Work) -> Found:
    """People and organisations named in claims in an official role."""
    rows = [
        {"name": row["name"], "kind": row["kind"], "role": row["role"], "claims": row["claims"].split()}
        for row in merge_people(work.view.tables.get("people", ()))
    ]
    people = sum(row["kind"] == "person" for row in rows)
    others = len(rows) - people
    return Found(
        rows=rows,
        headline=msg(
            "The claims name {people} in official roles and {others}.",
            people=nmsg("{n:exact} person", "{n:exact} people", people),
            others=nmsg("{n:exact} organisation", "{n:exact} organisations", others),
        ),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for row in rows for claim in row["claims"])),
            method=(
                msg("Only names in accepted claims, in an official role; no addresses, no photographs."),
            ),
        ),
        parts={"people": people, "organisations": others},
    )


def table(answer: Answer, work: Work) -> Table:
    """Names, roles and claims."""
    return Table("t-network", msg("People in official roles and organisations"), COLUMNS, answer.rows)


QUESTION = Question(
    id="network",
    asks=msg("Who is named, and in which role?"),
    section="said",
    rank=40,
    kind="table",
    unit="name",
    columns=COLUMNS,
    needs=("claims",),
    compute=compute,
    tables=(table,),
    documented="claims.md",
)
