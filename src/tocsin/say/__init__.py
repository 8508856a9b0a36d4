"""Every wording of numbers, dates, lists and sentences, and the catalogue that holds the sentences."""

from __future__ import annotations

from tocsin.say.message import LINKED, NOTHING, Piece, Said, from_json, joined, msg, nmsg, spread, verbatim
from tocsin.say.numbers import (
    MONTHS,
    NBSP,
    chance,
    day,
    exact,
    in_hundred,
    interval,
    listed,
    middle,
    money,
    month,
    number,
    ordinal,
    percent,
    plural,
    ranges,
    signed_percent,
    times,
)  # fmt: skip

__all__ = [
    "LINKED", "MONTHS", "NBSP", "NOTHING", "Piece", "Said", "chance", "day", "exact", "from_json", "in_hundred", "interval", "joined",
    "listed", "middle", "money", "month", "msg", "nmsg", "number", "ordinal", "percent", "plural", "ranges",
    "signed_percent", "spread", "times", "verbatim",
]  # fmt: skip
