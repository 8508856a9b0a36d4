"""Layered air defence as a queueing network with deadlines: simulation and closed forms.

Seen from the defender's side and in aggregates only: layers have no place, axes no bearing.
"""

from __future__ import annotations

from tocsin.defence import theory
from tocsin.defence.flight import simulate
from tocsin.defence.model import Defence, Drone, Layer, Raid
from tocsin.defence.result import Estimate, Result
from tocsin.defence.scenarios import Difference, compare, simulate_sequence

__all__ = [
    "Defence",
    "Difference",
    "Drone",
    "Estimate",
    "Layer",
    "Raid",
    "Result",
    "compare",
    "simulate",
    "simulate_sequence",
    "theory",
]
