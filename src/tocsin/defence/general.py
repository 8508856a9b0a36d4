"""The engagement kernel with every option: kinds of drone, axes, jamming, coverage, looks and other rules.

Same conventions and random addresses as `kernel`, whose fast path serves one kind of drone without options;
with the options off both give the same bits.
"""

from __future__ import annotations

from typing import NamedTuple

from tocsin.defence.draws import ARRIVAL, ASSIGN, PASSAGE, block, i64, padded, shot_outcome, u64
from tocsin.defence.engage import LEAST, engage, first_cut, open_channels, release, sift, starved
from tocsin.defence.kernel import read_belt, read_crossing, row, start_raid
from tocsin.defence.layout import (
    AXIS_SHIFT,
    C_DWELL,
    C_MAGAZINE,
    C_QUEUE,
    CAUSE_SHIFT,
    EDF,
    ENDLESS,
    ENGAGED,
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
    NEVER,
    NUMBER,
    RANK_BITS,
    SEEN,
    SHOT_DOWN,
    SHOTS,
    Address,
    Belt,
    Inputs,
    Longs,
    Magazine,
    Rules,
    ShotLaw,
    Tally,
    Target,
    WideDesk,
)
from tocsin.defence.passage import assign, enter

MOVES = 64  # places a drone may move on average before the order of a layer's exits is left to a merge sort


class Place(NamedTuple):
    """One layer as the drones of a raid meet it: where its random words are, its parameters, the rules."""

    address: Address
    belt: Belt
    crossings: Longs  # [type, column of `Crossing`]
    rules: Rules


class Served(NamedTuple):
    """What serving a layer's drones came to: its magazine, and Σ kill thresholds of the shots."""

    magazine: Magazine
    credit: int


def kind_of(tag: int, crossings: Longs) -> int:
    """Row of `crossings` for a drone."""
    return (tag >> KIND_SHIFT) & KIND if crossings.shape[0] > 1 else i64(0)


def draw_typed_shots(n: int, place: Place, desk: WideDesk) -> None:
    """Outcomes of shots 0 and 1 at the n drones, each kind with its own threshold."""
    tag, first, second = desk.tag, desk.first, desk.second
    random, mean, address = place.belt.random_shot != 0, place.belt.shot, place.address
    for k in range(n):
        second[k] = read_crossing(place.crossings[kind_of(tag[k], place.crossings)]).threshold
    for k in range(padded(n)):
        law = ShotLaw(random, mean, second[k])
        w0, w1, w2, w3 = block(0, tag[k] & NUMBER, address)
        first[k] = shot_outcome(w0, w1, law)
        second[k] = shot_outcome(w2, w3, law)


def admit(rule: int, queue: Longs, waiting: int, k: int, leave: int) -> None:
    """Put drone k into the queue: a stack for LIFO, a heap on (leave, rank) for EDF."""
    if rule == LIFO:
        queue[waiting] = k
        return
    key, place = (leave << RANK_BITS) | k, waiting
    while place > 0 and queue[(place - 1) >> 1] > key:
        queue[place] = queue[(place - 1) >> 1]
        place = (place - 1) >> 1
    queue[place] = key


def take(rule: int, queue: Longs, waiting: int) -> int:
    """Remove and return the drone a free channel turns to (it may have left already)."""
    last = i64(queue[waiting - 1])
    if rule == LIFO:
        return last
    top = i64(queue[0])
    sift(queue, 0, waiting - 1, last, LEAST)
    return top & NUMBER


def candidates(n: int, way: int, desk: WideDesk) -> int:
    """Put the ranks of the drones on this axis (−1: any) that can be engaged in `chosen`; returns how many."""
    tag, state, chosen = desk.tag, desk.state, desk.chosen
    m = 0
    for k in range(n):
        chosen[m] = k
        m += i64(state[k] >> CAUSE_SHIFT == 0) & (i64(way < 0) | i64(tag[k] >> AXIS_SHIFT == way))
    return m


def in_order(discipline: int, m: int, desk: WideDesk) -> bool:
    """Whether the rule takes drones as they came: FIFO, and EDF where nobody overtakes."""
    leave, chosen = desk.leave, desk.chosen
    if discipline != EDF:
        return discipline == FIFO
    overtakes = i64(0)
    for i in range(1, m):
        overtakes |= i64(leave[chosen[i]] < leave[chosen[i - 1]])
    return overtakes == 0


