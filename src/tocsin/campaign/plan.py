"""Nights of a month: twelve of the base stream and twelve strike nights stand for all, each with its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tocsin.arrays import Array

STRATA = 12  # per kind of night


class Rhythm(Protocol):
    """What is read of the programme's rhythm."""

    @property
    def nights_per_month(self) -> float: ...
    @property
    def strike_share(self) -> float: ...
    @property
    def base_factor(self) -> float: ...
    @property
    def base_spread(self) -> float: ...
    @property
    def strike_factor(self) -> float: ...
    @property
    def strike_spread(self) -> float: ...


@dataclass(frozen=True)
class NightPlan:
    """A month's nights by strata.

    Attributes
    ----------
    profile : [night]
        Size of a stratum's night per drone launched in the month; weights times profile sum to 1.
    weight : [night]
        Nights a month that the stratum stands for.
    strike : [night]
        Whether it is a strike night.
    """

    profile: Array
    weight: Array
    strike: NDArray[np.bool_]

    def sizes(self, launches: Array) -> Array:
        """Drones launched on each night [..., night] for launches a month [...]."""
        return np.asarray(launches)[..., None] * self.profile

    def total(self, nightly: Array) -> Array:
        """Sum over a month of something counted per night [..., night]."""
        return np.asarray(nightly @ self.weight)


def plan_nights(rhythm: Rhythm, *, strata: int = STRATA) -> NightPlan:
    """Stratify the two lognormals of the rhythm at midpoint quantiles.

    Parameters
    ----------
    rhythm : Rhythm
        Shares and sizes of base and strike nights, relative to the running median night.
    strata : int
        Nights per kind.

    Returns
    -------
    NightPlan
        Scaled so that a month's nights launch exactly the month's launches.
    """
    z = ndtri((np.arange(strata) + 0.5) / strata)
    base = rhythm.base_factor * np.exp(rhythm.base_spread * z)
    strike = rhythm.strike_factor * np.exp(rhythm.strike_spread * z)
    share = np.clip(rhythm.strike_share, 0.0, 1.0)
    nights = rhythm.nights_per_month / strata
    weight = np.concatenate([np.full(strata, nights * (1 - share)), np.full(strata, nights * share)])
    relative = np.concatenate([base, strike])
    return NightPlan(relative / (weight @ relative), weight, np.arange(2 * strata) >= strata)
