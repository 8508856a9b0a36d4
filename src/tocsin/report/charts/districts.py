"""Minutes by district: today's drone and the faster one as paired points with their 90 % intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import BLUE, GRID, INK, ORANGE, PAPER, configured, nice_top, tip, values
from tocsin.say import msg

Data = Mapping[str, Any]


def districts(data: Data, width: int) -> Any:
    """Rows of paired points.

    `data`: `rows` (label, today and faster, each with q05, q50, q95 or null), `drones` (their names), `unit`.
    """
    import altair as alt

    narrow = width < 500
    step = 40 if narrow else 24
    marks = [
        mark for index, row in enumerate(data["rows"]) for mark in _marks(data, row, index, step, narrow)
    ]
    top = nice_top(1.02 * max(mark["high"] for mark in marks))
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, top], nice=False),
              axis=alt.Axis(title=data["unit"], format=",~f", tickCount=4 if narrow else 8, domain=False, ticks=False))  # fmt: skip
    y = alt.Y("y:Q", scale=None, axis=None)
    base = alt.Chart(values(marks)).encode(y=y, color=alt.Color("colour:N", scale=None))
    layers = [
        _lines(data, step, narrow, y),
        base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_point(filled=True, size=56, opacity=1).encode(
            x=x, shape=alt.Shape("shape:N", scale=None), description="tip:N"
        ),
        *_names(data, step, narrow, y),
    ]
    return configured(alt.layer(*layers), width, step * len(data["rows"]))


def _marks(data: Data, row: Mapping[str, Any], index: int, step: int, narrow: bool) -> list[dict[str, Any]]:
    middle = step * index + (28 if narrow else step / 2)
    marks = []
    for name, colour, shape, dy in (("today", BLUE, "circle", -4), ("faster", ORANGE, "diamond", 4)):
        found = row.get(name)
        if found:
            said = msg(
                "{label}, {drone}: {median:number} min (90\u00a0%: {most:interval})",
                label=row["label"], drone=data["drones"][name], median=found["q50"], most=(found["q05"], found["q95"]),
            )  # fmt: skip
            marks.append({"value": found["q50"], "low": found["q05"], "high": found["q95"], "y": middle + dy,
                          "colour": colour, "shape": shape, "tip": tip(said)})  # fmt: skip
    return marks


def _lines(data: Data, step: int, narrow: bool, y: Any) -> Any:
    import altair as alt

    rows = [{"y": step * index + (28 if narrow else step / 2)} for index in range(len(data["rows"]))]
    return alt.Chart(values(rows)).mark_rule(color=GRID, strokeWidth=1).encode(y=y)


def _names(data: Data, step: int, narrow: bool, y: Any) -> list[Any]:
    import altair as alt

    rows = [
        {"text": row["label"], "y": step * index + (11 if narrow else step / 2)}
        for index, row in enumerate(data["rows"])
    ]
    base = alt.Chart(values(rows)).encode(y=y, text="text:N")
    if not narrow:
        return [base.mark_text(align="right", x=-12, baseline="middle", color=INK)]
    halo = base.mark_text(align="left", x=0, baseline="middle", stroke=PAPER, strokeWidth=4)
    return [halo, base.mark_text(align="left", x=0, baseline="middle", color=INK)]


DISTRICTS = Chart("districts", districts)
