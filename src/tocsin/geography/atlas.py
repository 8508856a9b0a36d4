"""The cut of map data that ships with the package: outlines, places and national populations.

Outlines are Natural Earth 4.1 (public domain, through npm `world-atlas`), places GeoNames (CC BY 4.0). Borders are the
internationally recognised ones. `scripts/build_geography.py` rebuilds the cut; docs/geography.md says what it leaves
out.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib import resources
from io import StringIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.earth import Floats
from tocsin.errors import InputError, Problem
from tocsin.say import msg

CREDIT = msg("Outlines: Natural Earth (public domain). Places: GeoNames (CC BY 4.0).")


def data_text(name: str) -> str:
    """The text of a file of the shipped cut."""
    return resources.files("tocsin.geography").joinpath(f"data/{name}").read_text(encoding="utf-8")


@cache
def _topology() -> tuple[tuple[Floats, ...], dict[str, list[list[list[int]]]]]:
    """Shared arcs [point, (lon, lat)] and each country's polygons as rings of arc numbers."""
    raw = json.loads(data_text("outlines.json"))
    scale = np.array(raw["transform"]["scale"])
    arcs = tuple(np.cumsum(np.array(arc, dtype=float), axis=0) * scale for arc in raw["arcs"])
    return arcs, {shape["id"]: shape["arcs"] for shape in raw["objects"]["countries"]["geometries"]}


@cache
def countries() -> pd.DataFrame:
    """Countries of the cut, indexed by ISO code: `name`, `population` (persons), `year`, `source`."""
    return pd.read_csv(StringIO(data_text("countries.csv")), keep_default_na=False).set_index("country")


def name(country: str) -> str:
    """English short name of a country (ISO code)."""
    _require(country)
    return str(countries()["name"].to_dict()[country])


@cache
def _all_places() -> pd.DataFrame:
    table = pd.read_csv(StringIO(data_text("places.csv")), keep_default_na=False)
    listed = table.groupby("country")["population"].transform("sum")
    table["people"] = table["population"] * table["country"].map(countries()["population"]) / listed
    return table


def places(country: str | None = None) -> pd.DataFrame:
    """Populated places of one country (ISO code), or of all.

    Returns
    -------
    Columns `country`, `name`, `admin` (first-level district; Ukraine only), `lat`, `lon` (degrees), `population`
    (as GeoNames lists it) and `people` (the same rescaled, so that a country's places add up to its population:
    each place stands for its share of everybody).

    Raises
    ------
    InputError
        For a country outside the cut.
    """
    table = _all_places()
    if country is None:
        return table.copy()
    _require(country)
    return table[table["country"] == country].reset_index(drop=True)


def outline(country: str) -> list[Floats]:
    """All arcs of a country's outline, each [point, (lon, lat)] in degrees."""
    arcs, _ = _topology()
    return [arcs[n] for n in _arcs_of(country)]


def border(country: str, others: tuple[str, ...] | list[str]) -> list[Floats]:
    """The land border a country shares with any of `others`: the arcs both use."""
    arcs, _ = _topology()
    shared = {n for other in others for n in _arcs_of(other)}
    return [arcs[n] for n in _arcs_of(country) if n in shared]


def coast(country: str) -> list[Floats]:
    """A country's coast: the arcs that no other country uses."""
    arcs, shapes = _topology()
    users = Counter(n for iso in shapes for n in set(_arcs_of(iso)))
    return [arcs[n] for n in _arcs_of(country) if users[n] == 1]


def contains(country: str, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    """Whether points (degrees) lie inside a country's outline [point]."""
    lines = outline(country)
    starts, ends = (
        np.concatenate([line[part] for line in lines]) for part in (slice(None, -1), slice(1, None))
    )
    return _odd_crossings(starts, ends, np.asarray(lat, dtype=float), np.asarray(lon, dtype=float))


def inside_ring(ring: Floats, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    """Whether points (degrees) lie inside a closed ring [point, (lon, lat)]."""
    return _odd_crossings(ring[:-1], ring[1:], np.asarray(lat, dtype=float), np.asarray(lon, dtype=float))


def _odd_crossings(starts: Floats, ends: Floats, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    """Whether a ray eastwards from each point crosses the segments an odd number of times [point]."""
    odd = np.zeros(lat.shape, dtype=bool)
    order = np.argsort(lat, kind="stable")
    for here in np.split(
        order, np.flatnonzero(np.diff(lat[order])) + 1
    ):  # points on one parallel share its crossings
        if len(here) == 0:
            continue
        y = lat[here[0]]
        hit = (starts[:, 1] > y) != (ends[:, 1] > y)
        a, b = starts[hit], ends[hit]
        at = np.sort(a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
        odd[here] = (len(at) - np.searchsorted(at, lon[here], side="right")) % 2 == 1
    return odd


@cache
def _arcs_of(country: str) -> tuple[int, ...]:
    _require(country)
    _, shapes = _topology()
    numbers = {max(n, ~n) for polygon in shapes[country] for ring in polygon for n in ring}
    return tuple(sorted(numbers))


def _require(country: str) -> None:
    if country not in countries().index:
        known = ", ".join(countries().index)
        problem = Problem("no map data for this country", f"The cut holds {known}.", value=country)
        raise InputError(problem)
