"""How good the forecasts have been: skill by horizon, and what the intervals held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.answers.declare import SHAPES, Chart
from tocsin.report.charts.base import (
    AXIS,
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    SIGNED_PERCENT,
    configured,
    share_axis,
    tip,
    values,
)
from tocsin.say import plural, signed_percent

Data = Mapping[str, Any]
COLOURS = (BLUE, ORANGE, INK, AXIS)


def skill(data: Data, width: int) -> Any:
    """Skill against each opponent by horizon; 0 is "no better", a line is the interval.

    `data`: `rows` (horizon, against, skill, low, high), shares; `against` in drawing order.
    """
    import altair as alt

    rows = [_placed(row, data["against"]) for row in data["rows"]]
    edges = [0.0] + [row[key] for row in rows for key in ("low", "high")]
    x = alt.X(
        "at:Q",
        scale=alt.Scale(domain=[0.4, 0.6 + len({row["horizon"] for row in data["rows"]})], nice=False),
        axis=None,
    )
    y = alt.Y(
        "skill:Q",
        scale=alt.Scale(domain=[min(edges) - 0.03, max(edges) + 0.05], nice=False, clamp=True),
        axis=alt.Axis(labelExpr=SIGNED_PERCENT, tickCount=6, title=None),
    )
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(values(rows)).encode(x=x, color=colour)
    layers = [
        alt.Chart(values([{"skill": 0}])).mark_rule(color=AXIS, strokeWidth=1.5).encode(y=y),
        base.mark_rule(strokeWidth=2).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_point(filled=True, size=70, opacity=1).encode(
            y=y, shape=alt.Shape("shape:N", scale=None), description="tip:N"
        ),
        *_horizons(data, x),
    ]
    return configured(alt.layer(*layers), width, 240)


def _placed(row: Mapping[str, Any], against: list[str]) -> dict[str, Any]:
    index = against.index(row["against"])
    offset = 0.16 * (index - (len(against) - 1) / 2)
    said = f"{plural(row['horizon'], 'month')} ahead against {row['against']}: {signed_percent(row['skill'])}"
    return {
        **row,
        "at": row["column"] + offset,
        "colour": COLOURS[index % 4],
        "shape": SHAPES[index % 4],
        "tip": tip(said),
    }


def _horizons(data: Data, x: Any) -> list[Any]:
    import altair as alt

    seen = {row["column"]: row["horizon"] for row in data["rows"]}
    rows = [
        {"at": at, "text": f"{horizon} month{'' if horizon == 1 else 's'}"} for at, horizon in seen.items()
    ]
    base = alt.Chart(values(rows)).encode(x=x, text="text:N")
    return [base.mark_text(y=246, baseline="top", color=MUTED)]


def calibration(data: Data, width: int) -> Any:
    """What share of outcomes each interval held, against what it promised.

    `data`: `rows` (promised, held, n) as shares.
    """
    import altair as alt

    size = min(width, 380)
    x = alt.X(
        "promised:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=share_axis(title="interval's promise", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    y = alt.Y(
        "held:Q", scale=alt.Scale(domain=[0, 1]), axis=share_axis(title=None, values=[0, 0.25, 0.5, 0.75, 1])
    )
    rows = [{**row, "tip": tip(f"{row['promised']:.0%} interval held {row['held']:.0%} of {row['n']}"),
             "text": f"{row['held']:.0%} of {row['n']}".replace("%", " %")} for row in data["rows"]]  # fmt: skip
    diagonal = alt.Chart(values([{"promised": 0, "held": 0}, {"promised": 1, "held": 1}])).mark_line(
        color=AXIS, strokeDash=[3, 3], strokeWidth=1
    )
    base = alt.Chart(values(rows)).encode(x=x, y=y)
    points = base.mark_circle(color=BLUE, size=80, opacity=1).encode(description="tip:N")
    words = base.mark_text(align="left", dx=9, dy=12, color=INK).encode(text="text:N")
    halo = base.mark_text(align="left", dx=9, dy=12, stroke=PAPER, strokeWidth=3).encode(text="text:N")
    return configured(alt.layer(diagonal.encode(x=x, y=y), halo, words, points), size, 280)


SKILL = Chart("skill", skill)
CALIBRATION = Chart("calibration", calibration)
