"""When the running total of output reaches the case's milestones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tocsin.answers import claimed
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, date_quantile_row, plain
from tocsin.periods import month_end
from tocsin.quantities import SCOPE_COUNTS, SCOPES
from tocsin.say import Said, joined, msg

TOTAL = Column("milestone", msg("Total built"), "number", "drones", key=True)
DATES = {column.name: column for column in quantile_columns("", type="date")}
BY_HORIZON = Column("p_by_horizon", msg("Chance by horizon"), "share", "of futures")
HORIZON = Column("horizon", msg("Horizon"), "date")
DOTS = 50


def compute(work: Work) -> Found:
    """When cumulative output of the case's scope reaches each milestone.

    Within a month output is spread evenly; a draw that does not reach it by the horizon counts as "not by then".
    """
    view, forecast = work.view, work.forecast
    scope, periods = view.settings.output.scope, forecast.full_periods
    epoch, horizon = date.fromisoformat(f"{periods[0]}-01"), month_end(periods[-1])
    built = np.cumsum(forecast.output[scope], axis=1)
    draws = {
        str(milestone): crossing_day(built, periods, milestone)
        for milestone in view.settings.output.milestones
    }
    rows = [
        _row(days, int(total), scope, epoch=epoch, as_of=view.as_of_date, horizon=horizon)
        for total, days in draws.items()
    ]

    def ours(day: date) -> Draws | None:
        return built_by(built, periods, day) if f"{day:%Y-%m}" in periods else None

    outside = claimed.totals_outside(view, scope, ours)
    return Found(
        rows=rows,
        parts={"scope": scope, "epoch": epoch.isoformat(), "horizon": horizon.isoformat(), "outside": outside},
        question=msg("When will {counted} have reached these totals?", counted=SCOPE_COUNTS[scope][0]),
        headline=_headline(next((row for row in rows if not row["passed"]), rows[-1])),
        lineage=forecast.lineage["output"],
        draws=draws,
        note=joined(
            [
                msg(
                    "Scope: {scope}. Days since {epoch} in the draws; null is beyond the horizon.",
                    scope=SCOPES[scope], epoch=epoch.isoformat(),
                ),
                claimed.outside_said(outside),
            ]
        ),
    )  # fmt: skip


def _row(
    days: Draws, milestone: int, scope: str, *, epoch: date, as_of: date, horizon: date
) -> dict[str, Any]:
    """One milestone from the days [draw] on which it is reached."""
    tomorrow = (as_of - epoch).days + 1  # a day counts to its end
    passed = (days < tomorrow).mean()
    return {
        "milestone": milestone,
        "scope": scope,
        **date_quantile_row(days, epoch, float((horizon - epoch).days)),
        "p_by_horizon": plain(np.isfinite(days).mean(), 3),
        "p_passed": plain(passed, 3),
        "passed": bool(passed > 0.5),
        "horizon": horizon.isoformat(),
    }


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


def _headline(row: dict[str, Any]) -> Said:
    values = {"total": row["milestone"], "horizon": row["horizon"], "chance": row["p_by_horizon"]}
    if row["passed"]:
        return msg(
            "The plant's {total:ordinal} strike drone was probably built around {around}.",
            around=_around(row), **values,
        )  # fmt: skip
    if row["q50"] is None:
        return msg(
            "The chance that the plant has built {total:exact} strike drones by {horizon:day} is {chance:percent}.",
            **values,
        )
    return msg(
        "The plant's running total passes {total:exact} strike drones around {around}; the chance that it has by {horizon:day}"
        " is {chance:percent}.",
        around=_around(row), **values,
    )  # fmt: skip


def _around(row: dict[str, Any]) -> Said:
    def month(level: str) -> Said:
        if row[level] is None:
            return msg("later than {horizon:month}", horizon=row["horizon"])
        return msg("{day:month}", day=row[level])

    return msg(
        "{median} (50\u00a0%: {half_from} to {half_to}; 90\u00a0%: {most_from} to {most_to})",
        median=month("q50"), half_from=month("q25"), half_to=month("q75"), most_from=month("q05"), most_to=month("q95"),
    )  # fmt: skip


def dots(answer: Answer, work: Work) -> Figure | None:
    """Fifty equally likely dates for the next total, or the last one passed where nothing is ahead."""
    row = next((row for row in answer.rows if not row["passed"]), answer.rows[-1])
    dates, beyond = _fifty(
        answer.draws[str(row["milestone"])],
        date.fromisoformat(f"{work.forecast.full_periods[0]}-01"),
        date.fromisoformat(row["horizon"]),
    )
    as_of = work.view.as_of_date.isoformat()
    before = sum(when <= as_of for when in dates)
    after = DOTS - before - beyond
    total = row["milestone"]
    legend = (
        ("dot-blue", msg("before the as-of date"), before),
        ("dot-blue50", msg("after it"), after),
        ("dot-orange50", msg("not by {horizon:day}", horizon=row["horizon"]), beyond),
    )
    return Figure(
        id=f"when-{total}",
        chart="dots",
        title=_title(row, before, as_of),
        subtitle=msg(
            "When the plant's {total:ordinal} strike drone is finished: fifty equally likely dates", total=total
        ),
        data={"dates": dates, "beyond": beyond, "as_of": as_of, "horizon": row["horizon"]},
        alt=msg(
            "Fifty equally likely dates for drone number {total:exact}: {before:exact} lie before {as_of:day}, {after:exact} between"
            " then and {horizon:day}, {beyond:exact} later.",
            total=total, before=before, as_of=as_of, after=after, horizon=row["horizon"], beyond=beyond,
        ),
        how=msg("Each dot is a chance of 1 in 50; count dots to read a probability."),
        source=msg(
            "Estimated from claims, counts of launches and imports; nobody outside counts the plant's output."
        ),
        table=Table(
            "t-when",
            msg("When each total is reached; “later” is beyond the horizon"),
            (TOTAL, *(DATES[level] for level in ("q50", "q25", "q75", "q05", "q95")), BY_HORIZON, HORIZON),
            answer.rows,
        ),
        legend=[(key, text) for key, text, shown in legend if shown],
    )  # fmt: skip


def _title(row: Any, before: int, as_of: str) -> Said:
    """`before` of the fifty dates lie before the as-of date."""
    if before < DOTS / 2:
        return msg(
            "{total:exact} built by {horizon:day}: {chance:chance} ({chance:percent})",
            total=row["milestone"], horizon=row["horizon"], chance=row["p_by_horizon"],
        )  # fmt: skip
    return msg(
        "{total:exact} had probably been built by {as_of:day} ({share:percent})",
        total=row["milestone"], as_of=as_of, share=before / DOTS,
    )  # fmt: skip


def _fifty(days: Draws, epoch: date, horizon: date) -> tuple[list[str], int]:
    """Fifty equally likely dates, the 1st, 3rd … 99th percentile of days [draw] since `epoch`; and how many are later."""
    ordered = np.sort(days)
    picked = ordered[(np.arange(0.01, 1.0, 0.02) * len(ordered)).astype(int)]
    last = (horizon - epoch).days
    inside = [epoch + timedelta(days=int(day)) for day in picked if np.isfinite(day) and day <= last + 1]
    return [when.isoformat() for when in inside], DOTS - len(inside)


QUESTION = Question(
    id="output.when",
    asks=msg("When will output have reached these totals?"),
    section="how-many",
    rank=20,
    kind="draws",
    unit="date",
    columns=(
        TOTAL,
        Column("scope", msg("Scope"), key=True),
        *DATES.values(),
        BY_HORIZON,
        Column("p_passed", msg("Chance passed"), "share", "of futures"),
        Column("passed", msg("Passed"), "flag"),
        HORIZON,
    ),
    needs=("record", "programme"),
    compute=compute,
    figures=(dots,),
    documented="programme.md",
)
