"""Quantities: number, qualifier, unit and rate, read left to right over the tokens of one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tocsin.reading.ellipsis import share
from tocsin.reading.lexicon import lex
from tocsin.reading.multipliers import multiplier_at
from tocsin.reading.nouns import counted_noun
from tocsin.reading.numbers import Number, parse_number
from tocsin.reading.qualifiers import after as qualifier_after
from tocsin.reading.qualifiers import before as qualifier_before
from tocsin.reading.rates import rate_after, rate_before
from tocsin.reading.tokens import Token, lower
from tocsin.reading.traps import is_designator, is_trap
from tocsin.reading.units import CURRENCY_WORDS, LETTERS, NATIONAL, PREFIXES, SYMBOLS, UNITS, Measure

_COUNTED = lex.keys("hyphen_counted", str)


@dataclass(frozen=True, slots=True)
class _Core:
    """Number with unit, before qualifier and rate: tokens [start, stop), the interval and whether it is one."""

    start: int
    stop: int
    low: float
    high: float
    kind: str
    unit: str | None
    form: str
    per: str | None = None
    magnitude: float = 1.0


def find_quantities(tokens: list[Token], taken: list[bool]) -> list[Measure]:
    """All quantities of a sentence; `taken` marks tokens that belong to dates and are no quantities."""
    found: list[Measure] = []
    at = 0
    while at < len(tokens):
        measure = _quantity_at(tokens, at, taken) if not taken[at] and _may_start(tokens, at) else None
        if measure is None:
            at += 1
        else:
            found.append(measure)
            at = max(measure.stop, at + 1)
    return share(tokens, found)


def _may_start(tokens: list[Token], at: int) -> bool:
    """A cheap look before the grammar is tried: a digit, a number word, a currency."""
    token = tokens[at]
    if token.lower in ("a", "an") and token.text not in lex.codes:
        return at + 1 < len(tokens) and (
            tokens[at + 1].lower in lex.after_article or tokens[at + 1].text == "$"
        )
    if token.kind == "number" or token.text in SYMBOLS or token.lower in lex.quantity_starts:
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return False
    numbered = following.kind == "number" or following.text == "."
    return following.text == "$" or (numbered and (token.capital or token.text in LETTERS))


def _quantity_at(tokens: list[Token], at: int, taken: list[bool]) -> Measure | None:
    multiplier = multiplier_at(tokens, at)
    if multiplier is not None:
        low, high, start, stop, qualifier = multiplier
        if low < high:
            return Measure(start, stop, "multiplier", None, "range", low, None, high)
        return Measure(start, stop, "multiplier", None, *_open(qualifier, low, high))
    core = _core_at(tokens, at)
    if core is None:
        return None
    joined = _range(tokens, core, taken)
    return _finish(tokens, joined or core, ranged=joined is not None)


def _core_at(tokens: list[Token], at: int) -> _Core | None:
    """Currency prefix, number, unit or counted noun."""
    currency, first = _currency_before(tokens, at)
    if first >= len(tokens):
        return None
    number = parse_number(tokens, first)
    if number is not None and _plural_mark(tokens, number.stop):
        return None
    if number is None or (currency is None and is_trap(tokens, number)):
        return None
    return _with_unit(tokens, number, at, currency)


def _plural_mark(tokens: list[Token], at: int) -> bool:
    """ "the mid-$500s": the mark of a decade or a band."""
    return lower(tokens, at) == "s" and tokens[at].start == tokens[at - 1].end


def _currency_before(tokens: list[Token], at: int) -> tuple[str | None, int]:
    """Currency that stands before a number at `at` ("$", "NT$", "EUR", "Rs"), and where the number starts."""
    token = tokens[at]
    behind = lower(tokens, at + 1)
    if token.text == "$" and behind in PREFIXES and tokens[at + 1].start == token.end:
        return PREFIXES[behind], at + 2  # "$US15 billion"
    if token.text in SYMBOLS:
        return SYMBOLS[token.text], at + 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return None, at
    prefix = token.lower.replace(".", "")
    if following.text == "$" and prefix in PREFIXES and following.start == token.end:
        return PREFIXES[prefix], at + 2
    if following.kind == "number" and token.text in lex.codes:
        return ("CNY" if token.text == "RMB" else token.text), at + 1
    if following.kind == "number" and token.text in LETTERS and _amount_like(tokens, at):
        return LETTERS[token.text], at + 1
    if (
        token.text in ("Rs", "Rp", "Tk")
        and following.text == "."
        and at + 2 < len(tokens)
        and tokens[at + 2].kind == "number"
    ):
        return LETTERS[token.text], at + 2
    return None, at


def _amount_like(tokens: list[Token], at: int) -> bool:
    """A sign of one letter stands for money only before a large amount ("P18.9 billion", not "P 8")."""
    if len(tokens[at].text) > 1 or not tokens[at].text.isalpha():
        return True
    return lower(tokens, at + 2) in lex.large_magnitudes


def _with_unit(tokens: list[Token], number: Number, start: int, currency: str | None) -> _Core | None:
    stop = number.stop
    if number.form == "fraction":
        return _Core(start, stop, number.low, number.high, "percent", None, "fraction")
    if currency is not None:
        return _Core(
            start, stop, number.low, number.high, "money", currency, number.form, None, number.magnitude
        )
    money = _currency_after(tokens, stop)
    if money is not None:
        return _Core(
            start, money[1], number.low, number.high, "money", money[0], number.form, None, number.magnitude
        )
    measured = _measure_unit(tokens, stop)
    if measured is not None:
        kind, name, per, stop = measured
        return _Core(start, stop, number.low, number.high, kind, name, number.form, per, number.magnitude)
    counted = _hyphenated(tokens, number)
    if counted is not None:
        return _Core(
            start, stop + 2, number.low, number.high, "count", counted, number.form, None, number.magnitude
        )
    if is_designator(tokens, number):
        return None
    noun, stop = counted_noun(tokens, stop)
    return _Core(start, stop, number.low, number.high, "count", noun, number.form, None, number.magnitude)


def _hyphenated(tokens: list[Token], number: Number) -> str | None:
    """The noun counted in "a 500-drone raid", in the plural."""
    stop = number.stop
    if (
        stop + 1 >= len(tokens)
        or tokens[stop].text not in "-‑‐"
        or tokens[stop].start != tokens[stop - 1].end
    ):
        return None
    return _COUNTED.get(tokens[stop + 1].lower) if number.form in ("digits", "words") else None


def _currency_after(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """ "dollars", "of dollars", "Swedish kronor", "euros", "-dollar" after a number."""
    for skip in (0, 1):
        if at + skip >= len(tokens) or (skip and tokens[at].lower not in ("of", "-")):
            break
        word = tokens[at + skip].lower
        following = lower(tokens, at + skip + 1)
        if (word, following) in NATIONAL:
            return NATIONAL[word, following], at + skip + 2
        if following == "$" and tokens[at + skip].text.replace(".", "").lower() in PREFIXES:
            return PREFIXES[word.replace(".", "")], at + skip + 2
        if tokens[at + skip].text in SYMBOLS:
            return SYMBOLS[tokens[at + skip].text], at + skip + 1
        if tokens[at + skip].text in lex.codes:
            return tokens[at + skip].text, at + skip + 1
        if word in CURRENCY_WORDS:
            return CURRENCY_WORDS[word], at + skip + 1
        if word == "pounds" and _pounds_are_money(tokens, at + skip):
            return "GBP", at + skip + 1
    return None


def _pounds_are_money(tokens: list[Token], at: int) -> bool:
    """Pounds of something, or a weight's usual company, are mass; after a million they are money."""
    following = lower(tokens, at + 1)
    big = at >= 1 and tokens[at - 1].lower in lex.pound_magnitudes
    return big and following != "of"


