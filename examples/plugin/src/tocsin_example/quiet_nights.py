"""How often does a day pass without a report of an attack?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES
from tocsin.lineage import Lineage
from tocsin.randomness import stream
from tocsin.say import msg

MONTHS = 6
UNIT = "share of days"
PERIOD = Column("period", msg("Month"), "period", key=True)


def compute(work: Work) -> Found:
    """The share of quiet days by month: Beta(1 + quiet days, 1 + others) draws, the last whole months of the record."""
    daily = work.view.record.daily()
    quiet = (daily == 0).groupby(pd.DatetimeIndex(daily.index).to_period("M"))
    days, without = quiet.size(), quiet.sum()
    whole = [month for month in days.index if days[month] == month.days_in_month][-MONTHS:]
    draws, rows = {}, []
    for month in whole:
        chance = stream(work.seed, "quiet.days", str(month)).beta(
            1 + without[month], 1 + days[month] - without[month], size=work.draws
        )
        levels = np.quantile(chance, list(QUANTILES.values()))
        draws[str(month)] = chance
        rows.append(
            {
                "period": str(month),
                "quiet": int(without[month]),
                **dict(zip(QUANTILES, map(float, levels), strict=True)),
            }
        )
    return Found(
        rows=rows,
        draws=draws,
        headline=msg("{n:exact} of {days:exact} days of {month:month} passed without a report of an attack.",
                     n=int(without[whole[-1]]), days=int(days[whole[-1]]), month=str(whole[-1]))
        if whole
        else msg("No month is counted whole yet."),
        lineage=Lineage(
            record=(msg("days of whole months, with and without a report"),),
            method=(msg("A flat prior on each month's share."),),
        ),
    )  # fmt: skip


def figure(answer: Answer, work: Work) -> Figure | None:
    """One row of intervals a month."""
    if not answer.rows:
        return None
    rows = [{**row, "label": row["period"], "colour": "blue"} for row in answer.rows]
    return Figure(
        id="quiet-days",
        chart="intervals",
        title=answer.headline,
        subtitle=msg("Share of days without a report, by month"),
        data={"rows": rows, "unit": UNIT},
        alt=msg("Intervals of the share of quiet days in {n:exact} months.", n=len(rows)),
        how=msg("Tick: median. Bands: 50, 80 and 95 %."),
        source=msg("The record to the as-of date."),
        table=quantile_table("t-quiet-days", msg("Quiet days"), (PERIOD,), rows, UNIT),
    )


QUESTION = Question(
    id="quiet.days",
    asks=msg("How often does a day pass without a report of an attack?"),
    section="how-many",
    rank=90,
    kind="draws",
    unit=UNIT,
    columns=(
        PERIOD,
        Column("quiet", msg("Quiet days"), "number", "days"),
        *quantile_columns(UNIT, type="share"),
    ),
    needs=("record",),
    compute=compute,
    figures=(figure,),
    documented="README.md",
)
