"""What the kernels' integer columns and bits mean, and the limits that keep every sum inside 63 bits."""

from __future__ import annotations

NEVER = 1 << 62  # a time after everything
RANK_BITS = 20  # the key of a shot is start << RANK_BITS | rank: at most 2**20 drones, starts below 2**43 us
UNCUT = (1 << 63) - 1  # the key of the last shot that has a round while rounds last: above every key
ENDLESS = 1 << 31  # a magazine this large never binds
ALWAYS = 1 << 32  # threshold of a sure event
LONGEST = 1 << 42  # microseconds: 50 days, the longest stay, shot or transit

# Columns of the parameters [replication, layer, column] and [replication, layer, type, column].
(
    CHANNELS,
    SHOT,
    EXPONENTIAL,
    MAGAZINE,
    LOOK,
    COVERAGE,
    DISCRIMINATION,
    FALSE_DECOY,
    JAM,
    RANDOM_DWELL,
    PER_AXIS,
) = range(11)
DWELL, TRANSIT, THRESHOLD = range(3)

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
