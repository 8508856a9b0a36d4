"""Dates relative to publication: "yesterday", "last week", "earlier this year", "over the next six years"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tocsin.reading.date_absolute import day_month, month_day, month_year, plain_year
from tocsin.reading.date_context import Context
from tocsin.reading.lexicon import lex
from tocsin.reading.numbers import parse_number
from tocsin.reading.periods import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Found,
    Period,
    day,
    month,
    nearest_weekday,
    next_weekday,
    season,
    shift,
    week,
    year,
)
from tocsin.reading.tokens import Token, lower
from tocsin.reading.units import UNITS


def relative(tokens: list[Token], at: int, context: Context) -> Found | None:
    """The first relative rule that reads a period at `at`."""
    for rule in _RULES:
        found = rule(tokens, at, context)
        if found is not None:
            return found
    return None


def _single(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "today", "yesterday", "tomorrow", "overnight", "this morning"."""
    head, published = tokens[at].lower, context.published
    offsets = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
    if head in offsets and not (at and tokens[at].capital and tokens[at - 1].capital):
        return day(published + timedelta(days=offsets[head])), at + 1
    if head == "overnight" and lower(tokens, at + 1) not in lex.not_after_overnight:
        if _weekday_at(tokens, at + 1):
            return None
        return Period(published - timedelta(days=1), published, "day"), at + 1
    if head == "this" and lower(tokens, at + 1) in lex.parts_of_day:
        return day(published), at + 2
    if head == "past" and lower(tokens, at + 1) == "night":
        return Period(published - timedelta(days=1), published, "day"), at + 2
    if head == "last" and lower(tokens, at + 1) == "night":
        return day(published - timedelta(days=1)), at + 2
    return None


def _weekday_at(tokens: list[Token], at: int) -> bool:
    return (
        at < len(tokens) and tokens[at].capital and len(tokens[at].text) > 3 and tokens[at].lower in WEEKDAYS
    )


def _weekday(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "Friday", "last Friday", "next Friday", "late Sunday", "Friday evening"."""
    step, lead = at, ""
    if tokens[at].lower in lex.weekday_leads:
        step, lead = at + 1, tokens[at].lower
        if lower(tokens, step) == "on":
            step += 1
    if not _weekday_at(tokens, step):
        return None
    number = WEEKDAYS[tokens[step].lower]
    ahead = context.future and lower(tokens, at - 1) in lex.weekday_ahead and not lead
    if lead in ("next", "coming") or ahead:
        value = next_weekday(context.published, number)
    else:
        value = nearest_weekday(context.published, number, strictly=lead == "last")
    stop = step + 1
    if lower(tokens, stop) in lex.parts_of_day:
        stop += 1
    return day(value), stop


def _this_or_last(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "last year", "this month", "next week", "the past year", "last December", "this spring"."""
    step = at + 1 if tokens[at].lower == "the" else at
    lead, head = lower(tokens, step), lower(tokens, step + 1)
    article = step > at
    offset = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1, "current": 0}.get(
        lead
    )
    if offset is None:
        return None
    if head in lex.calendar_units and (lead == "past" or (article and lead in ("last", "coming"))):
        return _span(context, -1 if lead != "coming" else 1, 1, head), step + 2
    if lead in ("previous",):
        return None
    if head == "fiscal" or head == "financial":
        head, step = lower(tokens, step + 2), step + 1
    if head == "year":
        return year(context.published.year + offset), step + 2
    if head == "month":
        return month(context.published.year, context.published.month + offset), step + 2
    if head == "week" or head == "weekend":
        return _weeks(context, offset, head), step + 2
    return _named(tokens, step, offset, context)


def _weeks(context: Context, offset: int, head: str) -> Period:
    if head == "weekend" and offset <= 0:
        sunday = nearest_weekday(context.published, 6)
        return Period(sunday - timedelta(days=1), sunday, "day")
    whole = week(context.published + timedelta(days=7 * offset))
    return Period(whole.end - timedelta(days=1), whole.end, "day") if head == "weekend" else whole


def _named(tokens: list[Token], at: int, offset: int, context: Context) -> Found | None:
    """ "last December", "next March", "this summer"."""
    if at + 1 >= len(tokens):
        return None
    name, published = tokens[at + 1].lower, context.published
    if name in MONTHS and tokens[at + 1].capital:
        number = MONTHS[name]
        of_year = published.year
        if offset < 0:
            of_year -= number >= published.month
        elif offset > 0:
            of_year += number <= published.month
        return month(of_year, number), at + 2
    if name in SEASONS:
        first = SEASONS[name][0]
        of_year = published.year
        if offset < 0:
            of_year -= first >= published.month
        elif offset > 0:
            of_year += first <= published.month
        return season(name, of_year), at + 2
    return None


