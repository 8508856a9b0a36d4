"""One engagement: shoot, look, shoot at one drone, and the two things engagements share, channels and rounds.

Why a whole engagement can be served at once: a channel that misses shoots at the same drone again while time
remains, so under any queue rule the drone that gets a channel keeps it, and its shots depend on nothing else.
Only the magazine couples channels in time. It is served first as if endless, keeping the keys (start, rank) of the
first `rounds` shots; shots before the last of them cannot have felt the limit, the others never happened.

Branches that a processor cannot guess cost more than the arithmetic they save: what nearly every drone needs (two
shots, one channel given back) is computed for all and selected. Short lists are searched, long ones are heaps.
"""

from __future__ import annotations

from typing import NamedTuple

from tocsin.defence.draws import draw_pair, i64
from tocsin.defence.layout import (
    ENDLESS,
    FIRED,
    HIT,
    KILLED,
    MANY,
    NEVER,
    RANK_BITS,
    REFUSED,
    UNCUT,
    Address,
    Engagement,
    Longs,
    Magazine,
    Rules,
    ShotLaw,
    Target,
)

LEAST, GREATEST = 0, -1  # what a heap has on top: values are compared after xor with it


class Further(NamedTuple):
    """Shots after those computed in advance: outcome bits, the last one's start and end (−1: none), the next's start."""

    outcome: int
    started: int
    ended: int
    at: int
    magazine: Magazine


def sift(heap: Longs, place: int, size: int, value: int, top: int) -> None:
    """Put `value` at `place` of a heap of that size, moving up what belongs above it."""
    child = 2 * place + 1
    while child < size:
        if child + 1 < size and (heap[child + 1] ^ top) < (heap[child] ^ top):
            child += 1
        if (heap[child] ^ top) >= (value ^ top):
            break
        heap[place] = heap[child]
        place, child = child, 2 * child + 1
    heap[place] = value


def open_channels(free: Longs, channels: int) -> None:
    """All channels free at time 0, none ever if there are none."""
    for i in range(channels):
        free[i] = 0
    if channels == 0:
        free[0] = NEVER


def release(free: Longs, channels: int, end: int) -> None:
    """Replace the earliest free time, `free[0]`, by `end`, which is not before it."""
    if channels > MANY:
        sift(free, 0, channels, end, LEAST)
        return
    for i in range(1, channels):
        later = free[i]
        free[i - 1] = min(later, end)
        end = max(later, end)
    free[max(channels, 1) - 1] = end


def first_cut(rounds: int, in_turn: bool) -> int:
    """The last key that has a round before anything was fired."""
    if rounds == 0 and not in_turn:
        return i64(-1)
    return i64(UNCUT)


def newest(keys: Longs, rounds: int) -> int:
    """Key of the latest of the first `rounds` shots, once that many were fired."""
    if rounds > MANY:
        for place in range(rounds >> 1):
            sift(keys, (rounds >> 1) - 1 - place, rounds, keys[(rounds >> 1) - 1 - place], GREATEST)
        return i64(keys[0])
    last = i64(keys[0])
    for i in range(1, rounds):
        last = max(last, keys[i])
    return last


def spend_round(magazine: Magazine, key: int) -> int:
    """Enter one shot, not after `cut`, among the first `rounds` by key; returns the new `cut`."""
    keys, rounds, fired, cut = magazine
    if fired < rounds:
        keys[fired] = key
        if fired + 1 < rounds:
            return cut
        return newest(keys, rounds)
    if rounds > MANY:
        sift(keys, 0, rounds, key, GREATEST)
        return i64(keys[0])
    last = i64(-1)
    for i in range(rounds):
        kept = key if keys[i] == cut else keys[i]
        keys[i] = kept
        last = max(last, kept)
    return last


def shoot_on(
    target: Target, number: int, at: int, law: ShotLaw, look: int, in_turn: bool, address: Address,
    magazine: Magazine,
) -> Further:  # fmt: skip
    """Shots `number`, `number` + 1, … from time `at`, one by one."""
    keys, rounds, fired, cut = magazine
    one, two = target.first, target.second
    outcome, started, ended, hit = i64(0), i64(-1), i64(-1), i64(0)
    while hit == 0 and at < target.leave:
        if rounds < ENDLESS:
            key = (at << RANK_BITS) | target.rank
            if (fired >= rounds) if in_turn else (key > cut):
                return Further(outcome | REFUSED, started, ended, at, Magazine(keys, rounds, fired, cut))
            if not in_turn:
                cut = spend_round(Magazine(keys, rounds, fired, cut), key)
        if number > 1 and number & 1 == 0:
            one, two = draw_pair(number >> 1, target.number, address, law)
        packed = two if number & 1 else one
        fired, number = fired + 1, number + 1
        hit = packed & 1
        started, ended = at, at + (packed >> 1)
        at = ended + look
        outcome |= FIRED | (hit * HIT)
    return Further(outcome, started, ended, at, Magazine(keys, rounds, fired, cut))


def engage(
    target: Target, law: ShotLaw, look: int, rules: Rules, address: Address, magazine: Magazine
) -> Engagement:
    """Shoot, look, shoot at one drone until it is hit, its time is up or no round is left.

    Nothing happens if `start` is not before `leave`.
    """
    keys, rounds, fired, cut = magazine
    start, leave = target.start, target.leave
    at, number, outcome = start, i64(0), i64(0)
    started = min(start, leave)
    ended = started
    if fired + 2 <= rounds:  # nobody can be refused: both shots at once, kept if they happen
        go, hit = i64(start < leave), target.first & 1
        second = start + (target.first >> 1) + look
        again = (1 - hit) & i64(second < leave)
        if rounds < ENDLESS:
            keys[fired] = (started << RANK_BITS) | target.rank
            keys[fired + 1] = (min(second, leave) << RANK_BITS) | target.rank
        ended = start + (target.first >> 1)
        if again != 0:
            started, ended, hit = second, second + (target.second >> 1), target.second & 1
        fired += go + again
        if fired >= rounds and not rules.in_turn:
            cut = newest(keys, rounds)
        at, number, outcome = ended + look, i64(2), go * (FIRED | (hit * HIT))
    if i64(at < leave) & i64(outcome & HIT == 0) != 0:  # one branch, not two
        rest = Magazine(keys, rounds, fired, cut)
        more = shoot_on(target, number, at, law, look, rules.in_turn, address, rest)
        at, fired, cut = more.at, more.magazine.fired, more.magazine.cut
        outcome |= more.outcome
        if more.started >= 0:
            started, ended = more.started, more.ended
    outcome |= (i64(outcome & HIT != 0) & i64(ended <= target.valid)) * KILLED
    if rules.until_end and ended > leave:
        at, ended = leave, leave
    return Engagement(at, started, ended, outcome, Magazine(keys, rounds, fired, cut))


def starved(opened: int, closed: int, fate: int, leave: int, cut: int) -> int:
    """Whether a drone that leaked could have been shot at (again) with more rounds: 1 or 0.

    `opened` and `closed` are the keys of its first and last shot; keys beyond `cut` never had a round.
    """
    shot = i64(fate & FIRED != 0) & i64(opened <= cut)
    again = i64(fate & REFUSED != 0) | i64(closed > cut)
    ever = i64(fate & (FIRED | REFUSED) != 0) | (i64(cut < UNCUT) & i64(leave > (cut >> RANK_BITS)))
    return (shot & again) | ((1 - shot) & ever)


INLINE = (open_channels, sift, release, first_cut, newest, spend_round, shoot_on, engage, starved)
LOOPS = ()
