"""GeoJSON (RFC 7946): one feature a claim, at the towns its statement names; unlocated claims have no geometry."""

from __future__ import annotations

from typing import Any

from tocsin.claims.exchange.common import filled
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim
from tocsin.earth import towns_in
from tocsin.quantities import QUANTITIES


def features(ledger: Ledger, name: str) -> dict[str, Any]:
    """A FeatureCollection. Positions are of towns, never of sites or units."""
    return {"type": "FeatureCollection", "features": [_feature(claim, name) for claim in ledger]}


def _feature(claim: Claim, name: str) -> dict[str, Any]:
    towns = towns_in(claim.statement)
    points = [[town.lon, town.lat] for town in towns]
    geometry: dict[str, Any] | None = None
    if len(points) == 1:
        geometry = {"type": "Point", "coordinates": points[0]}
    elif points:
        geometry = {"type": "MultiPoint", "coordinates": points}
    properties = filled(
        {
            "case": name,
            "claim": claim.id,
            "places": [town.name for town in towns],
            "statement": claim.statement,
            "published": claim.published.isoformat(),
            "outlet": claim.outlet,
            "url": claim.url,
            "attributed_to": claim.attributed_to,
            "quantity": claim.quantity,
            "meaning": QUANTITIES[claim.quantity].meaning,
            "subject": claim.subject,
            "scope": claim.scope,
            "qualifier": claim.qualifier,
            "unit": claim.unit,
            "refers_to_start": _iso(claim.refers_to_start),
            "refers_to_end": _iso(claim.refers_to_end),
            "modality": claim.modality,
        }
    )
    for column in ("value_low", "value_best", "value_high"):
        value = getattr(claim, column)
        if value is not None:
            properties[column] = value if isinstance(value, float) else _iso(value)
    return {"type": "Feature", "id": claim.id, "geometry": geometry, "properties": properties}


def _iso(value: Any) -> str | None:
    return None if value is None else str(value.isoformat())
