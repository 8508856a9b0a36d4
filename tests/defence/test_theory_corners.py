"""The closed forms at the edges of their parameters: critical load, hopeless overload, no time, no end."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import binom

from tocsin.defence import theory as t
from tocsin.defence.theory import queues
from tocsin.errors import InputError

INF = math.inf


@pytest.mark.parametrize(
    ("got", "exact"),
    [
        (t.erlang_b(0, 5), 1),
        (t.erlang_b(3, 0), 0),
        (t.erlang_b(3, INF), 1),
        (t.erlang_c(3, 0), 0),
        (t.deadline_to_start_loss(1, 1, 1, 2), 0.25),  # ρ = 1: 1/(2 + μτ)
        (t.deadline_to_start_loss(1, 1, 1, INF), 0),
        (t.deadline_to_start_loss(1, 0.5, 1, INF), 0),
        (t.deadline_to_start_loss(1, 2, 1, INF), 0.5),
        (t.deadline_to_start_loss(3, 4.5, 1, 1e6), 1 / 3),
        (t.deadline_to_start_loss(5, 1e6, 40, 100), 1 - 5 / 4e7),
        (t.deadline_to_start_loss(5, 0.2, 40, 0), t.erlang_b(5, 8)),
        (t.deadline_to_start_loss_fixed(1, 1, 0), 0.5),
        (t.deadline_to_start_loss_fixed(1, 1, INF), 0),
        (t.deadline_to_start_loss_fixed(2, 1, INF), 0.5),
        (t.deadline_to_start_loss_fixed(10, 1, 1e6), 0.9),
        (t.deadline_to_end_loss(1, 1, 2), 1 / 3),  # ρ = 1: 1/(1 + λτ)
        (t.deadline_to_end_loss(1, 1, 0), 1),
        (t.deadline_to_end_loss(2, 1, INF), 0.5),
        (t.deadline_to_end_loss(0.5, 1, INF), 0),
        (t.erlang_a(1, 2, 1, 1e9).abandon, 0.5),
        (t.erlang_a(5, 0.1, 40, INF).wait_s, t.erlang_c_wait(5, 0.1, 40)),
        (t.erlang_a(1, 1, 1, 1e-9).abandon, 0.5),
        (t.timed_leak(0, INF, 40), 1),
        (t.timed_leak(0.5, INF, 40), 0),
        (t.timed_leak(0.5, 0, 40), 1),
        (t.shots_in_dwell(0, 40), 0),
        (t.shots_in_dwell(1e-9, 40), 1),
        (t.two_drones_one_channel(INF, 40, 30), math.exp(-0.75)),
        (t.two_drones_one_channel(0, 40, 30), 0),
        (t.mean_leakers_magazine_salvo(5, [0], [0.5]), 5),
        (t.mean_leakers_magazine_salvo(5, [INF], [0.5]), 0),
        (t.mean_leakers_magazine_salvo(5, [9], [0]), 5),
        (t.mean_leakers_magazine_salvo(5, [3], [1]), 2),
        (t.mean_leakers_magazine_salvo(0, [3], [0.5]), 0),
        (t.saturation_leakers(200, 5, 0, 40, 0.5).mean, 200),
        (t.saturation_leakers(200, 500, 30, 40, 0).mean, 200),
        (t.saturation_leakers(200, 0, 30, 40, 0.7).mean, 200),
        (t.salvo_kill(1e-17, 1000), 1e-14),
        (t.salvo_kill(0, INF), 0),
        (t.salvo_kill(1, 0), 0),
        (t.salvo_kill(1, 3), 1),
        (t.salvo_kill(0.3, INF), 1),
        (t.shoot_look_shoot(1e-17, 1000)[1], 1000),
        (t.at_least_one_leaks(10**6, 1e-18), 1e-12),
        (t.at_least_one_leaks(0, 1), 0),
        (t.two_drones_one_channel(0.05, 0, 30), 0),
        (
            t.erlang_a(5, 1e9, 40, 120).abandon,
            1 - 5 / 4e10,
        ),  # overload of 10¹⁰ states: once a sum without end
    ],
)
def test_limits(got, exact):
    assert got == pytest.approx(exact, rel=1e-9, abs=1e-12 if exact > 1e-9 else 1e-24)


@settings(max_examples=60)
@given(
    st.integers(1, 100),
    st.integers(1, 40),
    st.floats(1, 300),
    st.floats(0.05, 1),
    st.sampled_from(t.salvos.LAWS),
)
def test_saturation_is_exact_or_refused(drones, channels, dwell, p, law):
    """Against the exact law of drones that run out: a channel without a target rests."""
    exact = mean_that_runs_out(drones, channels, dwell, 40, p, law)
    try:
        mean = t.saturation_leakers(drones, channels, dwell, 40, p, law).mean
    except InputError:
        return
    assert mean == pytest.approx(exact, rel=1e-6)


def mean_that_runs_out(n, c, dwell, shot, p, law):
    """Leakers by the chain over how many are left: in time for exponential shots, salvo by salvo for fixed ones."""
    left = np.zeros(n + 1)
    left[n] = 1.0
    targets = np.minimum(np.arange(n + 1), c)
    if law == "exponential":
        rates = np.diag(-targets * p / shot) + np.diag((targets * p / shot)[1:], 1)
        left = expm(rates * dwell) @ left
    for _ in range(t.shots_in_dwell(dwell, shot) if law == "fixed" else 1):
        after = np.zeros(n + 1)
        for i in range(n + 1):
            m = int(targets[i])
            after[i - m : i + 1] += left[i] * binom.pmf(np.arange(m, -1, -1), m, p)
        left = after
    return left @ np.arange(n + 1)


@given(st.floats(0.05, 6), st.floats(25, 60))
def test_fixed_service_sum_and_tail_are_one_function(rho, tau):
    """Erlang's alternating sum and its leading pole agree where both can be computed."""
    total, tail = queues._fixed_service_sum(rho, tau), queues._fixed_service_tail(rho, tau)
    assert tail == pytest.approx(total, rel=1e-7)


