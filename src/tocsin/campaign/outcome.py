"""What a flown campaign returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array
from tocsin.campaign.scenario import Scenario
from tocsin.lineage import Lineage


@dataclass(frozen=True)
class Exchange:
    """Cost of one means against the drones it stopped, over the whole horizon.

    Attributes
    ----------
    label : str
    fires : bool
        Whether it fires rounds; a means that only jams pays per drone stopped.
    cost_per_kill_usd, ratio : [draw]
        Defender's US$ per drone stopped; the same over the mean price of a drone launched. NaN where the means
        stopped less than one drone in the draw.
    share_of_kills : [draw]
    """

    label: str
    fires: bool
    cost_per_kill_usd: Array
    ratio: Array
    share_of_kills: Array


@dataclass(frozen=True)
class Outcome:
    """A scenario flown over the forecast; row i of every array is the forecast's draw i.

    Attributes
    ----------
    launches, leakers, share : [draw, period]
        Drones a month; those that get through; leakers / launches.
    front_leakers : [draw, period]
        Leakers of the front stream among `leakers`.
    deep_leak : [draw, period]
        P(leak) of a deep drone: what `volume` never lowers.
    shots, kills : layer -> [draw, period]
        Engagements fired and drones stopped in the deep cells; "front" holds the front stream's kills.
    causes : name -> [draw]
        Passes of a deep drone through a layer without being engaged to the end, by reason; shares over all layers and
        months (a drone may pass several layers, and be stopped by a later one).
    magazine_days : layer -> [draw]
        Days until the stock behind the ready rounds is used up; inf where not within the horizon.
    cost_defender_usd, cost_attacker_usd, debris : [draw, period]
    exchange : means -> Exchange
    shift : [draw, period]
        Logit shift that ties the flown share to the programme's forecast share (see docs/calibration.md).
    basis : "record" or "assumed"
        Whether nights calibrated the defence.
    """

    scenario: Scenario
    periods: tuple[str, ...]
    launches: Array
    leakers: Array
    front_leakers: Array
    deep_leak: Array
    shots: Mapping[str, Array]
    kills: Mapping[str, Array]
    causes: Mapping[str, Array]
    magazine_days: Mapping[str, Array]
    cost_defender_usd: Array
    cost_attacker_usd: Array
    debris: Array
    exchange: Mapping[str, Exchange]
    shift: Array
    basis: str
    labels: Mapping[str, str]
    lineage: Lineage

    @property
    def share(self) -> Array:
        return np.asarray(self.leakers / np.maximum(self.launches, 1e-9))
