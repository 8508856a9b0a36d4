"""`build(jit)`: the kernels' functions, compiled together by any decorator or left as plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from tocsin.defence import draws, engage, general, kernel, layout, passage
from tocsin.files import identity

Function = Callable[..., Any]
Jit = Callable[[Function], Function]
FAST = (draws, engage, kernel)
EVERY = (*FAST, passage, general)


def build(jit: Jit | None = None, *, loops: Jit | None = None, every: bool = True) -> SimpleNamespace:
    """The functions of the kernels compiled with `jit` (None: plain Python on exact ints).

    Each module names in INLINE what is called for every drone or shot, in LOOPS what is called for a layer, a raid or
    a block; `loops` compiles the latter (default: `jit` too). `every=False` leaves out the general kernel.

    Copies are compiled, so that a function calls the others as compiled by the same decorator (calling an `njit`
    function from a CUDA kernel fails in the simulator); a closure over compiled functions would defeat numba's cache
    on disk.
    """
    modules = EVERY if every else FAST
    parts = [(f, jit) for m in modules for f in m.INLINE] + [
        (f, loops or jit) for m in modules for f in m.LOOPS
    ]
    numbers, records = _named((layout, *modules), _is_number), _named((layout, *modules), _is_record)
    if jit is None:
        space: dict[str, Any] = {name: int(value) for name, value in numbers.items()} | {
            "u64": int,
            "i64": int,
        }
    else:
        space = numbers | {"u64": np.uint64, "i64": np.int64}
    space |= records
    # numba's cache looks only at the file a function is in: the mark stands for all that is compiled, and how.
    code = [module.__name__ for module in (layout, *modules)]
    mark = identity(
        rooms=[*code, __name__, "tocsin.defence.engine"],
        settings={"numbers": {name: int(value) for name, value in numbers.items()}},
    )[:8]
    for source, compile_ in parts:
        copy = FunctionType(source.__code__, space, source.__name__, source.__defaults__)
        copy.__module__, copy.__qualname__ = source.__module__, f"{source.__qualname__}_{mark}"
        space[source.__name__] = copy if compile_ is None else compile_(copy)
    return SimpleNamespace(**{source.__name__: space[source.__name__] for source, _ in parts})


def _named(modules: Iterable[ModuleType], wanted: Callable[[object], bool]) -> dict[str, Any]:
    return {name: value for m in modules for name, value in vars(m).items() if wanted(value)}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, np.uint64))


def _is_record(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields")
