"""Which uncertainty matters: lollipops of the share each input explains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.report.charts.base import (
    AXIS,
    BLUE,
    INK,
    PAPER,
    PLUM,
    configured,
    nice_top,
    share_axis,
    tip,
    values,
)
from tocsin.report.words import percent

Data = Mapping[str, Any]


def lollipops(data: Data, width: int) -> Any:
    """Horizontal lollipops from 0.

    `data`: `rows` (label, value as a share, kind "parameter" | "claim"), `unit`.
    """
    import altair as alt

    narrow = width < 500
    step = 40 if narrow else 28
    rows = [_placed(row, index, step, narrow) for index, row in enumerate(data["rows"])]
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
    layers = [_rule(len(rows) * step), stems, heads, ends, *_names(base, narrow)]
    return configured(alt.layer(*layers), width, step * len(rows))


def _placed(row: Mapping[str, Any], index: int, step: int, narrow: bool) -> dict[str, Any]:
    return {
        "value": row["value"],
        "zero": 0,
        "y": step * index + (28 if narrow else step / 2),
        "name": step * index + (12 if narrow else step / 2),
        "label": _clipped(row["label"], 54 if narrow else 62),
        "end": percent(row["value"]),
        "colour": PLUM if row.get("kind") == "claim" else BLUE,
        "tip": tip(f"{row['label']}: {percent(row['value'])}"),
    }


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"


def _names(base: Any, narrow: bool) -> list[Any]:
    import altair as alt

    y = alt.Y("name:Q", scale=None, axis=None)
    if not narrow:
        text = base.mark_text(align="right", x=-12, baseline="middle", limit=370, color=INK)
        return [text.encode(y=y, text="label:N")]
    halo = base.mark_text(align="left", x=0, baseline="middle", limit=340, stroke=PAPER, strokeWidth=4)
    plain = base.mark_text(align="left", x=0, baseline="middle", limit=340, color=INK)
    return [halo.encode(y=y, text="label:N"), plain.encode(y=y, text="label:N")]


def _rule(height: int) -> Any:
    import altair as alt

    return alt.Chart(values([{"value": 0}])).mark_rule(color=AXIS, y=0, y2=height).encode(x="value:Q")
