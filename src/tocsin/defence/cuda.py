"""The same kernel on an NVIDIA GPU: one raid per thread, scratch interleaved between threads.

Thin on purpose: numba-cuda is in maintenance mode. Nothing here decides an outcome; `kernel` and `general` do, in
integers, so the bits equal the CPU's.
"""

from __future__ import annotations

from functools import lru_cache
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.defence.build import build
from tocsin.defence.engine import Tally, arguments, blank, scratch_shape
from tocsin.defence.model import Defence
from tocsin.defence.pack import Packed
from tocsin.errors import MissingExtra, TocsinError

THREADS_PER_BLOCK = 128
MOST_THREADS = 1 << 17
SCRATCH_BYTES = 2 << 30
BATCH = 1 << 20  # replications whose outputs are on the device at once


def _cuda() -> Any:
    try:
        from numba import cuda as module
    except ImportError as error:
        raise MissingExtra("device='cuda'", "gpu") from error
    return module


# These run on the device: their names are bound by `_bind`, where `cuda`, `row`, `fly` and `fly_general` exist.
cuda: Any = None
fly: Any = None
fly_general: Any = None


def row(array: Any, r: Any) -> Any:
    """Number of the row for replication r: r, or the only row there is."""
    return r if array.shape[0] > 1 else 0


def fast(
    address: Any, key: Any, packed: Any, until_end: Any, scratch: Any, at: Any, out: Any, leakers: Any
) -> None:
    """Every thread flies raids thread, thread + grid size, …"""
    thread, step = cuda.grid(1), cuda.gridsize(1)
    drones, times, gaps, params, typed = packed
    long, short = scratch
    rooms = (
        *(long[at[0] : at[1], thread], short[at[2] : at[3], thread], long[at[4] : at[5], thread]),
        *(long[at[6] : at[7], thread], long[at[8] : at[9], thread], long[at[10] : at[11], thread]),
    )
    for r in range(thread, leakers.shape[0], step):
        word, arrivals = np.uint64(address + r), (times[row(times, r)], gaps[row(gaps, r)])
        n, p, t = drones[row(drones, r)], params[row(params, r)], typed[row(typed, r)]
        leakers[r] = fly(word, n, arrivals, key, p, t, until_end, rooms, out[r])


def every(
    address: Any,
    key: Any,
    packed: Any,
    mix: Any,
    rules: Any,
    scratch: Any,
    at: Any,
    out: Any,
    leakers: Any,
    credit: Any,
    by_type: Any,
) -> None:
    """As `fast`, with every option."""
    thread, step = cuda.grid(1), cuda.gridsize(1)
    drones, times, gaps, params, typed = packed
    kinds, exact, axes, decoys = mix
    long, short = scratch
    rooms = (
        *(long[at[0] : at[1], thread], long[at[2] : at[3], thread], long[at[4] : at[5], thread]),
        *(short[at[6] : at[7], thread], long[at[8] : at[9], thread], long[at[10] : at[11], thread]),
        *(long[at[12] : at[13], thread], long[at[14] : at[15], thread], long[at[16] : at[17], thread]),
        *(short[at[18] : at[19], thread], long[at[20] : at[21], thread], long[at[22] : at[23], thread]),
    )
    for r in range(thread, leakers.shape[0], step):
        word, arrivals = np.uint64(address + r), (times[row(times, r)], gaps[row(gaps, r)])
        one = (kinds[row(kinds, r)], exact, axes, decoys)
        n, p, t = drones[row(drones, r)], params[row(params, r)], typed[row(typed, r)]
        leakers[r] = fly_general(
            word, n, arrivals, key, p, t, one, rules, rooms, out[r], credit[r], by_type[r]
        )


def _bind(module: Any) -> tuple[Any, Any]:
    """`fast` and `every`, undecorated, with the kernels compiled for the device in their namespace."""
    device = module.jit(device=True)
    helpers = {"cuda": module, "np": np, "row": device(row)}
    space = {**helpers, **vars(build(device))}
    return tuple(FunctionType(f.__code__, space, f.__name__) for f in (fast, every))  # type: ignore[return-value]


@lru_cache(maxsize=1)
def compiled() -> tuple[Any, Any]:
    """Both global functions, compiled on first call."""
    module = _cuda()
    first, second = _bind(module)
    return module.jit(first), module.jit(second)


def _slice(array: npt.NDArray[Any], start: int, stop: int) -> npt.NDArray[Any]:
    return array[start:stop] if array.shape[0] > 1 else array


