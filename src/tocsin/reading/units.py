"""Measures, and the units and currencies that news reports write them in."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.reading.lexicon import lex


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


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: the kind of quantity, its name in drafts and a built-in period."""

    kind: str
    name: str
    per: str | None = None


UNITS = {
    word: Unit(kind, name, per="hour" if name.endswith("/h") else None)
    for kind in ("distance", "mass", "duration", "speed", "percent")
    for word, name in lex.keys(kind, str).items()
}
PERIODS = lex.keys("periods", str)
ADVERB_PERIODS = lex.keys("adverb_periods", str)
SYMBOLS = lex.keys("symbols", str)
PREFIXES = lex.keys("prefixes", str)
LETTERS = lex.keys("letters", str)
CURRENCY_WORDS = lex.keys("currencies", str)
NATIONAL = lex.phrases("national_currencies")
