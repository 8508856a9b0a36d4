"""Calendar periods: the arithmetic behind dates in news reports, all against a publication date."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.reading.lexicon import lex

MONTHS = lex.keys("months", int)
WEEKDAYS = lex.keys("weekdays", int)
SEASONS = lex.keys("seasons", lambda ends: [int(month) for month in ends.split("-")])
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of days and its grain: day, week, month, quarter, half, season, year, span."""

    start: date
    end: date
    grain: str


Found = tuple[Period, int]  # a period and the token behind it


def day(value: date) -> Period:
    """A single day."""
    return Period(value, value, "day")


def safe_date(year: int, month: int, day_of_month: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not (
        FIRST_YEAR <= year <= LAST_YEAR
        and 1 <= month <= 12
        and 1 <= day_of_month <= monthrange(year, month)[1]
    ):
        return None
    return date(year, month, day_of_month)


def month(year: int, number: int) -> Period:
    """A calendar month; `number` may run past 12 or below 1.

    >>> month(2023, 0).start
    datetime.date(2022, 12, 1)
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def months(year: int, first: int, last: int, grain: str) -> Period:
    """From month `first` to month `last` of a year (`last` may lie in the next)."""
    return Period(month(year, first).start, month(year, last).end, grain)


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def week(containing: date) -> Period:
    """Monday to Sunday around a day."""
    monday = containing - timedelta(days=containing.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def shift(value: date, amount: int, unit: str) -> date:
    """A date moved by days, weeks, months, years or decades; the 31st becomes the month's last day.

    >>> shift(date(2024, 2, 29), -1, "year")
    datetime.date(2023, 2, 28)
    """
    if unit in ("hour", "minute"):
        return value + timedelta(days=(amount + 23) // 24 if amount > 0 else -((-amount + 23) // 24))
    if unit in ("day", "week"):
        return value + timedelta(days=amount * (7 if unit == "week" else 1))
    total = value.month - 1 + amount * {"month": 1, "year": 12, "decade": 120}[unit]
    moved_year, moved_month = value.year + total // 12, total % 12 + 1
    return date(moved_year, moved_month, min(value.day, monthrange(moved_year, moved_month)[1]))


def part(period: Period, which: str) -> Period:
    """ "early", "mid" or "late" of a month (days 1–10, 11–20, 21–end), year (four months each) or longer grain."""
    if period.grain == "month":
        first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, period.end.day)}[which]
        return Period(period.start.replace(day=first), period.start.replace(day=last), "part")
    if period.grain == "year":
        first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[which]
        return months(period.start.year, first, last, "part")
    if period.grain == "day":
        return period
    third = (period.end - period.start).days // 3
    cut = {
        "early": (0, third),
        "mid": (third, 2 * third),
        "late": (2 * third, (period.end - period.start).days),
    }[which]
    return Period(period.start + timedelta(days=cut[0]), period.start + timedelta(days=cut[1]), "part")


def nearest_weekday(published: date, weekday: int, *, strictly: bool = False) -> date:
    """The nearest such weekday on or before publication (strictly before if asked)."""
    back = (published.weekday() - weekday) % 7
    return published - timedelta(days=back or (7 if strictly else 0))


def next_weekday(published: date, weekday: int) -> date:
    """The first such weekday after publication."""
    return published + timedelta(days=(weekday - published.weekday()) % 7 or 7)


def season(name: str, of_year: int) -> Period:
    """A season of a year (northern; winter starts in December of that year)."""
    first, last = SEASONS[name]
    return months(of_year, first, last + 12 if last < first else last, "season")
