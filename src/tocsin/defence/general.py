"""The engagement kernel with every option: kinds of drone, axes, jamming, coverage, looks and other rules.

Same conventions and random addresses as `kernel`, whose fast path serves one kind of drone without options;
with the options off both give the same bits.
"""

from __future__ import annotations

from typing import Any

from tocsin.defence.draws import ARRIVAL, ASSIGN, PASSAGE, i64, padded, philox, shot_outcome, u64
from tocsin.defence.engage import engage, first_cut, open_channels, release, starved
from tocsin.defence.kernel import start_raid
from tocsin.defence.layout import (
    AXIS_SHIFT,
    C_DWELL,
    C_MAGAZINE,
    C_QUEUE,
    CAUSE_SHIFT,
    CHANNELS,
    EDF,
    ENDLESS,
    ENGAGED,
    EXPONENTIAL,
    FIFO,
    FIRED,
    HIT,
    HITS,
    JAM_BIT,
    JAMMED,
    JAMMED_DOWN,
    KILLED,
    KILLS,
    KIND,
    KIND_SHIFT,
    LEAKED,
    LIFO,
    LOOK,
    MAGAZINE,
    NEVER,
    NUMBER,
    PER_AXIS,
    RANK_BITS,
    SEEN,
    SHOT,
    SHOT_DOWN,
    SHOTS,
    THRESHOLD,
    TRANSIT,
)
from tocsin.defence.passage import assign, enter


def kind_of(tag: Any, typed: Any) -> Any:
    """Row of `typed` for a drone."""
    return (tag >> KIND_SHIFT) & KIND if typed.shape[0] > 1 else i64(0)


def draw_typed_shots(n: Any, site: Any, params: Any, typed: Any, tag: Any, first: Any, second: Any) -> None:
    """Outcomes of shots 0 and 1 at the n drones, each kind with its own threshold."""
    address, replication, k0, k1 = site
    shot, law = params[SHOT], params[EXPONENTIAL] != 0
    for k in range(n):
        second[k] = typed[kind_of(tag[k], typed), THRESHOLD]
    for k in range(padded(n)):
        limit = u64(second[k])
        w0, w1, w2, w3 = philox(u64(0), u64(tag[k] & NUMBER), address, replication, k0, k1)
        first[k] = shot_outcome(w0, w1, law, shot, limit)
        second[k] = shot_outcome(w2, w3, law, shot, limit)


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
    return top & NUMBER


def candidates(n: Any, way: Any, tag: Any, state: Any, chosen: Any) -> Any:
    """Ranks of the drones on this axis (−1: any) that can be engaged; returns how many."""
    m = 0
    for k in range(n):
        chosen[m] = k
        m += i64(state[k] >> CAUSE_SHIFT == 0) & (i64(way < 0) | i64(tag[k] >> AXIS_SHIFT == way))
    return m


def in_order(discipline: Any, m: Any, chosen: Any, leave: Any) -> Any:
    """Whether the rule takes drones as they came: FIFO, and EDF where nobody overtakes."""
    if discipline != EDF:
        return discipline == FIFO
    overtakes = i64(0)
    for i in range(1, m):
        overtakes |= i64(leave[chosen[i]] < leave[chosen[i - 1]])
    return overtakes == 0


def attend(
    turn: Any, k: Any, now: Any, site: Any, params: Any, typed: Any, rules: Any, tag: Any, entry: Any, rooms: Any,
    desk: Any, ammo: Any,
) -> Any:  # fmt: skip
    """Turn a channel that is free at `now` to drone k.

    Returns when it is free again, the state of the magazine (fired, cut), and Σ kill thresholds of the shots.
    """
    until_end, in_turn, _ = rules
    leave, state, ended = rooms
    first, second = desk[0], desk[1]
    start, gone, limit = max(entry[k], now), leave[k], typed[kind_of(tag[k], typed), THRESHOLD]
    valid = gone if i64(until_end) | i64(state[k] & JAM_BIT != 0) != 0 else i64(NEVER)
    shots = (params[EXPONENTIAL] != 0, params[SHOT], limit, first[k], second[k])
    before = ammo[2]
    freed, ended[k], outcome, last, fired, cut = engage(
        turn, tag[k] & NUMBER, start, gone, valid, params[LOOK], (until_end, in_turn), site, shots, ammo
    )
    first[k], second[k] = (min(start, gone) << RANK_BITS) | turn, (last << RANK_BITS) | turn
    state[k] |= outcome
    return freed if outcome != 0 else now, fired, cut, (fired - before) * limit


