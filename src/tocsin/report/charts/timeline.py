"""What was announced, reported and denied, on one line of time per strand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    AXIS,
    BLUE,
    GRID,
    INK,
    ORANGE,
    PAPER,
    PLUM,
    configured,
    moved,
    time_axis,
    tip,
    values,
)

Data = Mapping[str, Any]
SHAPES = {"announced": "circle", "reported": "square", "denied": "cross", "assessed": "diamond"}
COLOURS = {"announced": PLUM, "reported": INK, "denied": ORANGE, "assessed": BLUE}


def timeline(data: Data, width: int) -> Any:
    """Events by strand.

    `data`: `rows` (date, strand, kind as in `SHAPES`, text), `strands` in drawing order, `as_of`.
    """
    import altair as alt

    narrow = width < 500
    step = 44 if narrow else 34
    lines = {
        strand: step * index + (30 if narrow else step / 2) for index, strand in enumerate(data["strands"])
    }
    dates = [row["date"] for row in data["rows"]] + ([data["as_of"]] if data.get("as_of") else [])
    x = time_axis(moved(min(dates), -20), moved(max(dates), 20), width)
    y = alt.Y("y:Q", scale=None, axis=None)
    rows = _laned(data, lines, days_per_px=_days(min(dates), max(dates)) / max(1, width - 150))
    guides = alt.Chart(values([{"y": line} for line in lines.values()])).mark_rule(color=GRID).encode(y=y)
    layers = [guides, *_as_of(data, x)]
    for kind, shape in SHAPES.items():
        chosen = [row for row in rows if row["kind"] == kind]
        if chosen:
            mark = alt.Chart(values(chosen)).mark_point(
                shape=shape, filled=True, fill=COLOURS[kind], size=64, opacity=1, stroke=PAPER, strokeWidth=1
            )
            layers.append(mark.encode(x=x, y=y, description="tip:N"))
    layers += _names(lines, narrow)
    return configured(alt.layer(*layers), width, step * len(lines))


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _laned(data: Data, lines: Mapping[str, float], *, days_per_px: float) -> list[dict[str, Any]]:
    """Marks that would touch their neighbour move a lane up or down."""
    last: dict[tuple[str, int], str] = {}
    rows = []
    for row in sorted(data["rows"], key=lambda row: (row["strand"], row["date"])):
        free = [
            lane for lane in (0, -1, 1)
            if (row["strand"], lane) not in last or _days(last[row["strand"], lane], row["date"]) > 9 * days_per_px
        ]  # fmt: skip
        lane = free[0] if free else 0
        last[row["strand"], lane] = row["date"]
        rows.append(
            {**row, "y": lines[row["strand"]] + 9 * lane, "tip": tip(f"{row['date']}: {row['text']}")}
        )
    return rows


def _as_of(data: Data, x: Any) -> list[Any]:
    import altair as alt

    if not data.get("as_of"):
        return []
    rule = alt.Chart(values([{"date": data["as_of"]}])).mark_rule(color=AXIS, strokeDash=[3, 3])
    return [rule.encode(x=x)]


def _names(lines: Mapping[str, float], narrow: bool) -> list[Any]:
    import altair as alt

    rows = [{"text": strand, "y": y - (18 if narrow else 0)} for strand, y in lines.items()]
    base = alt.Chart(values(rows)).encode(y=alt.Y("y:Q", scale=None, axis=None), text="text:N")
    if narrow:
        return [base.mark_text(align="left", x=0, baseline="middle", color=INK)]
    return [base.mark_text(align="right", x=-12, baseline="middle", color=INK, limit=190)]


TIMELINE = Chart("timeline", timeline)
