"""Turns a raid and a defence into the integer arrays the kernel reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence import kernel
from tocsin.defence.model import Defence, Drone, Layer, Raid, _fail

MICRO = 1_000_000
LONGEST_US = 1 << 42  # 50 days: longer stays are cut, so that keys fit in 63 bits
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
    def most_drones(self) -> int:
        """Largest raid."""
        return int(self.drones.max(initial=1))

    @property
    def most_rounds(self) -> int:
        """Largest magazine that can bind."""
        rounds = self.params[:, :, kernel.MAGAZINE]
        return int(rounds[rounds < kernel.ENDLESS].max(initial=1))

    @property
    def most_channels(self) -> int:
        """Most channels that are ever tracked one by one."""
        return int(min(self.params[:, :, kernel.CHANNELS].max(initial=1), self.most_drones))


def microseconds(seconds: Any) -> IntArray:
    """Seconds to whole microseconds, cut at 50 days."""
    whole: IntArray = np.rint(np.minimum(np.asarray(seconds, dtype=float) * MICRO, LONGEST_US)).astype(
        np.int64
    )
    return whole


def threshold(probability: Any) -> IntArray:
    """Probability to the number of 32-bit words below it; 0 and 1 are exact."""
    words: IntArray = np.rint(np.clip(np.asarray(probability, dtype=float), 0, 1) * 2.0**32).astype(np.int64)
    return words


def _slowness(layer: Layer, drone: Drone, name: str) -> Any:
    """Factor on a stated time for this drone's speed."""
    if drone.speed_kmh is None:
        return 1.0
    if layer.speed_kmh is None:
        raise _fail(
            f"layer {layer.name!r} states {name} but not at which speed, and drone {drone.name!r} has a speed",
            "Give the layer speed_kmh, or depth_km and transit_km",
            name,
        )
    return np.asarray(layer.speed_kmh, dtype=float) / drone.speed_kmh


def _seconds(layer: Layer, drone: Drone, time: Any, distance: Any, name: str) -> Any:
    if distance is None:
        if not np.any(np.asarray(time)):
            return np.asarray(time)
        return np.asarray(time, dtype=float) * _slowness(layer, drone, name)
    speed = drone.speed_kmh if drone.speed_kmh is not None else layer.speed_kmh
    if speed is None:
        raise _fail(
            f"layer {layer.name!r}: a distance needs a speed", "Give the drone or layer speed_kmh", name
        )
    return np.asarray(distance, dtype=float) * 3600 / speed


