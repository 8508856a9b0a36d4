"""The knobs: threat inputs as presets bounded by published claims, defender's variables as steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.campaign.scenario import VOLUME_RANGE
from tocsin.errors import InputError, Problem
from tocsin.say import msg

MOST_KEPT = 3  # beside today's and the present one: more columns no one reads


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


def _shares(values: tuple[float, ...]) -> tuple[tuple[float, str], ...]:
    none = msg("none (today)")
    return tuple((value, msg("{share:percent}", share=value) if value else none) for value in values)


KNOBS: tuple[Knob, ...] = (
    Knob(
        "fast", msg("Faster drone"), msg("share of strike drones that are the faster one"),
        msg("a labelled scenario (speed: parameter threat.faster.speed_kmh), never an estimate"),
        ((0.0, msg("none (today)")), (0.3, msg("30\u00a0% (mixed)")), (1.0, msg("all (faster)"))),
    ),
    Knob(
        "volume", msg("Volume"), msg("times the drones in every deep raid, at the same defence"),
        msg(
            "a slider bounded at {most:number} times the forecast; volume alone never lowers the chance of getting through",
            most=VOLUME_RANGE[1],
        ),
        tuple((value, msg("{times} ×", times=f"{value:g}")) for value in (1.0, 1.25, 1.5, 2.0, 3.0)),
    ),
    Knob(
        "channels", msg("Extra channels"), msg("added to every layer, share of what stands today"),
        msg("the defender's own variable; what stands is the calibrated defence's median, not a count"),
        _shares((0.0, 0.25, 0.5, 1.0, 1.5, 4.0)),
    ),
    Knob(
        "cut", msg("Supply cut"), msg("share of supply withheld from the first forecast month on"),
        msg("sanctions and export control; stock cushions the first months"),
        _shares((0.0, 0.1, 0.25, 0.5, 0.75)),
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

    @property
    def token(self) -> str:
        """The turned knobs in one word, for an address.

        Examples
        --------
        >>> State(fast=1.0, cut=0.5).token
        'fast:1,cut:0.5'
        """
        return ",".join(f"{knob.id}:{getattr(self, knob.id):g}" for knob in self._turned())

    @property
    def words(self) -> str:
        """The turned knobs as a column's heading.

        Examples
        --------
        >>> State(fast=1.0, volume=2.0).words, State().words
        ('Faster drone: all (faster); Volume: 2 ×', 'As today')
        """
        turned = [
            msg("{knob}: {choice}", knob=knob.label, choice=dict(knob.choices)[getattr(self, knob.id)])
            for knob in self._turned()
        ]
        return msg("{turned:clauses}", turned=turned) if turned else msg("As today")

    def _turned(self) -> list[Knob]:
        return [knob for knob in KNOBS if getattr(self, knob.id) != knob.default]


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: where the knobs stand, and the scenarios kept beside."""

    state: State
    kept: tuple[State, ...] = ()

    @property
    def query(self) -> dict[str, Any]:
        """The address's parts, knobs at their default left out."""
        knobs = dict(part.split(":") for part in self.state.token.split(",") if part)
        return {**knobs, "keep": [state.token for state in self.kept]}


def read_wanted(items: Iterable[tuple[str, str]]) -> Wanted:
    """Knobs and kept scenarios of a query string.

    `keep` may stand several times, each a state's token; `add` keeps the present state too, `drop` forgets the token named.

    Raises
    ------
    InputError
        Naming what is wrong and what would be accepted; more than three kept scenarios are refused.
    """
    knobs: dict[str, str] = {}
    kept: list[State] = []
    add, drop = False, None
    for name, text in items:
        if name == "keep":
            kept.append(_from_token(text))
        elif name == "add":
            add = True
        elif name == "drop":
            drop = _from_token(text)
        else:
            knobs[name] = text
    state = read_state(knobs)
    kept = [one for one in [*kept, *([state] if add else [])] if one != drop and not one.is_default]
    unique = tuple(dict.fromkeys(kept))
    if len(unique) > MOST_KEPT:
        raise InputError(
            Problem(
                "too many scenarios kept", f"At most {MOST_KEPT}; drop one first.", value=str(len(unique))
            )
        )
    return Wanted(state, unique)


def _from_token(token: str) -> State:
    return read_state(dict(part.partition(":")[::2] for part in token.split(",") if part))


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
