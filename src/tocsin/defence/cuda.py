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

from tocsin.defence import general
from tocsin.defence.engine import Tally, arguments, blank, scratch_sizes
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
    address: Any, key: Any, packed: Any, until_end: Any, scratch: Any, cuts: Any, out: Any, leakers: Any
) -> None:
    """Every thread flies raids thread, thread + grid size, …"""
    thread, step = cuda.grid(1), cuda.gridsize(1)
    drones, times, gaps, params, typed = packed
    a, b, c = cuts  # most arrays are as long as the raid (a); free has b places, keys c
    rooms = (
        *(scratch[0:a, thread], scratch[a : 2 * a, thread], scratch[2 * a : 3 * a, thread]),
        *(scratch[3 * a : 4 * a, thread], scratch[4 * a : 4 * a + b, thread]),
        *(scratch[4 * a + b : 4 * a + b + c, thread], scratch[4 * a + b + c : 5 * a + b + c, thread]),
    )
    for r in range(thread, leakers.shape[0], step):
        word, arrivals = np.uint64(address + r), (times[row(times, r)], gaps[row(gaps, r)])
        leakers[r] = fly(
            word,
            drones[row(drones, r)],
            arrivals,
            key,
            params[row(params, r)],
            typed[row(typed, r)],
            until_end,
            rooms,
            out[r],
        )


def every(
    address: Any,
    key: Any,
    packed: Any,
    mix: Any,
    rules: Any,
    scratch: Any,
    cuts: Any,
    out: Any,
    leakers: Any,
    credit: Any,
    by_type: Any,
) -> None:
    """As `fast`, with every option."""
    thread, step = cuda.grid(1), cuda.gridsize(1)
    drones, times, gaps, params, typed = packed
    kinds, exact, axes, decoys = mix
    a, b, c = cuts
    d = 10 * a + b + c
    rooms = (
        *(scratch[0:a, thread], scratch[a : 2 * a, thread], scratch[2 * a : 3 * a, thread]),
        *(scratch[3 * a : 4 * a, thread], scratch[4 * a : 5 * a, thread], scratch[5 * a : 6 * a, thread]),
        *(scratch[6 * a : 7 * a, thread], scratch[7 * a : 8 * a, thread], scratch[8 * a : 9 * a, thread]),
        *(
            scratch[9 * a : 10 * a, thread],
            scratch[10 * a : 10 * a + b, thread],
            scratch[10 * a + b : d, thread],
        ),
        *(
            scratch[d : d + a, thread],
            scratch[d + a : d + 2 * a, thread],
            scratch[d + 2 * a : d + 3 * a, thread],
        ),
        *(scratch[d + 3 * a : d + 4 * a, thread], scratch[d + 4 * a : scratch.shape[0], thread]),
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
    device = vars(general.build(module.jit(device=True)))
    space = {"cuda": module, "np": np, "row": module.jit(device=True)(row), **device}
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
    sizes = scratch_sizes(packed)
    _, (drones, times, gaps, key, params, typed, *rest) = arguments(packed, defence, seed, "cuda", decoys)
    inputs = tuple(module.to_device(_slice(a, start, stop)) for a in (drones, times, gaps, params, typed))
    room = max(SCRATCH_BYTES // (8 * sum(sizes)), 1)
    threads = min(stop - start, room, MOST_THREADS)
    per_block = min(THREADS_PER_BLOCK, threads)
    blocks = threads // per_block
    scratch = module.device_array((sum(sizes), blocks * per_block), dtype=np.int64)
    out, leakers = module.to_device(tally.counts[start:stop]), module.to_device(tally.leakers[start:stop])
    grid = (blocks, per_block)
    if packed.special:
        (kinds, exact, axes, _), rules = rest
        mix = (
            module.to_device(_slice(kinds, start, stop)),
            exact,
            module.to_device(axes),
            module.to_device(decoys),
        )
        credit, by_type = (
            module.to_device(tally.credit[start:stop]),
            module.to_device(tally.by_type[start:stop]),
        )
        cuts = (sizes[0], sizes[10], sizes[11])
        general_kernel[grid](
            first + start, key, inputs, mix, rules, scratch, cuts, out, leakers, credit, by_type
        )
        credit.copy_to_host(tally.credit[start:stop])
        by_type.copy_to_host(tally.by_type[start:stop])
    else:
        cuts = (sizes[0], sizes[4], sizes[5])
        fast_kernel[grid](first + start, key, inputs, *rest, scratch, cuts, out, leakers)
    out.copy_to_host(tally.counts[start:stop])
    leakers.copy_to_host(tally.leakers[start:stop])


def ptx(general_options: bool = False, capability: tuple[int, int] = (9, 0)) -> str:
    """PTX of a global function, compiled without a GPU (needs NVVM, from the CUDA toolkit or its wheels)."""
    from numba import types

    t: Any = types

    module = _cuda()
    i64, i32, u64, boolean = t.int64, t.int32, t.uint64, t.boolean
    key = t.UniTuple(u64, 2)
    arrays = t.Tuple([i64[::1], i64[:, ::1], i64[::1], i64[:, :, ::1], i64[:, :, :, ::1]])
    scratch, out, leakers = i64[:, ::1], i32[:, :, ::1], i32[::1]
    first, second = _bind(module)
    if general_options:
        mix = t.Tuple([i64[:, ::1], boolean, i64[::1], i64[::1]])
        rules = t.Tuple([boolean, boolean, i64, boolean])
        signature: tuple[Any, ...] = (i64, key, arrays, mix, rules, scratch, t.UniTuple(i64, 3), out, leakers)
        signature = (*signature, i64[:, ::1], i32[:, :, ::1])
    else:
        signature = (i64, key, arrays, boolean, scratch, t.UniTuple(i64, 3), out, leakers)
    # numba-cuda asks the current GPU which code its device functions should be; here the caller says it.
    from unittest.mock import patch

    chosen = SimpleNamespace(compute_capability=capability)
    with patch("numba.cuda.dispatcher.get_current_device", lambda: chosen):
        code, _ = module.compile_ptx(second if general_options else first, signature, cc=capability)
    return str(code)
