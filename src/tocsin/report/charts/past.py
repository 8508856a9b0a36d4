"""Past forecasts beside what came later, as small multiples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    BANDS,
    EDGES,
    INK,
    PAPER,
    THOUSANDS,
    configured_grid,
    middle,
    moved,
    nice_top,
    time_axis,
    tip,
    values,
)
from tocsin.say import exact, month

Data = Mapping[str, Any]
_LEFT = 42  # room for the labels of counts, the same in every small chart


def past(data: Data, width: int) -> Any:
    """One small fan per past date, each on its own scale of counts.

    `data`: `fans`, a list of {`origin`, `rows` (period, q025…q975, observed or null), `before` (period, value)}.
    """
    import altair as alt

    columns = 2 if width < 500 else 3
    each = width // columns - _LEFT - 12
    charts = [_one(fan, each, _top(fan)) for fan in data["fans"]]
    return configured_grid(
        alt.concat(*charts, columns=columns, bounds="flush", spacing={"row": 58, "column": _LEFT + 12})
    )


def _top(fan: Mapping[str, Any]) -> float:
    seen = [row["observed"] for row in fan["rows"] if row.get("observed") is not None]
    before = [row["value"] for row in fan["before"]]
    return nice_top(1.05 * max([*(row["q90"] for row in fan["rows"]), *seen, *before]))


def _one(fan: Mapping[str, Any], width: int, top: float) -> Any:
    import altair as alt

    months = [row["period"] for row in (*fan["before"], *fan["rows"])]
    x = time_axis(moved(middle(months[0]), -16), moved(middle(months[-1]), 4), width)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, top], nice=False, clamp=True),
        axis=alt.Axis(labelExpr=THOUSANDS, tickCount=3, title=None, minExtent=_LEFT, maxExtent=_LEFT),
    )
    layers = [*_bands(fan, x, y), *_dots(fan, x, y)]
    title = alt.TitleParams(
        f"as of {month(fan['origin'])}", anchor="start", fontSize=12, fontWeight=600, color=INK, offset=4
    )
    return alt.layer(*layers).properties(width=width, height=112, title=title)


def _bands(fan: Mapping[str, Any], x: Any, y: Any) -> list[Any]:
    import altair as alt

    layers = []
    for level, (low, high) in EDGES.items():
        rows = [{"date": middle(row["period"]), "value": row[low], "high": row[high]} for row in fan["rows"]]
        area = alt.Chart(values(rows)).mark_area(color=BANDS["blue"][level], opacity=1, clip=True)
        layers.append(area.encode(x=x, y=y, y2="high:Q"))
    median = [{"date": middle(row["period"]), "value": row["q50"]} for row in fan["rows"]]
    line = alt.Chart(values(median)).mark_line(color=BANDS["blue"][0], strokeWidth=1.6)
    return [*layers, line.encode(x=x, y=y)]


def _dots(fan: Mapping[str, Any], x: Any, y: Any) -> list[Any]:
    """Ink dots: known then; hollow dots: what came later."""
    import altair as alt

    known = [{"date": middle(row["period"]), "value": row["value"]} for row in fan["before"]]
    later = [
        {
            "date": middle(row["period"]),
            "value": row["observed"],
            "tip": tip(f"{month(row['period'])}: {exact(row['observed'])}"),
        }
        for row in fan["rows"]
        if row.get("observed") is not None
    ]
    layers = (
        [alt.Chart(values(known)).mark_circle(color=INK, size=14, opacity=1).encode(x=x, y=y)]
        if known
        else []
    )
    if later:
        hollow = alt.Chart(values(later)).mark_point(
            shape="circle", size=26, fill=PAPER, stroke=INK, strokeWidth=1.3, opacity=1
        )
        layers.append(hollow.encode(x=x, y=y, description="tip:N"))
    return layers


PAST = Chart("past", past)
