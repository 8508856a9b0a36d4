"""Calendar months as "YYYY-MM" strings, and which of them a forecast covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tocsin.errors import InputError, Problem
from tocsin.schema import iso_day

HORIZON = 12
DAYS_PER_MONTH = 30.44
PER_MONTH = {
    "day": DAYS_PER_MONTH,
    "month": 1.0,
    "year": 1 / 12,
}  # a rate a day, month or year as one a month
LAST_YEAR = 9_997  # dates end with the year 9999, and the horizon must fit before that


def parse_date(day: date | str, name: str) -> date:
    """A date from a date or ISO text."""
    if isinstance(day, datetime):  # a datetime is a date that no date compares with
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return iso_day(day)
    except (TypeError, ValueError):
        problem = Problem(f"{name} is not a date", "Write it as YYYY-MM-DD.", value=str(day))
        raise InputError(problem) from None


def index_of(period: str | date) -> int:
    """Months since year 0, so that differences count months.

    Examples
    --------
    >>> index_of("2024-03") - index_of("2023-12")
    3
    """
    if isinstance(period, date):
        return period.year * 12 + period.month - 1
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1


def period_of(index: int) -> str:
    """The month with this index.

    Examples
    --------
    >>> period_of(index_of("2024-12") + 1)
    '2025-01'
    """
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def span(first: str, last: str) -> tuple[str, ...]:
    """All months from `first` to `last`, both included."""
    return tuple(period_of(index) for index in range(index_of(first), index_of(last) + 1))


def months_after(period: str, count: int = HORIZON) -> tuple[str, ...]:
    """The `count` months after one.

    Examples
    --------
    >>> months_after("2023-12", 2)
    ('2024-01', '2024-02')
    """
    start = index_of(period)
    return tuple(period_of(start + h) for h in range(1, count + 1))


def month_end(month: str) -> date:
    """Last day of a calendar month given as YYYY-MM.

    Examples
    --------
    >>> month_end("2024-02")
    datetime.date(2024, 2, 29)
    """
    try:
        first = iso_day(f"{month}-01")
    except ValueError:
        raise InputError(Problem("not a month", "Write it as YYYY-MM.", value=month)) from None
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """What a forecast made at a date covers.

    Attributes
    ----------
    last_full
        The last month whose nights had all ended by the date.
    periods
        Months forecast: 12 full months, preceded by the current month where it is partly counted.
    partial
        Whether the first of `periods` is partly counted.
    elapsed
        Share of that month's days already counted (0 when not partial).
    """

    last_full: str
    periods: tuple[str, ...]
    partial: bool
    elapsed: float


def forecast_span(as_of: date, *, counted_through: date | None = None) -> Span:
    """Months that a forecast at `as_of` covers.

    A record row is public the day after its end, so on a month's first day the month before is complete. On a
    month's last day the month counts as complete too (`Case.origin`), as the promised rows begin with the next one.

    Parameters
    ----------
    counted_through
        Last day that can be counted; by default the day before `as_of`, or `as_of` on a month's last day.

    Raises
    ------
    InputError
        If the calendar ends before the horizon.
    """
    if as_of.year > LAST_YEAR:
        remedy = "Give a date no later than the record's end."
        raise InputError(Problem("too late to forecast a year from it", remedy, value=as_of.isoformat()))
    tomorrow = as_of + timedelta(days=1)
    if as_of.day == 1 or tomorrow.day == 1:
        last = period_of(index_of(as_of) - (as_of.day == 1))
        return Span(last, months_after(last), False, 0.0)
    through = counted_through or as_of - timedelta(days=1)
    month = index_of(as_of)
    last = period_of(month - 1)
    elapsed = through.day / month_end(period_of(month)).day if index_of(through) == month else 0.0
    return Span(last, months_after(last, HORIZON + 1), True, elapsed)
