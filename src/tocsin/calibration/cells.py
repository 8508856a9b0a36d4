"""Cells: anonymous groups of channels, flown through the engagement kernel at a ladder of loads.

A defence has `cells` equal cells. Each is the same tandem of layers with its share of every layer's channels. One
cell is flown at 4, 8, ... 512 drones a night; the response of the whole defence to a deep raid is the average over
how full a random drone's own cell is (`nights.deep_weights`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.arrays import Array
from tocsin.calibration.nights import DEEP_SIZES, Response, cell_shares, deep_weights
from tocsin.defence import Drone, Raid, simulate
from tocsin.defence.model import Layer

Index = NDArray[np.intp]
LOADS = np.array([1.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0])
DRONES_PER_LOAD = 400
CHUNK = 25_000  # replications in one call: a few tens of MB of parameters
EXACT_WEIGHT = 20.0  # of the lone drone's closed form beside a load flown with 400 drones
CAUSES = ("coverage", "ineligible", "queue", "dwell", "magazine")


@dataclass(frozen=True)
class LayerKind:
    """What is fixed about a layer: its name and the speed beyond which it cannot engage."""

    name: str
    label: str = ""
    max_speed_kmh: float | None = None


@dataclass(frozen=True)
class Cells:
    """Defences as arrays, one row each.

    Attributes
    ----------
    layers : tuple of LayerKind
        In the order a drone meets them.
    count, spread, hours, speed_kmh : [defence]
        Cells; evenness of raids over them (`nights.cell_shares`); hours over which a raid arrives; cruise speed of
        today's drone.
    channels : [defence, layer]
        Simultaneous engagements, all cells together.
    shot_s, depth_km, kill, coverage, rounds, jam_per_min : [defence, layer]
        Seconds an engagement; depth of one cell's envelope; kill probability an engagement; share of drones whose
        path crosses the envelope; rounds ready per channel and night (inf: no limit); jamming hazard.
    rounding : [defence, layer]
        Uniform(0, 1): turns channels per cell into whole numbers so that they are right on average and never fall
        when channels are added.
    """

    layers: tuple[LayerKind, ...]
    count: Array
    spread: Array
    hours: Array
    speed_kmh: Array
    channels: Array
    shot_s: Array
    depth_km: Array
    kill: Array
    coverage: Array
    rounds: Array
    jam_per_min: Array
    rounding: Array

    def __len__(self) -> int:
        return len(self.count)

    def take(self, rows: Index) -> Cells:
        """The defences at `rows`, in that order."""
        return replace(
            self,
            **{item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name != "layers"},
        )

    def position(self, layer: str) -> int:
        return [kind.name for kind in self.layers].index(layer)

    def with_added(self, layer: str, channels: Array | float = 0.0, rounds_factor: float = 1.0) -> Cells:
        """A copy with channels added to one layer (all cells together), or its ready rounds multiplied.

        New channels stand where chance puts them: they serve drones in parallel, and they widen the layer's coverage
        to 1 - (1 - coverage)^(channels after / before), as independent placement would.
        """
        at = self.position(layer)
        more, rounds, coverage = self.channels.copy(), self.rounds.copy(), self.coverage.copy()
        more[:, at] += channels
        growth = more[:, at] / np.maximum(self.channels[:, at], 1e-9)
        coverage[:, at] = 1.0 - (1.0 - coverage[:, at]) ** growth
        rounds[:, at] *= rounds_factor
        return replace(self, channels=more, rounds=rounds, coverage=coverage)

    def channels_per_cell(self) -> NDArray[np.int64]:
        """Whole channels in one cell [defence, layer]."""
        return np.floor(self.channels / self.count[:, None] + self.rounding).astype(np.int64)


@dataclass(frozen=True)
class Flight:
    """How drones fared in one cell at each load.

    Attributes
    ----------
    loads : [load]
    leak : [defence, load]
        P(leak) of any drone.
    shots, kills : [defence, load, layer]
        Engagements fired, and drones stopped (shot down or jammed), per drone over the cell.
    causes : name -> [defence, load, layer]
        Drones let through by a layer for that reason, per drone over the cell.
    """

    loads: Array
    leak: Array
    shots: Array
    kills: Array
    causes: Mapping[str, Array]

    def take(self, rows: Index) -> Flight:
        return Flight(
            self.loads,
            self.leak[rows],
            self.shots[rows],
            self.kills[rows],
            {name: value[rows] for name, value in self.causes.items()},
        )


@dataclass(frozen=True)
class FasterDrones:
    """A labelled scenario: a share of the drones flies faster.

    Attributes
    ----------
    share, speed_kmh : [defence]
    """

    share: Array
    speed_kmh: Array


def fly_cells(
    cells: Cells, *, faster: FasterDrones | None = None, seed: int = 1, drones_per_load: int = DRONES_PER_LOAD
) -> Flight:
    """Fly every defence's cell at every load.

    Parameters
    ----------
    cells : Cells
    faster : FasterDrones, optional
        Without it every drone flies at today's speed.
    seed : int
        The same seed and the same defences give common random numbers between scenarios.
    drones_per_load : int
        Drones flown per defence and load, at least one raid.

    Returns
    -------
    Flight
        `leak` is the isotonic fit along load: more drones over one defence never leak less each.
    """
    parts = [_alone(cells, faster)]
    for step, load in enumerate(LOADS[1:], start=1):
        raids = max(1, int(np.ceil(drones_per_load / load)))
        size = max(1, CHUNK // raids)
        flown = [
            _fly_load(
                cells.take(rows), _part(faster, rows), int(load), raids, seed * len(LOADS) + step, rows[0]
            )
            for rows in np.array_split(np.arange(len(cells)), -(-len(cells) // size))
        ]
        parts.append({name: np.concatenate([block[name] for block in flown]) for name in flown[0]})
    stacked = {name: np.stack([part[name] for part in parts], axis=1) for name in parts[0]}
    return Flight(
        LOADS,
        isotonic(stacked.pop("leak"), np.r_[EXACT_WEIGHT, np.ones(len(LOADS) - 1)]),
        stacked.pop("shots"),
        stacked.pop("kills"),
        stacked,
    )


def isotonic(values: Array, weight: Array) -> Array:
    """Least-squares non-decreasing fit along the last axis, row by row.

    Parameters
    ----------
    values : [row, step]
    weight : [step]

    Notes
    -----
    The max-min formula of isotonic regression: max over a <= i of min over b >= i of the mean of a..b
    (Robertson, Wright, Dykstra 1988, theorem 1.4.4); steps are few, rows many.

    Examples
    --------
    >>> isotonic(np.array([[1.0, 3.0, 2.0, 4.0]]), np.ones(4)).tolist()
    [[1.0, 2.5, 2.5, 4.0]]
    """
    steps = values.shape[-1]
    sums = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values * weight, axis=1)], axis=1)
    mass = np.concatenate([[0.0], np.cumsum(weight)])
    fit = np.full_like(values, -np.inf)
    for a in range(steps):
        means = (sums[:, a + 1 :] - sums[:, a : a + 1]) / (mass[a + 1 :] - mass[a])
        least = np.minimum.accumulate(means[:, ::-1], axis=1)[:, ::-1]
        fit[:, a:] = np.maximum(fit[:, a:], least)
    return fit


def respond(cells: Cells, flight: Flight) -> Response:
    """P(leak) of a deep drone against the size of the deep raid."""
    weights = deep_weights(flight.loads, cell_shares(cells.count, cells.spread))
    leak = np.einsum("dsl,dl->ds", weights, flight.leak)
    return Response(DEEP_SIZES, np.maximum.accumulate(leak, axis=1))  # sums may dip by the last bit


def lone_leak(cells: Cells, speed_kmh: Array, able: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """P(leak) of a drone that meets an idle cell, and engagements and stops per layer, in closed form.

    Parameters
    ----------
    cells : Cells
    speed_kmh : [defence]
    able : [defence, layer]
        Whether the layer can engage at that speed.

    Returns
    -------
    leak [defence], shots [defence, layer], stops [defence, layer]

    Notes
    -----
    Engagements of exponential length s and kill probability p that count only if they end within the stay t thin a
    Poisson process: P(kill) = 1 - exp(-p t / s); jamming adds its hazard. Ready rounds are ignored.
    """
    stay = cells.depth_km / speed_kmh[:, None] * 3600.0
    manned = cells.channels_per_cell() > 0
    fire = np.where(able & manned, cells.kill / cells.shot_s, 0.0)
    hazard = fire + cells.jam_per_min / 60.0
    stopped = cells.coverage * -np.expm1(-hazard * stay)
    reach = np.cumprod(np.column_stack([np.ones(len(cells)), 1.0 - stopped]), axis=1)
    share = np.divide(fire, hazard, out=np.zeros_like(fire), where=hazard > 0)
    inside = reach[:, :-1] * cells.coverage
    killed = stopped / np.maximum(cells.coverage, 1e-12)
    # Wald: finished engagements = kills / kill probability; a drone that is not stopped leaves in the midst of one.
    shots = inside * (killed * share / np.maximum(cells.kill, 1e-9) + (1.0 - killed)) * (fire > 0)
    return np.asarray(reach[:, -1]), shots, reach[:, :-1] * stopped


def _alone(cells: Cells, faster: FasterDrones | None) -> dict[str, Array]:
    limits = np.array([np.inf if kind.max_speed_kmh is None else kind.max_speed_kmh for kind in cells.layers])
    kinds = [(cells.speed_kmh, 1.0 if faster is None else 1.0 - faster.share)]
    if faster is not None:
        kinds.append((faster.speed_kmh, faster.share))
    leak, shots, kills = np.zeros(len(cells)), np.zeros_like(cells.kill), np.zeros_like(cells.kill)
    for speed, share in kinds:
        one = lone_leak(cells, speed, speed[:, None] <= limits)
        weight = np.broadcast_to(np.asarray(share, dtype=float), leak.shape)
        leak, shots, kills = (
            leak + weight * one[0],
            shots + weight[:, None] * one[1],
            kills + weight[:, None] * one[2],
        )
    none = {cause: np.zeros_like(kills) for cause in CAUSES}
    return {"leak": leak, "shots": shots, "kills": kills, **none}


def _fly_load(
    cells: Cells, faster: FasterDrones | None, load: int, raids: int, seed: int, first: int
) -> dict[str, Array]:
    """Rates per drone over the cell, averaged over the raids of each defence."""
    rows = np.repeat(np.arange(len(cells)), raids)
    wide = cells.take(rows)
    rate = load / (wide.hours * 3600.0)
    today = Drone(name="today", speed_kmh=wide.speed_kmh)
    if faster is None:
        raid = Raid(drones=load, arrivals_per_s=rate, types=(today,))
    else:
        fast = Drone(name="faster", speed_kmh=faster.speed_kmh[rows])
        share = faster.share[rows]
        raid = Raid.mix([(today, 1.0 - share), (fast, share)], drones=load, arrivals_per_s=rate)
    result = simulate(
        raid,
        _layers(wide),
        replications=len(rows),
        seed=seed,
        deadline="end",
        first_replication=int(first) * raids,
        threads=1,
    )

    def mean(values: NDArray[np.generic]) -> Array:
        shape = (len(cells), raids, *values.shape[1:])
        return np.asarray(values.reshape(shape).mean(1) / load, dtype=float)

    rates = {
        "leak": mean(result.leakers),
        "shots": mean(result.shots),
        "kills": mean(result.kills + result.jammed),
    }
    return rates | {cause: mean(result.causes[cause]) for cause in CAUSES}


def _layers(wide: Cells) -> list[Layer]:
    """The cell's layers, one row of parameters per replication."""
    channels = wide.channels_per_cell()
    rounds = np.where(np.isfinite(wide.rounds), wide.rounds, 1e6)
    magazine = np.minimum(np.rint(channels * rounds), 1 << 30).astype(np.int64)
    return [
        Layer(
            name=kind.name,
            channels=channels[:, i],
            shot_s=wide.shot_s[:, i],
            shot_law="exponential",
            depth_km=wide.depth_km[:, i],
            kill_probability=wide.kill[:, i],
            coverage=wide.coverage[:, i],
            magazine=magazine[:, i],
            jam_per_min=wide.jam_per_min[:, i],
            max_speed_kmh=kind.max_speed_kmh,
        )
        for i, kind in enumerate(wide.layers)
    ]


def _part(faster: FasterDrones | None, rows: Index) -> FasterDrones | None:
    return None if faster is None else FasterDrones(faster.share[rows], faster.speed_kmh[rows])
