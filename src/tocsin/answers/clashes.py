"""Who says so, and where accounts clash."""

from __future__ import annotations

from collections import Counter

from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.claims import check
from tocsin.claims.checks import all_checks
from tocsin.lineage import Lineage
from tocsin.say import msg, nmsg

MOST_RULES = 3  # named in the headline
SEVERITY, RULE = Column("severity", msg("Weight")), Column("rule", msg("Kind"), key=True)
CLAIMS, MESSAGE = Column("claims", msg("Claims"), "ids", key=True), Column("message", msg("What clashes"))


def compute(work: Work) -> Found:
    """The findings of the ledger's checks, most severe first."""
    ledger = work.view.claims.accepted()
    findings = check(work.view.claims)
    known = all_checks()
    kinds = Counter(item.rule for item in findings)
    rules = [{"rule": rule, "label": known[rule].label, "n": n} for rule, n in kinds.most_common()]
    counts = {
        "claims": nmsg("{n:exact} claim", "{n:exact} claims", len(ledger)),
        "origins": nmsg("{n:exact} origin", "{n:exact} origins", origins := _origins(work)),
        "clashes": nmsg("{n:exact} clash", "{n:exact} clashes", len(findings)),
    }
    most = [msg("{rule} ({n:exact})", rule=item["label"], n=item["n"]) for item in rules[:MOST_RULES]]
    return Found(
        rows=[
            {"severity": item.severity, "rule": item.rule, "claims": list(item.claims), "message": item.message}
            for item in findings
        ],
        headline=msg(
            "{claims} come from {origins}; the checks find {clashes}, most often: {most:listed}.", most=most, **counts
        )
        if most
        else msg("{claims} come from {origins}; the checks find {clashes}.", **counts),
        lineage=Lineage(
            claims=tuple(dict.fromkeys(claim for item in findings for claim in item.claims)),
            method=(msg("The rules of tocsin.claims.checks, each a small function."),),
        ),
        parts={"claims": len(ledger), "origins": origins, "clashes": len(findings), "rules": rules},
    )  # fmt: skip


def _origins(work: Work) -> int:
    """How many origins the accepted claims come from; relays of one count once."""
    return len({claim.origin_group or claim.attributed_to for claim in work.view.claims.accepted()})


def table(answer: Answer, work: Work) -> Table:
    """The findings, each with its rule in words."""
    labels = {item["rule"]: item["label"] for item in answer.parts.get("rules", ())}
    rows = [{**row, "rule": labels.get(row["rule"], row["rule"])} for row in answer.rows]
    return Table("t-clashes", msg("Clashes"), (SEVERITY, RULE, MESSAGE, CLAIMS), rows)


QUESTION = Question(
    id="clashes",
    asks=msg("Who says so, and where do the accounts clash?"),
    section="said",
    rank=10,
    kind="table",
    unit="finding",
    columns=(SEVERITY, RULE, CLAIMS, MESSAGE),
    needs=("claims",),
    compute=compute,
    tables=(table,),
    documented="claims.md",
)
