"""What more of the defender's own would do: channels and rounds added to what stands, flown with common random numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tocsin.arrays import Draws
from tocsin.campaign import PRESETS, Campaign, Scenario

# Added channels and rounds, in multiples of what stands today; the same for every drone, so rows compare.
CHANNEL_FACTORS = (0.0, 0.5, 1.5, 4.0)
ROUND_FACTORS = (0.0, 4.0)
SURFACE_SPEEDS = (250.0, 350.0, 500.0)


@dataclass(frozen=True)
class Standing:
    """What stands today, medians over draws: channels by layer, rounds ready, and what a channel costs [draw]."""

    channels: Mapping[str, float]
    rounds: float
    channel_cost: Mapping[str, Draws]

    @property
    def total(self) -> float:
        return sum(self.channels.values())

    def package(self, factor: float) -> dict[str, float]:
        """Channels added to every layer in proportion to what it has."""
        return {name: factor * channels for name, channels in self.channels.items()}

    def cost_per_channel(self) -> Draws:
        """US$ of one added channel of the package [draw]."""
        shares = {name: channels / self.total for name, channels in self.channels.items()}
        return np.asarray(sum(share * self.channel_cost[name] for name, share in shares.items()))


def standing(campaign: Campaign) -> Standing:
    """Channels and rounds of the calibrated defence, the front stream's channels included."""
    cells, which = campaign.defence.cells, campaign.defence.which
    channels = campaign.standing()
    limited = np.where(np.isfinite(cells.rounds), cells.rounds, 0.0)
    rounds = float(np.median((limited * cells.channels)[which].sum(axis=1)))
    return Standing({name: n for name, n in channels.items() if n > 0}, rounds, campaign.prices.channel)


def curves(
    campaign: Campaign, now: Standing, scenario: Scenario, progress: Callable[[str], Any]
) -> dict[str, tuple[Draws, Draws]]:
    """Leakers with channels, and with ready rounds, added: levels [level] and leakers [level, draw, period] by resource.

    Every drone is flown at the same levels and with the same random numbers, so that rows compare.
    """
    cells = campaign.defence.cells
    shooters = [
        name for index, name in enumerate(campaign.layers) if np.isfinite(cells.rounds[:, index]).any()
    ]
    variants = {
        "channels": [replace(scenario, channels=now.package(factor)) for factor in CHANNEL_FACTORS],
        "interceptors": [
            replace(scenario, rounds=dict.fromkeys(shooters, 1 + factor)) for factor in ROUND_FACTORS
        ],
    }
    levels = {
        "channels": np.array(CHANNEL_FACTORS) * now.total,
        "interceptors": np.array(ROUND_FACTORS) * max(now.rounds, 1.0),
    }
    found = {}
    for resource, scenarios in variants.items():
        progress(f"How much is enough: {resource}, {scenario.name}")
        found[resource] = (levels[resource], np.stack([campaign.leakers(item) for item in scenarios]))
    return found


def faster_drones(
    campaign: Campaign, now: Standing, limit: float, progress: Callable[[str], Any]
) -> Iterator[tuple[float, float, float]]:
    """(channels added, speed in km/h, share of months with at most `limit` leakers) were all strike drones so fast."""
    for fast in SURFACE_SPEEDS:
        progress(f"How much is enough at {fast:.0f} km/h")
        scenario = replace(PRESETS["faster"], fast_speed_kmh=fast)
        for factor in CHANNEL_FACTORS:
            flown = campaign.leakers(replace(scenario, channels=now.package(factor)))
            yield factor * now.total, fast, float((flown <= limit).mean())
