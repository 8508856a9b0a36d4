"""One engagement: shoot, look, shoot at one drone, and the two things engagements share, channels and rounds.

Why a whole engagement can be served at once: a channel that misses shoots at the same drone again while time
remains, so under any queue rule the drone that gets a channel keeps it, and its shots depend on nothing else.
Only the magazine couples channels in time. It is served first as if endless, keeping the keys (start, rank) of the
first `magazine` shots; shots before the last of them cannot have felt the limit, the others never happened.

Branches that a processor cannot guess cost more than the arithmetic they save: what nearly every drone needs (two
shots, one channel given back) is computed for all and selected.
"""

from __future__ import annotations

from typing import Any

from tocsin.defence.draws import draw_pair, i64
from tocsin.defence.layout import ENDLESS, FIRED, HIT, KILLED, NEVER, RANK_BITS, REFUSED, UNCUT


def open_channels(free: Any, channels: Any) -> None:
    """All channels free at time 0, none ever if there are none."""
    for i in range(channels):
        free[i] = 0
    if channels == 0:
        free[0] = NEVER


def release(free: Any, channels: Any, end: Any) -> None:
    """Replace the earliest free time in the ascending list `free` by `end`, which is not before it."""
    for i in range(1, channels):
        later = free[i]
        free[i - 1] = min(later, end)
        end = max(later, end)
    free[max(channels, 1) - 1] = end


def first_cut(magazine: Any, in_turn: Any) -> Any:
    """The last key that has a round before anything was fired."""
    if magazine == 0 and not in_turn:
        return i64(-1)
    return i64(UNCUT)


def newest(keys: Any, magazine: Any) -> Any:
    """Key of the latest of the first `magazine` shots."""
    last = keys[0]
    for i in range(1, magazine):
        last = max(last, keys[i])
    return last


def spend_round(keys: Any, fired: Any, magazine: Any, cut: Any, key: Any) -> Any:
    """Enter one shot, not after `cut`, among the first `magazine` by key; returns the new `cut`."""
    if fired < magazine:
        keys[fired] = key
        if fired + 1 < magazine:
            return cut
        return newest(keys, magazine)
    last = i64(-1)
    for i in range(magazine):
        kept = key if keys[i] == cut else keys[i]
        keys[i] = kept
        last = max(last, kept)
    return last


def shoot_on(
    rank: Any,
    drone: Any,
    number: Any,
    at: Any,
    leave: Any,
    look: Any,
    turn: Any,
    site: Any,
    shots: Any,
    ammo: Any,
) -> Any:
    """Shots `number`, `number` + 1, … from time `at`, one by one.

    Returns the outcome bits, the start and end of the last shot (−1: none), when the next one would start, and the
    state of the magazine (fired, cut).
    """
    random_time, shot, limit, one, two = shots
    keys, magazine, fired, cut = ammo
    outcome, last, end, hit = i64(0), i64(-1), i64(-1), i64(0)
    while hit == 0 and at < leave:
        if magazine < ENDLESS:
            key = (at << RANK_BITS) | rank
            if (fired >= magazine) if turn else (key > cut):
                return outcome | REFUSED, last, end, at, fired, cut
            if not turn:
                cut = spend_round(keys, fired, magazine, cut, key)
        if number > 1 and number & 1 == 0:
            one, two = draw_pair(number >> 1, drone, site, random_time, shot, limit)
        packed = two if number & 1 else one
        fired, number = fired + 1, number + 1
        hit = packed & 1
        last, end = at, at + (packed >> 1)
        at = end + look
        outcome |= FIRED | (hit * HIT)
    return outcome, last, end, at, fired, cut


def engage(
    rank: Any,
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

    An outcome counts only if its shot ends by `valid`. Nothing happens if `start` is not before `leave`. Returns
    when the channel is free again, when the last shot ended, the outcome bits, when the last shot started, and the
    state of the magazine (fired, cut).
    """
    until_end, turn = rules
    _, _, _, one, two = shots
    keys, magazine, fired, cut = ammo
    at, number, outcome = start, i64(0), i64(0)
    last = min(start, leave)
    end = last
    if fired + 2 <= magazine:  # nobody can be refused: both shots at once, kept if they happen
        go, hit = i64(start < leave), one & 1
        second = start + (one >> 1) + look
        again = (1 - hit) & i64(second < leave)
        if magazine < ENDLESS:
            keys[fired] = (last << RANK_BITS) | rank
            keys[fired + 1] = (min(second, leave) << RANK_BITS) | rank
        end = start + (one >> 1)
        if again != 0:
            last, end, hit = second, second + (two >> 1), two & 1
        fired += go + again
        if fired >= magazine and not turn:
            cut = newest(keys, magazine)
        at, number, outcome = end + look, i64(2), go * (FIRED | (hit * HIT))
    if i64(at < leave) & i64(outcome & HIT == 0) != 0:  # one branch, not two
        ammo = (keys, magazine, fired, cut)
        more, then, stop, at, fired, cut = shoot_on(
            rank, drone, number, at, leave, look, turn, site, shots, ammo
        )
        outcome |= more
        if then >= 0:
            last, end = then, stop
    outcome |= (i64(outcome & HIT != 0) & i64(end <= valid)) * KILLED
    if until_end and end > leave:
        at, end = leave, leave
    return at, end, outcome, last, fired, cut


def starved(opened: Any, closed: Any, fate: Any, leave: Any, cut: Any) -> Any:
    """Whether a drone that leaked could have been shot at (again) with more rounds: 1 or 0.

    `opened` and `closed` are the keys of its first and last shot; keys beyond `cut` never had a round.
    """
    shot = i64(fate & FIRED != 0) & i64(opened <= cut)
    again = i64(fate & REFUSED != 0) | i64(closed > cut)
    ever = i64(fate & (FIRED | REFUSED) != 0) | (i64(cut < UNCUT) & i64(leave > (cut >> RANK_BITS)))
    return (shot & again) | ((1 - shot) & ever)


INLINE = (open_channels, release, first_cut, newest, spend_round, shoot_on, engage, starved)
LOOPS = ()
