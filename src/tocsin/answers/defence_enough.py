"""How much defence is enough: the defender's own variables, flown on a grid with common random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tocsin.answers.common import DRONES, ROWS_HOW, Row, censored, in_sentence, labelled, rows_of
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Step, Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.campaign import PRESETS, Campaign
from tocsin.decisions import MixPlan, Sufficiency, binding, constraints, enough, plan_mix
from tocsin.decisions.adding import Standing, curves, faster_drones, standing
from tocsin.decisions.planning import TRIAL_USD
from tocsin.lineage import Lineage
from tocsin.say import NOTHING, Said, joined, msg

FLOWN = ("today", "faster")
COLOURS = {"today": "blue", "faster": "orange"}
BINDS = {
    "channels": msg("channels of the deep layers"),
    "interceptors": msg("ready rounds"),
    "front": msg("channels near the front"),
    "none": msg("none"),
}
# Classes of the surface: upper limit of a chance, and its name.
CLASSES = (
    (0.1, msg("<10 %")), (1 / 3, msg("10–33 %")), (0.5, msg("33–50 %")), (2 / 3, msg("50–67 %")), (0.9, msg("67–90 %")),
    (1.01, msg(">90 %")),
)  # fmt: skip
UNIT = "added channels or ready rounds"
DRONE, RESOURCE = Column("drone", msg("Drone"), key=True), Column("resource", msg("Added"), key=True)
CHANCE = Column("p_enough", msg("Chance of enough"), "share", "of months")


def compute(work: Work) -> Found:
    """Channels or rounds added for at most so many leakers a month, today's drone and the faster one."""
    campaign, progress = work.campaign, work.step
    settings = campaign.view.settings.decisions
    now = standing(campaign)
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    found: dict[tuple[str, str], Sufficiency] = {}
    limits: dict[str, str] = {}
    for drone in FLOWN:
        grid = curves(campaign, now, PRESETS[drone], progress)
        relieved = constraints(campaign, PRESETS[drone])
        limits[drone] = binding(float(np.median(grid["channels"][1][0])), relieved)
        for resource, (levels, flown) in grid.items():
            result = enough(levels, flown, limit=settings.leakers_per_month, confidence=settings.confidence)
            found[drone, resource] = result
            for period, needed in zip(campaign.forecast.periods, result.needed.T, strict=True):
                draws[f"{drone} {resource} {period}"] = needed
            rows.append(_row(drone, resource, result, now, BINDS[limits[drone]]))
    rows += _surface(campaign, now, found["today", "channels"], progress)
    progress("The cheapest mix")
    short = found["today", "channels"].p_now < settings.confidence
    plan = (
        plan_mix(campaign, limit=settings.leakers_per_month, confidence=settings.confidence)
        if short
        else None
    )
    mix = _mix_rows(campaign, plan)
    parts = {
        "channels_now": now.total,
        "rounds_now": now.rounds,
        "p_few_launches": float((campaign.forecast.launches <= settings.leakers_per_month).mean()),
        "tightest": limits["today"],
        **_told(next(row for row in rows if row["drone"] == "today" and row["resource"] == "channels")),
        "mix": _bought(plan, mix),
    }
    return Found(
        rows=[*rows, *mix],
        question=msg(
            "Is the defence enough to keep what gets through to {limit:number} a month?",
            limit=settings.leakers_per_month,
        ),
        headline=_headline(parts),
        lineage=_lineage(campaign),
        draws=draws,
        note=msg(
            "Today's defence: about {channels:number} channels and {rounds:number} ready rounds in all (medians of the"
            " calibrated draws, not counts). Null: not within the largest amount flown.",
            channels=now.total, rounds=now.rounds,
        ),
        parts=parts,
    )  # fmt: skip


