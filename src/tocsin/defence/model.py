"""What is simulated: kinds of drone, a raid, the layers it crosses, and the rules where practice differs.

Aggregates only: a layer has no place, an axis has no bearing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from tocsin.defence.checks import fail, one_of, whole, within, yes_or_no

Number = float | npt.NDArray[np.generic] | Sequence[float]
Whole = int | npt.NDArray[np.generic] | Sequence[int]
MOST_DRONES = 1 << 20
MOST_KINDS = 4096  # of drones, and of axes
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


@dataclass(frozen=True, kw_only=True)
class Drone:
    """One kind of drone.

    `speed_kmh` (scalar or [replication]) scales dwell and transit in every layer that states a depth or the speed its
    dwell belongs to; `kill_factor` (likewise) multiplies every layer's kill probability, capped at 1.
    """

    name: str = "drone"
    speed_kmh: Number | None = None
    altitude_m: float | None = None
    decoy: bool = False
    kill_factor: Number = 1.0
    cost_usd: float = 0.0

    def __post_init__(self) -> None:
        owner = f"drone {self.name!r}"
        if self.speed_kmh is not None:
            within(owner, "speed_kmh", self.speed_kmh, 0, open_low=True, finite=True)
        if self.altitude_m is not None:
            within(owner, "altitude_m", self.altitude_m, 0, finite=True, most_axes=0)
        within(owner, "kill_factor", self.kill_factor, 0, finite=True)
        within(owner, "cost_usd", self.cost_usd, 0, finite=True, most_axes=0)
        yes_or_no(owner, "decoy", self.decoy)


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One belt of the defence: channels that engage, rounds, and the time a drone stays inside.

    Every number may be a scalar or an array [replication] (each replication its own posterior draw), except
    `salvo`, the speed and altitude limits, and the costs.

    Parameters
    ----------
    channels : how many drones can be engaged at once (0 for a layer that only jams; `inf` for no queue).
    dwell_s, depth_km : seconds a drone stays inside, or the depth it crosses; give one of them. A depth needs a
        speed: the drone's, or `speed_kmh` here. Any time above 0 counts as 1 µs at least and 50 days at most.
    speed_kmh : the speed at which `dwell_s` and `transit_s` are stated; a drone with its own speed scales them.
    shot_s, shot_law : mean time of one engagement; "exponential" or "fixed".
    kill_probability : per round fired.
    salvo : rounds fired together per engagement; kills with 1 − (1 − p)^salvo. A rest smaller than a salvo stays.
    look_s : time after each engagement before the channel can go on (to see the outcome).
    magazine : rounds at the start of the raid (per axis if `per_axis`); None or `inf` is unlimited.
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
            raise fail(f"{owner}: the stay inside is not clear", "Give either dwell_s or depth_km", "dwell_s")
        for name in ("kill_probability", "coverage", "discrimination", "false_decoy"):
            within(owner, name, getattr(self, name), 0, 1)
        for name in ("transit_s", "look_s", "jam_per_min", "shot_s"):
            within(owner, name, getattr(self, name), 0)
        for name in ("dwell_s", "depth_km", "transit_km"):
            if getattr(self, name) is not None:
                within(owner, name, getattr(self, name), 0)
        if self.speed_kmh is not None:
            within(owner, "speed_kmh", self.speed_kmh, 0, open_low=True, finite=True)
        whole(owner, "channels", self.channels, 0)
        if self.magazine is not None:
            whole(owner, "magazine", self.magazine, 0)
        whole(owner, "salvo", self.salvo, 1, 1000, most_axes=0)
        within(owner, "cost_per_shot_usd", self.cost_per_shot_usd, 0, finite=True, most_axes=0)
        one_of(owner, "shot_law", self.shot_law, LAWS)
        one_of(owner, "dwell_law", self.dwell_law, LAWS)
        yes_or_no(owner, "per_axis", self.per_axis)
        self._check_limits(owner)

    def _check_limits(self, owner: str) -> None:
        """Speed and altitude limits; `inf` is no limit."""
        for name in ("max_speed_kmh", "min_altitude_m", "max_altitude_m"):
            if getattr(self, name) is not None:
                within(owner, name, getattr(self, name), 0, most_axes=0)
        low, high = self.min_altitude_m, self.max_altitude_m
        if low is not None and high is not None and low > high:
            remedy = "Give min_altitude_m up to max_altitude_m"
            raise fail(f"{owner}: the altitude limits exclude everything", remedy, "min_altitude_m", low)

    def engages(self, drone: Drone) -> npt.NDArray[np.bool_]:
        """Whether this layer can shoot at such a drone at all (its speed and altitude): [] or [replication]."""
        able = np.array(True)
        if self.max_speed_kmh is not None and drone.speed_kmh is not None:
            able = np.asarray(drone.speed_kmh, dtype=float) <= self.max_speed_kmh
        if drone.altitude_m is not None:
            low = -np.inf if self.min_altitude_m is None else self.min_altitude_m
            high = np.inf if self.max_altitude_m is None else self.max_altitude_m
            able = able & np.array(low <= drone.altitude_m <= high)
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
    arrival_times_s : instead: ascending times in seconds, [drone] or [replication, drone], of which the first `drones` count.
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
            raise fail("raid: arrivals are not clear", "Give either arrivals_per_s or arrival_times_s")
        if self.arrivals_per_s is not None:
            within("raid", "arrivals_per_s", self.arrivals_per_s, 0, open_low=True)
        if self.arrival_times_s is not None:
            self._check_times()
        elif self.drones is None and self.counts is None:
            raise fail("raid: number of drones missing", "Give drones=", "drones")
        if self.drones is not None:
            whole("raid", "drones", self.drones, 0, MOST_DRONES)
        self._check_types()
        self._check_axes()
        if np.any(self.size() > MOST_DRONES):
            raise fail(
                "raid: too many drones", f"Give up to {MOST_DRONES:,}", "drones", int(self.size().max())
            )

    def _check_times(self) -> None:
        times = within("raid", "arrival_times_s", self.arrival_times_s, 0, 4e9, most_axes=2)
        if times.ndim == 0:
            raise fail(
                "raid: one arrival time is no list", "Give [drone] or [replication, drone]", "arrival_times_s"
            )
        if np.any(times[..., 1:] < times[..., :-1]):
            raise fail("raid: arrival times are not ascending", "Sort them", "arrival_times_s")

    def _check_types(self) -> None:
        if not isinstance(self.types, tuple) or not all(isinstance(kind, Drone) for kind in self.types):
            raise fail("raid: types is no tuple of Drone", "Give a tuple, or use Raid.mix(...)", "types")
        if not 1 <= len(self.types) <= MOST_KINDS:
            raise fail(
                "raid: no kind of drone, or more than 4,096", "Give at least one", "types", len(self.types)
            )
        if len(self.types) > 1 and (self.shares is None) == (self.counts is None):
            raise fail("raid: several kinds of drone need either shares or counts", "Use Raid.mix(...)")
        for name in ("shares", "counts"):
            if getattr(self, name) is not None:
                self._check_amounts(name, getattr(self, name))

    def _check_amounts(self, name: str, value: Number) -> None:
        amounts = within("raid", name, value, 0, np.inf if name == "shares" else MOST_DRONES, most_axes=2)
        if amounts.ndim == 0 or amounts.shape[-1] != len(self.types):
            raise fail(
                f"raid: {name} do not fit the kinds", f"Give {len(self.types)} in a row", name, amounts.shape
            )
        if name == "shares" and not np.all((_total(amounts) > 0) & np.isfinite(_total(amounts))):
            raise fail("raid: shares do not add up to anything", "Give a positive share", name, value)
        if name == "counts":
            whole("raid", name, value, 0, MOST_DRONES, most_axes=2)
            if self.drones is not None and np.any(amounts.sum(axis=-1) != np.asarray(self.drones)):
                raise fail("raid: counts do not add up to drones", "Leave drones out", "drones", self.drones)

    def _check_axes(self) -> None:
        if np.ndim(self.axes) == 0:
            whole("raid", "axes", self.axes, 1, MOST_KINDS, most_axes=0)
            return
        shares = within("raid", "axes", self.axes, 0, finite=True)
        if len(shares) > MOST_KINDS or not 0 < _total(shares) < np.inf:
            remedy = f"Give a number of axes, or their shares, for up to {MOST_KINDS:,} axes"
            raise fail("raid: no axis has a share, or there are too many", remedy, "axes", self.axes)

    @classmethod
    def mix(
        cls,
        kinds: Mapping[str, tuple[Drone, Number]] | Iterable[tuple[Drone, Number]],
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
        if not pairs:
            raise fail("raid: no kind of drone", "Give pairs (drone, count or share)", "kinds")
        amounts = np.moveaxis(np.array(np.broadcast_arrays(*(np.asarray(a) for _, a in pairs))), 0, -1)
        return cls(
            drones=drones,
            arrivals_per_s=arrivals_per_s,
            arrival_times_s=arrival_times_s,
            types=tuple(d for d, _ in pairs),
            axes=axes,
            shares=amounts if drones is not None else None,
            counts=amounts if drones is None else None,
        )

    def size(self) -> npt.NDArray[np.int64]:
        """Drones per raid: [1] or [replication]."""
        if self.drones is not None:
            return np.atleast_1d(np.asarray(self.drones, dtype=np.int64))
        if self.counts is not None:
            return np.atleast_1d(np.asarray(self.counts, dtype=np.int64).sum(axis=-1))
        return np.array([np.asarray(self.arrival_times_s).shape[-1]], dtype=np.int64)

    @property
    def ways(self) -> int:
        """Number of axes."""
        return int(np.asarray(self.axes)) if np.ndim(self.axes) == 0 else len(np.asarray(self.axes))

    def with_(self, **changes: Any) -> Raid:
        """A copy with some fields changed."""
        return replace(self, **changes)


def _total(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sum over the last axis; `inf` where it is too large for a float."""
    with np.errstate(over="ignore"):
        return np.asarray(shares.sum(axis=-1))


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
            raise fail("defence: no layers", "Give at least one Layer")
        for layer in self.layers:
            if not isinstance(layer, Layer):
                raise fail("defence: not a layer", "Give Layer objects", "layers", layer)
        for rule, allowed in RULES.items():
            one_of("defence", rule, getattr(self, rule), allowed)

    def with_(self, **changes: Any) -> Defence:
        """A copy with some fields changed; unknown names are an error."""
        unknown = set(changes) - {f.name for f in fields(self)}
        if unknown:
            raise fail(
                "defence: unknown field", f"Use: {', '.join(f.name for f in fields(self))}", value=unknown
            )
        return replace(self, **changes)


def as_defence(layers: Defence | Layer | Sequence[Layer], **rules: Any) -> Defence:
    """The defence that `simulate` flies against: layers, or a Defence with some rules overridden."""
    chosen = {k: v for k, v in rules.items() if v is not None}
    if not isinstance(layers, (Defence, Layer, Iterable)):
        raise fail("defence: no layers", "Give a Layer, a list of them or a Defence", value=layers)
    if isinstance(layers, Defence):
        return layers.with_(**chosen) if chosen else layers
    return Defence((layers,) if isinstance(layers, Layer) else tuple(layers), **chosen)
