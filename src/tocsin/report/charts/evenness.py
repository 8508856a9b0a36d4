"""Small panels: how far shares stray from even, in their band. One view in pixels: nine views would cost a second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import AXIS, BLUE, GRID, INK, MUTED, Row, configured, values

Data = Mapping[str, Any]
_LEFT, _GAP = 40, 14  # room for labels at the left, and between panels, in pixels
_TITLE, _TALL, _FOOT = 20, 84, 26
_FITS_THIRD = 15  # characters of a title where three panels share a phone's width
_MARKS = (-0.2, 0.0, 0.2)


@dataclass(frozen=True)
class Place:
    """One panel's corner and width in pixels, and the value at its upper edge."""

    left: float
    top: float
    width: float
    reach: float

    def x(self, share: float) -> float:
        return round(self.left + share * self.width, 1)

    def y(self, value: float) -> float:
        return round(self.top + _TALL * (1 - max(-1.0, min(1.0, value / self.reach))) / 2, 1)


def evenness(data: Data, width: int) -> Any:
    """How far the share of outcomes below each point strays from even, in its 95 % band, a panel a kind.

    `data`: `panels`, a list of {`title`, `at`, `difference`, `low`, `high`}, shares; `columns` on a desk.
    """
    import altair as alt

    panels = data["panels"]
    columns = _columns(data, width)
    places = list(_places(panels, columns, width))
    curves = [
        row for name, pair in enumerate(zip(panels, places, strict=True)) for row in _curve(name, *pair)
    ]
    base = alt.Chart(values(curves)).encode(
        x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("low:Q", scale=None, axis=None), detail="panel:N"
    )
    band = base.mark_area(color=GRID, opacity=1, interpolate="step-after").encode(y2="high:Q")
    line = base.mark_line(color=BLUE, strokeWidth=1.8, interpolate="step-after").encode(
        y=alt.Y("y:Q", scale=None, axis=None)
    )
    height = -(-len(panels) // columns) * (_TITLE + _TALL + _FOOT)
    layers = [_rules(places, _MARKS, GRID), band, _rules(places, (0.0,), AXIS), line]
    return configured(alt.layer(*layers, *_words(panels, places)), width, height)


def _columns(data: Data, width: int) -> int:
    longest = max(len(panel["title"]) for panel in data["panels"])
    most = int(data["columns"]) if width >= 500 else 3 if longest <= _FITS_THIRD else 2
    return min(most, len(data["panels"]))


def _places(panels: Sequence[Row], columns: int, width: int) -> Iterator[Place]:
    edges = [abs(value) for panel in panels for key in ("difference", "low", "high") for value in panel[key]]
    reach = 1.05 * max([*edges, 0.25])
    each = (width - 8 - _LEFT + _GAP) / columns
    for index in range(len(panels)):
        row, column = divmod(index, columns)
        yield Place(_LEFT + column * each, row * (_TITLE + _TALL + _FOOT) + _TITLE, each - _GAP, reach)


def _curve(name: int, panel: Row, place: Place) -> list[dict[str, Any]]:
    keys = [[0.0, *panel[key]] for key in ("at", "difference", "low", "high")]
    return [
        {"panel": name, "x": place.x(at), "y": place.y(value), "low": place.y(low), "high": place.y(high)}
        for at, value, low, high in zip(*keys, strict=True)
    ]


def _rules(places: Sequence[Place], marks: Sequence[float], colour: str) -> Any:
    """Horizontal lines across every panel at these values."""
    import altair as alt

    rows = [{"x": place.left, "end": place.x(1.0), "y": place.y(mark)} for place in places for mark in marks]
    rules = alt.Chart(values(rows)).mark_rule(color=colour)
    return rules.encode(
        x=alt.X("x:Q", scale=None, axis=None), x2="end:Q", y=alt.Y("y:Q", scale=None, axis=None)
    )


def _words(panels: Sequence[Row], places: Sequence[Place]) -> list[Any]:
    titles = [
        {"text": panel["title"], "x": place.left, "y": place.top - 8}
        for panel, place in zip(panels, places, strict=True)
    ]
    feet = [{"text": "low", "x": place.left, "y": place.top + _TALL + 9} for place in places]
    ends = [{"text": "high", "x": place.x(1.0), "y": place.top + _TALL + 9} for place in places]
    names = {-0.2: "−0.2", 0.0: "even", 0.2: "+0.2"}
    sides = [
        {"text": names[mark], "x": place.left - 6, "y": place.y(mark)}
        for place in places
        if place.left == _LEFT
        for mark in _MARKS
    ]
    return [
        _texts(titles, align="left", color=INK), _texts(feet, align="left"), _texts(ends, align="right"),
        _texts(sides, align="right"),
    ]  # fmt: skip


def _texts(words: list[dict[str, Any]], **mark: Any) -> Any:
    import altair as alt

    chart = alt.Chart(values(words)).mark_text(**{"baseline": "middle", "color": MUTED, **mark})
    return chart.encode(
        x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None), text="text:N"
    )


EVENNESS = Chart("evenness", evenness)
