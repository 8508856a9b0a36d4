"""How many drones will be launched: the programme's forecast by month, over what was counted."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tocsin.answers import claimed
from tocsin.answers.common import BANDS_HOW, COUNTED, breaks, chosen_row, counts, marks_how, said, spread_rows
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.periods import forecast_span, month_end
from tocsin.programme.ensemble.members import complete_months, ensemble
from tocsin.say import NOTHING, Said, msg, spread

UNIT = "drones per month"
MONTH = Column("period", msg("Month"), "period", key=True)


def compute(work: Work) -> Found:
    """Launches a month, all drones, with what was counted of the first; and the median had no claim been made."""
    made, at = work.forecast, work.headline
    silent = _without_claims(work)
    rows: list[dict[str, Any]] = []
    for index, period in enumerate(made.periods):
        partial = made.partial and index == 0
        row = {"period": period, "partial": partial, "counted": made.counted if partial else None}
        row |= quantile_row(made.launches[:, index])
        row["q50_without_claims"] = None if partial else plain(float(np.median(silent[:, index])))
        rows.append(row)
    parts = {"period": work.period, **_last_count(work)}
    chosen = rows[at]
    return Found(
        rows=rows,
        parts=parts,
        question=msg("How many drones will be launched in {period:month}?", period=work.period),
        headline=msg(
            "Expect about {median:number} launches in {period:month} {range}{last}.",
            median=np.median(made.launches[:, at]), period=work.period, range=spread(chosen), last=_counted(parts),
        ),
        lineage=made.lineage["launches"],
        draws={period: made.launches[:, index] for index, period in enumerate(made.periods)},
        note=msg(
            "Long-range one-way drones in national reports, decoys included; scored against counts as recorded. Without any"
            " claim the median for {period:month} would be {median:number}.",
            period=work.period, median=np.median(silent[:, at]),
        ),
    )  # fmt: skip


def _without_claims(work: Work) -> Draws:
    """Launches [draw, period] as the ensemble has them that never saw a claim."""
    made, view = work.forecast, work.view
    history = complete_months(view, forecast_span(view.as_of_date).last_full)
    return ensemble(history, view, made.draws, work.seed, len(made.periods), claims=False)


def _last_count(work: Work) -> dict[str, Any]:
    """The last month before the forecast as counted, and its last day counted where nights are still missing."""
    monthly = work.view.record.monthly()["launched"]
    past = monthly[monthly.index < work.forecast.periods[0]]
    if not len(past):
        return {}
    last = str(past.index[-1])
    counted = work.view.record.rows["end"].max().date()
    whole = counted >= month_end(last) or last != counted.isoformat()[:7]
    return {"last": last, "last_launched": int(past.iloc[-1]), "last_day": None if whole else counted.day}


def _counted(parts: dict[str, Any]) -> Said:
    if "last" not in parts:
        return NOTHING
    values = {"count": parts["last_launched"], "period": parts["last"]}
    if parts["last_day"] is None:
        return msg("; {count:exact} were counted in {period:month}", **values)
    return msg(
        "; {count:exact} had been counted in {period:month} by the {day:ordinal}",
        day=parts["last_day"],
        **values,
    )


def fan(answer: Answer, work: Work) -> Figure | None:
    """The fan of launches, with the record and the claims on it."""
    rows = spread_rows(answer)
    if not rows:
        return None
    record = counts(work, "launched")
    chosen = chosen_row(rows, work)
    marks = claimed.launches(
        work.view, first=record[0]["period"] if record else rows[0]["period"], last=rows[-1]["period"]
    )
    table = [{"period": row["period"], "counted": row["value"]} for row in record] + list(rows)
    return Figure(
        id="launches",
        chart="fan",
        title=_title(chosen, record),
        subtitle=msg(
            "All long-range one-way drones launched a month, decoys included; counted to {period:month}, then forecast",
            period=record[-1]["period"],
        )
        if record
        else msg("All long-range one-way drones launched a month, decoys included; no count yet"),
        data={
            "rows": rows, "record": record, "claims": marks, "breaks": breaks(work), "as_of": work.view.as_of_date.isoformat(),
            "unit": msg("drones launched a month"),
        },
        alt=msg(
            "Fan chart of launches a month. {period:month}: {said}.{last}",
            period=chosen["period"], said=said(chosen),
            last=msg(" Last counted month, {period:month}: {count:exact}.", period=record[-1]["period"], count=record[-1]["value"])
            if record
            else NOTHING,
        ),
        how=msg("Dots: counts. {bands}{marks}", bands=BANDS_HOW, marks=marks_how(marks, msg("about launches"))),
        source=COUNTED,
        table=quantile_table(
            "t-launches", msg("Launches a month: counted, then forecast"),
            (MONTH, Column("counted", msg("Counted"), "number", UNIT)), table, UNIT,
        ),
    )  # fmt: skip


def _title(chosen: Any, record: list[dict[str, Any]]) -> Said:
    """What launches do, against the mean of the last three counted months."""
    base = float(np.mean([row["value"] for row in record[-3:]])) if len(record) >= 3 else 0.0
    ratio = chosen["q50"] / base if base > 0 else math.nan
    values = {"median": chosen["q50"], "period": chosen["period"]}
    if math.isnan(ratio):
        return msg("Expect about {median:number} a month by {period:month}", **values)
    if ratio > 1.1:
        return msg("Launches rise to about {median:number} a month by {period:month}", **values)
    if ratio < 0.9:
        return msg("Launches fall to about {median:number} a month by {period:month}", **values)
    return msg("Launches hold at about {median:number} a month by {period:month}", **values)


QUESTION = Question(
    id="launches",
    asks=msg("How many drones will be launched?"),
    section="how-many",
    rank=10,
    kind="draws",
    unit=UNIT,
    columns=(
        MONTH,
        Column("partial", msg("Partly counted"), "flag"),
        Column("counted", msg("Counted so far"), "number", UNIT),
        *quantile_columns(UNIT),
        Column("q50_without_claims", msg("Median from counts alone"), "number", UNIT),
    ),
    needs=("record", "programme"),
    compute=compute,
    figures=(fan,),
    documented="programme.md",
)
