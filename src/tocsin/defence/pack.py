"""Turns a raid and a defence into the integer arrays the kernel reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tocsin.defence import layout
from tocsin.defence.checks import fail
from tocsin.defence.layout import BELT, CROSSING, Inputs
from tocsin.defence.layout import Longs as IntArray
from tocsin.defence.model import Defence, Drone, Layer, Raid

MICRO = 1_000_000
LONGEST_US = layout.LONGEST  # longer times are cut, so that sums fit in 63 bits
LAST_KEY_US = 1 << 43  # 101 days: the latest start that a key can hold
LONGEST_GAP = 1 << 44  # in 1/64 us: 76 hours, the longest mean an exponential time may have
TAIL = 23  # no exponential time exceeds 23 means: the smallest word is 2**-33
MOST_CHANNELS = 1 << 20  # as many as there can be drones: none ever waits
MOST_SHOTS_AT_ONE = 1 << 20  # expected shots at one drone in one layer: more are without end
MOST_SHOTS = 1 << 28  # expected shots of one raid in one layer: a few seconds, in which nothing can interrupt
BEYOND_CHANCE = 64  # nothing takes 64 times its mean: exp(−64)
Array = npt.NDArray[np.float64]
Column = IntArray | Array | np.integer


@dataclass(frozen=True)
class Packed:
    """What the kernels read, and whether only the general one can."""

    inputs: Inputs
    special: bool

    @property
    def rows(self) -> int:
        """Replications that the arrays describe; 1 if any number shares them."""
        i = self.inputs
        return max(len(a) for a in (i.belts, i.drones, i.times, i.gaps, i.kinds))

    @property
    def most_drones(self) -> int:
        """Largest raid."""
        return int(self.inputs.drones.max(initial=1))

    @property
    def most_rounds(self) -> int:
        """Largest magazine that can bind."""
        rounds = self.inputs.belts[:, :, BELT.magazine]
        return int(rounds[rounds < layout.ENDLESS].max(initial=1))

    @property
    def most_channels(self) -> int:
        """Most channels that are ever tracked one by one."""
        return int(min(self.inputs.belts[:, :, BELT.channels].max(initial=1), self.most_drones))

    @cached_property
    def most_shots(self) -> float:
        """Most shots expected at one drone in one layer: until it leaves, is hit, or no round is left."""
        rounds = self.inputs.belts[:, :, BELT.magazine, None]
        shots = expected_shots(self.inputs.belts, self.inputs.crossings)
        return float(np.where(rounds < layout.ENDLESS, np.minimum(shots, rounds), shots).max(initial=0))


def expected_shots(belts: IntArray, crossings: IntArray) -> Array:
    """Bound on the mean shots at one drone with rounds without end [1|R, layer, type]."""
    kill = crossings[..., CROSSING.threshold].astype(float)
    jam, each = belts[:, :, BELT.jam, None], np.maximum(belts[:, :, BELT.shot], 1) + belts[:, :, BELT.look]
    stay = np.where(jam > 0, np.minimum(crossings[..., CROSSING.dwell], jam), crossings[..., CROSSING.dwell])
    with np.errstate(divide="ignore"):
        shots = np.minimum(1 + stay / each[..., None], layout.ALWAYS / np.maximum(kill, 0))
    return np.where((kill >= 0) & (belts[:, :, BELT.channels, None] > 0), shots, 0.0)


def _endless(belts: IntArray, crossings: IntArray, drones: int) -> IntArray:
    """The belts, with a magazine that no raid can empty written as endless: its rounds need no list."""
    belts, rounds = belts.copy(), belts[:, :, BELT.magazine]
    never = rounds > expected_shots(belts, crossings).max(axis=2) * drones * BEYOND_CHANCE + BEYOND_CHANCE**2
    belts[:, :, BELT.magazine] = np.where(never, layout.ENDLESS, rounds)
    return belts


def microseconds(seconds: npt.ArrayLike) -> IntArray:
    """Seconds to whole microseconds: 0 stays 0, other times are at least 1 us and at most 50 days."""
    exact = np.asarray(seconds, dtype=float) * MICRO
    times: IntArray = np.clip(np.rint(exact), exact > 0, LONGEST_US).astype(np.int64)
    return times


def threshold(probability: npt.ArrayLike) -> IntArray:
    """Probability to the number of 32-bit words below it; 0 and 1 are exact."""
    words: IntArray = np.rint(np.clip(np.asarray(probability, dtype=float), 0, 1) * 2.0**32).astype(np.int64)
    return words


def whole_up_to(most: int, value: npt.ArrayLike) -> IntArray:
    """Whole numbers, `inf` included, cut at `most`."""
    cut: IntArray = np.minimum(np.asarray(value, dtype=float), most).astype(np.int64)
    return cut


def _slowness(layer: Layer, drone: Drone, name: str) -> Array:
    """Factor on a stated time for this drone's speed."""
    if drone.speed_kmh is None:
        return np.array(1.0)
    if layer.speed_kmh is None:
        raise fail(
            f"layer {layer.name!r} states {name} but not at which speed, and drone {drone.name!r} has a speed",
            "Give the layer speed_kmh, or depth_km and transit_km",
            name,
        )
    return np.asarray(np.divide(layer.speed_kmh, drone.speed_kmh, dtype=float))


