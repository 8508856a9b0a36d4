"""What the report draws: outlines of countries, and reach as an outline."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from tocsin.earth import Floats, unit_vectors
from tocsin.geography import atlas
from tocsin.geography.territory import Theatre

FRAME = (-18.0, 28.0, 70.0, 76.0)  # west, south, east, north of the grid on which reach is contoured
GRID_STEP = 0.5  # degrees
EARTH_KM = 6371.0088
EDGES = {  # cell corners: 1 south-west, 2 south-east, 4 north-east, 8 north-west; which edges the contour joins
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 2), (0, 1)), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((2, 0),), 10: ((3, 0), (1, 2)), 11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip


def map_outlines(*, near: bool = False) -> dict[str, Any]:
    """Country outlines for drawing: a GeoJSON FeatureCollection (id = ISO code).

    Simplified on shared arcs, so that neighbours still touch; exterior rings clockwise, as d3 and Vega want them; cut
    larger than any frame the report draws.

    Parameters
    ----------
    near
        False: Europe, the Near East and the Caucasus (20° W to 72° E, 26° to 78° N), by 0.08°, about 100 kB.
        True: Ukraine and its surroundings (14° to 48° E, 40° to 58° N), by 0.025°.
    """
    outlines: dict[str, Any] = json.loads(_map_text("map_near.json" if near else "map.json"))
    return outlines


@cache
def _map_text(name: str) -> str:
    return atlas.data_text(name)


def reach_outline(scene: Theatre, range_km: float) -> dict[str, Any]:
    """Where reach ends: a GeoJSON MultiLineString at `range_km` from launchable territory.

    Lines, not areas: reach is drawn as an outline. Contoured on a grid of half a degree, so good to a few km.
    """
    distance, lon, lat = _distance_grid(scene)
    lines = _join(_contour(distance - range_km, lon, lat))
    coordinates = [np.round(line, 2).tolist() for line in lines]
    return {
        "type": "Feature",
        "properties": {"range_km": float(range_km)},
        "geometry": {"type": "MultiLineString", "coordinates": coordinates},
    }


@cache
def _distance_grid(scene: Theatre) -> tuple[Floats, Floats, Floats]:
    """Distance (km, on a sphere) from grid points to launchable territory [lat, lon]; 0 inside it."""
    west, south, east, north = FRAME
    lon, lat = np.arange(west, east + GRID_STEP, GRID_STEP), np.arange(south, north + GRID_STEP, GRID_STEP)
    x, y = (grid.ravel() for grid in np.meshgrid(lon, lat))
    starts = scene.launchable.starts
    chord = cKDTree(unit_vectors(starts[:, 1], starts[:, 0])).query(unit_vectors(y, x))[0]
    distance = 2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1.0))
    own = np.zeros(len(x), dtype=bool)
    for state in scene.launch_states:
        own |= atlas.contains(state, y, x)
    return np.where(own, -distance, distance).reshape(len(lat), len(lon)), lon, lat


def _contour(
    value: Floats, lon: Floats, lat: Floats
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Zero contour of a grid [lat, lon] as unordered segments (marching squares, Lorensen and Cline 1987)."""
    inside = value < 0
    code = (
        inside[:-1, :-1] * 1 + inside[:-1, 1:] * 2 + inside[1:, 1:] * 4 + inside[1:, :-1] * 8
    )  # fmt: skip
    segments = []
    for row, column in zip(*np.nonzero((code > 0) & (code < 15)), strict=True):
        corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
        for edges in EDGES[int(code[row, column])]:
            points = [_crossing(value, lon, lat, corners[e], corners[(e + 1) % 4]) for e in edges]
            segments.append((points[0], points[1]))
    return segments


def _crossing(
    value: Floats, lon: Floats, lat: Floats, a: tuple[int, int], b: tuple[int, int]
) -> tuple[float, float]:
    a, b = min(a, b), max(a, b)  # the same edge gives the same bits from both of its cells
    share = value[a] / (value[a] - value[b])
    return (
        float(lon[a[1]] + share * (lon[b[1]] - lon[a[1]])),
        float(lat[a[0]] + share * (lat[b[0]] - lat[a[0]])),
    )


def _join(segments: list[tuple[tuple[float, float], tuple[float, float]]]) -> list[Floats]:
    """Segments chained end to end into lines [point, (lon, lat)]."""
    at: dict[tuple[float, float], list[int]] = {}
    for number, segment in enumerate(segments):
        for point in segment:
            at.setdefault(point, []).append(number)
    free = set(range(len(segments)))
    lines = []
    # Begin at loose ends, so that open lines are not cut in two; closed ones follow.
    order = [n for point, users in sorted(at.items()) if len(users) == 1 for n in users] + sorted(free)
    for first in order:
        if first not in free:
            continue
        free.discard(first)
        a, b = segments[first]
        line = [b, a] if len(at[b]) == 1 else [a, b]
        while following := [n for n in at[line[-1]] if n in free]:
            free.discard(following[0])
            a, b = segments[following[0]]
            line.append(b if a == line[-1] else a)
        lines.append(np.array(line))
    return lines
