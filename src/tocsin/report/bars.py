"""Small interval bars by own code: for the bottom line, and for the app, which may not render charts in a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from tocsin.report.charts.base import nice_top
from tocsin.say import interval, number

WIDTH, HEIGHT = 150, 42
_LEVELS = (("q025", "q975", "blue95"), ("q10", "q90", "blue80"), ("q25", "q75", "blue50"))


def bar(
    row: Mapping[str, Any],
    *,
    unit: str = "",
    named: str = "",
    top: float | None = None,
    ghost: float | None = None,
) -> Markup:
    """An SVG of one estimate: 95, 80 and 50 % intervals and the median, from 0 to `top`.

    A given `top` is kept, so that an axis stands still while a knob turns; what lies beyond it is cut there.
    `ghost` marks another median, such as the baseline beside a scenario; `named` is printed at the end of the scale.
    """
    high = top or nice_top(max(float(row["q975"]), ghost or 0.0, 1e-9))
    low = min(0.0, float(row["q025"]))
    scale = (WIDTH - 4) / (high - low)

    def place(value: float) -> float:
        return round(2 + (min(value, high) - low) * scale, 1)

    parts = [
        f'<rect x="{place(row[a])}" y="8" width="{max(1.0, round(place(row[b]) - place(row[a]), 1))}" height="12" fill="var(--{colour})"/>'
        for a, b, colour in _LEVELS
    ]
    middle = place(row["q50"])
    parts.append(f'<rect x="{middle - 1}" y="4" width="2" height="20" fill="var(--ink)"/>')
    if ghost is not None:
        parts.append(
            f'<path d="M{place(ghost)} 3v22" stroke="var(--muted)" stroke-dasharray="2 2" fill="none"/>'
        )
    axis = f'<path d="M2 27.5H{WIDTH - 2}" stroke="var(--grid)" fill="none"/><path d="M{place(0)} 24v6" stroke="var(--axis)" fill="none"/>'
    end = f"{number(high)} {named}".strip()
    axis += f'<text x="2" y="40" fill="var(--muted)">{number(low)}</text><text x="{WIDTH - 2}" y="40" text-anchor="end" fill="var(--muted)">{escape(end)}</text>'
    label = f"{number(row['q50'])} {unit} (90 %: {interval(row['q05'], row['q95'])}), on a scale from {'0' if low == 0 else number(low)} to {number(high)}"
    return Markup(
        f'<svg class="bar" role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{axis}{"".join(parts)}</svg>'
    )
