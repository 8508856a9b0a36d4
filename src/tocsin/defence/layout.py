"""What the kernels' records, integer columns and bits mean, and the limits that keep every sum inside 63 bits.

Records are named tuples: plain Python, numba and CUDA all read them, and compiled they cost nothing. Numbers in them
are ints in plain Python and 64-bit integers when compiled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]

NEVER = 1 << 62  # a time after everything
RANK_BITS = 20  # the key of a shot is start << RANK_BITS | rank: at most 2**20 drones, starts below 2**43 us
UNCUT = (1 << 63) - 1  # the key of the last shot that has a round while rounds last: above every key
ENDLESS = 1 << 31  # a magazine this large never binds
ALWAYS = 1 << 32  # threshold of a sure event
LONGEST = 1 << 42  # microseconds: 50 days, the longest stay, shot or transit
MANY = 256  # lists longer than this are kept as heaps: searching them would cost more

# Columns of the counts [replication, layer, column].
COLUMNS = (
    *("seen", "engaged", "shots", "hits", "kills", "jammed"),
    *("coverage", "ineligible", "decoy", "queue", "dwell", "magazine"),
)
SEEN, ENGAGED, SHOTS, HITS, KILLS, JAMMED, C_COVER, C_INELIGIBLE, C_DECOY, C_QUEUE, C_DWELL, C_MAGAZINE = (
    range(12)
)
# Columns of the counts by kind of drone [replication, type, column].
LEAKED, SHOT_DOWN, JAMMED_DOWN = range(3)

# Bits of what happened to a drone in one layer; above them, the cause if it passes without being engaged.
KILLED, HIT, REFUSED, FIRED, JAM_BIT = 1, 2, 4, 8, 16
FATE_BITS, CAUSE_SHIFT = 4, 8

# A drone's tag: its number, its kind from bit KIND_SHIFT, its axis from bit AXIS_SHIFT.
NUMBER, KIND, KIND_SHIFT, AXIS_SHIFT = (1 << RANK_BITS) - 1, (1 << 12) - 1, RANK_BITS, 32

FIFO, LIFO, EDF = 0, 1, 2


class Belt(NamedTuple):
    """A layer's parameters, in the order of the columns of `Inputs.belts`. Times in us, shares as thresholds."""

    channels: int
    shot: int
    random_shot: int
    magazine: int
    look: int
    coverage: int
    discrimination: int
    false_decoy: int
    jam: int
    random_dwell: int
    per_axis: int


class Crossing(NamedTuple):
    """What a layer and a kind of drone decide together, in the order of the columns of `Inputs.crossings`."""

    dwell: int
    transit: int
    threshold: int  # of a kill; −1: cannot be engaged


BELT, CROSSING = Belt(*range(11)), Crossing(*range(3))  # the numbers of their columns


class Rules(NamedTuple):
    """The rules where practice differs, as the kernels read them."""

    until_end: bool
    in_turn: bool
    discipline: int
    waits: bool


class Address(NamedTuple):
    """Where random words come from: two words of the counter and the key. What is drawn gives the other two."""

    purpose: int
    replication: int
    key0: int
    key1: int


class ShotLaw(NamedTuple):
    """How long a shot takes (exponential with that mean, or fixed) and the threshold of a kill."""

    random: bool
    mean: int
    threshold: int


class Target(NamedTuple):
    """One drone that gets a channel: at `start`, if before `leave`; a shot counts if it ends by `valid`."""

    rank: int
    number: int
    start: int
    leave: int
    valid: int
    first: int  # outcomes of shots 0 and 1, as `shot_outcome` packs them
    second: int


class Magazine(NamedTuple):
    """Rounds of a layer: keys of the first `rounds` shots, how many were fired, and the last key that has a round."""

    keys: Longs
    rounds: int
    fired: int
    cut: int


class Engagement(NamedTuple):
    """What became of a target: when its channel is free again, when its last shot started and ended, and the bits."""

    free_at: int
    started: int
    ended: int
    outcome: int
    magazine: Magazine


class Inputs(NamedTuple):
    """What is flown. Arrays whose first axis is the replication may have one row that serves all.

    drones [1|R]; times [1|R, drone] us, empty if Poisson; gaps [1|R] mean gap in 1/64 us, −1 if times are given;
    belts [1|R, layer, column of `Belt`]; crossings [1|R, layer, type, column of `Crossing`]; the 64-bit seed as two
    words; kinds [1|R, type] exact counts or cumulative thresholds; axes [axis] cumulative thresholds; decoys [type].
    """

    drones: Longs
    times: Longs
    gaps: Longs
    belts: Longs
    crossings: Longs
    key0: int
    key1: int
    kinds: Longs
    exact_counts: bool
    axes: Longs
    decoys: Longs


class Desk(NamedTuple):
    """Working arrays of the fast path for one raid: by drone, then by channel, then by round."""

    entry: Longs
    ident: Ints
    opened: Longs  # outcome of the first shot; afterwards its start
    fates: Longs  # outcome of the second shot; afterwards the start of the last << FATE_BITS | outcome bits
    free: Longs
    keys: Longs


class WideDesk(NamedTuple):
    """Working arrays of the general kernel: by drone; by channel and round; by place in the queue; by kind."""

    entry: Longs
    tag: Longs
    leave: Longs
    state: Ints
    ended: Longs
    first: Longs  # outcome of the first shot; afterwards its key
    second: Longs
    free: Longs
    keys: Longs
    chosen: Ints
    queue: Longs
    stock: Longs


class Tally(NamedTuple):
    """What the kernels write: leakers [R], counts [R, layer, column], and with options credit [R, layer] (Σ kill
    thresholds of the shots) and by_type [R, type, column]."""

    leakers: Longs
    counts: Longs
    credit: Longs
    by_type: Longs
