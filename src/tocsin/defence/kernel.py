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

import numpy as np
import numpy.typing as npt

from tocsin.defence.draws import ARRIVAL, draw_arrivals, draw_first_shots, i64, u64
from tocsin.defence.engage import engage, first_cut, open_channels, release, starved
from tocsin.defence.layout import (
    C_DWELL,
    C_MAGAZINE,
    C_QUEUE,
    ENGAGED,
    FATE_BITS,
    FIFO,
    FIRED,
    HIT,
    HITS,
    KILLED,
    KILLS,
    NEVER,
    RANK_BITS,
    SEEN,
    SHOTS,
    UNCUT,
    Address,
    Belt,
    Crossing,
    Desk,
    Inputs,
    Ints,
    Longs,
    Magazine,
    Rules,
    ShotLaw,
    Tally,
    Target,
)


def row(array: npt.NDArray[np.generic], r: int) -> int:
    """Number of the row for replication r: r, or the only row there is."""
    return r if array.shape[0] > 1 else 0


def read_belt(c: Longs) -> Belt:
    """A layer's columns by name."""
    return Belt(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10])


def read_crossing(c: Longs) -> Crossing:
    """What a layer and a kind of drone decide, by name."""
    return Crossing(c[0], c[1], c[2])


def start_raid(n: int, times: Longs, gap: int, address: Address, entry: Longs, ident: Ints | Longs) -> None:
    """Entry times at the first layer: given, or Poisson with mean gap in 1/64 us (−1: given)."""
    if gap >= 0:
        draw_arrivals(n, gap, address, entry)
    else:
        for k in range(n):
            entry[k] = times[k]
    for k in range(n):
        ident[k] = k


def serve(
    n: int, belt: Belt, crossing: Crossing, until_end: bool, address: Address, desk: Desk
) -> tuple[int, int]:
    """Give the n drones channels in order of entry and shoot. Returns (rounds fired, cut).

    `opened` becomes the start of each drone's first shot, `fates` the start of its last << FATE_BITS | outcome.
    """
    entry, ident, opened, fates, free, keys = desk
    channels, dwell = belt.channels, crossing.dwell
    law = ShotLaw(belt.random_shot != 0, belt.shot, crossing.threshold)
    rules = Rules(until_end, False, FIFO, False)
    draw_first_shots(n, ident, address, law, opened, fates)
    crowded = channels < n
    if crowded:
        open_channels(free, channels)
    valid = i64(NEVER)
    magazine = Magazine(keys, belt.magazine, i64(0), first_cut(belt.magazine, False))
    for k in range(n):
        start, leave = entry[k], entry[k] + dwell
        if crowded:
            start = max(start, free[0])
        if until_end:
            valid = leave
        target = Target(k, ident[k], start, leave, valid, opened[k], fates[k])
        done = engage(target, law, i64(0), rules, address, magazine)
        magazine = done.magazine
        if crowded:
            release(free, channels, done.free_at if done.outcome != 0 else free[0])
        opened[k], fates[k] = min(start, leave), (done.started << FATE_BITS) | done.outcome
    return min(magazine.fired, magazine.rounds), magazine.cut


def settle_all(n: int, desk: Desk, out: Longs) -> int:
    """Count a layer that had rounds for every shot, and close ranks. Returns how many leak."""
    entry, ident, fates = desk.entry, desk.ident, desk.fates
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


def settle_cut(n: int, cut: int, dwell: int, desk: Desk, out: Longs) -> int:
    """As `settle_all`, cancelling the shots beyond `cut`."""
    entry, ident, opened, fates = desk.entry, desk.ident, desk.opened, desk.fates
    leaked, engaged, hits, kills, dry, dwelt = 0, i64(0), i64(0), i64(0), i64(0), i64(0)
    for k in range(n):
        fate = fates[k]
        first_key, last_key = (opened[k] << RANK_BITS) | k, ((fate >> FATE_BITS) << RANK_BITS) | k
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


def fly(r: int, first: int, inputs: Inputs, rules: Rules, desk: Desk, tally: Tally) -> None:
    """Replication r of one kind of drone through layers without special options; its address is first + r.

    All leakers of a layer reach the next one after the same stay and transit, so only the differences of their
    entry times matter, and these stay what they were.
    """
    belts = inputs.belts[row(inputs.belts, r)]
    crossings = inputs.crossings[row(inputs.crossings, r)]
    n, gap = inputs.drones[row(inputs.drones, r)], inputs.gaps[row(inputs.gaps, r)]
    word, key0, key1 = u64(first + r), inputs.key0, inputs.key1
    arrival = Address(u64(ARRIVAL), word, key0, key1)
    start_raid(n, inputs.times[row(inputs.times, r)], gap, arrival, desk.entry, desk.ident)
    for layer in range(belts.shape[0]):
        here = Address(u64(layer), word, key0, key1)
        crossing, out = read_crossing(crossings[layer, 0]), tally.counts[r, layer]
        fired, cut = serve(n, read_belt(belts[layer]), crossing, rules.until_end, here, desk)
        out[SEEN], out[SHOTS] = n, fired
        n = settle_all(n, desk, out) if cut == UNCUT else settle_cut(n, cut, crossing.dwell, desk, out)
    tally.leakers[r] = n


def fly_block(
    start: int, stop: int, first: int, inputs: Inputs, rules: Rules, desk: Desk, tally: Tally
) -> None:
    """Fly replications start..stop."""
    for r in range(start, stop):
        fly(r, first, inputs, rules, desk, tally)


INLINE = (row, read_belt, read_crossing, fly)
LOOPS = (start_raid, serve, settle_all, settle_cut, fly_block)
