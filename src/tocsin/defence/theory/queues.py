"""Steady-state loss and delay queues: c channels, Poisson arrivals, drones that leave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from tocsin.defence.checks import fail, number, whole_number

MOST_CHANNELS = 1 << 24  # the recursions over channels take seconds there
LONG_SUM = 1e6  # states beyond which a sum over a queue gives way to the incomplete gamma function


def _positive(name: str, value: float, *, zero: bool = False, endless: bool = False) -> float:
    """`value` above 0 (or from 0), finite unless `endless`."""
    return number("theory", name, value, 0, open_low=not zero, finite=not endless)


def _channels(channels: int, least: int = 1) -> int:
    return whole_number("theory", "channels", channels, least, MOST_CHANNELS)


def erlang_b(channels: int, load: float) -> float:
    """Share of arrivals lost by `channels` servers without a queue, any law of service.

    Parameters
    ----------
    channels : number of servers, ≥ 0.
    load : offered load in erlang, ≥ 0.

    Source: Erlang 1917; insensitive to the service law (Sevastyanov 1957). Recursion B_n = aB/(n + aB).

    >>> round(erlang_b(5, 8), 10)
    0.4790083031
    >>> round(erlang_b(30, 25), 4)
    0.0526
    """
    loss, offered = 1.0, _positive("load", load, zero=True, endless=True)
    if math.isinf(offered):
        return 1.0
    for n in range(1, _channels(channels, least=0) + 1):
        loss = offered * loss / (n + offered * loss)
    return loss


def erlang_b_load(channels: int, loss: float) -> float:
    """Load in erlang at which `erlang_b` reaches `loss` (0 < loss < 1), for at least 1 channel.

    Source: bisection of Erlang B, which grows with the load.

    >>> round(erlang_b_load(15, 0.01), 3)
    8.108
    """
    if not 0 < number("theory", "loss", loss, 0, 1) < 1:
        raise fail("theory: loss is out of range", "Give a number between 0 and 1", "loss", loss)
    _channels(channels)
    low, high = 0.0, 1.0
    while erlang_b(channels, high) < loss:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if erlang_b(channels, middle) < loss else (low, middle)
    return (low + high) / 2


def tandem_erlang_b(channels: Sequence[int], load: float) -> float:
    """Share that passes several groups in a row, each a loss system with the same service time.

    Overflow of one group is offered to the next (ordered hunting), so the groups act as one.

    Source: Erlang B of the sum of channels, `erlang_b`.

    >>> round(tandem_erlang_b([5, 4, 3], 8), 10)
    0.0514063877
    """
    return erlang_b(sum(_channels(group, least=0) for group in channels), load)


def erlang_c(channels: int, load: float) -> float:
    """Probability of waiting in M/M/c with patient customers; needs load < channels.

    Source: Erlang 1917.

    >>> round(erlang_c(12, 10), 4), round(erlang_c(1, 0.8), 6)
    (0.4494, 0.8)
    """
    _channels(channels)
    if not _positive("load", load, zero=True) < channels:
        raise fail("theory: the queue grows without end", "Give load below channels", "load", load)
    b = erlang_b(channels, load)
    return b / (1 - load / channels * (1 - b))


def erlang_c_wait(channels: int, arrivals_per_s: float, service_s: float) -> float:
    """Mean wait in seconds in M/M/c with patient customers; needs arrivals_per_s × service_s < channels.

    Source: Erlang 1917; C(c, a) s/(c − a).

    >>> round(erlang_c_wait(50, 0.8, 60), 2)  # 48 calls a minute, 1 minute each, 50 servers
    20.83
    """
    load = _positive("arrivals_per_s", arrivals_per_s, zero=True) * _positive("service_s", service_s)
    return erlang_c(channels, load) * service_s / (channels - load)


def deadline_to_start_loss(channels: int, arrivals_per_s: float, service_s: float, dwell_s: float) -> float:
    """Loss in M/M/c when service must *start* within a fixed time; under- and overload alike.

    With r = a/c and W = C(c, a) exp(−(cμ − λ)τ): loss = (1 − r)W/(1 − rW), written so that r = 1 is no special case.

    Source: Barrer 1957, Operations Research 5; Baccelli & Hébuterne 1981; Zeltyn & Mandelbaum 2005.

    >>> round(deadline_to_start_loss(5, 0.2, 40, 120), 10), round(deadline_to_start_loss(5, 0.1, 40, 30), 11)
    (0.3750100489, 0.06621368851)
    >>> deadline_to_start_loss(1, 1, 1, 2)  # r = 1: 1 / (2 + μτ)
    0.25
    """
    load = _positive("arrivals_per_s", arrivals_per_s) * _positive("service_s", service_s)
    tau = _positive("dwell_s", dwell_s, zero=True, endless=True)
    r, b = load / _channels(channels), erlang_b(channels, load)
    # In units of the time in which c busy channels free one: τ = x, and the work ahead drifts by −slack.
    slack, x = 1 - r, channels * tau / service_s
    if slack == 0:
        return b / (1 + b * x)
    if slack > 0:
        decay = math.exp(-x * slack)
        return b * decay / (1 - r * b * math.expm1(-x * slack) / slack)
    decay = math.exp(
        x * slack
    )  # both sides divided by the growing exponential, so that overload cannot overflow
    return b / (decay + r * b * math.expm1(x * slack) / slack)


def deadline_to_start_loss_fixed(arrivals_per_s: float, service_s: float, dwell_s: float) -> float:
    """Loss in M/D/1 when service must start within a fixed time.

    With G(τ) = P(W ≤ τ)/(1 − ρ) of plain M/D/1 (Erlang 1909): loss = (1 − (1 − ρ)G)/(1 + ρG), any load.

    Source: de Kok & Tijms 1985 for the form (1 − ρ)q/(1 − ρq), q = P(W > τ).

    >>> round(deadline_to_start_loss_fixed(0.02, 40, 100), 11)
    0.07727572892
    """
    rho = _positive("arrivals_per_s", arrivals_per_s) * _positive("service_s", service_s)
    tau = _positive("dwell_s", dwell_s, zero=True, endless=True) / service_s
    if math.isinf(tau):
        return max(0.0, 1 - 1 / rho)
    # Beyond 60 service times the sum's first pole is exact to double precision, and the sum is slow.
    exact = tau <= 60 and rho * tau <= 1000
    return _fixed_service_sum(rho, tau) if exact else _fixed_service_tail(rho, tau)


def _fixed_service_sum(rho: float, tau: float) -> float:
    """The M/D/1 loss by Erlang's alternating sum, in as many digits as its largest terms and a small loss need."""
    looks = math.floor(tau)
    terms = [k * math.log(max(rho * (tau - k), 1e-300)) - math.lgamma(k + 1) for k in range(looks + 1)]
    largest = max(size + rho * max(tau - k, 0.0) for k, size in enumerate(terms))
    with localcontext() as context:
        context.prec = 60 + int(largest / 2.3 + tau * (1 + max(0.0, -math.log(rho))))
        x, unit, growth, factorial = Decimal(tau), Decimal(rho), Decimal(0), Decimal(1)
        for k in range(looks + 1):
            factorial *= max(k, 1)
            y = unit * (x - k)
            growth += ((-y) ** k if k else 1) * y.exp() / factorial
        return float((1 - (1 - unit) * growth) / (1 + unit * growth))