def _lineage(campaign: Campaign) -> Lineage:
    settings = campaign.view.settings.decisions
    return Lineage(
        answers=("leakers",),
        parameters=tuple(
            name
            for name in campaign.view.parameters.names("defence.")
            if name.endswith((".channels", ".channel_cost_usd", ".rounds"))
        ),
        method=(
            msg(
                "leakers flown again with channels or rounds added, same random numbers; interpolated between levels; the mix is"
                " bought greedily in US$ and flown once more"
            ),
        ),
        assumptions=(
            msg(
                "target of {limit:number} leakers a month at {sure:percent}: case.toml, [decisions]",
                limit=settings.leakers_per_month,
                sure=settings.confidence,
            ),
            msg("channels are added to every layer in proportion to what stands"),
        ),
    )


def _told(row: Row) -> dict[str, Any]:
    """What the headline says of today's drone and added channels."""
    return {
        name: row[name]
        for name in ("limit_per_month", "confidence", "p_enough_now", "largest_flown", "p_enough_at_largest")
    }


def _bought(plan: MixPlan | None, rows: Sequence[Row]) -> dict[str, Any] | None:
    """The cheapest mix found, where one is enough: its cost, whether less may do, and its largest part."""
    if plan is None or not plan.mix.reachable:
        return None
    # A purchase of one of the search's own steps: a smaller one may do.
    return {
        "cost_usd": plan.mix.cost_usd,
        "at_most": bool(plan.mix.cost_usd <= TRIAL_USD),
        "largest": rows[0]["means"],
    }


def _row(drone: str, resource: str, result: Sufficiency, now: Standing, tightest: str) -> dict[str, Any]:
    """Quantiles are over the months of all futures alike, as the chances are, so that amounts and chances agree."""
    price = now.cost_per_channel() if resource == "channels" else None
    cost = np.full(3, np.nan)
    if price is not None and result.reachable:
        cost = np.quantile(result.cost(price), [0.05, 0.5, 0.95])
    return {
        "drone": drone,
        "resource": resource,
        "limit_per_month": result.limit,
        "confidence": result.confidence,
        **quantile_row(result.needed.ravel(), digits=0),
        "added_at_confidence": plain(result.at_confidence, 0),
        "largest_flown": plain(float(result.levels[-1]), 0),
        "p_enough_now": plain(result.p_now, 3),
        "p_every_month_now": plain(result.p_every_now, 4),
        "p_enough_at_largest": plain(float(result.p_enough[-1]), 3),
        "cost_usd_q05": plain(cost[0], 0),
        "cost_usd_q50": plain(cost[1], 0),
        "cost_usd_q95": plain(cost[2], 0),
        "binding": str(tightest),
    }


def _surface(campaign: Campaign, now: Standing, today: Sufficiency, progress: Step) -> list[dict[str, Any]]:
    """P(enough) over added channels and the speed of the drone; the first speed is today's."""
    speed = float(np.median(campaign.defence.cells.speed_kmh[campaign.defence.which]))
    rows = [
        {
            "resource": "surface",
            "added": plain(level, 0),
            "speed_kmh": plain(speed, 0),
            "p_enough": plain(p, 3),
        }
        for level, p in zip(today.levels, today.p_enough, strict=True)
    ]
    rows += [
        {"resource": "surface", "added": plain(added, 0), "speed_kmh": fast, "p_enough": plain(held, 3)}
        for added, fast, held in faster_drones(campaign, now, today.limit, progress)
    ]
    return rows


def _mix_rows(campaign: Campaign, plan: MixPlan | None) -> list[dict[str, Any]]:
    """What the cheapest mix found buys, means by means."""
    if plan is None:
        return []
    return [
        {
            "resource": "mix",
            "drone": "today",
            "means": campaign.labels[name],
            "added": plain(plan.channels[name], 0),
            "cost_usd_q50": plain(spent, 0),
            "p_enough": plain(plan.mix.p_enough, 3),
        }
        for name, spent in sorted(plan.spent_usd.items(), key=lambda item: (-item[1], item[0]))
        if spent > 0
    ]


