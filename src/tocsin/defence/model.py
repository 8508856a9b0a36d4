"""What is simulated: kinds of drone, a raid, the layers it crosses, and the rules where practice differs.

Aggregates only: a layer has no place, an axis has no bearing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from tocsin.errors import InputError, Problem

Number = float | npt.NDArray[Any] | Sequence[float]
Whole = int | npt.NDArray[Any] | Sequence[int]
Deadline = Literal["start", "end"]
Leaker = Literal["flies_on", "waits"]
MagazineOrder = Literal["time", "turn"]
Discipline = Literal["fifo", "lifo", "edf"]

RULES: dict[str, tuple[str, ...]] = {
    "deadline": ("start", "end"),
    "leaker": ("flies_on", "waits"),
    "magazine_order": ("time", "turn"),
    "discipline": ("fifo", "lifo", "edf"),
}
LAWS = ("exponential", "fixed")


def _fail(message: str, remedy: str, column: str = "", value: object = "") -> InputError:
    return InputError(Problem(message, remedy, column=column, value=str(value)))


def _within(owner: str, name: str, value: Any, low: float, high: float, *, open_low: bool = False) -> None:
    """Raise unless every element of `value` lies in [low, high] (or ]low, high])."""
    array = np.asarray(value, dtype=float)
    good = (array > low if open_low else array >= low) & (array <= high)
    if not np.all(good):
        bound = f"{'above' if open_low else 'from'} {low:g}" + (f" to {high:g}" if np.isfinite(high) else "")
        bad = array[~good].flat[0] if array.ndim else array
        raise _fail(f"{owner}: {name} is out of range", f"Give numbers {bound}", name, bad)


def _one_of(owner: str, name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise _fail(f"{owner}: unknown {name}", f"Use one of: {', '.join(allowed)}", name, value)


@dataclass(frozen=True, kw_only=True)
class Drone:
    """One kind of drone.

    `speed_kmh` scales dwell and transit in every layer that states a depth or the speed its dwell belongs to;
    `kill_factor` multiplies every layer's kill probability (capped at 1).
    """

    name: str = "drone"
    speed_kmh: float | npt.NDArray[Any] | None = None
    altitude_m: float | None = None
    decoy: bool = False
    kill_factor: float = 1.0
    cost_usd: float = 0.0

    def __post_init__(self) -> None:
        if self.speed_kmh is not None:
            _within(f"drone {self.name!r}", "speed_kmh", self.speed_kmh, 0, np.inf, open_low=True)
        _within(f"drone {self.name!r}", "kill_factor", self.kill_factor, 0, np.inf)
        _within(f"drone {self.name!r}", "cost_usd", self.cost_usd, 0, np.inf)


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One belt of the defence: channels that engage, rounds, and the time a drone stays inside.

    Every number may be a scalar or an array [replication] (each replication its own posterior draw), except
    `salvo`, the speed and altitude limits, and the costs.

    Parameters
    ----------
    channels : how many drones can be engaged at once (0 for a layer that only jams).
    dwell_s, depth_km : seconds a drone stays inside, or the depth it crosses; give one of them. A depth needs a
        speed: the drone's, or `speed_kmh` here.
    speed_kmh : the speed at which `dwell_s` and `transit_s` are stated; a drone with its own speed scales them.
    shot_s, shot_law : mean time of one engagement; "exponential" or "fixed".
    kill_probability : per round fired.
    salvo : rounds fired together per engagement; kills with 1 − (1 − p)^salvo. A rest smaller than a salvo stays.
    look_s : time after each engagement before the channel can go on (to see the outcome).
    magazine : rounds at the start of the raid (per axis if `per_axis`); None is unlimited.
    transit_s, transit_km : from leaving this layer to entering the next.
    coverage : share of drones whose path crosses an envelope at all.
    jam_per_min : hazard of being downed by jamming, per minute inside.
    discrimination, false_decoy : share of decoys seen through and let pass; share of real drones taken for decoys.
    max_speed_kmh, min_altitude_m, max_altitude_m : limits beyond which this layer cannot engage a drone.
    dwell_law : "fixed", or "exponential" for a random stay of that mean.
    per_axis : channels and magazine exist once per axis of the raid; otherwise all axes share them.
    """

    channels: Whole
    kill_probability: Number = 0.0
    shot_s: Number = 1.0
    dwell_s: Number | None = None
    depth_km: Number | None = None
    speed_kmh: Number | None = None
    shot_law: str = "exponential"
    dwell_law: str = "fixed"
    magazine: Whole | None = None
    transit_s: Number = 0.0
    transit_km: Number | None = None
    look_s: Number = 0.0
    salvo: int = 1
    coverage: Number = 1.0
    jam_per_min: Number = 0.0
    discrimination: Number = 0.0
    false_decoy: Number = 0.0
    max_speed_kmh: float | None = None
    min_altitude_m: float | None = None
    max_altitude_m: float | None = None
    per_axis: bool = False
    cost_per_shot_usd: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        owner = f"layer {self.name!r}" if self.name else "layer"
        if (self.dwell_s is None) == (self.depth_km is None):
            raise _fail(
                f"{owner}: the stay inside is not clear", "Give either dwell_s or depth_km", "dwell_s"
            )
        for name in ("kill_probability", "coverage", "discrimination", "false_decoy"):
            _within(owner, name, getattr(self, name), 0, 1)
        for name in ("channels", "transit_s", "look_s", "jam_per_min", "cost_per_shot_usd", "shot_s"):
            _within(owner, name, getattr(self, name), 0, np.inf)
        for name in ("dwell_s", "depth_km", "speed_kmh", "transit_km", "magazine"):
            if getattr(self, name) is not None:
                _within(owner, name, getattr(self, name), 0, np.inf, open_low=name == "speed_kmh")
        for name in ("channels", "magazine", "salvo"):
            value = np.asarray(0 if getattr(self, name) is None else getattr(self, name), dtype=float)
            if np.any(value != np.floor(value)):
                raise _fail(f"{owner}: {name} counts whole things", "Give whole numbers", name, value)
        _within(owner, "salvo", self.salvo, 1, 1000)
        _one_of(owner, "shot_law", self.shot_law, LAWS)
        _one_of(owner, "dwell_law", self.dwell_law, LAWS)

    def engages(self, drone: Drone) -> bool | npt.NDArray[Any]:
        """Whether this layer can shoot at such a drone at all (its speed and altitude)."""
        able: bool | npt.NDArray[Any] = True
        if self.max_speed_kmh is not None and drone.speed_kmh is not None:
            able = np.asarray(drone.speed_kmh) <= self.max_speed_kmh
        if drone.altitude_m is not None:
            low = -np.inf if self.min_altitude_m is None else self.min_altitude_m
            high = np.inf if self.max_altitude_m is None else self.max_altitude_m
            able = able & (low <= drone.altitude_m <= high)
        return able

    def with_(self, **changes: Any) -> Layer:
        """A copy with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, kw_only=True, eq=False)
class Raid:
    """N drones arriving over time.

    Parameters
    ----------
    drones : int or [replication].
    arrivals_per_s : rate of Poisson arrivals, scalar or [replication]; `inf` means all at once.
    arrival_times_s : instead: ascending times [drone] or [replication, drone].
    types : the kinds of drone.
    shares : probability of each kind, drawn drone by drone, or None.
    counts : exact number of each kind, in random order, or None; [type] or [replication, type].
    axes : shares of the raid's axes of approach, unlabelled; an int means that many equal ones.
    """

    drones: Whole | None = None
    arrivals_per_s: Number | None = None
    arrival_times_s: Number | None = None
    types: tuple[Drone, ...] = (Drone(),)
    shares: Number | None = None
    counts: Whole | None = None
    axes: int | Sequence[float] = 1

    def __post_init__(self) -> None:
        if (self.arrivals_per_s is None) == (self.arrival_times_s is None):
            raise _fail("raid: arrivals are not clear", "Give either arrivals_per_s or arrival_times_s")
        if self.arrivals_per_s is not None:
            _within("raid", "arrivals_per_s", self.arrivals_per_s, 0, np.inf, open_low=True)
        if self.arrival_times_s is not None:
            self._check_times()
        elif self.drones is None and self.counts is None:
            raise _fail("raid: number of drones missing", "Give drones=", "drones")
        if self.drones is not None:
            _within("raid", "drones", self.drones, 0, 1 << 20)
        if len(self.types) > 1 and (self.shares is None) == (self.counts is None):
            raise _fail("raid: several kinds of drone need either shares or counts", "Use Raid.mix(...)")

    def _check_times(self) -> None:
        times = np.asarray(self.arrival_times_s, dtype=float)
        _within("raid", "arrival_times_s", times, 0, np.inf)
        if times.ndim not in (1, 2) or np.any(np.diff(times, axis=-1) < 0):
            raise _fail("raid: arrival times are not ascending", "Sort them", "arrival_times_s")

    @classmethod
    def mix(
        cls,
        kinds: Mapping[str, tuple[Drone, Any]] | Iterable[tuple[Drone, Any]],
        *,
        drones: Whole | None = None,
        arrivals_per_s: Number | None = None,
        arrival_times_s: Number | None = None,
        axes: int | Sequence[float] = 1,
    ) -> Raid:
        """A raid of several kinds: pairs (drone, count), or (drone, share) together with `drones=`.

        >>> fast = Drone(name="fast", speed_kmh=400)
        >>> slow = Drone(name="slow", speed_kmh=180)
        >>> Raid.mix([(fast, 20), (slow, 180)], arrivals_per_s=0.2).size()
        array([200])
        """
        pairs = list(kinds.values() if isinstance(kinds, Mapping) else kinds)
        amounts = np.moveaxis(np.array(np.broadcast_arrays(*(np.asarray(a) for _, a in pairs))), 0, -1)
        kwargs: dict[str, Any] = {"shares": amounts} if drones is not None else {"counts": amounts}
        return cls(
            drones=drones,
            arrivals_per_s=arrivals_per_s,
            arrival_times_s=arrival_times_s,
            types=tuple(d for d, _ in pairs),
            axes=axes,
            **kwargs,
        )

    def size(self) -> npt.NDArray[np.int64]:
        """Drones per raid: [1] or [replication]."""
        if self.drones is not None:
            return np.atleast_1d(np.asarray(self.drones, dtype=np.int64))
        if self.counts is not None:
            return np.atleast_1d(np.asarray(self.counts, dtype=np.int64).sum(axis=-1))
        return np.array([np.asarray(self.arrival_times_s).shape[-1]], dtype=np.int64)

    def with_(self, **changes: Any) -> Raid:
        """A copy with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, eq=False)
