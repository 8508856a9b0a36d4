"""Decisions of the defender and of export control: how much is enough, the cheapest mix, what to learn first.

Pure functions on arrays of draws; nothing here acts on, or ranks, the attacker's choices.
"""

from __future__ import annotations

from tocsin.decisions.disruption import Avoided, disruption
from tocsin.decisions.information import InformationValue, cross_fitted, evpi, evppi, evsi, rank_information
from tocsin.decisions.mixing import Mix, mix
from tocsin.decisions.regression import conditional_mean, explained_share
from tocsin.decisions.sensitivity import Effect, Watched, sensitivity, shapley_shares, spearman, watch
from tocsin.decisions.sufficiency import Sufficiency, binding, enough, least_enough

__all__ = [
    "Avoided",
    "Effect",
    "InformationValue",
    "Mix",
    "Sufficiency",
    "Watched",
    "binding",
    "conditional_mean",
    "cross_fitted",
    "disruption",
    "enough",
    "evpi",
    "evppi",
    "evsi",
    "explained_share",
    "least_enough",
    "mix",
    "rank_information",
    "sensitivity",
    "shapley_shares",
    "spearman",
    "watch",
]