def _headline(parts: Mapping[str, Any]) -> Said:
    sure, chance = parts["confidence"], parts["p_enough_now"]
    values = {"limit": parts["limit_per_month"], "chance": chance}
    if parts["p_few_launches"] >= sure:
        return msg(
            "Yes, but only because {limit:number} launches or fewer are expected in {few:percent} of future months.",
            limit=parts["limit_per_month"], few=parts["p_few_launches"],
        )  # fmt: skip
    if chance >= sure:
        return msg(
            "Yes: today's defence keeps what gets through to {limit:number} a month in {chance:percent} of future months.",
            **values,
        )
    tightest = (
        NOTHING
        if parts["tightest"] == "none"
        else msg("The tightest limit: {limit}.", limit=BINDS[parts["tightest"]])
    )
    return joined([_no(parts, values), tightest])


def _no(parts: Mapping[str, Any], values: Mapping[str, Any]) -> Said:
    """That today's defence isn't enough, and what would be."""
    mix = parts["mix"]
    if mix is None:
        return msg(
            "No: today's defence keeps what gets through to {limit:number} a month in {chance:percent} of future months, and"
            " even {most:number} more channels, beside today's {now:number}, do so in only {then:percent}.",
            most=parts["largest_flown"], now=parts["channels_now"], then=parts["p_enough_at_largest"], **values,
        )  # fmt: skip
    values = {
        **values, "sure": parts["confidence"], "cost": mix["cost_usd"], "largest": in_sentence(mix["largest"]),
    }  # fmt: skip
    if mix["at_most"]:
        return msg(
            "No: today's defence keeps what gets through to {limit:number} a month in {chance:percent} of future months; the"
            " cheapest addition found that does so in {sure:percent} of them costs at most {cost:money} (equipment and a year"
            " of crews), the largest part for {largest}.",
            **values,
        )
    return msg(
        "No: today's defence keeps what gets through to {limit:number} a month in {chance:percent} of future months; the"
        " cheapest addition found that does so in {sure:percent} of them costs about {cost:money} (equipment and a year of"
        " crews), the largest part for {largest}.",
        **values,
    )


def surface(answer: Answer, work: Work) -> Figure | None:
    """Chance of enough over added channels and drone speed."""
    found = [row for row in rows_of(answer, resource="surface") if row["p_enough"] is not None]
    if not found:
        return None
    settings = work.view.settings.decisions
    worst, best = (pick(found, key=lambda row: row["p_enough"]) for pick in (min, max))
    columns = (
        Column("added", msg("Channels added"), "number", "channels", key=True),
        Column("speed_kmh", msg("Speed, km/h"), "number", "km/h", key=True), CHANCE,
    )  # fmt: skip
    return Figure(
        id="surface",
        chart="surface",
        title=_surface_title(found, settings.confidence),
        subtitle=msg(
            "Chance that at most {limit:number} drones a month get through, by channels added and drone speed",
            limit=settings.leakers_per_month,
        ),
        data={
            "cells": [{"x": row["added"], "y": row["speed_kmh"], "p": row["p_enough"]} for row in found],
            "classes": [list(item) for item in CLASSES],
            "x_title": msg("channels added to today's"),
            "y_title": msg("speed, km/h; the lowest row is today's drone"),
        },
        alt=msg(
            "Table of chances by channels added and speed, from {worst:percent} to {best:percent} with {added:number} added at"
            " {speed:number} km/h.",
            worst=worst["p_enough"], best=best["p_enough"], added=best["added"], speed=best["speed_kmh"],
        ),
        how=msg("Each cell is a chance; darker is likelier to be enough. The title speaks of today's drone, the lowest row."),
        source=msg("Simulated raids against the calibrated defence."),
        table=Table("t-surface", msg("Chance of enough"), columns, found),
        legend=[(f"cell-teal{step}", label) for step, (_, label) in enumerate(CLASSES, start=1)],
    )  # fmt: skip


