"""The record itself: one row per reported attack, read and written as plain CSV.

Only counts, times, publisher and counting definition are kept; never targets, launch places or regions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.errors import InputError, Problem
from tocsin.files import write_atomic
from tocsin.record import series
from tocsin.record.report import COLUMNS, COUNTS, TABLE, Report
from tocsin.schema import Row, check_rows, csv_text, read_table


@dataclass(frozen=True, eq=False)
class Record:
    """Counts of reported attacks, sorted by end.

    Attributes
    ----------
    rows
        Columns of `COLUMNS`: `start`, `end` (datetime64, Kyiv local time as reported), counts of drones (float,
        NaN where the report is silent; `launched` never is), `source`, `definition`.
    """

    rows: pd.DataFrame

    def __post_init__(self) -> None:
        missing = [name for name in COLUMNS if name not in self.rows.columns]
        if missing:
            raise InputError(
                Problem(
                    f"the record lacks column(s) {', '.join(missing)}", f"Give all of: {', '.join(COLUMNS)}."
                )
            )
        if not self.rows["end"].is_monotonic_increasing or not _is_counted(self.rows.index):
            rows = self.rows.sort_values(["end", "start"], kind="stable").reset_index(drop=True)
            object.__setattr__(self, "rows", rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _known_on(self) -> NDArray[np.datetime64]:
        """The day each row becomes public: the day after its end [row], sorted."""
        ends: NDArray[np.datetime64] = self.rows["end"].to_numpy().astype("datetime64[D]")
        return ends + np.timedelta64(1, "D")

    def as_of(self, day: date | str) -> Record:
        """The record as it was public on `day`: rows whose end date + 1 day is on or before it."""
        known = int(np.searchsorted(self._known_on, np.datetime64(str(day)[:10], "D"), side="right"))
        return Record(self.rows.iloc[:known])

    def nights(self) -> pd.DataFrame:
        """One row per report; see `tocsin.record.series.nights`."""
        return series.nights(self.rows)

    def monthly(self) -> pd.DataFrame:
        """Totals by calendar month of the end date; see `tocsin.record.series.monthly`."""
        return series.monthly(self.rows)

    def weekly(self) -> pd.DataFrame:
        """Totals by week (Monday to Sunday, indexed by its Monday) of the end date."""
        return series.weekly(self.rows)

    def daily(self) -> pd.Series[int]:
        """Drones launched per end date, zero on days without a report [day]."""
        return series.daily(self.rows)


def empty() -> Record:
    """A record without rows."""
    rows = pd.DataFrame({name: pd.Series(dtype="float64") for name in COLUMNS})
    for name in ("start", "end"):
        rows[name] = pd.to_datetime(rows[name])
    return Record(rows.astype({"source": "str", "definition": "str"}))


def read_record(path: Path | str, *, repeated_rows: int | None = None) -> Record:
    """Read `record.csv`.

    Parameters
    ----------
    repeated_rows : int, optional
        How many rows may repeat an earlier one in every cell, known to be two reports; not checked where left out.

    Raises
    ------
    InputError
        All problems at once: missing or unknown columns, a text that is not UTF-8, a wrong date, an end before its
        start, a negative or fractional count, more drones accounted for than launched, an unknown definition, more
        repeated rows than known.
    """
    rows = read_table(path, TABLE)
    reports = [(row, report) for row in rows if (report := _parse(row))]
    if repeated_rows is not None:
        _check_repeats(reports, repeated_rows)
    check_rows(rows)
    return from_reports(report for _, report in reports)


def _check_repeats(reports: Iterable[tuple[Row, Report]], allowed: int) -> None:
    """Rows that repeat an earlier one in every cell: a table pasted twice would count every drone twice."""
    first: dict[tuple[str, ...], Row] = {}
    repeats = []
    for row, report in reports:
        earlier = first.setdefault(tuple(_show(getattr(report, name)) for name in COLUMNS), row)
        if earlier is not row:
            repeats.append((row, earlier))
    for row, earlier in repeats if len(repeats) > allowed else ():
        remedy = "Delete one; if both were made, count them in case.toml, [record] repeated_rows."
        row.wrong("start", f"the same report as row {earlier.number}", remedy)


def from_reports(reports: Iterable[Report]) -> Record:
    """A record of single reports."""
    frame = pd.DataFrame(
        [[getattr(report, name) for name in COLUMNS] for report in reports], columns=list(COLUMNS)
    )
    if frame.empty:
        return empty()
    return Record(frame.astype(dict.fromkeys(COUNTS, "float64")).astype({"launched": "int64"}))


def write_record(record: Record, path: Path | str) -> None:
    """Write the record as CSV, atomically: a reader sees the old file or the new one, never half of one."""
    rows = [[_show(getattr(row, name)) for name in COLUMNS] for row in record.rows.itertuples(index=False)]
    write_atomic(path, csv_text([COLUMNS, *rows]).encode())


def _is_counted(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1


def _parse(row: Row) -> Report | None:
    """One parsed row; what is wrong with it is noted there."""
    values = row.values(TABLE)
    if row.problems:
        return None
    report = Report(**values)
    for fault in report.faults():
        row.wrong(*fault)
    return report


def _show(value: object) -> str:
    if isinstance(value, (datetime, pd.Timestamp)):
        midnight = (value.hour, value.minute) == (0, 0)
        return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
    if isinstance(value, (int, float, np.integer, np.floating)):
        return "" if value != value else str(int(value))
    return str(value)
