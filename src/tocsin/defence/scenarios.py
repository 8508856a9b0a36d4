"""Comparing scenarios with the same luck, and raids in sequence with magazines refilled between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence.checks import fail, whole
from tocsin.defence.flight import simulate
from tocsin.defence.model import Defence, Layer, Raid, as_defence
from tocsin.defence.result import Estimate, Result, controlled, estimate


@dataclass(frozen=True)
class Difference:
    """Second minus first scenario, flown with common random numbers.

    `saving` is how many times more raids independent scenarios would need for the same error.
    """

    difference: Estimate
    saving: float
    first: Result
    second: Result

    def __str__(self) -> str:
        return f"{self.difference} by common random numbers, {self.saving:.1f}× fewer raids than independent ones"


def compare(
    first: tuple[Raid, Defence | Sequence[Layer]],
    second: tuple[Raid, Defence | Sequence[Layer]],
    *,
    replications: int = 10_000,
    control: bool = True,
    **options: Any,
) -> Difference:
    """Mean difference in leakers between two (raid, defence) pairs, replication by replication.

    Both use the same addressed random numbers; options go to `simulate`. `control` adds both scenarios'
    control variates.

    >>> layer = Layer(channels=4, dwell_s=100, shot_s=40, kill_probability=0.6)
    >>> raid = Raid(drones=100, arrivals_per_s=0.2)
    >>> more = compare((raid, [layer]), (raid, [layer.with_(channels=5)]), replications=2000, seed=1)
    >>> more.difference.high < 0 and more.saving > 1
    True
    """
    a = simulate(*first, replications=replications, **options)
    b = simulate(*second, replications=replications, **options)
    paired = b.leakers.astype(float) - a.leakers
    independent = estimate(a.leakers).se ** 2 + estimate(b.leakers).se ** 2
    plain = estimate(paired)
    best = controlled(paired, np.concatenate([a.control, b.control], axis=1)) if control else plain
    saving = independent / best.se**2 if best.se > 0 else float("inf")
    return Difference(best, saving, a, b)


def simulate_sequence(
    raids: Sequence[Raid],
    layers: Defence | Sequence[Layer],
    *,
    resupply: Sequence[Any] | npt.NDArray[Any] = (),
    replications: int = 1000,
    seed: int = 0,
    **options: Any,
) -> list[Result]:
    """Fly raids one after another; each layer keeps its rounds, plus `resupply` between raids, up to full.

    Parameters
    ----------
    raids : in order of time.
    layers : as for `simulate`; `magazine` is both the first load and the capacity (shared by all axes only).
    resupply : rounds delivered to each layer between two raids, [layer]; each entry a scalar or [replication].
    replications, seed, options : as for `simulate`; raid i uses seed + i.

    Returns
    -------
    One Result per raid; `rounds_left` shows the drawdown.
    """
    defence = as_defence(layers)
    if any(layer.per_axis and layer.magazine is not None for layer in defence.layers):
        raise fail(
            "sequence: magazines per axis cannot be carried over", "Use one magazine per layer", "per_axis"
        )
    delivered = list(resupply) if len(resupply) else [0] * len(defence.layers)
    if len(delivered) != len(defence.layers):
        raise fail(
            "sequence: resupply does not fit the layers",
            f"Give {len(defence.layers)} deliveries",
            "resupply",
            len(delivered),
        )
    for rounds in delivered:
        whole("sequence", "resupply", rounds, 0, np.inf)
    full: list[Any] = [layer.magazine for layer in defence.layers]
    current, results = defence, []
    for i, raid in enumerate(raids):
        result = simulate(raid, current, replications=replications, seed=seed + i, **options)
        results.append(result)
        refilled = tuple(
            layer
            if full[j] is None
            else layer.with_(
                magazine=np.minimum(result.rounds_left[:, j] + np.asarray(delivered[j], dtype=float), full[j])
            )
            for j, layer in enumerate(current.layers)
        )
        current = current.with_(layers=refilled)
    return results
