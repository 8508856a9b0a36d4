"""The engagement kernel with every option: kinds of drone, axes, jamming, coverage, looks and other rules.

Same conventions and random addresses as `kernel`, whose fast path serves one kind of drone without options;
with the options off both give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from tocsin.defence import draws, kernel
from tocsin.defence.draws import ARRIVAL, ASSIGN, PASSAGE, exponential, i64, philox, shot_outcome, u64
from tocsin.defence.kernel import (
    C_COVER,
    C_DECOY,
    C_INELIGIBLE,
    CHANNELS,
    COVERAGE,
    DISCRIMINATION,
    DWELL,
    ENDLESS,
    ENGAGED,
    EXPONENTIAL,
    FALSE_DECOY,
    FIRED,
    HIT,
    HITS,
    JAM,
    JAMMED,
    KILLED,
    KILLS,
    LOOK,
    MAGAZINE,
    NEVER,
    PER_AXIS,
    RANDOM_DWELL,
    RANK_BITS,
    SEEN,
    SHOT,
    SHOTS,
    THRESHOLD,
    TRANSIT,
    engage,
    leak_cause,
    release,
    start_raid,
)

FIFO, LIFO, EDF = 0, 1, 2
ALWAYS = 1 << 32
LONGEST = 1 << 42  # microseconds: 50 days
JAM_BIT = 1
LEAKED, SHOT_DOWN, JAMMED_DOWN = range(3)


def assign(n: Any, kinds: Any, exact: Any, axes: Any, site: Any, kind: Any, axis: Any, stock: Any) -> None:
    """Give every drone its kind (exact counts in random order, or by share) and its axis."""
    address, replication, k0, k1 = site
    types = kinds.shape[0]
    for t in range(types):
        stock[t] = kinds[t]
    for k in range(n):
        w0, w1, _, _ = philox(u64(0), u64(k), address, replication, k0, k1)
        chosen, drawn = 0, i64(w0)
        if exact:
            drawn = (drawn * (n - k)) >> 32  # uniform among the drones still to be placed
        while chosen < types - 1 and drawn >= stock[chosen]:
            if exact:
                drawn -= stock[chosen]
            chosen += 1
        if exact:
            stock[chosen] -= 1
        way, drawn = 0, i64(w1)
        while way < axes.shape[0] - 1 and drawn >= axes[way]:
            way += 1
        kind[k], axis[k] = chosen, way


def draw_passage(n: Any, site: Any, params: Any, ident: Any, words: Any) -> None:
    """Coverage and decoy words, time until jammed and a random stay of mean `stay`, one block per drone."""
    address, replication, k0, k1 = site
    covered, taken, fuse, stay = words
    jam, random_dwell = params[JAM], params[RANDOM_DWELL] != 0
    if jam > 0 or random_dwell:
        for k in range(n):
            w0, w1, w2, w3 = philox(u64(0), u64(ident[k]), address, replication, k0, k1)
            covered[k], taken[k] = i64(w0), i64(w1)
            fuse[k], stay[k] = exponential(w2, jam), min(exponential(w3, stay[k]), LONGEST)
    else:
        for k in range(n):
            w0, w1, _, _ = philox(u64(0), u64(ident[k]), address, replication, k0, k1)
            covered[k], taken[k] = i64(w0), i64(w1)


def enter(
    n: Any, site: Any, params: Any, typed: Any, decoys: Any, drones: Any, entry: Any, rooms: Any, words: Any
) -> None:
    """When each drone leaves the layer, whether jamming downs it then, and whether it can be engaged at all.

    state: JAM_BIT if jammed on leaving; plus cause << 8 if it passes without being engaged.
    """
    ident, kind, _ = drones
    leave, state = rooms
    jam, random_dwell = params[JAM], params[RANDOM_DWELL] != 0
    draws = params[COVERAGE] < ALWAYS or jam > 0 or random_dwell
    draws = draws or params[DISCRIMINATION] > 0 or params[FALSE_DECOY] > 0
    covered, taken, fuse, stay = words
    for k in range(n):
        stay[k] = typed[kind[ident[k]], DWELL]
    if draws:
        draw_passage(n, site, params, ident, words)
    for k in range(n):
        t = kind[ident[k]]
        dwell, flag = typed[t, DWELL], i64(0)
        if random_dwell:
            dwell = stay[k]
        if draws:
            if covered[k] >= params[COVERAGE]:
                flag = i64(C_COVER << 8)
            else:
                if jam > 0 and fuse[k] < dwell:
                    dwell, flag = fuse[k], i64(JAM_BIT)
                share = params[DISCRIMINATION] if decoys[t] != 0 else params[FALSE_DECOY]
                if taken[k] < share:
                    flag |= i64(C_DECOY << 8)
        if typed[t, THRESHOLD] < 0 and flag >> 8 != C_COVER:
            flag = (flag & JAM_BIT) | i64(C_INELIGIBLE << 8)
        leave[k], state[k] = entry[k] + dwell, flag


def admit(rule: Any, queue: Any, waiting: Any, k: Any, leave: Any) -> None:
    """Put drone k into the queue: a stack for LIFO, a heap on (leave, rank) for EDF."""
    if rule == LIFO:
        queue[waiting] = k
        return
    key, place = (leave << RANK_BITS) | k, waiting
    while place > 0 and queue[(place - 1) >> 1] > key:
        queue[place] = queue[(place - 1) >> 1]
        place = (place - 1) >> 1
    queue[place] = key


def take(rule: Any, queue: Any, waiting: Any) -> Any:
    """Remove and return the drone a free channel turns to (it may have left already)."""
    last = queue[waiting - 1]
    if rule == LIFO:
        return last
    top, place, child, size = queue[0], 0, 1, waiting - 1
    while child < size:
        if child + 1 < size and queue[child + 1] < queue[child]:
            child += 1
        if queue[child] >= last:
            break
        queue[place] = queue[child]
        place, child = child, 2 * child + 1
    queue[place] = last
    return top & ((1 << RANK_BITS) - 1)


def candidates(n: Any, way: Any, state: Any, drones: Any, chosen: Any) -> Any:
    """Ranks of the drones on this axis (−1: any) that can be engaged."""
    ident, _, axis = drones
    m = 0
    for k in range(n):
        if state[k] >> 8 == 0 and (way < 0 or axis[ident[k]] == way):
            chosen[m] = k
            m += 1
    return m


def draw_typed_shots(
    n: Any, site: Any, params: Any, typed: Any, drones: Any, first: Any, second: Any
) -> None:
    """Outcomes of shots 0 and 1 at the n drones, each kind with its own threshold."""
    address, replication, k0, k1 = site
    ident, kind, _ = drones
    shot, law = params[SHOT], params[EXPONENTIAL] != 0
    for k in range(n):
        second[k] = typed[kind[ident[k]], THRESHOLD]
    if law:
        for k in range(n):
            limit = u64(second[k])
            w0, w1, w2, w3 = philox(u64(0), u64(ident[k]), address, replication, k0, k1)
            first[k] = shot_outcome(w0, w1, True, shot, limit)
            second[k] = shot_outcome(w2, w3, True, shot, limit)
    else:
        for k in range(n):
            limit = u64(second[k])
            w0, w1, w2, w3 = philox(u64(0), u64(ident[k]), address, replication, k0, k1)
            first[k] = shot_outcome(w0, w1, False, shot, limit)
            second[k] = shot_outcome(w2, w3, False, shot, limit)


def serve_axis(
    n: Any,
    way: Any,
    site: Any,
    params: Any,
    typed: Any,
    rules: Any,
    drones: Any,
    entry: Any,
    rooms: Any,
    desk: Any,
) -> Any:
    """Engage the drones of one axis under any queue rule. Returns engagements, cut and Σ kill thresholds."""
    until_end, in_turn, discipline = rules
    leave, state = rooms
    outcome, opened, closed, ended, free, keys, chosen, queue, first, second = desk
    ident, kind, _ = drones
    law, shot, look = params[EXPONENTIAL] != 0, params[SHOT], params[LOOK]
    magazine = params[MAGAZINE]
    m = candidates(n, way, state, drones, chosen)
    channels = min(params[CHANNELS], m)
    crowded = channels < m or discipline != FIFO
    if crowded:
        for i in range(channels):
            free[i] = 0
    cut, fired, credit = i64(NEVER), i64(0), i64(0)
    if magazine == 0 and not in_turn:
        cut = i64(-1)
    waiting, following = 0, 0
    for turn in range(m if channels > 0 else 0):
        k, now = chosen[turn], i64(0)
        if crowded:
            now = free[0]
            if discipline != FIFO:
                if waiting == 0:
                    now = max(now, entry[chosen[following]])
                while following < m and entry[chosen[following]] <= now:
                    admit(discipline, queue, waiting, chosen[following], leave[chosen[following]])
                    waiting, following = waiting + 1, following + 1
                k = take(discipline, queue, waiting)
                waiting -= 1
                chosen[turn] = k  # places before `following` are spent: keep the order of service there
        start, before = max(entry[k], now), fired
        if start < leave[k]:
            opened[k] = (start << RANK_BITS) | turn
            limit, valid = typed[kind[ident[k]], THRESHOLD], i64(NEVER)
            if until_end or (state[k] & JAM_BIT) != 0:
                valid = leave[k]
            shots, ammo = (law, shot, limit, first[k], second[k]), (keys, magazine, fired, cut)
            freed, ended[k], outcome[k], closed[k], fired, cut = engage(
                turn, ident[k], start, leave[k], valid, look, (until_end, in_turn), site, shots, ammo
            )
            credit += (fired - before) * limit
            if crowded:
                release(free, channels, freed)
    if magazine < ENDLESS and fired >= magazine and not in_turn:
        credit = i64(0)
        for j in range(magazine):
            credit += typed[kind[ident[chosen[keys[j] & ((1 << RANK_BITS) - 1)]]], THRESHOLD]
        fired = magazine
    return fired, cut, credit


def depart(
    n: Any,
    way: Any,
    cut: Any,
    waits: Any,
    typed: Any,
    drones: Any,
    entry: Any,
    rooms: Any,
    desk: Any,
    tally: Any,
) -> None:
    """Settle one axis: count outcomes; a drone that goes on gets its exit time in `entry`, others NEVER."""
    leave, state = rooms
    outcome, opened, closed, ended = desk[0], desk[1], desk[2], desk[3]
    ident, kind, axis = drones
    out, by_type = tally
    for k in range(n):
        if way >= 0 and axis[ident[k]] != way:
            continue
        t, done, kept, exit_time = kind[ident[k]], outcome[k], closed[k] <= cut, leave[k]
        if (done & FIRED) != 0 and opened[k] <= cut:
            out[ENGAGED] += 1
        if (done & HIT) != 0 and kept:
            out[HITS] += 1
        if waits and kept and (done & FIRED) != 0:
            exit_time = max(exit_time, ended[k])
        entry[k] = exit_time + typed[t, TRANSIT]
        if (done & KILLED) != 0 and kept:
            out[KILLS] += 1
            by_type[t, SHOT_DOWN] += 1
            entry[k] = NEVER
        elif (state[k] & JAM_BIT) != 0:
            out[JAMMED] += 1
            by_type[t, JAMMED_DOWN] += 1
            entry[k] = NEVER
        elif state[k] >> 8 != 0:
            out[state[k] >> 8] += 1
        else:
            out[leak_cause(done, opened[k], closed[k], leave[k], cut)] += 1


def regroup(n: Any, entry: Any, ident: Any) -> Any:
    """Close ranks after a layer: drop the downed, order the rest by when they reach the next layer."""
    m = 0
    for k in range(n):
        time, drone = entry[k], ident[k]
        if time < NEVER:
            j = m - 1
            while j >= 0 and entry[j] > time:
                entry[j + 1], ident[j + 1] = entry[j], ident[j]
                j -= 1
            entry[j + 1], ident[j + 1] = time, drone
            m += 1
    return m


def cross(
    n: Any,
    layer: Any,
    word: Any,
    key: Any,
    params: Any,
    typed: Any,
    mix: Any,
    rules: Any,
    scratch: Any,
    tally: Any,
) -> Any:
    """Take n drones through one layer; returns how many go on and the control variate's credit."""
    entry, drones, rooms, desk = scratch
    k0, k1 = key
    axes, decoys = mix
    until_end, in_turn, discipline, waits = rules
    outcome, opened, closed, ended, first, second = desk[0], desk[1], desk[2], desk[3], desk[8], desk[9]
    words = (first, second, ended, closed)  # borrowed before the shots need them
    enter(n, (u64(PASSAGE | layer), word, k0, k1), params, typed, decoys, drones, entry, rooms, words)
    site = (u64(layer), word, k0, k1)
    draw_typed_shots(n, site, params, typed, drones, first, second)
    for k in range(n):
        outcome[k], opened[k], closed[k] = 0, -1, -1
    tally[0][SEEN] = n
    credit = i64(0)
    groups = axes.shape[0] if params[PER_AXIS] != 0 else 1
    for group in range(groups):
        way = group if groups > 1 else -1
        fired, cut, earned = serve_axis(
            n, way, site, params, typed, (until_end, in_turn, discipline), drones, entry, rooms, desk
        )
        depart(n, way, cut, waits, typed, drones, entry, rooms, desk, tally)
        tally[0][SHOTS] += fired
        credit += earned
    return regroup(n, entry, drones[0]), credit


