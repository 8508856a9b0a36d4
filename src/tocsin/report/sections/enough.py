"""Is the defence enough: the surface, what must be added, and how long magazines last."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.report.charts import intervals, surface
from tocsin.report.figure import Column, Figure, Section, Table
from tocsin.report.sections.shared import ROWS_HOW, drone_name, quantile_table, quantiles, said
from tocsin.report.source import Source
from tocsin.report.words import number, percent


def section(source: Source) -> Section:
    """The fourth section of the page."""
    figures = [cells(source), added(source, "channels"), added(source, "interceptors"), magazines(source)]
    return Section(
        id="is-it-enough",
        label="Is it enough?",
        sentence=source.sentence("defence.enough"),
        paragraph=_paragraph(source),
        figures=[figure for figure in figures if figure],
        tables=[_table(source)] if _needs(source) else [],
        caveat=Markup(
            "A channel is one team, gun group or launcher that can engage one drone at a time; aggregates only."
            " The limit and the confidence are the reader's to set, in case.toml."
        ),
        missing=source.missing("defence.enough", "magazine.days"),
    )


def _needs(source: Source) -> list[Any]:
    return [row for row in source.rows("defence.enough") if row.get("resource") in {"channels", "interceptors"}]


def _paragraph(source: Source) -> Markup:
    settings = source.view.settings.decisions
    binding = [row for row in _needs(source) if row.get("binding")]
    text = (
        f"“Enough” here means at most {number(settings.leakers_per_month)} drones a month that get through,"
        f" held with {percent(settings.confidence)} confidence: a planning target of this case, not a published one."
    )
    if binding:
        text += f" What runs out first: {binding[0]['binding']}."
    return Markup("{}").format(text)


def cells(source: Source) -> Figure | None:
    """Chance of enough over added channels and drone speed."""
    found = [row for row in source.rows("defence.enough", resource="surface") if row.get("p_enough") is not None]
    if not found:
        return None
    data = {
        "cells": [{"x": row["added"], "y": row["speed_kmh"], "p": row["p_enough"]} for row in found],
        "x_title": "channels added",
        "y_title": "speed, km/h",
    }
    limit = number(source.view.settings.decisions.leakers_per_month)
    table = Table(
        "t-surface", "Chance of enough", (Column("added", "Channels added", "number"),
        Column("speed_kmh", "Speed, km/h", "number"), Column("p_enough", "Chance of enough", "percent")), found,
    )  # fmt: skip
    best = max(found, key=lambda row: row["p_enough"])
    return Figure(
        id="surface",
        answer="defence.enough",
        title=_surface_title(source, found),
        subtitle=f"Chance that at most {limit} drones a month get through, by channels added and drone speed",
        chart=surface.surface,
        data=data,
        alt=f"Table of chances by channels added and speed, from {percent(min(row['p_enough'] for row in found))}"
        f" to {percent(best['p_enough'])} with {number(best['added'])} added at {number(best['speed_kmh'])} km/h.",
        how="Each cell is a chance; darker is likelier to be enough.",
        source="Simulated raids against the calibrated defence.",
        table=table,
        legend=tuple((f"cell-teal{step}", label) for step, (_, label) in enumerate(surface.CLASSES, start=1)),
    )


def _surface_title(source: Source, found: list[Any]) -> str:
    confidence = source.view.settings.decisions.confidence
    parts = []
    for speed in sorted({row["speed_kmh"] for row in found})[:: max(1, len({row["speed_kmh"] for row in found}) - 1)]:
        enough = sorted(row["added"] for row in found if row["speed_kmh"] == speed and row["p_enough"] >= confidence)
        parts.append(f"about {number(enough[0])} at {number(speed)} km/h" if enough else f"more than shown at {number(speed)} km/h")
    return f"Channels to add: {', '.join(parts[:2])}"


def added(source: Source, resource: str) -> Figure | None:
    """What would have to be added, by drone."""
    rows = source.spread("defence.enough", resource=resource)
    if not rows:
        return None
    data = [
        {"label": drone_name(str(row["drone"])), "colour": "blue" if row["drone"] == "today" else "orange", **quantiles(row)}
        for row in rows
    ]
    first = rows[0]
    return Figure(
        id=f"enough-{resource}",
        answer="defence.enough",
        title=f"About {number(first['q50'])} more {resource} would be enough today",
        subtitle=f"{resource.capitalize()} to add for at most {number(first['limit_per_month'])} leakers a month"
        f" with {percent(first['confidence'])} confidence",
        chart=intervals.rows,
        data={"rows": data, "unit": f"{resource} added"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=ROWS_HOW,
        source="Simulated raids against the calibrated defence; spread over what the calibration leaves open.",
        table=quantile_table(f"t-enough-{resource}", f"{resource.capitalize()} to add", (Column("drone", "Drone"),), rows),
    )


def magazines(source: Source) -> Figure | None:
    """How long each layer's magazine lasts."""
    rows = source.spread("magazine.days")
    if not rows:
        return None
    data = [{"label": _layer(row), "colour": "blue", **quantiles(row)} for row in rows]
    first = min(rows, key=lambda row: row["q50"])
    return Figure(
        id="magazine",
        answer="magazine.days",
        title=f"{_layer(first)} last about {number(first['q50'])} days",
        subtitle="Days until a layer's magazine is empty at the forecast rate of use",
        chart=intervals.rows,
        data={"rows": data, "unit": "days"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=ROWS_HOW,
        source="Shots per drone from the calibrated defence; magazines and resupply as assumed in the parameter table.",
        table=quantile_table("t-magazine", "Days of magazine", (Column("layer", "Layer"), Column("resupply", "Resupply")), rows),
    )


def _layer(row: Any) -> str:
    return str(row["layer"]).replace("_", " ").capitalize()


def _table(source: Source) -> Table:
    columns = (
        Column("drone", "Drone"), Column("resource", "Added"), Column("q50", "Median", "number"),
        Column("q05", "5 %", "number"), Column("q95", "95 %", "number"), Column("cost_usd_q50", "Cost, median", "money"),
        Column("cost_usd_q05", "5 %", "money"), Column("cost_usd_q95", "95 %", "money"),
        Column("p_enough_now", "Enough now", "percent"), Column("binding", "Runs out first"),
    )  # fmt: skip
    return Table("t-enough", "What would be enough, and what it costs", columns, _needs(source))
