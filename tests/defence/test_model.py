"""Laws any layered defence must obey, published worked examples, and the errors a user meets."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.defence import Defence, Drone, Layer, Raid, compare, simulate, simulate_sequence, theory
from tocsin.errors import InputError

SEED = 7
RAID = Raid(drones=120, arrivals_per_s=0.3)
BELT = Layer(channels=4, dwell_s=100, shot_s=30, kill_probability=0.6, magazine=60, transit_s=30)
BELTS = [BELT, BELT.with_(channels=3, shot_s=20, kill_probability=0.5, magazine=40)]
REFERENCE = [
    Layer(channels=c, dwell_s=d, shot_s=s, kill_probability=p, magazine=m, transit_s=t)
    for c, d, s, p, m, t in [(5, 121, 40, 0.7, 120, 60), (4, 91, 30, 0.6, 110, 60), (3, 61, 15, 0.5, 90, 0)]
]


def fast(layers, factor):
    return [
        layer.with_(dwell_s=layer.dwell_s / factor, transit_s=layer.transit_s / factor) for layer in layers
    ]


@pytest.mark.parametrize(
    ("law", "leakers"), [("exponential", 11.617), ("fixed", 11.029)], ids=["exponential", "fixed"]
)
def test_reference_raid(law, leakers):
    layers = [layer.with_(shot_law=law) for layer in REFERENCE]
    raid = Raid(drones=200, arrivals_per_s=0.2)
    result = simulate(raid, layers, replications=20_000, seed=SEED, deadline="start")
    mean = result.mean()
    assert abs(mean.mean - leakers) < 4 * mean.se + 0.008
    assert np.allclose(result.seen.mean(axis=0), [200, 116, 51], atol=1.2)


@pytest.mark.integration
@pytest.mark.parametrize(
    ("law", "leakers", "margin"), [("exponential", 11.617, 0.008), ("fixed", 11.029, 0.007)]
)
def test_reference_raid_at_full_size(law, leakers, margin):
    layers = [layer.with_(shot_law=law) for layer in REFERENCE]
    raid = Raid(drones=200, arrivals_per_s=0.2)
    result = simulate(raid, layers, replications=600_000, seed=SEED, deadline="start")
    mean = result.mean(control=False)
    assert abs(mean.mean - leakers) < 3 * math.hypot(mean.se, margin)


@pytest.mark.parametrize("deadline", ["start", "end"])
@pytest.mark.parametrize("options", [{}, {"look_s": 5, "jam_per_min": 0.2, "coverage": 0.8}, {"salvo": 2}])
def test_wald_control_has_mean_zero(deadline, options):
    layers = [belt.with_(**options) for belt in BELTS]
    result = simulate(RAID, layers, replications=5000, seed=SEED, deadline=deadline)
    z = result.control.mean(axis=0) / (result.control.std(axis=0) / math.sqrt(5000))
    assert np.all(np.abs(z) < 4)


def test_every_drone_is_accounted_for():
    kinds = [(Drone(name="a"), 40), (Drone(name="b", decoy=True), 30), (Drone(name="c", kill_factor=0.5), 50)]
    layers = [
        belt.with_(jam_per_min=0.3, discrimination=0.6, false_decoy=0.1, coverage=0.9) for belt in BELTS
    ]
    result = simulate(Raid.mix(kinds, arrivals_per_s=0.3), layers, replications=500, seed=SEED)
    assert np.all(result.launched == [40, 30, 50])
    assert np.array_equal(result.leakers_by_type.sum(axis=1), result.leakers)
    passed = result.seen - result.kills - result.jammed
    assert np.array_equal(passed, sum(result.causes.values()))
    assert np.array_equal(passed[:, :-1], result.seen[:, 1:])
    assert np.array_equal(passed[:, -1], result.leakers)


def test_order_of_layers_is_irrelevant_without_queues_and_magazines():
    belts = [
        Layer(channels=200, dwell_s=d, shot_s=s, kill_probability=p, shot_law="fixed", transit_s=10)
        for d, s, p in [(100, 40, 0.3), (50, 20, 0.2), (30, 40, 0.4)]
    ]
    exact = theory.timed_leakers(
        120,
        [theory.timed_leak(p, d, s, "fixed") for d, s, p in [(100, 40, 0.3), (50, 20, 0.2), (30, 40, 0.4)]],
    )
    for order in itertools.permutations(belts):
        leakers = simulate(RAID, list(order), replications=4000, seed=SEED, deadline="start").leakers
        assert abs(leakers.mean() - exact.mean) < 4 * math.sqrt(exact.variance / 4000)
        assert abs(leakers.var() / exact.variance - 1) < 0.15


@settings(max_examples=25, deadline=None)
@given(
    channels=st.integers(1, 6),
    magazine=st.integers(5, 60),
    p=st.sampled_from([0.3, 0.6, 0.9]),
    deadline=st.sampled_from(["start", "end"]),
    seed=st.integers(0, 10**6),
)
def test_more_defence_or_fewer_or_slower_drones_never_hurt(channels, magazine, p, deadline, seed):
    belt = BELT.with_(channels=channels, magazine=magazine, kill_probability=p)
    worse = [
        (RAID, [belt.with_(channels=channels - 1)]),
        (RAID, [belt.with_(magazine=magazine - 5)]),
        (RAID, fast([belt], 1.3)),
        (RAID.with_(drones=140), [belt]),
    ]
    for other in worse:
        difference = compare((RAID, [belt]), other, replications=400, seed=seed, deadline=deadline).difference
        assert difference.high >= -1e-9 or difference.mean > -4 * difference.se


def test_hughes_salvo_is_the_limit_of_sure_shots():
    """All at once, every shot kills: leakers = attack − channels × shots each has time for."""
    layer = Layer(channels=6, dwell_s=100, shot_s=30, kill_probability=1, shot_law="fixed")
    for drones in (10, 24, 30, 50):
        stops = theory.shots_in_dwell(100, 30)
        leakers = simulate(
            Raid(drones=drones, arrivals_per_s=math.inf), layer, replications=5, deadline="start"
        ).leakers
        assert set(leakers) == {theory.hughes_salvo(drones, 1, 6, stops)}


@pytest.mark.parametrize(
    ("got", "published", "tolerance"),
    [
        (theory.salvo_kill(0.71, 2), 0.9159, 5e-5),  # A1
        (theory.salvo_kill(0.9159, 1) ** 2 * (3 - 2 * 0.9159), 0.9800, 5e-5),
        (theory.at_least_one_leaks(300, 0.05), 0.99999979246, 1e-11),  # A2
        (theory.salvo_kill(0.56, 4), 0.965, 0.01),  # A3
        (theory.salvo_kill(0.25, 4), 0.684, 5e-4),  # A4
        (44 // 4, 11, 0),
        (theory.hughes_salvo(2.5, 8, 2, 4, 1), 12, 0),  # B1, B2
        (theory.hughes_salvo(2, 4, 5, 0, 2), 4, 0),
        (theory.hughes_salvo(2.5, 8, 2, 4, 4), 3, 0),
        (theory.hughes_salvo(2.5, 8, 3, 4, 1), 8, 0),  # B3
        (theory.hughes_salvo(2.5, 8, 5, 4, 1), 0, 0),
        (theory.hughes_salvo(5, 4, 5, 0, 2), 10, 0),
        (theory.erlang_b_load(15, 0.01), 8.108, 5e-4),  # C1
        (theory.erlang_b(30, 25), 0.0526032, 5e-7),  # C3
        (theory.erlang_b(1, 5), 0.8333333333333334, 1e-15),  # C4
        (theory.erlang_b(10, 20), 0.5379631686320729, 1e-15),
        (theory.erlang_b(190, 200), 0.08869684386923561, 1e-15),
        (theory.erlang_b(132, 123), 0.031243, 5e-7),  # C5
        (theory.erlang_c(132, 123), 0.3211, 5e-5),
        (theory.erlang_c(12421, 12345), 0.381225, 5e-7),
        (theory.erlang_a(50, 0.8, 60, 120).abandon, 0.0309, 5e-5),  # C7
        (theory.erlang_a(50, 0.8, 60, 120).wait_s, 3.709, 5e-4),
        (theory.erlang_c_wait(50, 0.8, 60), 20.83, 5e-3),
        (theory.deadline_to_start_loss(1, 0.8, 1, 1), 0.27520, 5e-6),  # C9
        (theory.deadline_to_start_loss(1, 1.5, 1, 1), 0.45635, 5e-6),
        (theory.deadline_to_start_loss(3, 2.4, 1, 0.5), 0.15555, 5e-6),
        (theory.deadline_to_start_loss(3, 4.5, 1, 0.5), 0.39351, 5e-6),
        (theory.deadline_to_start_loss(4, 4, 1, 0.25), 0.23704, 5e-6),
        (theory.deadline_to_start_loss(1, 1, 1, 0), 0.5, 1e-15),
    ],
)
def test_published_worked_examples(got, published, tolerance):
    assert abs(got - published) <= tolerance


@pytest.mark.parametrize("loss", [0.001, 0.01, 0.02, 0.05])
def test_traffic_table(loss):
    """C2: GlobalSpec's table to its one decimal."""
    table = {
        2: (0.0, 0.2, 0.2, 0.4),
        5: (0.8, 1.4, 1.7, 2.2),
        8: (2.1, 3.1, 3.6, 4.5),
        9: (2.6, 3.8, 4.3, 5.4),
    }
    column = [0.001, 0.01, 0.02, 0.05].index(loss)
    for lines, row in table.items():
        assert abs(theory.erlang_b_load(lines, loss) - row[column]) <= 0.0501


