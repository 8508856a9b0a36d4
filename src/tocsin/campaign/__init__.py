"""Campaign: forecast launches flown against the calibrated defence, with magazines, resupply and cost.

`Campaign(forecast, view)` flies scenarios; `fly` does one in one call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.campaign.outcome import Exchange, Outcome
from tocsin.campaign.plan import NightPlan, plan_nights
from tocsin.campaign.scenario import PRESETS, Scenario, preset

if TYPE_CHECKING:
    from tocsin.campaign.flight import Campaign, fly
    from tocsin.campaign.surface import Surface, build_surface, standing_channels

__all__ = [
    "Campaign",
    "Exchange",
    "NightPlan",
    "Outcome",
    "PRESETS",
    "Scenario",
    "Surface",
    "build_surface",
    "fly",
    "plan_nights",
    "preset",
    "standing_channels",
]

_HOME = {
    "Campaign": "flight",
    "fly": "flight",
    "Surface": "surface",
    "build_surface": "surface",
    "standing_channels": "surface",
}


def __getattr__(name: str) -> Any:
    """Load the heavier modules only when used."""
    from importlib import import_module

    if name in _HOME:
        return getattr(import_module(f"tocsin.campaign.{_HOME[name]}"), name)
    raise AttributeError(f"module 'tocsin.campaign' has no attribute {name!r}")
