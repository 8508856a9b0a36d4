"""How long stocks of rounds last."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tocsin.answers.common import ROWS_HOW, Row, censored, own_trail, said
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES, plain, quantile_row
from tocsin.lineage import Lineage, merge
from tocsin.say import Said, msg

HORIZON_DAYS = 365.0
LAYER, RESUPPLY = Column("layer", msg("Layer"), key=True), Column("resupply", msg("Resupply"))


def compute(work: Work) -> Found:
    """Days until the stock behind each layer's ready rounds is used up at forecast rates."""
    outcome = work.outcome("today")
    rows = [
        {
            "layer": outcome.labels.get(name, name),
            "resupply": "as today",
            **quantile_row(days, digits=0),
            "p_lasts": plain(float((~np.isfinite(days)).mean()), 3),
        }
        for name, days in outcome.magazine_days.items()
    ]
    short = min(rows, key=lambda row: (row["p_lasts"], _days(row)), default=None)
    first = {name: short[name] for name in ("layer", "q05", "q50", "q95", "p_lasts")} if short else None
    return Found(
        rows=rows,
        headline=_headline(first) if first else msg("No layer's stock is modelled at this date."),
        lineage=merge(
            own_trail(outcome, work.forecast, "stock_nights", "resupply", ".rounds"),
            Lineage(answers=("leakers",)),
        ),
        draws=dict(outcome.magazine_days),
        note=msg(
            "Stock and resupply are assumed from public statements, in nights of today's use; null lasts beyond the horizon."
        ),
        parts={"first": first},
    )


def _headline(first: Mapping[str, Any]) -> Said:
    """Which stock runs short first: median days with their 90 % range, as far as they lie within the horizon."""
    beyond = msg("more than the year ahead")
    low, high = (
        beyond if first[level] is None else msg("{days:number}", days=first[level])
        for level in ("q05", "q95")
    )
    if first["q50"] is None:
        median = msg("beyond the year ahead")
    else:
        median = msg("about {days:number} days", days=first["q50"])
    return msg(
        "{layer} probably run short first: at forecast rates of use stocks last {median} (90 %: {low} to {high}), and"
        " through the whole year ahead in {chance:percent} of futures.",
        layer=first["layer"], median=median, low=low, high=high, chance=first["p_lasts"],
    )  # fmt: skip


def _days(row: Row) -> float:
    """Median days, infinite where they lie beyond the horizon; 0 days is a number like any other."""
    return math.inf if row["q50"] is None else float(row["q50"])


def magazines(answer: Answer, work: Work) -> Figure | None:
    """How long each layer's magazine lasts; beyond the horizon it is not followed."""
    rows = [row for row in answer.rows if row["q025"] is not None]
    if not rows:
        return None
    open_ended = any(row["q975"] is None for row in rows)
    limit = HORIZON_DAYS if open_ended else max(row[level] for row in rows for level in QUANTILES)
    data = [{"label": row["layer"], "colour": "blue", **censored(row, limit)} for row in rows]
    first = min(rows, key=lambda row: min(_days(row), limit))
    told = [msg("{layer}: {said} days", layer=row["label"], said=said(row)) for row in data]
    return Figure(
        id="magazine",
        chart="intervals",
        title=msg("Stocks more likely than not outlast the horizon")
        if first["q50"] is None
        else msg(
            "{layer} probably run short first, after about {days:number} days", layer=first["layer"], days=first["q50"]
        ),
        subtitle=msg("Days until stocks of rounds are empty at the forecast rate of use, resupply as today"),
        data={"rows": data, "unit": msg("days"), "end": limit if open_ended else None},
        alt=msg("{told:clauses}.", told=told),
        how=msg(
            "{rows} “Over {limit:number}” lasts through the whole horizon.", rows=ROWS_HOW, limit=HORIZON_DAYS
        ),
        source=msg("Shots per drone from the calibrated defence; stocks and resupply as assumed in the parameter table."),
        table=quantile_table("t-magazine", msg("Days of stock"), (LAYER, RESUPPLY), rows, "days"),
    )  # fmt: skip


QUESTION = Question(
    id="magazine.days",
    asks=msg("How long do stocks of rounds last?"),
    section="enough",
    rank=20,
    kind="draws",
    unit="days",
    columns=(
        LAYER,
        RESUPPLY,
        *quantile_columns("days"),
        Column("p_lasts", msg("Chance to outlast the horizon"), "share", "of futures"),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    figures=(magazines,),
    documented="decisions.md",
)
