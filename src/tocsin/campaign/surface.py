"""A response surface over the knobs, so that a page can answer at once what a flight would answer.

Built from flights on a grid of (volume, share of faster drones, channels), checked on fresh raids between the grid
points; the error is part of the surface and is shown. Outside its box there is no answer, only a flight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RegularGridInterpolator

from tocsin.arrays import LEVELS
from tocsin.campaign.flight import Campaign
from tocsin.campaign.scenario import Scenario
from tocsin.errors import InputError, Problem
from tocsin.randomness import stream

Array = NDArray[np.float64]
VOLUMES = (1.0, 1.4, 2.0, 3.0)
FAST_SHARES = (0.0, 0.25, 0.6, 1.0)
CHANNEL_FACTORS = (1.0, 1.5, 2.5, 5.0)


@dataclass(frozen=True)
class Surface:
    """Quantiles of leakers over knobs.

    Attributes
    ----------
    axes : name -> [level]
        "volume", "fast_share", "channels" (times what stands today), ascending.
    periods : tuple of str
    leakers : [volume, fast_share, channels, period, quantile]
        Quantiles at `arrays.LEVELS`.
    error : mapping
        Relative error of the median on fresh flights between grid points: "median", "worst", and "points" checked.
    """

    axes: Mapping[str, Array]
    periods: tuple[str, ...]
    leakers: Array
    error: Mapping[str, float]

    def at(self, *, volume: float = 1.0, fast_share: float = 0.0, channels: float = 1.0) -> Array:
        """Quantiles of leakers [period, quantile] at a setting of the knobs.

        Raises
        ------
        InputError
            Outside the box that was flown.
        """
        place = {"volume": volume, "fast_share": fast_share, "channels": channels}
        for name, value in place.items():
            low, high = self.axes[name][0], self.axes[name][-1]
            if not low <= value <= high:
                raise InputError(
                    Problem(f"{name} is outside the surface", f"From {low:g} to {high:g}; fly it instead.",
                            column=name, value=f"{value:g}")
                )  # fmt: skip
        grid = tuple(_scale(name, axis) for name, axis in self.axes.items())
        read = RegularGridInterpolator(grid, np.log(np.maximum(self.leakers, 1e-9)))
        point = [float(_scale(name, np.array([value]))[0]) for name, value in place.items()]
        return np.asarray(np.exp(read([point])[0]))

    def to_json(self) -> dict[str, Any]:
        """Plain values; leakers to one decimal."""
        return {
            "axes": {name: axis.tolist() for name, axis in self.axes.items()},
            "periods": list(self.periods),
            "quantiles": list(LEVELS),
            "leakers": np.round(self.leakers, 1).tolist(),
            "error": dict(self.error),
        }


def build_surface(
    campaign: Campaign,
    *,
    volumes: Sequence[float] = VOLUMES,
    fast_shares: Sequence[float] = FAST_SHARES,
    channel_factors: Sequence[float] = CHANNEL_FACTORS,
    checks: int = 4,
) -> Surface:
    """Fly the grid and check it on fresh raids at points between.

    Parameters
    ----------
    campaign : Campaign
    volumes, fast_shares, channel_factors : sequence of float
        Ascending levels; the first volume and factor are today's.
    checks : int
        Points flown anew, with another seed, to state the error.
    """
    axes = {
        "volume": np.asarray(volumes, dtype=float),
        "fast_share": np.asarray(fast_shares, dtype=float),
        "channels": np.asarray(channel_factors, dtype=float),
    }
    shape = (*(len(axis) for axis in axes.values()), campaign.shift.shape[1], len(LEVELS))
    table = np.empty(shape)
    for (i, volume), (j, fast), (k, factor) in product(*(list(enumerate(axis)) for axis in axes.values())):
        table[i, j, k] = _quantiles(campaign, volume, fast, factor)
    bare = Surface(axes, tuple(campaign.forecast.periods), table, {})
    return Surface(axes, bare.periods, table, _error(campaign, bare, checks))


def standing_channels(campaign: Campaign) -> dict[str, float]:
    """Median channels of every means today; "front" is the front stream's."""
    cells, which = campaign.defence.cells, campaign.defence.which
    deep = {
        name: float(np.median(cells.channels[which, i]))
        for i, name in enumerate(campaign.layers)
        if name in campaign.prices.channel
    }
    return deep | {"front": float(np.median(campaign.prices.front_channels))}


def _quantiles(campaign: Campaign, volume: float, fast: float, factor: float) -> Array:
    added = {name: (factor - 1.0) * count for name, count in standing_channels(campaign).items()}
    scenario = Scenario("surface", fast_share=fast, volume=volume, channels=added)
    return np.asarray(np.quantile(campaign.leakers(scenario), LEVELS, axis=0).T)


def _error(campaign: Campaign, surface: Surface, checks: int) -> dict[str, float]:
    """Relative error of the medians at random points, flown with fresh random numbers."""
    fresh = Campaign(
        campaign.forecast,
        campaign.view,
        defence=campaign.defence,
        seed=campaign.seed,
        flight_seed=campaign.flight_seed + 1,
    )
    fresh.shift = campaign.shift
    g = stream(campaign.seed, "surface")
    errors = []
    for _ in range(checks):
        volume, fast, factor = (float(g.uniform(axis[0], axis[-1])) for axis in surface.axes.values())
        flown = _quantiles(fresh, volume, fast, factor)
        read = surface.at(volume=volume, fast_share=fast, channels=factor)
        errors.append(np.abs(read / np.maximum(flown, 1e-9) - 1.0)[:, LEVELS.index(0.50)])
    found = np.array(errors)
    if not found.size:
        return {"median": float("nan"), "worst": float("nan"), "points": 0}
    return {"median": float(np.median(found)), "worst": float(found.max()), "points": checks}


def _scale(name: str, values: Array) -> Array:
    """Leakers are closer to straight in the logarithm of volume and channels."""
    return np.asarray(values if name == "fast_share" else np.log(values), dtype=float)
