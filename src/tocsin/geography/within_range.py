"""Which countries and how many people come within reach as range grows.

Reach is measured from the whole territory a launcher could use, never from a point: the launch states, and ground
beyond the contact line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from tocsin.earth import Floats
from tocsin.geography import atlas
from tocsin.geography.territory import Theatre
from tocsin.geography.view import View
from tocsin.geography.warning_time import case_theatre
from tocsin.lineage import Lineage

DRONES = ("today", "longer")


@dataclass(frozen=True, eq=False)
class Reach:
    """People within range by country.

    Attributes
    ----------
    drone
        "today" or "longer".
    range_km
        One-way range [draw].
    countries
        Countries in order of ISO code: `country`, `name`, `population`, `nearest_km` (to the nearest listed place),
        `p_within` (share of draws with anybody in range).
    people
        People within range [draw, country].
    """

    drone: str
    range_km: Floats
    countries: pd.DataFrame
    people: Floats
    lineage: Lineage

    @property
    def share(self) -> Floats:
        """Share of each country's people within range [draw, country]."""
        return np.asarray(self.people / self.countries["population"].to_numpy(dtype=float))

    @property
    def total(self) -> Floats:
        """People within range in all countries together [draw]."""
        return np.asarray(self.people.sum(axis=1))


def reach(view: View, *, drone: str = "today", draws: int = 2000, seed: int = 1) -> Reach:
    """Other countries, and their people, within range of the territory a launcher could use.

    The launch states, the programme's own states and the defended one are left out: they are no others. Countries are those of the shipped cut: Europe, North Africa, the Near
    East, the Caucasus and Central Asia.
    """
    scene = case_theatre(view)
    names = tuple(f"geography.range_{name}_km" for name in dict.fromkeys(("today", drone)))
    range_km = np.max(
        [view.parameters.sample(name, draws, seed) for name in names], axis=0
    )  # longer is never shorter
    table, people = people_within(scene, range_km)
    settings = view.settings
    others = (
        ~table["country"].isin({settings.geography.defended, *settings.about.programme_states}).to_numpy()
    )
    table, people = table[others].reset_index(drop=True), people[:, others]
    lineage = Lineage(
        parameters=names,
        method=("geodesic from places to the nearest point of launchable territory; docs/geography.md",),
        assumptions=(
            "range is one-way and unopposed; a way round defences shortens it",
            f"counted among the {len(table)} other countries of the map data; South and East Asia are outside it",
        ),
    )
    return Reach(drone, range_km, table, people, lineage)


def people_within(scene: Theatre, range_km: Floats) -> tuple[pd.DataFrame, Floats]:
    """Countries as in `Reach.countries`, and people within each range [draw, country]."""
    table, sorted_km, cumulated = _profiles(scene)
    counted = [
        total[np.searchsorted(km, range_km, side="right")]
        for km, total in zip(sorted_km, cumulated, strict=True)
    ]
    people = np.stack(counted, axis=1)
    return table.assign(p_within=(people > 0).mean(axis=0)), people


@cache
def _profiles(scene: Theatre) -> tuple[pd.DataFrame, list[Floats], list[Floats]]:
    """By country: its places' distances in order, and the people up to each (with a leading 0)."""
    places = atlas.places()
    places = places[~places["country"].isin(scene.launch_states)]
    lat, lon = places["lat"].to_numpy(), places["lon"].to_numpy()
    distance, _ = scene.launchable.nearest(lat, lon)
    defended = (places["country"] == scene.defended).to_numpy()
    distance[defended] = np.where(scene.beyond(lat[defended], lon[defended]), 0.0, distance[defended])
    places = places.assign(distance_km=distance).sort_values(["country", "distance_km", "name"])
    groups = list(places.groupby("country", sort=True))
    iso = [country for country, _ in groups]
    known = atlas.countries().loc[iso]
    table = pd.DataFrame(
        {
            "country": iso,
            "name": known["name"].to_numpy(),
            "population": known["population"].to_numpy(),
            "nearest_km": [float(group["distance_km"].iloc[0]) for _, group in groups],
        }
    )
    kilometres = [group["distance_km"].to_numpy() for _, group in groups]
    return table, kilometres, [np.r_[0.0, np.cumsum(group["people"].to_numpy())] for _, group in groups]
