"""Decisions of the defender and of export control: how much is enough, the cheapest mix, what to check first.

Pure functions on arrays of draws; nothing here acts on, or ranks, the attacker's choices.
"""

from __future__ import annotations

from tocsin.decisions.disruption import Avoided, disruption, supply_ahead
from tocsin.decisions.planning import Mix, MixPlan, constraints, plan_mix
from tocsin.decisions.sensitivity import Watched, watch
from tocsin.decisions.sufficiency import Sufficiency, binding, enough

__all__ = [
    "Avoided",
    "Mix",
    "MixPlan",
    "Sufficiency",
    "Watched",
    "binding",
    "constraints",
    "disruption",
    "enough",
    "plan_mix",
    "supply_ahead",
    "watch",
]
