"""The engagement kernel: one raid through its layers, in integers, without allocation and without libm.

Nothing here is decorated. `build(jit)` compiles the functions with any decorator, so plain Python,
`numba.njit` and `numba.cuda.jit(device=True)` run the same source and give the same bits:

* times are int64 microseconds, so no result depends on how floats round;
* random words come from Philox4x32-10 *by address* (shot, drone, layer, replication): a draw does not depend
  on the order of the work, on threads, on chunks, or on what another scenario does;
* a kill is `word < threshold`, exponential times use the integer logarithm below.

Why a whole engagement can be served at once: a channel that misses shoots at the same drone again while time
remains, so under any queue rule the drone that gets a channel keeps it, and its shots depend on nothing else.
Only the magazine couples channels in time. It is served first as if endless, keeping the keys (start, rank) of the
first `magazine` shots; shots before the last of them cannot have felt the limit, the others never happened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

from tocsin.defence import draws
from tocsin.defence.draws import (
    ARRIVAL,
    bump,
    draw_arrivals,
    draw_first_shots,
    draw_shot,
    exponential,
    i64,
    negative_log,
    philox,
    philox_round,
    shot_outcome,
    u64,
)

NEVER = 1 << 62
RANK_BITS = 20  # a key is start << RANK_BITS | rank: at most 2**20 drones, starts below 2**43 us (101 days)
ENDLESS = 1 << 31  # a magazine this large never binds

# Columns of the parameters [replication, layer, column] and [replication, layer, type, column].
(
    CHANNELS,
    SHOT,
    EXPONENTIAL,
    MAGAZINE,
    LOOK,
    COVERAGE,
    DISCRIMINATION,
    FALSE_DECOY,
    JAM,
    RANDOM_DWELL,
    PER_AXIS,
) = range(11)
DWELL, TRANSIT, THRESHOLD = range(3)

# Columns of the counts [replication, layer, column].
COLUMNS = (
    *("seen", "engaged", "shots", "hits", "kills", "jammed"),
    *("coverage", "ineligible", "decoy", "queue", "dwell", "magazine"),
)
SEEN, ENGAGED, SHOTS, HITS, KILLS, JAMMED, C_COVER, C_INELIGIBLE, C_DECOY, C_QUEUE, C_DWELL, C_MAGAZINE = (
    range(12)
)

# Bits of a drone's outcome in one layer.
KILLED, HIT, REFUSED, FIRED = 1, 2, 4, 8


def release(free: Any, channels: Any, end: Any) -> None:
    """Replace the earliest free time in the ascending list `free` by `end`."""
    i = 1
    while i < channels and free[i] < end:
        free[i - 1] = free[i]
        i += 1
    free[i - 1] = end


def sort_keys(keys: Any, n: Any) -> None:
    """Insertion sort: keys arrive nearly in order."""
    for i in range(1, n):
        key = keys[i]
        j = i - 1
        while j >= 0 and keys[j] > key:
            keys[j + 1] = keys[j]
            j -= 1
        keys[j + 1] = key


def spend_round(keys: Any, fired: Any, magazine: Any, cut: Any, key: Any) -> Any:
    """Enter one shot among the first `magazine` by key; returns the new `cut`, the last key that has a round."""
    if fired < magazine:
        keys[fired] = key
        if fired + 1 == magazine:
            sort_keys(keys, magazine)
            return keys[magazine - 1]
        return cut
    j = magazine - 1
    while j > 0 and keys[j - 1] > key:
        keys[j] = keys[j - 1]
        j -= 1
    keys[j] = key
    return keys[magazine - 1]


def engage(
    k: Any,
    drone: Any,
    start: Any,
    leave: Any,
    valid: Any,
    look: Any,
    rules: Any,
    site: Any,
    shots: Any,
    ammo: Any,
) -> Any:
    """Shoot, look, shoot at one drone until it is hit, its time is up or no round is left.

    An outcome counts only if its shot ends by `valid`. Returns when the channel is free again, when the last shot
    ended, the outcome bits, the key of the last shot, and the state of the magazine (fired, cut).
    """
    until_end, in_turn = rules
    random_time, shot, limit, packed, following = shots
    keys, magazine, fired, cut = ammo
    outcome, key, number, end = i64(0), i64(-1), i64(0), start
    while True:
        if magazine < ENDLESS:
            if in_turn:
                if fired >= magazine:
                    return start, end, outcome | REFUSED, key, fired, cut
            else:
                now = (start << RANK_BITS) | k
                if now > cut:
                    return start, end, outcome | REFUSED, key, fired, cut
                key = now
                cut = spend_round(keys, fired, magazine, cut, key)
        fired += 1
        outcome |= FIRED
        end = start + (packed >> 1)
        hit = packed & 1
        if hit:
            outcome |= HIT
            if end <= valid:
                outcome |= KILLED
        if until_end and end > leave:
            return leave, leave, outcome, key, fired, cut
        start = end + look
        if hit or start >= leave:
            return start, end, outcome, key, fired, cut
        number += 1
        packed = following
        if number > 1:
            packed = draw_shot(number, drone, site, random_time, shot, limit)


def leak_cause(outcome: Any, opened: Any, closed: Any, leave: Any, cut: Any) -> Any:
    """Column of the reason why an engaged or waiting drone leaked; keys beyond `cut` never had a round."""
    if (outcome & FIRED) and opened <= cut:
        if (outcome & REFUSED) or closed > cut:
            return C_MAGAZINE
        return C_DWELL
    if (outcome & (FIRED | REFUSED)) or leave > (cut >> RANK_BITS):
        return C_MAGAZINE
    return C_QUEUE


def serve(
    n: Any, site: Any, params: Any, typed: Any, until_end: Any, scratch: Any, entry: Any, ident: Any, out: Any
) -> Any:
    """One layer, one kind of drone, first come first served. Returns how many leak; they stay in rank order."""
    first, second, free, keys, closed = scratch
    channels, shot, random_time = params[CHANNELS], params[SHOT], params[EXPONENTIAL] != 0
    magazine, dwell, limit = params[MAGAZINE], typed[DWELL], typed[THRESHOLD]
    valid = i64(NEVER)
    draw_first_shots(n, ident, site, random_time, shot, limit, first, second)
    crowded = channels < n
    if crowded:
        for i in range(channels):
            free[i] = 0
    cut, fired = i64(NEVER), i64(0)
    if magazine == 0:
        cut = i64(-1)
    for k in range(n):
        start = entry[k]
        leave = start + dwell
        if crowded:
            start = max(start, free[0]) if channels > 0 else leave
        outcome, opened, key = i64(0), i64(-1), i64(-1)
        if start < leave:
            opened = (start << RANK_BITS) | k
            if until_end:
                valid = leave
            shots = (random_time, shot, limit, first[k], second[k])
            ammo = (keys, magazine, fired, cut)
            freed, _, outcome, key, fired, cut = engage(
                k, ident[k], start, leave, valid, i64(0), (until_end, False), site, shots, ammo
            )
            if crowded:
                release(free, channels, freed)
        first[k], second[k], closed[k] = outcome, opened, key
    out[SEEN], out[SHOTS] = n, min(fired, magazine)
    return settle(n, cut, dwell, typed[TRANSIT], first, second, closed, entry, ident, out)


def settle(
    n: Any,
    cut: Any,
    dwell: Any,
    transit: Any,
    outcome: Any,
    opened: Any,
    closed: Any,
    entry: Any,
    ident: Any,
    out: Any,
) -> Any:
    """Cancel the shots beyond `cut`, count, and move the leakers to the next layer."""
    leaked = 0
    for k in range(n):
        state, kept, leave = outcome[k], closed[k] <= cut, entry[k] + dwell
        if (state & FIRED) and opened[k] <= cut:
            out[ENGAGED] += 1
        if (state & HIT) and kept:
            out[HITS] += 1
        if (state & KILLED) and kept:
            out[KILLS] += 1
        else:
            out[leak_cause(state, opened[k], closed[k], leave, cut)] += 1
            entry[leaked] = leave + transit
            ident[leaked] = ident[k]
            leaked += 1
    return leaked


def start_raid(n: Any, arrivals: Any, site: Any, entry: Any, ident: Any) -> None:
    """Entry times at the first layer: given, or Poisson with mean gap in 1/64 us (−1: given)."""
    times, gap = arrivals
    if gap >= 0:
        draw_arrivals(n, gap, site, entry, ident)
    else:
        for k in range(n):
            entry[k], ident[k] = times[k], k


def fly(
    word: Any,
    n: Any,
    arrivals: Any,
    key: Any,
    params: Any,
    typed: Any,
    until_end: Any,
    scratch: Any,
    out: Any,
) -> Any:
    """One raid of one kind of drone through layers without special options. Returns the leakers."""
    entry, ident, first, second, free, keys, closed = scratch
    k0, k1 = key
    start_raid(n, arrivals, (u64(ARRIVAL), word, k0, k1), entry, ident)
    for layer in range(params.shape[0]):
        rooms = (first, second, free, keys, closed)
        site = (u64(layer), word, k0, k1)
        n = serve(n, site, params[layer], typed[layer, 0], until_end, rooms, entry, ident, out[layer])
    return n


def fly_block(
    start: Any,
    stop: Any,
    address: Any,
    drones: Any,
    times: Any,
    gaps: Any,
    key: Any,
    params: Any,
    typed: Any,
    until_end: Any,
    scratch: Any,
    out: Any,
    leakers: Any,
) -> None:
    """Fly replications start..stop; arrays with one row serve every replication."""
    for r in range(start, stop):
        p = r if params.shape[0] > 1 else 0
        t = r if times.shape[0] > 1 else 0
        gap = gaps[r] if gaps.shape[0] > 1 else gaps[0]
        n = drones[r] if drones.shape[0] > 1 else drones[0]
        leakers[r] = fly(
            u64(address + r), n, (times[t], gap), key, params[p], typed[p], until_end, scratch, out[r]
        )


SOURCES: tuple[Callable[..., Any], ...] = (
    *(philox_round, bump, philox, negative_log, exponential, shot_outcome, draw_first_shots, draw_shot),
    *(
        draw_arrivals,
        start_raid,
        release,
        sort_keys,
        spend_round,
        engage,
        leak_cause,
        settle,
        serve,
        fly,
        fly_block,
    ),
)


def fingerprint(sources: tuple[Callable[..., Any], ...], names: dict[str, Any]) -> str:
    """Short hash of all the code and constants: numba's cache looks only at the one file a function is in."""
    code = [(f.__code__.co_code, f.__code__.co_consts, f.__code__.co_names) for f in sources]
    constants = sorted((n, int(v)) for n, v in names.items() if isinstance(v, (int, np.uint64)))
    return hashlib.sha256(repr((code, constants)).encode()).hexdigest()[:8]


