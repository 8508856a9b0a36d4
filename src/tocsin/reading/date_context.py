"""What a date phrase is resolved against: publication, tense of the sentence, and the last date read."""

from __future__ import annotations

from datetime import date

from tocsin.reading.lexicon import lex
from tocsin.reading.periods import Period, month, week, year
from tocsin.reading.tokens import Token, nth


class Context:
    """Publication date, the sentence's tense, and the anchor of "the following year"."""

    def __init__(self, published: date) -> None:
        self.published = published
        self.anchor: date = published
        self.anchored = False
        self.future = False
        self.forward = False

    def enter(self, tokens: list[Token], at: int) -> None:
        """Note whether the words shortly before a date phrase at `at` look ahead."""
        words = [token.lower for token in tokens[max(0, at - 12) : at]]
        told = max((k for k, word in enumerate(words) if word in lex.telling), default=-1)
        words = words[told + 1 :]  # "…, the minister said on Friday": when it was said
        self.future = any(
            word in lex.future or (word in lex.future_to and nth(words, k + 1) == "to")
            for k, word in enumerate(words)
        ) or (bool(lex.timed_ahead & set(words)) and bool({"is", "are"} & set(words[-2:])))
        self.forward = self.future

    def saw(self, first: date | None, last: date | None) -> None:
        """Move the anchor to a date just read."""
        self.anchor = first or last or self.anchor
        self.anchored = True

    def current(self, unit: str) -> Period | None:
        """The day, week, month, year or decade of publication."""
        if unit == "year":
            return year(self.published.year)
        if unit == "month":
            return month(self.published.year, self.published.month)
        if unit == "week":
            return week(self.published)
        if unit == "decade":
            start = self.published.year // 10 * 10
            return Period(date(start, 1, 1), date(start + 9, 12, 31), "decade")
        return None

    def year_of_month(self, number: int) -> int:
        """Year of a month printed without one: the latest on or before publication, or the next to come."""
        if self.forward and (number - self.published.month) % 12 <= 9:
            return self.published.year + (number < self.published.month)
        return self.published.year - (number > self.published.month)

    def year_of_day(self, month_number: int, day_number: int) -> int:
        """Year of a day and month printed without one."""
        today = (self.published.month, self.published.day)
        if self.forward and (month_number, day_number) < today:
            ahead = 12 - self.published.month + month_number
            return self.published.year + (ahead <= 9)
        if (month_number, day_number) > today:
            if self.forward or (month_number == today[0] and day_number - today[1] <= 7):
                return self.published.year
            return self.published.year - 1
        return self.published.year
