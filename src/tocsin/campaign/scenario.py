"""What a scenario changes. Threat inputs are presets bounded by published claims, plus one volume slider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.errors import InputError, Problem

VOLUME_RANGE = (1.0, 3.0)
SPEED_RANGE = (100.0, 700.0)


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(
            Problem(
                f"scenario: {name} is out of range",
                f"From {low:g} to {high:g}.",
                column=name,
                value=f"{value:g}",
            )
        )


@dataclass(frozen=True)
class Scenario:
    """One what-if; the default is today.

    Attributes
    ----------
    name : str
    fast_share : float
        Share of strike drones replaced by the faster one. Always a labelled scenario, never an estimate.
    fast_speed_kmh : float, optional
        One speed for all draws; without it, the case's draws of `threat.faster.speed_kmh`.
    volume : float
        Multiplies the drones of every deep raid, at fixed defence.
    decoy_share : float, optional
        Decoys among launches, for costs and for who is fast; without it, the forecast's.
    channels : layer -> channels
        Channels added to deep layers, all cells together; "front" adds to the front stream's.
    rounds : layer -> factor
        Multiplies a layer's ready rounds.
    resupply : float
        Multiplies resupply of every stock.
    """

    name: str = "today"
    fast_share: float = 0.0
    fast_speed_kmh: float | None = None
    volume: float = 1.0
    decoy_share: float | None = None
    channels: Mapping[str, float] = field(default_factory=dict)
    rounds: Mapping[str, float] = field(default_factory=dict)
    resupply: float = 1.0

    def __post_init__(self) -> None:
        _within("fast_share", self.fast_share, 0.0, 1.0)
        _within("volume", self.volume, *VOLUME_RANGE)
        _within("resupply", self.resupply, 0.0, 10.0)
        if self.decoy_share is not None:
            _within("decoy_share", self.decoy_share, 0.0, 0.95)
        if self.fast_speed_kmh is not None:
            _within("fast_speed_kmh", self.fast_speed_kmh, *SPEED_RANGE)
        for name, added in self.channels.items():
            _within(f"channels.{name}", added, 0.0, 1e6)
        for name, factor in self.rounds.items():
            _within(f"rounds.{name}", factor, 0.0, 1e6)


PRESETS: dict[str, Scenario] = {
    "today": Scenario("today"),
    "faster": Scenario("faster", fast_share=1.0),
    "more": Scenario("more", volume=1.5),
    "mixed": Scenario("mixed", fast_share=0.3, volume=1.25),
}


def preset(name: str) -> Scenario:
    """A preset by name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in PRESETS:
        raise InputError(Problem("no such scenario", "One of: " + ", ".join(PRESETS) + ".", value=name))
    return PRESETS[name]
