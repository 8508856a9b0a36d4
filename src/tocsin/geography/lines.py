"""The nearest point of a line on the Earth: a border, a coast, a line of contact.

A k-d tree on unit vectors of the line's points, at most 5 km apart, finds candidates; the segments next to them are
then measured exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tocsin.earth import Floats, inverse, unit_vectors

STEP_KM = 5.0
KM_PER_DEGREE = 111.7  # the longest a degree gets
CANDIDATES = (
    16  # with 4, the shortest way was up to 0.9 km too long at 12 of 9,082 places; a test says that 16 do
)


@dataclass(frozen=True, eq=False)
class Lines:
    """Polylines on the Earth, cut into segments of at most 5 km.

    Attributes
    ----------
    starts, ends
        Segments [segment, (lon, lat)] in degrees.
    kinds
        What each segment belongs to [segment], e.g. "border", "coast", "contact line".
    """

    starts: Floats
    ends: Floats
    kinds: NDArray[np.str_]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, Floats]]) -> Lines:
        """From (kind, polyline [point, (lon, lat)]) pairs."""
        dense = [(kind, densify(line)) for kind, line in parts if len(line) > 1]
        if not dense:
            return cls(np.empty((0, 2)), np.empty((0, 2)), np.empty(0, dtype="U12"))
        return cls(
            np.concatenate([line[:-1] for _, line in dense]),
            np.concatenate([line[1:] for _, line in dense]),
            np.concatenate([np.full(len(line) - 1, kind, dtype="U12") for kind, line in dense]),
        )

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def _tree(self) -> Any:
        middle = (self.starts + self.ends) / 2
        return cKDTree(unit_vectors(middle[:, 1], middle[:, 0]))

    def nearest(self, lat: Floats, lon: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """Distance (km) from each point to the nearest segment, and that segment's number [point].

        The middle of the nearest segment may be up to half a step farther than another segment's, and segments along a
        jagged coast are short; the best of the `CANDIDATES` nearest middles, each measured exactly, is the answer.
        """
        lat, lon = np.asarray(lat, dtype=float), np.asarray(lon, dtype=float)
        if len(self) == 0:
            return np.full(lat.shape, np.inf), np.zeros(lat.shape, dtype=np.intp)
        _, found = self._tree.query(unit_vectors(lat, lon), k=min(CANDIDATES, len(self)))
        found = np.asarray(found).reshape(len(lat), min(CANDIDATES, len(self)))
        measured = self._distance(lat[:, None], lon[:, None], found)
        best = np.argmin(measured, axis=1)
        rows = np.arange(len(lat))
        return measured[rows, best], found[rows, best]

    def _distance(self, lat: Floats, lon: Floats, segment: NDArray[np.intp]) -> Floats:
        """Distance from points to segments, both [point, candidate], in km.

        In the azimuthal equidistant plane centred on the point, distances from it are exact; a segment of 5 km is
        straight there to within centimetres.
        """
        a, b = (_plane(lat, lon, ends[segment]) for ends in (self.starts, self.ends))
        along = b - a
        length = np.sum(along**2, axis=-1)
        share = np.clip(-np.sum(a * along, axis=-1) / np.where(length > 0, length, 1.0), 0.0, 1.0)
        return np.asarray(np.hypot(*np.moveaxis(a + share[..., None] * along, -1, 0)))


def densify(line: Floats, step_km: float = STEP_KM) -> Floats:
    """A polyline [point, (lon, lat)] with points at most `step_km` apart, straight in longitude and latitude."""
    widest = np.minimum(np.abs(line[1:, 1]), np.abs(line[:-1, 1]))
    east = np.diff(line[:, 0]) * np.cos(np.radians(widest))
    pieces = np.maximum(1, np.ceil(np.hypot(east, np.diff(line[:, 1])) * KM_PER_DEGREE / step_km)).astype(int)
    at = np.repeat(np.arange(len(pieces)), pieces)
    share = (np.arange(len(at)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[at]
    points = line[at] + share[:, None] * (line[at + 1] - line[at])
    return np.concatenate([points, line[-1:]])


def _plane(lat: Floats, lon: Floats, points: Floats) -> Floats:
    """Points in the azimuthal equidistant plane centred on (lat, lon): (east, north) in km."""
    azimuth, distance = inverse(lat, lon, points[..., 1], points[..., 0])
    angle = np.radians(azimuth)
    return np.stack([distance * np.sin(angle), distance * np.cos(angle)], axis=-1)