def _measure_unit(tokens: list[Token], at: int) -> tuple[str, str, str | None, int] | None:
    """A unit of measure at `at`, optionally after a hyphen or "of": kind, name, period, end."""
    step = at
    if (lower(tokens, step) in ("-", "‑", "–") and step + 1 < len(tokens)) or (
        step + 1 < len(tokens) and tokens[step].lower == "of"
    ):
        step += 1
    if step >= len(tokens):
        return None
    word = tokens[step].lower
    head, _, tail = word.partition("-")
    if word == "per" and lower(tokens, step + 1) == "cent":
        return "percent", "percent", None, step + 2
    if word == "percentage" or (word == "per" and lower(tokens, step + 1) == "centage"):
        return "percent", "percent", None, step + 2
    if word in ("square", "sq", "cubic") and step + 1 < len(tokens):
        return "count", f"{word} {tokens[step + 1].lower}", None, step + 2
    if word == "nautical":
        return "distance", "nautical mile", None, min(step + 2, len(tokens))
    if word in ("pounds", "pound"):
        return "mass", "pound", None, step + 1
    unit = UNITS.get(word) or (UNITS.get(head) if tail else None)
    if unit is None or (
        tokens[at].lower == "of" and unit.kind == "duration" and word not in lex.counted_durations
    ):
        return None
    return _speed(tokens, step, unit.kind, unit.name, unit.per)


def _speed(
    tokens: list[Token], at: int, kind: str, name: str, per: str | None
) -> tuple[str, str, str | None, int]:
    """ "km" followed by "/h", "per hour" or "an hour" is a speed."""
    words = [token.lower for token in tokens[at + 1 : at + 3]]
    if kind == "distance" and len(words) == 2 and words[0] in lex.speed_marks:
        if words[1] in ("h", "hr", "hour"):
            return "speed", f"{name}/h", "hour", at + 3
        if words[1] in ("s", "second"):
            return "speed", f"{name}/s", None, at + 3
    return kind, name, per, at + 1


