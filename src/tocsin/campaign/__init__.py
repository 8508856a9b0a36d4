"""Campaign: forecast launches flown against the calibrated defence, with magazines, resupply and cost.

`Campaign(forecast, view)` flies scenarios: `Campaign(forecast, view).fly(PRESETS["faster"])`.
"""

from __future__ import annotations

from tocsin.campaign.flight import Campaign
from tocsin.campaign.outcome import Exchange, Outcome
from tocsin.campaign.plan import NightPlan, plan_nights
from tocsin.campaign.scenario import PRESETS, Scenario, preset

__all__ = [
    "Campaign",
    "Exchange",
    "NightPlan",
    "Outcome",
    "PRESETS",
    "Scenario",
    "plan_nights",
    "preset",
]
