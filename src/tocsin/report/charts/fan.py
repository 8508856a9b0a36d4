"""Months on a line: what was counted, what was claimed, and the fan of what may come.

Drawn by own code for page, files, notebook and app alike: a knob redraws two fans at two widths in a few milliseconds,
where a chart library takes a third of a second each and holds the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import escape

from tocsin.answers.declare import Chart, Picture
from tocsin.report.charts.base import EDGES, LINE_PX, Row, middle, month_ticks, moved, nice_top, spread
from tocsin.report.palette import LIGHT
from tocsin.say import Said, exact, msg, number
from tocsin.say import spread as intervals

Data = Mapping[str, Any]
LEFT, RIGHT, TOP, BOTTOM = 52, 78, 22, 24
HEIGHT, NARROW = 320, 500
SHAPES = {"blue": "blue", "orange": "orange-text"}  # a fan's colour → the role of its median's name


def fan(data: Data, width: int) -> Picture:
    """Fan chart by month, `width` pixels wide.

    `data`: `rows` (period, q025…q975), `record` (period, value), `lines` (name, rows of (period, q50), colour), `claims`
    (date, low, high, label), `breaks` (date, label), `as_of`, `unit`, `height`, `colour` ("blue" or "orange") and `top`, where
    the axis is to stand still; every key but `rows` may be absent. Beyond the top bands are cut and say how far they go.
    """
    frame = _frame(data, width)
    parts = [
        *_axes(frame, data.get("unit", "")),
        *_bands(frame, data["rows"], data.get("colour", "blue")),
        *_rules(frame, data),
        *_record(frame, data.get("record", ())),
        *(_path(frame, line["rows"], line["colour"], dashed=True) for line in data.get("lines", ())),
        *_claims(frame, data.get("claims", ())),
        *_names(frame, data),
        *_hover(frame, data["rows"]),
    ]
    size = f'width="{width}" height="{frame.height}" viewBox="0 0 {width} {frame.height}"'
    return Picture(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>')


@dataclass(frozen=True)
class Frame:
    """Where values fall in a picture: months to the right, counts upwards from 0 to `top`."""

    width: int
    height: int
    top: float
    first: date
    last: date

    def x(self, day: str) -> float:
        share = (date.fromisoformat(day) - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + share * (self.width - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(TOP + (1 - min(max(value, 0.0), self.top) / self.top) * (self.height - TOP - BOTTOM), 1)


def _frame(data: Data, width: int) -> Frame:
    months = [middle(row["period"]) for row in (*data.get("record", ()), *data["rows"])]
    first = min([*months, *(claim["date"] for claim in data.get("claims", ()))])
    top = data.get("top") or _top(data)
    return Frame(
        width,
        int(data.get("height", HEIGHT)),
        top,
        date.fromisoformat(moved(first, -16)),
        date.fromisoformat(max(months)),
    )


def _top(data: Data) -> float:
    """Top of the axis; a 95 % band far above the 90th percentile runs off it and is labelled with its value."""
    edge = max(row["q975"] for row in data["rows"])
    inner = max(row["q90"] for row in data["rows"])
    others = [row["value"] for row in data.get("record", ())]
    others += [row["q50"] for line in data.get("lines", ()) for row in line["rows"]]
    return nice_top(1.02 * max([edge if edge < 1.25 * inner else inner, *others, 1e-9]))


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


def _text(
    x: float, y: float, words: str, role: str = "muted", anchor: str = "start", *, halo: bool = False
) -> str:
    outline = f' stroke="{LIGHT["paper"]}" stroke-width="3" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{LIGHT[role]}"{outline}>{escape(words)}</text>'
    )


def _axes(frame: Frame, unit: str) -> Iterator[str]:
    yield _text(LEFT, 10, unit)
    count = steps(frame.top)
    for step in range(count + 1):
        value = frame.top * step / count
        y = frame.y(value)
        yield f'<path d="M{LEFT} {y}H{frame.width - RIGHT}" stroke="{LIGHT["grid" if step else "axis"]}"/>'
        yield _text(LEFT - 6, y + 4, exact(value), anchor="end")
    for tick in month_ticks(frame.first.isoformat(), frame.last.isoformat(), frame.width - LEFT - RIGHT):
        yield _text(frame.x(tick), frame.height - 6, f"{date.fromisoformat(tick):%b %Y}", anchor="middle")


def _bands(frame: Frame, rows: Sequence[Row], colour: str) -> Iterator[str]:
    days = [middle(row["period"]) for row in rows]
    for level, (low, high) in EDGES.items():
        upper = [f"{frame.x(day)} {frame.y(row[high])}" for day, row in zip(days, rows, strict=True)]
        lower = [f"{frame.x(day)} {frame.y(row[low])}" for day, row in zip(days, rows, strict=True)]
        yield f'<path d="M{"L".join([*upper, *reversed(lower)])}Z" fill="{LIGHT[f"{colour}{level}"]}"/>'
    yield _path(frame, rows, colour)


def _path(frame: Frame, rows: Sequence[Row], colour: str, *, dashed: bool = False) -> str:
    points = "L".join(f"{frame.x(middle(row['period']))} {frame.y(row['q50'])}" for row in rows)
    dash = ' stroke-dasharray="6 3"' if dashed else ""
    return f'<path d="M{points}" fill="none" stroke="{LIGHT[colour]}" stroke-width="2"{dash}/>'


def _titled(tag: str, words: Said) -> str:
    return f"<{tag}><title>{escape(words)}</title></{tag.split()[0]}>"


def _record(frame: Frame, record: Sequence[Row]) -> Iterator[str]:
    if not record:
        return
    places = [(frame.x(middle(row["period"])), frame.y(row["value"]), row) for row in record]
    yield f'<path d="M{"L".join(f"{x} {y}" for x, y, _ in places)}" fill="none" stroke="{LIGHT["ink"]}"/>'
    for x, y, row in places:
        words = msg("{period:month}: {count:exact} counted", period=row["period"], count=row["value"])
        yield _titled(f'circle cx="{x}" cy="{y}" r="2.4" fill="{LIGHT["ink"]}"', words)


def _claims(frame: Frame, claims: Sequence[Row]) -> Iterator[str]:
    """Brackets for intervals, arrows up for floors and down for ceilings, diamonds for points."""
    for claim in claims:
        yield _titled(
            f'path d="{_claim(frame, claim)}" fill="{LIGHT["plum"]}" stroke="{LIGHT["plum"]}" stroke-width="1.4"',
            claim["label"],
        )


def _claim(frame: Frame, claim: Row) -> str:
    """The outline of one claim's mark."""
    x, low, high = frame.x(claim["date"]), claim.get("low"), claim.get("high")
    reach = 0.075 * (frame.height - TOP - BOTTOM)
    if low is not None and high is not None and high > low:
        below, above = frame.y(low), frame.y(high)
        return f"M{x - 3} {below}h6M{x} {below}V{above}M{x - 3} {above}h6"
    if low is not None and high is not None:
        return f"M{x} {round(frame.y(low) - 4, 1)}l4 4l-4 4l-4 -4Z"
    if low is not None:
        start = max(frame.y(low), TOP + reach)
        return f"M{x - 3} {round(start, 1)}h6M{x} {round(start, 1)}v{-reach:.1f}m-3 4l3 -5l3 5Z"
    start = min(frame.y(high or 0.0), frame.height - BOTTOM - 1)
    reach = min(reach, frame.height - BOTTOM - start)
    return f"M{x - 3} {start}h6M{x} {start}v{reach:.1f}m-3 -4l3 5l3 -5Z"


