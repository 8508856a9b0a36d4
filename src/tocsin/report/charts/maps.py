"""The map: warning by place, and how far reach goes. No positions of units, reach as an outline only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.answers.declare import Chart
from tocsin.report.charts.base import INK, ORANGE, PLUM, configured, tip, values
from tocsin.report.palette import LIGHT

Data = Mapping[str, Any]
EARTH_KM = 6371.0


def reach_map(data: Data, width: int) -> Any:
    """Countries, places coloured by minutes of warning, and reach outlines.

    `data`: `outline` ("far" or "near": which outlines of countries), `places` (lat, lon, minutes, population, text),
    `classes` (upper limit in minutes or null, label, palette role) of places in rising order, `reach` (drone, feature),
    `labels` (lat, lon, text), `centre` (lat, lon), `span_km` (width of the map), `aspect` (height over width).
    """
    import altair as alt

    from tocsin.geography import map_outlines

    narrow = width < 500
    height = round(width * data["aspect"] * (1.2 if narrow else 1.0))
    frame = dict(data, width=width, height=height)
    projection = _projection(frame)
    land = alt.Chart(alt.NamedData(name="land")).mark_geoshape(
        fill=LIGHT["land"], stroke=LIGHT["border"], strokeWidth=0.6
    )
    layers = [
        land.project(**projection),
        *[_outline(item, projection) for item in data["reach"]],
        *([_places(data, projection, narrow)] if data["places"] else []),
        *_names(frame),
        *_labels(frame),
    ]
    chart = alt.layer(*layers)
    made = configured(chart, width, height, right=0).configure_view(stroke=LIGHT["border"], clip=True)
    outlines = map_outlines(near=data["outline"] == "near")["features"]
    made.datasets = {"land": outlines}  # set last: Altair copies inline data at every step
    return made


def _projection(frame: Data) -> dict[str, Any]:
    """Equal-area about the centre, scaled so that `span_km` fills the width; cut at the frame."""
    lat, lon = frame["centre"]
    width, height = frame["width"], frame["height"]
    span = frame["span_km"]
    return {
        "type": "azimuthalEqualArea",
        "rotate": [-lon, -lat, 0],
        "scale": round(width / span * EARTH_KM, 2),
        "translate": [width / 2, height / 2],
        "clipExtent": [[-2, -2], [width + 2, height + 2]],
        "precision": 0.3,
    }


def _outline(item: Mapping[str, Any], projection: dict[str, Any]) -> Any:
    import altair as alt

    today = item["drone"] == "today"

    chart = alt.Chart(alt.InlineData(values=[dict(item["feature"])])).mark_geoshape(
        fill=None, stroke=PLUM if today else ORANGE, strokeWidth=1.8, strokeDash=[1, 0] if today else [6, 4]
    )
    return chart.project(**projection)


def _places(data: Data, projection: dict[str, Any], narrow: bool) -> Any:
    import altair as alt

    rows = [
        _dot(place, data["classes"])
        for place in sorted(data["places"], key=lambda place: -place["population"])
    ]
    dots = alt.Chart(values(rows)).mark_circle(opacity=1, stroke=LIGHT["muted"], strokeWidth=0.6)
    size = alt.Size(
        "population:Q",
        scale=alt.Scale(type="sqrt", domain=[0, 3e6], range=[10, 160 if narrow else 260]),
        legend=None,
    )
    return dots.encode(
        longitude="lon:Q",
        latitude="lat:Q",
        size=size,
        color=alt.Color("colour:N", scale=None),
        description="tip:N",
    ).project(**projection)


def _dot(place: Mapping[str, Any], classes: Sequence[Any]) -> dict[str, Any]:
    role = next(role for limit, _, role in classes if limit is None or place["minutes"] < limit)
    return {
        "lat": place["lat"], "lon": place["lon"], "population": place["population"], "colour": LIGHT[role],
        "tip": tip(place["text"]),
    }  # fmt: skip


def _names(frame: Data) -> list[Any]:
    """Names of the largest places, as many as fit without touching."""
    rows: list[dict[str, Any]] = []
    boxes: list[tuple[float, float, float, float]] = []
    largest = sorted(frame["places"], key=lambda place: -place["population"])[: 3 * frame.get("names", 0)]
    for place in largest:
        x, y = position(frame, place["lat"], place["lon"])
        right = x + 10 + 6.4 * len(place["name"])
        box = (x, y - 8, right, y + 8)
        if (
            right < frame["width"] - 4
            and 10 < y < frame["height"] - 10
            and not any(_overlap(box, other) for other in boxes)
        ):
            boxes.append(box)
            rows.append({"x": round(x + 9, 1), "y": round(y, 1), "text": place["name"]})
        if len(rows) >= frame.get("names", 0) * (0.6 if frame["width"] < 500 else 1):
            break
    return _words(rows, "left")


def _words(rows: list[dict[str, Any]], align: str) -> list[Any]:
    """Text at pixels, over a halo of land colour."""
    import altair as alt

    if not rows:
        return []
    base = alt.Chart(values(rows)).encode(
        x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None), text="text:N"
    )
    name: dict[str, Any] = {"align": align, "baseline": "middle"}
    halo: dict[str, Any] = {"stroke": LIGHT["land"], "strokeWidth": 3, "strokeJoin": "round"}
    return [base.mark_text(**name, **halo), base.mark_text(**name, color=INK)]


def _overlap(first: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return first[0] < other[2] and other[0] < first[2] and first[1] < other[3] and other[1] < first[3]


def _labels(frame: Data) -> list[Any]:
    """Names of countries, each with a halo of land colour; one that would touch an earlier one is left out."""
    rows: list[dict[str, Any]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for label in frame["labels"]:
        x, y = position(frame, label["lat"], label["lon"])
        half = 3.3 * len(label["text"]) + 3
        box = (x - half, y - 8, x + half, y + 8)
        if visible(frame, label["lat"], label["lon"]) and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            rows.append({"x": round(x, 1), "y": round(y, 1), "text": label["text"]})
    return _words(rows, "center")


def position(frame: Data, lat: float, lon: float) -> tuple[float, float]:
    """Pixel of a place (Snyder 1987, eq. 22-4 and 24-2: Lambert azimuthal equal-area)."""
    projection = _projection(frame)
    phi0, lam0 = math.radians(frame["centre"][0]), math.radians(frame["centre"][1])
    phi, lam = math.radians(lat), math.radians(lon)
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam - lam0)
    k = math.sqrt(2 / max(1e-9, 1 + cosine)) * projection["scale"]
    x = k * math.cos(phi) * math.sin(lam - lam0)
    y = k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam - lam0))
    return frame["width"] / 2 + x, frame["height"] / 2 - y


def visible(frame: Data, lat: float, lon: float, margin: float = 26) -> bool:
    """Whether a place lies inside the frame with room for a label."""
    x, y = position(frame, lat, lon)
    width, height = float(frame["width"]), float(frame["height"])
    return margin < x < width - margin and 12 < y < height - 12


REACH_MAP = Chart("reach_map", reach_map)
