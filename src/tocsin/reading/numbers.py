"""Cardinal numbers in digits and words, with magnitudes, fractions and vague words.

`parse_number` reads one number that starts at a token and returns its value as an interval, so that an exact
number is a point and "several hundred" or "tens of thousands" is the interval the conventions give it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, lower

UNITS = lex.keys("cardinals", int)
TENS = lex.keys("tens", int)
MAGNITUDES = lex.keys("magnitudes", float)
LETTER_MAGNITUDES = lex.keys("letter_magnitudes", float)
PLURALS = lex.keys("vague_plurals", lambda ends: [float(end) for end in ends.split()])
_OF_PLURALS = lex.keys("of_plurals", float)
_ORDINAL_PARTS = lex.keys("denominators", int)
MAX_DIGITS = 15
_GROUPING = str.maketrans("", "", "\u00a0\u202f\u2009'’")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from tokens [start, stop): an interval, its way of writing, and its last magnitude."""

    low: float
    high: float
    start: int
    stop: int
    form: str  # digits, words, vague, fraction
    magnitude: float = 1.0


def digits_value(text: str) -> float | None:
    """Value of digits with separators, None where it is no plain number ("16.02.2023", 10,000 digits).

    >>> digits_value("1,094,000"), digits_value("993.7"), digits_value("16.02.2023"), digits_value("0.8,1")
    (1094000.0, 993.7, None, None)
    """
    if len(text) <= MAX_DIGITS and text.isascii() and text.isdigit():
        return float(text)
    text = text.translate(_GROUPING)
    if len(text) > MAX_DIGITS + 6 or not text.isascii():
        return None
    whole, dot, rest = text.partition(".")
    if "," in rest:
        return None
    if "." in rest:
        groups = text.split(".")
        return float("".join(groups)) if all(len(g) == 3 for g in groups[1:]) and "," not in text else None
    parts = whole.split(",")
    if len(parts) > 1 and not all(len(part) == 3 for part in parts[1:]):
        if len(parts) == 2 and not dot and len(parts[1]) <= 2:
            return float(f"{parts[0]}.{parts[1]}")
        return None
    if len(parts) > 1 and len(parts[0]) > 3:
        return None
    return float("".join(parts) + dot + rest) if rest or not dot else float("".join(parts))


def parse_number(tokens: list[Token], at: int) -> Number | None:
    """The number that starts at token `at`, or None."""
    token = tokens[at]
    if token.kind == "number":
        return _share(tokens, at) or _digits(tokens, at)
    if token.kind != "word":
        return None
    return _share(tokens, at) or _vague(tokens, at) or _fraction(tokens, at) or _words(tokens, at)


def _digits(tokens: list[Token], at: int) -> Number | None:
    value = digits_value(tokens[at].text)
    if value is None:
        return None
    stop = at + 1
    while _spaced_group(tokens, at, stop):
        value, stop = value * 1000 + int(tokens[stop].text), stop + 1
    half = _vulgar(tokens, stop)
    if half:
        value, stop = value + half, stop + 1
    magnitude, stop = _magnitude(tokens, stop)
    return Number(value * magnitude, value * magnitude, at, stop, "digits", magnitude)


def _spaced_group(tokens: list[Token], at: int, stop: int) -> bool:
    """ "6 000", "12 050", "1 250 000": groups of three behind a number without a sign or a name before it."""
    head = tokens[at].text
    if stop >= len(tokens) or stop - at > 4 or len(head) > 3 or not head.isdigit() or head[0] == "0":
        return False
    group = tokens[stop]
    three = len(group.text) == 3 and group.text.isdigit() and group.start == tokens[stop - 1].end + 1
    if not three or group.text[0] == "0":
        return three
    before, after = lower(tokens, at - 1), lower(tokens, stop + 1)
    named = before in lex.month_names or before in lex.designator_nouns or before in ("week", "/")
    glued = at > 0 and tokens[at - 1].end == tokens[at].start
    ranged = at > 1 and tokens[at - 1].text in "-–—" and tokens[at - 2].kind == "number"
    return not named and after not in lex.calibres and (ranged or not glued)


_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


