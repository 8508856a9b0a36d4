"""The same kernel on an NVIDIA GPU: one raid per thread, scratch interleaved between threads.

Thin on purpose: numba-cuda is in maintenance mode. Nothing here decides an outcome; `kernel` and `general` do, in
integers, so the bits equal the CPU's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import FunctionType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from tocsin.defence.build import build
from tocsin.defence.engine import NO_LIMIT, Addresses, Watch, blank, rooms, rules_of, seeded
from tocsin.defence.layout import Desk, Inputs, Ints, Longs, Rules, Tally, WideDesk
from tocsin.defence.model import Defence
from tocsin.defence.pack import Packed
from tocsin.errors import MissingExtra, TocsinError

THREADS_PER_BLOCK = 128
MOST_THREADS = 1 << 17
SCRATCH_BYTES = 2 << 30
BATCH = 1 << 20  # replications whose outputs are on the device at once
BY_REPLICATION = ("drones", "times", "gaps", "belts", "crossings", "kinds")  # fields of `Inputs` with rows

Module = Any  # numba.cuda, which has no types
Kernel = Any  # what it makes of a function


class Scratch(NamedTuple):
    """Working memory of all threads [word, thread], in words of 64 and of 32 bits."""

    long: Longs
    short: Ints


def _cuda() -> Module:
    try:
        from numba import cuda as module
    except ImportError as error:
        raise MissingExtra("device='cuda'", "gpu") from error
    return module


# These run on the device: their names are bound by `_bind`, where `cuda`, `fly` and `fly_general` exist.
cuda: Module = None
fly: Kernel = None
fly_general: Kernel = None


def fast(
    first: int, inputs: Inputs, rules: Rules, scratch: Scratch, at: tuple[int, ...], tally: Tally
) -> None:
    """Every thread flies raids thread, thread + grid size, …; its desk starts and ends where `at` says."""
    thread, step = cuda.grid(1), cuda.gridsize(1)
    long, short = scratch
    desk = Desk(
        long[at[0] : at[1], thread],
        short[at[2] : at[3], thread],
        long[at[4] : at[5], thread],
        long[at[6] : at[7], thread],
        long[at[8] : at[9], thread],
        long[at[10] : at[11], thread],
    )
    for r in range(thread, tally.leakers.shape[0], step):
        fly(r, first, inputs, rules, desk, tally)


def every(
    first: int, inputs: Inputs, rules: Rules, scratch: Scratch, at: tuple[int, ...], tally: Tally
) -> None:
    """As `fast`, with every option."""
    thread, step = cuda.grid(1), cuda.gridsize(1)
    long, short = scratch
    desk = WideDesk(
        long[at[0] : at[1], thread],
        long[at[2] : at[3], thread],
        long[at[4] : at[5], thread],
        short[at[6] : at[7], thread],
        long[at[8] : at[9], thread],
        long[at[10] : at[11], thread],
        long[at[12] : at[13], thread],
        long[at[14] : at[15], thread],
        long[at[16] : at[17], thread],
        short[at[18] : at[19], thread],
        long[at[20] : at[21], thread],
        long[at[22] : at[23], thread],
    )
    for r in range(thread, tally.leakers.shape[0], step):
        fly_general(r, first, inputs, rules, desk, tally)


def _bind(module: Module) -> tuple[FunctionType, FunctionType]:
    """`fast` and `every`, undecorated, with the kernels compiled for the device in their namespace."""
    space = {"cuda": module, "Desk": Desk, "WideDesk": WideDesk, **vars(build(module.jit(device=True)))}
    return (
        FunctionType(fast.__code__, space, fast.__name__),
        FunctionType(every.__code__, space, every.__name__),
    )


@lru_cache(maxsize=1)
def compiled() -> tuple[Kernel, Kernel]:
    """Both global functions, compiled on first call."""
    module = _cuda()
    first, second = _bind(module)
    return module.jit(first), module.jit(second)


def run_cuda(
    packed: Packed, defence: Defence, replications: int, addresses: Addresses, watch: Watch = NO_LIMIT
) -> Tally:
    """As `engine.run_cpu`, on the GPU, in batches."""
    module = _cuda()
    if not module.is_available():
        raise TocsinError("No usable NVIDIA GPU was found. Use device='cpu'.")
    tally = blank(replications, packed)
    for start in range(0, replications, BATCH):
        watch.check(start, replications)
        _launch(module, packed, defence, tally, slice(start, min(start + BATCH, replications)), addresses)
    return tally


def scratch_plan(packed: Packed) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Words of 64 and of 32 bits that one thread needs, and where each working array starts and ends."""
    used: dict[type, int] = {np.int64: 0, np.int32: 0}
    at: list[int] = []
    for room in rooms(packed):
        at += [used[room.kind], used[room.kind] + room.length]
        used[room.kind] += room.length
    return (used[np.int64], max(used[np.int32], 1)), tuple(at)


