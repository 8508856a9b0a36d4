"""Fans by own code, drawn inside a request: the report's own charts would hold the server for a third of a second each.

They keep the report's rules: three named bands, the record in ink, today's forecast in blue, a scenario in orange, 12 px
text at two widths, and axes that stand still while a knob turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from tocsin.report.charts.base import EDGES, LINE_PX, middle, month_ticks, moved, nice_top, spread
from tocsin.say import exact, month, msg, number

Row = Mapping[str, Any]
LEFT, RIGHT, TOP, BOTTOM = 52, 74, 22, 24
HEIGHT = 250
WIDTHS = {"wide": 760, "narrow": 358}


@dataclass(frozen=True)
class Line:
    """A median to compare with: `rows` of (period, q50), the name at its end, and its colour's role."""

    name: str
    rows: Sequence[Row]
    colour: str


@dataclass(frozen=True)
class Frame:
    """Where values fall in a picture of `width` pixels: months to the right, counts upwards from 0 to `top`."""

    width: int
    top: float
    first: date
    last: date

    def x(self, day: str) -> float:
        share = (date.fromisoformat(day) - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + share * (self.width - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(TOP + (1 - min(max(value, 0.0), self.top) / self.top) * (HEIGHT - TOP - BOTTOM), 1)


def still_top(rows: Sequence[Row], record: Sequence[Row]) -> float:
    """Top of an axis with room above today's 90th percentile; it stays, whatever the knobs then say."""
    return nice_top(max([1.25 * row["q90"] for row in rows] + [1.05 * row["value"] for row in record]))


def steps(top: float) -> int:
    """Into how many round steps an axis is cut.

    Examples
    --------
    >>> steps(80_000.0), steps(12_000.0), steps(500.0)
    (4, 6, 5)
    """
    return next(
        (count for count in (5, 4, 6, 3) if f"{top / count:e}"[:4].rstrip(".0") in {"1", "2", "2.5", "5"}), 5
    )


def fans(
    rows: Sequence[Row],
    record: Sequence[Row],
    lines: Sequence[Line],
    *,
    top: float,
    unit: str,
    colour: str = "blue",
) -> Markup:
    """One fan at both widths; the page shows the one that fits.

    Parameters
    ----------
    rows : mappings with `period` and the nine quantiles
    record : mappings with `period` and `value`
        What was counted.
    lines : Line
        Other medians, such as today's.
    top : float
        Top of the axis; bands beyond it are cut, and their label says how far they go.
    unit : str
        Printed over the axis.
    colour : "blue" | "orange"
        Today's forecast or a scenario.
    """
    last = rows[-1]
    said = msg(
        "Fan chart, {unit}. {period:month}: {median:number} (90\u00a0%: {most:interval})",
        unit=unit, period=last["period"], median=last["q50"], most=(last["q05"], last["q95"]),
    )  # fmt: skip
    others = [msg("{name}: {median:number}", name=line.name, median=line.rows[-1]["q50"]) for line in lines]
    label = escape(msg("{parts:clauses}.", parts=[said, *others]))
    return Markup("").join(_picture(rows, record, lines, top, unit, colour, name, label) for name in WIDTHS)


def _picture(
    rows: Sequence[Row],
    record: Sequence[Row],
    lines: Sequence[Line],
    top: float,
    unit: str,
    colour: str,
    name: str,
    label: str,
) -> Markup:
    width = WIDTHS[name]
    periods = [row["period"] for row in (*record, *rows)]
    frame = Frame(
        width,
        top,
        date.fromisoformat(moved(middle(min(periods)), -16)),
        date.fromisoformat(middle(max(periods))),
    )
    parts = [
        *_axes(frame, unit),
        *_bands(frame, rows, colour),
        *_record(frame, record),
        *(_path(frame, line.rows, line.colour, dashed=True) for line in lines),
        *_names(frame, rows, lines, colour),
    ]
    return Markup(
        f'<svg class="{name}" role="img" aria-label="{label}" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}">{"".join(parts)}</svg>'
    )


def _axes(frame: Frame, unit: str) -> list[str]:
    parts = [f'<text x="{LEFT}" y="10" fill="var(--muted)">{escape(unit)}</text>']
    count = steps(frame.top)
    for step in range(count + 1):
        value = frame.top * step / count
        y = frame.y(value)
        parts.append(
            f'<path d="M{LEFT} {y}H{frame.width - RIGHT}" stroke="var(--{"grid" if step else "axis"})"/>'
        )
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end" fill="var(--muted)">{exact(value)}</text>'
        )
    plain = frame.width - LEFT - RIGHT
    for tick in month_ticks(frame.first.isoformat(), frame.last.isoformat(), plain):
        when = date.fromisoformat(tick)
        parts.append(
            f'<text x="{frame.x(tick)}" y="{HEIGHT - 6}" text-anchor="middle" fill="var(--muted)">{when:%b %Y}</text>'
        )
    return parts


def _bands(frame: Frame, rows: Sequence[Row], colour: str) -> list[str]:
    days = [middle(row["period"]) for row in rows]
    parts = []
    for level, (low, high) in EDGES.items():
        upper = [f"{frame.x(day)} {frame.y(row[high])}" for day, row in zip(days, rows, strict=True)]
        lower = [f"{frame.x(day)} {frame.y(row[low])}" for day, row in zip(days, rows, strict=True)]
        outline = "L".join([*upper, *reversed(lower)])
        parts.append(f'<path d="M{outline}Z" fill="var(--{colour}{level})"/>')
    return [*parts, _path(frame, rows, colour)]


def _path(frame: Frame, rows: Sequence[Row], colour: str, *, dashed: bool = False) -> str:
    points = "L".join(f"{frame.x(middle(row['period']))} {frame.y(row['q50'])}" for row in rows)
    dash = ' stroke-dasharray="6 3"' if dashed else ""
    return f'<path d="M{points}" fill="none" stroke="var(--{colour})" stroke-width="2"{dash}/>'


def _record(frame: Frame, record: Sequence[Row]) -> list[str]:
    if not record:
        return []
    places = [(frame.x(middle(row["period"])), frame.y(row["value"]), row) for row in record]
    line = "L".join(f"{x} {y}" for x, y, _ in places)
    dots = [
        f'<circle cx="{x}" cy="{y}" r="2.2" fill="var(--ink)"><title>{month(row["period"])}: {exact(row["value"])} counted</title></circle>'
        for x, y, row in places
    ]
    return [f'<path d="M{line}" fill="none" stroke="var(--ink)"/>', *dots]


def _names(frame: Frame, rows: Sequence[Row], lines: Sequence[Line], colour: str) -> list[str]:
    """Names at the right end of bands and lines, moved apart."""
    last = rows[-1]
    text_colour = "orange-text" if colour == "orange" else colour
    wanted = [(_level(level, last[high], frame), last[high], "muted") for level, (_, high) in EDGES.items()]
    wanted.append(("median", last["q50"], text_colour))
    wanted += [(line.name, line.rows[-1]["q50"], line.colour) for line in lines]
    places = spread([frame.y(value) for _, value, _ in wanted], LINE_PX, TOP, HEIGHT - BOTTOM)
    return [
        f'<text x="{frame.width - RIGHT + 6}" y="{round(y + 4, 1)}" fill="var(--{role})">{escape(text)}</text>'
        for (text, _, role), y in zip(wanted, places, strict=True)
    ]


def _level(level: int, edge: float, frame: Frame) -> str:
    if edge <= frame.top:
        return f"{level}\u00a0%"
    return f"{level}\u00a0% ↑" if frame.width < 500 else f"{level}\u00a0% ↑{number(edge)}"
