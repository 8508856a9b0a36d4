"""Three checks inside one report: a party under two names, a distance against the map, parts and total."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from tocsin.claims.parties import NAMES, party
from tocsin.earth import KM, bearing_deg, distance_km, off_course, town
from tocsin.reading.model import NamedMention, QuantityMention, Reading

Finding = tuple[int, int, str]
_NAME = r"(?:the )?[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?"
_BETWEEN = re.compile(rf"\bbetween ({_NAME}) and ({_NAME})(?![\w’'-])")
_PAIR = re.compile(rf"\b({_NAME}) and ({_NAME})(?![\w’'-])")
_TRAVEL = re.compile(
    r"\b(?:road|flight|flights|railway|rail|train|trains|distance|highway|border|km|kilomet\w+|miles?|metro|route|routes|"
    r"way|travel\w*|halfway|located|lies|corridor|pipeline)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^\s*(?:\([^)]{0,30}\)\s*)?(?:to the )?(?P<way>[a-z-]{0,12}?)\s*(?:of|from|away from)\s+(?:the )?(?P<place>[A-Z][\w’-]{1,25}(?: [A-Z][\w’-]{1,25})?)"
)
_AGAIN = re.compile(r"\b(?:including|of which|of them|among them)\b")
_TOLERANCE = {"exact": 0.15, "approx": 0.2}
_LIMIT = 2_000


def aliases(text: str) -> Iterator[Finding]:
    """ "between Russia and Moscow": both ends name one state, and the other party is missing."""
    for match in islice(_BETWEEN.finditer(text), _LIMIT):
        first, second = party(match[1]), party(match[2])
        if not first or first != second or _same_word(match[1], match[2]):
            continue
        if _TRAVEL.search(text[max(0, match.start() - 60) : match.start()]):
            continue
        yield match.start(), match.end(), _alias_message(text, match[1], match[2], first)


def _same_word(first: str, second: str) -> bool:
    return first.lower().removeprefix("the ") == second.lower().removeprefix("the ")


def _alias_message(text: str, first: str, second: str, code: str) -> str:
    partners: Counter[str] = Counter()
    for match in islice(_PAIR.finditer(text), _LIMIT):
        pair = {party(match[1]), party(match[2])} - {""}
        if code in pair and len(pair) == 2:
            partners.update(pair - {code})
    likely = (
        f"; the text pairs it with {NAMES[partners.most_common(1)[0][0]]} elsewhere, likely the missing party"
        if partners
        else ""
    )
    return f"“{first}” and “{second}” both stand for {NAMES[code]}{likely}"


def distances(text: str, reading: Reading) -> Iterator[Finding]:
    """Stated distances from a place, against the geodesic where both places are in the gazetteer."""
    places = [name for name in reading.names if town(name.surface) is not None]
    at = 0
    for quantity in reading.quantities:
        if quantity.kind != "distance" or quantity.unit not in KM:
            continue
        match = _FROM.match(text[quantity.end_char : quantity.end_char + 90])
        if match is None:
            continue
        while at < len(places) and places[at].end_char <= quantity.start_char:
            at += 1
        yield _distance_finding(quantity, match["way"], match["place"], places[at - 1] if at else None)


def _distance_finding(quantity: QuantityMention, way: str, place: str, near: NamedMention | None) -> Finding:
    start, end = quantity.start_char, quantity.end_char
    origin = town(place) or town(place.split()[0])
    target = town(near.surface) if near is not None else None
    if near is None or target is None or quantity.start_char - near.end_char > 60 or origin is None:
        return start, end, f"“{quantity.surface}” {way} of {place}: compare with the map"
    real = float(distance_km(*origin[2:], *target[2:]))
    scale = KM[quantity.unit or "km"]
    low, high = quantity.low, quantity.high
    slack = _TOLERANCE.get(quantity.qualifier, 0.15)
    fits = (low is None or low * scale <= real * (1 + slack)) and (
        high is None or high * scale >= real * (1 - slack)
    )
    turned = off_course(way, origin, target)
    verdict = "consistent" if fits and (turned or 0) <= 60 else "not consistent"
    stated = next(v for v in (quantity.best, quantity.low, quantity.high, 0.0) if v is not None) * scale
    bearing = "" if turned is None else f", bearing {bearing_deg(*origin[2:], *target[2:]):.0f}°"
    return (
        start,
        end,
        (
            f"{place}–{near.surface} is {real:.0f} km in a straight line{bearing}; stated {stated:.0f} km: {verdict}"
        ),
    )


def sums(text: str, reading: Reading) -> Iterator[Finding]:
    """Parts named after "including" or a colon that add up to more than their total."""
    counts = [
        q for q in reading.quantities if q.kind == "count" and q.best is not None and q.qualifier == "exact"
    ]
    for index, total in enumerate(counts):
        tail = text[total.end_char : total.end_char + 240]
        lead = re.match(r"[^.;\d]{0,40}?(?:,? including|:|,? of which|,? comprising|,? made up of)\s", tail)
        if lead is None:
            continue
        again = _AGAIN.search(tail, lead.end())  # "5 over Tver, including 2": no further part
        stop = total.end_char + min(
            tail.find(".") if "." in tail else len(tail), again.start() if again else 240
        )
        parts = [q for q in counts[index + 1 : index + 9] if q.start_char < stop]
        added = sum(q.best or 0 for q in parts)
        if len(parts) >= 2 and added > (total.best or 0):
            yield (
                total.start_char,
                stop,
                f"the parts named add up to {added:g}, more than the total of {total.best:g}",
            )
