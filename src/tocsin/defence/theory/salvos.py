"""Finite raids: independent shots, layers, saturation, magazines, and the salvo exchange of naval gunnery."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.defence.checks import fail, number, one_of, whole, whole_number

LAWS = ("exponential", "fixed")
MOST = 1 << 24  # drones or rounds of which a full distribution is computed
SURE = 6.0  # standard deviations beyond which a count never comes


class Moments(NamedTuple):
    """Mean and variance of a count."""

    mean: float
    variance: float


def _share(name: str, value: float) -> float:
    return number("theory", name, value, 0, 1)


def _count(name: str, value: float) -> float:
    """A whole number from 0, `inf` included."""
    return float(whole("theory", name, value, 0, most_axes=0))


def _seconds(name: str, value: float, *, zero: bool = False) -> float:
    return number("theory", name, value, 0, open_low=not zero)


def _law(law: str) -> str:
    one_of("theory", "shot_law", law, LAWS)
    return law


def _at_least_once(probability: float, times: float) -> float:
    """1 − (1 − p)^n, exact for small p too; n may be `inf`."""
    if probability == 0 or times == 0:
        return 0.0
    if probability == 1:
        return 1.0
    return -math.expm1(times * math.log1p(-probability))


def salvo_kill(probability: float, rounds: float) -> float:
    """Probability that a salvo of independent rounds kills: 1 − (1 − p)^n (elementary; n may be `inf`).

    >>> round(salvo_kill(0.71, 2), 4), round(salvo_kill(0.25, 4), 4)
    (0.9159, 0.6836)
    >>> round(salvo_kill(1e-17, 1000) * 1e14, 9)
    1.0
    """
    return _at_least_once(_share("probability", probability), _count("rounds", rounds))


def shoot_look_shoot(probability: float, looks: float) -> tuple[float, float]:
    """(probability of a kill, expected rounds) with up to `looks` single shots, stopping at a kill.

    Source: E[rounds] = P(kill)/p (Wald).

    >>> kill, rounds = shoot_look_shoot(0.8, 2)
    >>> round(kill, 10), round(rounds, 10)
    (0.96, 1.2)
    >>> round(shoot_look_shoot(0.25, 4)[1], 3)
    2.734
    """
    kill = salvo_kill(probability, looks)
    return kill, kill / probability if probability > 0 else _count("looks", looks)


def shots_in_dwell(dwell_s: float, shot_s: float) -> int:
    """Fixed-time shots that start strictly before the drone leaves: ⌈dwell/shot⌉, in whole microseconds.

    >>> shots_in_dwell(120.5, 40), shots_in_dwell(120, 40), shots_in_dwell(60.5, 15)
    (4, 3, 5)
    """
    dwell, shot = _seconds("dwell_s", dwell_s, zero=True) * 1e6, _seconds("shot_s", shot_s) * 1e6
    if math.isinf(dwell):
        raise fail("theory: shots without end", "Give a finite dwell_s", "dwell_s", dwell_s)
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
    miss, law = 1 - _share("probability", probability), _law(shot_law)
    dwell, shot = _seconds("dwell_s", dwell_s, zero=True), _seconds("shot_s", shot_s)
    if math.isinf(dwell) and math.isinf(shot):
        raise fail("theory: how many shots start is not clear", "Give a finite dwell_s or shot_s", "dwell_s")
    if dwell == 0 or probability == 0:
        return 1.0
    if math.isinf(dwell):
        return 0.0
    if law == "fixed":
        return float(miss ** shots_in_dwell(dwell, shot))
    return miss * math.exp(-probability * dwell / shot)


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
    leak, n = layered_leak(leaks), whole_number("theory", "drones", drones, 0, MOST)
    return Moments(n * leak, n * leak * (1 - leak))


def at_least_one_leaks(drones: float, leak: float) -> float:
    """Probability that not every drone is stopped.

    >>> round(at_least_one_leaks(300, 0.05), 10)
    0.9999997925
    >>> round(at_least_one_leaks(10**6, 1e-18) * 1e12, 9)
    1.0
    """
    return _at_least_once(_share("leak", leak), _count("drones", drones))


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
    do not run out, which takes more drones than channels and kills; refused where they might (by six standard
    deviations of the kills).

    >>> mean, variance = saturation_leakers(200, 5, 300, 40, 0.7)
    >>> mean, round(variance, 9)
    (170.25, 27.3)
    >>> saturation_leakers(200, 5, 300, 40, 0.7, "fixed").mean
    172.0
    """
    n, c = (whole_number("theory", *given, 0, MOST) for given in (("drones", drones), ("channels", channels)))
    p, fixed = _share("probability", probability), _law(shot_law) == "fixed"
    dwell, shot = _seconds("dwell_s", dwell_s, zero=True), _seconds("shot_s", shot_s)
    if dwell == 0 or p == 0 or c == 0:
        return Moments(float(n), 0.0)
    if fixed:
        shots = c * shots_in_dwell(dwell, shot)
        kills = Moments(shots * p, shots * p * (1 - p))
    else:
        further = c * p * dwell / shot
        kills = Moments(c * p + further, c * p * (1 - p) + further)
    if not c + kills.mean + SURE * math.sqrt(kills.variance) <= n:
        remedy = "Give more drones than channels and kills together, or simulate"
        raise fail("theory: the targets may run out, no saturation", remedy, "drones", drones)
    return Moments(n - kills.mean, kills.variance)


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
    drones = whole_number("theory", "drones", drones, 0, MOST)
    if len(magazines) != len(probabilities):
        raise fail(
            "theory: magazines and probabilities differ in length",
            "Give one of each per layer",
            "probabilities",
            f"{len(magazines)} and {len(probabilities)}",
        )
    law = np.zeros(drones + 1)
    law[drones] = 1.0
    for rounds, p in zip(magazines, probabilities, strict=True):
        _share("probabilities", p)
        if math.isinf(_count("magazines", rounds)):
            law = law if p == 0 else np.eye(1, drones + 1)[0]
            continue
        kills, after = (
            _binomial(whole_number("theory", "magazines", rounds, 0, MOST), p),
            np.zeros(drones + 1),
        )
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
    rate = number("theory", "arrivals_per_s", arrivals_per_s, 0)
    shot, dwell = number("theory", "shot_s", shot_s, 0, finite=True), _seconds("dwell_s", dwell_s)
    if shot == 0:
        return 0.0
    busy = rate * shot
    second_waits = 1.0 if math.isinf(busy) else busy / (1 + busy)
    return math.exp(-dwell / shot) * second_waits


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
    given = {"attackers": attackers, "shots": shots, "defenders": defenders, "stops": stops}
    a, b, c, d = (number("theory", name, value, 0, finite=True) for name, value in given.items())
    return max(a * b - c * d, 0.0) / number("theory", "staying_power", staying_power, 0, open_low=True)