def _range(tokens: list[Token], core: _Core, taken: list[bool]) -> _Core | None:
    """ "8,000 to 10,000", "between a and b", "two or three", "20-30 %": one interval, or None."""
    link = _link(tokens, core)
    if lower(tokens, core.stop) in ("±", "+/-"):
        return _spread(tokens, core)
    if link is None or link + 1 >= len(tokens) or taken[link + 1]:
        return None
    second = _core_at(tokens, link + 1)
    if second is None or ("vague" in (core.form, second.form) and core.form != second.form):
        return None
    bare = core.kind == "count" and core.unit is None
    if not bare and (core.kind, core.unit) != (second.kind, second.unit):
        same_kind = core.kind == second.kind == "money" or (second.kind == "count" and second.unit is None)
        if not same_kind or core.unit is None:
            return None
    low, high = core.low, second.high
    if core.magnitude == 1.0 and second.magnitude > 1.0 and low * second.magnitude < high:
        low *= second.magnitude
    if low > high and tokens[link].lower == "and":
        low, high = high, low
    if not low < high or not _may_join(tokens, core, second, link):
        return None
    kind, unit = (
        (core.kind, core.unit)
        if second.kind == "count" and second.unit is None
        else (second.kind, second.unit)
    )
    return replace(
        second, start=core.start, low=low, high=high, kind=kind, unit=unit, per=second.per or core.per
    )


def _spread(tokens: list[Token], core: _Core) -> _Core | None:
    """ "300 ± 20 km": an interval."""
    second = _core_at(tokens, core.stop + 1) if core.stop + 1 < len(tokens) else None
    if second is None or second.low > core.low:
        return None
    return replace(second, start=core.start, low=core.low - second.low, high=core.low + second.low)


def _link(tokens: list[Token], core: _Core) -> int | None:
    """Where the word that joins two ends of a range stands; a hyphen of "8-km" is none."""
    at = core.stop
    if lower(tokens, at) in lex.range_words:
        return at
    return None


def _may_join(tokens: list[Token], first: _Core, second: _Core, link: int) -> bool:
    word = tokens[link].lower
    before = [token.lower for token in tokens[max(0, first.start - 4) : first.start]]
    if word == "and":
        return "between" in before
    if word == "or":
        return first.high < second.low <= 2 * first.high + 1 and first.form == second.form
    if word == "to" and "from" in before:
        window = {token.lower for token in tokens[max(0, first.start - 24) : first.start]}
        return not window & lex.changes
    if word == "to":
        return first.unit is None or second.unit == first.unit
    return True


def _finish(tokens: list[Token], core: _Core, *, ranged: bool) -> Measure:
    """Add qualifier and rate."""
    per = rate_before(tokens, core.start)[0] if core.per is None else core.per
    rate, stop = rate_after(tokens, core.stop, core.kind)
    word, left = qualifier_before(tokens, core.start, core.kind, core.form)
    suffix, stop = qualifier_after(tokens, stop)
    if suffix and core.kind == "count" and core.unit is None:
        core, stop = _behind_suffix(tokens, core, stop)
    per = core.per or rate or per
    if rate is None and core.per is None and core.kind == "duration":
        per = None
    if rate is None and stop != core.stop:
        rate, stop = rate_after(tokens, stop, core.kind)
        per = rate or per
    name, low, best, high = _resolve(word or suffix, core, ranged)
    return Measure(min(left, core.start), stop, core.kind, core.unit, name, low, best, high, per)


def _behind_suffix(tokens: list[Token], core: _Core, at: int) -> tuple[_Core, int]:
    """ "1,000+ km", "500+ drones": the unit behind a qualifier."""
    money = _currency_after(tokens, at)
    if money is not None:
        return replace(core, kind="money", unit=money[0]), money[1]
    measured = _measure_unit(tokens, at)
    if measured is not None:
        kind, unit, per, stop = measured
        return replace(core, kind=kind, unit=unit, per=per), stop
    noun, stop = counted_noun(tokens, at)
    return replace(core, unit=noun), stop


def _resolve(word: str, core: _Core, ranged: bool) -> tuple[str, float | None, float | None, float | None]:
    if ranged:
        return "range", core.low, None, core.high
    if core.form == "vague":
        if word in ("up_to", "less_than"):
            return word, None, None, core.high
        if word in ("at_least", "more_than"):
            return word, core.low, None, None
        return "vague", core.low, None, core.high
    return _open(word or "exact", core.low, core.high)


def _open(qualifier: str, low: float, high: float) -> tuple[str, float | None, float | None, float | None]:
    """Values of a qualifier over a point (null where open)."""
    if qualifier in ("at_least", "more_than"):
        return qualifier, low, None, None
    if qualifier in ("up_to", "less_than"):
        return qualifier, None, None, high
    return qualifier, low, low, high
