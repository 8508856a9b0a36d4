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


def _count(name: str, value: float) -> float:
    """A number from 0, `inf` included."""
    if not value >= 0:
        raise InputError(
            Problem(f"{name} is out of range", "Give a number from 0", "", None, name, str(value))
        )
    return value


def _law(law: str) -> str:
    if law not in LAWS:
        raise InputError(Problem("unknown shot law", f"Use one of: {', '.join(LAWS)}", value=law))
    return law


def salvo_kill(probability: float, rounds: int) -> float:
    """Probability that a salvo of independent rounds kills: 1 − (1 − p)^n (elementary; n may be `inf`).

    >>> round(salvo_kill(0.71, 2), 4), round(salvo_kill(0.25, 4), 4)
    (0.9159, 0.6836)
    """
    return float(1 - (1 - _share("probability", probability)) ** _count("rounds", rounds))


def shoot_look_shoot(probability: float, looks: int) -> tuple[float, float]:
    """(probability of a kill, expected rounds) with up to `looks` single shots, stopping at a kill.

    Source: E[rounds] = P(kill)/p (Wald).

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
    dwell, shot = _count("dwell_s", dwell_s) * 1e6, _count("shot_s", shot_s) * 1e6
    if math.isinf(dwell) or not shot > 0:
        raise InputError(
            Problem(
                "shots without end", "Give a finite dwell_s and shot_s above 0", value=f"{dwell_s}, {shot_s}"
            )
        )
    if math.isinf(shot):
        return int(dwell > 0)
    # As the simulation: a time above 0 lasts 1 us at least.
    return -(-max(round(dwell), int(dwell > 0)) // max(round(shot), 1))


def timed_leak(probability: float, dwell_s: float, shot_s: float, shot_law: str = "exponential") -> float:
    """Probability that a drone with a channel of its own leaks (a shot counts if it starts in time).

    Fixed shots: (1 − p)^⌈d/s⌉. Exponential: 1 + Poisson(d/s) shots start, so (1 − p) exp(−p d/s). Without any time
    (dwell_s = 0) no shot starts.

    Source: independent geometric shots.

    >>> round(200 * timed_leak(0.3, 100, 40), 8), round(200 * timed_leak(0.3, 100, 40, "fixed"), 10)
    (66.13131738, 68.6)
    """
    miss = 1 - _share("probability", probability)
    law = _law(shot_law)
    if _count("dwell_s", dwell_s) == 0 or probability == 0:
        return 1.0
    if math.isinf(dwell_s):
        return 0.0
    if law == "fixed":
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
    return float(1 - (1 - _share("leak", leak)) ** _count("drones", drones))


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

    >>> mean, variance = saturation_leakers(200, 5, 300, 40, 0.7)
    >>> mean, round(variance, 9)
    (170.25, 27.3)
    >>> saturation_leakers(200, 5, 300, 40, 0.7, "fixed").mean
    172.0
    """
    p, fixed = _share("probability", probability), _law(shot_law) == "fixed"
    if _count("dwell_s", dwell_s) == 0:
        return Moments(float(drones), 0.0)
    if fixed:
        shots = channels * shots_in_dwell(dwell_s, shot_s)
        moments = Moments(drones - shots * p, shots * p * (1 - p))
    else:
        extra = channels * p * dwell_s / shot_s
        moments = Moments(drones - channels * p - extra, channels * p * (1 - p) + extra)
    if moments.mean < 0:
        remedy = "Give more drones than the channels can down"
        raise InputError(
            Problem("the targets run out: no saturation", remedy, column="drones", value=str(drones))
        )
    return moments


def _binomial(n: int, p: float) -> npt.NDArray[np.float64]:
    from scipy.stats import binom

    pmf: npt.NDArray[np.float64] = binom.pmf(np.arange(n + 1), n, p)
    return pmf


def magazine_salvo(
    drones: int, magazines: Sequence[int], probabilities: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Distribution of leakers [0 … drones] when only rounds limit: all at once, time without end.

    Layer by layer, kills = min(targets, Binomial(m, p)). A magazine may be `inf`.

    Source: convolution of truncated binomials.
    """
    law = np.zeros(drones + 1)
    law[drones] = 1.0
    for rounds, p in zip(magazines, probabilities, strict=True):
        _share("probabilities", p)
        if math.isinf(_count("magazines", rounds)):
            law = law if p == 0 else np.eye(1, drones + 1)[0]
            continue
        kills, after = _binomial(int(rounds), p), np.zeros(drones + 1)
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

    Source: elementary; exp(−d/s) λs/(1 + λs). `arrivals_per_s` may be `inf`, `dwell_s` must be above 0.

    >>> round(two_drones_one_channel(0.05, 40, 30), 10)
    0.3149110352
    """
    busy = _count("arrivals_per_s", arrivals_per_s) * shot_s
    second_waits = 1.0 if math.isinf(busy) else busy / (1 + busy)
    if not shot_s > 0:
        return 0.0
    return math.exp(-_count("dwell_s", dwell_s) / shot_s) * second_waits


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
    if not staying_power > 0:
        raise InputError(
            Problem("staying_power is out of range", "Give a number above 0", value=str(staying_power))
        )
    return max(attackers * shots - defenders * stops, 0.0) / staying_power
