"""A user's own list of places: `tocsin warning CASE --places my.csv`."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd

from tocsin.errors import InputError, Problem
from tocsin.geography import atlas
from tocsin.record.cells import read_cells
from tocsin.schema import header_problems

NEEDED = ("name", "lat", "lon")
COLUMNS = (*NEEDED, "admin", "population")


def read_places(path: Path | str, country: str) -> pd.DataFrame:
    """Places from a CSV file with columns name, lat, lon and optionally admin, population.

    Raises
    ------
    InputError
        All problems at once: unknown, missing or repeated columns, a coordinate that is no number, out of range, or
        outside the country, a negative population, a place given twice.
    """
    path = Path(path)
    table_rows = read_cells(path)
    _, header = next(table_rows, (1, []))
    problems = _header_problems(header, path)
    if problems:
        raise InputError(problems)
    rows, numbers = [], []
    for number, cells in table_rows:
        if len(cells) != len(header):
            problems.append(_problem(path, number, "", "wrong number of cells", f"Give {len(header)} cells."))
            continue
        rows.append(_parse(dict(zip(header, cells, strict=True)), number, path, problems))
        numbers.append(number)
    if not rows and not problems:
        problems.append(_problem(path, None, "", "no places", "Give at least one row."))
    if problems:
        raise InputError(problems)
    table = pd.DataFrame(rows)
    _check_repeats(table, numbers, path)
    _check_inside(table, numbers, country, path)
    return table.assign(people=table["population"])


def _header_problems(header: list[str], path: Path) -> list[Problem]:
    remedy = f"The columns are {', '.join(NEEDED)} and, if you like, admin, population."
    unknown = [_problem(path, 1, name, "unknown column", remedy) for name in header if name not in COLUMNS]
    return header_problems(header, NEEDED, str(path)) + unknown


def _parse(cells: dict[str, str], number: int, path: Path, problems: list[Problem]) -> dict[str, object]:
    name, admin = cells["name"], cells.get("admin", "")
    lat, lon = _number(cells["lat"]), _number(cells["lon"])
    population = _number(cells.get("population") or "0")
    if not name:
        problems.append(_problem(path, number, "name", "no name", "Name the place."))
    for column, value, limit in (("lat", lat, 90), ("lon", lon, 180)):
        if not abs(value) <= limit:
            remedy = f"Give degrees from -{limit} to {limit} with a decimal point."
            problems.append(_problem(path, number, column, "not a coordinate", remedy, cells[column]))
    if not population >= 0:
        remedy = "Give a number of people, 0 or more, or leave it empty."
        problems.append(_problem(path, number, "population", "not a population", remedy, cells["population"]))
    return {"name": name, "admin": admin, "lat": lat, "lon": lon, "population": population}


def _check_repeats(table: pd.DataFrame, numbers: list[int], path: Path) -> None:
    """Raise for a place given twice: its people would count twice. Another village of the same name is welcome."""
    repeated = table.duplicated(list(NEEDED)).to_numpy()
    problems = [
        _problem(path, number, "name", "a place given twice", "Delete one of the rows.", str(name))
        for number, name, again in zip(numbers, table["name"], repeated, strict=True)
        if again
    ]
    if problems:
        raise InputError(problems)


def _check_inside(table: pd.DataFrame, numbers: list[int], country: str, path: Path) -> None:
    inside = atlas.contains(country, table["lat"].to_numpy(dtype=float), table["lon"].to_numpy(dtype=float))
    name = atlas.name(country)
    remedy = f"Warning is computed for places in {name}; check that lat and lon are not swapped."
    shown = table[list(NEEDED)].astype(str).agg(", ".join, axis=1).tolist()
    problems = [
        _problem(path, number, "lat", f"outside {name}", remedy, value)
        for number, value, ok in zip(numbers, shown, inside, strict=True)
        if not ok
    ]
    if problems:
        raise InputError(problems)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _problem(path: Path, row: int | None, column: str, message: str, remedy: str, value: str = "") -> Problem:
    return Problem(message, remedy, file=str(path), row=row, column=column, value=value)
