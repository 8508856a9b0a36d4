"""The report's own fan as the app shows it: at both widths, in the page's colours, on an axis that stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from tocsin.report.charts.fan import fan
from tocsin.report.palette import as_variables
from tocsin.report.render import NARROW, WIDE
from tocsin.say import msg

HEIGHT = 250
Row = Mapping[str, Any]


def fans(
    rows: Sequence[Row],
    record: Sequence[Row],
    lines: Sequence[Row],
    *,
    top: float,
    unit: str,
    colour: str = "blue",
) -> Markup:
    """One fan at both widths; the page shows the one that fits.

    Parameters
    ----------
    rows, record, lines, top, unit, colour
        As the chart "fan" reads them.
    """
    last = rows[-1]
    said = msg(
        "Fan chart, {unit}. {period:month}: {median:number} (90\u00a0%: {most:interval})",
        unit=unit, period=last["period"], median=last["q50"], most=(last["q05"], last["q95"]),
    )  # fmt: skip
    others = [
        msg("{name}: {median:number}", name=line["name"], median=line["rows"][-1]["q50"]) for line in lines
    ]
    label = escape(msg("{parts:clauses}.", parts=[said, *others]))
    data = {
        "rows": rows, "record": record, "lines": lines, "top": top, "unit": unit, "colour": colour, "height": HEIGHT,
    }  # fmt: skip
    return Markup("").join(
        _placed(as_variables(fan(data, width)), name, label)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )


def _placed(svg: str, name: str, label: str) -> Markup:
    return Markup(svg.replace("<svg ", f'<svg class="{name}" role="img" aria-label="{label}" ', 1))
