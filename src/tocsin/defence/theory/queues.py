"""Steady-state loss and delay queues: c channels, Poisson arrivals, drones that leave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from tocsin.errors import InputError, Problem


def _positive(name: str, value: float, *, zero: bool = False) -> float:
    if not (value > 0 or (zero and value == 0)) or math.isinf(value):
        bound = "0 or more" if zero else "above 0"
        raise InputError(
            Problem(f"{name} is out of range", f"Give a finite number {bound}", "", None, name, str(value))
        )
    return float(value)


def _channels(channels: int) -> int:
    if channels < 1 or channels != int(channels):
        raise InputError(
            Problem(
                "channels is out of range", "Give a whole number from 1", "", None, "channels", str(channels)
            )
        )
    return int(channels)


def erlang_b(channels: int, load: float) -> float:
    """Share of arrivals lost by `channels` servers without a queue, any law of service.

    Parameters
    ----------
    channels : number of servers, ≥ 1.
    load : offered load in erlang.

    Source: Erlang 1917; insensitive to the service law (Sevastyanov 1957). Recursion B_n = aB/(n + aB).

    >>> round(erlang_b(5, 8), 10)
    0.4790083031
    >>> round(erlang_b(30, 25), 4)
    0.0526
    """
    loss = 1.0
    for n in range(1, _channels(channels) + 1):
        loss = load * loss / (n + load * loss)
    return loss


def erlang_b_load(channels: int, loss: float) -> float:
    """Load in erlang at which `erlang_b` reaches `loss`.

    >>> round(erlang_b_load(15, 0.01), 3)
    8.108
    """
    if not 0 < loss < 1:
        raise InputError(Problem("loss is out of range", "Give a number between 0 and 1", value=str(loss)))
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

    >>> round(tandem_erlang_b([5, 4, 3], 8), 10)
    0.0514063877
    """
    return erlang_b(sum(channels), load)


def erlang_c(channels: int, load: float) -> float:
    """Probability of waiting in M/M/c with patient customers; needs load < channels.

    Source: Erlang 1917.

    >>> round(erlang_c(12, 10), 4), round(erlang_c(1, 0.8), 6)
    (0.4494, 0.8)
    """
    if load >= channels:
        raise InputError(Problem("the queue grows without end", "Give load below channels", value=str(load)))
    b = erlang_b(channels, load)
    return b / (1 - load / channels * (1 - b))


def erlang_c_wait(channels: int, arrivals_per_s: float, service_s: float) -> float:
    """Mean wait in seconds in M/M/c.

    >>> round(erlang_c_wait(50, 0.8, 60), 2)  # 48 calls a minute, 1 minute each, 50 servers
    20.83
    """
    load = arrivals_per_s * service_s
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
    tau, r, b = _positive("dwell_s", dwell_s, zero=True), load / _channels(channels), erlang_b(channels, load)
    slack, x = 1 - r, channels * tau / service_s
    if x * slack < -700:  # hopeless overload: all channels always busy
        return 1 - 1 / r
    grown = x if slack == 0 else -math.expm1(-x * slack) / slack
    return b * math.exp(-x * slack) / (1 + r * b * grown)


def deadline_to_start_loss_fixed(arrivals_per_s: float, service_s: float, dwell_s: float) -> float:
    """Loss in M/D/1 when service must start within a fixed time.

    With G(τ) = P(W ≤ τ)/(1 − ρ) of plain M/D/1 (Erlang 1909): loss = (1 − (1 − ρ)G)/(1 + ρG), any load.

    Source: de Kok & Tijms 1985 for the form (1 − ρ)q/(1 − ρq), q = P(W > τ).

    >>> round(deadline_to_start_loss_fixed(0.02, 40, 100), 11)
    0.07727572892
    """
    rho = _positive("arrivals_per_s", arrivals_per_s) * _positive("service_s", service_s)
    looks = math.floor(_positive("dwell_s", dwell_s, zero=True) / service_s)
    with localcontext() as context:
        # The sum alternates with terms near exp(2 ρ τ / s): carry that many digits more than wanted.
        context.prec = 40 + int(2 * rho * (looks + 1))
        tau, unit, growth = Decimal(dwell_s) / Decimal(service_s), Decimal(rho), Decimal(0)
        for k in range(looks + 1):
            x = unit * (tau - k)
            growth += (-x) ** k * x.exp() / math.factorial(k) if k else x.exp()
        return float((1 - (1 - unit) * growth) / (1 + unit * growth))


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
    tau = _positive("dwell_s", dwell_s, zero=True)
    gap = mu - lam
    if -gap * tau > 700:
        return 1 - mu / lam
    ahead = lam * tau if gap == 0 else -lam * math.expm1(-gap * tau) / gap
    idle = 1 / (1 + ahead)
    return 1 - (1 - idle) * mu / lam


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
    theta, n = 1 / _positive("patience_s", patience_s), 0
    weight, total, queue, busy = 1.0, 1.0, 0.0, 0.0
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