def _surface_title(found: Sequence[Row], confidence: float) -> Said:
    """What the most channels drawn do for today's drone."""
    best = max(row["p_enough"] for row in found)
    if all(row["p_enough"] >= confidence for row in found if row["added"] == 0):
        return msg("Today's channels are enough at every speed shown")
    if best < confidence:
        return msg(
            "No number of channels shown reaches {wanted:percent}; the best is {best:percent}",
            wanted=confidence,
            best=best,
        )
    slowest = min(row["speed_kmh"] for row in found)
    slow = sorted((row for row in found if row["speed_kmh"] == slowest), key=lambda row: row["added"])
    return msg(
        "{added:number} more channels lift the chance from {none:percent} to {most:percent}",
        added=slow[-1]["added"], none=slow[0]["p_enough"], most=slow[-1]["p_enough"],
    )  # fmt: skip


def added_channels(answer: Answer, work: Work) -> Figure | None:
    """What channels would have to be added, by drone."""
    rows, limit, data = _drawn(answer, "channels")
    if not data:
        return None
    needed = rows[0]["q50"]
    return _added(
        "channels", rows, limit, data,
        title=msg("Half of the months need more than {limit:number} more channels", limit=limit)
        if needed is None
        else msg("Half of the months need at most {needed:number} more channels", needed=needed),
        subtitle=msg(
            "Channels to add, month by month of all futures, for at most {limit:number} that get through",
            limit=rows[0]["limit_per_month"],
        ),
        unit=msg("channels added"),
        caption=msg("Channels to add"),
    )  # fmt: skip


def added_rounds(answer: Answer, work: Work) -> Figure | None:
    """What ready rounds would have to be added, by drone."""
    rows, limit, data = _drawn(answer, "interceptors")
    if not data:
        return None
    needed = rows[0]["q50"]
    return _added(
        "interceptors", rows, limit, data,
        title=msg("Half of the months need more than {limit:number} more interceptors", limit=limit)
        if needed is None
        else msg("Half of the months need at most {needed:number} more interceptors", needed=needed),
        subtitle=msg(
            "Interceptors to add, month by month of all futures, for at most {limit:number} that get through",
            limit=rows[0]["limit_per_month"],
        ),
        unit=msg("interceptors added"),
        caption=msg("Interceptors to add"),
    )  # fmt: skip


def _drawn(answer: Answer, resource: str) -> tuple[list[Row], float, list[dict[str, Any]]]:
    """Rows of a resource, the largest amount flown, and what is drawn; futures that nothing flown saves run off the axis."""
    rows = [row for row in rows_of(answer, resource=resource) if row["q025"] is not None]
    limit = max((row.get("largest_flown") or row["q975"] or 0 for row in rows), default=0)
    if not limit or all(row["q50"] is None or row["q95"] == 0 for row in rows):
        return rows, limit, []  # no amount flown is enough, or none is needed; the table says which
    data = [
        {"label": DRONES[row["drone"]], "colour": COLOURS[row["drone"]], **censored(row, limit)}
        for row in rows
    ]
    return rows, limit, data


def _added(
    resource: str,
    rows: Sequence[Row],
    limit: float,
    data: Sequence[Row],
    *,
    title: Said,
    subtitle: Said,
    unit: Said,
    caption: Said,
) -> Figure:
    return Figure(
        id=f"enough-{resource}",
        chart="intervals",
        title=title,
        subtitle=subtitle,
        data={"rows": data, "unit": unit, "end": limit},
        alt=msg("{rows:clauses}.", rows=[labelled(row) for row in data]),
        how=msg("{rows} “Over {limit:number}” is beyond the largest number flown.", rows=ROWS_HOW, limit=limit),
        source=msg("Simulated raids against the calibrated defence; spread over what the calibration leaves open."),
        table=quantile_table(f"t-enough-{resource}", caption, (DRONE,), rows, resource),
    )  # fmt: skip