def scratch_bytes(packed: Packed) -> int:
    """Bytes of working memory for one raid in flight."""
    (long, short), _ = scratch_plan(packed)
    return 8 * long + 4 * short


def _on_device(module: Module, inputs: Inputs, rows: slice) -> Inputs:
    """The inputs of these replications, on the device."""
    fields: dict[str, Any] = inputs._asdict()
    for name, value in fields.items():
        if isinstance(value, np.ndarray):
            own = name in BY_REPLICATION and len(value) > 1
            fields[name] = module.to_device(value[rows] if own else value)
    return Inputs(**fields)


def _launch(
    module: Module, packed: Packed, defence: Defence, tally: Tally, rows: slice, addresses: Addresses
) -> None:
    """Fly the replications `rows` and copy their counts back."""
    inputs = _on_device(module, seeded(packed, addresses.seed, "cuda"), rows)
    (long, short), at = scratch_plan(packed)
    threads = min(rows.stop - rows.start, max(SCRATCH_BYTES // scratch_bytes(packed), 1), MOST_THREADS)
    per_block = min(THREADS_PER_BLOCK, threads)
    grid = (threads // per_block, per_block)
    width = grid[0] * per_block
    scratch = Scratch(
        module.device_array((long, width), dtype=np.int64),
        module.device_array((short, width), dtype=np.int32),
    )
    pieces = Tally(*(array[rows] for array in tally))
    outputs = Tally(*(module.to_device(piece) for piece in pieces))
    kernel = compiled()[packed.special]
    kernel[grid](addresses.first + rows.start, inputs, rules_of(defence), scratch, at, outputs)
    for device, host in zip(outputs, pieces, strict=True):
        if host.size:
            device.copy_to_host(host)  # type: ignore[attr-defined]


def ptx(general_options: bool = False, capability: tuple[int, int] = (9, 0)) -> str:
    """PTX of a global function, compiled without a GPU (needs NVVM, from the CUDA toolkit or its wheels)."""
    module = _cuda()
    function, signature = _bind(module)[general_options], _signature(24 if general_options else 12)
    # numba-cuda asks the current GPU which code its device functions should be; here the caller says it.
    from unittest.mock import patch

    chosen = SimpleNamespace(compute_capability=capability)
    with patch("numba.cuda.dispatcher.get_current_device", lambda: chosen):
        code, _ = module.compile_ptx(function, signature, cc=capability)
    return str(code)


def _signature(ends: int) -> tuple[object, ...]:
    """Types of the arguments of `fast` or `every`, as numba knows them."""
    from numba import types

    t: Any = types
    i64, boolean = t.int64, t.boolean

    def record(kind: Callable[..., object], **fields: object) -> object:
        return t.NamedTuple(list(fields.values()), kind)

    inputs = record(
        Inputs,
        drones=i64[::1],
        times=i64[:, ::1],
        gaps=i64[::1],
        belts=i64[:, :, ::1],
        crossings=i64[:, :, :, ::1],
        key0=t.uint64,
        key1=t.uint64,
        kinds=i64[:, ::1],
        exact_counts=boolean,
        axes=i64[::1],
        decoys=i64[::1],
    )
    rules = record(Rules, until_end=boolean, in_turn=boolean, discipline=i64, waits=boolean)
    scratch = record(Scratch, long=i64[:, ::1], short=t.int32[:, ::1])
    tally = record(Tally, leakers=i64[::1], counts=i64[:, :, ::1], credit=i64[:, ::1], by_type=i64[:, :, ::1])
    return i64, inputs, rules, scratch, t.UniTuple(i64, ends), tally