def bind(
    sources: tuple[Callable[..., Any], ...], names: dict[str, Any], jit: Callable[[Any], Any] | None
) -> SimpleNamespace:
    """Compile `sources` with `jit` in one fresh namespace; None gives plain Python on exact ints.

    Copies are needed so that a function calls the others as compiled by the same decorator (calling an `njit`
    function from a CUDA kernel fails in the simulator), and a closure over compiled functions would defeat
    numba's cache on disk.
    """
    space = dict(names)
    if jit is None:
        space.update(
            {name: int(v) for name, v in space.items() if isinstance(v, np.uint64)}, u64=int, i64=int
        )
    else:
        space.update(u64=np.uint64, i64=np.int64)
    mark = fingerprint(sources, names)
    for source in sources:
        copy = FunctionType(source.__code__, space, source.__name__, source.__defaults__)
        copy.__module__, copy.__qualname__ = source.__module__, f"{source.__qualname__}_{mark}"
        space[source.__name__] = copy if jit is None else jit(copy)
    return SimpleNamespace(**{source.__name__: space[source.__name__] for source in sources})


def build(jit: Callable[[Any], Any] | None = None) -> SimpleNamespace:
    """The fast path compiled with `jit` (None: plain Python); `.fly_block` flies a block of replications."""
    return bind(SOURCES, {**vars(draws), **globals()}, jit)
