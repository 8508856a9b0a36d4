"""The Earth: the geodesic between two points, and the towns that texts name. Every other room measures here."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
KM = {"km": 1.0, "mile": 1.609344, "nautical mile": 1.852, "m": 0.001}
_BEARINGS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


class Town(NamedTuple):
    """A town or city, as newspapers place it: name, ISO code of its state, degrees north and east."""

    name: str
    country: str
    lat: float
    lon: float


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def inverse(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> tuple[Floats, Floats]:
    """Forward azimuth (degrees from north, −180 to 180) and geodesic distance (km), broadcast over the inputs."""
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (lat1, lon1, lat2, lon2)))
    azimuth, _, metres = _geod().inv(b.ravel(), a.ravel(), d.ravel(), c.ravel())
    return np.asarray(azimuth).reshape(a.shape), np.asarray(metres).reshape(a.shape) / 1000.0


def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Floats:
    """Length of the WGS 84 geodesic between points given in degrees, in km (Karney 2013, through PROJ).

    Examples
    --------
    >>> round(float(distance_km(55.7558, 37.6173, 55.7567, 52.0547)), 1)
    904.8
    """
    return inverse(lat1, lon1, lat2, lon2)[1]


def bearing_deg(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Floats:
    """Direction of the geodesic at its first point, in degrees clockwise from north, 0 to 360.

    Examples
    --------
    >>> round(float(bearing_deg(55.7558, 37.6173, 55.7567, 52.0547)))
    84
    """
    return inverse(lat1, lon1, lat2, lon2)[0] % 360.0


def unit_vectors(lat: ArrayLike, lon: ArrayLike) -> Floats:
    """Points on the unit sphere [point, 3]: straight-line distance there orders points as great circles do."""
    phi, theta = np.radians(np.asarray(lat, dtype=float)), np.radians(np.asarray(lon, dtype=float))
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)


def off_course(way: str, start: Town, end: Town) -> float | None:
    """Degrees between a compass word ("north-east", "southern") and the bearing from `start` to `end`.

    None where the word names no direction.
    """
    plain = way.casefold().replace("-", "").removesuffix("ern")
    if plain not in _BEARINGS:
        return None
    turn = float(bearing_deg(*start[2:], *end[2:])) - 45.0 * _BEARINGS.index(plain)
    return abs((turn + 180) % 360 - 180)


@cache
def towns() -> dict[str, Town]:
    """The gazetteer by lower-case name, other spellings included.

    Town level only; coordinates of cities are common knowledge (GeoNames, CC BY 4.0).
    """
    text = resources.files("tocsin.data").joinpath("towns.csv").read_text(encoding="utf-8")
    found: dict[str, Town] = {}
    for row in csv.DictReader(text.splitlines()):
        town = Town(row["name"], row["country"], float(row["lat"]), float(row["lon"]))
        found |= dict.fromkeys((name.lower() for name in (town.name, *row["also"].split(";")) if name), town)
    return found


def town(name: str) -> Town | None:
    """A town by name, None where the gazetteer does not list it.

    Examples
    --------
    >>> town("St. Petersburg").country, town("Atlantis")
    ('RU', None)
    """
    return towns().get(" ".join(name.lower().replace(".", "").split()))


def towns_in(text: str) -> list[Town]:
    """The towns a text names, in order, each once.

    Examples
    --------
    >>> [town.name for town in towns_in("Alabuga, about 600 miles east of Moscow")]
    ['Yelabuga', 'Moscow']
    """
    return list(dict.fromkeys(towns()[found.lower()] for found in _pattern().findall(text)))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, towns()))})\b", re.IGNORECASE)
