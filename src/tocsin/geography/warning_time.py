"""Minutes of warning that distance alone promises, by place: a look-up for the public, never a ranking.

minutes = (distance + sensor reach, if that is negative) / speed − detection, decision and relay delay, never below 0,

where the distance is the shorter of two: from the place to the nearest point of border, coast or contact line, and to the
edge of its region. A drone is taken to be unseen until it crosses that line, and alerts are given by region when drones
come near it, however early they were seen: so this is at least what there is between the alert and a drone overhead, and
no forecast of it. What was observed is in `tocsin.geography.observed`.

The sensor reach is how far beyond the line a drone is seen: the radar horizon, or the sensor's own limit if that is
shorter, less how far behind the line sensors stand. Sight beyond the line is not counted, blind ground behind it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tocsin.earth import Floats
from tocsin.errors import InputError, Problem
from tocsin.geography import atlas
from tocsin.geography.regions import edge_km
from tocsin.geography.territory import Theatre, theatre
from tocsin.geography.view import Changed, View
from tocsin.lineage import Lineage

UNDER_MINUTES = (10, 20, 30)  # nothing here is known to less than ten
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
        As `atlas.places`, with `distance_km` and `nearest` ("border", "coast" or "contact line") [place]; `edge_km` to the
        edge of the region; `population` and `people` as the case's own table of changed places has them.
    minutes
        Minutes that distance alone promises between the public alert and a drone overhead [draw, place].
    flight
        Minutes a drone flies at least from border, coast or contact line, in whole tens; nineteen draws in twenty [place].
    left_out
        Places beyond the contact line, or lost since, for which no warning is computed.
    """

    drone: str
    places: pd.DataFrame
    minutes: NDArray[np.float32]
    flight: NDArray[np.int64]
    left_out: int
    lineage: Lineage

    @property
    def least(self) -> NDArray[np.int64]:
        """What nineteen draws in twenty promise at least, in whole tens of minutes [place]."""
        return _whole_tens(np.quantile(self.minutes, 0.05, axis=0))

    def people_under(self, limit_minutes: float) -> Floats:
        """People whom distance promises less than so many minutes [draw]."""
        people: Floats = self.places["people"].to_numpy(dtype=float)
        return np.asarray((self.minutes < limit_minutes) @ people)


def warning_minutes(
    distance_km: ArrayLike,
    *,
    speed_kmh: ArrayLike,
    sensor_reach_km: ArrayLike,
    delay_min: ArrayLike,
    inside_km: ArrayLike = np.inf,
) -> NDArray[np.float32]:
    """Minutes of warning [draw, place], floor 0.

    Parameters
    ----------
    distance_km
        From each place to the line that a drone crosses [place].
    inside_km
        From each place to the edge of its region, where an alert begins at the latest [place].
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
    seen_at = np.asarray(distance_km, dtype=np.float32)[None, :] + reach[:, None]
    seen_at = np.clip(seen_at, np.float32(0.0), np.asarray(inside_km, dtype=np.float32))
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
    """Minutes that distance promises by place for one kind of drone, for the defended state of a case.

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
    changed = view.changed_places if places is None else ()
    table = _inhabited(atlas.places(scene.defended), changed) if places is None else places
    located, beyond = locate(table, scene)
    lost = sum(item.state == "lost" for item in changed)
    speeds = tuple(f"threat.{name}.speed_kmh" for name in dict.fromkeys(("today", drone)))
    names = (*speeds, *SENSING, *DELAYS)
    sample = {name: view.parameters.sample(name, draws, seed) for name in names}
    height, flight, limit, standoff = (sample[name] for name in SENSING)
    reach = sensor_reach_km(
        sensor_height_m=height, flight_height_m=flight, limit_km=limit, standoff_km=standoff
    )
    speed = np.max([sample[name] for name in speeds], axis=0)  # a faster drone is never slower
    minutes = warning_minutes(
        located["distance_km"].to_numpy(),
        inside_km=located["edge_km"].to_numpy(),
        speed_kmh=speed,
        sensor_reach_km=np.minimum(reach, 0.0),
        delay_min=np.sum([sample[name] for name in DELAYS], axis=0),
    )
    lineage = Lineage(
        parameters=names,
        facts=tuple(source for item in changed for source in item.sources),
        method=(
            "geodesic to the nearest border, coast, contact line or edge of the region; docs/geography.md",
        ),
        assumptions=(
            "unseen until it crosses that line; the shortest way there is: real paths are longer",
            "the edge of a region lies half way to the nearest listed place of another one",
        ),
    )
    over_ground = _whole_tens(60 * located["distance_km"].to_numpy() / np.quantile(speed, 0.95))
    return WarningTimes(drone, located, minutes, over_ground, beyond + lost, lineage)


def _whole_tens(minutes: Floats) -> NDArray[np.int64]:
    return np.asarray(10 * np.floor(np.asarray(minutes) / 10), dtype=np.int64)


def _inhabited(table: pd.DataFrame, changed: Sequence[Changed]) -> pd.DataFrame:
    """Places as listed, without those lost; people as listed, or as counted since.

    Raises
    ------
    InputError
        If the map data have no such place.
    """
    table = table.assign(people=table["population"].astype(float))
    keep = np.ones(len(table), dtype=bool)
    for item in changed:
        here = ((table["name"] == item.place) & (table["admin"] == item.region)).to_numpy()
        if not here.any():
            remedy = "Name place and region as `tocsin warning CASE` prints them."
            raise InputError(
                Problem(
                    "no such place in the map data",
                    remedy,
                    "places.csv",
                    value=f"{item.place}, {item.region}",
                )
            )
        keep &= ~here | (item.state != "lost")
        if item.people is not None:
            table.loc[here, ["population", "people"]] = item.people
    return table[keep].reset_index(drop=True)


def case_theatre(view: View) -> Theatre:
    """The theatre of a case's settings."""
    settings = view.settings.geography
    return theatre(settings.defended, settings.launch_states, settings.contact_line)


def locate(places: pd.DataFrame, scene: Theatre) -> tuple[pd.DataFrame, int]:
    """Places on defended ground with `distance_km`, `nearest` and `edge_km`; and how many lay beyond the contact line."""
    lat, lon = places["lat"].to_numpy(dtype=float), places["lon"].to_numpy(dtype=float)
    keep = ~scene.beyond(lat, lon)
    distance, segment = scene.entry.nearest(lat[keep], lon[keep])
    table = (
        places[keep]
        .reset_index(drop=True)
        .assign(
            distance_km=distance,
            nearest=scene.entry.kinds[segment],
            edge_km=edge_km(scene.defended, lat[keep], lon[keep]),
        )
    )
    for column, fallback in (("admin", ""), ("population", 0), ("people", 0.0)):
        if column not in table:
            table[column] = table["population"] if column == "people" and "population" in table else fallback
    return table, int((~keep).sum())
