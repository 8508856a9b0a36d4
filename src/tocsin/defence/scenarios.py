"""Comparing scenarios with the same luck, and raids in sequence with magazines refilled between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence.checks import fail, whole, whole_number
from tocsin.defence.flight import simulate
from tocsin.defence.layout import Longs
from tocsin.defence.model import Defence, Layer, Raid, Whole, as_defence
from tocsin.defence.result import Estimate, Result, controlled, estimate

Array = npt.NDArray[np.float64]


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
    layers: Defence | Layer | Sequence[Layer],
    *,
    resupply: Sequence[Whole] | npt.NDArray[np.generic] = (),
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
    raids = [raids] if isinstance(raids, Raid) else list(raids)
    seed = whole_number("sequence", "seed", seed, 0, (1 << 64) - max(len(raids), 1))
    if any(layer.per_axis and layer.magazine is not None for layer in defence.layers):
        raise fail(
            "sequence: magazines per axis cannot be carried over", "Use one magazine per layer", "per_axis"
        )
    delivered = _deliveries(resupply, len(defence.layers))
    current, results = defence, []
    for i, raid in enumerate(raids):
        result = simulate(raid, current, replications=replications, seed=seed + i, **options)
        results.append(result)
        refilled = (
            layer if layer.magazine is None else _refilled(layer, result.rounds_left[:, j], delivered[j])
            for j, layer in enumerate(defence.layers)
        )
        current = defence.with_(layers=tuple(refilled))
    return results


def _deliveries(resupply: Sequence[Whole] | npt.NDArray[np.generic], layers: int) -> list[Array]:
    """Rounds delivered to each layer: nothing, or one entry per layer."""
    if not isinstance(resupply, Sequence | np.ndarray) or np.shape(resupply) == ():  # type: ignore[arg-type]
        raise fail("sequence: resupply is no list", f"Give {layers} deliveries", "resupply", resupply)
    rounds = list(resupply) if len(resupply) else [0] * layers
    if len(rounds) != layers:
        raise fail(
            "sequence: resupply does not fit the layers", f"Give {layers} deliveries", "resupply", len(rounds)
        )
    return [whole("sequence", "resupply", entry, 0) for entry in rounds]


def _refilled(layer: Layer, left: Longs, delivered: Array) -> Layer:
    """The layer with what was left plus what came, up to its full magazine; an endless one stays endless."""
    full = np.asarray(layer.magazine, dtype=float)
    return layer.with_(magazine=np.where(np.isinf(full), np.inf, np.minimum(left + delivered, full)))
