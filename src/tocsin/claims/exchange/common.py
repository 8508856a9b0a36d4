"""What the writers share: stable ids, JSON, and who is named in which claim."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from tocsin.claims.ledger import Ledger
from tocsin.claims.model import COLUMNS, Claim
from tocsin.schema import plain

People = tuple[Mapping[str, str], ...]
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin")


def stable_uuid(*parts: str) -> str:
    """A UUIDv5 of the parts: the same claim of the same case has the same id in every export."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def dump(value: object, *, indent: int | None = 1) -> str:
    """JSON as UTF-8 text, keys in the order given; NaN is an error."""
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """Without empty values, which most formats forbid."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {}, ())}


def columns(claim: Claim) -> dict[str, str]:
    """The claim's filled columns as text, known ones first."""
    own = {name: plain(getattr(claim, name)) for name in COLUMNS}
    return filled(own | dict(claim.extra))


def headline(claim: Claim, limit: int = 120) -> str:
    """The statement, cut at a word."""
    text = " ".join(claim.statement.split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def named_in(
    people: Iterable[Mapping[str, str]], ledger: Ledger
) -> list[tuple[Mapping[str, str], list[str]]]:
    """People and organisations with the ids of their claims in this ledger; those without any are left out."""
    found = []
    for row in people:
        ids = [claim for claim in row.get("claims", "").replace(";", " ").split() if claim in ledger]
        if ids:
            found.append((row, ids))
    return found


def articles(ledger: Ledger) -> dict[tuple[str, str, str], list[Claim]]:
    """Claims by the page they stand on: (outlet, address, ISO day)."""
    pages: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in ledger:
        pages.setdefault((claim.outlet, claim.url, claim.published.isoformat()), []).append(claim)
    return pages
