from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tocsin.claims import Ledger, check, read_ledger
from tocsin.claims.checks import all_checks

CASE = Path(__file__).parents[3] / "cases" / "miniature"


def test_a_copied_row_is_found_and_the_others_are_not() -> None:
    ledger = read_ledger(CASE / "claims.csv")
    assert all_checks()["told_twice"].label == "one statement told twice"
    assert check(ledger, rules=["told_twice"]) == []
    first = next(iter(ledger.accepted()))
    copy = replace(first, id="C999", statement=f"  {first.statement.upper()} ")
    (found,) = check(Ledger((*ledger, copy)), rules=["told_twice"])
    assert set(found.claims) == {first.id, "C999"}
