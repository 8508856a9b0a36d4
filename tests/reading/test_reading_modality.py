"""Modality of the first claim of own sentences, one per cue."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.claims.reading import read

CASES = {
    "The plant made 300 drones.": "asserted",
    "The plant is making 300 drones a month.": "asserted",
    "The state plans to build a second plant.": "plan",
    "The firm will build a second plant.": "plan",
    "A second plant would be built in the north.": "plan",
    "The army aims to return in May.": "plan",
    "The minister vowed to send more shells.": "plan",
    "Work is scheduled to begin in May.": "plan",
    "The jets are to be handed over in May.": "plan",
    "Both states were considering whether to build a plant.": "plan",
    "The engine will allow longer flights.": "forecast",
    "The plant is expected to open in May.": "forecast",
    "The raid could lead to shortages.": "forecast",
    "The shortage may last for months.": "forecast",
    "It is likely that the state will buy more.": "forecast",
    "The institute expects output to rise.": "forecast",
    "The plant could make 300 drones a month.": "capability",
    "The drone can carry a 50-kg warhead.": "capability",
    "The plant is capable of making 300 drones.": "capability",
    "The drone has a range of 900 km.": "capability",
    "Analysts believe the plant has closed.": "assessed",
    "The army estimates that 300 drones were lost.": "assessed",
    "The plant appears to have closed.": "assessed",
    "The state is suspected of hiding the drones.": "assessed",
    "The ministry denied that drones were sent.": "denied",
    "Tehran has rejected the accusation.": "denied",
    "Officials said a team arrived to inspect the planned site.": "asserted",
    "The army confirmed that the plant had closed.": "asserted",
}


@pytest.mark.parametrize("sentence", CASES)
def test_modality(sentence: str) -> None:
    assert read(sentence, date(2024, 3, 15)).claims[0].modality == CASES[sentence]
