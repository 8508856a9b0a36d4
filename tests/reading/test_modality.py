"""Modality of the first claim of own sentences, one per cue."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

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
    # the verb a modal governs, and who its subject is
    "The plant will make 300 drones a month.": "plan",
    "Production will begin in May.": "plan",
    "The shells will be assembled in the north.": "plan",
    "The crews will be training on the new guns.": "plan",
    "The factory will have a capacity of 40,000 shells.": "forecast",
    "The order will cost 40 million euros.": "forecast",
    "The first batch should be delivered in May.": "forecast",
    "Under the deal, Norway will receive 12 boats.": "plan",
    "If the talks fail, the state would buy guns elsewhere.": "forecast",
    "Analysts said the state would launch more drones.": "forecast",
    "The ministry warned that the rebels would strike again.": "forecast",
    "The rebels could launch another raid.": "forecast",
    "The shipment may have included engines.": "assessed",
    "The rebels may be hiding launchers.": "assessed",
    "The crates could be hiding engines.": "assessed",
    "The minister is confident that the plant has closed.": "assessed",
    "Norway is hoping to buy 12 boats.": "plan",
    "It must have crossed the border at night.": "assessed",
    "One engine can take two years to make.": "asserted",
    "The engine could not be repaired.": "asserted",
    "The agency could not independently verify the report.": "asserted",
    "The ministry would not say how many drones fell.": "asserted",
    # a plan as a verb, as a noun, as a date set
    "The firm is in talks with Oman over a plant.": "plan",
    "The firm has announced plans to build a plant.": "plan",
    "The cabinet approved a plan to buy 12 boats.": "asserted",
    "The army has no plans to send guns.": "asserted",
    "The boats are due next year.": "plan",
    "Work begins next year.": "plan",
    "Completion is planned for May.": "plan",
    "The navy is set to receive two boats.": "plan",
    "The yard is set to become the largest in the north.": "forecast",
    "The engines will be bought abroad and assembled here.": "plan",
    # modifiers say nothing of the main verb
    "A suspected drone strike killed two guards.": "asserted",
    "The drones expected to arrive in May were delayed.": "asserted",
    "The army has an estimated 300 drones.": "asserted",
    "The state has guns capable of reaching the coast.": "asserted",
    "Engineers arrived to assess the damage.": "asserted",
    # conclusions
    "Analysts believe the state plans to sell drones.": "assessed",
    "The wreck suggests that the drone was made in May.": "assessed",
    "It was determined that the drone had crossed the border.": "assessed",
    "The drone was likely launched from a ship.": "assessed",
    # abilities given and properties
    "The engine enables the drone to stay aloft for a day.": "capability",
    "The law allows firms to export guns.": "asserted",
    "The army fired a rocket with a range of 700 km.": "asserted",
    # what is refused is not denied
    "The court denied the firm access to the files.": "asserted",
    "Four officers were dismissed after the raid.": "asserted",
    "Officials said a team arrived to inspect the planned site.": "asserted",
    "The army confirmed that the plant had closed.": "asserted",
}


@pytest.mark.parametrize("sentence", CASES)
def test_modality(sentence: str) -> None:
    assert read(sentence, date(2024, 3, 15)).claims[0].modality == CASES[sentence]
