"""Rows of single cases on one axis: each a dot, what holds for all of them a band behind.

Drawn by own code: a few dozen dots need no chart library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import escape

from tocsin.answers.declare import Chart, Picture
from tocsin.report.charts.base import AXIS, BLUE, GRID, INK, MUTED, nice_top
from tocsin.report.palette import LIGHT
from tocsin.say import exact

Data = Mapping[str, Any]
LEFT, RIGHT, TOP, FOOT, STEP, NARROW = 150, 16, 8, 40, 24, 500
TICKS = 6


def strips(data: Data, width: int) -> Picture:
    """Rows of dots, `width` pixels wide.

    `data`: `rows` (label, points of (value, text)), `band` (low, high; may be absent) and `unit`.
    """
    left = 96 if width < NARROW else LEFT
    height = TOP + STEP * len(data["rows"]) + FOOT
    top = nice_top(1.02 * max(point["value"] for row in data["rows"] for point in row["points"]))
    scale = (width - left - RIGHT) / top
    parts = [
        *_band(data.get("band"), left, scale, height),
        *_axis(data["unit"], left, scale, top, height),
        *(part for index, row in enumerate(data["rows"]) for part in _row(row, index, left, scale, width)),
    ]
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return Picture(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>')


def _band(band: Mapping[str, float] | None, left: float, scale: float, height: int) -> Iterator[str]:
    if band:
        x, w = left + scale * band["low"], scale * (band["high"] - band["low"])
        yield (
            f'<rect x="{x:.1f}" y="{TOP}" width="{w:.1f}" height="{height - TOP - FOOT}" fill="{LIGHT["blue95"]}"/>'
        )


def _axis(unit: str, left: float, scale: float, top: float, height: int) -> Iterator[str]:
    base = height - FOOT
    step = nice_top(top / TICKS)
    for index in range(int(top / step + 1e-9) + 1):
        x = left + scale * step * index
        yield f'<path d="M{x:.1f} {TOP}V{base}" stroke="{GRID}"/>'
        yield (
            f'<text x="{x:.1f}" y="{base + 16}" text-anchor="middle" fill="{MUTED}">'
            f"{exact(step * index)}</text>"
        )
    yield f'<path d="M{left} {base}H{left + scale * top:.1f}" stroke="{AXIS}"/>'
    yield f'<text x="{left}" y="{base + 33}" fill="{MUTED}">{escape(unit)}</text>'


def _row(row: Mapping[str, Any], index: int, left: float, scale: float, width: int) -> Iterator[str]:
    y = TOP + STEP * (index + 0.5)
    yield f'<path d="M{left} {y}H{width - RIGHT}" stroke="{GRID}"/>'
    yield (f'<text x="{left - 10}" y="{y + 4}" text-anchor="end" fill="{INK}">{escape(row["label"])}</text>')
    for point in row["points"]:
        yield (
            f'<circle cx="{left + scale * point["value"]:.1f}" cy="{y}" r="4.5" fill="{BLUE}">'
            f"<title>{escape(point['text'])}</title></circle>"
        )


STRIPS = Chart("strips", strips)