def _fixed_service_tail(rho: float, tau: float) -> float:
    """The M/D/1 loss from the leading pole: q = (1 − ρ) e^{−θτ}/(θ + ρ − 1) with ρ(e^θ − 1) = θ, any sign of θ."""
    if rho == 1:
        return 1 / (1 + 2 * tau + 2 / 3)  # renewal theorem: G(τ) = 2τ + 2/3
    with localcontext() as context:
        context.prec = 80  # θ + ρ − 1 cancels near ρ = 1
        unit, x = Decimal(rho), Decimal(tau)
        theta = Decimal(-2 * math.log(rho) + 1 if rho < 1 else -rho)
        for _ in range(200):  # Newton from outside: the function is convex, so it comes down to the root
            grown = theta.exp()
            step = (unit * (grown - 1) - theta) / (unit * grown - 1)
            theta -= step
            if abs(step) <= abs(theta) * Decimal("1e-60"):
                break
        slope = (unit - 1) / (theta + unit - 1)
        decay = (-theta * x).exp() if theta > 0 else (theta * x).exp()
        if theta > 0:
            return float(-slope * (1 - unit) * decay / (1 + unit * slope * decay))
        return float(-slope * (1 - unit) / (decay + unit * slope))


def deadline_to_end_loss(arrivals_per_s: float, service_s: float, dwell_s: float) -> float:
    """Loss in M/M/1 when service must *end* within a fixed time and is cut off there.

    I = λ(1 − exp(−(μ − λ)τ))/(μ − λ), P₀ = 1/(1 + I), loss = 1 − (1 − P₀)/ρ.

    Source: own derivation by level crossing of the virtual work; checked by simulation.

    >>> round(deadline_to_end_loss(0.8, 1, 1), 5), round(deadline_to_end_loss(1.5, 1, 1), 5)
    (0.47461, 0.55962)
    >>> round(deadline_to_end_loss(1, 1, 2), 12)
    0.333333333333
    """
    lam, mu = _positive("arrivals_per_s", arrivals_per_s), 1 / _positive("service_s", service_s)
    tau = _positive("dwell_s", dwell_s, zero=True, endless=True)
    gap = mu - lam
    if gap < 0 and -gap * tau > 700:
        return 1 - mu / lam
    if gap == 0:
        return 1 / (1 + lam * tau)
    ahead = -lam * math.expm1(-gap * tau) / gap
    return 1 - ahead / (1 + ahead) * mu / lam