def _span(context: Context, sign: int, amount: int, unit: str) -> Period:
    """From publication back or ahead by an amount."""
    other = shift(context.published, sign * amount, unit)
    return Period(min(other, context.published), max(other, context.published), "span")


def _span_of(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the past two years", "the next six months", "the last 24 hours", "the coming years"."""
    step = at
    while lower(tokens, step) in lex.span_openers and step < at + 1:
        step += 1
    lead = lower(tokens, step)
    if lead == "last" and lower(tokens, step - 1) in lex.lasting_verbs:
        return None
    sign = -1 if lead in lex.past_spans else 1 if lead in lex.coming_spans else 0
    if not sign or step + 1 >= len(tokens):
        return None
    if lower(tokens, step + 1) in ("years", "decade") and lead == "coming":
        return _span(context, 1, 5 if lower(tokens, step + 1) == "years" else 10, "year"), step + 2
    number_at = step + 1
    while lower(tokens, number_at) in lex.span_hedges:
        number_at += 1
    return _counted_span(tokens, number_at, sign, context)


def _counted_span(tokens: list[Token], at: int, sign: int, context: Context) -> Found | None:
    if at >= len(tokens):
        return None
    number = parse_number(tokens, at)
    if number is None or number.form not in ("digits", "words") or number.low > 1000 or number.low < 1:
        return None
    stop = number.stop
    amount = number.low
    if lower(tokens, stop) in lex.range_links_short:
        second = parse_number(tokens, stop + 1) if stop + 1 < len(tokens) else None
        if second is not None and second.low <= 1000:
            stop, amount = second.stop, second.low
    stop += lower(tokens, stop) in ("calendar", "fiscal", "full")
    unit = UNITS.get(lower(tokens, stop))
    if unit is None or unit.kind != "duration" or unit.name in ("second",):
        return None
    years = amount * {"decade": 10, "year": 1}.get(unit.name, 0)
    if years > 100:
        return None
    return _span(context, sign, max(1, int(amount)), unit.name), stop + 1


def _ago(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "a year ago", "two weeks ago", "three months earlier"."""
    if tokens[at].lower in ("a", "an"):
        amount, step = 1, at + 1
    elif tokens[at].kind == "number" or tokens[at].lower in lex.numbers_to_twelve:
        number = parse_number(tokens, at)
        if number is None or number.low > 90 or number.low < 1:
            return None
        amount, step = int(number.low), number.stop
    else:
        return None
    unit = UNITS.get(lower(tokens, step))
    if unit is None or unit.kind != "duration" or lower(tokens, step + 1) not in ("ago", "earlier", "later"):
        return None
    if lower(tokens, step + 1) == "later":
        if not context.anchored:
            return None
        return _grain(shift(context.anchor, amount, unit.name), unit.name), step + 2
    base = context.published if lower(tokens, step + 1) == "ago" or not context.anchored else context.anchor
    return _grain(shift(base, -amount, unit.name), unit.name), step + 2


def _grain(value: date, unit: str) -> Period:
    """The calendar year or month around a day, or the day itself, by the unit counted."""
    if unit in ("year", "decade"):
        return year(value.year)
    return month(value.year, value.month) if unit == "month" else day(value)


def _earlier(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "earlier this year", "later this month", "so far this year", "earlier in February"."""
    head = tokens[at].lower
    step = at + 2 if head == "so" and lower(tokens, at + 1) == "far" else at + 1
    if head not in ("earlier", "later", "so") or (head == "so" and step == at + 1) or step >= len(tokens):
        return None
    step += lower(tokens, step) == "in"
    if step >= len(tokens):
        return None

    found = _this_or_last(tokens, step, context) or month_year(tokens, step, context)
    if found is None:
        return None
    period, published = found[0], context.published
    if not period.start <= published <= period.end:
        return found
    if head == "later":
        return Period(published, period.end, "part"), found[1]
    return Period(period.start, published, "part"), found[1]


def _following(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the following year", "the previous month", "the same day", "that year" (from the last date read)."""
    step = at + 1 if tokens[at].lower == "the" else at
    lead, head = lower(tokens, step), lower(tokens, step + 1)
    if tokens[at].lower == "the" and lead in lex.short_units and head in ("before", "after"):
        lead, head = ("previous" if head == "before" else "following"), lead
    sign = {"following": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0}.get(lead)
    if sign is None or head not in lex.short_units:
        return None
    if lead == "that" and head != "year":
        return None
    if sign == 0 and not context.anchored:
        return None
    moved = shift(context.anchor, sign, head)
    period = {"year": lambda: year(moved.year), "month": lambda: month(moved.year, moved.month)}.get(head)
    return (period() if period else week(moved) if head == "week" else day(moved)), step + 2


def _first_of(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the first three months of 2024", "the last two weeks of August"."""
    step = at + 1 if tokens[at].lower == "the" else at
    lead = lower(tokens, step)
    if lead not in ("first", "last", "final") or step + 3 >= len(tokens):
        return None
    number = parse_number(tokens, step + 1)
    if number is None or not 1 <= number.low <= 60:
        return None
    unit = UNITS.get(lower(tokens, number.stop))
    if (
        unit is None
        or unit.name not in ("day", "week", "month")
        or lower(tokens, number.stop + 1) not in ("of", "in")
    ):
        return None
    at_whole = number.stop + 2
    if at_whole >= len(tokens):
        return None
    whole = _this_or_last(tokens, at_whole, context) or month_year(tokens, at_whole, context)
    whole = whole or plain_year(tokens, at_whole, bare=True)
    if whole is None and lower(tokens, at_whole) == "the" and lower(tokens, at_whole + 1) == "year":
        whole = year(context.published.year), at_whole + 2
    if whole is None:
        return None
    amount, period = int(number.low), whole[0]
    if lead == "first":
        end = shift(period.start, amount, unit.name) - timedelta(days=1)
        return Period(period.start, end, "part"), whole[1]
    return Period(shift(period.end + timedelta(days=1), -amount, unit.name), period.end, "part"), whole[1]


def _trailing(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the week of June 9", "the week to June 8", "twelve months to March 2025", "the year ended in June"."""
    step = at + 1 if tokens[at].lower == "the" else at
    number = parse_number(tokens, step) if step < len(tokens) else None
    amount, step = (int(number.low), number.stop) if number and 1 <= number.low <= 90 else (1, step)
    unit, link = UNITS.get(lower(tokens, step)), lower(tokens, step + 1)
    if unit is None or unit.name not in ("day", "week", "month", "year") or step + 2 >= len(tokens):
        return None
    starts = link in lex.week_starts and unit.name == "week" and amount == 1
    if not starts and link not in lex.trailing_links:
        return None
    behind = step + 2 + (lower(tokens, step + 2) in ("in", "on"))
    found = next((f for rule in _ENDS if behind < len(tokens) and (f := rule(tokens, behind, context))), None)
    if found is None or found[0].grain not in ("day", "month"):
        return None
    if starts:
        first = week(found[0].start).start if link == "of" else found[0].start
        return Period(first, first + timedelta(days=6), "week"), found[1]
    end = found[0].end
    start = shift(end + timedelta(days=1), -amount, unit.name)
    return Period(start, end, "week" if (unit.name, amount) == ("week", 1) else "span"), found[1]


_ENDS = (day_month, month_day, month_year)


def _in_time(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "will open within 30 days", "will open in two weeks"."""
    before = lower(tokens, at - 1)
    if not context.future or before not in ("within", "in"):
        return None
    number = parse_number(tokens, at)
    article = tokens[at].lower in ("a", "an")
    if not article and (
        number is None or number.form not in ("digits", "words") or not 1 <= number.low <= 90
    ):
        return None
    amount, stop = (1, at + 1) if number is None or article else (int(number.low), number.stop)
    unit = UNITS.get(lower(tokens, stop))
    if unit is None or unit.name not in ("day", "week", "month", "year", "hour"):
        return None
    if before == "within":
        return (_span(context, 1, amount, unit.name), stop + 1) if lower(tokens, stop + 1) != "of" else None
    if lower(tokens, stop + 1) not in lex.in_time_ends or unit.name == "hour":
        return None
    return _grain(shift(context.published, amount, unit.name), unit.name), stop + 1 + (
        lower(tokens, stop + 1) == "time"
    )


_RULES: tuple[Callable[[list[Token], int, Context], Found | None], ...] = (
    _single,
    _trailing,
    _in_time,
    _earlier,
    _first_of,
    _weekday,
    _ago,
    _following,
    _span_of,
    _this_or_last,
)
