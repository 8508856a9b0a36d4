"""Decisions of the defender and of export control: how much is enough, the cheapest mix, what to learn first.

Pure functions on arrays of draws; nothing here acts on, or ranks, the attacker's choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.decisions.disruption import Avoided, disruption, supply_ahead, with_supply_cut
from tocsin.decisions.information import InformationValue, cross_fitted, evpi, evppi, evsi, rank_information
from tocsin.decisions.mixing import Mix, mix
from tocsin.decisions.regression import conditional_mean, explained_share
from tocsin.decisions.sensitivity import Effect, Watched, sensitivity, shapley_shares, spearman, watch
from tocsin.decisions.sufficiency import Sufficiency, binding, enough, least_enough
from tocsin.lazy import lazily

if TYPE_CHECKING:
    from tocsin.decisions.planning import (
        Bargain,
        MixPlan,
        bargains,
        channel_prices,
        constraints,
        plan_enough,
        plan_mix,
        worth_knowing,
    )

__all__ = [
    "Avoided",
    "Bargain",
    "Effect",
    "InformationValue",
    "Mix",
    "MixPlan",
    "Sufficiency",
    "Watched",
    "bargains",
    "binding",
    "channel_prices",
    "conditional_mean",
    "constraints",
    "cross_fitted",
    "disruption",
    "enough",
    "evpi",
    "evppi",
    "evsi",
    "explained_share",
    "least_enough",
    "mix",
    "plan_enough",
    "plan_mix",
    "rank_information",
    "sensitivity",
    "shapley_shares",
    "spearman",
    "supply_ahead",
    "watch",
    "with_supply_cut",
    "worth_knowing",
]

# Planning flies campaigns; the rest is arithmetic on arrays.
__getattr__ = lazily(
    __name__,
    {
        "planning": (
            "Bargain",
            "MixPlan",
            "bargains",
            "channel_prices",
            "constraints",
            "plan_enough",
            "plan_mix",
            "worth_knowing",
        )
    },
)