def fly_general(
    word: Any,
    n: Any,
    arrivals: Any,
    key: Any,
    params: Any,
    typed: Any,
    mix: Any,
    rules: Any,
    scratch: Any,
    out: Any,
    credit: Any,
    by_type: Any,
) -> Any:
    """One raid with every option. Returns the leakers."""
    kinds, exact, axes, decoys = mix
    (
        entry,
        ident,
        kind,
        axis,
        leave,
        state,
        outcome,
        opened,
        closed,
        ended,
        free,
        keys,
        chosen,
        queue,
        first,
        second,
        stock,
    ) = scratch
    k0, k1 = key
    start_raid(n, arrivals, (u64(ARRIVAL), word, k0, k1), entry, ident)
    assign(n, kinds, exact, axes, (u64(ASSIGN), word, k0, k1), kind, axis, stock)
    rooms = (
        entry,
        (ident, kind, axis),
        (leave, state),
        (outcome, opened, closed, ended, free, keys, chosen, queue, first, second),
    )
    for layer in range(params.shape[0]):
        n, credit[layer] = cross(
            n,
            layer,
            word,
            key,
            params[layer],
            typed[layer],
            (axes, decoys),
            rules,
            rooms,
            (out[layer], by_type),
        )
    for k in range(n):
        by_type[kind[ident[k]], LEAKED] += 1
    return n


