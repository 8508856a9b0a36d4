"""The record itself: one row per reported attack, read and written as plain CSV.

Only counts, times, publisher and counting definition are kept; never targets, launch places or regions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.errors import InputError, Problem
from tocsin.record import definitions, series
from tocsin.record.cells import read_cells

COLUMNS = (
    "start",
    "end",
    "launched",
    "destroyed",
    "lost",
    "still_airborne",
    "hits",
    "strike_launched",
    "source",
    "definition",
)
COUNTS = ("launched", "destroyed", "lost", "still_airborne", "hits", "strike_launched")
MOST_DIGITS = 6  # of a count in one report
Wrong = Callable[[str, str, str], None]  # column, message, remedy


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
        """Totals by calendar month of the end date; see `tocsin.record.series.totals`."""
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


def read_record(path: Path | str) -> Record:
    """Read `record.csv`.

    Raises
    ------
    InputError
        All problems at once: missing or unknown columns, a text that is not UTF-8, a wrong date, an end before its
        start, a negative or fractional count, more drones accounted for than launched, an unknown definition.
    """
    path = Path(path)
    rows = read_cells(path)
    _, header = next(rows, (1, []))
    _check_header(header, path)
    problems: list[Problem] = []
    parsed = [
        _parse_row(dict(zip(header, cells, strict=False)), len(cells) - len(header), number, path, problems)
        for number, cells in rows
    ]
    if problems:
        raise InputError(problems)
    return from_rows(parsed)


def from_rows(rows: Iterable[dict[str, object]]) -> Record:
    """A record from parsed rows (datetimes, floats or NaN, texts)."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    if frame.empty:
        return empty()
    return Record(frame.astype(dict.fromkeys(COUNTS, "float64")).astype({"launched": "int64"}))


def write_record(record: Record, path: Path | str) -> None:
    """Write the record as CSV, atomically: a reader sees the old file or the new one, never half of one."""
    path = Path(path)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in record.rows.itertuples(index=False):
        writer.writerow([_show(getattr(row, name)) for name in COLUMNS])
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(text.getvalue(), encoding="utf-8")
    temporary.replace(path)


def parse_time(text: str) -> datetime | None:
    """A date or a date and time, "2025-12-31" or "2025-12-31 08:00"; None when it is neither."""
    for layout in ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"):
        try:
            return datetime.strptime(text.strip(), layout)
        except ValueError:
            continue
    return None


def ends_before_start(start: datetime, end: datetime) -> bool:
    """Whether the end lies before the start; an end without a time of day means some time on that day."""
    return end < start and not (end.date() == start.date() and end.time() == datetime.min.time())


def _is_counted(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1


def _check_header(header: list[str], path: Path) -> None:
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    twice = sorted({name for name in header if header.count(name) > 1})
    remedy = f"The columns are: {', '.join(COLUMNS)}."
    problems = [Problem("column missing", remedy, file=str(path), row=1, column=name) for name in missing]
    problems += [Problem("unknown column", remedy, file=str(path), row=1, column=name) for name in unknown]
    problems += [Problem("column given twice", remedy, file=str(path), row=1, column=name) for name in twice]
    if problems:
        raise InputError(problems)


def _parse_row(
    cells: dict[str, str], surplus: int, number: int, path: Path, problems: list[Problem]
) -> dict[str, object]:
    """One parsed row; what is wrong with it is added to `problems`."""

    def wrong(column: str, message: str, remedy: str) -> None:
        value = cells.get(column, "")
        problems.append(Problem(message, remedy, file=str(path), row=number, column=column, value=value))

    if surplus:
        wrong(
            "", f"{'too many' if surplus > 0 else 'too few'} cells", f"Give {len(COLUMNS)} cells in each row."
        )
        return {}
    row: dict[str, object] = {"source": cells["source"].strip(), "definition": cells["definition"].strip()}
    for column in ("start", "end"):
        row[column] = parse_time(cells[column])
        if row[column] is None:
            wrong(column, "not a date", "Write YYYY-MM-DD or YYYY-MM-DD HH:MM.")
    for column in COUNTS:
        row[column] = _parse_count(cells[column], column, wrong)
    if not row["source"]:
        wrong("source", "no source", "Name who published the count.")
    if not definitions.is_known(str(row["definition"])):
        wrong("definition", "unknown counting definition", definitions.accepted())
    _check_row(row, wrong)
    return row


def _parse_count(text: str, column: str, wrong: Wrong) -> float:
    text = text.strip()
    if not text:
        if column == "launched":
            wrong(column, "no count", "Give the number of drones launched (a whole number).")
        return float("nan")
    if not text.isascii() or not text.isdigit():
        rule = "negative count" if text.startswith("-") else "not a whole number"
        wrong(
            column,
            rule,
            "Give a whole number, 0 or more, or leave the cell empty where the report is silent.",
        )
        return float("nan")
    if len(text) > MOST_DIGITS:
        wrong(column, "too large a count", f"Give a number of drones of at most {MOST_DIGITS} digits.")
        return float("nan")
    return float(text)


def _check_row(row: dict[str, object], wrong: Wrong) -> None:
    start, end = row["start"], row["end"]
    if isinstance(start, datetime) and isinstance(end, datetime) and ends_before_start(start, end):
        wrong("end", f"ends before it starts ({start})", "Correct start or end.")
    launched = _number(row["launched"])
    gone = _number(row["destroyed"]) + _number(row["lost"]) + _number(row["still_airborne"])
    if gone > launched:
        remedy = "Correct the counts; where the report contradicts itself, leave the doubtful cell empty."
        wrong("launched", f"{gone:.0f} destroyed, lost or still airborne, more than launched", remedy)
    if _number(row["strike_launched"]) > launched:
        wrong("strike_launched", "more strike drones than drones launched", "Correct one of the two counts.")


def _number(value: object) -> float:
    return value if isinstance(value, float) and value == value else 0.0


def _show(value: object) -> str:
    if isinstance(value, (datetime, pd.Timestamp)):
        midnight = (value.hour, value.minute) == (0, 0)
        return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
    if isinstance(value, (int, float, np.integer, np.floating)):
        return "" if value != value else str(int(value))
    return str(value)
