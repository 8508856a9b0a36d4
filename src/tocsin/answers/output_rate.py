"""How many drones a month the plant makes, by scope."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, quantile_row
from tocsin.case import Case
from tocsin.programme import Forecast
from tocsin.say import (
    NBSP,
    middle,
    month,
    msg,
    number,
    ranges,
    verbatim,
)


def output_rate(view: Case, forecast: Forecast) -> Found:
    """Output per month by scope, from the programme's start to the horizon."""
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    partial = forecast.periods[0] if forecast.partial else ""
    for scope, output in forecast.output.items():
        for index, period in enumerate(forecast.full_periods):
            values = output[:, index]
            draws[f"{scope} {period}"] = values
            row = {"period": period, "scope": scope, **quantile_row(values), "partial": period == partial}
            rows.append({**row, "forecast": period >= forecast.periods[0]})
    scope = view.settings.output.scope
    now = forecast.output[scope][:, forecast.full_periods.index(forecast.periods[0])]
    last = forecast.output[scope][:, -1]
    return Found(
        rows=rows,
        question=verbatim("How many drones a month does the plant make?"),
        headline=verbatim(
            f"In {month(forecast.periods[0])} the plant {_makes(now)}; "
            f"by {month(forecast.full_periods[-1])} about {middle(last)} {ranges(last)}."
        ),
        lineage=forecast.lineage["output"],
        draws=draws,
        note=verbatim(
            "Output cannot be counted from outside: launches, claims and imports bound it together."
        ),
    )


def _makes(output: Draws) -> str:
    most, nearly_all = (number(round(float(np.quantile(output, level)))) for level in (0.75, 0.95))
    if np.quantile(output, 0.75) < 1:
        return f"probably makes none yet (95{NBSP}% of futures: at most {nearly_all} a month)"
    if np.median(output) < 1.5:  # a fraction of a drone says nothing
        return f"makes hardly any yet (75{NBSP}% of futures: at most {most} a month; 95{NBSP}%: at most {nearly_all})"
    return f"makes an estimated {middle(output)} strike drones a month {ranges(output)}"


def compute(work: Work) -> Found:
    """Output a month by scope."""
    return output_rate(work.view, work.forecast)


QUESTION = Question(
    id="output.rate",
    asks=msg("How many drones a month does the plant make?"),
    section="how-many",
    rank=30,
    kind="draws",
    unit="drones per month",
    columns=(
        Column("period", msg("Month"), "period", "", key=True),
        Column("scope", msg("Scope"), "text", "", key=True),
        *quantile_columns("drones per month"),
        Column("partial", msg("Partly counted"), "flag", ""),
        Column("forecast", msg("Forecast"), "flag", ""),
    ),
    needs=("record", "programme"),
    compute=compute,
    documented="programme.md",
)
