"""Parameters are a table: name, unit, prior family and 5/50/95 %, meaning, source, and when it became known.

Defaults ship with the package; a case's `parameters.csv` overrides them by name. A name may have several
rows with different `known_from`: an as-of view uses the latest row known by then. Only in this table are
low/best/high the 5th, 50th and 95th percentile (for `uniform` and `triangular`: the ends and the mode).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import InputError, Problem
from tocsin.randomness import stream
from tocsin.schema import Column, Row, check_rows, parse_table, read_csv_text

Z95 = 1.6448536269514722  # standard normal 95 % quantile
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table."""

    name: str
    room: str
    unit: str
    family: str
    low: float
    best: float
    high: float
    meaning: str
    source: str
    known_from: date
    note: str = ""
    line: int | None = field(default=None, repr=False, compare=False)  # its row in the file, for messages

    def quantile(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        """Quantile function of the prior at probabilities `p` (any shape)."""
        return _FAMILIES[self.family].quantile(self, p)


class Parameters:
    """The parameters of a case, possibly cut to what was known at a date."""

    def __init__(self, rows: Iterable[Parameter], *, as_of: date | None = None) -> None:
        self._rows = tuple(rows)
        self._as_of = as_of
        self._latest: dict[str, Parameter] = {}
        for row in sorted(self._rows, key=lambda row: row.known_from):
            self._latest[row.name] = row

    def __len__(self) -> int:
        return len(self._latest)

    def __iter__(self) -> Iterator[Parameter]:
        return iter(sorted(self._latest.values(), key=lambda row: row.name))

    def __contains__(self, name: str) -> bool:
        return name in self._latest

    def as_of(self, day: date) -> Parameters:
        """Only the rows known by `day`."""
        return Parameters((row for row in self._rows if row.known_from <= day), as_of=day)

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """Names that begin with `prefix`, sorted."""
        return tuple(sorted(name for name in self._latest if name.startswith(prefix)))

    def row(self, name: str) -> Parameter:
        """The latest row of this name.

        Raises
        ------
        InputError
            If no row of it is known in this view.
        """
        if name not in self._latest:
            when = f" known by {self._as_of}" if self._as_of else ""
            raise InputError(
                Problem(
                    f"no parameter {name!r}{when}",
                    "Add a row with that name and an early enough known_from to the case's parameters.csv.",
                    file="parameters.csv",
                )
            )
        return self._latest[name]

    def best(self, name: str) -> float:
        """The best value, in the row's unit."""
        return self.row(name).best

    def sample(self, name: str, draws: int, seed: int) -> NDArray[np.float64]:
        """Prior draws, shape [draw]; the stream depends on seed and name only.

        Uniforms are drawn by inversion, so revising a row moves its draws smoothly and changes no other's.
        """
        uniform = stream(seed, "parameter", name).random(draws)
        return self.row(name).quantile(uniform)


@dataclass(frozen=True, slots=True)
class _Family:
    quantile: Callable[[Parameter, NDArray[np.float64]], NDArray[np.float64]]
    accepts: Callable[[Parameter], bool]
    needs: str


def _normal_quantile(p: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtri

    return np.asarray(ndtri(p), dtype=np.float64)


def _two_piece(low: float, best: float, high: float, p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normal on each side of the median, joined there, so that all three percentiles are met exactly."""
    z = _normal_quantile(p) / Z95
    return np.where(z < 0, best + (best - low) * z, best + (high - best) * z)


def _transformed(
    forward: Callable[[float], float], back: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> Callable[[Parameter, NDArray[np.float64]], NDArray[np.float64]]:
    def quantile(row: Parameter, p: NDArray[np.float64]) -> NDArray[np.float64]:
        return back(_two_piece(forward(row.low), forward(row.best), forward(row.high), p))

    return quantile


def _expit(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-x))


def _triangular(row: Parameter, p: NDArray[np.float64]) -> NDArray[np.float64]:
    width = row.high - row.low
    split = (row.best - row.low) / width
    rising = row.low + np.sqrt(p * width * (row.best - row.low))
    falling = row.high - np.sqrt((1 - p) * width * (row.high - row.best))
    return np.where(p < split, rising, falling)


_FAMILIES: dict[str, _Family] = {
    "fixed": _Family(
        lambda row, p: np.full_like(p, row.best),
        lambda row: row.low == row.best == row.high,
        "low = best = high",
    ),
    "normal": _Family(
        lambda row, p: _two_piece(row.low, row.best, row.high, p),
        lambda row: row.low < row.best < row.high,
        "low < best < high",
    ),
    "lognormal": _Family(
        _transformed(math.log, np.exp),
        lambda row: 0 < row.low < row.best < row.high,
        "0 < low < best < high",
    ),
    "logitnormal": _Family(
        _transformed(lambda x: math.log(x / (1 - x)), _expit),
        lambda row: 0 < row.low < row.best < row.high < 1,
        "0 < low < best < high < 1",
    ),
    "uniform": _Family(
        lambda row, p: row.low + (row.high - row.low) * p,
        lambda row: row.low < row.high and row.low <= row.best <= row.high,
        "low < high with best between",
    ),
    "triangular": _Family(
        _triangular, lambda row: row.low <= row.best <= row.high and row.low < row.high, "low <= best <= high"
    ),
}


_MUST = "Every parameter states its name, unit, meaning and source."
_PLAIN = "Write a plain finite number."
TABLE = (
    Column("name", filled=True, remedy=_MUST),
    Column("room"),
    Column("unit", filled=True, remedy=_MUST),
    Column("family", filled=True, words=_FAMILIES),
    Column("low", float, filled=True, remedy=_PLAIN),
    Column("best", float, filled=True, remedy=_PLAIN),
    Column("high", float, filled=True, remedy=_PLAIN),
    Column("meaning", filled=True, remedy=_MUST),
    Column("source", filled=True, remedy=_MUST),
    Column("known_from", date, filled=True),
    Column("note"),
)
COLUMNS = tuple(column.name for column in TABLE)


def read_parameters(path: Path) -> list[Parameter]:
    """Read one table.

    Raises
    ------
    InputError
        With every problem in it at once.
    """
    return parse_parameters(read_csv_text(path), str(path))


def default_parameters() -> list[Parameter]:
    """The defaults that ship with the package."""
    text = resources.files("tocsin").joinpath("data/parameters.csv").read_text(encoding="utf-8")
    return parse_parameters(text, "tocsin/data/parameters.csv")


def parse_parameters(text: str, file: str) -> list[Parameter]:
    """The rows of a table given as text; `file` names it in messages.

    Raises
    ------
    InputError
        With every problem in it at once.
    """
    rows = parse_table(text, file, TABLE)
    parameters = [_parse_row(row) for row in rows]
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        first = seen.setdefault((row.text("name"), row.text("known_from")), row)
        if first is not row:
            what = f"same name and known_from as row {first.number}"
            row.wrong("name", what, "Give a revised value a later known_from, or delete one row.")
    check_rows(rows)
    return [parameter for parameter in parameters if parameter]


def _parse_row(row: Row) -> Parameter | None:
    """One row; what is wrong with it is noted there, and then there is none."""
    values = row.values(TABLE)
    name = values["name"]
    if name and not _NAME.fullmatch(name):
        row.wrong("name", "not a parameter name", "Write it as room.name, lower case.")
    if row.problems:
        return None
    parameter = Parameter(**values | {"room": values["room"] or name.split(".")[0]}, line=row.number)
    family = _FAMILIES[parameter.family]
    if not family.accepts(parameter):
        stated = ", ".join(f"{values[column]:g}" for column in ("low", "best", "high"))
        row.wrong("low", f"values do not suit {parameter.family}", f"It needs {family.needs}.", stated)
    return parameter
