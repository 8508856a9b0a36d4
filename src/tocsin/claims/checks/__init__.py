"""Checks: one small function a rule, each with a message a reader understands.

A check is a function under `looks_for` in a module of this package, or of another that opens the door
`tocsin.checks`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tocsin import doors
from tocsin.claims.checks.findings import SEVERITIES, Check, Finding, Tools, looks_for
from tocsin.claims.ledger import Ledger

__all__ = ["Check", "Finding", "all_checks", "check", "looks_for"]


def all_checks() -> dict[str, Check]:
    """Every check by name, in the order they run."""
    found = doors.load("tocsin.checks", Check)
    return dict(sorted(found.items(), key=lambda item: item[1].last))


def check(
    ledger: Ledger,
    *,
    rules: Collection[str] | None = None,
    drafts: bool = False,
) -> list[Finding]:
    """Where the ledger's claims clash, most severe first.

    Parameters
    ----------
    rules
        Names of the rules to run, all when None.
    drafts
        Whether drafts are checked too, as if they were accepted.
    """
    rows = Ledger(tuple(claim for claim in ledger if claim.status == "draft")) if drafts else Ledger()
    view = ledger.accepted().add(*rows)
    tools = Tools()
    found: list[Finding] = []
    for name, rule in all_checks().items():
        if rules is None or name in rules:
            for finding in rule(view, tools):
                tools.note(finding)
                found.append(replace(finding, message=finding.message[0].upper() + finding.message[1:]))
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
