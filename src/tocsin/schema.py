"""Strict reading of TOML and CSV files: unknown keys fail loudly, and every problem names its place."""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tocsin.errors import InputError, Problem

T = TypeVar("T")
START_A_CASE = "Create it, or start a case with `tocsin new DIR`."
_SEPARATORS = {";": ";", "\t": "a tab"}
_UNFIT = re.compile("[\0\udc80-\udcff]")  # NUL, and bytes that are not UTF-8


def read_text(path: Path, remedy: str = START_A_CASE) -> str:
    """The text of a file; `remedy` is what to do when it is missing.

    Raises
    ------
    InputError
        If the file is missing, may not be read, or is not UTF-8.
    """
    raw = _read_bytes(path, remedy)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                f"byte {error.start} is not UTF-8",
                "Save the file as UTF-8.",
                file=str(path),
                row=raw.count(b"\n", 0, error.start) + 1,
                value=f"0x{raw[error.start]:02x}",
            )
        ) from None


def read_csv_text(path: Path, remedy: str = START_A_CASE) -> str:
    """The text of a CSV file, for `split_csv`: bytes that are not UTF-8 survive as lone surrogates."""
    return _read_bytes(path, remedy).decode("utf-8-sig", errors="surrogateescape")


def split_csv(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Rows of a comma-separated table, each with the number a spreadsheet shows (the header is row 1).

    Rows without any text are left out.

    Raises
    ------
    InputError
        For a quote that does not close (named by the row where it opens), another separator than the comma, and
        every cell that holds a byte that is not UTF-8 or a NUL.
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
    """A comma-separated table that `split_csv` reads back cell by cell.

    Examples
    --------
    >>> csv_text([["a", "b"], [1, "two, three"]])
    'a,b\\n1,"two, three"\\n'
    """
    text = io.StringIO(newline="")
    plain = csv.writer(text, lineterminator="\n")
    # A lone carriage return ends a row for the reader, and this writer leaves it bare.
    quoted = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        (quoted if any("\r" in str(cell) for cell in row) else plain).writerow(row)
    return text.getvalue()


def _read_bytes(path: Path, remedy: str) -> bytes:
    if not path.is_file():
        raise InputError(Problem("the file is missing", remedy, file=str(path)))
    try:
        raw = path.read_bytes()
    except OSError as error:
        problem = Problem(f"cannot be read ({error.strerror})", "Check its permissions.", file=str(path))
        raise InputError(problem) from error
    head = raw[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) / 3:
        remedy = "Save it as UTF-8 (in a spreadsheet: CSV UTF-8)."
        raise InputError(Problem("the file is UTF-16", remedy, file=str(path)))
    return raw


def _check_separator(text: str, file: str) -> None:
    """Looked for in the first line alone: quotes and commas further down mislead."""
    header = text.lstrip("\r\n").partition("\n")[0]
    found = next((name for mark, name in _SEPARATORS.items() if mark in header and "," not in header), "")
    if found:
        remedy = "Save the file as CSV with commas between the cells."
        raise InputError(Problem(f"the separator is {found}, expected ,", remedy, file, 1))


def header_problems(header: Sequence[str], needed: Sequence[str], file: str) -> list[Problem]:
    """Columns that are missing, or there twice."""
    expected = "Columns are: " + ", ".join(needed) + "."
    twice = sorted({name for name in header if name and list(header).count(name) > 1})
    return [
        Problem("a column is missing", expected, file, 1, name) for name in needed if name not in header
    ] + [Problem("a column appears twice", "Keep one of them.", file, 1, name) for name in twice]


def _character_problems(rows: list[tuple[int, list[str]]], file: str) -> list[Problem]:
    """Cells with a NUL or an undecodable byte."""
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    problems = []
    for number, cells in rows:
        for index, cell in enumerate(cells):
            bad = _UNFIT.search(cell)
            if bad is None:
                continue
            column = header[index] if index < len(header) and number > 1 else f"number {index + 1}"
            shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if bad.group() == "\0":
                what, remedy = "the cell holds a NUL byte", "Delete it."
            else:
                what = f"byte 0x{ord(bad.group()) - 0xDC00:02x} is not UTF-8"
                remedy = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
            problems.append(Problem(what, remedy, file, number, column, shown))
    return problems


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file; a syntax error names its line."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_broken_toml(str(error), text, str(path))) from None


def _broken_toml(error: str, text: str, file: str) -> Problem:
    place = re.search(r"at line (\d+)", error)
    row = int(place.group(1)) if place else None
    line = text.splitlines()[row - 1] if row and row <= len(text.splitlines()) else ""
    day = re.match(r"\s*([\w.-]+)\s*=\s*(\d+[-./]\d+[-./]\d+)", line)
    if day:
        return Problem("not a date", "Write a day that exists as YYYY-MM-DD.", file, row, *day.groups())
    return Problem(f"broken TOML: {error}", "Mend the line; strings need quotes.", file, row)


def typed(cls: type[T], table: Mapping[str, Any], *, file: str, where: str) -> T:
    """Build dataclass `cls` from a TOML table.

    Raises
    ------
    InputError
        For unknown, missing and mistyped keys, all at once.
    """
    if not isinstance(table, Mapping):
        raise InputError(Problem("not a table", f"Write it as [{where}].", file, None, where, str(table)))
    hints = get_type_hints(cls)
    known: dict[str, Field[Any]] = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    problems = [_unknown(key, known, file, where) for key in table if key not in known]
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name not in table:
            if field.default is MISSING and field.default_factory is MISSING:
                problems.append(
                    Problem("a key is missing", f"Add `{name} = …`.", file, None, f"{where}.{name}")
                )
            continue
        try:
            values[name] = _coerce(table[name], hints[name])
        except TypeError as error:
            problems.append(
                Problem("wrong kind of value", f"{error}.", file, None, f"{where}.{name}", str(table[name]))
            )
    if problems:
        raise InputError(problems)
    return cls(**values)


def iso_day(text: str) -> date:
    """A day written YYYY-MM-DD, the one form that all files and options of a case take.

    Raises
    ------
    ValueError
        For anything else, the other forms of ISO 8601 ("20240131", "2024-W05-3") included.

    Examples
    --------
    >>> iso_day("2024-01-31")
    datetime.date(2024, 1, 31)
    """
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def collect(problems: list[Problem], into: dict[str, Any], key: str, build: Callable[[], Any]) -> None:
    """Put what `build` makes under `key`, or its problems with the others, so that all are reported at once."""
    try:
        into[key] = build()
    except InputError as error:
        problems.extend(error.problems)


def _unknown(key: str, known: Mapping[str, Any], file: str, where: str) -> Problem:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"Did you mean `{close[0]}`?" if close else "Known keys: " + ", ".join(known) + "."
    return Problem("unknown key", hint, file, None, f"{where}.{key}")


def _coerce(value: Any, hint: Any) -> Any:
    """Check a TOML value against a field's type; numbers widen, lists become tuples, dates come either way."""
    if hint is Any:
        return value
    if NoneType in get_args(hint):
        hint = next(kind for kind in get_args(hint) if kind is not NoneType)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError("Write a list in square brackets")
        return tuple(_coerce(item, get_args(hint)[0]) for item in value)
    if hint is date:
        return _as_date(value)
    if hint is float:
        return _as_float(value)
    if hint is int and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError("Write a whole number")
    if hint is str and not isinstance(value, str):
        raise TypeError("Write a text in quotes")
    if hint is bool and not isinstance(value, bool):
        raise TypeError("Write true or false")
    return value


def _as_float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("Write a finite number")
    return float(value)


def _as_date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return iso_day(value)
    except (TypeError, ValueError):
        raise TypeError("Write a date as YYYY-MM-DD") from None
