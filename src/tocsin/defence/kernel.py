"""The engagement kernel: one raid through its layers, in integers, without allocation and without libm.

Nothing here is decorated. `build.build(jit)` compiles the functions with any decorator, so plain Python,
`numba.njit` and `numba.cuda.jit(device=True)` run the same source and give the same bits:

* times are int64 microseconds, so no result depends on how floats round;
* random words come from Philox4x32-10 *by address* (shot, drone, layer, replication): a draw does not depend
  on the order of the work, on threads, on chunks, or on what another scenario does;
* a kill is `word < threshold`, exponential times use an integer logarithm.

This is the fast path: one kind of drone, first come first served, leakers fly on. `general` has every option.
"""

from __future__ import annotations

from typing import Any

from tocsin.defence.draws import ARRIVAL, draw_arrivals, draw_first_shots, i64, u64
from tocsin.defence.engage import engage, first_cut, open_channels, release, starved
from tocsin.defence.layout import (
    C_DWELL,
    C_MAGAZINE,
    C_QUEUE,
    CHANNELS,
    DWELL,
    ENGAGED,
    EXPONENTIAL,
    FATE_BITS,
    FIRED,
    HIT,
    HITS,
    KILLED,
    KILLS,
    MAGAZINE,
    NEVER,
    RANK_BITS,
    SEEN,
    SHOT,
    SHOTS,
    THRESHOLD,
    UNCUT,
)


def start_raid(n: Any, arrivals: Any, site: Any, entry: Any, ident: Any) -> None:
    """Entry times at the first layer: given, or Poisson with mean gap in 1/64 us (−1: given)."""
    times, gap = arrivals
    if gap >= 0:
        draw_arrivals(n, gap, site, entry)
    else:
        for k in range(n):
            entry[k] = times[k]
    for k in range(n):
        ident[k] = k


def serve(
    n: Any, site: Any, params: Any, typed: Any, until_end: Any, scratch: Any, entry: Any, ident: Any
) -> Any:
    """Give the n drones channels in order of entry and shoot. Returns (rounds fired, cut).

    `opened` becomes the start of each drone's first shot, `fates` the start of its last << FATE_BITS | outcome.
    """
    opened, fates, free, keys = scratch
    channels, shot, random_time = params[CHANNELS], params[SHOT], params[EXPONENTIAL] != 0
    magazine, dwell, limit = params[MAGAZINE], typed[DWELL], typed[THRESHOLD]
    draw_first_shots(n, ident, site, random_time, shot, limit, opened, fates)
    crowded = channels < n
    if crowded:
        open_channels(free, channels)
    cut, fired, valid = first_cut(magazine, False), i64(0), i64(NEVER)
    for k in range(n):
        start, leave = entry[k], entry[k] + dwell
        if crowded:
            start = max(start, free[0])
        if until_end:
            valid = leave
        shots, ammo = (random_time, shot, limit, opened[k], fates[k]), (keys, magazine, fired, cut)
        freed, _, outcome, last, fired, cut = engage(
            k, ident[k], start, leave, valid, i64(0), (until_end, False), site, shots, ammo
        )
        if crowded:
            release(free, channels, freed if outcome != 0 else free[0])
        opened[k], fates[k] = min(start, leave), (last << FATE_BITS) | outcome
    return min(fired, magazine), cut


def settle_all(n: Any, fates: Any, entry: Any, ident: Any, out: Any) -> Any:
    """Count a layer that had rounds for every shot, and close ranks. Returns how many leak."""
    leaked, engaged, hits, kills = 0, i64(0), i64(0), i64(0)
    for k in range(n):
        fate = fates[k]
        killed = fate & KILLED
        engaged += i64(fate & FIRED != 0)
        hits += i64(fate & HIT != 0)
        kills += killed
        entry[leaked], ident[leaked] = entry[k], ident[k]
        leaked += 1 - killed
    out[ENGAGED], out[HITS], out[KILLS] = engaged, hits, kills
    out[C_QUEUE], out[C_DWELL] = n - engaged, engaged - kills
    return leaked


def settle_cut(
    n: Any, cut: Any, dwell: Any, opened: Any, fates: Any, entry: Any, ident: Any, out: Any
) -> Any:
    """As `settle_all`, cancelling the shots beyond `cut`."""
    leaked, engaged, hits, kills, dry, dwelt = 0, i64(0), i64(0), i64(0), i64(0), i64(0)
    for k in range(n):
        fate, first_key, last_key = (
            fates[k],
            (opened[k] << RANK_BITS) | k,
            ((fates[k] >> FATE_BITS) << RANK_BITS) | k,
        )
        kept = i64(last_key <= cut)
        killed = fate & KILLED & kept
        fired = i64(fate & FIRED != 0) & i64(first_key <= cut)
        wanting = starved(first_key, last_key, fate, entry[k] + dwell, cut) & (1 - killed)
        engaged += fired
        hits += i64(fate & HIT != 0) & kept
        kills += killed
        dry += wanting
        dwelt += fired & (1 - killed) & (1 - wanting)
        entry[leaked], ident[leaked] = entry[k], ident[k]
        leaked += 1 - killed
    out[ENGAGED], out[HITS], out[KILLS] = engaged, hits, kills
    out[C_QUEUE], out[C_DWELL], out[C_MAGAZINE] = leaked - dry - dwelt, dwelt, dry
    return leaked


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
    """One raid of one kind of drone through layers without special options. Returns the leakers.

    All leakers of a layer reach the next one after the same stay and transit, so only the differences of their
    entry times matter, and these stay what they were.
    """
    entry, ident, opened, fates, free, keys = scratch
    k0, k1 = key
    start_raid(n, arrivals, (u64(ARRIVAL), word, k0, k1), entry, ident)
    for layer in range(params.shape[0]):
        site, rooms = (u64(layer), word, k0, k1), (opened, fates, free, keys)
        counts = out[layer]
        fired, cut = serve(n, site, params[layer], typed[layer, 0], until_end, rooms, entry, ident)
        counts[SEEN], counts[SHOTS] = n, fired
        if cut == UNCUT:
            n = settle_all(n, fates, entry, ident, counts)
        else:
            n = settle_cut(n, cut, typed[layer, 0, DWELL], opened, fates, entry, ident, counts)
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
        arrivals = (times[r if times.shape[0] > 1 else 0], gaps[r if gaps.shape[0] > 1 else 0])
        n = drones[r if drones.shape[0] > 1 else 0]
        leakers[r] = fly(u64(address + r), n, arrivals, key, params[p], typed[p], until_end, scratch, out[r])


INLINE = ()
LOOPS = (start_raid, serve, settle_all, settle_cut, fly, fly_block)
