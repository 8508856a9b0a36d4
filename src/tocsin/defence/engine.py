"""Runs blocks of replications on the CPU: which kernel, how many threads, in what chunks. Results never depend on it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from functools import lru_cache
from threading import Event, Lock
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import numpy as np

from tocsin.defence import layout
from tocsin.defence.build import Function, Jit, build
from tocsin.defence.draws import LANES
from tocsin.defence.layout import Desk, Inputs, Rules, Tally, WideDesk
from tocsin.defence.model import Defence
from tocsin.defence.pack import Packed
from tocsin.errors import TocsinError

DISCIPLINES = {"fifo": layout.FIFO, "lifo": layout.LIFO, "edf": layout.EDF}
VISITS_PER_BLOCK = 250_000  # drones × layers in one task of a thread: some milliseconds
USUAL_SHOTS = 8.0  # at one drone in one layer; a block holds fewer raids if there may be more


class Addresses(NamedTuple):
    """Which random numbers a run uses: the seed, and the address of its first raid."""

    seed: int = 0
    first: int = 0


class Workers(NamedTuple):
    """How a run is carried out on the CPU: threads and raids per task (None: chosen), and the engine."""

    threads: int | None = None
    block: int | None = None
    engine: str = "numba"


class Watch:
    """Stops a run that takes longer than `limit_s` (None: never) between two blocks."""

    def __init__(self, limit_s: float | None = None) -> None:
        self.limit_s = limit_s
        self.until = None if limit_s is None else time.monotonic() + limit_s

    def check(self, done: int, wanted: int) -> None:
        """Raise if the time is up."""
        if self.until is not None and time.monotonic() >= self.until:
            raise TocsinError(
                f"simulate: the time limit of {self.limit_s:g} s was reached after {done:,} of {wanted:,} replications. "
                "Give a longer time_limit_s or fewer replications"
            )


FIRST, CHOSEN, NO_LIMIT = Addresses(), Workers(), Watch()


def usable_cores() -> int:
    """Cores this process may run on, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def numba_jit(inline: bool) -> Jit:
    """A decorator that compiles for the CPU, and keeps the result on disk where numba finds a place for it.

    What is called for every drone is inlined whatever its size, so that the loops over drones vectorise; the loops
    themselves are compiled one by one, because in one huge function LLVM gives up on some of them. `_nrt=False`:
    nothing is allocated, and without it every slice of an array would count its references by atomic instructions,
    on memory that the threads share.
    """
    import numba

    def compile_(function: Function) -> Function:
        options = {"nogil": True, "error_model": "numpy", "forceinline": inline, "_nrt": False}
        njit = cast("Callable[..., Jit]", numba.njit)
        try:
            return _forgiving(njit(cache=True, **options)(function))
        except RuntimeError:  # no folder that can be written: neither the package's nor one at home
            return njit(cache=False, **options)(function)

    return compile_


def _forgiving(compiled: Function) -> Function:
    """Let a cache on disk that is damaged, or full, never fail a run: what it held is compiled anew."""
    cache: Any = getattr(compiled, "_cache", None)
    if cache is None:
        return compiled
    load, save = cache.load_overload, cache.save_overload

    def load_or_forget(signature: object, context: object) -> object:
        try:
            return load(signature, context)
        except Exception:
            with suppress(Exception):
                cache.flush()
            return None

    def save_if_possible(signature: object, data: object) -> None:
        with suppress(Exception):
            save(signature, data)

    cache.load_overload, cache.save_overload = load_or_forget, save_if_possible
    return compiled


@lru_cache(maxsize=4)
def compiled(engine: str, special: bool) -> SimpleNamespace:
    """The kernels for an engine ("numba" or "plain"); the general one compiles only if asked for."""
    if engine == "plain":
        return build(None, every=special)
    return build(numba_jit(inline=True), loops=numba_jit(inline=False), every=special)


