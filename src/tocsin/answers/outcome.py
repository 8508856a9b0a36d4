"""What gets through, how much defence is enough, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tocsin.answers.core import Answer, Draws, plain, quantile_row
from tocsin.answers.production import headline_period
from tocsin.campaign import Outcome
from tocsin.decisions import disruption, supply_ahead
from tocsin.lineage import Lineage, merge
from tocsin.programme import Forecast
from tocsin.say import NBSP, interval, middle, month, number, percent, ranges

CUTS = (0.25, 0.5)


def leakers(forecast: Forecast, outcomes: dict[str, Outcome]) -> Answer:
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
    at = headline_period(forecast)
    now, then, more = today[:, at], faster[:, at], (faster[:, at] > today[:, at]).mean()
    assumed = (
        ""
        if outcomes["today"].basis == "record"
        else " The share that gets through is assumed, not counted, at this date."
    )
    return Answer(
        id="leakers",
        kind="draws",
        question="How many get through?",
        headline=(
            f"About {middle(now)} of the drones launched in {month(forecast.periods[at])} get through "
            f"{ranges(now)}, {_part(now, forecast.launches[:, at])} of them; if all strike drones were the faster one, "
            f"about {middle(then)} {ranges(then)}, more in {_nearly(more)}.{assumed}"
        ),
        unit="drones per month",
        rows=tuple(rows),
        lineage=merge(
            _own(outcomes["faster"], forecast, "defence.", "campaign.faster", "threat."),
            forecast.lineage["leak_share"],
            Lineage(record=outcomes["today"].lineage.record.split(";")[0], answers=("launches",)),
        ),
        draws=draws,
        note="Leakers are launches less destroyed, lost and still airborne, decoys included. The faster drone is a scenario.",
    )


def _part(some: Draws, whole: Draws) -> str:
    """Median share of draws [draw] in the draws they are part of, in words."""
    return percent(float(np.median(some / np.maximum(whole, 1))))


def _nearly(share: float) -> str:
    return "practically every future" if share > 0.995 else f"{percent(share)} of futures"


def _own(outcome: Outcome, forecast: Forecast, *parts: str) -> Lineage:
    """The campaign's own trail: parameters whose name holds one of `parts`; the rest is reached through answers."""
    trail = outcome.lineage
    upstream = set(forecast.lineage["launches"].claims)
    names = tuple(name for name in trail.parameters if any(part in name for part in parts))
    return replace(
        trail,
        claims=tuple(claim for claim in trail.claims if claim not in upstream),
        parameters=names,
        record="",
    )


def cost_exchange(outcome: Outcome, forecast: Forecast) -> Answer:
    """Defender's US$ per drone stopped, by means, and its ratio to the price of a drone launched."""
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    for name, exchange in outcome.exchange.items():
        each = exchange.cost_per_kill_usd
        known = each[np.isfinite(each)]
        if len(known) < len(each) / 2:  # too few draws in which the means stops anything
            continue
        ratio = exchange.ratio[np.isfinite(exchange.ratio)]
        rows.append(
            {
                "means": exchange.label,
                **quantile_row(known, digits=0),
                "ratio_q50": plain(float(np.median(ratio)), 3),
                "ratio_q05": plain(float(np.quantile(ratio, 0.05)), 3),
                "ratio_q95": plain(float(np.quantile(ratio, 0.95)), 3),
                "share_of_kills_q50": plain(float(np.median(exchange.share_of_kills)), 3),
                "direction": "defender's US$ per drone stopped over the price of a drone launched; above 1 the defender pays more",
            }
        )
        draws[name] = each
    rows.sort(key=lambda row: row["q50"])
    return Answer(
        id="cost.exchange",
        kind="draws",
        question="What does stopping a drone cost?",
        headline=_cost_headline(rows),
        unit="US$ per drone stopped",
        rows=tuple(rows),
        lineage=merge(_own(outcome, forecast, "cost"), Lineage(answers=("leakers",))),
        draws=draws,
        note="Rounds only: crews and equipment are in the cost of channels. The average drone is the mix launched, strike drones and "
        "cheaper decoys. Price against price leaves out the value protected.",
    )


def _cost_headline(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "No means stops enough drones at this date to price it."

    def said(row: dict[str, Any]) -> str:
        return f"about US${NBSP}{number(row['q50'])} (90{NBSP}%: {interval(row['q05'], row['q95'])})"

    cheap, dear = rows[0], rows[-1]
    shooters = [row for row in rows if "warfare" not in row["means"].lower()] or rows
    cheap = shooters[0]
    text = f"{cheap['means']} spend {said(cheap)} in rounds per drone stopped, {_times(cheap['ratio_q50'])}"
    return text + (
        f"; {dear['means'].lower()} {said(dear)}, {_times(dear['ratio_q50'])}." if dear is not cheap else "."
    )


def _times(ratio: float) -> str:
    """A price ratio in words.

    Examples
    --------
    >>> _times(0.05), _times(12.3)
    ("5\\xa0% of the average drone's price", "12 times the average drone's price")
    """
    times = percent(ratio) + " of" if ratio < 1 else number(ratio) + " times"
    return f"{times} the average drone's price"


def magazine_days(outcome: Outcome, forecast: Forecast) -> Answer:
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
    return Answer(
        id="magazine.days",
        kind="draws",
        question="How long do stocks of rounds last?",
        headline=headline,
        unit="days",
        rows=tuple(rows),
        lineage=merge(
            _own(outcome, forecast, "stock_nights", "resupply", ".rounds"), Lineage(answers=("leakers",))
        ),
        draws=draws,
        note="Stock and resupply are assumed from public statements, in nights of today's use; null lasts beyond the horizon.",
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


def disruption_answer(forecast: Forecast, outcome: Outcome) -> Answer:
    """What withholding a share of supply (sanctions, export control) buys in launches and leakers."""
    supply, strike, stock = supply_ahead(forecast)
    decoys = forecast.launches * forecast.decoy_share
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    totals = {}
    for cut in CUTS:
        avoided = disruption(
            supply,
            strike,
            stock,
            cut=cut,
            decoys=decoys,
            leak_share=outcome.share,
        )
        totals[cut] = (avoided.launches.sum(axis=1), avoided.leakers.sum(axis=1))
        for index, period in enumerate(forecast.periods):
            through = np.quantile(avoided.leakers[:, index], [0.05, 0.5, 0.95])
            row = {"period": period, "cut": cut, **quantile_row(avoided.launches[:, index])}
            row |= {
                f"leakers_avoided_q{name}": plain(value)
                for name, value in zip(("05", "50", "95"), through, strict=True)
            }
            rows.append(row)
            draws[f"{cut:g} {period}"] = avoided.launches[:, index]
    launches, through = totals[CUTS[0]]
    return Answer(
        id="disruption",
        kind="draws",
        question="What would a cut in supply avoid?",
        headline=(
            f"Withholding {percent(CUTS[0])} of supply from {month(forecast.periods[0])} would avoid about {middle(launches)} "
            f"launches in all by {month(forecast.periods[-1])} {ranges(launches)}, about {middle(through)} of them drones "
            "that would have got through, if nothing replaces what is withheld."
        ),
        unit="launches avoided per month",
        rows=tuple(rows),
        lineage=merge(
            forecast.lineage["output"], outcome.lineage, Lineage(answers=("output.rate", "leakers"))
        ),
        draws=draws,
        note="A cut is a share of output and imports from the first month on; stocks soften it. Substitution is not modelled.",
    )