def needed(answer: Answer, work: Work) -> Table:
    """Amounts and cost as text, because a range may end beyond the largest amount flown.

    The cost is that of the amount at the wanted confidence, so both stand side by side.
    """
    columns = (
        DRONE, RESOURCE, Column("p_enough_now", msg("Enough with none added"), "share", "of months"),
        Column("needed", msg("To add, month by month: median (90 %)")),
        Column("sure", msg("To add for {sure:percent} of months", sure=work.view.settings.decisions.confidence)),
        Column("cost", msg("What that costs: median (90 %)")), Column("binding", msg("Tightest limit")),
    )  # fmt: skip
    rows = [
        {**row, "needed": _reached(row), "sure": _amount(row, "added_at_confidence"), "cost": _cost(row)}
        for row in answer.rows
        if row["resource"] in {"channels", "interceptors"}
    ]
    return Table("t-enough", msg("What would be enough, and what it costs"), columns, rows)


def _amount(row: Row, name: str) -> Said:
    """An amount, or what stands for one that nothing flown reaches."""
    if row.get(name) is not None:
        return msg("{amount:number}", amount=row[name])
    if row.get("largest_flown"):
        return msg("over {largest:number}", largest=row["largest_flown"])
    return msg("not reached")


def _reached(row: Row) -> Said:
    low, middle, high = (_amount(row, level) for level in ("q05", "q50", "q95"))
    if low == middle == high:
        return middle
    return msg("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def _cost(row: Row) -> Said:
    if row.get("cost_usd_q50") is None:
        return NOTHING
    return msg(
        "{cost:money} ({most:interval})",
        cost=row["cost_usd_q50"], most=(row["cost_usd_q05"], row["cost_usd_q95"]),
    )  # fmt: skip


def purchase(answer: Answer, work: Work) -> Table | None:
    """What the cheapest mix buys; there is none where today's defence is enough."""
    rows = rows_of(answer, resource="mix")
    if not rows:
        return None
    short = rows[0]["p_enough"] < work.view.settings.decisions.confidence
    columns = (
        Column("means", msg("Means"), key=True), Column("added", msg("Channels added"), "number", "channels"),
        Column("cost_usd_q50", msg("Cost at median prices"), "usd", "US$"),
        Column("p_enough", msg("Chance that the mix is enough"), "share", "of months"),
    )  # fmt: skip
    caption = msg("The best mix found falls short") if short else msg("The cheapest mix found")
    return Table("t-mix", caption, columns, rows)


QUESTION = Question(
    id="defence.enough",
    asks=msg("Is the defence enough?"),
    section="enough",
    rank=10,
    kind="draws",
    unit=UNIT,
    columns=(
        DRONE,
        RESOURCE,
        Column("means", msg("Means"), key=True),
        Column("added", msg("Amount added"), "number", "channels", key=True),
        Column("speed_kmh", msg("Speed"), "number", "km/h", key=True),
        Column("limit_per_month", msg("Limit"), "number", "drones per month"),
        Column("confidence", msg("Confidence"), "share", "of months"),
        *quantile_columns(UNIT),
        Column("added_at_confidence", msg("To add at the confidence"), "number", "channels or rounds"),
        Column("largest_flown", msg("Largest amount flown"), "number", "channels or rounds"),
        Column("p_enough_now", msg("Enough with none added"), "share", "of months"),
        Column("p_every_month_now", msg("Every month with none added"), "share", "of futures"),
        Column("p_enough_at_largest", msg("Enough at the largest amount"), "share", "of months"),
        Column("cost_usd_q05", msg("Cost, 5 %"), "usd", "US$"),
        Column("cost_usd_q50", msg("Cost, median"), "usd", "US$"),
        Column("cost_usd_q95", msg("Cost, 95 %"), "usd", "US$"),
        CHANCE,
        Column("binding", msg("Tightest limit")),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    figures=(surface, added_channels, added_rounds),
    tables=(needed, purchase),
    documented="decisions.md",
)