@given(st.integers(1, 60), st.floats(0.1, 80), st.floats(1, 500))
def test_abandonment_is_below_blocking(channels, load, patience):
    """Garnett, Mandelbaum & Reiman 2002: P(abandon) ≤ Erlang B."""
    assert theory.erlang_a(channels, load, 1, patience).abandon <= theory.erlang_b(channels, load) + 1e-12


@given(st.integers(1, 8), st.floats(0.05, 20), st.floats(0, 30))
def test_waiting_loses_less_than_blocking(channels, rate, tau):
    loss = theory.deadline_to_start_loss(channels, rate, 1, tau)
    assert max(0, 1 - channels / rate) - 1e-12 <= loss <= theory.erlang_b(channels, rate) + 1e-12


def test_twenty_per_cent_faster_drones():
    raid = Raid(drones=200, arrivals_per_s=0.2)
    result = compare(
        (raid, REFERENCE), (raid, fast(REFERENCE, 1.2)), replications=20_000, seed=3, deadline="start"
    )
    assert abs(result.difference.mean - 0.65) < 0.05 + 4 * result.difference.se
    assert result.saving > 3


def test_depth_and_speed_equal_dwell():
    by_time = Layer(channels=3, dwell_s=100, shot_s=30, kill_probability=0.5, transit_s=50)
    by_depth = Layer(channels=3, depth_km=5, speed_kmh=180, shot_s=30, kill_probability=0.5, transit_km=2.5)
    a, b = (simulate(RAID, belt, replications=50, seed=1).leakers for belt in (by_time, by_depth))
    assert np.array_equal(a, b)
    fast_drone = Raid(drones=120, arrivals_per_s=0.3, types=(Drone(speed_kmh=360),))
    c = simulate(fast_drone, by_time.with_(speed_kmh=180), replications=50, seed=1).leakers
    d = simulate(RAID, by_time.with_(dwell_s=50, transit_s=25), replications=50, seed=1).leakers
    assert np.array_equal(c, d)


