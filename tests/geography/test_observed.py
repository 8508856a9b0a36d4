"""Published minutes from alert to explosion: what enters, how intervals are compared, and the flagship's own cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.case import Case, load_case
from tocsin.geography import Timing, broken, compare, timings, warning
from tocsin.geography.observed import interval_score

CASE = Path(__file__).parents[2] / "cases" / "yelabuga"


@pytest.fixture(scope="module")
def view() -> Case:
    return load_case(CASE).as_of("2025-12-31")


def _timings(by_place: dict[str, list[float]]) -> list[Timing]:
    return [
        Timing(place, date(2025, 1, 1), minutes, "DF1", True)
        for place, row in by_place.items()
        for minutes in row
    ]


def test_a_case_enters_on_the_day_it_was_published() -> None:
    case = load_case(CASE)
    assert not any(item.drones for item in timings(case.as_of("2025-07-07")))
    assert [item.place for item in timings(case.as_of("2025-08-04")) if item.drones] == ["Mykolayiv", "Odesa"]


def test_no_published_case_was_shorter_than_distance_promises(view: Case) -> None:
    times, found = warning(view, draws=1000), timings(view)
    largest = times.places.sort_values("population").drop_duplicates("name", keep="last")
    least = dict(zip(largest["name"], times.least[largest.index], strict=True))
    assert {item.place for item in found} <= set(least)
    assert broken(found, least) == []


def test_a_promise_from_the_border_alone_would_have_been_broken(view: Case) -> None:
    """Why the edge of the region enters: alerts come when drones near it, not when they cross the border."""
    times, found = warning(view, draws=10), timings(view)
    largest = times.places.sort_values("population").drop_duplicates("name", keep="last")
    flight = dict(zip(largest["name"], times.flight[largest.index], strict=True))
    assert {item.place for item in broken(found, flight)} >= {"Lviv", "Kyiv", "Vinnytsya"}


def test_cases_of_the_flagship_as_they_stand(view: Case) -> None:
    """Place by place is no better than one interval for all: a measured miss, kept in view."""
    times, found = warning(view, draws=1000), timings(view)
    largest = times.places.sort_values("population").drop_duplicates("name", keep="last")
    promised = dict(zip(largest["name"], np.median(times.minutes, axis=0)[largest.index], strict=True))
    test = compare(found, promised)
    assert test is not None
    assert (test.cases, test.places) == (20, 11)
    assert test.common == pytest.approx(227, abs=1)
    assert test.common < test.own < 1.05 * test.common


def test_distance_is_preferred_where_it_tells() -> None:
    found = _timings({"a": [10.0, 12.0], "b": [50.0, 52.0], "c": [90.0, 92.0], "d": [130.0, 131.0]})
    test = compare(found, {"a": 5, "b": 45, "c": 85, "d": 125})
    assert test is not None
    assert test.own < test.common
    assert test.covered_own >= test.covered_common


def test_too_few_places_are_not_compared() -> None:
    assert compare(_timings({"a": [1.0], "b": [2.0]}), {"a": 0, "b": 0}) is None
    assert compare([], {}) is None


@given(low=st.floats(0, 100), width=st.floats(0, 100), value=st.floats(0, 300))
def test_an_interval_scores_its_width_and_what_it_misses(low: float, width: float, value: float) -> None:
    score = interval_score(low, low + width, value)
    inside = low <= value <= low + width
    assert score == pytest.approx(width) if inside else score > width - 1e-9
