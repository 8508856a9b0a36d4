"""A plain table of nights: date, launched, shot_down, publisher."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

from tocsin.record import Imported, Source
from tocsin.record.report import Report
from tocsin.record.table import from_reports
from tocsin.schema import Column, Row, check_rows, read_table

TABLE = (
    Column("date", datetime, filled=True),
    Column("launched", int, low=0, empty=math.nan),
    Column("shot_down", int, low=0, empty=math.nan),
    Column("publisher", filled=True),
)


def read(path: Path) -> Imported:
    """One report a row; a row without a count is left out."""
    rows = read_table(path, TABLE, extra=True)
    counted = [row for row in rows if row.text("launched")]
    reports = [_report(row) for row in counted]
    check_rows(rows)
    silent = len(rows) - len(counted)
    return Imported(from_reports(filter(None, reports)), {"no count": silent} if silent else {})


def _report(row: Row) -> Report | None:
    """One report; None, with what is wrong noted in the row, where it can't be read."""
    cells = row.values(TABLE)
    if row.problems:
        return None
    report = Report(
        start=cells["date"], end=cells["date"], launched=cells["launched"], destroyed=cells["shot_down"],
        lost=math.nan, still_airborne=math.nan, hits=math.nan, strike_launched=math.nan,
        source=cells["publisher"], definition="kills_only",
    )  # fmt: skip
    for _, message, remedy in report.faults():
        row.wrong("launched", message, remedy)
    return report


SOURCE = Source("nightly-table", "A table of nights", tuple(column.name for column in TABLE), read)
