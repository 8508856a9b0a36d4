"""What every chart shares: the configuration, time axes, and labels that don't overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tocsin.report.palette import LIGHT

if TYPE_CHECKING:
    import altair as alt

Row = Mapping[str, Any]

INK, MUTED, AXIS, GRID, PAPER = (LIGHT[role] for role in ("ink", "muted", "axis", "grid", "paper"))
BLUE, ORANGE, PLUM = LIGHT["blue"], LIGHT["orange"], LIGHT["plum"]
BANDS = {
    "blue": {50: LIGHT["blue50"], 80: LIGHT["blue80"], 95: LIGHT["blue95"], 0: BLUE},
    "orange": {50: LIGHT["orange50"], 80: LIGHT["orange80"], 95: LIGHT["orange95"], 0: ORANGE},
}
EDGES = {95: ("q025", "q975"), 80: ("q10", "q90"), 50: ("q25", "q75")}
TIP = "tip:"
"""Prefix of a mark's `description` that is to become its tooltip."""
TEXT_PX = 12
LINE_PX = 14


def configured(chart: Any, width: int, height: int, *, right: int = 4) -> Any:
    """`chart` at exactly `width` pixels, padding included, in the page's style."""
    padding = {"left": 2, "right": right, "top": 4, "bottom": 4}
    return chart.properties(
        width=width, height=height, padding=padding, autosize={"type": "fit-x", "contains": "padding"}
    ).configure(**_config())


def configured_grid(chart: Any) -> Any:
    """A concatenation of charts in the page's style; its parts carry their own widths."""
    return chart.properties(padding={"left": 2, "right": 4, "top": 4, "bottom": 4}).configure(**_config())


def _config() -> dict[str, Any]:
    axis = {
        "labelColor": MUTED, "titleColor": MUTED, "gridColor": GRID, "domainColor": AXIS, "tickColor": AXIS,
        "labelFontSize": TEXT_PX, "titleFontSize": TEXT_PX, "titleFontWeight": "normal", "labelPadding": 5,
        "tickSize": 4, "titlePadding": 8,
    }  # fmt: skip
    return {
        "font": "Inter",
        "background": "white",
        "aria": True,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"domain": False, "ticks": False},
        "text": {"fontSize": TEXT_PX, "fill": INK},
        "point": {"opacity": 1},
        "legend": {
            "labelColor": INK,
            "titleColor": MUTED,
            "labelFontSize": TEXT_PX,
            "titleFontSize": TEXT_PX,
        },
    }


def values(rows: Sequence[Row]) -> alt.InlineData:
    """Rows as inline data."""
    import altair as alt

    return alt.InlineData(values=[dict(row) for row in rows])


def tip(text: str) -> str:
    """A tooltip, carried through Vega in the mark's description."""
    return TIP + text


PERCENT = "replace(format(100 * datum.value, '%s'), '-', '−') + '\u00a0%%'"
"""Label expression for shares; fill in a d3 format such as ".0f"."""
SIGNED_PERCENT = f"datum.value === 0 ? '0\u00a0%' : {PERCENT % '+.0f'}"
"""The same with a sign on all but zero."""
THOUSANDS = "format(datum.value, ',~f')"
MILLIONS = "format(datum.value / 1e6, ',~f')"


def share_axis(form: str = ".0f", **options: Any) -> Any:
    """An axis of shares, labelled as "10 %"."""
    import altair as alt

    return alt.Axis(labelExpr=PERCENT % form, **options)


def middle(period: str) -> str:
    """The middle of a month, where its count is drawn."""
    return f"{period}-15"


def month_ticks(first: str, last: str, width: int, px_per_label: int = 64) -> list[str]:
    """First days of months between two ISO dates, as many as have room for a label."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    months = max(1, (end.year - start.year) * 12 + end.month - start.month)
    room = max(2, width // px_per_label)
    step = next((step for step in (1, 2, 3, 6, 12, 24) if months / step <= room), 36)
    index = start.year * 12 + start.month - 1
    index += -index % step
    ticks = []
    while (when := date(index // 12, index % 12 + 1, 1)) <= end:
        if when >= start:
            ticks.append(when.isoformat())
        index += step
    return ticks


def time_axis(first: str, last: str, width: int) -> Any:
    """A UTC month axis between two ISO dates."""
    import altair as alt

    ticks = [_timestamp(day) for day in month_ticks(first, last, width - 80)]
    return alt.X(
        "date:T",
        scale=alt.Scale(type="utc", domain=[_timestamp(first), _timestamp(last)], nice=False),
        axis=alt.Axis(
            values=ticks,
            labelExpr="utcFormat(datum.value, '%b %Y')",
            title=None,
            grid=False,
            labelOverlap=True,
        ),
    )


def _timestamp(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400_000


def moved(day: str, days: int) -> str:
    """An ISO date some days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def nice_top(value: float) -> float:
    """The next round number at or above `value`, for the top of a count axis.

    Examples
    --------
    >>> nice_top(8120), nice_top(0.7)
    (10000.0, 0.8)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(
        float(step * power) for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value
    )


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions moved apart to at least `gap`, in their order, kept inside [low, high] where they fit.

    Examples
    --------
    >>> spread([10, 11, 40], gap=14, low=0, high=100)
    [3.5, 17.5, 40.0]
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    groups: list[list[float]] = []  # [centre, size]
    for index in order:
        groups.append([float(positions[index]), 1])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (groups[-2][1] + groups[-1][1]) / 2:
            last, first = groups.pop(), groups.pop()
            size = last[1] + first[1]
            groups.append([(last[0] * last[1] + first[0] * first[1]) / size, size])
    placed: list[float] = []
    for centre, size in groups:
        start = centre - gap * (size - 1) / 2
        placed.extend(start + gap * step for step in range(int(size)))
    placed = _inside(placed, gap, low, high)
    result = [0.0] * len(positions)
    for rank, index in enumerate(order):
        result[index] = placed[rank]
    return result


def _inside(placed: list[float], gap: float, low: float, high: float) -> list[float]:
    for rank in range(len(placed)):
        placed[rank] = max(placed[rank], low + gap * rank)
    for rank in range(len(placed)):
        back = len(placed) - 1 - rank
        placed[back] = min(placed[back], high - gap * rank)
    return placed
