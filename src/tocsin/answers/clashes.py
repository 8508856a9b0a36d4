"""Who says so, and where accounts clash."""

from __future__ import annotations

from collections import Counter

from tocsin.answers.declare import Column, Found
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.claims import check
from tocsin.claims.checks import all_checks
from tocsin.lineage import Lineage
from tocsin.say import (
    msg,
    plural,
    verbatim,
)


def clashes(view: Case) -> Found:
    """Where accounts clash, by the ledger's checks."""
    findings = check(view.claims)
    rows = [
        {"severity": item.severity, "rule": item.rule, "claims": list(item.claims), "message": item.message}
        for item in findings
    ]
    kinds = Counter(item.rule for item in findings)
    top = ", ".join(f"{rule_name(rule)} ({count})" for rule, count in kinds.most_common(3))
    groups = len({claim.origin_group or claim.attributed_to for claim in view.claims.accepted()})
    involved = tuple(dict.fromkeys(claim for item in findings for claim in item.claims))
    return Found(
        rows=rows,
        question=verbatim("Who says so, and where do the accounts clash?"),
        headline=verbatim(
            f"{plural(len(view.claims.accepted()), 'claim')} come from {plural(groups, 'origin')}; the checks find "
            f"{plural(len(findings), 'clash', 'clashes')}" + (f", most often: {top}." if top else ".")
        ),
        lineage=Lineage(
            claims=involved, method=("The rules of tocsin.claims.checks, each a small function.",)
        ),
    )


def rule_name(rule: str) -> str:
    """What a check finds, in words; one that is no longer at hand keeps its name.

    Examples
    --------
    >>> rule_name("cross_source_gap"), rule_name("a_rule_of_another")
    ('values that exclude each other', 'a rule of another')
    """
    known = all_checks().get(rule)
    return known.label if known else rule.replace("_", " ")


def compute(work: Work) -> Found:
    """The findings of the ledger's checks."""
    return clashes(work.view)


QUESTION = Question(
    id="clashes",
    asks=msg("Who says so, and where do the accounts clash?"),
    section="said",
    rank=10,
    kind="table",
    unit="finding",
    columns=(
        Column("severity", msg("Weight"), "text", ""),
        Column("rule", msg("Kind"), "text", "", key=True),
        Column("claims", msg("Claims"), "ids", "", key=True),
        Column("message", msg("What clashes"), "text", ""),
    ),
    needs=("claims",),
    compute=compute,
    documented="claims.md",
)
