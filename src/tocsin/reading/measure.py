"""One quantity over the tokens of a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity over tokens [start, stop) of a sentence; `low`, `best`, `high` None where open."""

    start: int
    stop: int
    kind: str
    unit: str | None
    qualifier: str
    low: float | None
    best: float | None
    high: float | None
    per: str | None = None
