"""Money: what stopping a drone costs, against what the drone costs."""

from __future__ import annotations

from statistics import median
from typing import Any

from markupsafe import Markup

from tocsin.answers.declare import Column, Figure
from tocsin.report.figure import Section
from tocsin.report.sections.shared import ROWS_HOW, quantile_table, quantiles, said
from tocsin.report.source import Source
from tocsin.say import money, times


def section(source: Source) -> Section:
    """The sixth section of the page."""
    figure = exchange(source)
    return Section(
        id="money",
        label="Money",
        sentence=source.sentence("cost.exchange"),
        figures=[figure] if figure else [],
        caveat=Markup(
            "Costs are rounds, fuel and wear per drone stopped, misses included; crews and equipment are priced with the"
            " channels above, and what was protected is not counted. Casualties are never priced."
        ),
        missing=source.missing("cost.exchange"),
    )


def exchange(source: Source) -> Figure | None:
    """Cost per drone stopped by means, on a log axis, with the drone's own cost as a line."""
    rows = [row for row in source.spread("cost.exchange") if row["q025"] > 0]
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: row["q50"])
    data = [{"label": _name(row), "colour": "blue", **quantiles(row)} for row in ordered]
    ratios = [row["q50"] / row["ratio_q50"] for row in rows if row.get("ratio_q50")]
    marks = (
        [{"value": round(median(ratios)), "label": f"the average drone: about {money(median(ratios))}"}]
        if ratios
        else []
    )
    table = quantile_table(
        "t-cost", "US$ per drone stopped",
        (Column("means", "Means"), Column("ratio_q50", "Ratio to the average drone's price", "number"), Column("direction", "So")), ordered,
    )  # fmt: skip
    return Figure(
        id="cost",
        answer="cost.exchange",
        title=_title(ordered),
        subtitle="US$ of rounds, fuel and wear per drone stopped, by means; the dashed line is the price of the average drone launched, decoys included",
        chart="intervals",
        data={"rows": data, "unit": "US$ per drone stopped", "log": True, "marks": marks},
        alt="; ".join(f"{row['label']}: US$ {said(row)}" for row in data) + ".",
        how=f"{ROWS_HOW} Log scale: each step to the right multiplies the cost by ten.",
        source="Published unit costs and shots per drone from the calibrated defence.",
        table=table,
    )


def _name(row: Any) -> str:
    return str(row["means"]).replace("_", " ").capitalize()


def _title(ordered: list[Any]) -> str:
    dearest = ordered[-1]
    if dearest.get("ratio_q50") and dearest["ratio_q50"] > 1.1:
        return f"{_name(dearest)} cost {times(dearest['ratio_q50'])} the average drone"
    return f"{_name(ordered[0])} stop a drone for about {money(ordered[0]['q50'])}"
