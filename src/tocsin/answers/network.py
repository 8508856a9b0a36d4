"""People in official roles and organisations that claims name."""

from __future__ import annotations

from collections import Counter

from tocsin.answers.declare import Column, Found
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.claims.tables import merge_people
from tocsin.lineage import Lineage
from tocsin.say import (
    msg,
    plural,
    verbatim,
)


def network(view: Case) -> Found:
    """People and organisations named in claims in an official role."""
    rows = [
        {"name": row["name"], "kind": row["kind"], "role": row["role"], "claims": row["claims"].split()}
        for row in merge_people(view.tables.get("people", ()))
    ]
    kinds = Counter(row["kind"] for row in rows)
    people = plural(kinds.get("person", 0), "person", "people")
    return Found(
        rows=rows,
        question=verbatim("Who is named, and in which role?"),
        headline=verbatim(
            f"The claims name {people} in official roles and {plural(len(rows) - kinds.get('person', 0), 'organisation')}."
        ),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for row in rows for claim in row["claims"])),
            method=("Only names in accepted claims, in an official role; no addresses, no photographs.",),
        ),
    )


def compute(work: Work) -> Found:
    """Names, roles and claims."""
    return network(work.view)


QUESTION = Question(
    id="network",
    asks=msg("Who is named?"),
    section="said",
    rank=40,
    kind="table",
    unit="name",
    columns=(
        Column("name", msg("Name"), "text", "", key=True),
        Column("kind", msg("Kind"), "text", "", key=True),
        Column("role", msg("Role"), "text", ""),
        Column("claims", msg("Claims"), "ids", ""),
    ),
    needs=("claims",),
    compute=compute,
    documented="claims.md",
)
