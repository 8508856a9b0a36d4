"""A surface in at most six classes, with the number in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import MUTED, THOUSANDS, configured, tip, values
from tocsin.report.palette import ON_TEAL, TEAL
from tocsin.say import percent

Data = Mapping[str, Any]


def surface(data: Data, width: int) -> Any:
    """Heat map of a probability.

    `data`: `cells` (x, y, p), `classes` (upper limit, label) of p in rising order, `x_title`, `y_title`; columns and
    rows are drawn in rising order.
    """
    import altair as alt

    xs = sorted({cell["x"] for cell in data["cells"]})
    ys = sorted({cell["y"] for cell in data["cells"]}, reverse=True)
    if width < 500 and len(xs) > 6:
        xs = xs[:: -(-len(xs) // 6)]
    limits = [limit for limit, _ in data["classes"]]
    rows = [_cell(cell, limits) for cell in data["cells"] if cell["x"] in xs]
    height = 30 * len(ys)
    x = alt.X("x:O", sort=xs, axis=alt.Axis(title=data["x_title"], labelAngle=0, domain=False, ticks=False, labelExpr=THOUSANDS),
              scale=alt.Scale(paddingInner=0.04, paddingOuter=0))  # fmt: skip
    y = alt.Y("y:O", sort=ys, axis=alt.Axis(title=None), scale=alt.Scale(paddingInner=0.06, paddingOuter=0))
    base = alt.Chart(values(rows)).encode(x=x, y=y)
    cells = base.mark_rect().encode(color=alt.Color("fill:N", scale=None), description="tip:N")
    numbers = base.mark_text().encode(text="text:N", color=alt.Color("ink:N", scale=None))
    name = alt.Chart(values([{"text": data["y_title"]}])).mark_text(
        align="left", baseline="bottom", x=-36, y=-8, color=MUTED
    )
    return configured(alt.layer(cells, numbers, name.encode(text="text:N")), width, height)


def step_of(share: float, limits: Sequence[float]) -> int:
    """Class of a probability between rising limits; the last class takes all that is left.

    Examples
    --------
    >>> [step_of(share, [0.1, 0.5, 1.0]) for share in (0.05, 0.5, 1.0)]
    [0, 2, 2]
    """
    return next((index for index, limit in enumerate(limits) if share < limit), len(limits) - 1)


def _cell(cell: Mapping[str, Any], limits: Sequence[float]) -> dict[str, Any]:
    step = step_of(cell["p"], limits)
    said = f"{cell['x']:g} and {cell['y']:g}: {percent(cell['p'])}"
    text = percent(min(0.999, max(0.001, cell["p"]))).replace("under ", "<").replace("over ", ">")
    return {
        "x": cell["x"],
        "y": cell["y"],
        "fill": TEAL[step],
        "ink": ON_TEAL[step],
        "text": text,
        "tip": tip(said),
    }


SURFACE = Chart("surface", surface)
