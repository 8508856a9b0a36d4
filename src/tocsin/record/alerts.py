"""Hours under air-raid alert, by region and month: what people were warned of, not what came.

Beside the record of launches and apart from it: a row is a region's whole month, never a place, an hour of the day or a
single alert, and nothing here stands beside what was launched, shot down or hit there (docs/scope.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tocsin.errors import InputError
from tocsin.files import write_atomic
from tocsin.periods import index_of, month_end, parse_date, period_of
from tocsin.schema import Column, Row, check_rows, csv_text, read_table

HOURS_OF_NIGHT = 12  # from 20:00 to 08:00 local time
_COUNT = "Write a whole number, 0 or more."
TABLE = (
    Column("month", filled=True, remedy="Write it as YYYY-MM."),
    Column("region", filled=True),
    *(
        Column(name, int, filled=True, low=0, remedy=_COUNT)
        for name in ("days", "alerts", "assumed", "nights", "nights_alert")
    ),
    Column("hours", float, filled=True, low=0),
    Column("night_hours", float, filled=True, low=0),
)
COLUMNS = tuple(column.name for column in TABLE)


@dataclass(frozen=True, eq=False)
class Alerts:
    """Air-raid alerts by region and month, sorted by region and month.

    Attributes
    ----------
    rows
        `month` ("YYYY-MM"), `region`; `days` that the table covers; `alerts` that began in them, and how many of these
        have an `assumed` end; `hours` under alert; `nights` covered (20:00 to 08:00 local time, counted to the day on
        which they end), `nights_alert` of them with an alert, `night_hours` under alert in them.
    """

    rows: pd.DataFrame

    def __post_init__(self) -> None:
        rows = self.rows.loc[:, list(COLUMNS)].sort_values(["region", "month"], kind="stable")
        object.__setattr__(self, "rows", rows.reset_index(drop=True))

    def __len__(self) -> int:
        return len(self.rows)

    def as_of(self, day: date | str) -> Alerts:
        """Months that were over by `day`: one is known from the first of the next month."""
        known = parse_date(day, "--as-of")
        over = np.array([month_end(month) < known for month in self.rows["month"]], dtype=bool)
        return Alerts(self.rows[over])

    def by_region(self, months: int = 12) -> pd.DataFrame:
        """The last `months` months of the table together, a row for each region in alphabetical order.

        Returns
        -------
        Columns `region`, `first`, `last` (month), `alerts_a_week`, `hours_a_day`, `hours_a_night`, `share_of_nights` with an
        alert, and `assumed`, the share of alerts whose end is assumed.
        """
        if self.rows.empty:
            return _rates(self.rows.groupby("region"))
        last = max(self.rows["month"])
        first = period_of(index_of(last) - months + 1)
        return _rates(self.rows[self.rows["month"] >= first].groupby("region"))

    def by_month(self) -> pd.DataFrame:
        """The same rates for every region and month."""
        return _rates(self.rows.groupby(["region", "month"]))


def _rates(groups: Any) -> pd.DataFrame:
    sums = groups[["days", "alerts", "assumed", "nights", "nights_alert", "hours", "night_hours"]].sum()
    span = groups["month"].agg(["min", "max"])
    return pd.DataFrame(
        {
            "region": sums.index.get_level_values("region"),
            "first": span["min"].to_numpy(),
            "last": span["max"].to_numpy(),
            "alerts_a_week": (7 * sums["alerts"] / sums["days"]).to_numpy(),
            "hours_a_day": (sums["hours"] / sums["days"]).to_numpy(),
            "hours_a_night": (sums["night_hours"] / sums["nights"]).to_numpy(),
            "share_of_nights": (sums["nights_alert"] / sums["nights"]).to_numpy(),
            "assumed": (sums["assumed"] / sums["alerts"].where(sums["alerts"] > 0)).to_numpy(),
        }
    )


def read_alerts(path: Path | str) -> Alerts:
    """Read `alerts.csv`; without the file there are none.

    Raises
    ------
    InputError
        All problems at once: missing or unknown columns, no month, counts that contradict each other, a region's
        month given twice.
    """
    path = Path(path)
    rows = read_table(path, TABLE) if path.is_file() else []
    seen: dict[tuple[str, str], Row] = {}
    parsed = []
    for row in rows:
        values = row.values(TABLE)
        if not row.problems:
            _check(row, values, seen)
        parsed.append(values)
    check_rows(rows)
    return from_months(parsed)


def from_months(rows: Iterable[dict[str, Any]]) -> Alerts:
    """Alerts from one mapping a region and month."""
    return Alerts(pd.DataFrame(list(rows), columns=list(COLUMNS)))


def _check(row: Row, values: dict[str, Any], seen: dict[tuple[str, str], Row]) -> None:
    """What no month of a region can hold."""
    try:
        end = month_end(values["month"])
    except InputError:
        row.wrong("month", "not a month", "Write it as YYYY-MM.")
        return
    limits = (
        ("days", end.day, "days of the month"), ("nights", end.day, "nights of the month"),
        ("nights_alert", values["nights"], "nights covered"), ("assumed", values["alerts"], "alerts"),
        ("hours", 24 * values["days"] + 1, "hours of the days covered"),  # one day of October has 25
        ("night_hours", HOURS_OF_NIGHT * values["nights"] + 1, "hours of the nights covered"),
    )  # fmt: skip
    for name, most, of in limits:
        if values[name] > most + 1e-9:
            row.wrong(name, f"more than the {most:g} {of}", "Import the table again, or correct the count.")
    if not values["days"] or not values["nights"]:
        row.wrong("days", "nothing covered", "Leave out months that the table does not cover.")
    earlier = seen.setdefault((values["month"], values["region"]), row)
    if earlier is not row:
        row.wrong("region", f"the same month as in row {earlier.number}", "Delete one of the two.")


def write_alerts(alerts: Alerts, path: Path | str) -> None:
    """Write the table as CSV, atomically; hours to a tenth."""
    rows = [
        [f"{value:.1f}" if isinstance(value, float) else str(value) for value in row]
        for row in alerts.rows.itertuples(index=False, name=None)
    ]
    write_atomic(path, csv_text([COLUMNS, *rows]).encode())
