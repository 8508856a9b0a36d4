"""Warning by place and reach by country: closed forms, laws, and the real case's parameters."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin import geography
from tocsin.case import load_case
from tocsin.case.parameters import Parameters, default_parameters, read_parameters
from tocsin.case.places import ChangedPlace
from tocsin.commands import geography as commands
from tocsin.errors import InputError
from tocsin.geography import map_outlines, people_within, reach_outline, theatre, warning_minutes
from tocsin.geography.places_file import read_places
from tocsin.geography.warning_time import warning
from tocsin.geography.within_range import reach

CASE = Path(__file__).parents[2] / "cases" / "yelabuga"
# Made up for tests: from the eastern border to the sea.
LINE = ((50.1, 37.9), (48.6, 38.0), (47.6, 36.6), (47.4, 34.5), (46.6, 32.6), (46.5, 31.5))


def _view(
    rows: list[Any] | None = None,
    as_of: str = "2026-01-01",
    line: Any = LINE,
    changed: tuple[ChangedPlace, ...] = (),
) -> Any:
    settings = SimpleNamespace(defended="UA", launch_states=("RU",), contact_line=line)
    parameters = Parameters(default_parameters() if rows is None else rows).as_of(date.fromisoformat(as_of))
    about = SimpleNamespace(programme_states=("RU", "IR"))
    return SimpleNamespace(
        settings=SimpleNamespace(geography=settings, about=about),
        parameters=parameters,
        changed_places=changed,
        facts={},
    )


def test_minutes_by_hand() -> None:
    minutes = warning_minutes(
        [90.0, 0.0], speed_kmh=[180.0, 360.0], sensor_reach_km=[30.0, -10.0], delay_min=[4.0, 1.0]
    )
    np.testing.assert_allclose(minutes, [[36.0, 6.0], [80 / 6 - 1, 0.0]], rtol=1e-6)


numbers = st.floats(0, 800, width=32)


@given(
    distance=st.lists(numbers, min_size=1, max_size=6),
    speed=st.floats(100, 700),
    reach_km=st.floats(-50, 100),
    delay=st.floats(0, 20),
    more=st.floats(1.01, 3),
)
def test_minutes_never_grow_with_speed_or_delay_and_grow_with_reach(
    distance: list[float], speed: float, reach_km: float, delay: float, more: float
) -> None:
    def minutes(v: float, r: float, d: float) -> np.ndarray:
        return warning_minutes(distance, speed_kmh=v, sensor_reach_km=r, delay_min=d)

    base = minutes(speed, reach_km, delay)
    assert np.all(base >= 0)
    assert np.all(minutes(speed * more, reach_km, delay) <= base + 1e-3)
    assert np.all(minutes(speed, reach_km, delay * more) <= base + 1e-3)
    assert np.all(minutes(speed, reach_km + more, delay) >= base - 1e-3)
    order = np.argsort(distance)
    assert np.all(np.diff(base[0, order]) >= -1e-3)


def test_warning_for_the_faster_drone_is_never_longer() -> None:
    rows = [
        replace(row, low=400, best=420, high=440) if row.name == "threat.faster.speed_kmh" else row
        for row in default_parameters()
    ]
    today, faster = (warning(_view(rows), drone=drone, draws=500) for drone in ("today", "faster"))
    assert np.all(faster.minutes <= today.minutes + 1e-3)
    for limit in geography.UNDER_MINUTES:
        assert np.all(faster.people_under(limit) >= today.people_under(limit))


def test_people_under_is_monotone_and_bounded() -> None:
    times = warning(_view(), draws=300)
    counts = np.array([times.people_under(limit) for limit in (*geography.UNDER_MINUTES, 1e6)])
    assert np.all(np.diff(counts, axis=0) >= 0)
    np.testing.assert_allclose(counts[-1], times.places["people"].sum())
    assert times.left_out > 50


def test_minutes_end_at_the_edge_of_the_region() -> None:
    inside = warning_minutes(
        [90.0], speed_kmh=[180.0], sensor_reach_km=[0.0], delay_min=[4.0], inside_km=[30.0]
    )
    np.testing.assert_allclose(inside, [[6.0]])
    times = warning(_view(), draws=50)
    assert (times.minutes <= 60 * times.places["edge_km"].to_numpy() / 100).all()
    west = times.places.set_index("name").loc["Ivano-Frankivsk"]
    assert west["edge_km"] < 60 < west["distance_km"]


def test_what_is_sure_is_in_whole_tens_and_below_the_draws() -> None:
    times = warning(_view(), draws=400)
    for sure in (times.least, times.flight):
        assert (sure % 10 == 0).all()
    assert (times.least <= np.quantile(times.minutes, 0.05, axis=0) + 1e-6).all()
    assert (times.least <= times.flight).all()


def test_places_lost_or_left() -> None:
    day = date(2025, 1, 1)
    changed = (
        ChangedPlace("Sumy", "Sumy", day, "lost", None, ("DF1",)),
        ChangedPlace("Kharkiv", "Kharkiv", day, "fewer", 1000, ("DF2",)),
    )
    before, after = warning(_view(), draws=2), warning(_view(changed=changed), draws=2)
    assert after.left_out == before.left_out + 1
    assert "Sumy" not in set(after.places["name"])
    assert int(after.places.set_index("name").loc["Kharkiv", "people"]) == 1000
    assert after.lineage.facts == ("DF1", "DF2")
    assert (
        before.places["people"] == before.places["population"]
    ).all()  # as listed: no factor on every town
    with pytest.raises(InputError, match="no such place in the map data"):
        warning(_view(changed=(ChangedPlace("Atlantis", "Sumy", day, "lost", None, ("DF1",)),)), draws=2)


def test_every_place_of_the_flagship_is_in_the_map_data() -> None:
    view = load_case(CASE).view()
    assert len(view.changed_places) >= 10
    assert (
        warning(view, draws=2).left_out
        > warning(_view(line=view.settings.geography.contact_line), draws=2).left_out
    )


def test_known_distances() -> None:
    places = warning(_view(), draws=2).places.set_index("name")
    assert places.loc["Kharkiv", "nearest"] == "border"
    assert 25 < places.loc["Kharkiv", "distance_km"] < 40
    assert places.loc["Odesa", "nearest"] == "coast"
    assert places.loc["Odesa", "distance_km"] < 5
    assert places.loc["Zaporizhzhya", "nearest"] == "contact line"
    assert "Sevastopol" not in places.index
    assert "Donetsk" not in places.index


def test_without_a_contact_line_every_place_counts() -> None:
    times = warning(_view(line=()), draws=2)
    assert times.left_out == 0
    assert len(times.places) == len(geography.places("UA"))
    assert not theatre("UA", ("RU",)).beyond(np.array([48.0]), np.array([38.0])).any()


def test_beyond_the_line_is_the_same_whichever_way_places_are_ordered() -> None:
    scene = theatre("UA", ("RU",), LINE)
    lat, lon = np.array([48.0, 45.0, 50.4, 46.48, 45.4, 48.6]), np.array([37.8, 34.1, 30.5, 30.7, 29.6, 39.3])
    assert scene.beyond(lat, lon).tolist() == [True, True, False, False, False, True]
    assert scene.beyond(lat[::-1], lon[::-1]).tolist() == [True, False, False, False, True, True]


@given(first=st.floats(50, 4000), second=st.floats(50, 4000))
def test_longer_range_never_reaches_fewer(first: float, second: float) -> None:
    scene = theatre("UA", ("RU",), LINE)
    table, people = people_within(scene, np.array(sorted((first, second))))
    assert np.all(people[0] <= people[1] + 1e-6)
    assert np.all(people <= table["population"].to_numpy() * (1 + 1e-9))
    assert "RU" not in set(table["country"])


def test_unbounded_range_reaches_everybody() -> None:
    scene = theatre("UA", ("RU",), LINE)
    table, people = people_within(scene, np.array([0.0, 20_000.0]))
    np.testing.assert_allclose(people[1], table["population"])
    assert np.all(people[0, (table["country"] != "UA").to_numpy()] == 0)
    assert table["p_within"].between(0, 1).all()


def test_reach_by_case() -> None:
    today, longer = (reach(_view(), drone=drone, draws=400) for drone in ("today", "longer"))
    by_country = today.countries.set_index("country")
    assert not {"UA", "RU", "IR"} & set(
        by_country.index
    )  # the defender and the programme's states are no others
    assert by_country.loc["PL", "p_within"] > 0.99
    assert by_country.loc["PT", "p_within"] < longer.countries.set_index("country").loc["PT", "p_within"]
    assert today.people.shape == today.share.shape == (400, len(by_country))
    np.testing.assert_allclose(today.total, today.people.sum(axis=1))


days = st.integers(0, 1400).map(lambda n: date(2022, 9, 1) + timedelta(days=n))


@settings(max_examples=25)
@given(day=days, value=st.floats(0.5, 2.0))
def test_a_later_parameter_never_changes_an_earlier_view(day: date, value: float) -> None:
    rows = default_parameters()
    later = [
        replace(row, low=row.low * value, best=row.best * value, high=row.high * value,
                known_from=day + timedelta(days=1))
        for row in rows if row.name.startswith("geography.")
    ]  # fmt: skip
    before, after = (warning(_view(table, str(day)), draws=20) for table in (rows, rows + later))
    np.testing.assert_array_equal(before.minutes, after.minutes)
    a, b = (reach(_view(table, str(day)), draws=20) for table in (rows, rows + later))
    np.testing.assert_array_equal(a.people, b.people)


@pytest.mark.parametrize("near", [False, True])
def test_map_is_small_and_wound_for_d3(near: bool) -> None:
    outlines = map_outlines(near=near)
    assert len(json.dumps(outlines)) < 150_000
    assert "UA" in {feature["id"] for feature in outlines["features"]}
    for feature in outlines["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for number, ring in enumerate(polygon):
                x, y = np.array(ring).T
                assert ring[0] == ring[-1]
                doubled = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])
                assert (doubled < 0) == (number == 0), feature["id"]


@pytest.mark.parametrize("range_km", [500.0, 1500.0])
def test_reach_outline_lies_at_the_range(range_km: float) -> None:
    scene = theatre("UA", ("RU",), LINE)
    lines = reach_outline(scene, range_km)["geometry"]["coordinates"]
    points = np.concatenate([np.array(line) for line in lines])
    distance, _ = scene.launchable.nearest(points[:, 1], points[:, 0])
    assert np.abs(distance - range_km).max() < 25
    assert np.abs(np.median(distance) - range_km) < 6


def _places(folder: Path, text: str) -> Path:
    path = folder / "my.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_places(tmp_path: Path) -> None:
    path = _places(tmp_path, "name,lat,lon,population\nOur town,50.45,30.52,1000\nHamlet,49.0,32.0,\n")
    places = read_places(path, "UA")
    times = warning(_view(), draws=10, places=places)
    assert times.minutes.shape == (10, 2)
    assert times.people_under(1e6).tolist() == [1000.0] * 10
    rows = commands.place_rows(times, times)
    assert [row["place"] for row in rows] == ["Our town", "Hamlet"]
    assert rows[0]["least_minutes"] <= rows[0]["flight_minutes"] == rows[0]["flight_faster_minutes"]
    assert "Our town" in commands.render(rows, "2026-01-01")


def test_own_places_that_all_lie_beyond_the_line_are_left_out(tmp_path: Path) -> None:
    places = read_places(_places(tmp_path, "name,lat,lon\nBeyond,48.0,37.8\n"), "UA")
    times = warning(_view(), draws=3, places=places)
    assert (times.left_out, times.minutes.shape) == (1, (3, 0))
    assert commands.place_rows(times, times) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,lat\nx,50\n", "column 'lon': a column is missing"),
        ("name,lat,lon,lat\nx,50,30,51\n", "column 'lat': a column appears twice"),
        (
            "name,lat,lon\nA,50,30\nB,50,30\nA,50.0,30\n",
            "row 4, column 'name': a place given twice (got 'A')",
        ),
        ("name,lat,lon,x\nx,50,30,1\n", "column 'x': unknown column"),
        ("name,lat,lon\nx,north,30\n", "row 2, column 'lat': not a number (got 'north'). Give degrees"),
        ("name,lat,lon\nx,95,30\n", "row 2, column 'lat': above 90 (got '95'). Give degrees"),
        ("name,lat,lon\nx,nan,30\n", "row 2, column 'lat': not a finite number"),
        (
            "name,lat,lon\nok,50.4,30.5\nx,30.5,50.4\n",
            "row 3, column 'lat': outside Ukraine (got 'x, 30.5, 50.4')",
        ),
        ("name,lat,lon\n,50,30\n", "column 'name': the cell is empty"),
        ("name,lat,lon\nx,50\n", "row 2: 2 cells under 3 columns"),
        (
            "name,lat,lon,population\nx,50,30,-5\n",
            "column 'population': a negative number (got '-5'). Give a number of people",
        ),
        ("name,lat,lon\n", "no places"),
    ],
)
def test_wrong_places(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_places(_places(tmp_path, text), "UA")
    assert words in str(caught.value)


def test_places_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_bytes(b"name,lat,lon\nK\xefv,50,30\n")
    with pytest.raises(InputError, match="UTF-8"):
        read_places(path, "UA")


def test_case_parameters_enter_when_their_sources_are_public() -> None:
    """A row may cite a claim or fact only from the day it was public; assumptions need no source."""
    import tomllib

    known = {
        key: fact["known_from"]
        for key, fact in tomllib.loads((CASE / "sources.toml").read_text())["facts"].items()
    }
    claims = pd.read_csv(CASE / "claims.csv", dtype=str, keep_default_na=False)
    column = "published_latest" if "published_latest" in claims else "published"
    known |= {row["id"]: date.fromisoformat(row[column] or row["published"]) for _, row in claims.iterrows()}
    known["DF112"] = min(known["DF112"], date(2025, 12, 15))
    for row in read_parameters(CASE / "parameters.csv"):
        if row.room == "geography":
            for identifier in re.findall(r"\b(?:C|DF)\d{3}\b", row.source):
                assert known[identifier] <= row.known_from, f"{row.name} {row.known_from}: {identifier}"


def test_every_geography_parameter_has_an_early_wide_row() -> None:
    for rows in (default_parameters(), read_parameters(CASE / "parameters.csv")):
        table = [row for row in rows if row.room in {"geography", "threat"}]
        early = {row.name for row in table if row.known_from <= date(2022, 9, 1)}
        assert {row.name for row in table} == early
        assert len(early) == 11
