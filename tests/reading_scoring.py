"""Scores of a reading against a hand-made annotation: value F1, date F1, attribution F1, modality, flags.

A hit is an overlapping span with equal value, one to one. Attribution counts claims that have a named speaker in the
reading (precision) or in the annotation (recall); the speaker's surface is compared without case, articles and
possessives, and a shorter form of the same name counts ("al-Maliki" for "Colonel Turki al-Maliki").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
FLAG_NAMES = {"vague_source": "unnamed_origin"}

_DROPPED = frozenset(
    ["the", "a", "an", "of", "for", "from", "in", "at", "with", "by", "and", "his", "her", "its", "their"]
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, predictions and annotated items; adds up over reports."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 2·hits / (predicted + gold)."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else 1.0


def span(item: Item) -> tuple[int, int]:
    """Start and end of an item in either naming."""
    return (item["start_char"], item["end_char"]) if "start_char" in item else (item["start"], item["end"])


def overlap(first: Item, second: Item) -> int:
    """Shared code points of two spans."""
    (a, b), (c, d) = span(first), span(second)
    return max(0, min(b, d) - max(a, c))


def match(
    predicted: Sequence[Item], gold: Sequence[Item], same: Callable[[Item, Item], bool]
) -> list[tuple[int, int]]:
    """One-to-one pairs (predicted index, gold index) of overlapping items with `same`, largest overlap first."""
    pairs = sorted(
        (
            (overlap(p, g), i, j)
            for i, p in enumerate(predicted)
            for j, g in enumerate(gold)
            if overlap(p, g) and same(p, g)
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    used_predicted: set[int] = set()
    used_gold: set[int] = set()
    chosen = []
    for _, i, j in pairs:
        if i not in used_predicted and j not in used_gold:
            used_predicted.add(i)
            used_gold.add(j)
            chosen.append((i, j))
    return chosen


def score_spans(
    predicted: Sequence[Item], gold: Sequence[Item], same: Callable[[Item, Item], bool]
) -> Counts:
    """Counts over items; gold items marked optional count neither way, nor does what matches them."""
    needed = [item for item in gold if not item.get("optional")]
    optional = [item for item in gold if item.get("optional")]
    chosen = match(predicted, needed, same)
    hit = {i for i, _ in chosen}
    free = {i for i, p in enumerate(predicted) if i not in hit and any(overlap(p, g) for g in optional)}
    return Counts(len(chosen), len(predicted) - len(free), len(needed))


def _close(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= 0.005 * max(abs(first), abs(second))


def same_value(predicted: Item, gold: Item) -> bool:
    """Equal kind and equal numbers (a range's or vague word's `best` is not compared)."""
    if predicted["kind"] != gold["kind"]:
        return False
    return _close(predicted["low"], gold["low"]) and _close(predicted["high"], gold["high"])


def same_quantity(predicted: Item, gold: Item) -> bool:
    """Equal value, qualifier and rate."""
    return (
        same_value(predicted, gold)
        and predicted["qualifier"] == gold["qualifier"]
        and predicted["per"] == gold["per"]
    )


def same_number(predicted: Item, gold: Item) -> bool:
    """Equal numbers whatever the qualifier: the stated value."""
    if predicted["kind"] != gold["kind"]:
        return False
    stated = [
        next((v for v in (item["best"], item["low"], item["high"]) if v is not None), None)
        for item in (predicted, gold)
    ]
    return _close(*stated)


def same_date(predicted: Item, gold: Item) -> bool:
    """Equal interval."""
    return bool(predicted["start"] == gold["start"] and predicted["end"] == gold["end"])


def normal(name: str) -> frozenset[str]:
    """Words of a name without case, articles, prepositions and possessives."""
    words = name.lower().replace("’s", "").replace("'s", "").replace("’", "'").split()
    return frozenset(word.strip(".,'\"“”()").replace(".", "") for word in words) - _DROPPED - {""}


def same_speaker(predicted: str | None, gold: str | None) -> bool:
    """Whether two surfaces name one source: the words of one contain those of the other."""
    if not predicted or not gold:
        return not predicted and not gold
    first, second = normal(predicted), normal(gold)
    return bool(first and second) and (first <= second or second <= first)


def score_attribution(predicted: Sequence[Item], gold: Sequence[Item]) -> Counts:
    """Attribution counts over claims with a named speaker."""
    named = [claim for claim in predicted if claim["speaker"]]
    wanted = [claim for claim in gold if claim["speaker"]]
    silent = [claim for claim in gold if not claim["speaker"]]
    chosen = match(named, wanted, lambda p, g: same_speaker(p["speaker"], g["speaker"]))
    hit = {i for i, _ in chosen}
    spare = sum(  # a second clause of one annotated claim, with its speaker, is no error
        i not in hit
        and any(overlap(p, g) and same_speaker(p["speaker"], g["speaker"]) for g in wanted)
        and not any(overlap(p, g) for g in silent)
        for i, p in enumerate(named)
    )
    return Counts(len(chosen), len(named) - spare, len(wanted))


def score_attribution_strict(predicted: Sequence[Item], gold: Sequence[Item]) -> Counts:
    """The same without pardon for a claim cut into more clauses than annotated."""
    named = [claim for claim in predicted if claim["speaker"]]
    wanted = [claim for claim in gold if claim["speaker"]]
    return Counts(
        len(match(named, wanted, lambda p, g: same_speaker(p["speaker"], g["speaker"]))),
        len(named),
        len(wanted),
    )


def score_relays(predicted: Sequence[Item], gold: Sequence[Item]) -> Counts:
    """Counts over the relays of claims that agree on the speaker."""
    pairs = match(predicted, gold, lambda p, g: same_speaker(p["speaker"], g["speaker"]))
    chains = [(list(predicted[i]["via"]), list(gold[j].get("via") or [])) for i, j in pairs]
    hits = sum(same_speaker(*relay) for told, wanted in chains for relay in zip(told, wanted, strict=False))
    return Counts(hits, sum(len(told) for told, _ in chains), sum(len(wanted) for _, wanted in chains))


def modality_pairs(predicted: Sequence[Item], gold: Sequence[Item]) -> list[tuple[str, str]]:
    """(predicted, annotated) modality of overlapping claims, paired by largest overlap."""
    pairs = match(predicted, gold, lambda p, g: True)
    return [(predicted[i]["modality"], _first(gold[j]["modality"])) for i, j in pairs]


def _first(modality: str | list[str]) -> str:
    return modality if isinstance(modality, str) else modality[0]


def score_report(reading: dict[str, Any], gold: dict[str, Any]) -> dict[str, Any]:
    """All scores of one report: `reading` as `Reading.to_json()`, `gold` in the shape of the seed annotation."""
    quantities, dates, claims = gold.get("quantities", []), gold.get("dates", []), gold.get("claims", [])
    flagged = {flag["type"] for flag in reading["flags"]}
    wanted = {FLAG_NAMES.get(flag["type"], flag["type"]) for flag in gold.get("flags", [])}
    return {
        "stated_number": score_spans(reading["quantities"], quantities, same_number),
        "value": score_spans(reading["quantities"], quantities, same_value),
        "quantity": score_spans(reading["quantities"], quantities, same_quantity),
        "date": score_spans(reading["dates"], dates, same_date),
        "attribution": score_attribution(reading["claims"], claims),
        "attribution_strict": score_attribution_strict(reading["claims"], claims),
        "relays": score_relays(reading["claims"], claims),
        "modality": modality_pairs(reading["claims"], claims),
        "flags": Counts(len(flagged & wanted), len(flagged), len(wanted)),
    }
