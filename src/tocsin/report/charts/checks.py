"""Checks of the model: priors against posteriors, and counts against their replicates."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import (
    BANDS,
    BLUE,
    INK,
    LINE_PX,
    MUTED,
    PAPER,
    THOUSANDS,
    Row,
    configured,
    middle,
    moved,
    time_axis,
    tip,
    values,
)
from tocsin.report.palette import LIGHT
from tocsin.say import exact, interval, month, number

Data = Mapping[str, Any]
PRIOR_90, PRIOR_50 = LIGHT["grid"], LIGHT["border"]
_Z05, _Z25 = -1.645, -0.674  # quantiles of the standard normal
_REACH = 3.6  # prior standard deviations drawn on either side
_FITS_WIDE, _FITS_NARROW = 38, 54  # characters of a label's line


def learned(data: Data, width: int) -> Any:
    """A row a parameter, in standard deviations of its prior: the prior as two grey steps, the posterior in blue.

    `data`: `rows` (label, q05, q25, q50, q75, q95 on that scale, `values` and `overlap` as text, `said`).
    """
    import altair as alt

    narrow = width < 500
    lines = [_lines(row, narrow) for row in data["rows"]]
    most = max(map(len, lines))
    step = LINE_PX * most + (26 if narrow else 8)
    places = [step * index + (step - 10 if narrow else step / 2) for index in range(len(lines))]
    rows = [{**row, "y": y, "tip": tip(row["said"])} for row, y in zip(data["rows"], places, strict=True)]
    ends = ("low", "high") if narrow else ("prior 5\u00a0%", "prior 95\u00a0%")
    names = f"datum.value < 0 ? '{ends[0]}' : datum.value > 0 ? '{ends[1]}' : 'median'"
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[-_REACH, _REACH], nice=False, clamp=True),
        axis=alt.Axis(values=[_Z05, 0.0, -_Z05], labelExpr=names, title=None, domain=False, ticks=False),
    )
    layers = [*_prior(rows, x), *_posterior(rows, x), *_words(data["rows"], lines, places, narrow)]
    return configured(alt.layer(*layers), width, step * len(rows), right=4 if narrow else 12)


def _lines(row: Row, narrow: bool) -> list[str]:
    """A row's label in lines; on a phone its values too."""
    label = textwrap.wrap(row["label"], _FITS_NARROW if narrow else _FITS_WIDE)
    return [*label, f"{row['values']}, overlap {row['overlap']}"] if narrow else label


def _bars(rows: Sequence[Row], x: Any, low: str, high: str, **mark: Any) -> Any:
    import altair as alt

    parts = [{"value": row[low], "end": row[high], "y": row["y"], "tip": row["tip"]} for row in rows]
    y = alt.Y("y:Q", scale=None, axis=None)
    bars = alt.Chart(values(parts)).mark_rule(**mark).encode(x=x, x2="end:Q", y=y)
    return bars.encode(description="tip:N") if low == "q05" else bars  # once a row is enough


def _prior(rows: Sequence[Row], x: Any) -> list[Any]:
    ends = [{**row, "a": _Z05, "b": -_Z05, "c": _Z25, "d": -_Z25} for row in rows]
    return [
        _bars(ends, x, "a", "b", color=PRIOR_90, strokeWidth=14),
        _bars(ends, x, "c", "d", color=PRIOR_50, strokeWidth=14),
    ]


def _posterior(rows: Sequence[Row], x: Any) -> list[Any]:
    import altair as alt

    medians = [{"value": row["q50"], "y": row["y"]} for row in rows]
    tick = alt.Chart(values(medians)).mark_tick(
        color=INK, thickness=2, height=16, orient="vertical", opacity=1
    )
    return [
        _bars(rows, x, "q05", "q95", color=BANDS["blue"][80], strokeWidth=6),
        _bars(rows, x, "q25", "q75", color=BLUE, strokeWidth=6),
        tick.encode(x=x, y=alt.Y("y:Q", scale=None, axis=None)),
    ]


