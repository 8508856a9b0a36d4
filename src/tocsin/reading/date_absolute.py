"""Dates with names or digits: "5 January", "Tuesday (Jan. 6)", "16.02.2023", "January 2024", "Q3 2025", "1990s"."""

from __future__ import annotations

import itertools
from datetime import date

from tocsin.reading.date_context import Context
from tocsin.reading.lexicon import lex
from tocsin.reading.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Found,
    Period,
    day,
    month,
    months,
    safe_date,
    season,
    year,
)
from tocsin.reading.tokens import Token, lower


def is_month(tokens: list[Token], at: int) -> bool:
    """A capitalised month name; an abbreviation too."""
    return 0 <= at < len(tokens) and tokens[at].capital and tokens[at].lower in MONTHS


def day_number(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Day of the month (1–31), with an ordinal suffix if any, and the token after it."""
    if (
        at >= len(tokens)
        or tokens[at].kind != "number"
        or not tokens[at].text.isdigit()
        or len(tokens[at].text) > 2
    ):
        return None
    value = int(tokens[at].text)
    step = at + 1
    if lower(tokens, step) in lex.ordinal_suffixes and tokens[step].start == tokens[at].end:
        step += 1
    return (value, step) if 1 <= value <= 31 else None


def year_number(tokens: list[Token], at: int) -> int | None:
    """A four-digit year."""
    if (
        at >= len(tokens)
        or tokens[at].kind != "number"
        or len(tokens[at].text) != 4
        or not tokens[at].text.isdigit()
    ):
        return None
    value = int(tokens[at].text)
    return value if FIRST_YEAR <= value <= LAST_YEAR else None


def numeric(tokens: list[Token], at: int, context: Context) -> Found | None:
    """2023-02-16, 16.02.2023, 16/02/2023 (day first unless the second number is above 12)."""
    if tokens[at].kind != "number":
        return None
    pieces = tokens[at].text.split(".")
    if len(pieces) == 3 and all(piece.isdigit() for piece in pieces):
        found = _ordered([int(piece) for piece in pieces if len(piece) <= 4])
        return (day(found), at + 1) if found else None
    group = tokens[at : at + 5]
    if len(group) < 5 or group[1].text != group[3].text or group[1].text not in "-/":
        return None
    numbers = [token.text for token in group[::2]]
    glued = all(left.end == right.start for left, right in itertools.pairwise(group))
    if not glued or not all(piece.isdigit() and len(piece) <= 4 for piece in numbers):
        return None
    found = _ordered([int(piece) for piece in numbers])
    return (day(found), at + 5) if found else None


def _ordered(numbers: list[int]) -> date | None:
    if len(numbers) != 3:
        return None
    if numbers[0] > 31:
        return safe_date(*numbers)
    first, second, last = numbers
    last = last + 2000 if last < 100 else last
    return safe_date(last, second, first) or safe_date(last, first, second)


def weekday_date(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "Tuesday, 5 January", "Tuesday (Jan. 6)": one date, the calendar day decides."""
    if not tokens[at].capital or tokens[at].lower.rstrip(".") not in WEEKDAYS:
        return None
    step = at + 1
    while lower(tokens, step) in lex.weekday_marks and step < at + 3:
        step += 1
    found = day_month(tokens, step, context) or month_day(tokens, step, context)
    if found is None:
        return None
    stop = found[1] + (lower(tokens, found[1]) == ")" and lower(tokens, step - 1) == "(")
    return found[0], stop


def day_month(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "5 January [2023]", "the 5th of January", "14-15 March"."""
    step = at + 1 if lower(tokens, at) == "the" else at
    first = day_number(tokens, step)
    if first is None:
        return None
    low, step = first
    high = low
    if lower(tokens, step) in lex.day_links:
        second = day_number(tokens, step + 1)
        if second is not None and second[0] > low and is_month(tokens, second[1]):
            high, step = second
    if lower(tokens, step) == "of":
        step += 1
    if not is_month(tokens, step):
        return None
    return _with_year(tokens, step + 1, MONTHS[tokens[step].lower], low, high, context)


def month_day(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "January 5[, 2023]", "Jan. 5", "March 14-15"."""
    if not is_month(tokens, at):
        return None
    step = at + 1
    if lower(tokens, step) == ".":
        step += 1
    if lower(tokens, step) == "the":
        step += 1
    first = day_number(tokens, step)
    if first is None or (len(tokens[step].text) == 4):
        return None
    low, step = first
    high = low
    if lower(tokens, step) in lex.month_day_links:
        second = day_number(tokens, step + 1)
        plain = second is not None and (
            lower(tokens, step) != "and"
            or lower(tokens, second[1]) in lex.after_range
            or lower(tokens, at - 1) == "between"
        )
        if second is not None and second[0] > low and plain and not is_month(tokens, second[1]):
            high, step = second
    return _with_year(tokens, step, MONTHS[tokens[at].lower], low, high, context)


def _with_year(
    tokens: list[Token], at: int, number: int, low: int, high: int, context: Context
) -> Found | None:
    step = at
    if lower(tokens, step) == "." and year_number(tokens, step + 1):
        step += 1
    if lower(tokens, step) in (",", "of"):
        step += 1
    stated = year_number(tokens, step) if step < len(tokens) else None
    said = relative_year(tokens, step, context)
    if stated is not None:
        of_year, stop = stated, step + 1
    elif said is not None:
        of_year, stop = said
    else:
        of_year, stop = context.year_of_day(number, low), at
    start, end = safe_date(of_year, number, low), safe_date(of_year, number, high)
    if start is None or end is None:
        return None
    return Period(start, end, "day"), stop


def relative_year(tokens: list[Token], at: int, context: Context) -> tuple[int, int] | None:
    """ "last year", "this year", "next year", "the same year" after a day or month."""
    step = at + 1 if lower(tokens, at) in ("of", "the") else at
    first, second = lower(tokens, step), lower(tokens, step + 1)
    if second != "year":
        return None
    offsets = {
        "last": -1,
        "this": 0,
        "next": 1,
        "same": None,
        "that": None,
        "following": None,
        "previous": None,
    }
    if first not in offsets:
        return None
    offset = offsets[first]
    if offset is not None:
        return context.published.year + offset, step + 2
    return context.anchor.year + {"following": 1, "previous": -1}.get(first, 0), step + 2


def month_year(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "January 2023", "March of this year", "November"; "May" alone only where a date can stand."""
    if not is_month(tokens, at):
        return None
    number = MONTHS[tokens[at].lower]
    step = at + 1
    if lower(tokens, step) == "." and len(tokens[at].text) <= 4 and lower(tokens, step + 1).isdigit():
        step += 1
    if lower(tokens, step) in (",", "of") and year_number(tokens, step + 1):
        step += 1
    stated = year_number(tokens, step) if step < len(tokens) else None
    if stated is not None:
        return month(stated, number), step + 1
    said = relative_year(tokens, step, context)
    if said is not None:
        return month(said[0], number), said[1]
    if len(tokens[at].text) <= 4 and not _dateable(tokens, at):
        return None
    if tokens[at].lower in ("march", "august") and not _dateable(tokens, at):
        return None
    return month(context.year_of_month(number), number), at + 1


def _dateable(tokens: list[Token], at: int) -> bool:
    """Whether the word before allows a month ("in May"), so that "May has said" and "The May …" are none."""
    return lower(tokens, at - 1) in lex.date_leads and lower(tokens, at + 1) not in lex.not_after_month


_ORDINALS = lex.keys("ordinals", int)


def quarter(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the first quarter of 2024", "Q3 2025", "H1", "second half of this year", "summer 2023"."""
    step = at + 1 if lower(tokens, at) == "the" else at
    if step >= len(tokens):
        return None
    head, following = lower(tokens, step), lower(tokens, step + 1)
    if len(head) == 2 and head[0] in "qh" and head[1].isdigit():
        grain, number, step = ("quarter" if head[0] == "q" else "half"), int(head[1]), step + 1
    elif head in _ORDINALS and following in ("quarter", "half"):
        number = _ORDINALS[head] if not (head == "last" and following == "half") else 2
        grain, step = following, step + 2
    elif head in SEASONS:
        return _season(tokens, step, head, context)
    else:
        return None
    size = 3 if grain == "quarter" else 6
    if not 1 <= number <= 12 // size:
        return None
    of_year, stop = _year_after(tokens, step, context)
    if of_year is None:
        of_year = context.published.year - (
            context.published.month <= (number - 1) * size and not context.forward
        )
    return months(of_year, (number - 1) * size + 1, number * size, grain), stop


def _season(tokens: list[Token], at: int, name: str, context: Context) -> Found | None:
    of_year, stop = _year_after(tokens, at + 1, context)
    before = lower(tokens, at - 1)
    if of_year is None:
        if before == "the" and lower(tokens, at - 2) in lex.season_prepositions:
            first = SEASONS[name][0]
            return season(name, context.year_of_month(first)), at + 1
        return None
    return season(name, of_year), stop


def _year_after(tokens: list[Token], at: int, context: Context) -> tuple[int | None, int]:
    step = at
    if lower(tokens, step) in ("of", ",", "in"):
        step += 1
    while lower(tokens, step) in lex.year_words and lower(tokens, step + 1) != "year":
        step += 1
    stated = year_number(tokens, step) if step < len(tokens) else None
    if stated is not None:
        return stated, step + 1
    said = relative_year(tokens, step, context)
    return said if said is not None else (None, at)


def decade(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "the 1990s"."""
    step = at + 1 if lower(tokens, at) == "the" else at
    start = year_number(tokens, step) if step < len(tokens) else None
    if start is None or start % 10 or lower(tokens, step + 1) != "s":
        return None
    if tokens[step + 1].start != tokens[step].end:
        return None
    return Period(date(start, 1, 1), date(start + 9, 12, 31), "decade"), step + 2


def years(tokens: list[Token], at: int, context: Context) -> Found | None:
    """ "2019-2023": two years, the later behind a dash."""
    first = year_number(tokens, at)
    second = year_number(tokens, at + 2) if lower(tokens, at + 1) in ("-", "–", "—") else None
    if first is None or second is None or not first < second <= first + 60 or _counts(tokens, at + 3):
        return None
    return Period(date(first, 1, 1), date(second, 12, 31), "span"), at + 3


def plain_year(tokens: list[Token], at: int, *, bare: bool = False) -> Found | None:
    """ "2024", "fiscal year 2026", "2024-25"; a number before a plural noun is a count, not a year."""
    step = at
    while lower(tokens, step) in lex.fiscal_words and step < at + 3:
        step += 1
    if step >= len(tokens):
        return None
    value = year_number(tokens, step) or _short_fiscal(tokens, step, fiscal=step > at)
    if value is None or value < 1945:
        return None
    before = lower(tokens, step - 1)
    compared = before in ("over", "on", "from") and lower(tokens, step - 2) in ("percent", "%", "cent")
    if not (bare or compared or step > at or before in lex.year_leads or _year_adjective(tokens, step)):
        return None
    if before not in lex.firm_leads and _counts(tokens, step + 1):
        return None
    if before == "to" and tokens[max(0, step - 2)].kind == "number" and year_number(tokens, step - 2) is None:
        return None
    following = tokens[step + 1] if step + 1 < len(tokens) else None
    if following is not None and following.text in "-–/" and _two_digits(tokens, step + 2, value):
        fiscal = step > at and any(lower(tokens, k) in ("fiscal", "fy", "financial") for k in range(at, step))
        if fiscal and int(tokens[step + 2].text) == (value + 1) % 100:
            return Period(date(value, 4, 1), date(value + 1, 3, 31), "year"), step + 3
        return Period(
            date(value, 1, 1), date(value // 100 * 100 + int(tokens[step + 2].text), 12, 31), "span"
        ), step + 3
    return year(value), step + 1


def _short_fiscal(tokens: list[Token], at: int, *, fiscal: bool) -> int | None:
    """ "FY26"."""
    short = (
        fiscal and len(tokens[at].text) == 2 and tokens[at].text.isdigit() and lower(tokens, at - 1) == "fy"
    )
    return 2000 + int(tokens[at].text) if short else None


def _two_digits(tokens: list[Token], at: int, start: int) -> bool:
    if at >= len(tokens) or len(tokens[at].text) != 2 or not tokens[at].text.isdigit():
        return False
    return start % 100 < int(tokens[at].text) <= start % 100 + 20 and tokens[at].start == tokens[at - 1].end


def _year_adjective(tokens: list[Token], at: int) -> bool:
    """ "the 2023 budget", "a 2022 report", or a year at the end of a phrase."""
    before, following = lower(tokens, at - 1), lower(tokens, at + 1)
    if before == "the" and at + 1 < len(tokens) and tokens[at + 1].capital and not is_month(tokens, at + 1):
        return False  # "the 2024 Paris Air Show" is a name
    return before in lex.year_determiners or following in lex.year_ends


def _counts(tokens: list[Token], at: int) -> bool:
    """Whether a plural noun or a unit follows, which makes the four digits a count."""
    for step in range(at, min(at + 2, len(tokens))):
        following = tokens[step]
        if following.kind != "word" and following.text != "%":
            return False
        text = following.lower
        plural = text in lex.irregular_plurals or (
            text.endswith("s") and not text.endswith("ss") and text not in lex.not_plural
        )
        if text in lex.year_measures or (plural and not following.possessive and following.text.islower()):
            return True
        if text in lex.year_no_count:
            return False
    return False
