"""Where a number came from: the claims, counts, parameters and facts behind an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Lineage:
    """The trail of one answer; ids are unique, in the order in which they were first used."""

    claims: tuple[str, ...] = ()
    record: str = ""
    parameters: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    method: str = ""
    assumptions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()
        }


def merge(*lineages: Lineage) -> Lineage:
    """Union of several trails; texts are joined, repeats dropped.

    Examples
    --------
    >>> merge(Lineage(claims=("C1", "C2")), Lineage(claims=("C2", "C3"))).claims
    ('C1', 'C2', 'C3')
    """
    merged: dict[str, Any] = {}
    for field in fields(Lineage):
        values = [getattr(lineage, field.name) for lineage in lineages]
        if field.name in {"record", "method"}:
            merged[field.name] = "; ".join(dict.fromkeys(value for value in values if value))
        else:
            merged[field.name] = tuple(dict.fromkeys(item for value in values for item in value))
    return Lineage(**merged)
