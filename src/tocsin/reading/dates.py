"""Dates: the grammar of relations ("by", "since", "between … and …") over the periods of one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tocsin.reading import date_absolute, date_relative
from tocsin.reading.date_context import Context
from tocsin.reading.lexicon import lex
from tocsin.reading.periods import MONTHS, WEEKDAYS, Found, Period, part
from tocsin.reading.tokens import Token, lower

_PARTS = lex.keys("parts", str)


@dataclass(frozen=True, slots=True)
class When:
    """A date phrase over tokens [start, stop): an interval (None where open) and its relation."""

    start: int
    stop: int
    first: date | None
    last: date | None
    relation: str
    grain: str


def find_dates(tokens: list[Token], context: Context) -> list[When]:
    """All date phrases of a sentence, left to right; the context's anchor moves to each one found."""
    found: list[When] = []
    at = 0
    while at < len(tokens):
        when = _phrase(tokens, at, context) if _may_start(tokens, at) else None
        if when is None:
            at += 1
            continue
        found.append(when)
        context.saw(when.first, when.last)
        at = max(when.stop, at + 1)
    return found


def _may_start(tokens: list[Token], at: int) -> bool:
    """A cheap look at one or two words before the grammar is tried."""
    token = tokens[at]
    if token.kind == "number":
        if len(token.text) > 2 or not token.text.isdigit():
            return True
        return any(following.lower in lex.after_day for following in tokens[at + 1 : at + 5])
    word = token.lower
    if word in ("a", "an"):
        return lower(tokens, at + 1) in lex.duration
    if word == "the":
        following = tokens[at + 1] if at + 1 < len(tokens) else token
        return following.kind == "number" or following.lower in lex.after_the
    return word in lex.date_starts or (token.capital and (word in MONTHS or word in WEEKDAYS))


def _phrase(tokens: list[Token], at: int, context: Context) -> When | None:
    relation, first = _relation(tokens, at)
    context.enter(tokens, at)
    context.forward = relation == "by" or context.future
    body = _between(tokens, at, context) or _part_of(tokens, first, context)
    if body is None and relation:
        relation, first = "", at
        context.forward = context.future
        body = _part_of(tokens, at, context)
    if body is None:
        return None
    if tokens[at].lower == "between":
        relation = "during"
    return _joined(tokens, at, first, relation, body, context)


def _relation(tokens: list[Token], at: int) -> tuple[str, int]:
    word = tokens[at].lower
    if word in ("no", "not"):
        later = [lower(tokens, at + 1), lower(tokens, at + 2)] == ["later", "than"]
        return ("by", at + 3) if later else ("", at)
    relation = (
        "by"
        if word in lex.date_by
        else "since"
        if word in lex.date_since
        else "during"
        if word in lex.date_during
        else ""
    )
    if not relation:
        return "", at
    step = at + 1
    if lower(tokens, step) in lex.relation_prepositions:
        step += 1
    return relation, step


def _joined(tokens: list[Token], at: int, first: int, relation: str, body: Found, context: Context) -> When:
    """Add the second end of "from … to …", or close the phrase with its relation."""
    period, stop = body
    if relation in ("since", "") and stop + 1 < len(tokens) and tokens[stop].lower in lex.date_links:
        second = _part_of(tokens, stop + 1, context)
        linked = tokens[stop].text in "-–—" or relation or tokens[stop].lower != "and"
        if second is not None and linked and second[0].end > period.end and second[0].grain == period.grain:
            start = at if relation else first
            return When(start, second[1], period.start, second[0].end, "during", period.grain)
    if relation == "by":
        last = period.start if tokens[at].lower == "before" and period.grain == "day" else period.end
        return When(at, stop, None, last, "by", period.grain)
    if relation == "since" and tokens[at].lower == "from" and not _starts(tokens, stop, period, context):
        return When(first, stop, period.start, period.end, "on", period.grain)
    if relation == "since":
        return When(at, stop, period.start, None, "since", period.grain)
    if tokens[first].lower == "overnight":
        return When(first, stop, period.start, period.end, "on", period.grain)
    during = relation == "during" or period.grain == "span"
    return When(
        at if relation else first, stop, period.start, period.end, "during" if during else "on", period.grain
    )


