"""Tables as CSV: columns declared once, and every problem named by file, row, column, value and remedy, all at once."""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tocsin.errors import InputError, Problem
from tocsin.schema.text import START_A_CASE, iso_day, read_csv_text, unfit

_SEPARATORS = {";": ";", "\t": "a tab"}
_MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
# A spreadsheet runs a cell that starts with one of these as a formula (OWASP, "CSV Injection"); the apostrophe
# makes it text. Cells that already look neutralised get one more, so that reading back is exact.
_TRIGGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def _real(text: str) -> float:
    if not text.isascii() or "_" in text:  # other digits, and "1_000", which Python would read
        raise ValueError(text)
    return float(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]+(\.0)?", text):  # spreadsheets and pandas write whole numbers with ".0"
        raise ValueError(text)
    return int(text.removesuffix(".0"))


def _flag(text: str) -> bool:
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]


def moment(text: str) -> datetime:
    """A day, or a day and a time: "2025-12-31" or "2025-12-31 08:00".

    Raises
    ------
    ValueError
        For anything else.
    """
    for layout in _MOMENTS:
        try:
            return datetime.strptime(text, layout)
        except ValueError:
            continue
    raise ValueError(text)


# By type: what reads a cell, what is said where it can't, and what to do.
_TYPES: dict[type, tuple[Callable[[str], Any], str, str]] = {
    str: (str, "", ""),
    float: (_real, "not a number", "Write digits only, for example 6000 or 0.85."),
    int: (_whole, "not a whole number", "Write a whole number."),
    bool: (_flag, "neither true nor false", "Write true or false."),
    date: (iso_day, "not a date", "Write it as YYYY-MM-DD, for example 2023-02-06."),
    datetime: (moment, "not a date", "Write YYYY-MM-DD or YYYY-MM-DD HH:MM."),
}


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column hold.

    Attributes
    ----------
    type
        str, float, int, bool, date, or datetime (a day with or without a time).
    required
        Whether the header must name it.
    filled
        Whether every row must fill it in.
    words
        The only texts allowed.
    low, high
        Bounds of a number, themselves allowed.
    empty
        What an empty cell stands for.
    raw
        Whether spaces around a text belong to it.
    remedy
        What to do about a wrong cell, where the type's own words are not enough.
    """

    name: str
    type: type = str
    required: bool = True
    filled: bool = False
    words: Collection[str] = ()
    low: float = -math.inf
    high: float = math.inf
    empty: Any = None
    raw: bool = False
    remedy: str = ""


@dataclass(slots=True)
class Row:
    """The cells of one row by column, and what is wrong with it; `number` is what a spreadsheet shows."""

    cells: dict[str, str]
    file: str
    number: int | None = None
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, message: str, remedy: str, value: str | None = None) -> None:
        """Note one thing wrong with this row; its value is the cell's, where none is given."""
        value = self.cells.get(column, "") if value is None else value
        self.problems.append(Problem(message, remedy, self.file, self.number, column, value))

    def text(self, name: str) -> str:
        """A cell without the spaces around it."""
        return self.cells.get(name, "").strip()

    def read(self, column: Column) -> Any:
        """A cell as the column's type; what does not fit is noted, and then it reads as empty."""
        cell = self.cells.get(column.name, "")
        text = cell if column.raw else cell.strip()
        empty = "" if column.type is str and column.empty is None else column.empty
        if fault := unfit(cell) or _fault(text, column):
            self.wrong(column.name, *fault)
            return text if column.words else empty
        return _TYPES[column.type][0](text) if text else empty

    def values(self, columns: Iterable[Column]) -> dict[str, Any]:
        """Cells by column name, as `read` reads them."""
        return {column.name: self.read(column) for column in columns}


def _fault(text: str, column: Column) -> tuple[str, str] | None:
    """What does not fit the column in a cell, and what to do."""
    if not text:
        return ("the cell is empty", column.remedy or "Fill it in.") if column.filled else None
    if column.words:
        return None if text in column.words else _unknown_word(text, column)
    read, message, remedy = _TYPES[column.type]
    try:
        value = read(text)
    except (ValueError, KeyError):
        return message, column.remedy or remedy
    if column.type not in {float, int}:
        return None
    if not math.isfinite(value):
        return "not a finite number", column.remedy or "Leave the cell empty where a bound is open."
    if value < column.low:
        below = "a negative number" if column.low == 0 else f"below {column.low:,.12g}"
        return below, column.remedy or f"Write {column.low:,.12g} or more."
    if value > column.high:
        return f"above {column.high:,.12g}", column.remedy or f"Write {column.high:,.12g} or less."
    return None


