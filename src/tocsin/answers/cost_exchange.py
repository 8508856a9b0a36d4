"""What stopping a drone costs, by means, and its ratio to the price of a drone launched."""

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
    NBSP,
    interval,
    msg,
    number,
    percent,
    verbatim,
)


def cost_exchange(outcome: Outcome, forecast: Forecast) -> Found:
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
    return Found(
        rows=rows,
        question=verbatim("What does stopping a drone cost?"),
        headline=verbatim(_cost_headline(rows)),
        lineage=merge(own_trail(outcome, forecast, "cost"), Lineage(answers=("leakers",))),
        draws=draws,
        note=verbatim(
            "Rounds only: crews and equipment are in the cost of channels. The average drone is the mix launched, strike drones and "
            "cheaper decoys. Price against price leaves out the value protected."
        ),
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


def compute(work: Work) -> Found:
    """Defender's US$ per drone stopped."""
    return cost_exchange(work.outcome("today"), work.forecast)


QUESTION = Question(
    id="cost.exchange",
    asks=msg("What does stopping a drone cost?"),
    section="money",
    rank=10,
    kind="draws",
    unit="US$ per drone stopped",
    columns=(
        Column("means", msg("Means"), "text", "", key=True),
        *quantile_columns("US$ per drone stopped", type="usd"),
        Column("ratio_q50", msg("Ratio to the price of a drone launched"), "number", "ratio"),
        Column("ratio_q05", msg("Ratio, 5 %"), "number", "ratio"),
        Column("ratio_q95", msg("Ratio, 95 %"), "number", "ratio"),
        Column("share_of_kills_q50", msg("Share of drones stopped"), "share", "of drones stopped"),
        Column("direction", msg("Direction"), "text", ""),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    documented="decisions.md",
)
