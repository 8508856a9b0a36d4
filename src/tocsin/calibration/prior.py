"""What is believed of a defence before a night is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.arrays import Array
from tocsin.calibration.cells import Cells


@dataclass(frozen=True)
class Prior:
    """Everything that is drawn before a night is seen, as plain arrays.

    Attributes
    ----------
    cells : Cells
        Defences to fly, one per design point.
    front_count, front_leak, phi, month_step : [any]
        Prior draws: drones a night of the front stream; their leak probability; beta precision between nights;
        sd of the level's move from one month to the next, on the logit scale.
    kill_share : layer -> [any]
        Prior draws of the share of all kills that public statements give a layer, where one is known.
    """

    cells: Cells
    front_count: Array
    front_leak: Array
    phi: Array
    month_step: Array
    kill_share: Mapping[str, Array] = field(default_factory=dict)
