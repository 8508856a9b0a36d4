"""Turns a raid and a defence into the integer arrays the kernel reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence import layout
from tocsin.defence.checks import fail
from tocsin.defence.model import Defence, Drone, Layer, Raid

MICRO = 1_000_000
LONGEST_US = layout.LONGEST  # longer times are cut, so that sums fit in 63 bits
LAST_KEY_US = 1 << 43  # 101 days: the latest start that a key can hold
LONGEST_GAP = 1 << 44  # in 1/64 us: 76 hours, the longest mean an exponential time may have
TAIL = 23  # no exponential time exceeds 23 means: the smallest word is 2**-33
MOST_CHANNELS = 1 << 20  # as many as there can be drones: none ever waits
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Packed:
    """Arrays with one row per replication, or one row for all.

    params [1|R, layer, column], typed [1|R, layer, type, column], drones [1|R], times [1|R, drone] us (empty if
    Poisson), gaps [1|R] in 1/64 us (−1 if times are given), kinds [1|R, type], axes [axis].
    """

    params: IntArray
    typed: IntArray
    drones: IntArray
    times: IntArray
    gaps: IntArray
    kinds: IntArray
    axes: IntArray
    exact_counts: bool
    special: bool

    @property
    def rows(self) -> int:
        """Replications that the arrays describe; 1 if any number shares them."""
        return max(len(a) for a in (self.params, self.drones, self.times, self.gaps, self.kinds))

    @property
    def most_drones(self) -> int:
        """Largest raid."""
        return int(self.drones.max(initial=1))

    @property
    def most_rounds(self) -> int:
        """Largest magazine that can bind."""
        rounds = self.params[:, :, layout.MAGAZINE]
        return int(rounds[rounds < layout.ENDLESS].max(initial=1))

    @property
    def most_channels(self) -> int:
        """Most channels that are ever tracked one by one."""
        return int(min(self.params[:, :, layout.CHANNELS].max(initial=1), self.most_drones))


def microseconds(seconds: Any) -> IntArray:
    """Seconds to whole microseconds: 0 stays 0, other times are at least 1 us and at most 50 days."""
    exact = np.asarray(seconds, dtype=float) * MICRO
    times: IntArray = np.clip(np.rint(exact), exact > 0, LONGEST_US).astype(np.int64)
    return times


def threshold(probability: Any) -> IntArray:
    """Probability to the number of 32-bit words below it; 0 and 1 are exact."""
    words: IntArray = np.rint(np.clip(np.asarray(probability, dtype=float), 0, 1) * 2.0**32).astype(np.int64)
    return words


def whole_up_to(most: int, value: Any) -> IntArray:
    """Whole numbers, `inf` included, cut at `most`."""
    cut: IntArray = np.minimum(np.asarray(value, dtype=float), most).astype(np.int64)
    return cut


def _slowness(layer: Layer, drone: Drone, name: str) -> Any:
    """Factor on a stated time for this drone's speed."""
    if drone.speed_kmh is None:
        return 1.0
    if layer.speed_kmh is None:
        raise fail(
            f"layer {layer.name!r} states {name} but not at which speed, and drone {drone.name!r} has a speed",
            "Give the layer speed_kmh, or depth_km and transit_km",
            name,
        )
    return np.asarray(layer.speed_kmh, dtype=float) / np.asarray(drone.speed_kmh, dtype=float)


def _seconds(layer: Layer, drone: Drone, time: Any, distance: Any, name: str) -> Any:
    """Time for a stated time or distance at this drone's speed."""
    if distance is None:
        if not np.any(np.asarray(time)):
            return np.asarray(time)
        return np.asarray(time, dtype=float) * _slowness(layer, drone, name)
    speed = drone.speed_kmh if drone.speed_kmh is not None else layer.speed_kmh
    if speed is None:
        raise fail(
            f"layer {layer.name!r}: a distance needs a speed", "Give the drone or layer speed_kmh", name
        )
    return np.asarray(distance, dtype=float) * 3600 / np.asarray(speed, dtype=float)


def _layer_columns(layer: Layer) -> list[Any]:
    """The layer's parameters in the order of the kernel's columns."""
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


