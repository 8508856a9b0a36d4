"""What happens to a drone before anybody shoots: its kind and axis, and whether and how long a layer can see it."""

from __future__ import annotations

from typing import NamedTuple

from tocsin.defence.draws import block, exponential, i64, padded
from tocsin.defence.kernel import read_crossing
from tocsin.defence.layout import (
    ALWAYS,
    AXIS_SHIFT,
    C_COVER,
    C_DECOY,
    C_INELIGIBLE,
    CAUSE_SHIFT,
    JAM_BIT,
    KIND,
    KIND_SHIFT,
    LONGEST,
    NEVER,
    NUMBER,
    Address,
    Belt,
    Inputs,
    Longs,
    WideDesk,
)


class PassageWords(NamedTuple):
    """Words for coverage and decoys, the time until jammed (or NEVER), and the stay, by drone: arrays of the desk
    that are borrowed before the shots need them."""

    covered: Longs
    taken: Longs
    fuse: Longs
    stay: Longs


def draw_assignment(n: int, address: Address, kind_words: Longs, axis_words: Longs) -> None:
    """One word for each drone's kind and one for its axis."""
    for k in range(padded(n)):
        w0, w1, _, _ = block(0, k, address)
        kind_words[k], axis_words[k] = i64(w0), i64(w1)


def assign(n: int, kinds: Longs, inputs: Inputs, address: Address, desk: WideDesk) -> None:
    """Give every drone its kind (exact counts in random order, or by share) and its axis."""
    kind_words, axis_words, stock, axes = desk.first, desk.second, desk.stock, inputs.axes
    last_type, last_way = kinds.shape[0] - 1, axes.shape[0] - 1
    if last_type + last_way == 0:
        return
    draw_assignment(n, address, kind_words, axis_words)
    for t in range(last_type + 1):
        stock[t] = kinds[t]
    for k in range(n):
        kind = way = i64(0)
        if inputs.exact_counts:
            drawn = (kind_words[k] * (n - k)) >> 32  # uniform among the drones still to be placed
            while kind < last_type and drawn >= stock[kind]:
                drawn -= stock[kind]
                kind += 1
            stock[kind] -= 1
        else:
            for t in range(last_type):
                kind += i64(kind_words[k] >= stock[t])
        for a in range(last_way):
            way += i64(axis_words[k] >= axes[a])
        desk.tag[k] = k | (kind << KIND_SHIFT) | (way << AXIS_SHIFT)


def draw_passage(n: int, address: Address, belt: Belt, tag: Longs, words: PassageWords) -> None:
    """Coverage and decoy words, time until jammed and a random stay of mean `stay`; a block per drone."""
    jam, random_dwell = belt.jam, belt.random_dwell != 0
    covered, taken, fuse, stay = words
    for k in range(padded(n)):
        w0, w1, w2, w3 = block(0, tag[k] & NUMBER, address)
        covered[k], taken[k] = i64(w0), i64(w1)
        fuse[k] = exponential(w2, jam) if jam > 0 else i64(NEVER)
        stay[k] = min(exponential(w3, stay[k]), LONGEST) if random_dwell else stay[k]


def enter(n: int, address: Address, belt: Belt, crossings: Longs, decoys: Longs, desk: WideDesk) -> None:
    """When each drone leaves the layer, whether jamming downs it then, and whether it can be engaged at all.

    state: JAM_BIT if jammed on leaving; plus cause << CAUSE_SHIFT if it passes without being engaged.
    """
    entry, tag, leave, state = desk.entry, desk.tag, desk.leave, desk.state
    covered, taken, fuse, stay = desk.first, desk.second, desk.queue, desk.ended
    share, known, fooled = belt.coverage, belt.discrimination, belt.false_decoy
    several = crossings.shape[0] > 1
    if several:
        for k in range(n):
            stay[k] = read_crossing(crossings[(tag[k] >> KIND_SHIFT) & KIND]).dwell
    else:
        only = read_crossing(crossings[0]).dwell
        for k in range(n):
            stay[k] = only
    if share < ALWAYS or known + fooled + belt.jam + belt.random_dwell > 0:
        draw_passage(n, address, belt, tag, PassageWords(covered, taken, fuse, stay))
    else:
        for k in range(n):
            covered[k], taken[k], fuse[k] = 0, 0, NEVER
    for k in range(n):
        t = (tag[k] >> KIND_SHIFT) & KIND if several else 0
        time, dwell, decoy = fuse[k], stay[k], decoys[t]
        limit = read_crossing(crossings[t]).threshold
        seen = i64(covered[k] < share)
        jammed = seen & i64(time < dwell)
        cause = C_DECOY if taken[k] < (known if decoy != 0 else fooled) else 0
        cause = C_INELIGIBLE if limit < 0 else cause
        cause = cause if seen != 0 else C_COVER
        leave[k] = entry[k] + (time if jammed != 0 else dwell)
        state[k] = jammed * JAM_BIT | (cause << CAUSE_SHIFT)


INLINE = ()
LOOPS = (draw_assignment, assign, draw_passage, enter)
