"""Modality by construct: one own sentence for each class of `modal_lexicon` and each frame."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)

# class → lines "modality | sentence"
CASES = {
    "intention: verbs": """
        plan | The firm plans to build a plant.
        plan | The firm planned to build a plant.
        plan | The firm is planning to build a plant.
        plan | The firm is planning a second plant.
        plan | The firm plans a second plant in the north.
        plan | The firm intends to build a plant.
        plan | The firm aims to double output.
        plan | The firm is aiming for 300 drones a month.
        plan | The firm seeks to double output.
        plan | The navy is seeking 12 boats.
        plan | The navy is looking to buy 12 boats.
        plan | The navy is looking at buying 12 boats.
        plan | The navy is looking into buying 12 boats.
        plan | The firm is eyeing a plant in Oman.
        plan | Oman eyes 12 boats from Norway
        plan | Oman mulls an order for 12 boats
        plan | The cabinet is mulling an order for 12 boats.
        plan | The cabinet is weighing an order for 12 boats.
        plan | The cabinet is considering an order for 12 boats.
        plan | The cabinet considers buying 12 boats.
        plan | The cabinet has been considering whether to buy 12 boats.
        plan | The firm is in talks to build a plant.
        plan | The two states are in negotiations over 12 boats.
        plan | The firm is negotiating the sale of 12 boats.
        plan | The two states are discussing the sale of 12 boats.
        plan | The firm is keen to build a plant.
        plan | The firm is eager to build a plant.
        plan | The firm is willing to build a plant.
        plan | The firm wants to build a plant.
        plan | The firm wants Oman to pay for the plant.
        plan | The firm hopes to build a plant.
        plan | The firm is hoping to build a plant.
        plan | The navy is preparing to buy 12 boats.
        plan | The navy is getting ready to buy 12 boats.
        plan | The navy is gearing up to buy 12 boats.
        plan | The navy is ready to buy 12 boats.
        plan | The army stands ready to send guns.
        plan | The army is prepared to send guns.
        plan | The cabinet is committed to buying 12 boats.
        plan | The cabinet has committed to buy 12 boats.
        plan | The minister vowed to send more shells.
        plan | The minister pledged to send more shells.
        plan | Norway has pledged 12 boats to Oman.
        plan | Norway has promised 12 boats to Oman.
        plan | The two states agreed to build a plant.
        plan | Norway has decided to buy 12 boats.
        plan | Norway has opted to buy 12 boats.
        plan | Norway has offered to send 12 boats.
        plan | Norway has threatened to stop deliveries.
        plan | Norway has earmarked $40 million for boats.
        plan | Norway has set aside $40 million for boats.
        plan | Norway has budgeted $40 million for boats.
        plan | Norway has undertaken to send 12 boats.
        plan | The navy proposes to buy 12 boats.
        plan | The navy is proposing a fleet of 12 boats.
        plan | The navy is working to replace its boats.
        plan | The navy is moving to replace its boats.
        plan | The navy is about to buy 12 boats.
        plan | The navy is going to buy 12 boats.
        plan | The navy is going ahead with the order.
        plan | The navy is pushing to replace its boats.
        forecast | The navy is on course to buy 12 boats.
        plan | The navy envisages a fleet of 12 boats.
        plan | The programme calls for 12 boats.
        plan | The navy would like to buy 12 boats.
        plan | The firm has set its sights on a plant in Oman.
        plan | The firm is targeting 300 drones a month.
        forecast | The firm expects to build a plant.
        forecast | The firm expects to deliver the boats in 2026.
        plan | The firm is bidding to build 12 boats.
        plan | The firm is pitching its boats to Oman.
        plan | The firm is exploring a plant in Oman.
        plan | The state is studying the purchase of 12 boats.
        asserted | The firm was working to establish the cause.
        asserted | The rebels sought to take the town.
        plan | Norway has committed to sending 12 boats.
        asserted | Norway has committed to a defence package.
    """,
    "intention: nouns": """
        plan | The firm has plans to build a plant.
        plan | The firm has announced plans to build a plant.
        plan | The firm unveiled plans for a plant.
        plan | There are plans to build a plant.
        plan | Plans are under way to build a plant.
        plan | Plans call for 12 boats.
        plan | The plan is to build 12 boats.
        plan | The aim is to build 12 boats.
        plan | The goal is 300 drones a month.
        plan | Our target is to build 12 boats.
        plan | The intention is to build 12 boats.
        plan | The idea is to build 12 boats.
        plan | The priority is to build 12 boats.
        plan | The firm has a goal of building 12 boats.
        plan | The firm has set a target of 300 drones a month.
        plan | The firm has the ambition to build 12 boats.
        asserted | The state has no intention of sending boats.
        plan | The next step is to build a plant.
        plan | The firm made a commitment to build a plant.
    """,
    "dates set": """
        plan | Work is scheduled to begin in May.
        plan | Work is scheduled for May.
        plan | Work is slated to begin in May.
        plan | Work is due to begin in May.
        plan | Work is set to begin in May.
        plan | Work is to begin in May.
        plan | The boats are to be handed over in May.
        plan | Deliveries are planned for 2026.
        plan | Deliveries are scheduled between 2026 and 2028.
        plan | Deliveries start in 2026.
        plan | Deliveries will start in 2026.
        plan | The yard delivers the first boat next year.
        plan | The crews are travelling to Oman next month.
        plan | The army is buying 12 boats next year.
        plan | The boats are earmarked for Oman.
        plan | The boats are destined for Oman.
        plan | The boats are intended to replace older boats.
        plan | Norway to buy 12 boats from Oman
        plan | Norway to get 12 boats from Oman
        plan | Norway set to buy 12 boats from Oman
        plan | Oman plans new drone plant
        plan | Oman seeks 12 boats from Norway
        plan | The boat, built by a yard in Oman, will be handed over in May.
    """,
    "will/would with somebody who decides": """
        plan | The firm will build a plant.
        plan | The firm will field a new drone.
        plan | The state will co-produce the drones with Oman.
        plan | The army will get 12 guns.
        plan | We will send 12 guns.
        plan | The firm said it would build a plant.
        plan | The army will not send guns.
        plan | The firm won’t build a plant.
        plan | A plant will be built in the north.
        plan | The boats will be equipped with radars.
        plan | The minister will visit Oman in May.
        plan | Under the contract, the yard will supply 12 boats.
        plan | Norway will be sending 12 boats.
    """,
    "forecast": """
        forecast | The engine will allow longer flights.
        forecast | The deal will boost the economy.
        forecast | The plant will be the largest in the north.
        forecast | The firm will become the largest in the north.
        forecast | The firm will need 300 workers.
        forecast | The drones will strengthen the army.
        forecast | The boats will be ready in May.
        forecast | Output will reach 300 drones a month.
        forecast | Production will rise to 300 a month.
        forecast | The war will last for years.
        forecast | The army will run out of shells.
        forecast | The army will face shortages.
        forecast | The state will lose the war.
        forecast | The firm is expected to build a plant.
        forecast | The plant is expected to open in May.
        forecast | Deliveries are expected in May.
        forecast | The institute expects output to rise.
        forecast | Analysts expect the state to buy more.
        forecast | Output is forecast to rise.
        forecast | Output is projected to rise.
        forecast | Output is predicted to rise.
        forecast | Output is anticipated to rise.
        forecast | The order is tipped to go to Oman.
        forecast | The order is likely to go to Oman.
        forecast | The order is unlikely to go to Oman.
        forecast | The order is bound to go to Oman.
        forecast | The order is sure to go to Oman.
        forecast | The order is poised to go to Oman.
        forecast | Output is on track to reach 300 a month.
        forecast | Output is on course to reach 300 a month.
        forecast | Output is going to rise.
        forecast | Output is set to rise.
        forecast | Output is about to rise.
        forecast | Output could rise.
        forecast | Output may rise.
        forecast | Output might rise.
        forecast | Output should rise by May.
        forecast | Output would rise if the plant opened.
        forecast | Officials fear that output will fall.
        forecast | The minister warned that output would fall.
        forecast | There are fears that output will fall.
        forecast | There is a risk that output will fall.
        forecast | The expectation is that output will rise.
        forecast | The firm predicts that output will rise.
        forecast | The firm foresees higher output.
        forecast | The firm expects sales of $40 million.
        forecast | The sale is expected by the end of May.
        forecast | The raid threatens to cut output.
        forecast | The raid risks cutting output.
        forecast | The deal promises to double output.
        forecast | The deal has the potential to double output.
        forecast | The raid will likely lead to shortages.
        forecast | The shortage will probably last for months.
        forecast | It is possible that output will fall.
        forecast | The move paves the way for a plant in Oman.
        forecast | If the deal leads to exports, the drone could build a reputation.
        forecast | The political order may not last.
    """,
    "capability": """
        capability | The drone can carry a 50-kg warhead.
        capability | The drone is able to carry a 50-kg warhead.
        capability | The drone is capable of carrying a 50-kg warhead.
        capability | The drone is capable of speeds of 200 km/h.
        capability | The plant could make 300 drones a month.
        capability | The plant has the capacity to make 300 drones a month.
        capability | The plant has a capacity of 300 drones a month.
        capability | The capacity of the plant is 300 drones a month.
        capability | The drone has a range of 900 km.
        capability | The drone’s range is 900 km.
        capability | Its top speed is 200 km/h.
        capability | The drone has a maximum range of 900 km.
        capability | The drone boasts a range of up to 900 km.
        capability | The drone offers a range of up to 900 km.
        capability | The drone has a 900 km range.
        capability | The army has the ability to strike the coast.
        capability | The army has the means to strike the coast.
        capability | The engine enables the drone to stay aloft for a day.
        capability | The engine lets the drone stay aloft for a day.
        capability | The engine gives the drone the ability to stay aloft for a day.
        capability | The missile can be fired from a truck.
        capability | The plant cannot make 300 drones a month.
        capability | The army lacks the capacity to strike the coast.
        capability | The drone can stay aloft for a day.
    """,
    "assessed": """
        assessed | Analysts believe the plant has closed.
        assessed | The plant is believed to have closed.
        assessed | The army is thought to have 300 drones.
        assessed | The army thinks the plant has closed.
        assessed | The army assesses that the plant has closed.
        assessed | The army estimates that 300 drones were lost.
        assessed | The cost is estimated at $40 million.
        assessed | The army suspects that the drones came from Oman.
        assessed | The rebels are suspected of hiding the drones.
        assessed | The drones are presumed to have crashed.
        assessed | The plant appears to have closed.
        assessed | It appears that the plant has closed.
        assessed | The plant apparently closed in May.
        assessed | The plant seems to have closed.
        assessed | The wreck suggests that the drone was made in May.
        assessed | The wreck points to a drone made in Oman.
        assessed | The evidence indicates that the drone came from Oman.
        assessed | The drone probably came from Oman.
        assessed | The drone likely came from Oman.
        assessed | The drone most likely came from Oman.
        assessed | The drone was likely launched from a ship.
        assessed | The drone may have come from Oman.
        assessed | The drone might have come from Oman.
        assessed | The drone could have come from Oman.
        assessed | The drone must have come from Oman.
        assessed | It is likely that the drone came from Oman.
        assessed | It is possible that the drone came from Oman.
        assessed | The drone is possibly from Oman.
        assessed | In our view the drone came from Oman.
        assessed | Our assessment is that the drone came from Oman.
        assessed | It is our belief that the drone came from Oman.
        assessed | The inquiry concluded that the drone came from Oman.
        assessed | The minister is convinced that the drone came from Oman.
        assessed | The minister is confident that the drone came from Oman.
        assessed | There are signs that the plant has closed.
        assessed | There are indications that the plant has closed.
        assessed | The raid looks like the work of rebels.
        assessed | The attack bears the hallmarks of the rebels.
        assessed | The raid was attributed to the rebels.
        assessed | The rebels are considered responsible for the raid.
        assessed | The minister doubts that the plant has closed.
        assessed | I don’t think the plant has closed.
        assessed | Rebels are seen as responsible for the raid.
    """,
    "denied": """
        denied | The ministry denied that drones were sent.
        denied | The ministry has denied sending drones.
        denied | The ministry denies any role in the raid.
        denied | Tehran has rejected the accusation.
        denied | Tehran dismissed the reports as baseless.
        denied | Tehran refuted the claim.
        denied | Tehran called the report false.
        denied | Tehran described the claims as baseless.
        denied | The ministry disputed the figures.
        denied | The claim was denied by Tehran.
    """,
    "asserted": """
        asserted | The ministry did not comment on the report.
        asserted | The ministry has not confirmed the report.
        asserted | There is no evidence that drones were sent.
        asserted | The plant is making 300 drones a month.
        asserted | The firm has been building drones since May.
        asserted | The two states signed a deal to build a plant.
        asserted | The firm won a contract to build 12 boats.
        asserted | The firm received an order for 12 boats.
        asserted | Norway has ordered 12 boats from the yard.
        asserted | The cabinet approved a plan to buy 12 boats.
        asserted | The drones were used to attack the port.
        asserted | The army has an estimated 300 drones.
        asserted | The boats sank as the army planned its retreat.
        asserted | The minister said the plan had failed.
        asserted | The army was able to shoot down 12 drones.
        asserted | The army could not stop the raid.
        asserted | The rebels reportedly killed two guards.
        asserted | The suspected rebels killed two guards.
        asserted | The deal is worth $40 million.
        asserted | The factory employs 300 people.
        asserted | The plant, which can make 300 drones, was closed in May.
        asserted | The minister met his counterpart to discuss plans for a plant.
        asserted | The firm must hand over its files.
        asserted | The army needs 300 drones.
        asserted | Norway has the political will to send boats.
        asserted | Several boats of the navy are going to Oman.
        asserted | Smoke could be seen over the port.
        asserted | The delay was due to bad weather.
        asserted | Output was higher than expected.
        asserted | Its failure to make any plans was noted.
        asserted | The army managed to hit a target near the port.
        asserted | The two states cannot agree on a price.
        asserted | The rebels were working inside the yard.
        asserted | The targets were operating near the port.
        asserted | The union appealed to workers to ignore a video intended to harm it.
        asserted | The guards were preparing to celebrate a birthday.
        asserted | The boats the new ships are set to replace are 30 years old.
        asserted | The jet he was due to use was grounded.
        asserted | The weapon is designed to be fired by a drone.
    """,
    "scope: subordinate words and their frames": """
        forecast | Full details of how the navy plans to spend the money will not be known before June.
        forecast | A deal to supply Norway with boats will support 300 jobs.
        forecast | However, given that prices are rising, we are expecting a delay.
        forecast | The minister is worried that a strike might delay the boats.
        forecast | Lawmakers voiced concern on Monday that a strike might delay the boats.
        forecast | Oman had expected eight boats this year.
        plan | This step, funded by part of an aid package, aims to double output.
        plan | The army budget would increase pay by 5 percent.
        plan | The defence budget will exceed $3 billion.
        plan | The cabinet is dedicated to preventing a repeat.
        plan | Officials set the increase as the target for the plant.
        plan | The delivery date for the second boat is in May.
        plan | The cost will be spread over five years.
        capability | The yard has capacity for two ships.
        capability | The missile is designed to intercept jets.
        capability | Without parts, the firm cannot expand its production.
        assessed | Doctors do not consider any of the guards to be in danger.
    """,
}
ROWS = [tuple(line.strip().split(" | ")) for block in CASES.values() for line in block.strip().splitlines()]


@pytest.mark.parametrize(("modality", "sentence"), ROWS)
def test_construct(modality: str, sentence: str) -> None:
    assert read(sentence, PUBLISHED).claims[0].modality == modality