def _seconds(
    layer: Layer, drone: Drone, time: npt.ArrayLike | None, distance: npt.ArrayLike | None, name: str
) -> Array:
    """Time for a stated time or distance at this drone's speed."""
    if distance is None:
        stated = np.asarray(time, dtype=float)
        if not np.any(stated):
            return stated
        return np.asarray(stated * np.where(stated > 0, _slowness(layer, drone, name), 0))
    speed = drone.speed_kmh if drone.speed_kmh is not None else layer.speed_kmh
    if speed is None:
        raise fail(
            f"layer {layer.name!r}: a distance needs a speed", "Give the drone or layer speed_kmh", name
        )
    return np.asarray(np.asarray(distance, dtype=float) * 3600 / np.asarray(speed, dtype=float))


def _belt(layer: Layer) -> list[Column]:
    """The layer's parameters in the order of `Belt`."""
    magazine = np.inf if layer.magazine is None else np.asarray(layer.magazine, dtype=float)
    jam = np.asarray(layer.jam_per_min, dtype=float)
    with np.errstate(divide="ignore", over="ignore"):
        jam_mean = np.where(jam > 0, np.maximum(microseconds(60.0 / jam), 1), 0)
    return [
        whole_up_to(MOST_CHANNELS, layer.channels),
        microseconds(layer.shot_s),
        np.int64(layer.shot_law == "exponential"),
        whole_up_to(layout.ENDLESS, np.floor(magazine / layer.salvo)),
        microseconds(layer.look_s),
        threshold(layer.coverage),
        threshold(layer.discrimination),
        threshold(layer.false_decoy),
        jam_mean,
        np.int64(layer.dwell_law == "exponential"),
        np.int64(layer.per_axis),
    ]


def _crossing(layer: Layer, drone: Drone) -> list[Column]:
    """What depends on the kind of drone too, in the order of `Crossing`."""
    dwell = microseconds(_seconds(layer, drone, layer.dwell_s, layer.depth_km, "dwell_s"))
    transit = microseconds(_seconds(layer, drone, layer.transit_s, layer.transit_km, "transit_s"))
    factor = np.asarray(drone.kill_factor, dtype=float)
    single = np.clip(np.asarray(layer.kill_probability, dtype=float) * factor, 0, 1)
    kill = threshold(1 - (1 - single) ** layer.salvo)
    return [dwell, transit, np.where(layer.engages(drone), kill, -1)]


def _stack(rows: Sequence[Sequence[Column]], what: str) -> IntArray:
    """Columns that are scalars or [replication] → [1|replication, row, column]."""
    flat = [np.asarray(c) for row in rows for c in row]
    sizes = {c.shape[0] for c in flat if c.ndim} - {1}
    if len(sizes) > 1:
        raise fail(
            f"{what}: parameters per replication disagree in length",
            "Give numbers, or arrays of one length",
            what,
            sorted(sizes),
        )
    out = np.empty((max(sizes, default=1), len(rows), len(rows[0])), dtype=np.int64)
    for i, row in enumerate(rows):
        for j, column in enumerate(row):
            out[:, i, j] = column
    return out


def _arrivals(raid: Raid) -> tuple[IntArray, IntArray]:
    """(times [1|R, drone] us, gaps [1|R] in 1/64 us): one of them holds the arrivals."""
    if raid.arrival_times_s is not None:
        exact = np.asarray(raid.arrival_times_s, dtype=float) * MICRO
        times = np.atleast_2d(np.rint(exact).astype(np.int64))
        if int(raid.size().max(initial=0)) > times.shape[1]:
            raise fail("raid: fewer arrival times than drones", "Give one time per drone", "arrival_times_s")
        return times, np.array([-1], dtype=np.int64)
    exact = 64 * MICRO / np.atleast_1d(np.asarray(raid.arrivals_per_s, dtype=float))
    if np.any(exact > LONGEST_GAP):
        raise fail(
            "raid: drones come more than three days apart",
            "Give arrivals_per_s from 3.7e-6, or arrival_times_s",
            "arrivals_per_s",
            raid.arrivals_per_s,
        )
    return np.zeros((1, 1), dtype=np.int64), np.rint(exact).astype(np.int64)


def _kinds(raid: Raid) -> tuple[IntArray, bool]:
    """Exact counts [1|R, type], or cumulative thresholds of the shares."""
    if raid.counts is not None:
        return np.atleast_2d(np.asarray(raid.counts, dtype=np.int64)), True
    shares = np.atleast_2d(np.asarray([1.0] if raid.shares is None else raid.shares, dtype=float))
    return threshold(np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)), False


