"""One statement on two rows of one origin: an import run twice, or a row copied and forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tocsin.claims.checks import Finding, looks_for
from tocsin.claims.checks.findings import Tools, ids
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim


@looks_for("one statement told twice")
def told_twice(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Rows of one outlet and day with the same words about the same quantity."""
    same: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in ledger:
        words = " ".join(claim.statement.casefold().split())
        same[claim.outlet, claim.published, claim.quantity, words].append(claim)
    for claims in same.values():
        if len(claims) > 1:
            listed = " and ".join(ids(claims))
            yield Finding(
                "told_twice", "low", ids(claims), f"{listed} say the same words: {claims[0].statement}"
            )
