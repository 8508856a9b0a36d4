"""Simulation against closed forms: every case a formula can decide, within 4 standard errors."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tocsin.defence import Layer, Raid, simulate, theory

SHARED = Path(__file__).parents[2].parent / "shared" / "oracles" / "engagement.json"
INSTANT = 1e-6
LONG = 2e6


@dataclass(frozen=True)
class Oracle:
    """A simulated quantity and its exact value; `steady` raids measure the leak fraction of one long stream."""

    name: str
    exact: float
    raid: Raid
    layers: list[Layer]
    deadline: str = "start"
    quantity: str = "leakers"

    @property
    def steady(self):
        return int(self.raid.size()[0]) > 10_000


def stream(rate, *, drones=50_000):
    return Raid(drones=drones, arrivals_per_s=rate)


def all_at_once(drones):
    return Raid(drones=drones, arrivals_per_s=math.inf)


def one(c, d, s, p=1.0, law="exponential", **more):
    return [Layer(channels=c, dwell_s=d, shot_s=s, kill_probability=p, shot_law=law, **more)]


def three(channels, dwells, shots, kills, law, magazines=(None,) * 3, transit=60):
    columns = zip(channels, dwells, shots, kills, magazines, strict=True)
    return [one(c, d, s, p, law, magazine=m, transit_s=transit)[0] for c, d, s, p, m in columns]


def cases():
    t = theory
    yield Oracle("erlang_b_exponential", t.erlang_b(5, 8), stream(0.2), one(5, INSTANT, 40))
    yield Oracle(
        "erlang_b_fixed_insensitivity", t.erlang_b(5, 8), stream(0.2), one(5, INSTANT, 40, law="fixed")
    )
    yield Oracle("erlang_b_other", t.erlang_b(30, 25), stream(0.5), one(30, INSTANT, 50))
    for law in ("exponential", "fixed"):
        layers = three((5, 4, 3), (INSTANT,) * 3, (40,) * 3, (1,) * 3, law)
        yield Oracle(f"tandem_erlang_b_{law}", t.tandem_erlang_b([5, 4, 3], 8), stream(0.2), layers)
    for c, lam, s, d in [
        (5, 0.2, 40, 120),
        (5, 0.1, 40, 30),
        (1, 0.8, 1, 1),
        (3, 4.5, 1, 0.5),
        (4, 4, 1, 0.25),
    ]:
        exact = t.deadline_to_start_loss(c, lam, s, d)
        yield Oracle(f"mmc_deterministic_patience_{c}_{lam}", exact, stream(lam), one(c, d, s))
    for lam, s, d in [(0.02, 40, 100), (0.03, 40, 75)]:
        exact = t.deadline_to_start_loss_fixed(lam, s, d)
        yield Oracle(f"md1_deterministic_patience_{lam}", exact, stream(lam), one(1, d, s, law="fixed"))
    for lam, tau in [(0.8, 1), (1, 2), (1.5, 1)]:
        exact = t.deadline_to_end_loss(lam, 1, tau)
        yield Oracle(f"deadline_to_end_{lam}", exact, stream(lam), one(1, tau, 1), deadline="end")
    dwell = one(5, 120, 40, dwell_law="exponential")
    yield Oracle("erlang_a_exponential_dwell", t.erlang_a(5, 0.2, 40, 120).abandon, stream(0.2), dwell)
    yield from finite_cases()


def finite_cases():
    t = theory
    raid, leak = Raid(drones=200, arrivals_per_s=0.2), theory.timed_leak
    layers = three((200,) * 3, (120.5, 90.5, 60.5), (40, 30, 15), (0.7, 0.6, 0.5), "fixed")
    shots = zip((0.7, 0.6, 0.5), (120.5, 90.5, 60.5), (40, 30, 15), strict=True)
    leaks = [leak(p, d, s, "fixed") for p, d, s in shots]
    yield Oracle("sls_infinite_channels_fixed", t.timed_leakers(200, leaks).mean, raid, layers)
    for law in ("fixed", "exponential"):
        exact = t.timed_leakers(200, [leak(0.3, 100, 40, law)])
        layers = one(200, 100, 40, 0.3, law)
        yield Oracle(f"sls_infinite_channels_{law}_easy", exact.mean, raid, layers)
        yield Oracle(
            f"sls_infinite_channels_{law}_easy_var", exact.variance, raid, layers, quantity="variance"
        )
    fired = (200 - t.timed_leakers(200, [leak(0.3, 100, 40)]).mean) / 0.3
    yield Oracle(
        "sls_infinite_channels_exponential_shots", fired, raid, one(200, 100, 40, 0.3), quantity="shots"
    )
    for law in ("fixed", "exponential"):
        exact = t.saturation_leakers(200, 5, 300, 40, 0.7, law)
        layers = one(5, 300, 40, 0.7, law)
        yield Oracle(f"salvo_saturation_{law}", exact.mean, all_at_once(200), layers)
        yield Oracle(
            f"salvo_saturation_{law}_var", exact.variance, all_at_once(200), layers, quantity="variance"
        )
    for law in ("fixed", "exponential"):
        exact = t.mean_leakers_magazine_salvo(60, [95], [0.6])
        yield Oracle(
            f"magazine_limited_salvo_{law}", exact, all_at_once(60), one(5, LONG, 40, 0.6, law, magazine=95)
        )
        exact = t.mean_leakers_magazine_salvo(60, [30] * 3, [0.7, 0.6, 0.5])
        layers = three((5, 4, 3), (LONG,) * 3, (40, 30, 15), (0.7, 0.6, 0.5), law, (30,) * 3)
        yield Oracle(f"magazine_limited_three_layers_{law}", exact, all_at_once(60), layers)
    exact = t.two_drones_one_channel(0.05, 40, 30)
    yield Oracle("two_drones_one_channel", exact, Raid(drones=2, arrivals_per_s=0.05), one(1, 30, 40))


ORACLES = list(cases())


def measured(oracle, samples, seed):
    """(estimate, standard error) of the oracle's quantity from about `samples` drones or raids."""
    size = int(oracle.raid.size()[0])
    runs = max(samples // size, 20) if oracle.steady else samples
    result = simulate(oracle.raid, oracle.layers, replications=runs, seed=seed, deadline=oracle.deadline)
    x = {"shots": result.shots[:, 0], "leakers": result.leakers, "variance": result.leakers}[oracle.quantity]
    x = np.asarray(x, dtype=float)
    if oracle.steady:
        x = x / size
    if oracle.quantity == "variance":
        x = (x - x.mean()) ** 2 * (runs / (runs - 1))
    return x.mean(), x.std(ddof=1) / math.sqrt(runs)


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda o: o.name)
def test_simulation_meets_closed_form(oracle):
    mean, se = measured(oracle, 1_000_000 if oracle.steady else 10_000, seed=11)
    assert abs(mean - oracle.exact) <= 4 * max(se, 1e-12)


@pytest.mark.integration
@pytest.mark.parametrize("oracle", ORACLES, ids=lambda o: o.name)
def test_simulation_meets_closed_form_at_full_size(oracle):
    mean, se = measured(oracle, 20_000_000 if oracle.steady else 1_000_000, seed=12)
    assert abs(mean - oracle.exact) <= 4 * max(se, 1e-12)


@pytest.mark.skipif(not SHARED.exists(), reason="the independent table is not beside this checkout")
def test_closed_forms_equal_the_independent_table():
    """Every value of the independently computed table is one of ours."""
    ours = [o.exact for o in ORACLES]
    for row in json.loads(SHARED.read_text()):
        assert min(abs(value / row["value"] - 1) for value in ours) < 1e-9, row["name"]
