"""Random numbers by address, in integers: Philox4x32-10, a logarithm, and what the kernel draws with them.

A word depends on (shot, drone, layer and purpose, replication) and the seed only, so no draw depends on the order of
the work, on threads, on blocks, or on what another scenario does. Compiled by `build.build`.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from tocsin.defence.layout import Address, Ints, Longs, ShotLaw

Words = tuple[int, int, int, int]


def u64(value: int) -> int:
    """Cast to an unsigned word (replaced by `int` in the plain build)."""
    return cast("int", np.uint64(value))


def i64(value: int) -> int:
    """Cast to a signed integer (replaced by `int` in the plain build)."""
    return cast("int", np.int64(value))


# Philox4x32 multipliers and Weyl increments (Salmon, Moraes, Dror & Shaw, SC'11; Random123).
M0 = u64(0xD2511F53)
M1 = u64(0xCD9E8D57)
W0 = u64(0x9E3779B9)
W1 = u64(0xBB67AE85)
MASK = u64(0xFFFFFFFF)
ONE = u64(1)
S1, S2, S4, S8, S15, S16, S31, S32 = (u64(s) for s in (1, 2, 4, 8, 15, 16, 31, 32))
LOW16 = u64(0xFFFF)
B17, B25, B29, B31, B32 = (u64(1 << s) for s in (17, 25, 29, 31, 32))

# ln(1 + x) = x (A0 - x (A1 - x (A2 - ...))) on [0, 1) in units of 2**-31: Chebyshev fit, error < 3.4e-9.
A0, A1, A2, A3, A4, A5, A6, A7, A8, A9 = (
    u64(a)
    for a in (
        *(2147483638, 1073739762, 715756387, 535895071, 422584350),
        *(328819756, 227939599, 122544438, 42750303, 6993020),
    )
)
LN2 = u64(1488522236)  # ln 2 in units of 2**-31

LANES = 8  # 64-bit words in the widest vector: loops that draw run over whole vectors

# What a random word is for: the third counter word is purpose << 16 | layer.
ARRIVAL, ASSIGN, PASSAGE = 1 << 16, 2 << 16, 3 << 16


def philox_round(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> Words:
    """One Philox4x32 round on words held in 64 bits."""
    p0 = M0 * c0
    p1 = M1 * c2
    return (p1 >> S32) ^ c1 ^ k0, p1 & MASK, (p0 >> S32) ^ c3 ^ k1, p0 & MASK


def bump(key: int, weyl: int) -> int:
    """Advance one key word by its Weyl increment."""
    return (key + weyl) & MASK


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> Words:
    """Philox4x32-10: four random words for the counter (c0, c1, c2, c3) under the key (k0, k1)."""
    # Unrolled by hand: the loop over drones vectorises only if nothing inside it loops.
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    k0, k1 = bump(k0, W0), bump(k1, W1)
    return philox_round(c0, c1, c2, c3, k0, k1)


def block(first: int, second: int, address: Address) -> Words:
    """The four random words at an address: `first` is the pair of shots, `second` the drone (0 and what else it may be)."""
    return philox(u64(first), u64(second), address.purpose, address.replication, address.key0, address.key1)


def negative_log(word: int) -> int:
    """-ln((2 word + 1) / 2**33) in units of 2**-31, for a 32-bit word."""
    v = (word << S1) | ONE
    halvings = ONE
    if v < B17:
        v, halvings = v << S16, halvings + S16
    if v < B25:
        v, halvings = v << S8, halvings + S8
    if v < B29:
        v, halvings = v << S4, halvings + S4
    if v < B31:
        v, halvings = v << S2, halvings + S2
    if v < B32:
        v, halvings = v << S1, halvings + S1
    if v < B32:  # only word 0 still needs it
        v, halvings = v << S1, halvings + S1
    x = v & MASK  # v = 2**32 (1 + x / 2**32)
    a = A8 - ((x * A9) >> S32)
    a = A7 - ((x * a) >> S32)
    a = A6 - ((x * a) >> S32)
    a = A5 - ((x * a) >> S32)
    a = A4 - ((x * a) >> S32)
    a = A3 - ((x * a) >> S32)
    a = A2 - ((x * a) >> S32)
    a = A1 - ((x * a) >> S32)
    a = A0 - ((x * a) >> S32)
    return halvings * LN2 - ((x * a) >> S32)


def exponential(word: int, mean: int) -> int:
    """An exponential time with this mean (same unit, mean up to 2**44), rounded down."""
    e = negative_log(word)  # below 2**36
    m = u64(mean)
    return i64((((e >> S16) * m) >> S15) + (((e & LOW16) * m) >> S31))


def shot_outcome(kill_word: int, time_word: int, law: ShotLaw) -> int:
    """Engagement time and kill packed as time << 1 | kill; a shot takes at least 1 us."""
    duration = law.mean
    if law.random:
        duration = exponential(time_word, law.mean)
    duration = max(duration, i64(1))
    kill = i64(0)
    if kill_word < u64(law.threshold):
        kill = i64(1)
    return (duration << i64(1)) | kill


def padded(n: int) -> int:
    """n rounded up to whole vectors: loops that draw leave no remainder to do one by one."""
    return (n + LANES - 1) & -LANES


def draw_first_shots(
    n: int, ident: Ints, address: Address, law: ShotLaw, first: Longs, second: Longs
) -> None:
    """Outcomes of shots 0 and 1 for the n drones in `ident`: one Philox block serves both."""
    if law.random:  # two loops, so that each vectorises
        random = ShotLaw(True, law.mean, law.threshold)
        for k in range(padded(n)):
            w0, w1, w2, w3 = block(0, ident[k], address)
            first[k] = shot_outcome(w0, w1, random)
            second[k] = shot_outcome(w2, w3, random)
    else:
        fixed = ShotLaw(False, law.mean, law.threshold)
        for k in range(padded(n)):
            w0, w1, w2, w3 = block(0, ident[k], address)
            first[k] = shot_outcome(w0, w1, fixed)
            second[k] = shot_outcome(w2, w3, fixed)


def draw_pair(pair: int, drone: int, address: Address, law: ShotLaw) -> tuple[int, int]:
    """Outcomes of shots 2 pair and 2 pair + 1 at one drone."""
    w0, w1, w2, w3 = block(pair, drone, address)
    return shot_outcome(w0, w1, law), shot_outcome(w2, w3, law)


def draw_arrivals(n: int, gap: int, address: Address, entry: Longs) -> None:
    """Poisson arrivals: exponential gaps with mean `gap` in 1/64 us, four to a block."""
    for four in range(padded((n + 3) >> 2)):
        w0, w1, w2, w3 = block(0, four, address)
        k = 4 * four
        entry[k] = exponential(w0, gap)
        entry[k + 1] = exponential(w1, gap)
        entry[k + 2] = exponential(w2, gap)
        entry[k + 3] = exponential(w3, gap)
    clock = i64(0)
    for k in range(n):
        clock += entry[k]
        entry[k] = clock >> 6


INLINE = (philox_round, bump, philox, block, negative_log, exponential, shot_outcome, padded, draw_pair)
LOOPS = (draw_first_shots, draw_arrivals)
