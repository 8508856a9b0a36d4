"""Which uncertainty matters: lollipops of the share each input explains."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    AXIS,
    BLUE,
    INK,
    LINE_PX,
    PAPER,
    PLUM,
    configured,
    nice_top,
    share_axis,
    tip,
    values,
)
from tocsin.say import percent

Data = Mapping[str, Any]
_FITS_WIDE, _FITS_NARROW = 116, 52  # characters of a label's line


def lollipops(data: Data, width: int) -> Any:
    """Horizontal lollipops from 0.

    `data`: `rows` (label, value as a share, kind "parameter" | "claim"), `unit`.
    """
    import altair as alt

    narrow = width < 500
    lines = [textwrap.wrap(row["label"], _FITS_NARROW if narrow else _FITS_WIDE) for row in data["rows"]]
    step = LINE_PX * max(map(len, lines)) + 26
    rows = [_placed(row, step * (index + 1) - 12) for index, row in enumerate(data["rows"])]
    top = nice_top(max([1.1 * row["value"] for row in rows] + [0.01]))
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=share_axis(title=data["unit"], tickCount=4 if narrow else 5, domain=False, ticks=False),
    )
    y = alt.Y("y:Q", scale=None, axis=None)
    base = alt.Chart(values(rows))
    colour = alt.Color("colour:N", scale=None)
    stems = base.mark_rule(strokeWidth=2).encode(x=alt.X("zero:Q"), x2="value:Q", y=y, color=colour)
    heads = base.mark_circle(size=80, opacity=1).encode(x=x, y=y, color=colour, description="tip:N")
    ends = base.mark_text(align="left", dx=9, baseline="middle").encode(x=x, y=y, text="end:N")
    layers = [_rule(len(rows) * step), stems, heads, ends, *_names(lines, rows)]
    return configured(alt.layer(*layers), width, step * len(rows))


def _placed(row: Mapping[str, Any], y: float) -> dict[str, Any]:
    return {
        "value": row["value"],
        "zero": 0,
        "y": y,
        "end": percent(row["value"]),
        "colour": PLUM if row.get("kind") == "claim" else BLUE,
        "tip": tip(f"{row['label']}: {percent(row['value'])}"),
    }


def _names(lines: list[list[str]], rows: list[dict[str, Any]]) -> list[Any]:
    """Labels above their stems, the last line nearest."""
    import altair as alt

    words = [
        {"text": line, "y": row["y"] - 14 - LINE_PX * (len(label) - 1 - at)}
        for label, row in zip(lines, rows, strict=True)
        for at, line in enumerate(label)
    ]
    base = alt.Chart(values(words)).encode(y=alt.Y("y:Q", scale=None, axis=None), text="text:N")
    place: dict[str, Any] = {"align": "left", "x": 2, "baseline": "middle"}
    return [
        base.mark_text(**place, stroke=PAPER, strokeWidth=4),
        base.mark_text(**place, color=INK),
    ]


def _rule(height: int) -> Any:
    import altair as alt

    return alt.Chart(values([{"value": 0}])).mark_rule(color=AXIS, y=0, y2=height).encode(x="value:Q")


LOLLIPOPS = Chart("lollipops", lollipops)
