"""Geodesics, nearest points and outlines, against an independent library and brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from tocsin.earth import distance_km
from tocsin.errors import InputError
from tocsin.geography import atlas, radar_horizon_km
from tocsin.geography.lines import STEP_KM, Lines, densify


def test_radar_horizon_of_the_published_example() -> None:
    assert float(radar_horizon_km(10, 100)) == pytest.approx(54, abs=0.5)
    assert float(radar_horizon_km(10, 2000)) == pytest.approx(197, abs=0.5)


def _brute_force_km(lat: float, lon: float, line: np.ndarray) -> float:
    """Smallest distance over points 100 m apart, by geographiclib."""
    fine = densify(line, step_km=0.1)
    near = fine[
        np.argsort(np.hypot((fine[:, 0] - lon) * math.cos(math.radians(lat)), fine[:, 1] - lat))[:400]
    ]
    return min(Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"] for x, y in near) / 1000


@pytest.mark.parametrize("country", ["EE", "MD"])
def test_nearest_point_of_an_outline_against_brute_force(country: str) -> None:
    random = np.random.default_rng(1)
    parts = atlas.outline(country)
    middle = np.concatenate(parts).mean(axis=0)
    lat, lon = middle[1] + random.uniform(-4, 4, 15), middle[0] + random.uniform(-6, 6, 15)
    found, _ = Lines.of(("border", part) for part in parts).nearest(lat, lon)
    truth = [min(_brute_force_km(y, x, part) for part in parts) for y, x in zip(lat, lon, strict=True)]
    np.testing.assert_allclose(found, truth, atol=0.06)


@given(
    lat=st.lists(st.floats(44, 53), min_size=1, max_size=5), lon=st.floats(22, 41), shift=st.floats(0.01, 0.5)
)
def test_nearest_is_symmetric_bounded_and_moves_no_faster_than_the_point(
    lat: list[float], lon: float, shift: float
) -> None:
    lines = Lines.of(("border", part) for part in atlas.border("UA", ("RU",)))
    y, x = np.array(lat), np.full(len(lat), lon)
    here, segment = lines.nearest(y, x)
    assert np.all(here <= distance_km(y, x, lines.starts[segment, 1], lines.starts[segment, 0]) + 1e-9)
    there, _ = lines.nearest(y + shift, x)
    # Twice the step: candidates are the nearest middles, and a segment is at most a step long.
    assert np.all(np.abs(here - there) <= distance_km(y, x, y + shift, x) + 2e-3)


def test_nearest_is_the_nearest_at_every_place_of_the_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    launchable = Lines.of(("state", part) for state in ("RU", "BY") for part in atlas.outline(state))
    places = atlas.places()
    lat, lon = places["lat"].to_numpy(), places["lon"].to_numpy()
    found, _ = launchable.nearest(lat, lon)
    monkeypatch.setattr("tocsin.geography.lines.CANDIDATES", 64)
    np.testing.assert_allclose(found, launchable.nearest(lat, lon)[0], atol=1e-3)


def test_no_line_is_infinitely_far() -> None:
    assert np.isinf(Lines.of([]).nearest(np.array([50.0]), np.array([30.0]))[0]).all()


def test_densified_steps_are_short_and_the_corners_stay() -> None:
    line = np.array([[20.0, 60.0], [30.0, 50.0], [30.0, 50.001]])
    dense = densify(line)
    steps = distance_km(dense[:-1, 1], dense[:-1, 0], dense[1:, 1], dense[1:, 0])
    assert steps.max() <= STEP_KM * 1.01
    assert all(np.any(np.all(np.isclose(dense, corner), axis=1)) for corner in line)


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [
        ("UA", 50.45, 30.52),  # Kyiv
        ("UA", 44.95, 34.10),  # Simferopol: recognised borders, not those held
        ("UA", 48.57, 39.31),  # Luhansk
        ("RU", 54.71, 20.45),  # Kaliningrad
        ("RU", 55.76, 37.62),  # Moscow
        ("RU", 62.03, 129.73),  # Yakutsk
        ("MD", 47.01, 28.86),
        ("CY", 35.34, 33.32),  # Kyrenia
    ],
)
def test_capitals_lie_in_their_countries(country: str, lat: float, lon: float) -> None:
    holders = [
        c
        for c in ("UA", "RU", "MD", "CY", "BY", "PL")
        if atlas.contains(c, np.array([lat]), np.array([lon]))[0]
    ]
    assert holders == [country]


def test_places_lie_in_their_countries() -> None:
    for country in ("UA", "PL", "DE"):
        places = atlas.places(country)
        inside = atlas.contains(country, places["lat"].to_numpy(), places["lon"].to_numpy())
        outline = Lines.of(("border", part) for part in atlas.outline(country))
        far, _ = outline.nearest(places["lat"].to_numpy(), places["lon"].to_numpy())
        assert (inside | (far < 3.0)).all(), places["name"][~inside & (far >= 3.0)].tolist()


def test_borders_and_coast_make_up_the_outline() -> None:
    neighbours = ("BY", "HU", "MD", "PL", "RO", "RU", "SK")

    def length(parts: list[np.ndarray]) -> float:
        return float(sum(distance_km(p[:-1, 1], p[:-1, 0], p[1:, 1], p[1:, 0]).sum() for p in parts))

    parts = [atlas.border("UA", (n,)) for n in neighbours]
    assert sum(map(length, parts)) + length(atlas.coast("UA")) == pytest.approx(length(atlas.outline("UA")))
    # The isthmus of Crimea (46.1 N 33.7 E) is no border.
    isthmus, _ = Lines.of(("border", p) for p in atlas.border("UA", ("RU",))).nearest(
        np.array([46.1]), np.array([33.7])
    )
    assert isthmus[0] > 150


def test_populations_add_up_to_the_national_total() -> None:
    people = atlas.places().groupby("country")["people"].sum()
    np.testing.assert_allclose(people, atlas.countries().loc[people.index, "population"])
    assert len(people) == len(atlas.countries())


def test_unknown_country() -> None:
    with pytest.raises(InputError, match="no map data"):
        atlas.places("ZZ")


def test_ukrainian_places_are_few_enough_and_named_once_by_district() -> None:
    places = atlas.places("UA")
    assert 400 <= len(places) <= 700
    assert places["admin"].nunique() == 27
    assert (places["admin"] != "").all()