def _axes(raid: Raid) -> IntArray:
    """Cumulative thresholds of the axes' shares."""
    shares = np.ones(raid.ways) if np.ndim(raid.axes) == 0 else np.asarray(raid.axes, dtype=float)
    return threshold(np.cumsum(shares) / shares.sum())


def _is_special(raid: Raid, defence: Defence, belts: IntArray, crossings: IntArray) -> bool:
    """Whether any option is used that only the general kernel knows."""
    plain_rules = (defence.leaker, defence.magazine_order, defence.discipline) == ("flies_on", "time", "fifo")
    options = [BELT.look, BELT.discrimination, BELT.false_decoy, BELT.jam, BELT.random_dwell]
    return bool(
        not plain_rules
        or len(raid.types) > 1
        or raid.ways > 1
        or belts[:, :, options].any()
        or (belts[:, :, BELT.coverage] < layout.ALWAYS).any()
        or (crossings[..., CROSSING.threshold] < 0).any()
    )


def _longest_us(packed: Packed, defence: Defence) -> float:
    """Bound on the time from the first drone's entry into a layer to the last one's exit, in us (us as float)."""
    gaps, belts, crossings = packed.inputs.gaps, packed.inputs.belts, packed.inputs.crossings
    if gaps[0] < 0:
        arrivals = float(packed.inputs.times.max(initial=0))
    else:
        n = float(packed.most_drones)
        arrivals = float(gaps.max()) / 64 * (n + 6 * n**0.5 + TAIL)
    layer_times = crossings[..., CROSSING.dwell] + crossings[..., CROSSING.transit]
    stays = crossings[..., CROSSING.dwell].max(axis=(0, 2)).astype(float)
    random = belts[:, :, BELT.random_dwell].any(axis=0)
    spread = (layer_times.max(axis=(0, 2)) - layer_times.min(axis=(0, 2))).astype(float)
    spread += np.where(random, TAIL * stays, 0)
    if defence.leaker == "waits":
        spread += TAIL * belts[:, :, BELT.shot].max(axis=0)
    return arrivals + float(spread.sum()) + float(stays.max()) * (TAIL if random.any() else 1)


def _check_length(packed: Packed, defence: Defence) -> None:
    """Magazines and the rule "edf" put times into keys of 63 bits."""
    finite = (packed.inputs.belts[:, :, BELT.magazine] < layout.ENDLESS).any()
    if (finite or defence.discipline == "edf") and _longest_us(packed, defence) >= LAST_KEY_US:
        raise fail(
            "raid: may last more than 100 days, too long for finite magazines or the rule edf",
            "Give shorter times, or magazine=None",
            "arrivals",
        )


def _check_shots(packed: Packed) -> None:
    """An engagement has to end: by a hit, by the drone's leaving, or for want of rounds."""
    shots = packed.most_shots
    if shots > MOST_SHOTS_AT_ONE or shots * packed.most_drones > MOST_SHOTS:
        raise fail(
            f"layers: shots without end, about {shots:.2g} at one drone",
            f"Give longer shot_s, a higher kill_probability or a magazine: at most {MOST_SHOTS_AT_ONE:,} at one drone "
            f"and {MOST_SHOTS:,} in one layer of one raid",
            "shot_s",
        )


def pack(raid: Raid, defence: Defence, replications: int | None = None) -> Packed:
    """Check shapes and convert to integers; every array has 1 row or `replications` (default: any one length)."""
    belts = _stack([_belt(layer) for layer in defence.layers], "layers")
    by_kind = [_stack([_crossing(layer, d) for layer in defence.layers], "layers") for d in raid.types]
    (times, gaps), (kinds, exact) = _arrivals(raid), _kinds(raid)
    drones = raid.size()
    arrays = {"layers": belts, "drones": drones, "arrival_times_s": times, "arrivals_per_s": gaps}
    arrays |= {"shares or counts": kinds} | {
        f"layers for drone {d.name!r}": t for d, t in zip(raid.types, by_kind, strict=True)
    }
    rows = replications or max(len(a) for a in arrays.values())
    for name, array in arrays.items():
        if len(array) not in (1, rows):
            raise fail(f"{name} does not fit the replications", f"Give 1 or {rows} rows", name, len(array))
    own = max(len(belts), *(len(t) for t in by_kind))
    crossings = np.stack([np.broadcast_to(t, (own, *t.shape[1:])) for t in by_kind], axis=2)
    inputs = Inputs(
        drones=np.ascontiguousarray(drones),
        times=np.ascontiguousarray(times),
        gaps=np.ascontiguousarray(gaps),
        belts=_endless(
            np.broadcast_to(belts, (own, *belts.shape[1:])), crossings, int(drones.max(initial=1))
        ),
        crossings=np.ascontiguousarray(crossings),
        key0=0,
        key1=0,
        kinds=np.ascontiguousarray(kinds),
        exact_counts=exact,
        axes=_axes(raid),
        decoys=np.array([drone.decoy for drone in raid.types], dtype=np.int64),
    )
    packed = Packed(inputs, _is_special(raid, defence, belts, crossings))
    _check_length(packed, defence)
    _check_shots(packed)
    return packed
