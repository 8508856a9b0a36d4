"""One small line a row, all on the same months and the same scale: what each did over time, in the order given.

Drawn by own code: some twenty lines of thirty points need no chart library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from markupsafe import escape

from tocsin.answers.declare import Chart, Picture
from tocsin.report.charts.base import BLUE, GRID, INK, MUTED, middle, month_ticks
from tocsin.say import exact

Data = Mapping[str, Any]
LEFT, RIGHT, TOP, FOOT, STEP, NARROW = 150, 48, 4, 28, 26, 500
ROOM = 20  # of a row's height for its line


def small_lines(data: Data, width: int) -> Picture:
    """Rows of lines, `width` pixels wide.

    `data`: `rows` (label, `value` written at the right, text, points of (period, value)); all share the highest point's scale.
    """
    left = 110 if width < NARROW else LEFT
    height = TOP + STEP * len(data["rows"]) + FOOT
    periods = sorted({point["period"] for row in data["rows"] for point in row["points"]})
    first, last = f"{periods[0]}-01", middle(periods[-1])
    days = max(1, (date.fromisoformat(last) - date.fromisoformat(first)).days)
    scale = (width - left - RIGHT) / days
    top = max(1e-9, *(point["value"] for row in data["rows"] for point in row["points"]), 1e-9)

    def x(day: str) -> float:
        return left + scale * (date.fromisoformat(day) - date.fromisoformat(first)).days

    parts = [
        *_axis(month_ticks(first, last, width - left - RIGHT, 76), x, height),
        *(part for index, row in enumerate(data["rows"]) for part in _row(row, index, x, top, left, width)),
    ]
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return Picture(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>')


def _axis(ticks: list[str], x: Any, height: int) -> Iterator[str]:
    for day in ticks:
        at = x(day)
        yield f'<path d="M{at:.1f} {TOP}V{height - FOOT}" stroke="{GRID}"/>'
        label = date.fromisoformat(day).strftime("%b %Y")
        yield (f'<text x="{at:.1f}" y="{height - 8}" text-anchor="middle" fill="{MUTED}">{label}</text>')


def _row(row: Mapping[str, Any], index: int, x: Any, top: float, left: float, width: int) -> Iterator[str]:
    base = TOP + STEP * (index + 1) - 3
    line = "L".join(
        f"{x(middle(point['period'])):.1f} {base - ROOM * point['value'] / top:.1f}"
        for point in row["points"]
    )
    yield f'<path d="M{left} {base}H{width - RIGHT}" stroke="{GRID}"/>'
    yield (
        f'<path d="M{line}" fill="none" stroke="{BLUE}" stroke-width="1.6"><title>{escape(row["text"])}</title></path>'
    )
    yield (
        f'<text x="{left - 10}" y="{base - 4}" text-anchor="end" fill="{INK}">{escape(row["label"])}</text>'
    )
    yield f'<text x="{width - RIGHT + 8}" y="{base - 4}" fill="{INK}">{exact(row["value"])}</text>'


SMALL_LINES = Chart("small_lines", small_lines)
