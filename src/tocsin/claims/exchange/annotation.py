"""W3C Web Annotation (JSON-LD): each claim as a note on the sentence of the page it stands on."""

from __future__ import annotations

from typing import Any

from tocsin.claims.exchange.common import filled, stable_uuid
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def collection(ledger: Ledger, name: str) -> dict[str, Any]:
    """An AnnotationCollection with one page.

    A claim drafted from a text points into it by TextPositionSelector (Unicode code points). Its quotation may be only
    the opening words of the sentence, so it refines the position instead of standing beside it as an equal.
    """
    identifier = f"urn:uuid:{stable_uuid(name, 'annotations')}"
    items = [_annotation(claim, name) for claim in ledger]
    page = {
        "type": "AnnotationPage",
        "id": f"{identifier}#page",
        "partOf": identifier,
        "startIndex": 0,
        "items": items,
    }
    return {
        "@context": CONTEXT,
        "id": identifier,
        "type": "AnnotationCollection",
        "label": f"Claims of the case {name}",
        "total": len(items),
        "first": page,
    }


def _annotation(claim: Claim, name: str) -> dict[str, Any]:
    source = claim.url or (
        f"urn:sha256:{claim.text_sha256}" if claim.text_sha256 else f"urn:tocsin:{name}:{claim.id}"
    )
    selector = _selector(claim)
    return filled(
        {
            "id": f"urn:uuid:{stable_uuid(name, 'annotation', claim.id)}",
            "type": "Annotation",
            "motivation": "describing",
            "created": f"{claim.published.isoformat()}T00:00:00Z",
            "body": [
                {"type": "TextualBody", "value": claim.statement, "format": "text/plain", "language": "en", "purpose": "describing"},
                *(
                    {"type": "TextualBody", "value": f"{key}: {value}", "format": "text/plain", "purpose": "tagging"}
                    for key, value in _tags(claim).items()
                ),
            ],
            "target": {"type": "SpecificResource", "source": source, "selector": selector} if selector else source,
        }
    )  # fmt: skip


def _selector(claim: Claim) -> dict[str, Any] | None:
    quote = filled(
        {"type": "TextQuoteSelector", "exact": claim.exact, "prefix": claim.prefix, "suffix": claim.suffix}
    )
    if claim.start_char is None or claim.end_char is None:
        return quote if claim.exact else None
    position = {"type": "TextPositionSelector", "start": claim.start_char, "end": claim.end_char}
    return position | ({"refinedBy": quote} if claim.exact else {})


def _tags(claim: Claim) -> dict[str, str]:
    return filled(
        {
            "claim": claim.id,
            "quantity": claim.quantity,
            "scope": claim.scope,
            "modality": claim.modality,
            "attributed to": claim.attributed_to,
        }
    )
