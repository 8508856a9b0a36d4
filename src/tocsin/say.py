"""Numbers as a reader would say them. A no-break space keeps a number and its unit on one line."""

from __future__ import annotations

from datetime import date

import numpy as np

from tocsin.answers.core import Draws

NBSP = "\u00a0"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def number(value: float) -> str:
    """Three significant digits, thousands separated, millions in words.

    Examples
    --------
    >>> number(2887.4), number(3_412_000), number(8e6), number(0.31), number(999.6)
    ('2,890', '3.4\\xa0million', '8\\xa0million', '0.31', '1,000')
    """
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


def percent(share: float) -> str:
    """A share as a whole percentage.

    Examples
    --------
    >>> percent(0.123)
    '12\\xa0%'
    """
    if 0 < share < 0.005:
        return f"under 1{NBSP}%"
    if 0.995 <= share < 1:
        return f"over 99{NBSP}%"
    return f"{share * 100:.0f}{NBSP}%"


def ranges(draws: Draws) -> str:
    """The 50 and 90 % intervals of draws of shape [draw], in one pair of brackets."""
    q05, q25, q75, q95 = np.quantile(draws, [0.05, 0.25, 0.75, 0.95])
    return f"(50{NBSP}%: {interval(q25, q75)}; 90{NBSP}%: {interval(q05, q95)})"


def interval(low: float, high: float) -> str:
    """A range; a scale word that both ends share is said once.

    Examples
    --------
    >>> interval(2351, 3562), interval(2.7e6, 8e6), interval(690e6, 1e9)
    ('2,350–3,560', '2.7–8\\xa0million', '690\\xa0million–1\\xa0billion')
    """
    first, last = number(low), number(high)
    scale = f"{NBSP}{last.split(NBSP)[-1]}"
    return f"{first.removesuffix(scale) if NBSP in last else first}–{last}"


def middle(draws: Draws) -> str:
    return number(float(np.median(draws)))


def month(period: str) -> str:
    """A period in words.

    Examples
    --------
    >>> month("2025-06")
    'June 2025'
    """
    year, index = period.split("-")
    return f"{MONTHS[int(index) - 1]} {year}"


def day(value: date | str) -> str:
    """A date in words.

    Examples
    --------
    >>> day("2024-08-05")
    '5 August 2024'
    """
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def ordinal(number: int) -> str:
    """A day of the month.

    Examples
    --------
    >>> ordinal(1), ordinal(12), ordinal(22), ordinal(30)
    ('1st', '12th', '22nd', '30th')
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def plural(count: int, noun: str, several: str = "") -> str:
    """A count with its noun; `several` where the plural is more than an s.

    Examples
    --------
    >>> plural(1, "claim"), plural(2, "claim"), plural(2, "person", "people")
    ('1 claim', '2 claims', '2 people')
    """
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"