@given(st.floats(1, 2), st.integers(1, 6), st.floats(1e3, 1e4))
def test_palm_by_sum_and_by_gamma_function(load, channels, patience):
    """From critical load on, where the sum gets long."""
    rate = load * channels
    a, b = (f(channels, rate, 1.0, 1 / patience) for f in (queues._erlang_a_sum, queues._erlang_a_gamma))
    assert b.abandon == pytest.approx(a.abandon, abs=1e-11)
    assert b.busy == pytest.approx(a.busy, rel=1e-9)


@given(st.floats(-1e-9, 1e-9), st.integers(1, 5), st.floats(0, 20))
def test_nothing_jumps_at_critical_load(shift, channels, tau):
    for loss in (
        lambda rho: t.deadline_to_start_loss(channels, rho * channels, 1, tau),
        lambda rho: t.deadline_to_start_loss_fixed(rho, 1, tau),
        lambda rho: t.deadline_to_end_loss(rho, 1, tau),
    ):
        assert loss(1 + shift) == pytest.approx(loss(1.0), abs=1e-7)


@pytest.mark.parametrize(
    "make",
    [
        lambda: t.erlang_b(-1, 2),
        lambda: t.erlang_b(1.5, 2),
        lambda: t.erlang_b(3, math.nan),
        lambda: t.erlang_b_load(0, 0.1),
        lambda: t.erlang_b_load(3, 1),
        lambda: t.erlang_c(0, 0),
        lambda: t.erlang_c(2, 2),
        lambda: t.erlang_a(0, 1, 1, 1),
        lambda: t.erlang_a(1, 2, 1, INF),
        lambda: t.deadline_to_start_loss(1, 0, 1, 1),
        lambda: t.deadline_to_start_loss_fixed(1, 1, -1),
        lambda: t.deadline_to_end_loss(1, 0, 1),
        lambda: t.shots_in_dwell(INF, 40),
        lambda: t.shots_in_dwell(10, 0),
        lambda: t.salvo_kill(0.5, -1),
        lambda: t.saturation_leakers(5, 5, 300, 40, 0.7),
        lambda: t.hughes_salvo(1, 1, 1, 1, 0),
        lambda: t.hughes_salvo(-1, 1, 1, 1),
        lambda: t.hughes_salvo(1, math.nan, 1, 1),
        lambda: t.saturation_leakers(200, 500, 1, 40, 0.3),
        lambda: t.saturation_leakers(200, 150, 60, 40, 0.5),
        lambda: t.saturation_leakers(200, 150, 60, 40, 0.5, "fixed"),
        lambda: t.saturation_leakers(200, -5, 300, 40, 0.7),
        lambda: t.saturation_leakers(200, 2.5, 300, 40, 0.7),
        lambda: t.saturation_leakers(200, 5, 300, 0, 0.7),
        lambda: t.saturation_leakers(200, 5, math.nan, 40, 0.7),
        lambda: t.timed_leak(0.3, 100, 0),
        lambda: t.timed_leak(0.3, 100, -40),
        lambda: t.timed_leak(0.3, 100, math.nan),
        lambda: t.timed_leak(0.3, INF, INF),
        lambda: t.timed_leak(0.3, 100, 40, "sometimes"),
        lambda: t.timed_leakers(-1, [0.5]),
        lambda: t.two_drones_one_channel(0.05, math.nan, 30),
        lambda: t.two_drones_one_channel(0.05, -40, 30),
        lambda: t.two_drones_one_channel(0.05, 40, 0),
        lambda: t.tandem_erlang_b([5, -2], 8),
        lambda: t.salvo_kill(0.5, 1.5),
        lambda: t.at_least_one_leaks(-1, 0.5),
        lambda: t.mean_leakers_magazine_salvo(5, [2.5], [0.5]),
        lambda: t.mean_leakers_magazine_salvo(-5, [2], [0.5]),
        lambda: t.mean_leakers_magazine_salvo(5, [2, 3], [0.5]),
        lambda: t.erlang_b(3, "8"),
        lambda: t.erlang_b("3", 8),
        lambda: t.erlang_c_wait(50, 0.8, np.timedelta64(1, "m")),
        lambda: t.salvo_kill("0.5", 2),
        lambda: t.layered_leak([0.5, True]),
    ],
)
def test_refusals(make):
    with pytest.raises(InputError):
        make()
