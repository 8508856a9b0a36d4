"""Runs blocks of replications on the CPU: which kernel, how many threads, in what chunks. Results never depend on it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence import layout
from tocsin.defence.build import build
from tocsin.defence.draws import LANES
from tocsin.defence.model import Defence
from tocsin.defence.pack import Packed

DISCIPLINES = {"fifo": layout.FIFO, "lifo": layout.LIFO, "edf": layout.EDF}
VISITS_PER_BLOCK = 250_000  # drones × layers in one task of a thread: some milliseconds


@dataclass(frozen=True)
class Tally:
    """What the kernels write: leakers [R], counts [R, layer, column], credit [R, layer], by_type [R, type, 3]."""

    leakers: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]
    credit: npt.NDArray[np.int64]
    by_type: npt.NDArray[np.int32]


def _numba_jit(inline: bool) -> Any:
    """A decorator that compiles for the CPU.

    What is called for every drone is inlined whatever its size, so that the loops over drones vectorise; the loops
    themselves are compiled one by one, because in one huge function LLVM gives up on some of them. `_nrt=False`:
    nothing is allocated, and without it every slice of an array would count its references by atomic instructions,
    on memory that the threads share.
    """
    import numba

    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "forceinline": inline,
        "_nrt": False,
    }
    njit: Any = numba.njit
    return njit(**options)


@lru_cache(maxsize=4)
def compiled(engine: str, special: bool) -> SimpleNamespace:
    """The kernels for an engine ("numba" or "plain"); the general one compiles only if asked for."""
    if engine == "plain":
        return build(None, every=special)
    return build(_numba_jit(inline=True), loops=_numba_jit(inline=False), every=special)


def blank(replications: int, packed: Packed) -> Tally:
    """Zeroed outputs."""
    layers, types = packed.typed.shape[1:3]
    return Tally(
        np.zeros(replications, dtype=np.int32),
        np.zeros((replications, layers, len(layout.COLUMNS)), dtype=np.int32),
        np.zeros((replications if packed.special else 0, layers), dtype=np.int64),
        np.zeros((replications if packed.special else 0, types, 3), dtype=np.int32),
    )


def scratch_shape(packed: Packed) -> list[tuple[int, Any]]:
    """(length, dtype) of the working arrays of one raid, in the kernel's order."""
    time, index = np.int64, np.int32
    entry, drones = packed.most_drones + 4 * LANES, packed.most_drones + LANES
    shared = [(packed.most_channels + 1, time), (packed.most_rounds + 1, time)]
    if not packed.special:
        return [(entry, time), (drones, index), (drones, time), (drones, time), *shared]
    kinds = [time, time, index, time, time, time]
    own = [(entry, time), *((drones, kind) for kind in kinds)]
    return [*own, *shared, (drones, index), (drones, time), (packed.typed.shape[2], time)]


def seed_words(seed: int, engine: str) -> tuple[Any, Any]:
    """The 64-bit Philox key as two 32-bit words."""
    word = int if engine == "plain" else np.uint64
    return word(seed & 0xFFFFFFFF), word((seed >> 32) & 0xFFFFFFFF)


def rules_of(defence: Defence) -> tuple[bool, bool, int, bool]:
    """(until_end, in_turn, discipline, waits) as the general kernel reads them."""
    return (
        defence.deadline == "end",
        defence.magazine_order == "turn",
        DISCIPLINES[defence.discipline],
        defence.leaker == "waits",
    )


def arguments(packed: Packed, defence: Defence, seed: int, engine: str, decoys: npt.NDArray[np.int64]) -> Any:
    """Kernel name and the arguments between the address and the scratch."""
    key = seed_words(seed, engine)
    shared = (packed.drones, packed.times, packed.gaps, key, packed.params, packed.typed)
    if not packed.special:
        return "fly_block", (*shared, defence.deadline == "end")
    mix = (packed.kinds, packed.exact_counts, packed.axes, decoys)
    return "fly_general_block", (*shared, mix, rules_of(defence))


def run_cpu(
    packed: Packed,
    defence: Defence,
    replications: int,
    *,
    seed: int,
    first: int,
    decoys: npt.NDArray[np.int64],
    threads: int | None = None,
    block: int | None = None,
    engine: str = "numba",
) -> Tally:
    """Fly `replications` raids at addresses first, first + 1, …; threads take blocks of them as they get free."""
    tally = blank(replications, packed)
    name, middle = arguments(packed, defence, seed, engine, decoys)
    function = getattr(compiled(engine, packed.special), name)
    outputs = (tally.counts, tally.leakers) + ((tally.credit, tally.by_type) if packed.special else ())
    visits = max(packed.most_drones, 100) * packed.params.shape[1]
    size = block or max(VISITS_PER_BLOCK // visits, 1)
    starts = range(0, replications, size)
    workers = min(threads or os.cpu_count() or 1, len(starts))
    desks: SimpleQueue[Any] = SimpleQueue()
    for _ in range(workers):
        desks.put(tuple(np.zeros(length, dtype=kind) for length, kind in scratch_shape(packed)))

    def work(start: int) -> None:
        desk = desks.get()
        function(start, min(start + size, replications), first, *middle, desk, *outputs)
        desks.put(desk)

    if workers == 1:
        for start in starts:
            work(start)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, starts))
    return tally
