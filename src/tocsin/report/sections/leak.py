"""What gets through: today's drone, the faster one, and their paired difference."""

from __future__ import annotations

from typing import Any

import numpy as np
from markupsafe import Markup

from tocsin.answers.declare import Column, Figure
from tocsin.report.figure import Section
from tocsin.report.sections.shared import (
    BANDS_HOW,
    COUNTED,
    ROWS_HOW,
    drone_name,
    quantile_table,
    quantiles,
    said,
)
from tocsin.report.source import Source
from tocsin.say import in_hundred, month, number, percent, times

MONTH = Column("period", "Month", "period")
DRONE = Column("drone", "Drone")


def section(source: Source) -> Section:
    """The third section of the page."""
    assumed = any(row.get("basis") == "assumed" for row in source.rows("leakers"))
    basis = (
        "Assumed: fewer than 60 nights with usable outcomes are public at this date, so the share that gets through"
        " is a wide range from published facts, not an estimate."
        if assumed
        else "The share that gets through is learned from nights whose outcome was reported in full."
        + _latest(source)
    )
    figures = [paired(source), by_month(source)]
    return Section(
        id="what-gets-through",
        label="What gets through",
        sentence=source.sentence("leakers"),
        paragraph=Markup("{}").format(basis),
        figures=[figure for figure in figures if figure],
        caveat=Markup(
            "The faster drone is a scenario with stated presets, never an estimate: the record does not count it apart."
            " “Gets through” means launched, and not reported destroyed, lost or still airborne; decoys included."
        ),
        missing=source.missing("leakers"),
    )


def _latest(source: Source) -> str:
    """The share counted last beside the forecast one, because a forecast that turns back needs its reason."""
    counted, period = source.counts("leak_share"), source.chosen()
    if not counted or period is None:
        return ""
    share = float(np.median(source.assessment.work.forecast.leak_share[:, -1]))
    last = counted[-1]
    return (
        f" In {month(last['period'])} it was {percent(last['value'])}; the forecast moves towards {percent(share)}, because"
        " monthly shares tend to return to their longer mean."
    )


def paired(source: Source) -> Figure | None:
    """Both drones and the paired difference at the headline's month, on one axis."""
    period = source.chosen()
    rows = {row["drone"]: row for row in source.spread("leakers", period=period)}
    today, faster, more = (rows.get(name) for name in ("today", "faster", "difference"))
    if period is None or today is None:
        return None
    shown = [("blue", "today", today), ("orange", "faster", faster), ("orange", "difference", more)]
    data = [
        {"label": drone_name(name), "colour": colour, **quantiles(row)} for colour, name, row in shown if row
    ]
    return Figure(
        id="leakers-drone",
        answer="leakers",
        title=_title(today, faster),
        subtitle=f"Drones that get through in {month(period)}" + _more(more),
        chart="intervals",
        data={"rows": data, "unit": "drones a month"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + _more(more) + ".",
        how=f"{ROWS_HOW} The difference is taken future by future with the same launches, defence and chance events,"
        " so it can be surer than the two rows look.",
        source="Launch forecast flown against the calibrated defence; the faster drone is a labelled scenario.",
        table=quantile_table(
            "t-leakers-drone", f"Drones that get through in {month(period)}", (DRONE,), list(rows.values())
        ),
    )


def _more(difference: Any) -> str:
    if not difference or difference.get("p_more") is None:
        return ""
    return f"; the faster drone lets through more in {in_hundred(difference['p_more'])}"


def _title(today: Any, faster: Any) -> str:
    if faster is None or not today["q50"]:
        return f"About {number(today['q50'])} a month get through"
    ratio = faster["q50"] / today["q50"]
    if 0.95 <= ratio <= 1.05:
        return "The faster drone hardly changes what gets through"
    return f"The faster drone lets through {times(ratio)} as many"


def by_month(source: Source) -> Figure | None:
    """Leakers by month with the record, the faster drone's median as a line."""
    rows = source.spread("leakers", drone="today")
    if not rows:
        return None
    record = source.usable("leaked")
    faster = [
        {"period": row["period"], "q50": row["q50"]} for row in source.spread("leakers", drone="faster")
    ]
    data = {
        "rows": [{"period": row["period"], **quantiles(row)} for row in rows],
        "record": record,
        "lines": [{"name": "faster", "rows": faster, "colour": "orange"}] if faster else [],
        "as_of": source.as_of,
        "unit": "drones that get through a month",
        "height": 260,
    }
    last = rows[-1]
    return Figure(
        id="leakers",
        answer="leakers",
        title=f"By {month(last['period'])} about {number(last['q50'])} a month get through",
        subtitle="Drones that get through a month, decoys included"
        + ("" if record else "; no month with complete outcomes is public yet"),
        chart="fan",
        data=data,
        alt=f"Fan chart of leakers a month. {month(last['period'])}: {said(last)}"
        + (f"; median with the faster drone {number(faster[-1]['q50'])}." if faster else "."),
        how=("Dots: reported. " if record else "") + f"{BANDS_HOW} Orange dashes: the faster drone's median.",
        source=COUNTED,
        table=quantile_table(
            "t-leakers", "Drones that get through a month", (MONTH, DRONE), source.spread("leakers")
        ),
    )
