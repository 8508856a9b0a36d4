"""The geodesic against an independent library, and the gazetteer against itself and the map data."""

from __future__ import annotations

import re

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from tocsin.earth import bearing_deg, distance_km, off_course, town, towns, towns_in
from tocsin.geography import places

latitudes = st.floats(-85, 85)
longitudes = st.floats(-179, 179)


def test_moscow_to_yelabuga() -> None:
    assert float(distance_km(55.7558, 37.6173, 55.7567, 52.0547)) == pytest.approx(904.8, abs=0.05)
    assert float(bearing_deg(55.7558, 37.6173, 55.7567, 52.0547)) == pytest.approx(84.0, abs=0.05)


@given(a=latitudes, b=longitudes, c=latitudes, d=longitudes)
def test_agrees_with_geographiclib(a: float, b: float, c: float, d: float) -> None:
    truth = Geodesic.WGS84.Inverse(a, b, c, d)
    assert float(distance_km(a, b, c, d)) == pytest.approx(truth["s12"] / 1000, abs=1e-6)
    if 1.0 < truth["s12"] < 1.99e7:  # the direction is undefined at the same point and at the antipode
        turn = (float(bearing_deg(a, b, c, d)) - truth["azi1"] + 180) % 360 - 180
        assert abs(turn) < 1e-5


@given(a=latitudes, b=longitudes, c=latitudes, d=longitudes, e=latitudes, f=longitudes)
def test_triangle_inequality(a: float, b: float, c: float, d: float, e: float, f: float) -> None:
    direct = float(distance_km(a, b, c, d))
    assert direct <= float(distance_km(a, b, e, f)) + float(distance_km(e, f, c, d)) + 1e-6
    assert direct == pytest.approx(float(distance_km(c, d, a, b)), abs=1e-6)


def test_distances_broadcast() -> None:
    assert distance_km(np.zeros((3, 1)), 0.0, np.ones(4), np.arange(4.0)).shape == (3, 4)


def test_towns_lie_where_the_map_data_have_them() -> None:
    """A slip in a coordinate would turn distances by hundreds of kilometres."""
    table = places()
    listed = {(row.name.lower(), row.country): (row.lat, row.lon) for row in table.itertuples(index=False)}
    shared = {key: place for key, place in towns().items() if (key, place.country) in listed}
    assert len(shared) > 90
    for key, place in shared.items():
        assert distance_km(*place[2:], *listed[key, place.country]) < 20, place


def test_every_town_is_on_the_earth_and_has_a_state() -> None:
    for place in towns().values():
        assert re.fullmatch("[A-Z]{2}", place.country)
        assert abs(place.lat) <= 90
        assert abs(place.lon) <= 180


def test_towns_are_found_by_every_spelling() -> None:
    assert town("Kiev") is town("kyiv") is not None
    assert town("St. Petersburg") == town("Saint Petersburg") == towns_in("in St. Petersburg today")[0]
    assert [place.name for place in towns_in("KIEV and Tel Aviv, then Kyiv")] == ["Kyiv", "Tel Aviv"]
    assert town("Atlantis") is None


@pytest.mark.parametrize(
    ("way", "turn"), [("east", 6), ("eastern", 6), ("north-east", 39), ("southwest", 141), ("near", None)]
)
def test_degrees_off_a_compass_word(way: str, turn: float | None) -> None:
    moscow, yelabuga = towns()["moscow"], towns()["yelabuga"]
    assert off_course(way, moscow, yelabuga) == (None if turn is None else pytest.approx(turn, abs=0.5))
