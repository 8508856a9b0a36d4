"""Strict reading of TOML files: unknown keys fail loudly, and every problem names its place."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tocsin.errors import InputError, Problem
from tocsin.schema.text import iso_day, read_text, unfit

T = TypeVar("T")


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file; a syntax error names its line.

    Raises
    ------
    InputError
        If it is missing, not UTF-8 or no TOML, or a text in it holds a control character.
    """
    text = read_text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_broken_toml(str(error), text, str(path))) from None
    problems = [
        Problem(*fault, str(path), None, where, value)
        for where, value in _texts(raw, "")
        if (fault := unfit(value))
    ]
    if problems:
        raise InputError(problems)
    return raw


def _texts(node: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text in a table, keys included, with the key that leads to it."""
    if isinstance(node, str):
        yield where, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            inside = f"{where}.{key}".lstrip(".")
            yield inside, key
            yield from _texts(value, inside)
    elif isinstance(node, list):
        for number, value in enumerate(node, start=1):
            yield from _texts(value, f"{where}[{number}]")


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