class Defence:
    """Layers in the order a drone meets them, and the rules.

    deadline : a shot may start only before the drone leaves. "start": its outcome counts even after that.
        "end" (default): it counts only if it ends by then, and the channel is free then.
    leaker : a missed drone "flies_on" at its own speed, or "waits" for the outcome of its last shot.
    magazine_order : rounds go to shots in "time" order, or to drones in "turn".
    discipline : a free channel takes the drone that came first ("fifo"), last ("lifo"), or leaves soonest ("edf").
    """

    layers: tuple[Layer, ...]
    deadline: Deadline = "end"
    leaker: Leaker = "flies_on"
    magazine_order: MagazineOrder = "time"
    discipline: Discipline = "fifo"
    name: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise _fail("defence: no layers", "Give at least one Layer")
        for rule, allowed in RULES.items():
            _one_of("defence", rule, getattr(self, rule), allowed)

    def with_(self, **changes: Any) -> Defence:
        """A copy with some fields changed; unknown names are an error."""
        unknown = set(changes) - {f.name for f in fields(self)}
        if unknown:
            raise _fail(
                "defence: unknown field", f"Use: {', '.join(f.name for f in fields(self))}", value=unknown
            )
        return replace(self, **changes)


def as_defence(layers: Defence | Layer | Sequence[Layer], **rules: Any) -> Defence:
    """The defence that `simulate` flies against: layers, or a Defence with some rules overridden."""
    chosen = {k: v for k, v in rules.items() if v is not None}
    if isinstance(layers, Defence):
        return layers.with_(**chosen) if chosen else layers
    return Defence((layers,) if isinstance(layers, Layer) else tuple(layers), **chosen)
