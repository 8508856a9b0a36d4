"""Numbers, ranges, dates and chances as a newspaper would print them.

All functions return plain text; the page escapes it. No-break spaces keep "90 %" and "US$ 2,300" together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from tocsin import say
from tocsin.say import NBSP


def number(value: float | None) -> str:
    """A quantity to three significant figures, as the answers' headlines print it.

    Examples
    --------
    >>> number(2887.4), number(3.42e6), number(-45.2), number(None)
    ('2,890', '3.4\\xa0million', '−45', 'not known')
    """
    if value is None or not math.isfinite(value):
        return "not known"
    return say.number(value).replace("-", "−")


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


def interval(low: float | None, high: float | None) -> str:
    """A range with an en dash; a shared scale word is printed once.

    Examples
    --------
    >>> interval(2351, 3562), interval(2.7e6, 4.4e6), interval(-3, 5)
    ('2,350–3,560', '2.7–4.4\\xa0million', '−3 to 5')
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


def percent(share: float | None) -> str:
    """A share as whole per cent, never rounded to a false certainty.

    Examples
    --------
    >>> percent(0.9), percent(0.001), percent(0.9999), percent(0)
    ('90\\xa0%', 'under 1\\xa0%', 'over 99\\xa0%', '0\\xa0%')
    """
    return "not known" if share is None or not math.isfinite(share) else say.percent(share)


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


def money(value: float | None) -> str:
    """US dollars, rounded."""
    return f"US${NBSP}{number(value)}" if value is not None else "not known"


def month(period: str) -> str:
    """`2025-06` as "June 2025".

    Examples
    --------
    >>> month("2025-06")
    'June\\xa02025'
    """
    return say.month(period[:7]).replace(" ", NBSP)


def day(value: str | date | None) -> str:
    """An ISO date as "31 December 2024"; None as "later".

    Examples
    --------
    >>> day("2024-12-31")
    '31\\xa0December\\xa02024'
    """
    if value is None or value == "":
        return "later"
    return say.day(str(value)[:10]).replace(" ", NBSP)


def listed(items: Sequence[str]) -> str:
    """Join with commas and a final "and".

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def times(ratio: float) -> str:
    """A ratio in words: "about 1.7 times", "a twentieth of"."""
    fractions = {
        2: "half",
        3: "a third of",
        4: "a quarter of",
        5: "a fifth of",
        10: "a tenth of",
        20: "a twentieth of",
    }
    if 0.9 <= ratio <= 1.1:
        return "about as much as"
    if ratio > 1:
        return f"about {number(ratio)} times"
    inverse = 1 / ratio if ratio > 0 else math.inf
    nearest = min(fractions, key=lambda key: abs(math.log(key / inverse)) if inverse < math.inf else key)
    if abs(math.log(nearest / inverse)) < 0.12:
        return f"about {fractions[nearest]}"
    return f"about {percent(ratio)} of"


def _round(value: float, digits: int) -> float:
    if value == 0:
        return 0.0
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return round(value, places)


def _plain(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:,.4f}".rstrip("0").rstrip(".").replace("-", "−")
