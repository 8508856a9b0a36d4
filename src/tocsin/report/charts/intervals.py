"""Estimates as rows: the median a tick, 50, 80 and 95 % as lightness steps, the numbers written out.

Never bars with error bars: a bar's end is read as a limit, and a lone 95 % band is trusted most and read worst.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.report.charts.base import (
    AXIS,
    BANDS,
    EDGES,
    INK,
    MUTED,
    PAPER,
    configured,
    nice_top,
    tip,
    values,
)
from tocsin.report.palette import LIGHT
from tocsin.report.words import interval, number

Data = Mapping[str, Any]
_STEP_WIDE, _STEP_NARROW = 32, 46
_NAME_PX = 200


def rows(data: Data, width: int) -> Any:
    """Interval rows on one axis, names at the left, numbers at the right; on a phone above each bar.

    `data`: `rows` (label, colour "blue" | "orange", q025…q975), `unit`, optional `log`, `digits`,
    `marks` (value, label: dashed verticals).
    """
    import altair as alt

    narrow = width < 500
    step = _STEP_NARROW if narrow else _STEP_WIDE
    x = alt.X("value:Q", scale=_scale(data, alt), axis=_axis(data, alt, narrow))
    words = _narrow_words(data, step) if narrow else _wide_words(data, step)
    layers = [*_reference(data, x), *_segments(data, x, step, narrow), *words]
    return configured(alt.layer(*layers), width, step * len(data["rows"]))


def _scale(data: Data, alt: Any) -> Any:
    lows = [row["q025"] for row in data["rows"]]
    highs = [row["q975"] for row in data["rows"]]
    marks = [mark["value"] for mark in data.get("marks", ())]
    if data.get("log"):
        floor = min(low for low in [*lows, *marks] if low > 0)
        return alt.Scale(type="log", domain=[floor / 1.25, max([*highs, *marks]) * 1.25], nice=False, clamp=True)
    top = nice_top(1.02 * max([*highs, *marks, 1e-9]))
    bottom = min(0.0, *lows)
    return alt.Scale(domain=[-nice_top(-bottom) if bottom < 0 else 0, top], nice=False, clamp=True)


def _axis(data: Data, alt: Any, narrow: bool) -> Any:
    title = data.get("unit", "") + (" (log scale)" if data.get("log") else "")
    form = "~s" if max(row["q975"] for row in data["rows"]) >= 1e5 or data.get("log") else ",~f"
    count = 4 if narrow else 6
    return alt.Axis(title=title, format=form, tickCount=count, grid=True, domain=False, ticks=False, labelFlush=False)


def _segments(data: Data, x: Any, step: int, narrow: bool) -> list[Any]:
    import altair as alt

    layers = []
    for index, row in enumerate(data["rows"]):
        middle = _bar_y(index, step, narrow)
        colours = BANDS[row.get("colour", "blue")]
        for level, (low, high) in EDGES.items():
            segment = alt.Chart(values([{"value": row[low], "end": row[high], "tip": tip(_said(row))}]))
            layers.append(
                segment.mark_bar(color=colours[level], height=9, y=middle).encode(
                    x=x, x2="end:Q", description="tip:N"
                )
            )
        tick = alt.Chart(values([{"value": row["q50"]}])).mark_tick(
            color=INK, thickness=2, height=17, y=middle, orient="vertical", opacity=1
        )
        layers.append(tick.encode(x=x))
    return layers


def _bar_y(index: int, step: int, narrow: bool) -> float:
    return step * index + (32 if narrow else step / 2)


def _said(row: Mapping[str, Any]) -> str:
    return (
        f"{row['label']}: {number(row['q50'])} (50 %: {interval(row['q25'], row['q75'])};"
        f" 90 %: {interval(row['q05'], row['q95'])})"
    )


def _short(row: Mapping[str, Any]) -> str:
    return f"{number(row['q50'])} ({interval(row['q05'], row['q95'])})"


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
        layers.append(
            base.mark_text(color=LIGHT["orange-text"], align="left", dx=4, y=-2, baseline="bottom").encode(text="text:N")
        )
    return layers

