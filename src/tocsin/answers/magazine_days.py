"""How long stocks of rounds last."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
    NBSP,
    msg,
    number,
    percent,
    verbatim,
)


def magazine_days(outcome: Outcome, forecast: Forecast) -> Found:
    """Days until the stock behind each layer's ready rounds is used up at forecast rates."""
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    for name, days in outcome.magazine_days.items():
        lasting = float((~np.isfinite(days)).mean())
        row = {
            "layer": outcome.labels.get(name, name),
            "resupply": "as today",
            **quantile_row(days, digits=0),
        }
        rows.append({**row, "p_lasts": plain(lasting, 3)})
        draws[name] = days
    short = min(rows, key=lambda row: (row["p_lasts"], _days(row)), default=None)
    headline = "No layer's stock is modelled at this date."
    if short is not None:
        headline = (
            f"{short['layer']} probably run short first: at forecast rates of use stocks last {_lasting(short)}, and "
            f"through the whole year ahead in {percent(short['p_lasts'])} of futures."
        )
    return Found(
        rows=rows,
        question=verbatim("How long do stocks of rounds last?"),
        headline=verbatim(headline),
        lineage=merge(
            own_trail(outcome, forecast, "stock_nights", "resupply", ".rounds"), Lineage(answers=("leakers",))
        ),
        draws=draws,
        note=verbatim(
            "Stock and resupply are assumed from public statements, in nights of today's use; null lasts beyond the horizon."
        ),
    )


def _lasting(row: Mapping[str, Any]) -> str:
    """Median days with their 90 % range, as far as they lie within the horizon."""

    def said(level: str) -> str:
        return "more than the year ahead" if row[level] is None else number(row[level])

    middling = "beyond the year ahead" if row["q50"] is None else f"about {number(row['q50'])} days"
    return f"{middling} (90{NBSP}%: {said('q05')} to {said('q95')})"


def _days(row: Mapping[str, Any]) -> float:
    """Median days, infinite where they lie beyond the horizon; 0 days is a number like any other."""
    return math.inf if row["q50"] is None else float(row["q50"])


def compute(work: Work) -> Found:
    """Days until the stock behind each layer is used up."""
    return magazine_days(work.outcome("today"), work.forecast)


QUESTION = Question(
    id="magazine.days",
    asks=msg("How long do stocks of rounds last?"),
    section="enough",
    rank=20,
    kind="draws",
    unit="days",
    columns=(
        Column("layer", msg("Layer"), "text", "", key=True),
        Column("resupply", msg("Resupply"), "text", ""),
        *quantile_columns("days"),
        Column("p_lasts", msg("Chance to outlast the horizon"), "share", "of futures"),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    documented="decisions.md",
)
