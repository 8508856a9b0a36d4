"""How many drones a month the plant makes, by scope."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers import claimed
from tocsin.answers.common import BANDS_HOW, marks_how, quantiles, said, spread_rows
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, quantile_row
from tocsin.say import Said, msg, spread

UNIT = "drones per month"
MONTH = Column("period", msg("Month"), "period", key=True)


def compute(work: Work) -> Found:
    """Output per month by scope, from the programme's start to the horizon."""
    made, scope = work.forecast, work.view.settings.output.scope
    now, last = made.periods[0], made.full_periods[-1]
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    for name, output in made.output.items():
        for index, period in enumerate(made.full_periods):
            values = output[:, index]
            draws[f"{name} {period}"] = values
            row = {"period": period, "scope": name, **quantile_row(values)}
            rows.append(row | {"partial": made.partial and period == now, "forecast": period >= now})
    return Found(
        rows=rows,
        parts={"scope": scope, "now": now, "last": last},
        headline=_headline(now, draws[f"{scope} {now}"], last, draws[f"{scope} {last}"]),
        lineage=made.lineage["output"],
        draws=draws,
        note=msg("Output cannot be counted from outside: launches, claims and imports bound it together."),
    )


def _headline(now: str, output: Draws, last: str, then: Draws) -> Said:
    """What the plant makes in the first month, `output` [draw], and what it will in the last, `then` [draw]."""
    row, later = quantile_row(output), quantile_row(then)
    values = {
        "now": now, "median": row["q50"], "range": spread(row), "most": round(row["q75"] or 0.0), "nearly_all": round(row["q95"] or 0.0),
        "last": last, "then": later["q50"], "then_range": spread(later),
    }  # fmt: skip
    if np.quantile(output, 0.75) < 1:
        return msg(
            "In {now:month} the plant probably makes none yet (95\u00a0% of futures: at most {nearly_all:number} a month); by"
            " {last:month} about {then:number} {then_range}.",
            **values,
        )
    if np.median(output) < 1.5:  # a fraction of a drone says nothing
        return msg(
            "In {now:month} the plant makes hardly any yet (75\u00a0% of futures: at most {most:number} a month; 95\u00a0%: at most"
            " {nearly_all:number}); by {last:month} about {then:number} {then_range}.",
            **values,
        )
    return msg(
        "In {now:month} the plant makes an estimated {median:number} strike drones a month {range}; by {last:month} about"
        " {then:number} {then_range}.",
        **values,
    )


def fan(answer: Answer, work: Work) -> Figure | None:
    """Output of the case's own scope by month, with the claims about it."""
    scope = work.view.settings.output.scope
    rows = spread_rows(answer, scope=scope)
    if not rows:
        return None
    first, last = rows[0]["period"], rows[-1]["period"]
    marks = claimed.production(work.view, scope, first=first, last=last)
    now = next((row for row in rows if row["forecast"]), rows[-1])
    return Figure(
        id="output",
        chart="fan",
        title=_title(now, rows[-1]),
        subtitle=msg(
            "Strike drones the plant makes in a month, estimated, {first:month} to {last:month}; decoys, other plants excluded",
            first=first, last=last,
        ),
        data={
            "rows": [{"period": row["period"], **quantiles(row)} for row in rows], "claims": marks,
            "as_of": work.view.as_of_date.isoformat(), "unit": msg("strike drones made a month"), "height": 280,
        },
        alt=msg(
            "Fan chart of the plant's output a month. {now:month}: {said}. {last:month}: {said_last}.",
            now=now["period"], said=said(now), last=last, said_last=said(rows[-1]),
        ),
        how=msg(
            "{bands}{marks}",
            bands=BANDS_HOW, marks=marks_how(marks, msg("about this plant's rate, converted to a month of 30.44 days")),
        ),
        source=msg("Bounded by launches, imports and claims together; not counted by anyone outside."),
        table=quantile_table(
            "t-output", msg("Output a month; other scopes are in tables/output.rate.csv"), (MONTH,), rows, UNIT
        ),
    )  # fmt: skip


def _title(now: Any, then: Any) -> Said:
    values = {"now": now["q50"], "then": then["q50"], "last": then["period"]}
    if now["q75"] < 1:
        return msg("Output: probably none yet, perhaps {then:number} by {last:month}", **values)
    return msg("Output: perhaps {now:number} a month now, {then:number} by {last:month}", **values)


QUESTION = Question(
    id="output.rate",
    asks=msg("How many drones a month does the plant make?"),
    section="how-many",
    rank=30,
    kind="draws",
    unit=UNIT,
    columns=(
        MONTH,
        Column("scope", msg("Scope"), key=True),
        *quantile_columns(UNIT),
        Column("partial", msg("Partly counted"), "flag"),
        Column("forecast", msg("Forecast"), "flag"),
    ),
    needs=("record", "programme"),
    compute=compute,
    figures=(fan,),
    documented="programme.md",
)
