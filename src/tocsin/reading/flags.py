"""Flags: what a person should look at before accepting the drafts of one report, one small rule each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator

from tocsin.reading.clash_rules import aliases, distances, sums
from tocsin.reading.lexicon import lex
from tocsin.reading.model import ClaimMention, Flag, QuantityMention, Reading

_NEAR = 24  # claims looked back for those that overlap a span
_WINDOW = 60  # claims compared back, which keeps every rule linear in the length of the text
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\b")
_SYNONYMS = lex.keys("synonyms", str)


def find_flags(text: str, reading: Reading) -> list[Flag]:
    """All flags of a reading, in order of position."""
    found = [flag for rule in _RULES for flag in rule(text, reading)]
    return sorted(found, key=lambda flag: (flag.start_char, flag.type))


def claims_at(reading: Reading, start: int, end: int) -> tuple[int, ...]:
    """Indices of the claims that overlap a span."""
    claims = reading.claims
    last = bisect_left(claims, end, key=lambda claim: claim.start_char)
    return tuple(i for i in range(max(0, last - _NEAR), last) if claims[i].end_char > start)


def is_unnamed(speaker: str) -> bool:
    """Whether a source is a person or group without a name ("US officials", "people familiar with the matter").

    >>> is_unnamed("officials from a country aligned with the US"), is_unnamed("White House official John Kirby")
    (True, False)
    """
    words = speaker.replace(",", " ").split()
    lower = [word.lower() for word in words]
    if not any(word in lex.unnamed for word in lower) or any(word in lex.naming for word in lower):
        return False
    head = next(i for i, word in enumerate(lower) if word in lex.unnamed)
    return not any(word[:1].isupper() for word in words[head + 1 : head + 3])


def _unnamed_origin(text: str, reading: Reading) -> Iterator[Flag]:
    seen: set[str] = set()
    for index, claim in enumerate(reading.claims):
        speaker = claim.speaker or ""
        key = speaker.lower().removeprefix("the ")
        if key and key not in seen and is_unnamed(speaker):
            seen.add(key)
            yield Flag("unnamed_origin", f"“{speaker}” are not named: their reliability cannot be judged from the text",
                       claim.start_char, claim.end_char, (index,))  # fmt: skip


def _origin(claim: ClaimMention) -> str:
    """Unnamed officials of one report count as one origin, whatever adjectives they carry, unless states differ."""
    speaker = (claim.speaker or "").lower()
    if not speaker or not is_unnamed(claim.speaker or ""):
        return ""
    return (
        "unnamed"
        if speaker.removeprefix("the ") in lex.unnamed or "aligned" in speaker
        else speaker.removeprefix("the ")
    )


def _single_origin(text: str, reading: Reading) -> Iterator[Flag]:
    origins = Counter(_origin(claim) for claim in reading.claims if claim.speaker)
    attributed = sum(origins.values())
    for origin, count in origins.items():
        if origin and count >= 4 and count >= 0.4 * attributed:
            indices = tuple(
                i for i, claim in enumerate(reading.claims) if claim.speaker and _origin(claim) == origin
            )
            first = reading.claims[indices[0]]
            yield Flag("single_origin", f"{count} of {attributed} attributed claims go back to one unnamed group: count them once",
                       first.start_char, first.end_char, indices)  # fmt: skip


def _rate_without_period(text: str, reading: Reading) -> Iterator[Flag]:
    for quantity in reading.quantities:
        if quantity.kind != "count" or quantity.per or not quantity.unit:
            continue
        for index in claims_at(reading, quantity.start_char, quantity.end_char):
            claim = reading.claims[index]
            words = set(claim.surface.lower().split())
            if (
                claim.modality in ("capability", "plan", "forecast")
                and words & lex.produced
                and _ahead(claim, quantity)
            ):
                yield Flag("rate_without_period", f"“{quantity.surface}” can be made, but over which period is not said",
                           quantity.start_char, quantity.end_char, (index,))  # fmt: skip
                break


def _ahead(claim: ClaimMention, quantity: QuantityMention) -> bool:
    """Whether a word of making stands before the number in its clause."""
    before = claim.surface[: max(0, quantity.start_char - claim.start_char)].lower().split()
    return bool(set(before) & lex.produced)


def _duplicate(text: str, reading: Reading) -> Iterator[Flag]:
    seen: dict[tuple[object, ...], QuantityMention] = {}
    for quantity in reading.quantities:
        if (
            quantity.kind in ("duration", "percent", "multiplier")
            or (quantity.high or quantity.low or 0) < 10
        ):
            continue
        key = (quantity.kind, quantity.unit, quantity.low, quantity.high, quantity.per)
        earlier = seen.get(key)
        if earlier is not None:
            both = claims_at(reading, earlier.start_char, earlier.end_char) + claims_at(
                reading, quantity.start_char, quantity.end_char
            )
            yield Flag("duplicate", f"“{quantity.surface}” repeats “{earlier.surface}”: one number, stated twice",
                       quantity.start_char, quantity.end_char, both)  # fmt: skip
        seen[key] = quantity


def _ambiguous_deadline(text: str, reading: Reading) -> Iterator[Flag]:
    for when in reading.dates:
        words = when.surface.lower()
        vague = any(
            phrase in words
            for phrase in ("end of the year", "year-end", "year’s end", "year's end", "end of the month")
        )
        if when.relation == "by" and vague:
            yield Flag("ambiguous_deadline", f"“{when.surface}”: the year depends on when it was said, which the text does not give",
                       when.start_char, when.end_char, claims_at(reading, when.start_char, when.end_char))  # fmt: skip


def _fiscal_year(text: str, reading: Reading) -> Iterator[Flag]:
    for when in reading.dates:
        if lex.fiscal_marks & set(re.findall(r"[a-z]+", when.surface.lower())):
            yield Flag("fiscal_year", f"“{when.surface}” is a fiscal year: whose it is decides its months",
                       when.start_char, when.end_char, claims_at(reading, when.start_char, when.end_char))  # fmt: skip


def _ambiguous_date(text: str, reading: Reading) -> Iterator[Flag]:
    """ "03/04/2025": the day comes first, or the month."""
    for when in reading.dates:
        found = _NUMERIC.search(when.surface)
        if found and found[1] != found[2] and max(int(found[1]), int(found[2])) <= 12:
            yield Flag("ambiguous_date", f"“{when.surface}” was read with the day first: it may be the month",
                       when.start_char, when.end_char, claims_at(reading, when.start_char, when.end_char))  # fmt: skip


def _attribution_drift(text: str, reading: Reading) -> Iterator[Flag]:
    """A claim first attributed, then restated in the outlet's own voice."""
    attributed: list[tuple[int, frozenset[str]]] = []
    for index, claim in enumerate(reading.claims):
        if claim.modality not in lex.tentative_modalities:
            continue
        stems = _stems(claim.surface)
        if claim.speaker:
            attributed.append((index, stems))
            del attributed[:-_WINDOW]
            continue
        source = next((i for i, earlier in reversed(attributed) if _similar(stems, earlier)), None)
        if source is not None:
            yield Flag("attribution_drift", f"said before by {reading.claims[source].speaker}, here in the outlet's own voice",
                       claim.start_char, claim.end_char, (source, index))  # fmt: skip