def blank(replications: int, packed: Packed) -> Tally:
    """Zeroed outputs."""
    layers, types = packed.inputs.crossings.shape[1:3]
    rich = replications if packed.special else 0
    return Tally(
        leakers=np.zeros(replications, dtype=np.int64),
        counts=np.zeros((replications, layers, len(layout.COLUMNS)), dtype=np.int64),
        credit=np.zeros((rich, layers), dtype=np.int64),
        by_type=np.zeros((rich, types, 3), dtype=np.int64),
    )


class Room(NamedTuple):
    """Length and kind of one working array."""

    length: int
    kind: type[np.int64] | type[np.int32] = np.int64


def rooms(packed: Packed) -> list[Room]:
    """The working arrays of one raid, in the order of `Desk` or `WideDesk`."""
    entry, drones = Room(packed.most_drones + 4 * LANES), Room(packed.most_drones + LANES)
    marks = Room(packed.most_drones + LANES, np.int32)
    free, keys = Room(packed.most_channels + 1), Room(packed.most_rounds + 1)
    if not packed.special:
        return list(Desk(entry, marks, drones, drones, free, keys))  # type: ignore[arg-type]
    by_drone = [drones, drones, marks, drones, drones, drones]
    kinds = Room(packed.inputs.crossings.shape[2])
    return [entry, *by_drone, free, keys, marks, drones, kinds]


def new_desk(packed: Packed) -> Desk | WideDesk:
    """Working arrays for one raid at a time."""
    arrays: list[Any] = [np.zeros(room.length, dtype=room.kind) for room in rooms(packed)]
    return WideDesk(*arrays) if packed.special else Desk(*arrays)


def seeded(packed: Packed, seed: int, engine: str) -> Inputs:
    """The inputs with the 64-bit Philox key as two 32-bit words."""
    word: Callable[[int], Any] = int if engine == "plain" else np.uint64
    return packed.inputs._replace(key0=word(seed & 0xFFFFFFFF), key1=word((seed >> 32) & 0xFFFFFFFF))


def rules_of(defence: Defence) -> Rules:
    """The rules as the kernels read them."""
    return Rules(
        until_end=defence.deadline == "end",
        in_turn=defence.magazine_order == "turn",
        discipline=DISCIPLINES[defence.discipline],
        waits=defence.leaker == "waits",
    )


def block_size(packed: Packed) -> int:
    """Raids in one task of a thread."""
    visits = max(packed.most_drones, 100) * packed.inputs.belts.shape[1]
    return max(int(VISITS_PER_BLOCK / (visits * max(packed.most_shots / USUAL_SHOTS, 1.0))), 1)


def run_cpu(
    packed: Packed,
    defence: Defence,
    replications: int,
    addresses: Addresses = FIRST,
    workers: Workers = CHOSEN,
    watch: Watch = NO_LIMIT,
) -> Tally:
    """Fly `replications` raids at addresses first, first + 1, …; threads take blocks of them as they get free.

    Between blocks a run can be interrupted, by Ctrl-C or by `watch`.
    """
    tally = blank(replications, packed)
    inputs, rules = seeded(packed, addresses.seed, workers.engine), rules_of(defence)
    kernels = compiled(workers.engine, packed.special)
    function = kernels.fly_general_block if packed.special else kernels.fly_block
    size = workers.block or block_size(packed)
    starts = range(0, replications, size)
    todo, taking, over = iter(starts), Lock(), Event()

    def labour() -> None:
        desk = new_desk(packed)
        while not over.is_set():
            with taking:
                start = next(todo, None)
            if start is None:
                return
            watch.check(start, replications)
            function(start, min(start + size, replications), addresses.first, inputs, rules, desk, tally)

    count = min(workers.threads or usable_cores(), len(starts))
    if count == 1:
        labour()
        return tally
    with ThreadPoolExecutor(count) as pool:
        try:
            for job in as_completed([pool.submit(labour) for _ in range(count)]):
                job.result()
        finally:
            over.set()
    return tally
