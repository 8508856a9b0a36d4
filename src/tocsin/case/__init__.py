"""A case: a folder of plain files, and the only door to its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.lazy import lazily

if TYPE_CHECKING:
    from tocsin.case.facts import Fact
    from tocsin.case.view import Case, known_by, load_case, month_end, parse_date

__all__ = ["Case", "Fact", "known_by", "load_case", "month_end", "parse_date"]

__getattr__ = lazily(
    __name__,
    {
        "facts": ("Fact",),
        "view": ("Case", "known_by", "load_case", "month_end", "parse_date"),
    },
)
