"""Flags, names and distances, each on its own sentences."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import Reading, read
from tocsin.reading.flags import is_unnamed


def reading(text: str) -> Reading:
    return read(text, date(2024, 3, 15))


def flags(text: str) -> dict[str, str]:
    return {flag.type: flag.message for flag in reading(text).flags}


def test_one_party_under_two_names_and_the_likely_missing_one() -> None:
    text = "Moscow and Tehran met. Russia and Iran signed. It is part of a $2 billion deal between Russia and Moscow."
    message = flags(text)["party_alias_collision"]
    assert "Russia" in message
    assert "Iran" in message


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Russia and Iran went on.",
        "The road between Ukraine and Kyiv was shut.",
        "Flights between Moscow and Russia’s south were cancelled.",
        "Relations between Russia and Moscow Oblast officials are close.",
        "A deal between Iran and Tehran University was signed.",
        "Ties between Beijing and Taipei are tense.",
    ],
)
def test_no_alarm_where_the_names_differ(text: str) -> None:
    assert "party_alias_collision" not in flags(text)


def test_a_true_distance_is_consistent() -> None:
    message = flags("The team went to Yelabuga, about 600 miles east of Moscow.")["distance_check"]
    assert "905 km" in message
    assert message.endswith(": consistent")


def test_a_wrong_distance_or_direction_is_not_consistent() -> None:
    assert flags("It lies in Yelabuga, about 200 miles east of Moscow.")["distance_check"].endswith(
        "not consistent"
    )
    assert flags("It lies in Yelabuga, about 600 miles west of Moscow.")["distance_check"].endswith(
        "not consistent"
    )


def test_an_unknown_place_is_left_to_the_map() -> None:
    assert "map" in flags("A blast was heard 30 km north of Umbrellaton.")["distance_check"]


def test_a_rate_without_period() -> None:
    assert "rate_without_period" in flags("The plant could make 400 drones.")
    assert "rate_without_period" not in flags("The plant could make 400 drones a month.")


def test_unnamed_and_single_origin() -> None:
    text = "Officials said the hall was built. " * 5
    assert {"unnamed_origin", "single_origin"} <= set(flags(text))
    assert not flags("Anna Berg said the hall was built.")


def test_the_same_number_twice() -> None:
    assert "duplicate" in flags("They sent 6,000 drones. Later the 6,000 drones were lost.")


def test_a_deadline_without_its_year() -> None:
    assert "ambiguous_deadline" in flags("The jets arrive by the end of the year.")
    assert "ambiguous_deadline" not in flags("The jets arrive by the end of 2025.")


def test_attribution_drift() -> None:
    text = "“The new drone could pose problems for Ukrainian defences,” officials said. The drone may trouble Ukrainian defences."
    assert "attribution_drift" in flags(text)


def test_parts_above_their_total() -> None:
    assert "sum_mismatch" in flags(
        "They lost 10 tanks, including 7 tanks in the north and 6 tanks in the south."
    )
    assert "sum_mismatch" not in flags(
        "They lost 13 tanks, including 7 tanks in the north and 6 tanks in the south."
    )


def test_a_denial_of_what_was_said() -> None:
    text = "Kyiv said Iranian engineers built a drone plant in Minsk. Minsk denied that Iranian engineers built a drone plant."
    assert "contradiction" in flags(text)


@pytest.mark.parametrize(
    ("speaker", "unnamed"),
    [
        ("two US officials", True),
        ("people familiar with the matter", True),
        ("White House official John Kirby", False),
        ("the ministry", False),
        ("a source", True),
    ],
)
def test_unnamed(speaker: str, unnamed: bool) -> None:
    assert is_unnamed(speaker) is unnamed


def test_names_with_roles() -> None:
    names = reading(
        "Gen. Omar Haddad, head of the Harbour Institute, met the Defence Ministry in Tehran."
    ).names
    found = {(name.surface, name.kind) for name in names}
    assert ("Gen. Omar Haddad", "person") in found
    assert ("Harbour Institute", "organisation") in found
    assert ("Tehran", "place") in found
    assert next(name.role for name in names if name.kind == "person").startswith(
        "head of the Harbour Institute"
    )
