"""Runs blocks of replications on the CPU: which kernel, how many threads, in what chunks. Results never depend on it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence import general, kernel
from tocsin.defence.model import Defence
from tocsin.defence.pack import Packed

BLOCK = 2048
DISCIPLINES = {"fifo": 0, "lifo": 1, "edf": 2}


@dataclass(frozen=True)
class Tally:
    """What the kernels write: leakers [R], counts [R, layer, column], credit [R, layer], by_type [R, type, 3]."""

    leakers: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]
    credit: npt.NDArray[np.int64]
    by_type: npt.NDArray[np.int32]


def numba_jit(function: Any) -> Any:
    """Compile for the CPU. What is inlined whatever its size lets the loops over drones vectorise (25 times faster)."""
    import numba

    inline = not function.__name__.startswith("fly")
    return numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=inline)(function)


@lru_cache(maxsize=4)
def compiled(engine: str, special: bool) -> SimpleNamespace:
    """The kernels for an engine ("numba" or "plain"); the general one compiles only if asked for."""
    jit = numba_jit if engine == "numba" else None
    return general.build(jit) if special else kernel.build(jit)


def blank(replications: int, packed: Packed) -> Tally:
    """Zeroed outputs."""
    layers, types = packed.typed.shape[1:3]
    return Tally(
        np.zeros(replications, dtype=np.int32),
        np.zeros((replications, layers, len(kernel.COLUMNS)), dtype=np.int32),
        np.zeros((replications if packed.special else 0, layers), dtype=np.int64),
        np.zeros((replications if packed.special else 0, types, 3), dtype=np.int32),
    )


def scratch_sizes(packed: Packed) -> list[int]:
    """Lengths of the working arrays of one raid, in the kernel's order."""
    drones, rounds, channels = packed.most_drones + 4, packed.most_rounds + 1, packed.most_channels + 1
    if packed.special:
        return [drones] * 10 + [channels, rounds] + [drones] * 4 + [packed.typed.shape[2]]
    return [drones] * 4 + [channels, rounds, drones]


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
    block: int = BLOCK,
    engine: str = "numba",
) -> Tally:
    """Fly `replications` raids at addresses first, first + 1, …; threads share the blocks."""
    tally = blank(replications, packed)
    name, middle = arguments(packed, defence, seed, engine, decoys)
    function = getattr(compiled(engine, packed.special), name)
    outputs = (tally.counts, tally.leakers) + ((tally.credit, tally.by_type) if packed.special else ())
    starts = range(0, replications, block)
    workers = max(1, min(threads or os.cpu_count() or 1, len(starts)))

    def work(worker: int) -> None:
        rooms = tuple(np.zeros(size, dtype=np.int64) for size in scratch_sizes(packed))
        for start in starts[worker::workers]:
            stop = min(start + block, replications)
            function(start, stop, first, *middle, rooms, *outputs)

    if workers == 1:
        work(0)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, range(workers)))
    return tally