def attend(
    turn: int, k: int, now: int, place: Place, desk: WideDesk, magazine: Magazine
) -> tuple[int, Served]:
    """Turn a channel that is free at `now` to drone k. Returns when it is free again, and what the shots came to."""
    tag, entry, leave, state, ended = desk.tag, desk.entry, desk.leave, desk.state, desk.ended
    first, second = desk.first, desk.second
    start, gone = max(entry[k], now), leave[k]
    limit = read_crossing(place.crossings[kind_of(tag[k], place.crossings)]).threshold
    valid = gone if i64(place.rules.until_end) | i64(state[k] & JAM_BIT != 0) != 0 else i64(NEVER)
    law = ShotLaw(place.belt.random_shot != 0, place.belt.shot, limit)
    target = Target(turn, tag[k] & NUMBER, start, gone, valid, first[k], second[k])
    done = engage(target, law, place.belt.look, place.rules, place.address, magazine)
    ended[k] = done.ended
    first[k], second[k] = (min(start, gone) << RANK_BITS) | turn, (done.started << RANK_BITS) | turn
    state[k] |= done.outcome
    free_at = done.free_at if done.outcome != 0 else now
    return free_at, Served(done.magazine, (done.magazine.fired - magazine.fired) * limit)


def serve_in_order(m: int, place: Place, desk: WideDesk) -> Served:
    """First come, first served."""
    free, belt = desk.free, place.belt
    channels = min(belt.channels, m)
    magazine = Magazine(desk.keys, belt.magazine, i64(0), first_cut(belt.magazine, place.rules.in_turn))
    credit, crowded = i64(0), channels < m
    if crowded:
        open_channels(free, channels)
    for turn in range(m if channels > 0 else 0):
        now = free[0] if crowded else i64(0)
        free_at, done = attend(turn, desk.chosen[turn], now, place, desk, magazine)
        magazine = done.magazine
        credit += done.credit
        if crowded:
            release(free, channels, free_at)
    return Served(magazine, credit)


def serve_queue(m: int, place: Place, desk: WideDesk) -> Served:
    """Last come, or first to leave, first served; `chosen` becomes the order of service."""
    free, belt, rule = desk.free, place.belt, place.rules.discipline
    entry, leave, chosen, queue = desk.entry, desk.leave, desk.chosen, desk.queue
    channels = min(belt.channels, m)
    magazine = Magazine(desk.keys, belt.magazine, i64(0), first_cut(belt.magazine, place.rules.in_turn))
    credit = i64(0)
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
        free_at, done = attend(turn, k, free[0], place, desk, magazine)
        magazine = done.magazine
        credit += done.credit
        release(free, channels, free_at)
    return Served(magazine, credit)


def depart(m: int, cut: int, place: Place, desk: WideDesk, out: Longs, by_type: Longs) -> None:
    """Settle the `chosen` drones: count outcomes; who goes on gets its exit time in `entry`, others NEVER."""
    entry, tag, leave, state, ended = desk.entry, desk.tag, desk.leave, desk.state, desk.ended
    opened, closed, chosen, crossings = desk.first, desk.second, desk.chosen, place.crossings
    engaged, hits, kills, downs, dry, dwelt = i64(0), i64(0), i64(0), i64(0), i64(0), i64(0)
    several = crossings.shape[0] > 1
    for i in range(m):
        k = chosen[i]
        t, fate, gone, end = kind_of(tag[k], crossings), i64(state[k]), leave[k], ended[k]
        transit = read_crossing(crossings[t]).transit
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
        exit_time = max(gone, end) if i64(place.rules.waits) & fired & kept != 0 else gone
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


def pass_by(n: int, crossings: Longs, desk: WideDesk, out: Longs, by_type: Longs) -> None:
    """Settle the drones that nobody may engage."""
    entry, tag, leave, state = desk.entry, desk.tag, desk.leave, desk.state
    for k in range(n):
        cause = state[k] >> CAUSE_SHIFT
        if cause != 0:
            t, jammed = kind_of(tag[k], crossings), state[k] & JAM_BIT != 0
            out[JAMMED if jammed else cause] += 1
            by_type[t, JAMMED_DOWN] += i64(jammed)
            entry[k] = NEVER if jammed else leave[k] + read_crossing(crossings[t]).transit


def merge(n: int, entry: Longs, tag: Longs, times: Longs, tags: Longs) -> None:
    """Stable merge sort of (entry, tag) by entry; `times` and `tags` are space for a copy."""
    width = 1
    while width < n:
        for low in range(0, n, 2 * width):
            middle, high = min(low + width, n), min(low + 2 * width, n)
            i, j = low, middle
            for k in range(low, high):
                if i < middle and (j >= high or entry[i] <= entry[j]):
                    times[k], tags[k] = entry[i], tag[i]
                    i += 1
                else:
                    times[k], tags[k] = entry[j], tag[j]
                    j += 1
        for k in range(n):
            entry[k], tag[k] = times[k], tags[k]
        width *= 2


