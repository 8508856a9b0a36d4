"""From where a launcher could fly, and where a drone would be over defended ground.

Only territories and very coarse lines: never a place, a site or a unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tocsin.earth import Floats
from tocsin.geography import atlas
from tocsin.geography.lines import Lines

CUT = (
    -25.0,
    80.0,
)  # degrees of longitude: the cut of map data, and of the territory that distances are measured from
NEAR, FAR = 12.0, 20.0  # degrees: around the contact line, and beyond any part of a defended state
Coarse = tuple[tuple[float, ...], ...]  # (lat, lon) pairs, as in case.toml


@dataclass(frozen=True, eq=False)
class Theatre:
    """The defended state, the states a drone is launched from, and the line of contact between them.

    Attributes
    ----------
    defended, launch_states
        ISO codes.
    contact_line
        Very coarse line as (lat, lon) points, from the border with a launch state to the coast; empty where there is
        none. Land beyond it counts as launchable.
    entry
        Where a drone crosses into defended ground: border with the launch states, coast, contact line; without the
        parts beyond the contact line.
    launchable
        Outline of what a launcher could use: the launch states and the ground beyond the contact line.
    """

    defended: str
    launch_states: tuple[str, ...]
    contact_line: Coarse
    entry: Lines
    launchable: Lines

    def beyond(self, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
        """Whether points lie on the launchers' side of the contact line [point]."""
        return _beyond(self.contact_line, self.launch_states, lat, lon)


def theatre(defended: str, launch_states: tuple[str, ...], contact_line: Coarse = ()) -> Theatre:
    """Build (and keep) the theatre of a case."""
    line = tuple(tuple(map(float, point)) for point in contact_line)
    return _theatre(defended, tuple(launch_states), line)


@cache
def _theatre(defended: str, launch_states: tuple[str, ...], contact_line: Coarse) -> Theatre:
    contact = np.array([(lon, lat) for lat, lon in contact_line]).reshape(-1, 2)
    border = atlas.border(defended, launch_states)
    coast = atlas.coast(defended)
    own = Lines.of([*(("border", line) for line in border), *(("coast", line) for line in coast)])
    far = _beyond(contact_line, launch_states, *_middles(own))
    states = Lines.of(
        ("state", part) for s in launch_states for line in atlas.outline(s) for part in _in_cut(line)
    )
    front = Lines.of([("contact line", contact)])
    entry = _join(_take(own, ~far), front)
    launchable = _join(_join(states, _take(own, far)), front)
    return Theatre(defended, launch_states, contact_line, entry, launchable)


def _in_cut(line: Floats) -> list[Floats]:
    """The stretches of a polyline [point, (lon, lat)] that lie inside the cut."""
    inside = (line[:, 0] >= CUT[0]) & (line[:, 0] <= CUT[1])
    breaks = np.flatnonzero(np.diff(inside)) + 1
    return [part for part in np.split(line, breaks) if CUT[0] <= part[0, 0] <= CUT[1]]


def _middles(lines: Lines) -> tuple[Floats, Floats]:
    middle = (lines.starts + lines.ends) / 2
    return middle[:, 1], middle[:, 0]


def _take(lines: Lines, keep: NDArray[np.bool_]) -> Lines:
    return Lines(lines.starts[keep], lines.ends[keep], lines.kinds[keep])


def _join(first: Lines, second: Lines) -> Lines:
    return Lines(
        np.concatenate([first.starts, second.starts]),
        np.concatenate([first.ends, second.ends]),
        np.concatenate([first.kinds, second.kinds]),
    )


def _beyond(
    contact_line: Coarse, launch_states: tuple[str, ...], lat: Floats, lon: Floats
) -> NDArray[np.bool_]:
    """Whether points lie on the launchers' side of the contact line [point]."""
    if len(contact_line) < 2:
        return np.zeros(np.shape(lat), dtype=bool)
    return atlas.inside_ring(_closed(contact_line, launch_states), np.asarray(lat), np.asarray(lon))


def _closed(contact_line: Coarse, launch_states: tuple[str, ...]) -> Floats:
    """The contact line closed far away on the launchers' side.

    The line runs from the border with a launch state to the coast. At the border it is prolonged in its own general
    direction, at the coast it turns off square, so that ground on neither flank is taken for ground beyond it.
    """
    line = np.array([(lon, lat) for lat, lon in contact_line])
    first, last = line[0], line[-1]
    along = (last - first) / np.hypot(*(last - first))
    across = np.array([along[1], -along[0]])
    states = np.concatenate([piece for state in launch_states for piece in atlas.outline(state)])
    near = states[np.hypot(*(states - line.mean(axis=0)).T) < NEAR]
    if len(near) and np.median((near - first) @ across) < 0:
        across = -across
    corners = (last + FAR * across, first - FAR * along + FAR * across, first - FAR * along, first)
    return np.array([*line, *corners])
