"""STIX 2.1: a bundle of reports (pages), notes (claims), identities (outlets, people, organisations) and places.

Ids are UUIDv5 of case and claim, so that an export can be repeated; check with ``stix2_validator --strict -d 103``,
which leaves out the rule that asks for random ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tocsin.claims.checks.findings import value_words
from tocsin.claims.exchange.common import People, articles, columns, filled, named_in, stable_uuid
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim
from tocsin.earth import Town, towns_in

_IDENTITY_CLASS = {"person": "individual", "organisation": "organization", "state": "organization"}
# Columns that a note carries as labels, for filters.
_LABELS = ("quantity", "scope", "modality", "qualifier", "source_class", "status")


def bundle(ledger: Ledger, name: str, people: People = ()) -> dict[str, Any]:
    """A STIX 2.1 bundle.

    A note holds the claim's statement, its value in words and its filled columns; a report groups the notes of one
    page and refers to it; people appear only where people.csv names them with a claim.
    """
    maker = _Maker(name, min((claim.published for claim in ledger), default=date(2022, 1, 1)))
    for (outlet, url, day), claims in articles(ledger).items():
        maker.page(outlet, url, day, claims)
    for row, ids in named_in(people, ledger):
        maker.person(row["name"], row.get("kind", ""), row.get("role", ""), [ledger[item] for item in ids])
    objects = list(maker.objects.values())
    return {"type": "bundle", "id": f"bundle--{stable_uuid(name, 'bundle')}", "objects": objects}


class _Maker:
    """Collects objects, each once, all created by the case's own identity."""

    def __init__(self, name: str, first_day: date) -> None:
        self.name = name
        self.objects: dict[str, dict[str, Any]] = {}
        self.origin = _moment(first_day)
        self.author = self._identity(f"Tocsin case {name}", "system", "")

    def page(self, outlet: str, url: str, day: str, claims: list[Claim]) -> None:
        """One report with its notes."""
        source = self._identity(outlet, "organization", "")
        notes = [self._note(claim, source) for claim in claims]
        self._add(
            "report",
            (outlet, url, day),
            {
                "name": f"{outlet}, {day}",
                "description": f"{len(claims)} claims of the case {self.name}",
                "report_types": ["threat-report"],
                "published": f"{day}T00:00:00.000Z",
                "object_refs": [source, *notes],
                "external_references": [_reference(outlet, url)] if url else None,
            },
            _moment(claims[0].published),
        )

    def person(self, name: str, kind: str, role: str, claims: list[Claim]) -> None:
        """One person or organisation, tied to the notes that name them by a note of their own."""
        who = self._identity(name, _IDENTITY_CLASS.get(kind, "unknown"), role)
        self._add(
            "note",
            (name, "named"),
            {
                "abstract": f"{name}: {role}",
                "content": f"Named in claims {', '.join(claim.id for claim in claims)}.",
                "object_refs": [who, *(self._id("note", claim.id) for claim in claims)],
            },
            _moment(min(claim.published for claim in claims)),
        )

    def _note(self, claim: Claim, source: str) -> str:
        lines = [claim.statement, *(f"{key}: {value}" for key, value in columns(claim).items())]
        return self._add(
            "note",
            (claim.id,),
            {
                "abstract": f"{claim.id}: {value_words(claim)}" if claim.has_value else claim.id,
                "content": "\n".join(lines),
                "authors": [claim.attributed_to or claim.outlet],
                "labels": _labels(claim),
                "object_refs": [source, *self._places(towns_in(claim.statement))],
                "external_references": [_reference(claim.outlet, claim.url)] if claim.url else None,
            },
            _moment(claim.published),
        )

    def _places(self, places: Iterable[Town]) -> list[str]:
        return [
            self._add(
                "location",
                (place.name,),
                {
                    "name": place.name,
                    "country": place.country,
                    "latitude": place.lat,
                    "longitude": place.lon,
                },
                self.origin,
            )
            for place in places
        ]

    def _identity(self, name: str, identity_class: str, role: str) -> str:
        body = {"name": name, "identity_class": identity_class, "roles": [role] if role else None}
        return self._add("identity", (name, role), body, self.origin)

    def _id(self, kind: str, *key: str) -> str:
        return f"{kind}--{stable_uuid(self.name, kind, *key)}"

    def _add(self, kind: str, key: tuple[str, ...], body: dict[str, Any], moment: str) -> str:
        identifier = self._id(kind, *key)
        author = getattr(self, "author", None)
        if identifier not in self.objects:
            head = {"type": kind, "spec_version": "2.1", "id": identifier, "created_by_ref": author}
            self.objects[identifier] = filled({**head, "created": moment, "modified": moment, **body})
        return identifier


def _reference(outlet: str, url: str) -> dict[str, str]:
    """An external reference by `external_id`: strict STIX allows `url` only with a hash of the page."""
    return {"source_name": outlet, "external_id": url}


def _labels(claim: Claim) -> list[str]:
    found = [f"{name}:{getattr(claim, name)}" for name in _LABELS if getattr(claim, name)]
    return [*found, "allegation"] if claim.allegation else found


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"