def regroup(n: int, desk: WideDesk) -> int:
    """Close ranks after a layer: drop the downed, order the rest by when they reach the next layer, from time 0.

    Insertion, since few overtake; where many do, the rest is merged.
    """
    entry, tag = desk.entry, desk.tag
    m, spare = 0, MOVES * n
    for k in range(n):
        time, drone, j = entry[k], tag[k], m
        while j > 0 and entry[j - 1] > time:
            entry[j], tag[j] = entry[j - 1], tag[j - 1]
            j -= 1
        entry[j], tag[j] = time, drone
        spare -= m - j
        m += i64(time < NEVER)
        if spare < 0:
            for hole in range(m, k + 1):
                entry[hole] = NEVER
            merge(n, entry, tag, desk.leave, desk.queue)
            m = 0
            while m < n and entry[m] < NEVER:
                m += 1
            break
    origin = entry[0]
    for k in range(m):
        entry[k] -= origin
    return m


def true_credit(served: Served, place: Place, desk: WideDesk) -> tuple[int, int]:
    """Rounds fired and Σ kill thresholds, from what would have been fired with rounds without end."""
    rounds, wanted = served.magazine.rounds, served.magazine.fired
    if place.rules.in_turn or rounds >= ENDLESS or wanted < rounds:
        return wanted, served.credit
    credit = i64(0)
    for j in range(rounds):
        k = desk.chosen[desk.keys[j] & NUMBER]
        credit += read_crossing(place.crossings[kind_of(desk.tag[k], place.crossings)]).threshold
    return rounds, credit


def serve_axis(n: int, way: int, place: Place, desk: WideDesk, out: Longs, by_type: Longs) -> tuple[int, int]:
    """Engage and settle the drones of one axis (−1: all). Returns how many these are and the credit."""
    m = candidates(n, way, desk)
    if in_order(place.rules.discipline, m, desk):
        served = serve_in_order(m, place, desk)
    else:
        served = serve_queue(m, place, desk)
    fired, credit = true_credit(served, place, desk)
    depart(m, served.magazine.cut, place, desk, out, by_type)
    out[SHOTS] += fired
    return m, credit


def cross(
    n: int, place: Place, inputs: Inputs, desk: WideDesk, out: Longs, by_type: Longs
) -> tuple[int, int]:
    """Take n drones through one layer; returns how many go on and the control variate's credit."""
    purpose, word, key0, key1 = place.address
    passage = Address(u64(PASSAGE) | purpose, word, key0, key1)
    enter(n, passage, place.belt, place.crossings, inputs.decoys, desk)
    draw_typed_shots(n, place, desk)
    out[SEEN] = n
    credit, met = i64(0), 0
    groups = inputs.axes.shape[0] if place.belt.per_axis != 0 else 1
    for group in range(groups):
        way = group if groups > 1 else -1
        m, earned = serve_axis(n, way, place, desk, out, by_type)
        credit, met = credit + earned, met + m
    if met < n:
        pass_by(n, place.crossings, desk, out, by_type)
    return regroup(n, desk), credit


def fly_general(r: int, first: int, inputs: Inputs, rules: Rules, desk: WideDesk, tally: Tally) -> None:
    """Replication r with every option; its address is first + r."""
    belts = inputs.belts[row(inputs.belts, r)]
    crossings = inputs.crossings[row(inputs.crossings, r)]
    n, gap = inputs.drones[row(inputs.drones, r)], inputs.gaps[row(inputs.gaps, r)]
    word, key0, key1 = u64(first + r), inputs.key0, inputs.key1
    arrival = Address(u64(ARRIVAL), word, key0, key1)
    start_raid(n, inputs.times[row(inputs.times, r)], gap, arrival, desk.entry, desk.tag)
    assign(n, inputs.kinds[row(inputs.kinds, r)], inputs, Address(u64(ASSIGN), word, key0, key1), desk)
    by_type = tally.by_type[r]
    for layer in range(belts.shape[0]):
        here = Address(u64(layer), word, key0, key1)
        place = Place(here, read_belt(belts[layer]), crossings[layer], rules)
        n, tally.credit[r, layer] = cross(n, place, inputs, desk, tally.counts[r, layer], by_type)
    for k in range(n):
        by_type[kind_of(desk.tag[k], crossings[0]), LEAKED] += 1
    tally.leakers[r] = n


def fly_general_block(
    start: int, stop: int, first: int, inputs: Inputs, rules: Rules, desk: WideDesk, tally: Tally
) -> None:
    """Fly replications start..stop."""
    for r in range(start, stop):
        fly_general(r, first, inputs, rules, desk, tally)


INLINE = (kind_of, admit, take, attend, true_credit, serve_axis, cross, fly_general)
LOOPS = (
    *(draw_typed_shots, candidates, in_order, serve_in_order, serve_queue, depart, pass_by, merge, regroup),
    fly_general_block,
)
