"""`diff`: what changed between two dates, and which new claims did it.

A claim's part in the change is measured, not guessed: the later forecast is made again without the new
claims of one origin at a time, with the same random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tocsin import say
from tocsin.answers.influence import Mover, movers
from tocsin.answers.work import Step
from tocsin.case import Case


@dataclass(frozen=True)
class Change:
    """One answer before and after."""

    answer: str
    before: str
    after: str
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """All changes between two dates."""

    before: str
    after: str
    new_claims: tuple[str, ...]
    new_reports: int
    changes: tuple[Change, ...]
    movers: tuple[Mover, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    early: Case,
    late: Case,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    seed: int,
    progress: Step,
) -> Difference:
    """Compare two assessments of one case (their assessment.json) and attribute the move to new claims."""
    known = {claim.id for claim in early.claims}
    new = [claim for claim in late.claims.accepted() if claim.id not in known]
    changes = tuple(
        change
        for name in after["answers"]
        if (change := _change(name, before["answers"].get(name), after["answers"][name])) is not None
    )
    return Difference(
        before=before["as_of"],
        after=after["as_of"],
        new_claims=tuple(claim.id for claim in new),
        new_reports=len(late.record) - len(early.record),
        changes=changes,
        movers=movers(late, new, seed=seed, progress=progress),
    )


def _change(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Change | None:
    if old is None:
        return Change(name, "", new["headline"], ())
    keys = [column["name"] for column in new["declared"] if column["key"]]
    moves = tuple(_row_moves(old["rows"], new["rows"], keys)) if new["kind"] == "draws" else ()
    if old["headline"] == new["headline"] and not moves:
        return None
    return Change(name, old["headline"], new["headline"], moves)


def _row_moves(old: list[dict[str, Any]], new: list[dict[str, Any]], keys: list[str]) -> list[str]:
    """Median moves of rows both dates have, largest first, three at most."""
    keyed = {_key(row, keys): row for row in old if row.get("q50") is not None}
    moves: list[tuple[float, str]] = []
    for row in new:
        earlier = keyed.get(_key(row, keys))
        if (
            row.get("row") == "place"
            or earlier is None
            or row.get("q50") is None
            or earlier["q50"] == row["q50"]
        ):
            continue
        label = " ".join(str(part) for part in _key(row, keys) if part is not None)
        if isinstance(row["q50"], str):
            moves.append((0.0, f"{label}: {earlier['q50']} → {row['q50']}"))
        else:
            size = abs(
                np.log((row["q50"] + 1) / (earlier["q50"] + 1))
            )  # + 1: a move from 0.3 to 0 is no news
            moves.append((-size, f"{label}: {say.number(earlier['q50'])} → {say.number(row['q50'])}"))
    return [text for _, text in sorted(moves)[:3]]


def _key(row: Mapping[str, Any], keys: list[str]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in keys)
