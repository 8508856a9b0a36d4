"""Draft rows for the ledger from a reading: the columns of claims.csv, status "draft", with text selectors."""

from __future__ import annotations

from typing import Any

from tocsin.quantities import QUANTITIES, Quantity
from tocsin.reading.flags import is_unnamed
from tocsin.reading.lexicon import lex
from tocsin.reading.model import ClaimMention, DateMention, QuantityMention, Reading

CONTEXT = 32  # code points of prefix and suffix in a text-quote selector
Row = dict[str, Any]


def drafts(reading: Reading, text: str, *, outlet: str = "", url: str = "", first_id: int = 1) -> list[Row]:
    """One draft row per quantity inside a claim, and one per claim that holds none.

    Parameters
    ----------
    reading, text
        A reading and the very text it was made from.
    outlet, url
        Where the report appeared; the chain of attribution starts with the outlet.
    first_id
        Number of the first draft id ("D0001"); ids of rows already in a case are the caller's care.

    Returns
    -------
    list of dict
        Keys are the ledger's columns; values are plain text as in the CSV, "" where a person has to decide.
        What a number measures is guessed only where the words are plain; all else is `qualitative_statement`.
    """
    rows: list[Row] = []
    for claim in reading.claims:
        inside = [q for q in reading.quantities if _within(q, claim)]
        whens = [d for d in reading.dates if _within(d, claim)]
        named: list[tuple[QuantityMention | None, str]] = [
            (q, name) for q in inside if (name := guess_quantity(q, claim))
        ]
        for quantity, name in named or [(None, "qualitative_statement")]:
            rows.append(
                _row(reading, text, claim, quantity, name, whens, outlet, url, f"D{first_id + len(rows):04d}")
            )
    return rows


def _within(item: QuantityMention | DateMention, claim: ClaimMention) -> bool:
    return claim.start_char <= item.start_char < claim.end_char


def _row(
    reading: Reading, text: str, claim: ClaimMention, quantity: QuantityMention | None, name: str,
    whens: list[DateMention], outlet: str, url: str, identity: str,
) -> Row:  # fmt: skip
    starts = [w.start for w in whens if w.start]
    ends = [w.end for w in whens if w.end]
    kind = QUANTITIES[name]
    chain = [part for part in (outlet, *claim.via, claim.speaker or outlet or "the outlet") if part]
    return {
        "id": identity,
        "published": reading.published.isoformat(),
        "published_precision": "day",
        "outlet": outlet,
        "url": url,
        "attributed_to": " < ".join(dict.fromkeys(part.replace("<", " ") for part in chain)),
        "origin_group": "unnamed officials" if is_unnamed(claim.speaker or "") else "",
        "quantity": name,
        "scope": "all_drones" if kind.scoped and quantity is not None else "",
        "scope_basis": "inferred" if kind.scoped and quantity is not None else "",
        **_values(quantity, kind),
        "refers_to_start": min(starts).isoformat() if starts else "",
        "refers_to_end": max(ends).isoformat() if ends and (not starts or max(ends) >= min(starts)) else "",
        "modality": claim.modality,
        "allegation": "false",
        "statement": _statement(claim, quantity),
        "status": "draft",
        **_selector(reading, text, claim),
        "note": "drafted by the reader; quantity, scope and statement are for a person to set",
    }


def _values(quantity: QuantityMention | None, kind: Quantity) -> Row:
    unit = kind.units[0] if kind.units else ""
    if quantity is None:
        return {"value_low": "", "value_best": "", "value_high": "", "unit": unit, "qualifier": ""}
    scale = 1.609344 if quantity.unit in ("mile", "mile/h") else 0.01 if quantity.kind == "percent" else 1.0
    shown = {
        f"value_{name}": "" if value is None else f"{value * scale:.10g}"
        for name, value in (("low", quantity.low), ("best", quantity.best), ("high", quantity.high))
    }
    return {**shown, "unit": unit, "qualifier": quantity.qualifier}


def _statement(claim: ClaimMention, quantity: QuantityMention | None) -> str:
    """Who, how firmly and what number, in the reader's words (never the report's sentence)."""
    number = f"; {quantity.qualifier.replace('_', ' ')}: {quantity.surface}" if quantity is not None else ""
    return f"Draft: {claim.speaker or 'the outlet'} ({claim.modality}){number}"


def _selector(reading: Reading, text: str, claim: ClaimMention) -> Row:
    """W3C text-position and text-quote selector of the claim's clause."""
    start, end = claim.start_char, claim.end_char
    return {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
        "start_char": str(start),
        "end_char": str(end),
        "text_sha256": reading.sha256,
    }


def guess_quantity(quantity: QuantityMention, claim: ClaimMention) -> str:
    """Name of the ledger quantity a number measures, "" where the words do not say it plainly."""
    words = frozenset(word.strip(".,;:“”\"'()") for word in claim.surface.lower().replace("-", " ").split())
    if quantity.kind == "count" and quantity.unit and quantity.unit.split()[-1] in lex.drones:
        return _of_drones(quantity, claim, words)
    if quantity.kind == "money":
        return _of_money(quantity, words)
    if quantity.kind == "speed" and quantity.unit in ("km/h", "mile/h"):
        return "cruise_speed_kmh"
    if quantity.kind == "distance" and quantity.unit in ("km", "mile") and words & lex.flying_words:
        return "range_km"
    if quantity.kind == "mass" and quantity.unit == "kg" and words & {"warhead", "explosives", "payload"}:
        return "warhead_kg"
    if quantity.kind == "count" and quantity.unit in ("workers", "employees"):
        return "workforce_planned" if claim.modality == "plan" else "workforce"
    return ""


def _of_drones(quantity: QuantityMention, claim: ClaimMention, words: frozenset[str]) -> str:
    ahead = claim.modality in ("plan", "forecast")
    if words & lex.drafted_making:
        if quantity.per in ("day", "month", "year"):
            return f"production_{'target' if ahead else 'rate'}_per_{quantity.per}"
        if quantity.per is None:
            return (
                "production_target_units" if ahead or claim.modality == "capability" else "produced_in_period"
            )
    if words & lex.downed:
        return "intercepted_units"
    if words & lex.drafted_given and words & {"iran", "tehran", "iranian"}:
        return "delivered_from_iran_units"
    return "launched_single_raid" if words & lex.launched and quantity.per is None else ""


def _of_money(quantity: QuantityMention, words: frozenset[str]) -> str:
    currency = (quantity.unit or "").lower()
    if words & {"each", "apiece", "unit"} and currency in ("usd", "eur"):
        return f"unit_cost_{currency}"
    if words & {"deal", "contract", "contracts"} and currency in ("usd", "rub"):
        return f"contract_value_{currency}"
    return ""
