"""Layered air defence as a queueing network with deadlines: simulation, closed forms, calibration.

Seen from the defender's side and in aggregates only: layers have no place, axes no bearing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.defence.model import Defence, Drone, Layer, Raid

if TYPE_CHECKING:
    from tocsin.defence import theory
    from tocsin.defence.flight import simulate
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

_HOME = {
    "Difference": "scenarios",
    "Estimate": "result",
    "Result": "result",
    "compare": "scenarios",
    "simulate": "flight",
    "simulate_sequence": "scenarios",
}


def __getattr__(name: str) -> Any:
    """Load what is used only when it is used."""
    from importlib import import_module

    if name == "theory":
        return import_module("tocsin.defence.theory")
    if name in _HOME:
        return getattr(import_module(f"tocsin.defence.{_HOME[name]}"), name)
    raise AttributeError(f"module 'tocsin.defence' has no attribute {name!r}")
