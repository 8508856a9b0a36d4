"""Distances on the WGS 84 ellipsoid and the radar horizon."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


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
    """Length of the geodesic between points given in degrees, in km (Karney 2013, through PROJ).

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


def radar_horizon_km(sensor_height_m: ArrayLike, flight_height_m: ArrayLike) -> Floats:
    """How far a sensor can see a drone over smooth ground, in km: 4.12 (√h₁ + √h₂), heights in metres.

    Radar line of sight with refraction as an Earth of 4/3 radius (fact DF123). Flying higher lengthens it.

    Examples
    --------
    >>> round(float(radar_horizon_km(10, 100)))
    54
    """
    heights = np.sqrt(np.asarray(sensor_height_m, dtype=float)) + np.sqrt(
        np.asarray(flight_height_m, dtype=float)
    )
    return np.asarray(4.12 * heights)
