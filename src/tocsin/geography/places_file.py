"""A user's own list of places: `tocsin warning CASE --places my.csv`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tocsin.errors import InputError, Problem
from tocsin.geography import atlas
from tocsin.schema import Column, Row, check_rows, read_table

_DEGREES = "Give degrees with a decimal point: lat from -90 to 90, lon from -180 to 180."
TABLE = (
    Column("name", filled=True),
    Column("lat", float, filled=True, low=-90, high=90, remedy=_DEGREES),
    Column("lon", float, filled=True, low=-180, high=180, remedy=_DEGREES),
    Column("admin", required=False),
    Column("population", float, required=False, low=0, empty=0.0,
           remedy="Give a number of people, 0 or more, or leave it empty."),
)  # fmt: skip


def read_places(path: Path | str, country: str) -> pd.DataFrame:
    """Places from a CSV file with columns name, lat, lon and optionally admin, population.

    Raises
    ------
    InputError
        All problems at once: unknown, missing or repeated columns, a coordinate that is no number, out of range, or
        outside the country, a negative population, a place given twice.
    """
    rows = read_table(path, TABLE, remedy="Give a file that exists.")
    if not rows:
        raise InputError(Problem("no places", "Give at least one row.", str(path)))
    table = pd.DataFrame([row.values(TABLE) for row in rows])
    check_rows(rows)
    _check_repeats(table, rows)
    _check_inside(table, rows, country)
    check_rows(rows)
    return table.assign(people=table["population"])


def _check_repeats(table: pd.DataFrame, rows: list[Row]) -> None:
    """A place given twice would count its people twice; another village of the same name is welcome."""
    for row, again in zip(rows, table.duplicated(["name", "lat", "lon"]), strict=True):
        if again:
            row.wrong("name", "a place given twice", "Delete one of the rows.")


def _check_inside(table: pd.DataFrame, rows: list[Row], country: str) -> None:
    inside = atlas.contains(country, table["lat"].to_numpy(dtype=float), table["lon"].to_numpy(dtype=float))
    name = atlas.name(country)
    remedy = f"Warning is computed for places in {name}; check that lat and lon are not swapped."
    for row, fits in zip(rows, inside, strict=True):
        if not fits:
            row.wrong("lat", f"outside {name}", remedy, ", ".join(map(row.text, ("name", "lat", "lon"))))
