"""Is the defence enough: the surface, what must be added, and how long magazines last."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.charts import surface
from tocsin.report.figure import Section
from tocsin.report.sections.shared import LEVELS, ROWS_HOW, censored, drone_name, quantile_table, said
from tocsin.report.source import Source
from tocsin.say import interval, money, number, percent


def section(source: Source) -> Section:
    """The fourth section of the page."""
    figures = [cells(source), added(source, "channels"), added(source, "interceptors"), magazines(source)]
    return Section(
        id="is-it-enough",
        label="Is it enough?",
        sentence=source.sentence("defence.enough"),
        paragraph=_paragraph(source),
        figures=[figure for figure in figures if figure],
        tables=([_table(source)] if _needs(source) else []) + ([_mix(source)] if _bought(source) else []),
        caveat=Markup(
            "Aggregates only: no unit's place or number. The limit and the confidence are the reader's to set, in case.toml."
        )
        + Markup(_MIX_CAVEAT if _bought(source) else ""),
        missing=source.missing("defence.enough", "magazine.days"),
    )


_MIX_CAVEAT = " The mix is bought at median prices: what it would really cost is as uncertain as they are."


def _bought(source: Source) -> list[Any]:
    """Means of the cheapest mix; there are none where today's defence is enough."""
    return list(source.rows("defence.enough", resource="mix"))


def _mix(source: Source) -> Table:
    columns = (
        Column("means", "Means"), Column("added", "Channels added", "number"),
        Column("cost_usd_q50", "Cost at median prices", "usd"), Column("p_enough", "Chance that the mix is enough", "share"),
    )  # fmt: skip
    rows = _bought(source)
    short = rows[0]["p_enough"] < source.view.settings.decisions.confidence
    return Table(
        "t-mix", "The best mix found falls short" if short else "The cheapest mix found", columns, rows
    )


def _needs(source: Source) -> list[Any]:
    return [
        row for row in source.rows("defence.enough") if row.get("resource") in {"channels", "interceptors"}
    ]


def _paragraph(source: Source) -> Markup:
    settings = source.view.settings.decisions
    text = (
        f"“Enough” here means at most {number(settings.leakers_per_month)} drones a month that get through, in"
        f" {percent(settings.confidence)} of the months of all simulated futures: a planning target of this case, not a"
        " published one. A channel is one team, gun group or launcher that can engage one drone at a time."
    )
    return Markup("{}").format(text + _every_month(source))


def _every_month(source: Source) -> str:
    """A year without one bad month is a harder goal than most months, and the chances on this page are of months."""
    rows = source.rows("defence.enough", resource="channels", drone="today")
    chance = rows[0].get("p_every_month_now") if rows else None
    return (
        ""
        if chance is None
        else f" With nothing added, all months stay within it in {percent(chance)} of futures."
    )


def cells(source: Source) -> Figure | None:
    """Chance of enough over added channels and drone speed."""
    found = [
        row for row in source.rows("defence.enough", resource="surface") if row.get("p_enough") is not None
    ]
    if not found:
        return None
    data = {
        "cells": [{"x": row["added"], "y": row["speed_kmh"], "p": row["p_enough"]} for row in found],
        "x_title": "channels added to today's",
        "y_title": "speed, km/h; the lowest row is today's drone",
    }
    limit = number(source.view.settings.decisions.leakers_per_month)
    table = Table(
        "t-surface", "Chance of enough", (Column("added", "Channels added", "number"),
        Column("speed_kmh", "Speed, km/h", "number"), Column("p_enough", "Chance of enough", "share")), found,
    )  # fmt: skip
    best = max(found, key=lambda row: row["p_enough"])
    return Figure(
        id="surface",
        answer="defence.enough",
        title=_surface_title(source, found),
        subtitle=f"Chance that at most {limit} drones a month get through, by channels added and drone speed",
        chart="surface",
        data=data,
        alt=f"Table of chances by channels added and speed, from {percent(min(row['p_enough'] for row in found))}"
        f" to {percent(best['p_enough'])} with {number(best['added'])} added at {number(best['speed_kmh'])} km/h.",
        how="Each cell is a chance; darker is likelier to be enough. The title speaks of today's drone, the lowest row.",
        source="Simulated raids against the calibrated defence.",
        table=table,
        legend=tuple((f"cell-teal{step}", label) for step, (_, label) in enumerate(surface.CLASSES, start=1)),
    )


def _surface_title(source: Source, found: list[Any]) -> str:
    """What the most channels drawn do for today's drone."""
    confidence = source.view.settings.decisions.confidence
    speeds = sorted({row["speed_kmh"] for row in found})
    best = max(row["p_enough"] for row in found)
    if all(row["p_enough"] >= confidence for row in found if row["added"] == 0):
        return "Today's channels are enough at every speed shown"
    if best < confidence:
        return f"No number of channels shown reaches {percent(confidence)}; the best is {percent(best)}"
    slow = [row for row in found if row["speed_kmh"] == speeds[0]]
    none, most = min(slow, key=lambda row: row["added"]), max(slow, key=lambda row: row["added"])
    today, best = percent(none["p_enough"]), percent(most["p_enough"])
    return f"{number(most['added'])} more channels lift the chance from {today} to {best}"