def serve_in_order(
    m: Any, site: Any, params: Any, typed: Any, rules: Any, tag: Any, entry: Any, rooms: Any, desk: Any
) -> Any:
    """First come, first served. Returns rounds wanted, cut and Σ kill thresholds."""
    _, _, free, keys, chosen, _ = desk
    magazine, channels = params[MAGAZINE], min(params[CHANNELS], m)
    fired, cut, credit = i64(0), first_cut(magazine, rules[1]), i64(0)
    crowded = channels < m
    if crowded:
        open_channels(free, channels)
    for turn in range(m if channels > 0 else 0):
        now = free[0] if crowded else i64(0)
        ammo = (keys, magazine, fired, cut)
        freed, fired, cut, earned = attend(
            turn, chosen[turn], now, site, params, typed, rules, tag, entry, rooms, desk, ammo
        )
        credit += earned
        if crowded:
            release(free, channels, freed)
    return fired, cut, credit


def serve_queue(
    m: Any, site: Any, params: Any, typed: Any, rules: Any, tag: Any, entry: Any, rooms: Any, desk: Any
) -> Any:
    """Last come, or first to leave, first served; `chosen` becomes the order of service. Returns as above."""
    _, _, free, keys, chosen, queue = desk
    leave, rule = rooms[0], rules[2]
    magazine, channels = params[MAGAZINE], min(params[CHANNELS], m)
    fired, cut, credit = i64(0), first_cut(magazine, rules[1]), i64(0)
    open_channels(free, channels)
    waiting, following = 0, 0
    for turn in range(m if channels > 0 else 0):
        now = free[0]
        if waiting == 0:
            now = max(now, entry[chosen[following]])
        while following < m and entry[chosen[following]] <= now:
            admit(rule, queue, waiting, chosen[following], leave[chosen[following]])
            waiting, following = waiting + 1, following + 1
        k = take(rule, queue, waiting)
        waiting -= 1
        chosen[turn] = k  # places before `following` are spent: keep the order of service there
        ammo = (keys, magazine, fired, cut)
        freed, fired, cut, earned = attend(
            turn, k, free[0], site, params, typed, rules, tag, entry, rooms, desk, ammo
        )
        credit += earned
        release(free, channels, freed)
    return fired, cut, credit


def depart(
    m: Any, cut: Any, waits: Any, typed: Any, tag: Any, entry: Any, rooms: Any, desk: Any, tally: Any
) -> None:
    """Settle the `chosen` drones: count outcomes; who goes on gets its exit time in `entry`, others NEVER."""
    leave, state, ended = rooms
    opened, closed, chosen = desk[0], desk[1], desk[4]
    out, by_type = tally
    engaged, hits, kills, downs, dry, dwelt = i64(0), i64(0), i64(0), i64(0), i64(0), i64(0)
    several = typed.shape[0] > 1
    for i in range(m):
        k = chosen[i]
        t, fate, gone, end = kind_of(tag[k], typed), i64(state[k]), leave[k], ended[k]
        transit = typed[t, TRANSIT]
        kept = i64(closed[k] <= cut)
        fired = i64(fate & FIRED != 0) & i64(opened[k] <= cut)
        killed = fate & KILLED & kept
        jammed = i64(fate & JAM_BIT != 0) & (1 - killed)
        goes_on = 1 - killed - jammed
        wanting = starved(opened[k], closed[k], fate, gone, cut) & goes_on
        engaged += fired
        hits += i64(fate & HIT != 0) & kept
        kills += killed
        downs += jammed
        dry += wanting
        dwelt += fired & goes_on & (1 - wanting)
        if several:
            by_type[t, SHOT_DOWN] += killed
            by_type[t, JAMMED_DOWN] += jammed
        exit_time = max(gone, end) if i64(waits) & fired & kept != 0 else gone
        entry[k] = exit_time + transit if goes_on != 0 else i64(NEVER)
    if not several:
        by_type[0, SHOT_DOWN] += kills
        by_type[0, JAMMED_DOWN] += downs
    out[ENGAGED] += engaged
    out[HITS] += hits
    out[KILLS] += kills
    out[JAMMED] += downs
    out[C_QUEUE] += m - kills - downs - dry - dwelt
    out[C_DWELL] += dwelt
    out[C_MAGAZINE] += dry


def pass_by(n: Any, typed: Any, tag: Any, entry: Any, rooms: Any, tally: Any) -> None:
    """Settle the drones that nobody may engage."""
    leave, state, _ = rooms
    out, by_type = tally
    for k in range(n):
        cause = state[k] >> CAUSE_SHIFT
        if cause != 0:
            t, jammed = kind_of(tag[k], typed), state[k] & JAM_BIT != 0
            out[JAMMED if jammed else cause] += 1
            by_type[t, JAMMED_DOWN] += i64(jammed)
            entry[k] = NEVER if jammed else leave[k] + typed[t, TRANSIT]


def regroup(n: Any, entry: Any, tag: Any) -> Any:
    """Close ranks after a layer: drop the downed, order the rest by when they reach the next layer, from time 0."""
    m = 0
    for k in range(n):
        time, drone, j = entry[k], tag[k], m
        while j > 0 and entry[j - 1] > time:
            entry[j], tag[j] = entry[j - 1], tag[j - 1]
            j -= 1
        entry[j], tag[j] = time, drone
        m += i64(time < NEVER)
    origin = entry[0]
    for k in range(m):
        entry[k] -= origin
    return m


