"""How many get through: today's drone, the faster one, and the paired difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.common import own_trail
from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.campaign import Outcome
from tocsin.lineage import Lineage, merge
from tocsin.programme import Forecast
from tocsin.say import (
    middle,
    month,
    msg,
    percent,
    ranges,
    verbatim,
)


def leakers(work: Work, forecast: Forecast, outcomes: dict[str, Outcome]) -> Found:
    """Drones that get through a month, today's and the faster one, and the paired difference."""
    today, faster = outcomes["today"].leakers, outcomes["faster"].leakers
    series = {"today": today, "faster": faster, "difference": faster - today}
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    for drone, values in series.items():
        for index, period in enumerate(forecast.periods):
            row = {"period": period, "drone": drone, **quantile_row(values[:, index])}
            row["basis"] = "scenario" if drone != "today" else outcomes["today"].basis
            if drone == "difference":
                row["p_more"] = plain((values[:, index] > 0).mean(), 3)
            rows.append(row)
            draws[f"{drone} {period}"] = values[:, index]
    at = work.headline
    now, then, more = today[:, at], faster[:, at], (faster[:, at] > today[:, at]).mean()
    assumed = (
        ""
        if outcomes["today"].basis == "record"
        else " The share that gets through is assumed, not counted, at this date."
    )
    return Found(
        rows=rows,
        question=verbatim("How many get through?"),
        headline=verbatim(
            f"About {middle(now)} of the drones launched in {month(forecast.periods[at])} get through "
            f"{ranges(now)}, {_part(now, forecast.launches[:, at])} of them; if all strike drones were the faster one, "
            f"about {middle(then)} {ranges(then)}, more in {_nearly(more)}.{assumed}"
        ),
        lineage=merge(
            own_trail(outcomes["faster"], forecast, "defence.", "campaign.faster", "threat."),
            forecast.lineage["leak_share"],
            Lineage(record=outcomes["today"].lineage.record[:1], answers=("launches",)),
        ),
        draws=draws,
        note=verbatim(
            "Leakers are launches less destroyed, lost and still airborne, decoys included. The faster drone is a scenario."
        ),
    )


def _part(some: Draws, whole: Draws) -> str:
    """Median share of draws [draw] in the draws they are part of, in words."""
    return percent(float(np.median(some / np.maximum(whole, 1))))


def _nearly(share: float) -> str:
    return "practically every future" if share > 0.995 else f"{percent(share)} of futures"


def compute(work: Work) -> Found:
    """Drones that get through a month."""
    return leakers(work, work.forecast, {name: work.outcome(name) for name in ("today", "faster")})


QUESTION = Question(
    id="leakers",
    asks=msg("How many get through?"),
    section="gets-through",
    rank=10,
    kind="draws",
    unit="drones per month",
    columns=(
        Column("period", msg("Month"), "period", "", key=True),
        Column("drone", msg("Drone"), "text", "", key=True),
        *quantile_columns("drones per month"),
        Column("basis", msg("Basis"), "text", ""),
        Column("p_more", msg("Chance of more"), "share", "of futures"),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    documented="calibration.md",
)
