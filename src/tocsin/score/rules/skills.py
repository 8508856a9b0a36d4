"""How much better than a reference: skill scores, with intervals that respect how origins overlap."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.randomness import stream


class Skill(NamedTuple):
    """Skill with its bootstrap interval (None: one origin has none), the number of pairs and of origins."""

    skill: float
    low: float | None
    high: float | None
    n: int
    origins: int


def skill(score: ArrayLike, reference: ArrayLike) -> float:
    """1 − mean score / mean score of the reference: 1 is perfect, 0 no better, below 0 worse.

    The means run over the same pairs; a mean of ratios would be neither proper nor stable.

    Examples
    --------
    >>> skill([1.0, 2.0], [2.0, 4.0])
    0.5
    """
    own, other = np.asarray(score, dtype=float), np.asarray(reference, dtype=float)
    if own.shape != other.shape or own.size == 0:
        raise ValueError(f"score and reference must hold the same pairs: got {own.shape} and {other.shape}")
    return float(1 - own.mean() / other.mean())


def block_length(horizon: int) -> int:
    """Origins a block holds: errors h months ahead overlap for h − 1 origins; 3 to 8, since only about 35 exist."""
    return int(np.clip(horizon, 3, 8))


def skill_interval(
    score: ArrayLike,
    reference: ArrayLike,
    *,
    origins: ArrayLike,
    block: int,
    level: float = 0.9,
    replications: int = 2000,
    seed: int = 1,
) -> Skill:
    """Skill with a moving-block bootstrap interval over origins.

    Blocks of `block` consecutive origins (at most a third of all) are drawn with replacement, each origin with all its
    pairs, so neighbouring origins that share a surprise stay together (Künsch 1989, Ann. Stat. 17:1217). Blocks wrap
    around the ends, so that every origin is drawn equally often (Politis & Romano 1992). The interval is the plain
    percentile one; with three dozen origins it is a rough guide.

    Parameters
    ----------
    score, reference : [pair]
    origins : [pair], sortable labels such as "2023-01"
    """
    own, other = np.asarray(score, dtype=float), np.asarray(reference, dtype=float)
    value = skill(own, other)
    names, where = np.unique(np.asarray(origins), return_inverse=True)
    if len(names) < 2:
        return Skill(value, None, None, int(own.size), len(names))
    sums = np.stack([np.bincount(where, weights=x, minlength=len(names)) for x in (own, other)])
    totals = sums @ _times_drawn(len(names), block, replications, seed).T
    draws = 1 - totals[0] / totals[1]
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Skill(value, float(low), float(high), int(own.size), len(names))


@lru_cache(maxsize=64)
def _times_drawn(count: int, block: int, replications: int, seed: int) -> NDArray[np.float64]:
    """How often each origin is drawn, [replication, origin]: wrapping blocks, cut to `count` origins in all."""
    length = max(1, min(block, count // 3))
    needed = -(-count // length)
    starts = stream(seed, "block_bootstrap", count, length).integers(0, count, (replications, needed))
    picks = ((starts[:, :, None] + np.arange(length)).reshape(replications, -1) % count)[:, :count]
    offsets = picks + count * np.arange(replications)[:, None]
    drawn = np.bincount(offsets.ravel(), minlength=replications * count)
    return drawn.reshape(replications, count).astype(float)
