"""`simulate`: fly a raid many times against a defence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence import kernel
from tocsin.defence.engine import Tally, run_cpu
from tocsin.defence.model import (
    Deadline,
    Defence,
    Discipline,
    Layer,
    Leaker,
    MagazineOrder,
    Raid,
    _fail,
    _one_of,
    as_defence,
)
from tocsin.defence.pack import Packed, pack
from tocsin.defence.result import Result

PILOT = 1000
MOST = 10_000_000


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
    block: int = 2048,
    device: str = "cpu",
    engine: str = "numba",
) -> Result:
    """Fly `raid` against `layers` in independent replications.

    The same seed gives the same bits on any number of threads, blocks, engine or device. Every random number has
    an address (shot, drone, layer, replication), so two scenarios with one seed share all the luck they can.

    Parameters
    ----------
    raid, layers : what flies, and the layers in order (or a `Defence`, whose rules the keywords override).
    replications : how many raids; default 1,000, or as many rows as the raid's or layers' arrays have.
    precision : instead: 95 % half-width wanted for the mean number of leakers, relative to it (0.01 is 1 %).
    seed : 0 ≤ seed < 2**64.
    deadline, leaker, magazine_order, discipline : see `Defence`.
    first_replication : address of the first raid, to continue an earlier run.
    threads, block : CPU threads (default: all cores) and replications per task.
    device : "cpu" or "cuda".
    engine : "numba", or "plain" for the same source in plain Python.

    Raises
    ------
    tocsin.errors.InputError
        Impossible or contradicting parameters.

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
    options = {"seed": seed, "threads": threads, "block": block, "device": device, "engine": engine}
    _check_run(seed, first_replication, device, engine)
    if precision is not None:
        if replications is not None:
            raise _fail("simulate: both replications and precision given", "Give one of them")
        return _until_precise(raid, defence, precision, first_replication, options)
    rows = _natural_rows(raid, defence) if replications is None else replications
    return _fly(raid, defence, rows, first_replication, options)


def _check_run(seed: int, first: int, device: str, engine: str) -> None:
    if not 0 <= seed < 1 << 64:
        raise _fail("simulate: seed out of range", "Use 0 ≤ seed < 2**64", "seed", seed)
    if not 0 <= first < 1 << 32:
        raise _fail(
            "simulate: replication address out of range", "Use 0 to 2**32 − 1", "first_replication", first
        )
    _one_of("simulate", "device", device, ("cpu", "cuda"))
    _one_of("simulate", "engine", engine, ("numba", "plain"))


def _natural_rows(raid: Raid, defence: Defence) -> int:
    """Rows of per-replication arrays, or 1,000 if everything is scalar."""
    lengths = {raid.size().shape[0]}
    for value in (raid.arrivals_per_s, *(v for layer in defence.layers for v in vars(layer).values())):
        if isinstance(value, (np.ndarray, list, tuple)) and np.ndim(value):
            lengths.add(len(value))
    if raid.arrival_times_s is not None and np.ndim(raid.arrival_times_s) == 2:
        lengths.add(np.shape(raid.arrival_times_s)[0])
    longest = max(lengths)
    return longest if longest > 1 else PILOT


def _fly(raid: Raid, defence: Defence, replications: int, first: int, options: dict[str, Any]) -> Result:
    if replications < 1 or first + replications > 1 << 32:
        raise _fail(
            "simulate: number of replications out of range", "Use 1 to 2**32", "replications", replications
        )
    packed = pack(raid, defence, replications)
    decoys = np.array([drone.decoy for drone in raid.types], dtype=np.int64)
    common = {"seed": options["seed"], "first": first, "decoys": decoys}
    if options["device"] == "cuda":
        from tocsin.defence.cuda import run_cuda

        tally = run_cuda(packed, defence, replications, **common)
    else:
        rest = {name: options[name] for name in ("threads", "block", "engine")}
        tally = run_cpu(packed, defence, replications, **common, **rest)
    return _result(raid, defence, packed, tally)


def _result(raid: Raid, defence: Defence, packed: Packed, tally: Tally) -> Result:
    """Name what the kernel counted, and price it."""
    layers = defence.layers
    salvo = np.array([layer.salvo for layer in layers])
    engagements = tally.counts[..., kernel.SHOTS]
    if packed.special:
        credit, by_type = tally.credit / 2.0**32, tally.by_type
    else:
        credit = engagements * (packed.typed[:, :, 0, kernel.THRESHOLD] / 2.0**32)
        kills = tally.counts[..., kernel.KILLS].sum(axis=1)
        by_type = np.stack([tally.leakers, kills, np.zeros_like(kills)], axis=-1)[:, None].astype(np.int32)
    counts = tally.counts
    counts[..., kernel.SHOTS] = engagements * salvo
    launched = by_type.sum(axis=-1).astype(np.int64)
    per_shot = np.array([layer.cost_per_shot_usd for layer in layers], dtype=float)
    per_drone = np.array([drone.cost_usd for drone in raid.types], dtype=float)
    return Result(
        leakers=tally.leakers,
        counts=counts,
        credit=credit,
        rounds_left=_rounds_left(raid, defence, counts[..., kernel.SHOTS]),
        by_type=by_type,
        launched=launched,
        types=tuple(drone.name for drone in raid.types),
        layers=tuple(layer.name or f"layer {i + 1}" for i, layer in enumerate(layers)),
        cost_defender_usd=counts[..., kernel.SHOTS] @ per_shot,
        cost_attacker_usd=launched @ per_drone,
    )


def _rounds_left(raid: Raid, defence: Defence, shots: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Rounds left [R, layer] over all axes; −1 where the magazine is unlimited."""
    axes = raid.axes if isinstance(raid.axes, int) else len(raid.axes)
    left = np.full(shots.shape, -1, dtype=np.int64)
    for i, layer in enumerate(defence.layers):
        if layer.magazine is not None:
            copies = axes if layer.per_axis else 1
            left[:, i] = np.asarray(layer.magazine, dtype=np.int64) * copies - shots[:, i]
    return left


def _until_precise(
    raid: Raid, defence: Defence, precision: float, first: int, options: dict[str, Any]
) -> Result:
    """Fly a pilot, then as many more as its spread asks for, until the wanted precision is reached."""
    if not 0 < precision < 1:
        raise _fail(
            "simulate: precision out of range",
            "Use a number between 0 and 1, such as 0.01",
            "precision",
            precision,
        )
    done = _fly(raid, defence, PILOT, first, options)
    while done.replications < MOST:
        now = done.mean()
        reached = (now.high - now.mean) / now.mean if now.mean > 0 else np.inf
        if reached <= precision or (now.mean <= 0 and done.replications >= 1_000_000):
            break
        wanted = done.replications * min(float((reached / precision) ** 2 * 1.1), 16.0)
        more = min(int(wanted), MOST) - done.replications
        done = _join(done, _fly(raid, defence, max(more, 1), first + done.replications, options))
    return done


def _join(a: Result, b: Result) -> Result:
    """Concatenate replications."""
    arrays: dict[str, Any] = {
        name: np.concatenate([value, getattr(b, name)])
        for name, value in vars(a).items()
        if isinstance(value, np.ndarray)
    }
    return replace(a, **arrays)