def true_credit(wanted: Any, earned: Any, params: Any, in_turn: Any, typed: Any, tag: Any, desk: Any) -> Any:
    """Rounds fired and Σ kill thresholds, from what would have been fired with rounds without end."""
    _, _, _, keys, chosen, _ = desk
    magazine = params[MAGAZINE]
    if in_turn or magazine >= ENDLESS or wanted < magazine:
        return wanted, earned
    credit = i64(0)
    for j in range(magazine):
        credit += typed[kind_of(tag[chosen[keys[j] & NUMBER]], typed), THRESHOLD]
    return magazine, credit


def serve_axis(
    n: Any, way: Any, site: Any, params: Any, typed: Any, rules: Any, tag: Any, entry: Any, rooms: Any,
    desk: Any, tally: Any,
) -> Any:  # fmt: skip
    """Engage and settle the drones of one axis (−1: all). Returns how many these are and the credit."""
    until_end, in_turn, discipline, waits = rules
    chosen = desk[4]
    m = candidates(n, way, tag, rooms[1], chosen)
    orders = (until_end, in_turn, discipline)
    if in_order(discipline, m, chosen, rooms[0]):
        wanted, cut, earned = serve_in_order(m, site, params, typed, orders, tag, entry, rooms, desk)
    else:
        wanted, cut, earned = serve_queue(m, site, params, typed, orders, tag, entry, rooms, desk)
    fired, credit = true_credit(wanted, earned, params, in_turn, typed, tag, desk)
    depart(m, cut, waits, typed, tag, entry, rooms, desk, tally)
    tally[0][SHOTS] += fired
    return m, credit


def cross(
    n: Any, layer: Any, word: Any, key: Any, params: Any, typed: Any, mix: Any, rules: Any, scratch: Any,
    tally: Any,
) -> Any:  # fmt: skip
    """Take n drones through one layer; returns how many go on and the control variate's credit."""
    entry, tag, rooms, desk = scratch
    k0, k1 = key
    axes, decoys = mix
    first, second, queue = desk[0], desk[1], desk[5]
    words = (first, second, queue, rooms[2])  # borrowed before the shots need them
    enter(n, (u64(PASSAGE | layer), word, k0, k1), params, typed, decoys, tag, entry, rooms, words)
    site = (u64(layer), word, k0, k1)
    draw_typed_shots(n, site, params, typed, tag, first, second)
    tally[0][SEEN] = n
    credit, met = i64(0), 0
    groups = axes.shape[0] if params[PER_AXIS] != 0 else 1
    for group in range(groups):
        way = group if groups > 1 else -1
        m, earned = serve_axis(n, way, site, params, typed, rules, tag, entry, rooms, desk, tally)
        credit, met = credit + earned, met + m
    if met < n:
        pass_by(n, typed, tag, entry, rooms, tally)
    return regroup(n, entry, tag), credit


def fly_general(
    word: Any, n: Any, arrivals: Any, key: Any, params: Any, typed: Any, mix: Any, rules: Any, scratch: Any,
    out: Any, credit: Any, by_type: Any,
) -> Any:  # fmt: skip
    """One raid with every option. Returns the leakers."""
    kinds, exact, axes, decoys = mix
    entry, tag, leave, state, ended, first, second, free, keys, chosen, queue, stock = scratch
    k0, k1 = key
    start_raid(n, arrivals, (u64(ARRIVAL), word, k0, k1), entry, tag)
    assign(n, kinds, exact, axes, (u64(ASSIGN), word, k0, k1), tag, (first, second), stock)
    rooms = (entry, tag, (leave, state, ended), (first, second, free, keys, chosen, queue))
    for layer in range(params.shape[0]):
        p, t, tally = params[layer], typed[layer], (out[layer], by_type)
        n, credit[layer] = cross(n, layer, word, key, p, t, (axes, decoys), rules, rooms, tally)
    for k in range(n):
        by_type[kind_of(tag[k], typed[0]), LEAKED] += 1
    return n


def fly_general_block(
    start: Any, stop: Any, address: Any, drones: Any, times: Any, gaps: Any, key: Any, params: Any, typed: Any,
    mix: Any, rules: Any, scratch: Any, out: Any, leakers: Any, credit: Any, by_type: Any,
) -> None:  # fmt: skip
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


INLINE = (kind_of, admit, take, attend)
LOOPS = (
    *(
        draw_typed_shots,
        candidates,
        in_order,
        serve_in_order,
        serve_queue,
        depart,
        pass_by,
        regroup,
        true_credit,
    ),
    *(serve_axis, cross, fly_general, fly_general_block),
)
