"""What happens to a drone before anybody shoots: its kind and axis, and whether and how long a layer can see it."""

from __future__ import annotations

from typing import Any

from tocsin.defence.draws import exponential, i64, padded, philox, u64
from tocsin.defence.layout import (
    ALWAYS,
    AXIS_SHIFT,
    C_COVER,
    C_DECOY,
    C_INELIGIBLE,
    CAUSE_SHIFT,
    COVERAGE,
    DISCRIMINATION,
    DWELL,
    FALSE_DECOY,
    JAM,
    JAM_BIT,
    KIND,
    KIND_SHIFT,
    LONGEST,
    NEVER,
    NUMBER,
    RANDOM_DWELL,
    THRESHOLD,
)


def draw_assignment(n: Any, site: Any, kind_words: Any, axis_words: Any) -> None:
    """One word for each drone's kind and one for its axis."""
    address, replication, k0, k1 = site
    for k in range(padded(n)):
        w0, w1, _, _ = philox(u64(0), u64(k), address, replication, k0, k1)
        kind_words[k], axis_words[k] = i64(w0), i64(w1)


def assign(n: Any, kinds: Any, exact: Any, axes: Any, site: Any, tag: Any, words: Any, stock: Any) -> None:
    """Give every drone its kind (exact counts in random order, or by share) and its axis."""
    kind_words, axis_words = words
    last_type, last_way = kinds.shape[0] - 1, axes.shape[0] - 1
    if last_type + last_way == 0:
        return
    draw_assignment(n, site, kind_words, axis_words)
    for t in range(last_type + 1):
        stock[t] = kinds[t]
    for k in range(n):
        kind = way = i64(0)
        if exact:
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
        tag[k] = k | (kind << KIND_SHIFT) | (way << AXIS_SHIFT)


def draw_passage(n: Any, site: Any, params: Any, tag: Any, words: Any) -> None:
    """Coverage and decoy words, time until jammed (or NEVER) and a random stay of mean `stay`; a block per drone."""
    address, replication, k0, k1 = site
    covered, taken, fuse, stay = words
    jam, random_dwell = params[JAM], params[RANDOM_DWELL] != 0
    for k in range(padded(n)):
        w0, w1, w2, w3 = philox(u64(0), u64(tag[k] & NUMBER), address, replication, k0, k1)
        covered[k], taken[k] = i64(w0), i64(w1)
        fuse[k] = exponential(w2, jam) if jam > 0 else i64(NEVER)
        stay[k] = min(exponential(w3, stay[k]), LONGEST) if random_dwell else stay[k]


def enter(
    n: Any, site: Any, params: Any, typed: Any, decoys: Any, tag: Any, entry: Any, rooms: Any, words: Any
) -> None:
    """When each drone leaves the layer, whether jamming downs it then, and whether it can be engaged at all.

    state: JAM_BIT if jammed on leaving; plus cause << CAUSE_SHIFT if it passes without being engaged.
    """
    leave, state, _ = rooms
    covered, taken, fuse, stay = words
    share, known, fooled = params[COVERAGE], params[DISCRIMINATION], params[FALSE_DECOY]
    several = typed.shape[0] > 1
    if several:
        for k in range(n):
            stay[k] = typed[(tag[k] >> KIND_SHIFT) & KIND, DWELL]
    else:
        for k in range(n):
            stay[k] = typed[0, DWELL]
    if share < ALWAYS or known + fooled + params[JAM] + params[RANDOM_DWELL] > 0:
        draw_passage(n, site, params, tag, words)
    else:
        for k in range(n):
            covered[k], taken[k], fuse[k] = 0, 0, NEVER
    for k in range(n):
        t = (tag[k] >> KIND_SHIFT) & KIND if several else 0
        time, limit, dwell, decoy = fuse[k], typed[t, THRESHOLD], stay[k], decoys[t]
        seen = i64(covered[k] < share)
        jammed = seen & i64(time < dwell)
        cause = C_DECOY if taken[k] < (known if decoy != 0 else fooled) else 0
        cause = C_INELIGIBLE if limit < 0 else cause
        cause = cause if seen != 0 else C_COVER
        leave[k] = entry[k] + (time if jammed != 0 else dwell)
        state[k] = jammed * JAM_BIT | (cause << CAUSE_SHIFT)


INLINE = ()
LOOPS = (draw_assignment, assign, draw_passage, enter)
