"""What a simulation returns: counts per replication and layer, and estimates with error bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence import layout
from tocsin.defence.layout import Longs

Z95 = 1.959963984540054
CAUSES = ("coverage", "ineligible", "decoy", "queue", "dwell", "magazine")


@dataclass(frozen=True)
class Estimate:
    """A mean with its standard error and 95 % interval."""

    mean: float
    se: float
    n: int
    note: str = ""

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.mean - Z95 * self.se

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.mean + Z95 * self.se

    def __str__(self) -> str:
        return f"{self.mean:.4g} ± {Z95 * self.se:.2g} (95 %, n = {self.n:,}{'; ' + self.note if self.note else ''})"


def estimate(values: npt.ArrayLike, note: str = "") -> Estimate:
    """Mean and standard error of independent replications."""
    array = np.asarray(values, dtype=float)
    n = array.size
    se = float(array.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
    return Estimate(float(array.mean()), se, n, note)


@dataclass(frozen=True, eq=False)
class Result:
    """Outcome of every replication.

    leakers [R]; seen, engaged, shots (rounds), hits, kills, jammed [R, layer]; `causes[name]` [R, layer] why drones
    leaked a layer; rounds_left [R, layer] (−1: unlimited); launched, leakers_by_type, kills_by_type,
    jammed_by_type [R, type]; costs in US$ [R].
    """

    leakers: Longs
    counts: Longs
    credit: npt.NDArray[np.float64]
    rounds_left: Longs
    by_type: Longs
    launched: Longs
    types: tuple[str, ...]
    layers: tuple[str, ...]
    cost_defender_usd: npt.NDArray[np.float64]
    cost_attacker_usd: npt.NDArray[np.float64]

    @property
    def replications(self) -> int:
        """How many raids were flown."""
        return int(self.leakers.shape[0])

    @property
    def seen(self) -> Longs:
        """Drones that reached each layer [R, layer]."""
        return self.counts[..., layout.SEEN]

    @property
    def engaged(self) -> Longs:
        """Drones shot at, at least once [R, layer]."""
        return self.counts[..., layout.ENGAGED]

    @property
    def shots(self) -> Longs:
        """Rounds fired [R, layer]."""
        return self.counts[..., layout.SHOTS]

    @property
    def hits(self) -> Longs:
        """Engagements that hit, in time to count or not [R, layer]."""
        return self.counts[..., layout.HITS]

    @property
    def kills(self) -> Longs:
        """Drones shot down in time [R, layer]."""
        return self.counts[..., layout.KILLS]

    @property
    def jammed(self) -> Longs:
        """Drones downed by jamming [R, layer]."""
        return self.counts[..., layout.JAMMED]

    @property
    def causes(self) -> dict[str, Longs]:
        """Why drones leaked each layer, by name [R, layer]."""
        return {name: self.counts[..., layout.C_COVER + i] for i, name in enumerate(CAUSES)}

    @property
    def leakers_by_type(self) -> Longs:
        """Leakers by kind of drone [R, type]."""
        return self.by_type[..., 0]

    @property
    def kills_by_type(self) -> Longs:
        """Drones shot down by kind [R, type]."""
        return self.by_type[..., 1]

    @property
    def jammed_by_type(self) -> Longs:
        """Drones downed by jamming by kind [R, type]."""
        return self.by_type[..., 2]

    @property
    def control(self) -> npt.NDArray[np.float64]:
        """hits − Σ kill probability of the engagements [R, layer]: mean 0 under any rule (Wald)."""
        return self.hits - self.credit

    def mean(self, *, control: bool = True) -> Estimate:
        """Mean leakers with its error; `control` uses the control variates to shrink it."""
        return controlled(self.leakers, self.control) if control else estimate(self.leakers)

    def to_frame(self) -> Any:
        """Means per layer as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.counts.mean(axis=0), index=list(self.layers), columns=list(layout.COLUMNS))


def controlled(values: npt.ArrayLike, controls: npt.ArrayLike) -> Estimate:
    """Mean of `values` corrected by least squares on controls [R, k] whose mean is known to be 0.

    Source: Lavenberg & Welch 1981, Management Science 27(3).
    """
    y = np.asarray(values, dtype=float)
    x = np.asarray(controls, dtype=float).reshape(len(y), -1)
    x = x[:, x.std(axis=0) > 0]
    plain = estimate(y)
    if x.shape[1] == 0 or len(y) < 10 * (x.shape[1] + 2) or plain.se == 0:
        return plain
    slope, *_ = np.linalg.lstsq(x - x.mean(axis=0), y - y.mean(), rcond=None)
    better = y - x @ slope
    se = float(better.std(ddof=1 + x.shape[1]) / np.sqrt(len(y)))
    saving = (plain.se / se) ** 2 if se > 0 else float("inf")
    return Estimate(float(better.mean()), se, len(y), f"control variates save {saving:.1f}×")