def test_each_replication_may_have_its_own_raid_and_defence():
    n, p, c = np.array([10, 50, 120]), np.array([0.2, 0.9, 0.5]), np.array([1, 5, 3])
    layer = Layer(channels=c, dwell_s=100, shot_s=30, kill_probability=p, magazine=np.array([5, 100, 7]))
    together = simulate(Raid(drones=n, arrivals_per_s=n / 400.0), layer, replications=3, seed=2)
    for i in range(3):
        alone = Layer(
            channels=c[i], dwell_s=100, shot_s=30, kill_probability=p[i], magazine=int(layer.magazine[i])
        )
        raid = Raid(drones=n[i], arrivals_per_s=n[i] / 400.0)
        result = simulate(raid, alone, replications=1, seed=2, first_replication=i)
        assert np.array_equal(result.counts[0], together.counts[i])


def test_precision_chooses_the_replications():
    result = simulate(RAID, BELTS, precision=0.01, seed=SEED)
    mean = result.mean()
    assert (mean.high - mean.mean) / mean.mean <= 0.01
    again = simulate(RAID, BELTS, replications=result.replications, seed=SEED)
    assert np.array_equal(again.counts, result.counts)


def test_magazines_run_down_and_are_resupplied():
    nights = [Raid(drones=60, arrivals_per_s=0.3)] * 4
    full = [BELTS[0].with_(magazine=200), BELTS[1].with_(magazine=120)]
    dry = simulate_sequence(nights, full, replications=300, seed=SEED)
    fed = simulate_sequence(nights, full, resupply=[30, 15], replications=300, seed=SEED)
    left = [r.rounds_left.mean() for r in dry]
    assert left == sorted(left, reverse=True)
    assert left[0] > left[1]
    assert fed[-1].leakers.mean() < dry[-1].leakers.mean()
    assert np.all(fed[1].rounds_left <= [200, 120])
    assert np.array_equal(dry[1].shots + dry[1].rounds_left, dry[0].rounds_left)