def _vulgar(tokens: list[Token], at: int) -> float:
    return _VULGAR.get(tokens[at].text, 0.0) if at < len(tokens) else 0.0


def _magnitude(tokens: list[Token], at: int) -> tuple[float, int]:
    """Product of magnitude words from `at` on ("hundred thousand"), and where they end."""
    total = 1.0
    while at < len(tokens):
        word = tokens[at].lower
        step = at
        if word == "-" and lower(tokens, at + 1) in MAGNITUDES:
            step, word = at + 1, lower(tokens, at + 1)
        if word in MAGNITUDES:
            total *= MAGNITUDES[word]
        elif word in LETTER_MAGNITUDES and at and tokens[at - 1].end == tokens[at].start:
            total *= LETTER_MAGNITUDES[word]
        else:
            break
        at = step + 1
        if total > 1e18:
            break
    return total, at


def _words(tokens: list[Token], at: int) -> Number | None:
    """English number words ("two hundred and fifty", "twenty-one", "a dozen", "half a million")."""
    lead = _lead(tokens, at)
    if lead is not None:
        return lead
    total, current, here, seen, magnitude = 0.0, 0.0, at, False, 1.0
    while here < len(tokens) and here - at < 24:
        word = tokens[here].lower
        if word in TENS or word in UNITS:
            if (
                seen
                and (word in TENS or current % 10 or (current and word in UNITS and UNITS[word] > 9))
                and current % 100
            ):
                break
            current += TENS.get(word, 0) + UNITS.get(word, 0)
        elif word in MAGNITUDES and seen and word not in ("bn", "mn"):
            current = max(current, 1.0) * MAGNITUDES[word]
            magnitude = MAGNITUDES[word]
            if magnitude >= 1e3:
                total, current = total + current, 0.0
        elif not (word in ("and", "-") and seen and _continues(tokens, here, current + total)):
            break
        seen, here = True, here + 1
    if not seen:
        return None
    value = total + current
    if magnitude == 1 and [lower(tokens, here + k) for k in range(3)] == ["and", "a", "half"]:
        magnitude, here = _magnitude(tokens, here + 3)
        value = (value + 0.5) * magnitude  # "two and a half years", "two and a half thousand"
    return Number(value, value, at, here, "words", magnitude)


def _continues(tokens: list[Token], at: int, value: float) -> bool:
    """Whether "and" or a hyphen goes on with the same number ("hundred and five", "twenty-one")."""
    following = lower(tokens, at + 1)
    if tokens[at].lower == "-":
        return following in MAGNITUDES or (following in UNITS and value % 100 >= 20 and value % 10 == 0)
    return (
        value >= 100 and value % 100 == 0 and (following in UNITS or following in TENS) and following != "one"
    )


def _lead(tokens: list[Token], at: int) -> Number | None:
    """ "a dozen", "a hundred", "half a million", "half a dozen"."""
    first, second, third = (lower(tokens, at + k) for k in range(3))
    if first in ("a", "an") and second in lex.article_magnitudes:
        magnitude, stop = _magnitude(tokens, at + 1)
        return Number(magnitude, magnitude, at, stop, "words", magnitude)
    if first in lex.plain_magnitudes and lower(tokens, at - 1) in lex.more_words:
        magnitude, stop = _magnitude(tokens, at)
        return Number(magnitude, magnitude, at, stop, "words", magnitude)
    skip = 3 if second == "-" and third == "a" else 2
    if first == "half" and lower(tokens, at + skip - 1) in ("a", "-"):
        magnitude, stop = _magnitude(tokens, at + skip)
        if magnitude > 1:
            return Number(magnitude / 2, magnitude / 2, at, stop, "words", magnitude)
    return None