def fly_general_block(
    start: Any,
    stop: Any,
    address: Any,
    drones: Any,
    times: Any,
    gaps: Any,
    key: Any,
    params: Any,
    typed: Any,
    mix: Any,
    rules: Any,
    scratch: Any,
    out: Any,
    leakers: Any,
    credit: Any,
    by_type: Any,
) -> None:
    """Fly replications start..stop; arrays with one row serve every replication."""
    kinds, exact, axes, decoys = mix
    for r in range(start, stop):
        p = r if params.shape[0] > 1 else 0
        arrivals = (times[r if times.shape[0] > 1 else 0], gaps[r if gaps.shape[0] > 1 else 0])
        n = drones[r if drones.shape[0] > 1 else 0]
        one = (kinds[r if kinds.shape[0] > 1 else 0], exact, axes, decoys)
        leakers[r] = fly_general(
            u64(address + r),
            n,
            arrivals,
            key,
            params[p],
            typed[p],
            one,
            rules,
            scratch,
            out[r],
            credit[r],
            by_type[r],
        )


SOURCES: tuple[Callable[..., Any], ...] = (
    *kernel.SOURCES,
    *(
        assign,
        draw_passage,
        enter,
        admit,
        take,
        candidates,
        draw_typed_shots,
        serve_axis,
        depart,
        regroup,
        cross,
    ),
    *(fly_general, fly_general_block),
)


def build(jit: Callable[[Any], Any] | None = None) -> SimpleNamespace:
    """Both kernels compiled with `jit` (None: plain Python)."""
    return kernel.bind(SOURCES, {**vars(draws), **vars(kernel), **globals()}, jit)