class Abandonment(NamedTuple):
    """Erlang A: share that gives up, mean wait of all (s), share of time a server is busy."""

    abandon: float
    wait_s: float
    busy: float


def erlang_a(channels: int, arrivals_per_s: float, service_s: float, patience_s: float) -> Abandonment:
    """M/M/c with exponential patience: the random-dwell queue.

    Source: Palm 1957; Mandelbaum & Zeltyn 2005. Sum over the birth–death chain.

    >>> round(erlang_a(5, 0.2, 40, 120).abandon, 10)
    0.3781772791
    >>> calls = erlang_a(50, 0.8, 60, 120)
    >>> round(calls.abandon, 4), round(calls.wait_s, 3), round(calls.busy, 3)
    (0.0309, 3.709, 0.93)
    """
    lam, mu = _positive("arrivals_per_s", arrivals_per_s), 1 / _positive("service_s", service_s)
    theta = 1 / _positive("patience_s", patience_s, endless=True)
    offered, c = lam / mu, _channels(channels)
    overload = lam - c * mu
    if overload < LONG_SUM * theta and (offered < c * (1 - 1e-5) or c * mu < LONG_SUM * theta):
        return _erlang_a_sum(c, lam, mu, theta)
    if theta == 0:
        remedy = "Give load below channels"
        raise fail("theory: the queue grows without end", remedy, "load", f"{offered:g} erlang")
    return _erlang_a_gamma(c, lam, mu, theta)


def _erlang_a_sum(channels: int, lam: float, mu: float, theta: float) -> Abandonment:
    """By summing the states of the birth–death chain until they no longer matter."""
    weight, total, queue, busy, n = 1.0, 1.0, 0.0, 0.0, 0
    while True:
        n += 1
        weight *= lam / (min(n, channels) * mu + max(n - channels, 0) * theta)
        if weight > 1e200:
            weight, total, queue, busy = weight / 1e200, total / 1e200, queue / 1e200, busy / 1e200
        total += weight
        queue += max(n - channels, 0) * weight
        busy += min(n, channels) * weight
        if n > channels and weight < 1e-18 * total:
            break
    waiting = queue / total
    return Abandonment(theta * waiting / lam, waiting / lam, busy / total / channels)


def _erlang_a_gamma(channels: int, lam: float, mu: float, theta: float) -> Abandonment:
    """Patience so long that the sum would never end: the same chain through the incomplete gamma function."""
    from scipy.special import gammainc, gammaln

    x, y, b = channels * mu / theta, lam / theta, erlang_b(channels, lam / mu)
    # 1 / A of Palm's formula through its logarithm: A itself leaves the range of floats.
    rest = math.exp(-(math.log(x) + y - x * math.log(y) + gammaln(x) + math.log(gammainc(x, y))))
    waits = b / (rest + (1 - rest) * b)
    ratio = y / x
    abandon = waits * (rest / ratio + 1 - 1 / ratio)
    return Abandonment(abandon, abandon / theta, min(ratio * (1 - abandon), 1.0))