def _unknown_word(text: str, column: Column) -> tuple[str, str]:
    near = get_close_matches(text, column.words, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    known = f"Use one of: {', '.join(filter(None, column.words))}."
    return f"unknown {column.name.replace('_', ' ')}", hint + (column.remedy or known)


def read_table(
    path: str | Path, columns: Sequence[Column], *, extra: bool = False, remedy: str = START_A_CASE
) -> list[Row]:
    """The rows of a file, as `parse_table`; `remedy` is what to do when it is missing.

    Raises
    ------
    InputError
        If the file is missing or may not be read, and as `parse_table`.
    """
    return parse_table(read_csv_text(Path(path), remedy), str(path), columns, extra=extra)


def parse_table(text: str, file: str, columns: Sequence[Column], *, extra: bool = False) -> list[Row]:
    """The rows of a table, whose cells are yet to be read by type; `check_rows` raises what is then found.

    Parameters
    ----------
    file
        What to call it in messages.
    extra
        Whether other columns may stand beside those declared.

    Raises
    ------
    InputError
        For a text that is no table, a header that lacks a required column, names one twice or, without `extra`, one
        unknown, and rows with more or fewer cells than the header.
    """
    table = split_csv(text, file)
    names = [column.name for column in columns]
    if not table:
        remedy = f"Start it with a header: {','.join(column.name for column in columns if column.required)}."
        raise InputError(Problem("the file is empty", remedy, file))
    header = [restore(cell.strip()) for cell in table[0][1]]
    problems = _header_problems(header, columns, file)
    if not extra:
        unknown = [name for name in header if name and name not in names]
        listing = f"Columns are: {', '.join(names)}."
        problems += [Problem("unknown column", listing, file, 1, name) for name in unknown]
    if problems:
        raise InputError(problems)
    rows = [
        Row(dict(zip(header, map(restore, cells), strict=False)), file, number) for number, cells in table[1:]
    ]
    for row, (_, cells) in zip(rows, table[1:], strict=True):
        if len(cells) != len(header):
            what = f"{len(cells)} cells under {len(header)} columns"
            row.wrong("", what, "Put quotes around a cell that holds a comma.")
        elif row.text(""):  # it would be lost when the file is next written
            what = "a cell under a column without a name"
            row.wrong("", what, "Name the column in row 1, or empty the cell.")
    check_rows(rows)
    return rows


def check_rows(rows: Iterable[Row]) -> None:
    """Raise whatever was noted of rows, in their order.

    Raises
    ------
    InputError
        With all of it at once.
    """
    problems = [problem for row in rows for problem in row.problems]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))


def _header_problems(header: Sequence[str], columns: Sequence[Column], file: str) -> list[Problem]:
    """Columns that are missing, or there twice."""
    needed = [column.name for column in columns if column.required]
    expected = f"Columns are: {', '.join(needed)}."
    twice = sorted({name for name in header if name and list(header).count(name) > 1})
    return [
        Problem("a column is missing", expected, file, 1, name) for name in needed if name not in header
    ] + [Problem("a column appears twice", "Keep one of them.", file, 1, name) for name in twice]


def split_csv(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Rows of a comma-separated table, each with the number a spreadsheet shows (the header is row 1).

    Rows without any text are left out.

    Raises
    ------
    InputError
        For a quote that does not close (named by the row where it opens), another separator than the comma, and
        every cell that holds a control character (but tabs and ends of lines) or a byte that is not UTF-8.
    """
    _check_separator(text, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            what = f"not a readable CSV: a quote opens in this row and does not close as it should ({error})"
            remedy = "Close the quote; inside a quoted cell write it twice."
            raise InputError(Problem(what, remedy, file, number)) from None
        if any(cell.strip() for cell in cells):
            rows.append((number, cells))
    problems = _character_problems(rows, file)
    if problems:
        raise InputError(problems)
    return rows


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """A comma-separated table that `parse_table` reads back cell by cell, and that a spreadsheet opens safely.

    Examples
    --------
    >>> csv_text([["a", "b"], [1.0, "two, three"], [None, "=2+2"]])
    'a,b\\n1,"two, three"\\n,\\'=2+2\\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    # A lone carriage return ends a row for the reader, and this writer leaves it bare.
    quoted = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = [show(cell) for cell in row]
        (quoted if any("\r" in cell for cell in cells) else writer).writerow(cells)
    return text.getvalue()


def show(value: object) -> str:
    """One value as a cell that is safe to open in a spreadsheet."""
    return neutralise(value) if isinstance(value, str) else plain(value)


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
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(float(value))
    return value.isoformat() if isinstance(value, date) else str(value)


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


def _check_separator(text: str, file: str) -> None:
    """Looked for in the first line alone: quotes and commas further down mislead."""
    header = text.lstrip("\r\n").partition("\n")[0]
    found = next((name for mark, name in _SEPARATORS.items() if mark in header and "," not in header), "")
    if found:
        remedy = "Save the file as CSV with commas between the cells."
        raise InputError(Problem(f"the separator is {found}, expected ,", remedy, file, 1))


def _character_problems(rows: list[tuple[int, list[str]]], file: str) -> list[Problem]:
    """Cells with a character that no text may hold."""
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    problems = []
    for number, cells in rows:
        for index, cell in enumerate(cells):
            if fault := unfit(cell):
                column = header[index] if index < len(header) and number > 1 else f"number {index + 1}"
                shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                problems.append(Problem(*fault, file, number, column, shown))
    return problems