def _layer_columns(layer: Layer) -> list[Any]:
    """The layer's parameters in the order of the kernel's columns."""
    if layer.magazine is None:
        magazine: Any = np.int64(kernel.ENDLESS)
    else:
        magazine = np.minimum(np.asarray(layer.magazine, dtype=np.int64) // layer.salvo, kernel.ENDLESS)
    jam = np.asarray(layer.jam_per_min, dtype=float)
    with np.errstate(divide="ignore"):
        jam_mean = np.where(jam > 0, microseconds(60.0 / np.where(jam > 0, jam, 1.0)), 0)
    return [
        np.asarray(layer.channels, dtype=np.int64),
        microseconds(layer.shot_s),
        np.int64(layer.shot_law == "exponential"),
        magazine,
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
    single = np.clip(np.asarray(layer.kill_probability, dtype=float) * drone.kill_factor, 0, 1)
    kill = threshold(1 - (1 - single) ** layer.salvo)
    return [dwell, transit, np.where(layer.engages(drone), kill, -1)]


def _stack(rows: list[list[Any]], replications: int | None) -> IntArray:
    """Columns that are scalars or [replication] → [1|replication, row, column]."""
    flat = [np.asarray(c) for row in rows for c in row]
    sizes = {c.shape[0] for c in flat if c.ndim}
    if len(sizes) > 1 or (replications is not None and sizes - {replications, 1}):
        raise _fail(
            "parameters per replication disagree in length",
            f"Give scalars or arrays of one length ({replications or max(sizes)})",
            value=sorted(sizes),
        )
    length = max(sizes, default=1)
    out = np.empty((length, len(rows), len(rows[0])), dtype=np.int64)
    for i, row in enumerate(rows):
        for j, column in enumerate(row):
            out[:, i, j] = column
    return out


def _rows(value: Any, replications: int, name: str) -> Any:
    """Check that a per-replication array has one row, or one per replication."""
    if value.shape[0] not in (1, replications):
        raise _fail(
            f"{name} does not fit the replications", f"Give 1 or {replications} rows", name, value.shape[0]
        )
    return np.ascontiguousarray(value)


def _arrivals(raid: Raid) -> tuple[IntArray, IntArray]:
    if raid.arrival_times_s is not None:
        times = np.atleast_2d(microseconds(raid.arrival_times_s))
        if int(raid.size().max(initial=0)) > times.shape[1]:
            raise _fail("raid: fewer arrival times than drones", "Give one time per drone", "arrival_times_s")
        return times, np.array([-1], dtype=np.int64)
    rate = np.atleast_1d(np.asarray(raid.arrivals_per_s, dtype=float))
    gaps = np.rint(np.minimum(64 * MICRO / rate, LONGEST_US)).astype(np.int64)
    return np.zeros((1, 1), dtype=np.int64), gaps


def _kinds(raid: Raid) -> tuple[IntArray, bool]:
    """Exact counts [1|R, type], or cumulative thresholds of the shares."""
    if raid.counts is not None:
        return np.atleast_2d(np.asarray(raid.counts, dtype=np.int64)), True
    shares = np.atleast_2d(np.asarray([1.0] if raid.shares is None else raid.shares, dtype=float))
    return threshold(np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)), False


def _axes(raid: Raid) -> IntArray:
    shares = np.ones(raid.axes) if isinstance(raid.axes, int) else np.asarray(raid.axes, dtype=float)
    return threshold(np.cumsum(shares) / shares.sum())


def _is_special(raid: Raid, defence: Defence, params: IntArray, typed: IntArray) -> bool:
    """Whether any option is used that only the general kernel knows."""
    plain_rules = (defence.leaker, defence.magazine_order, defence.discipline) == ("flies_on", "time", "fifo")
    columns = params[
        :, :, [kernel.LOOK, kernel.DISCRIMINATION, kernel.FALSE_DECOY, kernel.JAM, kernel.RANDOM_DWELL]
    ]
    return bool(
        not plain_rules
        or len(raid.types) > 1
        or _axes(raid).size > 1
        or columns.any()
        or (params[:, :, kernel.COVERAGE] < 1 << 32).any()
        or (typed[..., kernel.THRESHOLD] < 0).any()
    )


def pack(raid: Raid, defence: Defence, replications: int) -> Packed:
    """Check shapes and convert to integers."""
    params = _rows(_stack([_layer_columns(layer) for layer in defence.layers], None), replications, "layers")
    by_type = [_stack([_typed_columns(layer, d) for layer in defence.layers], None) for d in raid.types]
    rows = max(len(params), *(len(t) for t in by_type))
    typed = np.stack([np.broadcast_to(t, (rows, *t.shape[1:])) for t in by_type], axis=2)
    params = np.ascontiguousarray(np.broadcast_to(params, (rows, *params.shape[1:])))
    times, gaps = _arrivals(raid)
    kinds, exact = _kinds(raid)
    return Packed(
        params=_rows(params, replications, "layers"),
        typed=_rows(typed, replications, "drone types"),
        drones=_rows(raid.size(), replications, "drones"),
        times=_rows(times, replications, "arrival_times_s"),
        gaps=_rows(gaps, replications, "arrivals_per_s"),
        kinds=_rows(kinds, replications, "shares or counts"),
        axes=_axes(raid),
        exact_counts=exact,
        special=_is_special(raid, defence, params, typed),
    )