def _vague(tokens: list[Token], at: int) -> Number | None:
    """ "hundreds", "tens of thousands", "several hundred", "a few dozen"."""
    word = tokens[at].lower
    if word in PLURALS:
        low, high = PLURALS[word]
        following = lower(tokens, at + 2)
        if lower(tokens, at + 1) == "of" and following in _OF_PLURALS:
            scale = _OF_PLURALS[following]
            high = 99.999 if word == "tens" else high + (0.999 if word == "hundreds" else 0.0)
            return Number(low * scale, _nines(high * scale), at, at + 3, "vague", scale)
        return None if word == "tens" else Number(low, high, at, at + 1, "vague")
    lead = at + 1 if word == "a" and lower(tokens, at + 1) in ("few", "couple") else at
    few = lower(tokens, lead)
    if few not in lex.vague_counts:
        return None
    if lower(tokens, lead + 1) == "others" and few in ("several", "few"):
        return Number(3.0, 9.0, at, lead + 1, "vague")
    follow = lead + 2 if lower(tokens, lead + 1) == "of" else lead + 1
    if lower(tokens, follow) not in lex.vague_magnitudes:
        return None
    scale = MAGNITUDES[lower(tokens, follow)]
    more, stop = _magnitude(tokens, follow + 1)
    low = 2.0 if few == "couple" else 3.0
    top = {12.0: 99.0, 100.0: 999.0}.get(scale, 9.999 * scale)
    return Number(low * scale * more, top * more, at, stop, "vague", scale * more)


def _nines(value: float) -> float:
    return float(int(value)) if value < 1e6 else value


def _fraction(tokens: list[Token], at: int) -> Number | None:
    """ "two-thirds of", "one third of", "half of", "a quarter of" as a share of 100."""
    word = tokens[at].lower
    if word in ("half", "third", "quarter") and lower(tokens, at - 1) not in lex.ordinal_leads:
        after = lower(tokens, at + 1)
        if word == "half" and after in lex.half_sequels:
            return Number(50.0, 50.0, at, at + 1, "fraction")
        return None
    numerator = 1 if word in ("a", "an") else UNITS.get(word, 0)
    part = at + 2 if lower(tokens, at + 1) == "-" else at + 1
    denominator = _ORDINAL_PARTS.get(lower(tokens, part), 0)
    if not numerator or not denominator or numerator >= denominator:
        return None
    if lower(tokens, part + 1) == "of" and lower(tokens, part + 2) in ("a", "one"):
        magnitude, stop = _magnitude(tokens, part + 3)
        if magnitude > 1:  # "a quarter of a million"
            value = magnitude * numerator / denominator
            return Number(value, value, at, stop, "words", magnitude)
    grown = lower(tokens, at - 1) == "by"
    if part == at + 1 and not grown and lower(tokens, part + 1) not in lex.fraction_sequels:
        return None
    share = 100.0 * numerator / denominator
    return Number(share, share, at, part + 1, "fraction")


def _share(tokens: list[Token], at: int) -> Number | None:
    """ "one in five", "nine out of 10", "1/3" as a share of 100; "24 out of 52 drones" are two counts."""
    first = UNITS.get(tokens[at].lower) or _small(tokens, at)
    if not first:
        return None
    if lower(tokens, at + 1) == "/":
        second = _small(tokens, at + 2)
        glued = second and tokens[at].kind == "number" and tokens[at + 2].start == tokens[at].end + 1
        dated = lower(tokens, at + 3) in ("/", "-") or lower(tokens, at - 1) in ("/", "-")
        return _of_hundred(first, second, at, at + 3) if glued and second <= 10 and not dated else None
    if tokens[at].kind == "number" or lower(tokens, at + 1) not in ("in", "out"):
        return None
    whole = at + 2
    if tokens[at + 1].lower == "out" or lower(tokens, whole) == "every":
        whole += 1
        if tokens[at + 1].lower == "out" and lower(tokens, at + 2) != "of":
            return None
    second = UNITS.get(lower(tokens, whole)) or _small(tokens, whole)
    if second > 100 or lower(tokens, whole + 1) in lex.duration | lex.magnitudes:
        return None
    return _of_hundred(first, second, at, whole + 1)


def _small(tokens: list[Token], at: int) -> int:
    """A whole number of up to three digits at `at`, else 0."""
    text = tokens[at].text if at < len(tokens) else ""
    return int(text) if len(text) <= 3 and text.isascii() and text.isdigit() else 0


def _of_hundred(first: int, second: int, start: int, stop: int) -> Number | None:
    share = 100.0 * first / second if second else 0.0
    return Number(share, share, start, stop, "fraction") if first < second else None
