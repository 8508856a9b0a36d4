"""Finite raids: independent shots, layers, saturation, magazines, and the salvo exchange of naval gunnery."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.errors import InputError, Problem

LAWS = ("exponential", "fixed")


class Moments(NamedTuple):
    """Mean and variance of a count."""

    mean: float
    variance: float


def _share(name: str, value: float) -> float:
    if not 0 <= value <= 1:
        raise InputError(
            Problem(f"{name} is no probability", "Give a number from 0 to 1", "", None, name, str(value))
        )
    return float(value)


def _law(law: str) -> str:
    if law not in LAWS:
        raise InputError(Problem("unknown shot law", f"Use one of: {', '.join(LAWS)}", value=law))
    return law


def salvo_kill(probability: float, rounds: int) -> float:
    """Probability that a salvo of independent rounds kills: 1 − (1 − p)^n.

    >>> round(salvo_kill(0.71, 2), 4), round(salvo_kill(0.25, 4), 4)
    (0.9159, 0.6836)
    """
    return 1 - (1 - _share("probability", probability)) ** rounds


def shoot_look_shoot(probability: float, looks: int) -> tuple[float, float]:
    """(probability of a kill, expected rounds) with up to `looks` single shots, stopping at a kill.

    E[rounds] = P(kill)/p (Wald).

    >>> kill, rounds = shoot_look_shoot(0.8, 2)
    >>> round(kill, 10), round(rounds, 10)
    (0.96, 1.2)
    >>> round(shoot_look_shoot(0.25, 4)[1], 3)
    2.734
    """
    kill = salvo_kill(probability, looks)
    return kill, kill / probability if probability > 0 else float(looks)


def shots_in_dwell(dwell_s: float, shot_s: float) -> int:
    """Fixed-time shots that start strictly before the drone leaves: ⌈dwell/shot⌉, in whole microseconds.

    >>> shots_in_dwell(120.5, 40), shots_in_dwell(120, 40), shots_in_dwell(60.5, 15)
    (4, 3, 5)
    """
    return -(-round(dwell_s * 1e6) // round(shot_s * 1e6))


def timed_leak(probability: float, dwell_s: float, shot_s: float, shot_law: str = "exponential") -> float:
    """Probability that a drone with a channel of its own leaks (a shot counts if it starts in time).

    Fixed shots: (1 − p)^⌈d/s⌉. Exponential: 1 + Poisson(d/s) shots start, so (1 − p) exp(−p d/s).

    >>> round(200 * timed_leak(0.3, 100, 40), 8), round(200 * timed_leak(0.3, 100, 40, "fixed"), 10)
    (66.13131738, 68.6)
    """
    miss = 1 - _share("probability", probability)
    if _law(shot_law) == "fixed":
        return miss ** shots_in_dwell(dwell_s, shot_s)
    return miss * math.exp(-probability * dwell_s / shot_s)


def layered_leak(leaks: Sequence[float]) -> float:
    """Probability of passing independent layers; their order cannot matter.

    Source: Nunn, Glass, Hsu & Perin 1982, Operations Research 30(3).

    >>> layered_leak([0.5, 0.4, 0.1]) == layered_leak([0.1, 0.4, 0.5]) or abs(layered_leak([0.5, 0.4, 0.1]) - 0.02) < 1e-15
    True
    """
    return math.prod(_share("leaks", leak) for leak in leaks)


def timed_leakers(drones: int, leaks: Sequence[float]) -> Moments:
    """Leakers when every drone is independent: binomial.

    >>> fixed = [timed_leak(0.3, 100, 40, "fixed")]
    >>> round(timed_leakers(200, fixed).variance, 4)
    45.0702
    """
    leak = layered_leak(leaks)
    return Moments(drones * leak, drones * leak * (1 - leak))


def at_least_one_leaks(drones: int, leak: float) -> float:
    """Probability that not every drone is stopped.

    >>> round(at_least_one_leaks(300, 0.05), 10)
    0.9999997925
    """
    return 1 - (1 - _share("leak", leak)) ** drones


def saturation_leakers(
    drones: int,
    channels: int,
    dwell_s: float,
    shot_s: float,
    probability: float,
    shot_law: str = "exponential",
) -> Moments:
    """Leakers of a raid that comes all at once and never lets a channel rest.

    Exponential shots: kills = Binomial(c, p) + Poisson(c p d/s); fixed: Binomial(c ⌈d/s⌉, p). Exact while targets
    do not run out (many more drones than kills).

    >>> saturation_leakers(200, 5, 300, 40, 0.7)
    Moments(mean=170.25, variance=27.3)
    >>> saturation_leakers(200, 5, 300, 40, 0.7, "fixed").mean
    172.0
    """
    p = _share("probability", probability)
    if _law(shot_law) == "fixed":
        shots = channels * shots_in_dwell(dwell_s, shot_s)
        return Moments(drones - shots * p, shots * p * (1 - p))
    extra = channels * p * dwell_s / shot_s
    return Moments(drones - channels * p - extra, round(channels * p * (1 - p) + extra, 12))


def _binomial(n: int, p: float) -> npt.NDArray[np.float64]:
    from scipy.stats import binom

    pmf: npt.NDArray[np.float64] = binom.pmf(np.arange(n + 1), n, p)
    return pmf


def magazine_salvo(
    drones: int, magazines: Sequence[int], probabilities: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Distribution of leakers [0 … drones] when only rounds limit: all at once, time without end.

    Layer by layer, kills = min(targets, Binomial(m, p)).
    """
    law = np.zeros(drones + 1)
    law[drones] = 1.0
    for rounds, p in zip(magazines, probabilities, strict=True):
        kills, after = _binomial(rounds, _share("probabilities", p)), np.zeros(drones + 1)
        for k, weight in enumerate(kills):
            if k <= drones:
                after[: drones + 1 - k] += weight * law[k:]
                after[0] += weight * law[:k].sum()
            else:
                after[0] += weight * law.sum()
        law = after
    return law


def mean_leakers_magazine_salvo(
    drones: int, magazines: Sequence[int], probabilities: Sequence[float]
) -> float:
    """Mean of `magazine_salvo`.

    >>> round(mean_leakers_magazine_salvo(60, [95], [0.6]), 9)
    3.757141993
    >>> round(mean_leakers_magazine_salvo(60, [30, 30, 30], [0.7, 0.6, 0.5]), 9)
    6.193890655
    """
    return float(magazine_salvo(drones, magazines, probabilities) @ np.arange(drones + 1))


def two_drones_one_channel(arrivals_per_s: float, shot_s: float, dwell_s: float) -> float:
    """Mean leakers of two drones at one channel with sure exponential shots: P(S > gap + dwell).

    >>> round(two_drones_one_channel(0.05, 40, 30), 10)
    0.3149110352
    """
    busy = arrivals_per_s * shot_s
    return math.exp(-dwell_s / shot_s) * busy / (1 + busy)


def hughes_salvo(
    attackers: float, shots: float, defenders: float, stops: float, staying_power: float = 1.0
) -> float:
    """What one salvo puts out of action: (attack − defence)/staying power, at least 0.

    `attackers × shots` well-aimed shots arrive, the defence stops `defenders × stops` of them, and a unit takes
    `staying_power` hits. The result may exceed the force: losses are the smaller of the two.

    Source: Hughes 1995, Naval Research Logistics 42(2).

    >>> hughes_salvo(2.5, 8, 2, 4, 1), hughes_salvo(2, 4, 5, 0, 2)  # 5 attackers, half of them ready
    (12.0, 4.0)
    """
    return max(attackers * shots - defenders * stops, 0.0) / staying_power
