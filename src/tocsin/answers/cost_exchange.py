"""What stopping a drone costs, by means, and its ratio to the price of a drone launched."""

from __future__ import annotations

from statistics import median
from typing import Any

import numpy as np

from tocsin.answers.common import ROWS_HOW, labelled, own_trail, quantiles, spread_rows
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.campaign import Exchange
from tocsin.lineage import Lineage, merge
from tocsin.say import Said, joined, msg

UNIT = "US$ per drone stopped"
MEANS = Column("means", msg("Means"), key=True)
RATIO = Column("ratio_q50", msg("Ratio to the average drone's price"), "number", "ratio")
DIRECTION = Column("direction", msg("Direction"))


def compute(work: Work) -> Found:
    """Defender's US$ per drone stopped, by means, and its ratio to the price of a drone launched."""
    outcome = work.outcome("today")
    priced = {name: item for name, item in outcome.exchange.items() if _priced(item)}
    found = sorted(((_row(item), item.fires) for item in priced.values()), key=lambda pair: pair[0]["q50"])
    rows = [row for row, _ in found]
    shooters = [row for row, fires in found if fires]
    return Found(
        rows=rows,
        parts={"shooters": [row["means"] for row in shooters]},
        headline=_headline(rows, shooters or rows),
        lineage=merge(own_trail(outcome, work.forecast, "cost"), Lineage(answers=("leakers",))),
        draws={name: item.cost_per_kill_usd for name, item in priced.items()},
        note=msg(
            "Rounds only: crews and equipment are in the cost of channels. The average drone is the mix launched, strike drones and"
            " cheaper decoys. Price against price leaves out the value protected."
        ),
    )


def _priced(item: Exchange) -> bool:
    """Whether the means stops a drone in at least half of the draws."""
    return bool(np.isfinite(item.cost_per_kill_usd).mean() >= 0.5)


def _row(item: Exchange) -> dict[str, Any]:
    """One means, over the draws in which it stops anything."""
    ratio = _known(item.ratio)
    return {
        "means": item.label,
        **quantile_row(_known(item.cost_per_kill_usd), digits=0),
        "ratio_q50": plain(float(np.median(ratio)), 3),
        "ratio_q05": plain(float(np.quantile(ratio, 0.05)), 3),
        "ratio_q95": plain(float(np.quantile(ratio, 0.95)), 3),
        "share_of_kills_q50": plain(float(np.median(item.share_of_kills)), 3),
        "direction": msg(
            "defender's US$ per drone stopped over the price of a drone launched; above 1 the defender pays more"
        ),
    }


def _known(values: Draws) -> Draws:
    return values[np.isfinite(values)]


def _headline(rows: list[dict[str, Any]], shooters: list[dict[str, Any]]) -> Said:
    """The cheapest means that fires rounds, beside the dearest of all."""
    if not rows:
        return msg("No means stops enough drones at this date to price it.")
    cheap, dear = shooters[0], rows[-1]
    first = msg(
        "{means} spend about {median:money} (90\u00a0%: {most:interval}) in rounds per drone stopped, {ratio}.",
        **_said(cheap),
    )
    if dear is cheap:
        return first
    return joined(
        [
            first,
            msg("{means} spend about {median:money} (90\u00a0%: {most:interval}), {ratio}.", **_said(dear)),
        ]
    )


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """What a sentence says of a means."""
    ratio = row["ratio_q50"]
    price = (
        msg("{ratio:percent} of the average drone's price", ratio=ratio)
        if ratio < 1
        else msg("{ratio:number} times the average drone's price", ratio=ratio)
    )
    return {"means": row["means"], "median": row["q50"], "most": (row["q05"], row["q95"]), "ratio": price}


def by_means(answer: Answer, work: Work) -> Figure | None:
    """Cost per drone stopped by means, on a log axis, with the drone's own cost as a line."""
    rows = sorted((row for row in spread_rows(answer) if row["q025"] > 0), key=lambda row: float(row["q50"]))
    if not rows:
        return None
    drawn = [{"label": row["means"], "colour": "blue", **quantiles(row)} for row in rows]
    prices = [row["q50"] / row["ratio_q50"] for row in rows if row["ratio_q50"]]
    marks = [
        {"value": round(price), "label": msg("the average drone: about {price:money}", price=price)}
        for price in ([median(prices)] if prices else [])
    ]
    return Figure(
        id="cost",
        chart="intervals",
        title=_title(rows),
        subtitle=msg(
            "US$ of rounds, fuel and wear per drone stopped, by means; the dashed line is the price of the average drone launched,"
            " decoys included"
        ),
        data={"rows": drawn, "unit": msg("US$ per drone stopped"), "log": True, "marks": marks},
        alt=msg("In US$ per drone stopped: {rows:clauses}.", rows=[labelled(row) for row in drawn]),
        how=joined(
            [ROWS_HOW, msg("Log scale: each step to the right multiplies the cost by ten.")]
        ),
        source=msg("Published unit costs and shots per drone from the calibrated defence."),
        table=quantile_table("t-cost", msg("US$ per drone stopped"), (MEANS, RATIO, DIRECTION), rows, UNIT),
    )  # fmt: skip


def _title(rows: list[Any]) -> Said:
    """The dearest means where it costs more than the drone, else the cheapest."""
    cheap, dear = rows[0], rows[-1]
    if dear["ratio_q50"] and dear["ratio_q50"] > 1.1:
        return msg(
            "{means} cost about {ratio:number} times the average drone",
            means=dear["means"],
            ratio=dear["ratio_q50"],
        )
    return msg("{means} stop a drone for about {median:money}", means=cheap["means"], median=cheap["q50"])


QUESTION = Question(
    id="cost.exchange",
    asks=msg("What does stopping a drone cost?"),
    section="money",
    rank=10,
    kind="draws",
    unit=UNIT,
    columns=(
        MEANS,
        *quantile_columns(UNIT, type="usd"),
        RATIO,
        Column("ratio_q05", msg("Ratio, 5 %"), "number", "ratio"),
        Column("ratio_q95", msg("Ratio, 95 %"), "number", "ratio"),
        Column("share_of_kills_q50", msg("Share of drones stopped"), "share", "of drones stopped"),
        DIRECTION,
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    figures=(by_means,),
    documented="decisions.md",
)
