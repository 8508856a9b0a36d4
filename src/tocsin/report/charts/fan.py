"""Months on a line: what was counted, what was claimed, and the fan of what may come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    AXIS,
    BANDS,
    BLUE,
    EDGES,
    INK,
    LINE_PX,
    MUTED,
    ORANGE,
    PAPER,
    PLUM,
    Row,
    configured,
    middle,
    moved,
    nice_top,
    spread,
    time_axis,
    tip,
    values,
)
from tocsin.report.palette import LIGHT
from tocsin.say import exact, interval, month, number

Data = Mapping[str, Any]


def fan(data: Data, width: int) -> Any:
    """Fan chart by month.

    `data`: `rows` (period, q025…q975), `record` (period, value), `alternative` (period, q50) with
    `alternative_name`, `claims` (date, low, high, label), `breaks` (date, label), `as_of`, `unit`,
    `height`; every key but `rows` may be absent.
    """
    import altair as alt

    height = int(data.get("height", 320))
    first, last = _window(data)
    top = _top(data)
    x = time_axis(first, last, width)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, top], nice=False, clamp=True),
        axis=alt.Axis(format=",~f", tickCount=5, title=None),
    )
    layers = [
        *_bands(data, x, y),
        *_rules(data, x, width, first, last),
        *_record(data, x, y),
        *_claims(data, x, y, top),
        *_alternative(data, x, y),
        *_end_labels(data, x, top, height, width),
        *_hover(data, x),
    ]
    unit = (
        alt.Chart(values([{"text": data.get("unit", "")}]))
        .mark_text(align="left", baseline="bottom", color=MUTED, x=0, y=-8)
        .encode(text="text:N")
    )
    return configured(alt.layer(*layers, unit), width, height)


def _window(data: Data) -> tuple[str, str]:
    dates = [middle(row["period"]) for row in (*data.get("record", ()), *data["rows"])]
    dates += [claim["date"] for claim in data.get("claims", ())]
    return moved(min(dates), -16), moved(max(middle(row["period"]) for row in data["rows"]), 2)


def _top(data: Data) -> float:
    """Top of the axis; a 95 % band far above the 90th percentile runs off it and is labelled with its value."""
    edge = max(row["q975"] for row in data["rows"])
    inner = max(row["q90"] for row in data["rows"])
    counted = [row["value"] for row in data.get("record", ())]
    alternative = [row["q50"] for row in data.get("alternative", ())]
    shown = edge if edge < 1.25 * inner else inner
    return nice_top(1.02 * max([shown, *counted, *alternative, 1e-9]))


def _bands(data: Data, x: Any, y: Any) -> list[Any]:
    import altair as alt

    layers = []
    colours = BANDS[data.get("colour", "blue")]
    for level, (low, high) in EDGES.items():
        rows = [{"date": middle(row["period"]), "value": row[low], "high": row[high]} for row in data["rows"]]
        area = alt.Chart(values(rows)).mark_area(color=colours[level], opacity=1, clip=True)
        layers.append(area.encode(x=x, y=y, y2="high:Q"))
    median = [{"date": middle(row["period"]), "value": row["q50"]} for row in data["rows"]]
    line = alt.Chart(values(median)).mark_line(color=colours[0], strokeWidth=2).encode(x=x, y=y)
    return [*layers, line]


def _record(data: Data, x: Any, y: Any) -> list[Any]:
    import altair as alt

    rows = [
        {"date": middle(row["period"]), "value": row["value"],
         "tip": tip(f"{month(row['period'])}: {exact(row['value'])} counted")}
        for row in data.get("record", ())
    ]  # fmt: skip
    if not rows:
        return []
    base = alt.Chart(values(rows)).encode(x=x, y=y)
    dots = base.mark_circle(color=INK, size=22, opacity=1).encode(description="tip:N")
    return [base.mark_line(color=INK, strokeWidth=1.2), dots]


def _alternative(data: Data, x: Any, y: Any) -> list[Any]:
    import altair as alt

    rows = [{"date": middle(row["period"]), "value": row["q50"]} for row in data.get("alternative", ())]
    if not rows:
        return []
    line = alt.Chart(values(rows)).mark_line(color=ORANGE, strokeWidth=2, strokeDash=[6, 3])
    return [line.encode(x=x, y=y)]


def _claims(data: Data, x: Any, y: Any, top: float) -> list[Any]:
    """Brackets for intervals, arrows up for floors and down for ceilings, diamonds for points."""
    import altair as alt

    layers: list[Any] = []
    shown = [_claim_row(claim, top) for claim in data.get("claims", ())]
    for shape in ("floor", "ceiling", "interval", "point"):
        rows = [row for row in shown if row["shape"] == shape]
        if not rows:
            continue
        base = alt.Chart(values(rows)).encode(x=x, y=y)
        if shape != "point":
            layers.append(base.mark_rule(color=PLUM, strokeWidth=1.4).encode(y2="end:Q"))
        ends = [(row, row["value"]) for row in rows]
        if shape == "interval":
            ends += [(row, row["end"]) for row in rows]
        marks = [{**row, "value": value} for row, value in ends]
        marker = alt.Chart(values(marks)).mark_point(
            shape="diamond" if shape == "point" else "stroke", color=PLUM, filled=shape == "point",
            size=34 if shape == "point" else 60, strokeWidth=1.6, opacity=1, fill=PLUM if shape == "point" else None,
        )  # fmt: skip
        layers.append(marker.encode(x=x, y=y, description="tip:N"))
        if shape in {"floor", "ceiling"}:
            layers.append(_heads(rows, shape, x, y))
    return layers


def _heads(rows: Sequence[Row], shape: str, x: Any, y: Any) -> Any:
    import altair as alt

    heads = [{"date": row["date"], "value": row["end"]} for row in rows]
    form = "triangle-up" if shape == "floor" else "triangle-down"
    head = alt.Chart(values(heads)).mark_point(shape=form, filled=True, color=PLUM, size=42, opacity=1)
    return head.encode(x=x, y=y)


def _claim_row(claim: Row, top: float) -> dict[str, Any]:
    low, high = claim.get("low"), claim.get("high")
    reach = 0.075 * top
    row = {"date": claim["date"], "tip": tip(claim["label"])}
    if low is not None and high is not None and high > low:
        return {**row, "shape": "interval", "value": min(low, top), "end": min(high, top)}
    if low is not None and high is not None:
        return {**row, "shape": "point", "value": min(low, top), "end": min(low, top)}
    if low is not None:
        start = min(low, top - reach)
        return {**row, "shape": "floor", "value": start, "end": start + reach}
    start = min(high or 0.0, top)
    return {**row, "shape": "ceiling", "value": start, "end": max(start - reach, 0.0)}


def _rules(data: Data, x: Any, width: int, first: str, last: str) -> list[Any]:
    """Dashed verticals for definition breaks and the as-of date, each named at its foot or head."""
    import altair as alt

    rules = [
        {"date": item["date"], "text": item["label"]}
        for item in data.get("breaks", ())
        if first < item["date"] < last
    ]
    if data.get("as_of"):
        rules.append({"date": data["as_of"], "text": "as of"})
    layers: list[Any] = []
    span = (date.fromisoformat(last) - date.fromisoformat(first)).days
    for level, rule in enumerate(sorted(rules, key=lambda rule: rule["date"], reverse=True)):
        share = (date.fromisoformat(rule["date"]) - date.fromisoformat(first)).days / span
        side = {"align": "left", "dx": 4} if share * width < 130 else {"align": "right", "dx": -4}
        name: dict[str, Any] = {**side, "baseline": "top", "y": LINE_PX * level - 4, "color": MUTED}
        base = alt.Chart(values([rule])).encode(x=x)
        text = base.encode(text="text:N")
        layers.append(base.mark_rule(color=AXIS, strokeDash=[3, 3], strokeWidth=1, y=LINE_PX * level - 2))
        layers += [text.mark_text(**name, stroke=PAPER, strokeWidth=3), text.mark_text(**name)]
    return layers


def _end_labels(data: Data, x: Any, top: float, height: int, width: int) -> list[Any]:
    """ "95 %", "80 %", "50 %" at the bands' upper edges, "median" on the line, moved apart."""
    import altair as alt

    end = data["rows"][-1]
    wanted = [
        (_level(level, end[high], top, narrow=width < 500), end[high], MUTED)
        for level, (_, high) in EDGES.items()
    ]
    wanted.append(("median", end["q50"], BANDS[data.get("colour", "blue")][0]))
    if data.get("alternative"):
        wanted.append((data["alternative_name"], data["alternative"][-1]["q50"], LIGHT["orange-text"]))
    pixels = spread([height * (1 - min(value, top) / top) for _, value, _ in wanted], LINE_PX, 0, height)
    layers = []
    for (text, _, colour), pixel in zip(wanted, pixels, strict=True):
        label = alt.Chart(values([{"date": middle(end["period"]), "text": text}]))
        layers.append(
            label.mark_text(align="left", dx=6, y=pixel, color=colour, baseline="middle").encode(
                x=x, text="text:N"
            )
        )
    return layers


def _level(level: int, edge: float, top: float, *, narrow: bool) -> str:
    """The band's level; an arrow, and its value where there is room, if it runs off the axis."""
    if edge <= top:
        return f"{level} %"
    return f"{level} % ↑" if narrow else f"{level} % ↑ {number(edge)}"


def _hover(data: Data, x: Any) -> list[Any]:
    """An invisible column per forecast month that carries its numbers as a tooltip."""
    import altair as alt

    rows = [
        {"date": middle(row["period"]), "tip": tip(
            f"{month(row['period'])}: {number(row['q50'])} (50 %: {interval(row['q25'], row['q75'])};"
            f" 90 %: {interval(row['q05'], row['q95'])})"
        )}
        for row in data["rows"]
    ]  # fmt: skip
    strip = alt.Chart(values(rows)).mark_rule(strokeWidth=14, color=BLUE, strokeOpacity=0, y=0)
    return [strip.encode(x=x, description="tip:N")]


FAN = Chart("fan", fan)
