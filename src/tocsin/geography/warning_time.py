"""Minutes of warning by place: a look-up for the public, never a ranking.

minutes = (distance from the place to the nearest point of border, coast or contact line + sensor reach) / speed
          − detection, decision and relay delay, and never below 0.

The distance is the shortest there is, so this is a minimum: real paths are longer and give more. The sensor reach is
how far beyond that line a drone is seen: the radar horizon, or the sensor's own limit if that is shorter, less how far
behind the line sensors stand. A drone that flies higher is seen earlier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tocsin.earth import Floats
from tocsin.geography import atlas
from tocsin.geography.territory import Theatre, theatre
from tocsin.geography.view import View
from tocsin.lineage import Lineage

UNDER_MINUTES = (5, 10, 15, 30)
DRONES = ("today", "faster")
SENSING = (
    "geography.sensor_height_m",
    "geography.flight_height_m",
    "geography.sensor_limit_km",
    "geography.sensor_standoff_km",
)
DELAYS = ("geography.detection_delay_min", "geography.decision_delay_min", "geography.relay_delay_min")


@dataclass(frozen=True, eq=False)
class WarningTimes:
    """Warning by place.

    Attributes
    ----------
    drone
        "today" or "faster".
    places
        As `atlas.places`, with `distance_km` and `nearest` ("border", "coast" or "contact line") [place].
    minutes
        Minutes between the public alert and a drone overhead [draw, place].
    left_out
        Places beyond the contact line, for which no warning is computed.
    """

    drone: str
    places: pd.DataFrame
    minutes: NDArray[np.float32]
    left_out: int
    lineage: Lineage

    def people_under(self, limit_minutes: float) -> Floats:
        """People with less than so many minutes [draw]."""
        people: Floats = self.places["people"].to_numpy(dtype=float)
        return np.asarray((self.minutes < limit_minutes) @ people)

    def districts(self) -> tuple[list[str], Floats]:
        """First-level districts, and their minutes weighted by people [draw, district]."""
        names, number = np.unique(self.places["admin"].to_numpy(dtype=str), return_inverse=True)
        weights = np.zeros((len(self.places), len(names)))
        weights[np.arange(len(self.places)), number] = self.places["people"].to_numpy(dtype=float)
        total = weights.sum(axis=0)
        return list(names), np.asarray(self.minutes @ (weights / np.where(total > 0, total, 1.0)))


def warning_minutes(
    distance_km: ArrayLike, *, speed_kmh: ArrayLike, sensor_reach_km: ArrayLike, delay_min: ArrayLike
) -> NDArray[np.float32]:
    """Minutes of warning [draw, place], floor 0.

    Parameters
    ----------
    distance_km
        From each place to the line that a drone crosses [place].
    speed_kmh, sensor_reach_km, delay_min
        One value per draw [draw], or one for all. The reach may be negative: seen only behind the line.

    Examples
    --------
    >>> round(float(warning_minutes([100.0], speed_kmh=200, sensor_reach_km=0, delay_min=5)[0, 0]), 3)
    25.0
    """
    speed, reach, delay = np.broadcast_arrays(
        *(np.asarray(x, dtype=np.float32).reshape(-1) for x in (speed_kmh, sensor_reach_km, delay_min))
    )
    pace = (np.float32(60.0) / speed)[:, None]
    seen_at = np.maximum(np.asarray(distance_km, dtype=np.float32)[None, :] + reach[:, None], np.float32(0.0))
    return np.asarray(np.maximum(seen_at * pace - delay[:, None], np.float32(0.0)))


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


def sensor_reach_km(
    *, sensor_height_m: ArrayLike, flight_height_m: ArrayLike, limit_km: ArrayLike, standoff_km: ArrayLike
) -> Floats:
    """How far beyond the border a drone is seen, in km; negative where it is seen only behind it."""
    horizon = radar_horizon_km(sensor_height_m, flight_height_m)
    return np.asarray(
        np.minimum(horizon, np.asarray(limit_km, dtype=float)) - np.asarray(standoff_km, dtype=float)
    )


def warning(
    view: View, *, drone: str = "today", draws: int = 2000, seed: int = 1, places: pd.DataFrame | None = None
) -> WarningTimes:
    """Warning by place for one kind of drone, for the defended state of a case.

    Draws of sensing and delays are the same for every drone, so that differences are those of speed alone.

    Parameters
    ----------
    view
        A case cut by `as_of`; its parameters give speed, sensing and delays.
    drone
        "today", or "faster" (a labelled scenario).
    places
        Instead of the places that ship: columns `name`, `lat`, `lon`, and optionally `admin`, `population`, `people`.

    Raises
    ------
    InputError
        For a country outside the cut of map data, or a parameter that was not yet known.
    """
    scene = case_theatre(view)
    table = atlas.places(scene.defended) if places is None else places
    located, left_out = locate(table, scene)
    speeds = tuple(f"threat.{name}.speed_kmh" for name in dict.fromkeys(("today", drone)))
    names = (*speeds, *SENSING, *DELAYS)
    sample = {name: view.parameters.sample(name, draws, seed) for name in names}
    height, flight, limit, standoff = (sample[name] for name in SENSING)
    reach = sensor_reach_km(
        sensor_height_m=height, flight_height_m=flight, limit_km=limit, standoff_km=standoff
    )
    minutes = warning_minutes(
        located["distance_km"].to_numpy(),
        speed_kmh=np.max([sample[name] for name in speeds], axis=0),  # a faster drone is never slower
        sensor_reach_km=reach,
        delay_min=np.sum([sample[name] for name in DELAYS], axis=0),
    )
    lineage = Lineage(
        parameters=names,
        method=("geodesic to the nearest border, coast or contact line; docs/geography.md",),
        assumptions=("the shortest way there is: real paths are longer and give more warning",),
    )
    return WarningTimes(drone, located, minutes, left_out, lineage)


def case_theatre(view: View) -> Theatre:
    """The theatre of a case's settings."""
    settings = view.settings.geography
    return theatre(settings.defended, settings.launch_states, settings.contact_line)


def locate(places: pd.DataFrame, scene: Theatre) -> tuple[pd.DataFrame, int]:
    """Places on defended ground with `distance_km` and `nearest`, and how many lay beyond the contact line."""
    lat, lon = places["lat"].to_numpy(dtype=float), places["lon"].to_numpy(dtype=float)
    keep = ~scene.beyond(lat, lon)
    distance, segment = scene.entry.nearest(lat[keep], lon[keep])
    table = (
        places[keep].reset_index(drop=True).assign(distance_km=distance, nearest=scene.entry.kinds[segment])
    )
    for column, fallback in (("admin", ""), ("population", 0), ("people", 0.0)):
        if column not in table:
            table[column] = table["population"] if column == "people" and "population" in table else fallback
    return table, int((~keep).sum())
