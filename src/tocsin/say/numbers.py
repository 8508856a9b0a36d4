"""Numbers as a reader would say them. A no-break space keeps a number and its unit on one line."""

from __future__ import annotations

import math
from datetime import date

NBSP = "\u00a0"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def number(value: float | None) -> str:
    """Three significant digits, thousands separated, millions in words.

    Examples
    --------
    >>> number(2887.4), number(3_412_000), number(0.31), number(-45.2), number(None)
    ('2,890', '3.4\\xa0million', '0.31', '−45', 'not known')
    """
    if value is None or not math.isfinite(value):
        return "not known"
    if value < 0 and (positive := number(-value)) != "0":
        return f"−{positive}"
    size = abs(value)
    for scale, word in ((1e9, "billion"), (1e6, "million")):
        if size >= scale:
            scaled = value / scale
            digits = f"{scaled:.{0 if abs(scaled) >= 100 else 1}f}".removesuffix(".0")
            return f"{digits}{NBSP}{word}"
    if round(size) >= 1000:
        step = 10 ** (len(str(round(size))) - 3)
        return f"{round(value / step) * step:,.0f}"
    return f"{value:.0f}" if size >= 10 or value == 0 else f"{value:.2g}"


def percent(share: float | None) -> str:
    """A share as whole per cent, never rounded to a false certainty.

    Examples
    --------
    >>> percent(0.9), percent(0.001), percent(0.9999), percent(0)
    ('90\\xa0%', 'under 1\\xa0%', 'over 99\\xa0%', '0\\xa0%')
    """
    if share is None or not math.isfinite(share):
        return "not known"
    if 0 < share < 0.005:
        return f"under 1{NBSP}%"
    if 0.995 <= share < 1:
        return f"over 99{NBSP}%"
    return f"{share * 100:.0f}{NBSP}%"


def interval(low: float | None, high: float | None) -> str:
    """A range with an en dash; a shared scale word is printed once.

    Examples
    --------
    >>> interval(2351, 3562), interval(2.7e6, 8e6), interval(690e6, 1e9), interval(-3, 5)
    ('2,350–3,560', '2.7–8\\xa0million', '690\\xa0million–1\\xa0billion', '−3 to 5')
    """
    if low is None or high is None:
        return f"{number(low)} to {number(high)}"
    first, last = number(low), number(high)
    if first == last:
        return first
    if first.startswith("−"):
        return f"{first} to {last}"
    if NBSP in first and first.split(NBSP)[-1] == last.split(NBSP)[-1]:
        first = first.split(NBSP)[0]
    return f"{first}–{last}"


def month(period: str) -> str:
    """A period in words.

    Examples
    --------
    >>> month("2025-06")
    'June 2025'
    """
    year, index = period[:7].split("-")
    return f"{MONTHS[int(index) - 1]} {year}"


def day(value: date | str | None) -> str:
    """A date in words; None, and an empty text, as "later".

    Examples
    --------
    >>> day("2024-08-05")
    '5 August 2024'
    """
    if not value:
        return "later"
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def ordinal(number: int) -> str:
    """A day of the month, or a place in a count.

    Examples
    --------
    >>> ordinal(1), ordinal(12), ordinal(22), ordinal(6000)
    ('1st', '12th', '22nd', '6,000th')
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def plural(count: int, noun: str, several: str = "") -> str:
    """A count with its noun; `several` where the plural is more than an s.

    Examples
    --------
    >>> plural(1, "claim"), plural(2, "claim"), plural(2, "person", "people")
    ('1 claim', '2 claims', '2 people')
    """
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def exact(value: float | None) -> str:
    """A count or small measure unrounded, for tables.

    Examples
    --------
    >>> exact(12345), exact(1.25), exact(None)
    ('12,345', '1.25', '')
    """
    if value is None or not math.isfinite(value):
        return ""
    if value == int(value):
        return f"{int(value):,}".replace("-", "−")
    return _plain(_round(value, 4))


def signed_percent(share: float) -> str:
    """A change in per cent with its sign."""
    whole = round(share * 100)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return f"{sign}{abs(whole)}{NBSP}%"


def in_hundred(share: float) -> str:
    """A chance as futures out of a hundred.

    Examples
    --------
    >>> in_hundred(0.973), in_hundred(0.9999)
    ('97 of 100 futures', 'more than 99 of 100 futures')
    """
    if share > 0.995:
        return "more than 99 of 100 futures"
    if share < 0.005:
        return "fewer than 1 of 100 futures"
    return f"{round(share * 100)} of 100 futures"


def chance(share: float) -> str:
    """A word for a probability; always print the number beside it (ICD 203 table of words)."""
    table = (
        (0.05, "almost no chance"), (0.2, "very unlikely"), (0.45, "unlikely"), (0.55, "about even"),
        (0.8, "likely"), (0.95, "very likely"),
    )  # fmt: skip
    return next((word for limit, word in table if share <= limit), "almost certain")


def minutes(value: float) -> str:
    """Minutes that are known to ten.

    Examples
    --------
    >>> minutes(4.8), minutes(51), minutes(183)
    ('under 10', '50', '180')
    """
    return "under 10" if value < 10 else f"{10 * round(value / 10)}"


def money(value: float | None) -> str:
    """US dollars, rounded."""
    return f"US${NBSP}{number(value)}" if value is not None else "not known"


def _round(value: float, digits: int) -> float:
    if value == 0:
        return 0.0
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return round(value, places)


def _plain(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:,.4f}".rstrip("0").rstrip(".").replace("-", "−")