def _date_order(text: str, reading: Reading) -> Iterator[Flag]:
    for when in reading.dates:
        if when.start and when.end and when.end < when.start:
            yield Flag(
                "date_order", f"“{when.surface}” ends before it begins", when.start_char, when.end_char
            )


def _contradiction(text: str, reading: Reading) -> Iterator[Flag]:
    """One speaker denies what another asserts in like words."""
    asserted: list[tuple[int, frozenset[str]]] = []
    for index, claim in enumerate(reading.claims):
        stems = _stems(claim.surface)
        if claim.modality != "denied":
            asserted.append((index, stems))
            del asserted[:-_WINDOW]
            continue
        for other, earlier in reversed(asserted):
            differs = reading.claims[other].speaker != claim.speaker
            if differs and len(stems & earlier) >= 3 and _similar(stems, earlier):
                yield Flag("contradiction", f"{claim.speaker or 'the outlet'} denies what {reading.claims[other].speaker or 'the outlet'} says",
                           claim.start_char, claim.end_char, (other, index))  # fmt: skip
                break


def _alias(text: str, reading: Reading) -> Iterator[Flag]:
    for start, end, message in aliases(text):
        yield Flag("party_alias_collision", message, start, end, claims_at(reading, start, end))


def _distance(text: str, reading: Reading) -> Iterator[Flag]:
    for start, end, message in distances(text, reading):
        yield Flag("distance_check", message, start, end, claims_at(reading, start, end))


def _sum(text: str, reading: Reading) -> Iterator[Flag]:
    for start, end, message in sums(text, reading):
        yield Flag("sum_mismatch", message, start, end, claims_at(reading, start, end))


def _stems(clause: str) -> frozenset[str]:
    """Stems (first six letters) of a clause's content words, bounded in number."""
    stems = set()
    for raw in clause.lower().replace("’s", "").replace("-", " ").split()[:80]:
        word = raw.strip(".,;:!?“”\"'()’‘")
        if len(word) < 3 or word in lex.stop_words:
            continue
        stem = word[:6].rstrip("s") if len(word) <= 6 else word[:6]
        stems.add(_SYNONYMS.get(stem, stem))
    return frozenset(stems)


def _similar(first: frozenset[str], second: frozenset[str], *, share: float = 0.3, least: int = 3) -> bool:
    """Whether two clauses are alike: at least `least` shared stems that make up `share` of the shorter clause."""
    shared = len(first & second)
    return shared >= least and shared >= share * min(len(first), len(second))


_RULES: tuple[Callable[[str, Reading], Iterator[Flag]], ...] = (
    _alias,
    _rate_without_period,
    _distance,
    _single_origin,
    _unnamed_origin,
    _attribution_drift,
    _ambiguous_deadline,
    _fiscal_year,
    _ambiguous_date,
    _duplicate,
    _sum,
    _date_order,
    _contradiction,
)
