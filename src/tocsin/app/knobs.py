"""The knobs: threat inputs as presets bounded by published claims, defender's variables as steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.campaign.scenario import VOLUME_RANGE
from tocsin.errors import InputError, Problem
from tocsin.report.words import percent


@dataclass(frozen=True)
class Knob:
    """One thing a reader may turn; `choices` are (value, label), the first is the default."""

    id: str
    label: str
    unit: str
    source: str
    choices: tuple[tuple[float, str], ...]

    @property
    def default(self) -> float:
        return self.choices[0][0]


def _steps(values: tuple[float, ...], form: str) -> tuple[tuple[float, str], ...]:
    return tuple((value, form.format(value)) for value in values)


def _shares(values: tuple[float, ...], zero: str) -> tuple[tuple[float, str], ...]:
    return tuple((value, zero if value == 0 else percent(value)) for value in values)


KNOBS: tuple[Knob, ...] = (
    Knob(
        "fast", "Faster drone", "share of strike drones that are the faster one",
        "a labelled scenario (speed: parameter threat.faster.speed_kmh), never an estimate",
        ((0.0, "none (today)"), (0.3, "30\u00a0% (mixed)"), (1.0, "all (faster)")),
    ),
    Knob(
        "volume", "Volume", "times the drones in every deep raid, at the same defence",
        f"a slider bounded at {VOLUME_RANGE[1]:g} times the forecast; volume alone never lowers the chance of getting through",
        _steps((1.0, 1.25, 1.5, 2.0, 3.0), "{:g} ×"),
    ),
    Knob(
        "channels", "Extra channels", "added to every layer, share of what stands today",
        "the defender's own variable; what stands is the calibrated defence's median, not a count",
        _shares((0.0, 0.25, 0.5, 1.0, 1.5, 4.0), "none (today)"),
    ),
    Knob(
        "cut", "Supply cut", "share of supply withheld from the first forecast month on",
        "sanctions and export control; stock cushions the first months",
        _shares((0.0, 0.1, 0.25, 0.5, 0.75), "none (today)"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """Where every knob stands."""

    fast: float = 0.0
    volume: float = 1.0
    channels: float = 0.0
    cut: float = 0.0

    @property
    def is_default(self) -> bool:
        return self == State()


def read_state(query: Mapping[str, str]) -> State:
    """The state in a query string; unknown knobs and values off the steps are refused.

    Raises
    ------
    InputError
        Naming the knob, the value and what would be accepted.
    """
    known = {knob.id: knob for knob in KNOBS}
    values: dict[str, Any] = {}
    for name, text in query.items():
        if name not in known:
            raise InputError(Problem("no such knob", "One of: " + ", ".join(known) + ".", value=name))
        values[name] = _chosen(known[name], text)
    return State(**values)


def _chosen(knob: Knob, text: str) -> float:
    accepted = [value for value, _ in knob.choices]
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value not in accepted:
        remedy = "One of: " + ", ".join(f"{item:g}" for item in accepted) + "."
        raise InputError(Problem(f"knob {knob.id} cannot stand there", remedy, column=knob.id, value=text))
    return value