def _starts(tokens: list[Token], stop: int, period: Period, context: Context) -> bool:
    """Whether "from X" opens a span: "from 2024 onward", or a day still to come."""
    following = lower(tokens, stop)
    return following in ("on", "onward", "onwards") or period.start > context.published


def _between(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "between fiscal years 2024 and 2026"."""
    if tokens[at].lower != "between":
        return None
    step = at + 1
    first = _part_of(tokens, step, context)
    if first is None or first[1] + 1 >= len(tokens) or tokens[first[1]].lower != "and":
        return None
    second = _part_of(tokens, first[1] + 1, context)
    if second is None or second[0].end <= first[0].start:
        return None
    return Period(first[0].start, second[0].end, "span"), second[1]


def _part_of(tokens: list[Token], at: int, context: Context) -> Found | None:
    """A period, or a part of one ("early January", "the end of the year", "late last year", "mid-2024")."""
    if at >= len(tokens):
        return None
    named = _part_name(tokens, at)
    if named is not None:
        which, step = named
        inner = _period(tokens, step, context, bare_year=True) or _the_period(tokens, step, context)
        if inner is not None:
            return _take_part(inner[0], which), inner[1]
    year_end = _year_end(tokens, at, context)
    return year_end or _period(tokens, at, context)


def _part_name(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """ "early", "mid-", "the end of", "the beginning of" and the token after it."""
    step = at + 1 if tokens[at].lower in ("the", "very") else at
    if lower(tokens, step) == "very":
        step += 1
    if step + 1 >= len(tokens) or tokens[step].lower not in _PARTS:
        return None
    which = _PARTS[tokens[step].lower]
    step += 1
    if tokens[step].lower == "in" and tokens[step - 1].lower in lex.part_verbs:
        return None  # "will start in March", "will end in June"
    if tokens[step].lower in lex.part_links and step + 1 < len(tokens):
        step += 2 if tokens[step].lower == "part" else 1
    elif tokens[step - 1].lower not in ("early", "mid", "late"):
        return (which, step) if which == "end" and tokens[step].kind == "number" else None
    return (which, step) if step < len(tokens) else None


def _take_part(period: Period, which: str) -> Period:
    if which != "end":
        return part(period, which)
    if period.grain == "year":
        return Period(period.end.replace(day=1), period.end, "part")
    return part(period, "late") if period.grain == "month" else Period(period.end, period.end, "part")


def _the_period(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the year", "the month", "the week", "the decade" (of publication) after "the end of"."""
    step = at + 1 if tokens[at].lower in ("the", "this") else at
    if step >= len(tokens):
        return None
    period = context.current(tokens[step].lower)
    return (period, step + 1) if period is not None else None


def _year_end(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "year-end", "year’s end", "month-end"."""
    step = at + 1 if tokens[at].lower == "the" else at
    words = [token.lower for token in tokens[step : step + 3]]
    if len(words) >= 2 and words[0] in ("year", "month") and "end" in words[1:]:
        position = words.index("end", 1)
        possessive = tokens[step].possessive
        if (position == 2 and words[1] == "-") or (position == 1 and possessive):
            period = context.current(words[0])
            if period is not None:
                return _take_part(period, "end"), step + position + 1
    return None


_PARSERS: tuple[Callable[[list[Token], int, Context], Found | None], ...] = (
    date_absolute.numeric,
    date_absolute.years,
    date_absolute.weekday_date,
    date_absolute.day_month,
    date_absolute.month_day,
    date_relative.relative,
    date_absolute.month_year,
    date_absolute.quarter,
    date_absolute.decade,
)


def _period(tokens: list[Token], at: int, context: Context, *, bare_year: bool = False) -> Found | None:
    """The first grammar rule that reads a period at `at`."""
    if at >= len(tokens):
        return None
    for parser in _PARSERS:
        found = parser(tokens, at, context)
        if found is not None:
            return found
    return date_absolute.plain_year(tokens, at, bare=bare_year)


def is_month(token: Token) -> bool:
    """Whether a token can only be a month's name ("May" and "March" need their capital)."""
    return token.capital and token.lower in MONTHS
