"""`simulate`: fly a raid many times against a defence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tocsin.defence import layout
from tocsin.defence.checks import fail, number, one_of, whole_number
from tocsin.defence.engine import Addresses, Watch, Workers, run_cpu
from tocsin.defence.layout import CROSSING, Longs, Tally
from tocsin.defence.model import Deadline, Defence, Discipline, Layer, Leaker, MagazineOrder, Raid, as_defence
from tocsin.defence.pack import Packed, pack
from tocsin.defence.result import Result

PILOT = 1000
MOST = 10_000_000
MOST_ROUNDS = 1 << 53  # rounds counted exactly


def simulate(
    raid: Raid,
    layers: Defence | Layer | Sequence[Layer],
    *,
    replications: int | None = None,
    precision: float | None = None,
    seed: int = 0,
    deadline: Deadline | None = None,
    leaker: Leaker | None = None,
    magazine_order: MagazineOrder | None = None,
    discipline: Discipline | None = None,
    first_replication: int = 0,
    threads: int | None = None,
    block: int | None = None,
    device: str = "cpu",
    engine: str = "numba",
    time_limit_s: float | None = None,
) -> Result:
    """Fly `raid` against `layers` in independent replications.

    The same seed gives the same bits on any number of threads, blocks, engine or device. Every random number has
    an address (shot, drone, layer, replication; Salmon et al. 2011, SC'11), so two scenarios with one seed share all
    the luck they can.

    Parameters
    ----------
    raid, layers : what flies, and the layers in order (or a `Defence`, whose rules the keywords override).
    replications : how many raids; default 1,000, or as many rows as the raid's or layers' arrays have.
    precision : instead: 95 % half-width wanted for the mean number of leakers, relative to it (0.01 is 1 %).
    seed : 0 ≤ seed < 2**64.
    deadline, leaker, magazine_order, discipline : see `Defence`.
    first_replication : address of the first raid, to continue an earlier run.
    threads, block : CPU threads (default: all cores this process may use) and replications per task (default: some milliseconds).
    device : "cpu" or "cuda".
    engine : "numba", or "plain" for the same source in plain Python.
    time_limit_s : seconds after which the run is given up, between two blocks. Ctrl-C is heard there too.

    Raises
    ------
    InputError for impossible or contradicting parameters and for shots without end; TocsinError for device="cuda"
    without a usable GPU and when the time limit is reached.

    Examples
    --------
    >>> layer = Layer(channels=200, dwell_s=100, shot_s=40, shot_law="fixed", kill_probability=0.3)
    >>> result = simulate(Raid(drones=200, arrivals_per_s=0.2), layer, replications=4000, deadline="start", seed=1)
    >>> round(result.leakers.mean() / (200 * 0.7**3), 1)  # ceil(100 / 40) = 3 shots each
    np.float64(1.0)
    """
    defence = as_defence(
        layers, deadline=deadline, leaker=leaker, magazine_order=magazine_order, discipline=discipline
    )
    if not isinstance(raid, Raid):
        raise fail("simulate: no raid", "Give a Raid first, then the layers", "raid", raid)
    if time_limit_s is not None:
        time_limit_s = number("simulate", "time_limit_s", time_limit_s, 0, open_low=True)
    run = Run(
        addresses=_addresses(seed, first_replication),
        workers=_workers(threads, block, engine),
        device=device,
        watch=Watch(time_limit_s),
    )
    if precision is None:
        return _fly(raid, defence, replications, run)
    if replications is not None:
        raise fail("simulate: both replications and precision given", "Give one of them")
    return _until_precise(raid, defence, precision, run)


@dataclass(frozen=True)
class Run:
    """How replications are flown."""

    addresses: Addresses
    workers: Workers
    device: str
    watch: Watch

    def __post_init__(self) -> None:
        one_of("simulate", "device", self.device, ("cpu", "cuda"))

    def after(self, replications: int) -> Run:
        """The same, for the raids that follow these."""
        return replace(self, addresses=self.addresses._replace(first=self.addresses.first + replications))


def _addresses(seed: int, first: int) -> Addresses:
    return Addresses(
        whole_number("simulate", "seed", seed, 0, (1 << 64) - 1),
        whole_number("simulate", "first_replication", first, 0, (1 << 32) - 1),
    )


def _workers(threads: int | None, block: int | None, engine: str) -> Workers:
    one_of("simulate", "engine", engine, ("numba", "plain"))
    return Workers(
        None if threads is None else whole_number("simulate", "threads", threads, 1, 1024),
        None if block is None else whole_number("simulate", "block", block, 1, 1 << 32),
        engine,
    )


def _fly(raid: Raid, defence: Defence, replications: int | None, run: Run) -> Result:
    """Fly; without `replications` as many as the arrays describe, or PILOT."""
    most = (1 << 32) - run.addresses.first
    if replications is not None:
        replications = whole_number("simulate", "replications", replications, 1, most)
    packed = pack(raid, defence, replications)
    rows = replications or (packed.rows if packed.rows > 1 else PILOT)
    if run.device == "cuda":
        from tocsin.defence.cuda import run_cuda

        tally = run_cuda(packed, defence, rows, run.addresses, run.watch)
    else:
        tally = run_cpu(packed, defence, rows, run.addresses, run.workers, run.watch)
    return _result(raid, defence, packed, tally)


def _result(raid: Raid, defence: Defence, packed: Packed, tally: Tally) -> Result:
    """Name what the kernel counted, and price it."""
    layers, counts = defence.layers, tally.counts
    engagements = counts[..., layout.SHOTS]
    if packed.special:
        credit, by_type = tally.credit / 2.0**32, tally.by_type
    else:
        credit = engagements * (packed.inputs.crossings[:, :, 0, CROSSING.threshold] / 2.0**32)
        kills = counts[..., layout.KILLS].sum(axis=1)
        by_type = np.stack([tally.leakers, kills, np.zeros_like(kills)], axis=-1)[:, None]
    counts[..., layout.SHOTS] = shots = engagements * np.array([int(layer.salvo) for layer in layers])
    launched = by_type.sum(axis=-1)
    per_shot = np.array([layer.cost_per_shot_usd for layer in layers], dtype=float)
    per_drone = np.array([drone.cost_usd for drone in raid.types], dtype=float)
    return Result(
        leakers=tally.leakers,
        counts=counts,
        credit=credit,
        rounds_left=_rounds_left(raid, defence, shots),
        by_type=by_type,
        launched=launched,
        types=tuple(drone.name for drone in raid.types),
        layers=tuple(layer.name or f"layer {i + 1}" for i, layer in enumerate(layers)),
        cost_defender_usd=shots @ per_shot,
        cost_attacker_usd=launched @ per_drone,
    )


def _rounds_left(raid: Raid, defence: Defence, shots: Longs) -> Longs:
    """Rounds left [R, layer] over all axes; −1 where the magazine is unlimited."""
    left = np.full(shots.shape, -1, dtype=np.int64)
    for i, layer in enumerate(defence.layers):
        if layer.magazine is not None:
            full = np.asarray(layer.magazine, dtype=float) * (raid.ways if layer.per_axis else 1)
            left[:, i] = np.where(np.isfinite(full), np.minimum(full, MOST_ROUNDS) - shots[:, i], -1)
    return left


def _until_precise(raid: Raid, defence: Defence, precision: float, run: Run) -> Result:
    """Fly a pilot, then as many more as its spread asks for, until the wanted precision is reached."""
    precision = number("simulate", "precision", precision, 0, 1, open_low=True)
    done = _fly(raid, defence, PILOT, run)
    while done.replications < MOST:
        now = done.mean()
        reached = (now.high - now.mean) / now.mean if now.mean > 0 else np.inf
        if reached <= precision or (now.mean <= 0 and done.replications >= 1_000_000):
            break
        wanted = done.replications * min(float((reached / precision) ** 2 * 1.1), 16.0)
        more = min(int(wanted), MOST) - done.replications
        done = _join(done, _fly(raid, defence, max(more, 1), run.after(done.replications)))
    return done


def _join(a: Result, b: Result) -> Result:
    """Concatenate replications."""
    fields = dict(vars(a))
    for name, value in vars(a).items():
        if isinstance(value, np.ndarray):
            fields[name] = np.concatenate([value, getattr(b, name)])
    return Result(**fields)
