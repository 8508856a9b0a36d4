"""How many get through: today's drone, the faster one, and the paired difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.common import (
    BANDS_HOW,
    COUNTED,
    DRONES,
    ROWS_HOW,
    counts,
    labelled,
    own_trail,
    quantiles,
    said,
    spread_rows,
    usable,
)
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.lineage import Lineage, merge
from tocsin.say import NOTHING, Said, joined, msg, spread

UNIT = "drones per month"
MONTH = Column("period", msg("Month"), "period", key=True)
DRONE = Column("drone", msg("Drone"), key=True)
COLOURS = {"today": "blue", "faster": "orange", "difference": "orange"}


def compute(work: Work) -> Found:
    """Drones that get through a month, today's and the faster one, and the paired difference."""
    made, today, faster = work.forecast, work.outcome("today"), work.outcome("faster")
    series = {
        "today": today.leakers, "faster": faster.leakers, "difference": faster.leakers - today.leakers,
    }  # fmt: skip
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    draws: dict[str, Draws] = {}
    for drone, values in series.items():
        for index, period in enumerate(made.periods):
            row = {"period": period, "drone": drone, **quantile_row(values[:, index])}
            row["basis"] = today.basis if drone == "today" else "scenario"
            if drone == "difference":
                row["p_more"] = plain((values[:, index] > 0).mean(), 3)
            rows[drone, period] = row
            draws[f"{drone} {period}"] = values[:, index]
    part = today.leakers[:, work.headline] / np.maximum(made.launches[:, work.headline], 1)
    counted = counts(work, "leak_share")
    parts = {
        "period": work.period,
        "basis": today.basis,
        "part": float(np.median(part)),
        "last_counted": counted[-1] if counted else None,
        "heading_for": float(np.median(made.leak_share[:, -1])),
    }
    return Found(
        rows=tuple(rows.values()),
        parts=parts,
        headline=_headline(parts, *(rows[drone, work.period] for drone in series)),
        lineage=merge(
            own_trail(faster, made, "defence.", "campaign.faster", "threat."),
            made.lineage["leak_share"],
            Lineage(record=today.lineage.record[:1], answers=("launches",)),
        ),
        draws=draws,
        note=msg(
            "Leakers are launches less destroyed, lost and still airborne, decoys included. The faster drone is a scenario."
        ),
    )


def _headline(
    parts: dict[str, Any], today: dict[str, Any], faster: dict[str, Any], more: dict[str, Any]
) -> Said:
    found = msg(
        "About {today:number} of the drones launched in {period:month} get through {range}, {part:percent} of them; if all strike"
        " drones were the faster one, about {faster:number} {faster_range}, more in {more}.",
        today=today["q50"], period=parts["period"], range=spread(today), part=parts["part"], faster=faster["q50"],
        faster_range=spread(faster), more=_futures(more["p_more"]),
    )  # fmt: skip
    assumed = msg("The share that gets through is assumed, not counted, at this date.")
    return joined([found, NOTHING if parts["basis"] == "record" else assumed])


def _futures(share: float) -> Said:
    return (
        msg("practically every future") if share > 0.995 else msg("{share:percent} of futures", share=share)
    )


def paired(answer: Answer, work: Work) -> Figure | None:
    """Both drones and the paired difference at the headline's month, on one axis."""
    period = work.period
    rows = {row["drone"]: row for row in spread_rows(answer, period=period)}
    if "today" not in rows:
        return None
    drawn = [
        {"label": DRONES[drone], "colour": colour, **quantiles(rows[drone])}
        for drone, colour in COLOURS.items()
        if drone in rows
    ]
    values = {"period": period, "rows": [labelled(row) for row in drawn]}
    subtitle = msg("Drones that get through in {period:month}", period=period)
    alt = msg("{rows:clauses}.", **values)
    if "difference" in rows:
        values["more"] = rows["difference"]["p_more"]
        subtitle = msg(
            "Drones that get through in {period:month}; the faster drone lets through more in {more:futures}",
            **values,
        )
        alt = msg("{rows:clauses}; the faster drone lets through more in {more:futures}.", **values)
    return Figure(
        id="leakers-drone",
        chart="intervals",
        title=_title(rows["today"], rows.get("faster")),
        subtitle=subtitle,
        data={"rows": drawn, "unit": msg("drones a month")},
        alt=alt,
        how=joined(
            [
                ROWS_HOW,
                msg(
                    "The difference is taken future by future with the same launches, defence and chance events, so it can be"
                    " surer than the two rows look."
                ),
            ]
        ),
        source=msg(
            "Launch forecast flown against the calibrated defence; the faster drone is a labelled scenario."
        ),
        table=quantile_table(
            "t-leakers-drone", msg("Drones that get through in {period:month}", period=period), (DRONE,), list(rows.values()), UNIT
        ),
    )  # fmt: skip


def _title(today: Any, faster: Any) -> Said:
    if faster is None or not today["q50"]:
        return msg("About {median:number} a month get through", median=today["q50"])
    ratio = faster["q50"] / today["q50"]
    if ratio > 1.1:
        return msg("The faster drone lets through about {ratio:number} times as many", ratio=ratio)
    if ratio < 0.9:
        return msg("The faster drone lets through about {ratio:percent} as many", ratio=ratio)
    return msg("The faster drone hardly changes what gets through")


def by_month(answer: Answer, work: Work) -> Figure | None:
    """Leakers by month with the record, the faster drone's median as a line."""
    rows = spread_rows(answer, drone="today")
    if not rows:
        return None
    record, last = usable(work, "leaked"), rows[-1]
    faster = [{"period": row["period"], "q50": row["q50"]} for row in spread_rows(answer, drone="faster")]
    values = {"period": last["period"], "said": said(last)}
    return Figure(
        id="leakers",
        chart="fan",
        title=msg(
            "By {period:month} about {median:number} a month get through", period=last["period"], median=last["q50"]
        ),
        subtitle=msg("Drones that get through a month, decoys included")
        if record
        else msg(
            "Drones that get through a month, decoys included; no month with complete outcomes is public yet"
        ),
        data={
            "rows": [{"period": row["period"], **quantiles(row)} for row in rows], "record": record,
            "lines": [{"name": msg("faster"), "rows": faster, "colour": "orange"}] if faster else [], "as_of": work.view.as_of_date.isoformat(),
            "unit": msg("drones that get through a month"), "height": 260,
        },
        alt=msg(
            "Fan chart of leakers a month. {period:month}: {said}; median with the faster drone {faster:number}.",
            faster=faster[-1]["q50"], **values,
        )
        if faster
        else msg("Fan chart of leakers a month. {period:month}: {said}.", **values),
        how=joined(
            [
                msg("Dots: reported.") if record else NOTHING,
                BANDS_HOW,
                msg("Orange dashes: the faster drone's median."),
            ]
        ),
        source=COUNTED,
        table=quantile_table(
            "t-leakers", msg("Drones that get through a month"), (MONTH, DRONE), spread_rows(answer), UNIT
        ),
    )  # fmt: skip


QUESTION = Question(
    id="leakers",
    asks=msg("How many get through?"),
    section="gets-through",
    rank=10,
    kind="draws",
    unit=UNIT,
    columns=(
        MONTH,
        DRONE,
        *quantile_columns(UNIT),
        Column("basis", msg("Basis")),
        Column("p_more", msg("Chance of more"), "share", "of futures"),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    figures=(paired, by_month),
    documented="calibration.md",
)
