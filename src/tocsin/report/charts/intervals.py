"""Estimates as rows: the median a tick, 50, 80 and 95 % as lightness steps, the numbers written out.

Never bars with error bars: a bar's end is read as a limit, and a lone 95 % band is trusted most and read worst.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    AXIS,
    BANDS,
    EDGES,
    INK,
    MILLIONS,
    MUTED,
    PAPER,
    THOUSANDS,
    configured,
    nice_top,
    tip,
    values,
)
from tocsin.report.palette import LIGHT
from tocsin.say import interval, number

Data = Mapping[str, Any]
_STEP_WIDE, _STEP_NARROW = 32, 46
_NAME_PX = 200


def rows(data: Data, width: int) -> Any:
    """Interval rows on one axis, names at the left, numbers at the right; on a phone above each bar.

    `data`: `rows` (label, colour "blue" | "orange", q025…q975; `text` in place of the numbers and `open` where
    upper quantiles lie beyond the axis), `unit`, optional `log`, `marks` (value, label: dashed verticals).
    """
    import altair as alt

    narrow = width < 500
    step = _STEP_NARROW if narrow else _STEP_WIDE
    x = alt.X("value:Q", scale=_scale(data, alt), axis=_axis(data, alt, narrow))
    words = _narrow_words(data, step) if narrow else _wide_words(data, step)
    layers = [*_reference(data, x), *_segments(data, x, step, narrow), *words]
    return configured(alt.layer(*layers), width, step * len(data["rows"]), right=4 if narrow else 16)


def _scale(data: Data, alt: Any) -> Any:
    lows = [row["q025"] for row in data["rows"]]
    highs = [row["q975"] for row in data["rows"]]
    marks = [mark["value"] for mark in data.get("marks", ())]
    if data.get("log"):
        return alt.Scale(type="log", domain=list(_log_domain(data)), nice=False, clamp=True)
    top = nice_top(max([*highs, *marks, 1e-9])) if not data.get("end") else float(data["end"])
    bottom = min(0.0, *lows)
    return alt.Scale(domain=[-nice_top(-bottom) if bottom < 0 else 0, top], nice=False, clamp=True)


def _log_domain(data: Data) -> tuple[float, float]:
    marks = [mark["value"] for mark in data.get("marks", ())]
    lows = [row["q025"] for row in data["rows"] if row["q025"] > 0]
    return min([*lows, *marks]) / 1.25, max([*(row["q975"] for row in data["rows"]), *marks]) * 1.25


def _axis(data: Data, alt: Any, narrow: bool) -> Any:
    options: dict[str, Any] = {"domain": False, "ticks": False, "labelFlush": False, "labelExpr": THOUSANDS}
    if data.get("log"):
        low, high = _log_domain(data)
        return alt.Axis(title=f"{data['unit']} (log scale)", values=_log_ticks(low, high, narrow), **options)
    title = data.get("unit", "")
    if max(row["q975"] for row in data["rows"]) >= 1e6:
        title, options["labelExpr"] = f"million {title}", MILLIONS
    return alt.Axis(title=title, tickCount=4 if narrow else 6, **options)


def _log_ticks(low: float, high: float, narrow: bool) -> list[float]:
    """Powers of ten inside the domain, with 2 and 5 between them where there is room for their labels."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1,) if narrow or len(powers) > 5 else (1, 3)
    return [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]


def _segments(data: Data, x: Any, step: int, narrow: bool) -> list[Any]:
    """Thick rules as bars, widest first, one layer a level; then the medians."""
    import altair as alt

    rows = [
        {**row, "y": _bar_y(index, step, narrow), "tip": tip(_said(row))}
        for index, row in enumerate(data["rows"])
    ]
    y = alt.Y("y:Q", scale=None, axis=None)
    layers = []
    for level, (low, high) in EDGES.items():
        parts = [
            {"value": row[low], "end": row[high], "y": row["y"], "tip": row["tip"],
             "colour": BANDS[row.get("colour", "blue")][level]}
            for row in rows
        ]  # fmt: skip
        bar = alt.Chart(values(parts)).mark_rule(strokeWidth=9)
        colour = alt.Color("colour:N", scale=None)
        layers.append(bar.encode(x=x, x2="end:Q", y=y, color=colour, description="tip:N"))
    medians = [{"value": row["q50"], "y": row["y"]} for row in rows if not row.get("median_open")]
    if medians:
        mark = alt.Chart(values(medians)).mark_tick(
            color=INK, thickness=2, height=17, orient="vertical", opacity=1
        )
        layers.append(mark.encode(x=x, y=y))
    return layers


def _bar_y(index: int, step: int, narrow: bool) -> float:
    return step * index + (32 if narrow else step / 2)


def _said(row: Mapping[str, Any]) -> str:
    if row.get("text"):
        return f"{row['label']}: {row['text']}"
    return (
        f"{row['label']}: {number(row['q50'])} (50 %: {interval(row['q25'], row['q75'])};"
        f" 90 %: {interval(row['q05'], row['q95'])})"
    )


def _short(row: Mapping[str, Any]) -> str:
    return str(row.get("text") or f"{number(row['q50'])} ({interval(row['q05'], row['q95'])})")


def _narrow_words(data: Data, step: int) -> list[Any]:
    words = [
        {"text": f"{row['label']}: {_short(row)}", "y": step * index + 14}
        for index, row in enumerate(data["rows"])
    ]
    halo: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 4}
    return [_texts(words, align="left", x=0, **halo), _texts(words, align="left", x=0)]


def _wide_words(data: Data, step: int) -> list[Any]:
    from altair import expr

    middles = [_bar_y(index, step, narrow=False) for index in range(len(data["rows"]))]
    pairs = list(zip(data["rows"], middles, strict=True))
    names = [{"text": row["label"], "y": y} for row, y in pairs]
    numbers = [{"text": _short(row), "y": y} for row, y in pairs]
    at_right: dict[str, Any] = {"align": "left", "x": expr("width"), "dx": 14}
    return [
        _texts(names, align="right", x=-12, limit=_NAME_PX - 14),
        _texts(numbers, **at_right),
        _texts([{"text": "median (90 %)", "y": -12}], **at_right, color=MUTED),
    ]


def _texts(words: list[dict[str, Any]], **mark: Any) -> Any:
    import altair as alt

    chart = alt.Chart(values(words)).mark_text(**{"baseline": "middle", "color": INK, **mark})
    return chart.encode(y=alt.Y("y:Q", scale=None, axis=None), text="text:N")


def _reference(data: Data, x: Any) -> list[Any]:
    import altair as alt

    layers = []
    if min(row["q025"] for row in data["rows"]) < 0 and not data.get("log"):
        layers.append(alt.Chart(values([{"value": 0}])).mark_rule(color=AXIS).encode(x=x))
    for mark in data.get("marks", ()):
        base = alt.Chart(values([{"value": mark["value"], "text": mark["label"]}])).encode(x=x)
        layers.append(base.mark_rule(color=LIGHT["orange"], strokeDash=[3, 3]))
        low, high = _log_domain(data) if data.get("log") else (0.0, max(row["q975"] for row in data["rows"]))
        far = mark["value"] > (math.sqrt(low * high) if data.get("log") else high / 2)
        side: dict[str, Any] = {"align": "right", "dx": 4} if far else {"align": "left", "dx": -4}
        name = base.mark_text(color=LIGHT["orange-text"], **side, y=-4, baseline="bottom")
        layers.append(name.encode(text="text:N"))
    return layers


INTERVALS = Chart("intervals", rows)
