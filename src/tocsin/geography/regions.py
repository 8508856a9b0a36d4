"""How far it is to the edge of a region, for which alerts are given.

The map data have no outlines of regions: the edge is taken to lie half way to the nearest listed place of another one.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tocsin.earth import Floats, unit_vectors
from tocsin.geography import atlas

RADIUS_KM = 6371.0


def edge_km(country: str, lat: Floats, lon: Floats) -> Floats:
    """Kilometres from points (degrees) to the edge of their region [point]; infinite where a country has one only.

    A point belongs to the region of the nearest listed place. Distances are those of a sphere: good to half a per cent,
    and the edge itself to some kilometres.
    """
    points = unit_vectors(np.asarray(lat, dtype=float), np.asarray(lon, dtype=float))
    names, trees, everywhere = _trees(country)
    own = names[everywhere.query(points)[1]] if len(points) else names[:0]
    found = np.full(len(points), np.inf)
    for region, others in trees.items():
        here = own == region
        if here.any() and others is not None:
            chord, _ = others.query(points[here])
            found[here] = RADIUS_KM * np.arcsin(
                np.clip(chord / 2, 0.0, 1.0)
            )  # half of the way: 2 R arcsin(c / 2) / 2
    return found


@cache
def _trees(country: str) -> tuple[NDArray[np.str_], dict[str, cKDTree | None], cKDTree]:
    """Region of each listed place; by region the places of all others; and all places."""
    table = atlas.places(country)
    names = table["admin"].to_numpy(dtype=str)
    points = unit_vectors(table["lat"].to_numpy(dtype=float), table["lon"].to_numpy(dtype=float))
    others = {name: points[names != name] for name in np.unique(names)}
    trees = {str(name): cKDTree(rest) if len(rest) else None for name, rest in others.items()}
    return names, trees, cKDTree(points)