def _rules(frame: Frame, data: Data) -> Iterator[str]:
    """Dashed verticals for definition breaks and the as-of date, each named at its head, the latest highest."""
    inside = (
        item
        for item in data.get("breaks", ())
        if frame.first.isoformat() < item["date"] < frame.last.isoformat()
    )
    rules = [(item["date"], item["label"]) for item in inside]
    if data.get("as_of"):
        rules.append((data["as_of"], msg("as of")))
    for level, (day, label) in enumerate(sorted(rules, reverse=True)):
        x, y = frame.x(day), TOP + LINE_PX * level
        yield f'<path d="M{x} {y}V{frame.height - BOTTOM}" stroke="{LIGHT["axis"]}" stroke-dasharray="3 3"/>'
        right = x - LEFT < 130
        yield _text(x + (4 if right else -4), y + 9, label, anchor="start" if right else "end", halo=True)


def _names(frame: Frame, data: Data) -> Iterator[str]:
    """Names at the right end of bands and lines, moved apart."""
    last, colour = data["rows"][-1], data.get("colour", "blue")
    wanted = [(_level(level, last[high], frame), last[high], "muted") for level, (_, high) in EDGES.items()]
    wanted.append((msg("median"), last["q50"], SHAPES[colour]))
    wanted += [
        (line["name"], line["rows"][-1]["q50"], SHAPES.get(line["colour"], line["colour"]))
        for line in data.get("lines", ())
    ]
    places = spread([frame.y(value) for _, value, _ in wanted], LINE_PX, TOP, frame.height - BOTTOM)
    for (text, _, role), y in zip(wanted, places, strict=True):
        yield _text(frame.width - RIGHT + 6, round(y + 4, 1), text, role)


def _level(level: int, edge: float, frame: Frame) -> str:
    """The band's level; an arrow, and its value where there is room, if it runs off the axis."""
    if edge <= frame.top:
        return f"{level}\u00a0%"
    return f"{level}\u00a0% ↑" if frame.width < NARROW else f"{level}\u00a0% ↑{number(edge)}"


def _hover(frame: Frame, rows: Sequence[Row]) -> Iterator[str]:
    """An invisible column a forecast month that carries its numbers as a tooltip."""
    for row in rows:
        words = msg(
            "{period:month}: {median:number} {range}",
            period=row["period"],
            median=row["q50"],
            range=intervals(row),
        )
        x, height = round(frame.x(middle(row["period"])) - 7, 1), frame.height - TOP - BOTTOM
        yield _titled(
            f'rect x="{x}" y="{TOP}" width="14" height="{height}" fill="{LIGHT["blue"]}" fill-opacity="0"',
            words,
        )


FAN = Chart("fan", fan)