def test_rounds_in_turn_give_other_leakers_but_the_same_rounds():
    a = simulate(RAID, BELT, replications=2000, seed=SEED)
    b = simulate(RAID, BELT, replications=2000, seed=SEED, magazine_order="turn")
    assert a.shots.max() == b.shots.max() == 60
    assert not np.array_equal(a.leakers, b.leakers)
    endless = BELT.with_(magazine=None)
    runs = [
        simulate(RAID, endless, replications=50, seed=1, magazine_order=o).leakers for o in ("time", "turn")
    ]
    assert np.array_equal(*runs)


def test_salvos_spend_whole_salvos():
    result = simulate(RAID, BELT.with_(salvo=4, magazine=50), replications=200, seed=SEED)
    assert set(np.unique(result.shots % 4)) == {0}
    assert result.rounds_left.min() == 2


def test_costs_on_both_sides():
    raid = Raid.mix(
        [(Drone(cost_usd=30_000), 10), (Drone(cost_usd=3_000, decoy=True), 20)], arrivals_per_s=0.3
    )
    result = simulate(raid, BELT.with_(cost_per_shot_usd=1000), replications=20, seed=SEED)
    assert np.all(result.cost_attacker_usd == 360_000)
    assert np.array_equal(result.cost_defender_usd, result.shots[:, 0] * 1000.0)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: BELT.with_(kill_probability=1.2), "kill_probability"),
        (lambda: BELT.with_(channels=-1), "channels"),
        (lambda: BELT.with_(channels=1.5), "whole"),
        (lambda: BELT.with_(depth_km=3), "either"),
        (lambda: BELT.with_(shot_law="normal"), "exponential"),
        (lambda: Raid(drones=5), "arrivals"),
        (lambda: Raid(arrivals_per_s=1), "drones"),
        (lambda: Raid(arrival_times_s=[3, 1]), "ascending"),
        (lambda: Defence(()), "no layers"),
        (lambda: simulate(RAID, BELT, replications=1, deadline="middle"), "deadline"),
        (lambda: simulate(RAID, BELT, replications=0), "replications"),
        (lambda: simulate(RAID, BELT, seed=-1), "seed"),
        (lambda: simulate(RAID, BELT, replications=5, precision=0.1), "both"),
        (lambda: simulate(RAID, BELT.with_(channels=np.array([1, 2])), replications=5), "replications"),
        (lambda: simulate(Raid(drones=3, arrivals_per_s=1, types=(Drone(speed_kmh=9),)), BELT), "speed"),
        (lambda: theory.erlang_c(3, 4), "below channels"),
        (lambda: theory.salvo_kill(1.5, 2), "probability"),
    ],
)
def test_errors_name_the_field_and_the_remedy(make, says):
    with pytest.raises(InputError, match=says):
        make()