def _typed_columns(layer: Layer, drone: Drone) -> list[Any]:
    """What depends on the kind of drone too: dwell, transit, kill threshold (−1: cannot engage)."""
    dwell = microseconds(_seconds(layer, drone, layer.dwell_s, layer.depth_km, "dwell_s"))
    transit = microseconds(_seconds(layer, drone, layer.transit_s, layer.transit_km, "transit_s"))
    factor = np.asarray(drone.kill_factor, dtype=float)
    single = np.clip(np.asarray(layer.kill_probability, dtype=float) * factor, 0, 1)
    kill = threshold(1 - (1 - single) ** layer.salvo)
    return [dwell, transit, np.where(layer.engages(drone), kill, -1)]


def _stack(rows: list[list[Any]], what: str) -> IntArray:
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


def _is_special(raid: Raid, defence: Defence, params: IntArray, typed: IntArray) -> bool:
    """Whether any option is used that only the general kernel knows."""
    plain_rules = (defence.leaker, defence.magazine_order, defence.discipline) == ("flies_on", "time", "fifo")
    columns = params[
        :, :, [layout.LOOK, layout.DISCRIMINATION, layout.FALSE_DECOY, layout.JAM, layout.RANDOM_DWELL]
    ]
    return bool(
        not plain_rules
        or len(raid.types) > 1
        or raid.ways > 1
        or columns.any()
        or (params[:, :, layout.COVERAGE] < layout.ALWAYS).any()
        or (typed[..., layout.THRESHOLD] < 0).any()
    )


def _longest_us(packed: Packed, defence: Defence) -> float:
    """Bound on the time from the first drone's entry into a layer to the last one's exit, in us (us as float)."""
    if packed.gaps[0] < 0:
        arrivals = float(packed.times.max(initial=0))
    else:
        n = float(packed.most_drones)
        arrivals = float(packed.gaps.max()) / 64 * (n + 6 * n**0.5 + TAIL)
    layer_times = packed.typed[..., layout.DWELL] + packed.typed[..., layout.TRANSIT]
    stays = packed.typed[..., layout.DWELL].max(axis=(0, 2)).astype(float)
    random = packed.params[:, :, layout.RANDOM_DWELL].any(axis=0)
    spread = (layer_times.max(axis=(0, 2)) - layer_times.min(axis=(0, 2))).astype(float)
    spread += np.where(random, TAIL * stays, 0)
    if defence.leaker == "waits":
        spread += TAIL * packed.params[:, :, layout.SHOT].max(axis=0)
    return arrivals + float(spread.sum()) + float(stays.max()) * (TAIL if random.any() else 1)


def _check_length(packed: Packed, defence: Defence) -> None:
    """Magazines and the rule "edf" put times into keys of 63 bits."""
    finite = (packed.params[:, :, layout.MAGAZINE] < layout.ENDLESS).any()
    if (finite or defence.discipline == "edf") and _longest_us(packed, defence) >= LAST_KEY_US:
        raise fail(
            "raid: may last more than 100 days, too long for finite magazines or the rule edf",
            "Give shorter times, or magazine=None",
            "arrivals",
        )


def pack(raid: Raid, defence: Defence, replications: int | None = None) -> Packed:
    """Check shapes and convert to integers; every array has 1 row or `replications` (default: any one length)."""
    params = _stack([_layer_columns(layer) for layer in defence.layers], "layers")
    kinds_of = [_stack([_typed_columns(layer, d) for layer in defence.layers], "layers") for d in raid.types]
    (times, gaps), (kinds, exact) = _arrivals(raid), _kinds(raid)
    drones = raid.size()
    arrays = {"layers": params, "drones": drones, "arrival_times_s": times, "arrivals_per_s": gaps}
    arrays |= {"shares or counts": kinds} | {
        f"layers for drone {d.name!r}": t for d, t in zip(raid.types, kinds_of, strict=True)
    }
    rows = replications or max(len(a) for a in arrays.values())
    for name, array in arrays.items():
        if len(array) not in (1, rows):
            raise fail(f"{name} does not fit the replications", f"Give 1 or {rows} rows", name, len(array))
    own = max(len(params), *(len(t) for t in kinds_of))
    typed = np.stack([np.broadcast_to(t, (own, *t.shape[1:])) for t in kinds_of], axis=2)
    packed = Packed(
        params=np.ascontiguousarray(np.broadcast_to(params, (own, *params.shape[1:]))),
        typed=np.ascontiguousarray(typed),
        drones=np.ascontiguousarray(drones),
        times=np.ascontiguousarray(times),
        gaps=np.ascontiguousarray(gaps),
        kinds=np.ascontiguousarray(kinds),
        axes=_axes(raid),
        exact_counts=exact,
        special=_is_special(raid, defence, params, typed),
    )
    _check_length(packed, defence)
    return packed
