"""Where a number came from: the claims, counts, parameters and facts behind an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Lineage:
    """The trail of one answer; ids are unique, in the order in which they were first used."""

    claims: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {key: list(value) for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Lineage:
        """A trail as `to_json` stored it."""
        return cls(**{key: tuple(value) for key, value in stored.items()})


def merge(*lineages: Lineage) -> Lineage:
    """Union of several trails, repeats dropped.

    Examples
    --------
    >>> merge(Lineage(claims=("C1", "C2")), Lineage(claims=("C2", "C3"))).claims
    ('C1', 'C2', 'C3')
    """
    merged: dict[str, Any] = {}
    for field in fields(Lineage):
        values = [getattr(lineage, field.name) for lineage in lineages]
        merged[field.name] = tuple(dict.fromkeys(item for value in values for item in value))
    return Lineage(**merged)