def _words(rows: Sequence[Row], lines: list[list[str]], places: list[float], narrow: bool) -> list[Any]:
    """Labels at the left and values at the right; on a phone both above the bar."""
    if narrow:
        words = [
            {"text": line, "y": y - 16 - LINE_PX * (len(label) - 1 - at)}
            for label, y in zip(lines, places, strict=True)
            for at, line in enumerate(label)
        ]
        return [
            _texts(words, align="left", x=0, stroke=PAPER, strokeWidth=4),
            _texts(words, align="left", x=0),
        ]
    words = [
        {"text": line, "y": y + LINE_PX * (at - (len(label) - 1) / 2)}
        for label, y in zip(lines, places, strict=True)
        for at, line in enumerate(label)
    ]
    return [_texts(words, align="right", x=-12), *_right(rows, places)]


def _right(rows: Sequence[Row], places: list[float]) -> list[Any]:
    from altair import expr

    layers = []
    for key, head, shift in (("values", "prior → posterior", 12), ("overlap", "overlap", 150)):
        place: dict[str, Any] = {"align": "left", "x": expr("width"), "dx": shift}
        words = [{"text": row[key], "y": y} for row, y in zip(rows, places, strict=True)]
        layers += [
            _texts(words, **place),
            _texts([{"text": head, "y": -10}], **place, color=MUTED),
        ]
    return layers


def _texts(words: list[dict[str, Any]], **mark: Any) -> Any:
    import altair as alt

    chart = alt.Chart(values(words)).mark_text(**{"baseline": "middle", "color": INK, **mark})
    return chart.encode(y=alt.Y("y:Q", scale=None, axis=None), text="text:N")


def predictive(data: Data, width: int) -> Any:
    """Counts by month on a log axis over the fit's replicates (blue) and the prior's (grey).

    `data`: `rows` (period, counted, prior_q050, prior_q950, posterior_q050, q250, q500, q750, q950), `unit`.
    """
    import altair as alt

    rows = [{**row, "date": middle(row["period"])} for row in data["rows"]]
    x = time_axis(moved(rows[0]["date"], -16), moved(rows[-1]["date"], 16), width)
    low = min(min(row["prior_q050"], row["counted"]) for row in rows)
    high = max(max(row["prior_q950"], row["posterior_q950"], row["counted"]) for row in rows)
    scale = alt.Scale(type="log", domain=[max(1.0, low / 1.3), high * 1.3], nice=False, clamp=True)
    ticks = [step * 10**power for power in range(7) for step in (1, 3)]
    shown = [tick for tick in ticks if low / 1.3 <= tick <= high * 1.3]
    axis = alt.Axis(values=shown, labelExpr=THOUSANDS, title=None)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    bands = (
        ("prior_q050", "prior_q950", PRIOR_90),
        ("posterior_q050", "posterior_q950", BANDS["blue"][80]),
        ("posterior_q250", "posterior_q750", BANDS["blue"][50]),
    )
    layers = [_band(rows, first, last, colour, x, y) for first, last, colour in bands]
    unit = alt.Chart(values([{"text": f"{data['unit']} (log scale)"}])).mark_text(
        align="left", baseline="bottom", color=MUTED, x=0, y=-8
    )
    return configured(
        alt.layer(*layers, *_counts(rows, x, y), unit.encode(text="text:N")), width, 280, right=8
    )


def _band(rows: Sequence[Row], low: str, high: str, colour: str, x: Any, y: Any) -> Any:
    import altair as alt

    parts = [{"date": row["date"], "value": max(row[low], 1.0), "high": max(row[high], 1.0)} for row in rows]
    area = alt.Chart(values(parts)).mark_area(color=colour, opacity=1, clip=True)
    return area.encode(x=x, y=y, y2="high:Q")


def _counts(rows: Sequence[Row], x: Any, y: Any) -> list[Any]:
    import altair as alt

    dots = [{"date": row["date"], "value": max(row["counted"], 1.0), "tip": tip(_said(row))} for row in rows]
    medians = [{"date": row["date"], "value": max(row["posterior_q500"], 1.0)} for row in rows]
    line = alt.Chart(values(medians)).mark_line(color=BLUE, strokeWidth=1.5)
    mark = alt.Chart(values(dots)).mark_circle(color=INK, size=26, opacity=1)
    return [line.encode(x=x, y=y), mark.encode(x=x, y=y, description="tip:N")]


def _said(row: Row) -> str:
    return (
        f"{month(row['period'])}: {exact(row['counted'])} counted, {number(row['posterior_q500'])} replicated"
        f" (90\u00a0%: {interval(row['posterior_q050'], row['posterior_q950'])})"
    )


LEARNED = Chart("learned", learned)
PREDICTIVE = Chart("predictive", predictive)
