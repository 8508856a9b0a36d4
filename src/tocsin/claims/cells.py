"""Cells of a spreadsheet: safe text out, typed values in, and a `Problem` for whatever does not fit."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from tocsin.errors import Problem
from tocsin.schema import iso_day

# A spreadsheet runs a cell that starts with one of these as a formula (OWASP, "CSV Injection"); the apostrophe
# makes it text. Cells that already look neutralised get one more, so that reading back is exact.
_TRIGGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def neutralise(cell: str) -> str:
    """Make a text cell safe to open in a spreadsheet.

    Examples
    --------
    >>> neutralise("=HYPERLINK(1)"), restore(neutralise("=HYPERLINK(1)"))
    ("'=HYPERLINK(1)", '=HYPERLINK(1)')
    """
    return f"'{cell}" if _TRIGGER.match(cell) else cell


def restore(cell: str) -> str:
    """Undo `neutralise`."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell


@dataclass(slots=True)
class RowReader:
    """Reads one row's cells into types; collects every problem instead of stopping at the first."""

    cells: dict[str, str]
    file: str
    row: int
    problems: list[Problem] = field(default_factory=list)

    def problem(self, column: str, message: str, remedy: str) -> None:
        """Note one thing wrong with this row."""
        self.problems.append(
            Problem(message, remedy, self.file, self.row, column, self.cells.get(column, ""))
        )

    def text(self, column: str, *, required: bool = False) -> str:
        """A text cell; required ones may not be empty."""
        value = self.cells.get(column, "").strip()
        if required and not value:
            self.problem(column, "the cell is empty", "Fill it in.")
        return value

    def one_of(self, column: str, allowed: Collection[str], default: str = "") -> str:
        """A cell from a fixed vocabulary; suggests the nearest word."""
        value = self.text(column) or default
        if value not in allowed:
            near = get_close_matches(value, list(allowed), n=1)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            words = ", ".join(word or "(empty)" for word in allowed)
            listing = f"Use one of: {words}." if len(allowed) <= 16 else "`docs/claims.md` lists the names."
            self.problem(column, f"unknown {column.replace('_', ' ')}", hint + listing)
        return value

    def day(self, column: str, *, required: bool = False) -> date | None:
        """A date written YYYY-MM-DD."""
        value = self.text(column, required=required)
        if not value:
            return None
        try:
            return iso_day(value)
        except ValueError:
            self.problem(column, "not a date", "Write it as YYYY-MM-DD, for example 2023-02-06.")
            return None

    def number(self, column: str, *, negative: bool = False) -> float | None:
        """A finite number; negative only where that makes sense."""
        value = self.text(column)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            self.problem(column, "not a number", "Write digits only, for example 6000 or 0.85.")
            return None
        if not math.isfinite(number):
            self.problem(column, "not a finite number", "Leave the cell empty where a bound is open.")
            return None
        if number < 0 and not negative:
            self.problem(column, "a negative count", "Write a number of 0 or more.")
            return None
        return number

    def whole(self, column: str) -> int | None:
        """A whole number of 0 or more."""
        number = self.number(column)
        if number is not None and number != int(number):
            self.problem(column, "not a whole number", "Write a whole number.")
            return None
        return None if number is None else int(number)

    def flag(self, column: str) -> bool:
        """A yes/no cell."""
        value = self.text(column).lower()
        if value in {"true", "yes", "1"}:
            return True
        if value not in {"", "false", "no", "0"}:
            self.problem(column, "neither true nor false", "Write true or false.")
        return False


def plain(value: object) -> str:
    """One typed value as text: empty for None, ISO dates, numbers without a needless ``.0``.

    Examples
    --------
    >>> plain(6000.0), plain(0.85), plain(None), plain(True)
    ('6000', '0.85', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def show(value: object) -> str:
    """One typed value as a cell that is safe to open in a spreadsheet."""
    return neutralise(value) if isinstance(value, str) else plain(value)