def added(source: Source, resource: str) -> Figure | None:
    """What would have to be added, by drone; futures that no number flown saves run off the axis."""
    rows = [row for row in source.rows("defence.enough", resource=resource) if row.get("q025") is not None]
    limit = max((row.get("largest_flown") or row.get("q975") or 0 for row in rows), default=0)
    if not rows or not limit or all(row.get("q50") is None or row.get("q95") == 0 for row in rows):
        return None  # nothing to draw: no number flown is enough, or none is needed; the table says which
    data = [
        {
            "label": drone_name(str(row["drone"])),
            "colour": "blue" if row["drone"] == "today" else "orange",
            **censored(row, limit),
        }
        for row in rows
    ]
    return Figure(
        id=f"enough-{resource}",
        answer="defence.enough",
        title=_needed_title(rows[0], resource, limit),
        subtitle=f"{resource.capitalize()} to add, month by month of all futures, for at most"
        f" {number(rows[0]['limit_per_month'])} that get through",
        chart="intervals",
        data={"rows": data, "unit": f"{resource} added", "end": limit},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=f"{ROWS_HOW} “Over {number(limit)}” is beyond the largest number flown.",
        source="Simulated raids against the calibrated defence; spread over what the calibration leaves open.",
        table=quantile_table(
            f"t-enough-{resource}", f"{resource.capitalize()} to add", (Column("drone", "Drone"),), rows
        ),
    )


def _needed_title(row: Any, resource: str, limit: float) -> str:
    if row.get("q50") is None:
        return f"Half of the months need more than {number(limit)} more {resource}"
    return f"Half of the months need at most {number(row['q50'])} more {resource}"


def magazines(source: Source) -> Figure | None:
    """How long each layer's magazine lasts; beyond the horizon it is not followed."""
    rows = [row for row in source.rows("magazine.days") if row.get("q025") is not None]
    if not rows:
        return None
    ends = [row[level] for row in rows for level in LEVELS if row.get(level) is not None]
    limit = 365.0 if any(row.get("q975") is None for row in rows) else max(ends)
    data = [{"label": _layer(row), "colour": "blue", **censored(row, limit)} for row in rows]
    first = min(rows, key=lambda row: row["q50"] if row.get("q50") is not None else limit)
    return Figure(
        id="magazine",
        answer="magazine.days",
        title=f"{_layer(first)} probably run short first, after about {number(first['q50'])} days"
        if first.get("q50") is not None
        else "Stocks more likely than not outlast the horizon",
        subtitle="Days until stocks of rounds are empty at the forecast rate of use, resupply as today",
        chart="intervals",
        data={"rows": data, "unit": "days", "end": limit if limit == 365.0 else None},
        alt="; ".join(f"{row['label']}: {said(row)} days" for row in data) + ".",
        how=f"{ROWS_HOW} “Over 365” lasts through the whole horizon.",
        source="Shots per drone from the calibrated defence; stocks and resupply as assumed in the parameter table.",
        table=quantile_table(
            "t-magazine", "Days of stock", (Column("layer", "Layer"), Column("resupply", "Resupply")), rows
        ),
    )


def _layer(row: Any) -> str:
    return str(row["layer"]).replace("_", " ").capitalize()


def _table(source: Source) -> Table:
    """Amounts and cost as text, because a range may end beyond the largest amount flown.

    The cost is that of the amount at the wanted confidence, so both stand side by side.
    """
    confidence = percent(source.view.settings.decisions.confidence)
    columns = (
        Column("drone", "Drone"), Column("resource", "Added"), Column("p_enough_now", "Enough with none added", "share"),
        Column("needed", "To add, month by month: median (90 %)"), Column("sure", f"To add for {confidence} of months"),
        Column("cost", "What that costs: median (90 %)"), Column("binding", "Tightest limit"),
    )  # fmt: skip
    rows = [
        {**row, "needed": _reached(row), "sure": _sure(row), "cost": _cost(row)} for row in _needs(source)
    ]
    return Table("t-enough", "What would be enough, and what it costs", columns, rows)


def _sure(row: Any) -> str:
    found = row.get("added_at_confidence")
    return _beyond(row) if found is None else number(found)


def _beyond(row: Any) -> str:
    """What stands for an amount that nothing flown reaches."""
    largest = row.get("largest_flown")
    return f"over {number(largest)}" if largest else "not reached"


def _reached(row: Any) -> str:
    low, middle, high = (
        _beyond(row) if row.get(level) is None else number(row[level]) for level in ("q05", "q50", "q95")
    )
    return middle if low == middle == high else f"{middle} ({low} to {high})"


def _cost(row: Any) -> str:
    costs = {level: row.get(f"cost_usd_{level}") for level in ("q05", "q50", "q95")}
    if costs["q50"] is None:
        return ""
    return f"{money(costs['q50'])} ({interval(costs['q05'], costs['q95'])})"
