"""When the running total of output reaches the case's milestones."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, date_quantile_row, plain
from tocsin.case import Case
from tocsin.periods import month_end
from tocsin.programme import Forecast
from tocsin.quantities import SCOPES
from tocsin.say import (
    NBSP,
    day,
    month,
    msg,
    number,
    percent,
    verbatim,
)


def output_when(view: Case, forecast: Forecast) -> Found:
    """When cumulative output of the case's scope reaches each milestone.

    Within a month output is spread evenly; a draw that does not reach it by the horizon counts as "not by then".
    """
    scope = view.settings.output.scope
    periods = forecast.full_periods
    epoch = date.fromisoformat(f"{periods[0]}-01")
    horizon = month_end(periods[-1])
    horizon_day = float((horizon - epoch).days)
    built = np.cumsum(forecast.output[scope], axis=1)
    tomorrow = (view.as_of_date - epoch).days + 1  # a day counts to its end
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    for milestone in view.settings.output.milestones:
        days = crossing_day(built, periods, milestone)
        quantiles = date_quantile_row(days, epoch, horizon_day)
        draws[str(milestone)] = days
        rows.append(
            {
                "milestone": milestone,
                "scope": scope,
                **quantiles,
                "p_by_horizon": plain(np.isfinite(days).mean(), 3),
                "p_passed": plain((days < tomorrow).mean(), 3),
                "passed": bool((days < tomorrow).mean() > 0.5),
                "horizon": horizon.isoformat(),
            }
        )
    return Found(
        rows=rows,
        question=verbatim(f"When will {SCOPES[scope].split(';')[0]} have reached these totals?"),
        headline=verbatim(_when_headline(rows)),
        lineage=forecast.lineage["output"],
        draws=draws,
        note=verbatim(
            f"Scope: {SCOPES[scope]}. Days since {epoch.isoformat()} in the draws; null is beyond the horizon."
            + _disputed(view, built, periods, scope)
        ),
    )


def _disputed(view: Case, built: Draws, periods: tuple[str, ...], scope: str) -> str:
    """Claims of a total made so far that lie outside our 90 % range at their date, if any."""
    outside = []
    for claim in view.claims.accepted().originals().where(quantity="produced_cumulative", scope=scope):
        low, high = claim.interval
        end = claim.refers_to_end
        if end is None or f"{end:%Y-%m}" not in periods or claim.modality not in {"asserted", "assessed"}:
            continue
        ours = np.quantile(built_by(built, periods, end), [0.05, 0.95])
        if low > ours[1] or high < ours[0]:
            bound = "at least " if high == np.inf else "at most " if low == -np.inf else ""
            said = number(claim.point or 0.0)
            outside.append(
                f"{claim.id} has {bound}{said} by {day(end)}, where our 90{NBSP}% range is {number(ours[0])}–{number(ours[1])}"
            )
    if not outside:
        return ""
    return (
        f" Claims outside our range: {'; '.join(outside)}. Launches counted, imports and stock bound our total; where a claim "
        "has more, drones would have to be in store or uncounted."
    )


def built_by(built: Draws, periods: tuple[str, ...], end: date) -> Draws:
    """Total [draw] made by the end of a day inside the periods, from totals at their ends [draw, period].

    Examples
    --------
    >>> built_by(np.array([[31.0, 59.0]]), ("2023-01", "2023-02"), date(2023, 2, 14))
    array([45.])
    """
    at = periods.index(f"{end:%Y-%m}")
    before = built[:, at - 1] if at else np.zeros(len(built))
    share = end.day / month_end(periods[at]).day
    return np.asarray(before + share * (built[:, at] - before))


def crossing_day(built: Draws, periods: tuple[str, ...], milestone: float) -> Draws:
    """Day, counted from the first period's first, on which cumulative output [draw, period] reaches a total.

    Examples
    --------
    >>> crossing_day(np.array([[31.0, 59.0]]), ("2023-01", "2023-02"), 45.0)
    array([45.])
    """
    ends = np.array([month_end(period).toordinal() + 1 for period in periods], dtype=np.float64)
    first = date.fromisoformat(f"{periods[0]}-01").toordinal()
    edges = np.concatenate([[0.0], ends - first])
    reached = built >= milestone
    index = reached.argmax(axis=1)
    row = np.arange(len(built))
    before = np.where(index > 0, built[row, np.maximum(index - 1, 0)], 0.0)
    made = np.maximum(built[row, index] - before, 1e-9)
    fraction = np.clip((milestone - before) / made, 0.0, 1.0)
    days = edges[index] + fraction * (edges[index + 1] - edges[index])
    return np.where(reached.any(axis=1), days, np.inf)


def _when_headline(rows: list[dict[str, Any]]) -> str:
    row = next((row for row in rows if not row["passed"]), rows[-1])
    total = f"{row['milestone']:,}"
    if row["passed"]:
        return f"The plant's {total}th strike drone was probably built around {_around(row)}."
    if row["q50"] is None:
        chance = percent(row["p_by_horizon"])
        return (
            f"The chance that the plant has built {total} strike drones by {day(row['horizon'])} is {chance}."
        )
    return (
        f"The plant's running total passes {total} strike drones around {_around(row)}; "
        f"the chance that it has by {day(row['horizon'])} is {percent(row['p_by_horizon'])}."
    )


def _around(row: dict[str, Any]) -> str:
    def name(key: str) -> str:
        return month(row[key][:7]) if row[key] else f"later than {month(row['horizon'][:7])}"

    return f"{name('q50')} (50{NBSP}%: {name('q25')} to {name('q75')}; 90{NBSP}%: {name('q05')} to {name('q95')})"


def compute(work: Work) -> Found:
    """When each milestone is reached."""
    return output_when(work.view, work.forecast)


QUESTION = Question(
    id="output.when",
    asks=msg("When will output have reached these totals?"),
    section="how-many",
    rank=20,
    kind="draws",
    unit="date",
    columns=(
        Column("milestone", msg("Total built"), "number", "drones", key=True),
        Column("scope", msg("Scope"), "text", "", key=True),
        *quantile_columns("", type="date"),
        Column("p_by_horizon", msg("Chance by horizon"), "share", "of futures"),
        Column("p_passed", msg("Chance passed"), "share", "of futures"),
        Column("passed", msg("Passed"), "flag", ""),
        Column("horizon", msg("Horizon"), "date", ""),
    ),
    needs=("record", "programme"),
    compute=compute,
    documented="programme.md",
)
