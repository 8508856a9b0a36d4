"""Draft rows for the ledger from a reading: the columns of claims.csv, status "draft", with text selectors."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, TypeVar

from tocsin.earth import KM
from tocsin.quantities import QUANTITIES, Quantity
from tocsin.reading.flags import is_unnamed
from tocsin.reading.model import ClaimMention, DateMention, QuantityMention, Reading
from tocsin.reading.polarity import disowned, left_open, refused_at
from tocsin.reading.roles import Part, is_part, parts, quantity_of, scope_of, subject_of

CONTEXT = 32  # code points of prefix and suffix in a text-quote selector
OPEN = "qualitative_statement"  # a quantity that a person has to name
Row = dict[str, Any]
M = TypeVar("M", QuantityMention, DateMention)


def drafts(reading: Reading, text: str, *, outlet: str = "", url: str = "", first_id: int = 1) -> list[Row]:
    """One draft row per number inside a claim, and one per claim that holds none.

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
        Value, qualifier and date of every number arrive; what it measures is named only where the words are plain.
        Else `quantity` is `qualitative_statement` and `subject` holds unit and rate as printed ("boats a month").
    """
    rows: list[Row] = []
    for claim in reading.claims:
        whens = _inside(reading.dates, claim)
        found: list[Part | None] = [*parts(claim, _inside(reading.quantities, claim), whens)]
        for part in found or [None]:
            identity = f"D{first_id + len(rows):04d}"
            rows.append(_row(reading, text, claim, part, whens, outlet, url, identity))
    return rows


def _inside(mentions: tuple[M, ...], claim: ClaimMention) -> list[M]:
    """Mentions, which stand in order, that begin inside a claim."""
    low = bisect_left(mentions, claim.start_char, key=lambda mention: mention.start_char)
    high = bisect_left(mentions, claim.end_char, key=lambda mention: mention.start_char)
    return list(mentions[low:high])


def _row(
    reading: Reading, text: str, claim: ClaimMention, part: Part | None,
    whens: list[DateMention], outlet: str, url: str, identity: str,
) -> Row:  # fmt: skip
    name = (quantity_of(part) if part is not None else "") or OPEN
    kind = QUANTITIES[name]
    scoped = kind.scoped and part is not None
    chain = [piece for piece in (outlet, *claim.via, claim.speaker or outlet or "the outlet") if piece]
    when = part.when if part is not None else whens[0] if len(whens) == 1 else None
    return {
        "id": identity,
        "published": reading.published.isoformat(),
        "published_precision": "day",
        "outlet": outlet,
        "url": url,
        "attributed_to": " < ".join(dict.fromkeys(piece.replace("<", " ") for piece in chain)),
        "origin_group": "unnamed officials" if is_unnamed(claim.speaker or "") else "",
        "quantity": name,
        "subject": subject_of(part) if part is not None and name == OPEN else "",
        "scope": scope_of(part) if scoped and part is not None else "",
        "scope_basis": "inferred" if scoped else "",
        "coverage": "part" if part is not None and is_part(part) else "",
        **_values(part, kind),
        **_window(when, whens if part is None else []),
        "modality": claim.modality,
        "allegation": "false",
        "statement": _statement(claim, part),
        "status": "draft",
        **_selector(reading, text, claim),
        "note": "drafted by the reader; quantity, scope and statement are for a person to set",
    }


def _window(when: DateMention | None, whens: list[DateMention]) -> Row:
    """The date that governs the number; without a number, all dates of the clause together."""
    starts = [w.start for w in ([when] if when else whens) if w.start]
    ends = [w.end for w in ([when] if when else whens) if w.end]
    start, end = min(starts, default=None), max(ends, default=None)
    if start is not None and end is not None and end < start:
        end = None
    return {
        "refers_to_start": start.isoformat() if start else "",
        "refers_to_end": end.isoformat() if end else "",
    }


def _values(part: Part | None, kind: Quantity) -> Row:
    """The values in the ledger's unit; an open quantity keeps the text's (`subject` names it)."""
    unit = kind.units[0] if kind.units else ""
    stated = _stated(part) if part is not None else None
    if part is None or stated is None:
        return {"value_low": "", "value_best": "", "value_high": "", "unit": unit, "qualifier": ""}
    quantity, scale = part.quantity, 1.0
    if kind.kind != "text":
        scale = (
            0.01
            if quantity.kind == "percent"
            else KM.get(quantity.unit.removesuffix("/h"), 1.0)
            if quantity.unit
            else 1.0
        )
    qualifier, values = stated
    shown = {
        f"value_{name}": "" if value is None else f"{value * scale:.10g}"
        for name, value in zip(("low", "best", "high"), values, strict=True)
    }
    return {**shown, "unit": unit, "qualifier": qualifier}


Stated = tuple[str, tuple[float | None, float | None, float | None]]


def _stated(part: Part) -> Stated | None:
    """Qualifier and values; of a denial what it lets stand: a ceiling under "not", else nothing."""
    quantity = part.quantity
    words = [token.lower for token in part.tokens]
    refused = refused_at(words)
    if part.claim.modality != "denied" and refused is None:
        told = (quantity.low, quantity.best, quantity.high)
        return None if left_open(words) else (quantity.qualifier, told)
    if refused is None or refused > part.start or disowned(words):
        return None
    if quantity.qualifier in ("exact", "approx", "at_least") and quantity.low is not None:
        return "less_than", (None, None, quantity.low)
    if quantity.qualifier == "more_than" and quantity.low is not None:
        return "up_to", (None, None, quantity.low)
    return None


def _statement(claim: ClaimMention, part: Part | None) -> str:
    """Who, how firmly and what number, in the reader's words (never the report's sentence)."""
    number = (
        f"; {part.quantity.qualifier.replace('_', ' ')}: {part.quantity.surface}" if part is not None else ""
    )
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
