"""How many, and when: output, launches and the size of a night."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tocsin.answers.core import Answer, Draws, date_quantile_row, plain, quantile_row
from tocsin.case import Case, month_end
from tocsin.lineage import merge
from tocsin.periods import forecast_span
from tocsin.programme import Forecast
from tocsin.programme.ensemble.members import complete_months, ensemble
from tocsin.quantities import SCOPES
from tocsin.randomness import stream
from tocsin.say import NBSP, day, middle, month, number, ordinal, percent, ranges


def output_when(view: Case, forecast: Forecast) -> Answer:
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
    return Answer(
        id="output.when",
        kind="draws",
        question=f"When will {SCOPES[scope].split(';')[0]} have reached these totals?",
        headline=_when_headline(rows),
        unit="date",
        rows=tuple(rows),
        lineage=forecast.lineage["output"],
        draws=draws,
        note=(
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


def output_rate(view: Case, forecast: Forecast) -> Answer:
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
    return Answer(
        id="output.rate",
        kind="draws",
        question="How many drones a month does the plant make?",
        headline=(
            f"In {month(forecast.periods[0])} the plant {_makes(now)}; "
            f"by {month(forecast.full_periods[-1])} about {middle(last)} {ranges(last)}."
        ),
        unit="drones per month",
        rows=tuple(rows),
        lineage=forecast.lineage["output"],
        draws=draws,
        note="Output cannot be counted from outside: launches, claims and imports bound it together.",
    )


def _makes(output: Draws) -> str:
    most, nearly_all = (number(round(float(np.quantile(output, level)))) for level in (0.75, 0.95))
    if np.quantile(output, 0.75) < 1:
        return f"probably makes none yet (95{NBSP}% of futures: at most {nearly_all} a month)"
    if np.median(output) < 1.5:  # a fraction of a drone says nothing
        return f"makes hardly any yet (75{NBSP}% of futures: at most {most} a month; 95{NBSP}%: at most {nearly_all})"
    return f"makes an estimated {middle(output)} strike drones a month {ranges(output)}"


def launches(view: Case, forecast: Forecast, *, seed: int) -> Answer:
    """Launches per calendar month, decoys included, as national reports count them."""
    rows: list[dict[str, Any]] = []
    history = complete_months(view, forecast_span(view.as_of_date).last_full)
    silent = ensemble(history, view, forecast.draws, seed, len(forecast.periods), claims=False)
    for index, period in enumerate(forecast.periods):
        partial = forecast.partial and index == 0
        row = {"period": period, **quantile_row(forecast.launches[:, index]), "partial": partial}
        row["counted"] = int(forecast.counted) if partial else None
        row["q50_without_claims"] = None if partial else plain(float(np.median(silent[:, index])))
        rows.append(row)
    chosen = headline_period(forecast)
    values = forecast.launches[:, chosen]
    recent = _last_count(view, forecast)
    return Answer(
        id="launches",
        kind="draws",
        question=f"How many drones will be launched in {month(forecast.periods[chosen])}?",
        headline=f"Expect about {middle(values)} launches in {month(forecast.periods[chosen])} {ranges(values)}{recent}.",
        unit="drones per month",
        rows=tuple(rows),
        lineage=forecast.lineage["launches"],
        draws={period: forecast.launches[:, index] for index, period in enumerate(forecast.periods)},
        note=(
            "Long-range one-way drones in national reports, decoys included; scored against counts as recorded. Without any "
            f"claim the median for {month(forecast.periods[chosen])} would be {number(float(np.median(silent[:, chosen])))}."
        ),
    )


def _last_count(view: Case, forecast: Forecast) -> str:
    """The last month before the forecast as counted, and whether its last night is still missing."""
    monthly = view.record.monthly()["launched"]
    past = monthly[monthly.index < forecast.periods[0]]
    if not len(past):
        return ""
    last = str(past.index[-1])
    counted = view.record.rows["end"].max().date()
    so_far = (
        ""
        if counted >= month_end(last) or last != counted.isoformat()[:7]
        else f" by the {ordinal(counted.day)}"
    )
    verb = "had been" if so_far else "were"
    return f"; {int(past.iloc[-1]):,} {verb} counted in {month(last)}{so_far}"


def headline_period(forecast: Forecast) -> int:
    """Index of the month the headlines speak of: six months ahead."""
    return min(len(forecast.periods) - 1, 5 + int(forecast.partial))


def raid_size(forecast: Forecast, *, seed: int) -> Answer:
    """Drones in a night of the base stream and in a strike night, six months ahead.

    A night is the month's running median night times a lognormal factor of its kind (docs/programme.md).
    """
    rhythm = forecast.rhythm
    index = headline_period(forecast)
    period = forecast.periods[index]
    median = rhythm.median_night(1.0) * forecast.launches[:, index]
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    kinds = {
        "base": (1 - rhythm.strike_share, rhythm.base_factor, rhythm.base_spread),
        "strike": (rhythm.strike_share, rhythm.strike_factor, rhythm.strike_spread),
    }
    for night, (share, factor, spread) in kinds.items():
        noise = stream(seed, "raid.size", night).standard_normal(len(median))
        draws[night] = median * factor * np.exp(spread * noise)
        nights = plain(rhythm.nights_per_month * share)
        rows.append(
            {
                "night": night,
                "period": period,
                "nights_per_month": nights,
                **quantile_row(draws[night], digits=0),
            }
        )
    return Answer(
        id="raid.size",
        kind="draws",
        question="How many drones come in one night?",
        headline=(
            f"In {month(period)} an ordinary night brings about {middle(draws['base'])} drones {ranges(draws['base'])}, "
            f"a strike night about {middle(draws['strike'])} {ranges(draws['strike'])}; "
            f"about {number(rows[1]['nights_per_month'])} nights a month are strike nights."
        ),
        unit="drones per night",
        rows=tuple(rows),
        lineage=merge(forecast.lineage["launches"], forecast.lineage["rhythm"]),
        draws=draws,
        note=f"Rhythm of nights: {rhythm.basis}; decoys included.",
    )
