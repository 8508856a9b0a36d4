"""Every wording of numbers, dates, lists and sentences, and the catalogue that holds the sentences."""

from __future__ import annotations

from tocsin.say.message import LINKED, NOTHING, Piece, Said, from_json, joined, msg, nmsg, spread, verbatim
from tocsin.say.numbers import (
    MONTHS,
    NBSP,
    day,
    exact,
    interval,
    minutes,
    money,
    month,
    number,
    percent,
    plural,
    signed_percent,
)

__all__ = [
    "LINKED", "MONTHS", "NBSP", "NOTHING", "Piece", "Said", "day", "exact", "from_json", "interval", "joined", "minutes",
    "money", "month", "msg", "nmsg", "number", "percent", "plural", "signed_percent", "spread", "verbatim",
]  # fmt: skip
