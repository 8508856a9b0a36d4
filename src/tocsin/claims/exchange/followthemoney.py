"""FollowTheMoney: pages as Article, claims as Event with the page as proof, people and organisations involved.

One JSON object a line, as `ftm` and Aleph read it. The full row travels in `notes`, so that an import gets every
column back; `statements` gives the same as statement rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from tocsin.claims.checks.findings import value_words
from tocsin.claims.exchange.common import (
    People,
    articles,
    columns,
    dump,
    filled,
    headline,
    named_in,
    stable_uuid,
)
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim
from tocsin.claims.parties import states_in

MARK = "tocsin-claim: "
_SCHEMA = {"person": "Person", "organisation": "Organization", "state": "PublicBody"}


def entities(ledger: Ledger, name: str, people: People = ()) -> Iterator[dict[str, Any]]:
    """Entities in FollowTheMoney's JSON form: id, schema, properties as lists of text."""
    involved: dict[str, list[str]] = {}
    for row, ids in named_in(people, ledger):
        key = _key(name, "named", row["name"])
        for claim_id in ids:
            involved.setdefault(claim_id, []).append(key)
        yield _entity(
            key,
            _SCHEMA.get(row.get("kind", ""), "LegalEntity"),
            name=row["name"],
            country=row.get("country", "").lower(),
            summary=row.get("role", ""),
            position=row.get("role", "") if row.get("kind") == "person" else "",
        )
    for (outlet, url, day), claims in articles(ledger).items():
        page = _key(name, "page", outlet, url, day)
        yield _entity(
            page, "Article", title=f"{outlet}, {day}", publisher=outlet, publishedAt=day, sourceUrl=url
        )
        for claim in claims:
            yield _event(claim, name, page, involved.get(claim.id, []))


def statements(ledger: Ledger, name: str, people: People = ()) -> Iterator[dict[str, str]]:
    """The same as statement rows: one value a row, each with its entity, property and data set."""
    for entity in entities(ledger, name, people):
        for prop, values in {"id": [entity["id"]], **entity["properties"]}.items():
            for value in values:
                digest = hashlib.sha1(f"{name}.{entity['id']}.{prop}.{value}".encode()).hexdigest()
                yield {
                    "id": digest,
                    "entity_id": entity["id"],
                    "canonical_id": entity["id"],
                    "schema": entity["schema"],
                    "prop": prop,
                    "value": value,
                    "dataset": name,
                }


def _event(claim: Claim, name: str, page: str, involved: list[str]) -> dict[str, Any]:
    start, end = claim.refers_to_start, claim.refers_to_end
    return _entity(
        _key(name, "claim", claim.id),
        "Event",
        name=headline(claim),
        summary=claim.statement,
        description=f"{value_words(claim)} ({claim.quantity})" if claim.has_value else "",
        startDate=start.isoformat() if start else "",
        endDate=end.isoformat() if end else "",
        recordId=claim.id,
        publisher=claim.outlet,
        sourceUrl=claim.url,
        country=[code.lower() for code in states_in(claim.statement)],
        keywords=[claim.quantity, claim.scope, claim.modality, claim.subject],
        proof=page,
        involved=involved,
        notes=MARK + dump(columns(claim), indent=None),
    )


def _entity(identifier: str, schema: str, **properties: str | list[str]) -> dict[str, Any]:
    lists = {
        key: list(dict.fromkeys(filter(None, [value] if isinstance(value, str) else value)))
        for key, value in properties.items()
    }
    return {"id": identifier, "schema": schema, "properties": filled(lists)}


def _key(name: str, *parts: str) -> str:
    return f"tocsin-{stable_uuid(name, 'ftm', *parts)}"