def run_cuda(
    packed: Packed,
    defence: Defence,
    replications: int,
    *,
    seed: int,
    first: int,
    decoys: npt.NDArray[np.int64],
) -> Tally:
    """As `engine.run_cpu`, on the GPU, in batches."""
    module = _cuda()
    if not module.is_available():
        raise TocsinError("No usable NVIDIA GPU was found. Use device='cpu'.")
    tally = blank(replications, packed)
    for start in range(0, replications, BATCH):
        _launch(module, packed, defence, tally, start, min(start + BATCH, replications), seed, first, decoys)
    return tally


def scratch_plan(packed: Packed) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Words of 64 and of 32 bits that one thread needs, and where each working array starts and ends."""
    used, at = {np.int64: 0, np.int32: 0}, []
    for length, kind in scratch_shape(packed):
        at += [used[kind], used[kind] + length]
        used[kind] += length
    return (used[np.int64], max(used[np.int32], 1)), tuple(at)


def scratch_bytes(packed: Packed) -> int:
    """Bytes of working memory for one raid in flight."""
    (long, short), _ = scratch_plan(packed)
    return 8 * long + 4 * short


def _launch(
    module: Any,
    packed: Packed,
    defence: Defence,
    tally: Tally,
    start: int,
    stop: int,
    seed: int,
    first: int,
    decoys: npt.NDArray[np.int64],
) -> None:
    """Fly replications start..stop and copy their counts back."""
    fast_kernel, general_kernel = compiled()
    (long, short), at = scratch_plan(packed)
    _, (drones, times, gaps, key, params, typed, *rest) = arguments(packed, defence, seed, "cuda", decoys)
    inputs = tuple(module.to_device(_slice(a, start, stop)) for a in (drones, times, gaps, params, typed))
    threads = min(stop - start, max(SCRATCH_BYTES // scratch_bytes(packed), 1), MOST_THREADS)
    per_block = min(THREADS_PER_BLOCK, threads)
    grid = (threads // per_block, per_block)
    width = grid[0] * per_block
    scratch = (
        module.device_array((long, width), dtype=np.int64),
        module.device_array((short, width), dtype=np.int32),
    )
    pieces: list[npt.NDArray[Any]] = [tally.counts[start:stop], tally.leakers[start:stop]]
    if packed.special:
        pieces += [tally.credit[start:stop], tally.by_type[start:stop]]
    outputs = [module.to_device(piece) for piece in pieces]
    if packed.special:
        (kinds, exact, axes, _), rules = rest
        mix = (
            module.to_device(_slice(kinds, start, stop)),
            exact,
            module.to_device(axes),
            module.to_device(decoys),
        )
        general_kernel[grid](first + start, key, inputs, mix, rules, scratch, at, *outputs)
    else:
        fast_kernel[grid](first + start, key, inputs, *rest, scratch, at, *outputs)
    for device, host in zip(outputs, pieces, strict=True):
        device.copy_to_host(host)


def ptx(general_options: bool = False, capability: tuple[int, int] = (9, 0)) -> str:
    """PTX of a global function, compiled without a GPU (needs NVVM, from the CUDA toolkit or its wheels)."""
    from numba import types

    t: Any = types

    module = _cuda()
    i64, i32, u64, boolean = t.int64, t.int32, t.uint64, t.boolean
    key = t.UniTuple(u64, 2)
    arrays = t.Tuple([i64[::1], i64[:, ::1], i64[::1], i64[:, :, ::1], i64[:, :, :, ::1]])
    scratch, out, leakers = t.Tuple([i64[:, ::1], i32[:, ::1]]), i32[:, :, ::1], i32[::1]
    fast_at, every_at = t.UniTuple(i64, 12), t.UniTuple(i64, 24)
    first, second = _bind(module)
    if general_options:
        mix = t.Tuple([i64[:, ::1], boolean, i64[::1], i64[::1]])
        rules = t.Tuple([boolean, boolean, i64, boolean])
        signature: tuple[Any, ...] = (i64, key, arrays, mix, rules, scratch, every_at, out, leakers)
        signature = (*signature, i64[:, ::1], i32[:, :, ::1])
    else:
        signature = (i64, key, arrays, boolean, scratch, fast_at, out, leakers)
    # numba-cuda asks the current GPU which code its device functions should be; here the caller says it.
    from unittest.mock import patch

    chosen = SimpleNamespace(compute_capability=capability)
    with patch("numba.cuda.dispatcher.get_current_device", lambda: chosen):
        code, _ = module.compile_ptx(second if general_options else first, signature, cc=capability)
    return str(code)
