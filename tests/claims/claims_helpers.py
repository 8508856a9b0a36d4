"""Plain claims for tests."""

from __future__ import annotations

from pathlib import Path

from tocsin.claims import Claim, Ledger
from tocsin.claims.store import make_claim

ROOT = Path(__file__).parents[2]
YELABUGA = ROOT / "cases" / "yelabuga"
BASE = {
    "published": "2025-06-30",
    "outlet": "Paper",
    "attributed_to": "Ministry",
    "origin_group": "",
    "quantity": "qualitative_statement",
    "unit": "topic",
    "modality": "asserted",
    "statement": "Something was said.",
}


def claim(claim_id: str, **cells: str) -> Claim:
    return make_claim({**BASE, "id": claim_id, **cells})


def ledger(*claims: Claim) -> Ledger:
    return Ledger(claims)


def number(claim_id: str, quantity: str, value: str, **cells: str) -> Claim:
    """A claim with one number; "6000+" is a floor, "-6000" a ceiling, "a..b" a range, "~v" about."""
    if ".." in value:
        low, high = value.split("..")
        cells |= {"value_low": low, "value_high": high, "qualifier": "range"}
    elif value.endswith("+"):
        cells |= {"value_low": value[:-1], "qualifier": "at_least"}
    elif value.startswith("-"):
        cells |= {"value_high": value[1:], "qualifier": "up_to"}
    else:
        plain = value.lstrip("~")
        cells |= {f"value_{name}": plain for name in ("low", "best", "high")}
        cells |= {"qualifier": "approx" if value.startswith("~") else "exact"}
    from tocsin.quantities import QUANTITIES

    kind = QUANTITIES[quantity]
    cells.setdefault("unit", kind.units[0])
    if kind.scoped:
        cells.setdefault("scope", "incl_decoys")
    return claim(claim_id, quantity=quantity, **cells)
