"""What a short form leaves out: "eight in 2024 and five the following year", "from 600 to 2,000 a year"."""

from __future__ import annotations

from dataclasses import replace

from tocsin.reading.tokens import Token
from tocsin.reading.units import Measure


def share(tokens: list[Token], found: list[Measure]) -> list[Measure]:
    """Bare counts take the noun before them; the ends of a change share noun and rate."""
    return _nouns(_partitive(tokens, _changes(tokens, found)))


def _changes(tokens: list[Token], found: list[Measure]) -> list[Measure]:
    """ "from 3,250 to 20,000 rounds a month", "2,000 a year, up from 600": one noun, one rate."""
    shared = list(found)
    for index in range(1, len(shared)):
        first, second = shared[index - 1], shared[index]
        if first.kind != second.kind or first.kind not in ("count", "money", "mass"):
            continue
        ahead = (
            tokens[second.start - 1].lower == "to"
            and second.start - first.stop <= 4
            and _after_from(tokens, first)
        )
        back = _after_from(tokens, second) and second.start - first.stop <= 6
        if (ahead or back) and (first.unit == second.unit or None in (first.unit, second.unit)):
            unit, per = first.unit or second.unit, first.per or second.per
            shared[index - 1], shared[index] = (
                replace(first, unit=unit, per=per),
                replace(second, unit=unit, per=per),
            )
    return shared


def _partitive(tokens: list[Token], found: list[Measure]) -> list[Measure]:
    """ "24 out of 52 drones", "two of the three jets": the part counts what the whole counts."""
    shared = list(found)
    for index in range(len(shared) - 1):
        first, second = shared[index], shared[index + 1]
        if first.kind == second.kind == "count" and first.unit is None and second.unit:
            between = [token.lower for token in tokens[first.stop : second.start]]
            if between and len(between) <= 4 and between[0] in ("of", "out", "from"):
                shared[index] = replace(first, unit=second.unit)
    return shared


def _after_from(tokens: list[Token], measure: Measure) -> bool:
    words = [token.lower for token in tokens[max(0, measure.start - 3) : measure.start]]
    return "from" in words or words[-2:] == ["the", "current"] or words[-2:] == ["compared", "with"]


def _nouns(found: list[Measure]) -> list[Measure]:
    noun: str | None = None
    shared: list[Measure] = []
    for measure in found:
        bare = measure.unit is None or (measure.unit == "others" and measure.qualifier != "vague")
        if measure.kind == "count" and bare and noun:
            measure = replace(measure, unit=noun)
        elif measure.kind == "count" and measure.unit:
            noun = measure.unit
        shared.append(measure)
    return shared
