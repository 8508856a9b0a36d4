"""Importer of the public table of air-raid alerts that volunteers collect, by oblast.

The table (github.com/Vadimkin/ukrainian-air-raid-sirens-dataset, MIT) has a row for each alert: `region`, `started_at` and
`finished_at` in UTC, and `naive`, true where the end was not announced and is set to half an hour after the start. The
rule (see docs/record.md):

1. whole local days from the second day of the table to the day before its last: the first and the last are cut short;
2. an alert belongs to the month in which it began; hours are cut at midnight of the month's last day, local time;
3. a night runs from 20:00 to 08:00 local time and belongs to the day on which it ends;
4. alerts of one region that overlap count once;
5. a region under one standing alert, which the table leaves out, is left out too: its rows would read as calm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from tocsin.periods import month_end, span
from tocsin.record.alerts import Alerts, from_months
from tocsin.record.source import Imported, Source
from tocsin.schema import Column, Row, check_rows, read_table

NEEDED = ("region", "started_at", "finished_at", "naive")
REGIONS = {
    "Cherkaska oblast": "Cherkasy", "Chernihivska oblast": "Chernihiv", "Chernivetska oblast": "Chernivtsi",
    "Dnipropetrovska oblast": "Dnipropetrovsk", "Donetska oblast": "Donetsk", "Ivano-Frankivska oblast": "Ivano-Frankivsk",
    "Kharkivska oblast": "Kharkiv", "Khersonska oblast": "Kherson", "Khmelnytska oblast": "Khmelnytskyi",
    "Kirovohradska oblast": "Kirovohrad", "Kyiv City": "Kyiv (city)", "Kyivska oblast": "Kyiv (oblast)",
    "Luhanska oblast": "Luhansk", "Lvivska oblast": "Lviv", "Mykolaivska oblast": "Mykolaiv", "Odeska oblast": "Odesa",
    "Poltavska oblast": "Poltava", "Rivnenska oblast": "Rivne", "Sumska oblast": "Sumy", "Ternopilska oblast": "Ternopil",
    "Vinnytska oblast": "Vinnytsia", "Volynska oblast": "Volyn", "Zakarpatska oblast": "Zakarpattia",
    "Zaporizka oblast": "Zaporizhzhia", "Zhytomyrska oblast": "Zhytomyr",
}  # fmt: skip
STANDING = {"Luhansk": "a region under one standing alert since April 2022"}
ZONE = ZoneInfo("Europe/Kyiv")
DUSK, DAWN = time(20), time(8)
_WHEN = "Write a UTC time, for example 2024-09-30 21:05:00+00:00."
Seconds = NDArray[np.float64]


@dataclass(frozen=True)
class Alert:
    """One alert of one region, in seconds of UTC."""

    region: str
    start: float
    end: float
    assumed: bool


def read_alert_table(path: Path) -> Imported:
    """Monthly aggregates by region from the public table, and what was left out.

    Raises
    ------
    InputError
        When a time or a flag can't be read, an end lies before its start, or a region appears that the rule doesn't know.
    """
    rows = read_table(
        path,
        [*(Column(name, filled=True) for name in NEEDED[:3]), Column("naive", bool, filled=True)],
        extra=True,
    )
    left_out: Counter[str] = Counter()
    alerts = []
    for row in rows:
        alert = _alert(row)
        if alert and alert.region in STANDING:
            left_out[STANDING[alert.region]] += 1
        elif alert:
            alerts.append(alert)
    check_rows(rows)
    return Imported(_aggregates(alerts), dict(left_out), tuple(_notes(alerts)))


def _alert(row: Row) -> Alert | None:
    region = REGIONS.get(row.text("region"), "")
    if not region:
        row.wrong("region", "an unknown region", "Name it in tocsin/record/sources/alerts.py (REGIONS).")
    start, end = (_moment(row, name) for name in ("started_at", "finished_at"))
    assumed = row.read(Column("naive", bool, filled=True))
    if row.problems:
        return None
    if end < start:
        row.wrong("finished_at", "ends before it starts", "Correct start or end.")
    return Alert(region, start, end, bool(assumed))


def _moment(row: Row, name: str) -> float:
    try:
        moment = datetime.fromisoformat(row.text(name))
    except ValueError:
        row.wrong(name, "not a time", _WHEN)
        return 0.0
    if moment.utcoffset() != timedelta(0):
        row.wrong(name, "not a time of UTC", _WHEN)
    return moment.timestamp()


def _notes(alerts: list[Alert]) -> Iterator[str]:
    if alerts:
        share = sum(alert.assumed for alert in alerts) / len(alerts)
        yield f"{share:.1%} of {len(alerts):,} alerts have an assumed end, half an hour after their start"


def _aggregates(alerts: list[Alert]) -> Alerts:
    if not alerts:
        return from_months([])
    first = _local(min(alert.start for alert in alerts)) + timedelta(days=1)
    last = _local(max(alert.start for alert in alerts)) - timedelta(days=1)
    regions: dict[str, list[Alert]] = {}
    for alert in alerts:
        regions.setdefault(alert.region, []).append(alert)
    return from_months(
        row for region, own in sorted(regions.items()) for row in _months(region, own, first, last)
    )


def _months(region: str, alerts: list[Alert], first: date, last: date) -> Iterator[dict[str, Any]]:
    """A row for each month of the days from `first` to `last`, both included."""
    under = _under(alerts)
    starts = np.array([alert.start for alert in alerts])
    assumed = np.array([alert.assumed for alert in alerts])
    for month in span(first.isoformat()[:7], last.isoformat()[:7]):
        begin, end = max(first, month_end(month).replace(day=1)), min(last, month_end(month))
        days = [begin + timedelta(days=day) for day in range((end - begin).days + 1)]
        nights = [day for day in days if day > first]
        if not nights:
            continue
        opened = (starts >= _utc(begin)) & (starts < _utc(end + timedelta(days=1)))
        dark = under([_utc(day, DAWN) for day in nights]) - under(
            [_utc(day - timedelta(days=1), DUSK) for day in nights]
        )
        light = under([_utc(end + timedelta(days=1))]) - under([_utc(begin)])
        yield {
            "month": month, "region": region, "days": len(days), "alerts": int(opened.sum()),
            "assumed": int(assumed[opened].sum()), "hours": round(float(light[0]) / 3600, 1), "nights": len(nights),
            "nights_alert": int((dark > 0).sum()), "night_hours": round(float(dark.sum()) / 3600, 1),
        }  # fmt: skip


def _under(alerts: list[Alert]) -> Any:
    """A function of times: seconds under alert before each, overlapping alerts counted once."""
    merged: list[list[float]] = []
    for alert in sorted(alerts, key=lambda item: item.start):
        if merged and alert.start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], alert.end)
        else:
            merged.append([alert.start, alert.end])
    edges = np.array(merged).ravel()
    lengths = np.diff(edges, prepend=edges[0])
    lengths[::2] = 0.0  # from the end of one alert to the start of the next
    passed = np.cumsum(lengths)

    def before(times: list[float]) -> Seconds:
        return np.asarray(np.interp(times, edges, passed))

    return before


def _local(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZONE).date()


def _utc(day: date, at: time = time.min) -> float:
    """Seconds of UTC at a local time of a day."""
    return datetime.combine(day, at, ZONE).timestamp()


ALERTS = Source("alerts", "Ukrainian air-raid sirens, by oblast", NEEDED, read_alert_table)
