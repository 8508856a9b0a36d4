"""The 50-dot quantile dot plot: every dot is a chance of 1 in 50 (Kay et al. 2016)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    AXIS,
    BLUE,
    INK,
    MUTED,
    PAPER,
    configured,
    tip,
    values,
)
from tocsin.report.palette import LIGHT

Data = Mapping[str, Any]
_COLUMNS_WIDE, _COLUMNS_NARROW = 32, 22
_LEAST_DAYS = 60
_STACK = 6  # "later" dots stand in columns of this height at the right


def dots(data: Data, width: int) -> Any:
    """Dot plot of equally likely dates.

    `data`: `dates` (ISO dates, one dot each), `beyond` (how many lie after `horizon`; stacked at the right under
    "later"), `as_of` (dots before it are dark).
    """
    import altair as alt

    columns = _COLUMNS_NARROW if width < 500 else _COLUMNS_WIDE
    later = -(-int(data.get("beyond", 0)) // _STACK)
    bins = columns - (later + 1 if later else 0)
    placed = _placed(data, bins)
    diameter = min(18.0, 0.9 * (width - 30) / (columns + 1))
    pitch = diameter + 1.5
    height = int(max(4, max(row["level"] for row in placed) + 1) * pitch + 26)
    x = alt.X("slot:Q", scale=alt.Scale(domain=[-0.6, columns + 0.6], nice=False), axis=None)
    y = alt.Y("pixel:Q", scale=None, axis=None)
    for row in placed:
        row["pixel"] = height - (row["level"] + 0.5) * pitch - 2
    marks = alt.Chart(values(placed)).mark_circle(size=diameter**2 * 0.785, opacity=1, clip=False)
    colour = alt.Color("colour:N", scale=None)
    layers = [
        *_axis(data, bins, columns, height, x),
        marks.encode(x=x, y=y, color=colour, description="tip:N"),
    ]
    return configured(alt.layer(*layers), width, height)


def _placed(data: Data, bins: int) -> list[dict[str, Any]]:
    """Stack the dots in equal bins of time; those beyond the horizon fill columns at the right."""
    first, step = _grid(data, bins)
    heights: dict[float, int] = {}
    rows = []
    for iso in sorted(data["dates"]):
        slot = min(bins - 1, int((date.fromisoformat(iso) - first).days / step)) + 0.5
        level = heights[slot] = heights.get(slot, -1) + 1
        past = bool(data.get("as_of")) and iso <= data["as_of"]
        rows.append(
            {"slot": slot, "level": level, "colour": BLUE if past else LIGHT["blue50"], "tip": tip(iso)}
        )
    for index in range(int(data.get("beyond", 0))):
        column, level = divmod(index, _STACK)
        rows.append(
            {"slot": bins + 1.5 + column, "level": level, "colour": LIGHT["orange50"], "tip": tip("later")}
        )
    return rows


def _grid(data: Data, bins: int) -> tuple[date, float]:
    """First day and width in days of the bins: the dots' own span, to the horizon where some lie beyond it."""
    days = [date.fromisoformat(iso) for iso in data["dates"]]
    if data.get("beyond"):
        days += [date.fromisoformat(data["horizon"])]
    if len(days) < 2 or (max(days) - min(days)).days < _LEAST_DAYS:
        days.append(
            min(
                max(days) - timedelta(days=_LEAST_DAYS),
                date.fromisoformat(data.get("as_of") or max(days).isoformat()),
            )
        )
    return min(days), ((max(days) - min(days)).days + 1) / bins


def _axis(data: Data, bins: int, columns: int, height: int, x: Any) -> list[Any]:
    import altair as alt

    first, step = _grid(data, bins)
    count = max(1, bins // 7)
    ticks = [
        {"slot": bins * index / count, "text": _label(first, step * bins * index / count)}
        for index in range(count + (0 if data.get("beyond") else 1))
    ]
    words = [{"slot": (bins + 1 + columns) / 2, "text": "later"}] if data.get("beyond") else []
    base = alt.Chart(values([*ticks, *words])).encode(x=x)
    spans = [
        {"slot": -0.6, "end": bins + 0.1},
        *([{"slot": bins + 0.9, "end": columns + 0.1}] if words else []),
    ]
    line = alt.Chart(values(spans)).mark_rule(color=AXIS, y=height)
    layers = [
        line.encode(x=x, x2="end:Q"),
        base.mark_text(color=MUTED, baseline="top", y=height + 7).encode(text="text:N"),
        alt.Chart(values(ticks))
        .mark_tick(color=AXIS, thickness=1, height=4, y=height + 2, orient="vertical", opacity=1)
        .encode(x=x),
    ]
    return layers + _as_of(data, first, step, bins, x)


def _as_of(data: Data, first: date, step: float, bins: int, x: Any) -> list[Any]:
    """The as-of line, where it falls inside the dots."""
    import altair as alt

    if not data.get("as_of"):
        return []
    slot = (date.fromisoformat(data["as_of"]) - first).days / step
    if not 0 < slot < bins:
        return []
    base = alt.Chart(values([{"slot": slot, "text": "as of"}])).encode(x=x)
    name: dict[str, Any] = {"align": "right", "dx": -4, "y": 2, "baseline": "top"}
    return [
        base.mark_rule(color=AXIS, strokeDash=[3, 3]),
        base.mark_text(color=INK, stroke=PAPER, strokeWidth=3, **name).encode(text="text:N"),
        base.mark_text(color=MUTED, **name).encode(text="text:N"),
    ]


def _label(first: date, days: float) -> str:
    when = first + timedelta(days=days)
    return f"{when:%b %Y}"


DOTS = Chart("dots", dots)
