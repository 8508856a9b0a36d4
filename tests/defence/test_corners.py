"""Corners of the parameters: nothing, one, endless, instant, odd types and shapes, and what is refused."""

from __future__ import annotations

import math
import time
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest

from tocsin.defence import Drone, Layer, Raid, compare, simulate, simulate_sequence, theory
from tocsin.errors import InputError

BELT = Layer(channels=2, dwell_s=60, shot_s=20, kill_probability=0.5)
RAID = Raid(drones=10, arrivals_per_s=0.2)


def leakers(layers=BELT, raid=RAID, **options):
    return simulate(raid, layers, **{"replications": 20, "seed": 1, **options}).leakers


def causes(layers, raid=RAID, **options):
    result = simulate(raid, layers, **{"replications": 20, "seed": 1, **options})
    return {name: int(count.sum()) for name, count in result.causes.items() if count.any()}


@pytest.mark.parametrize(
    ("changes", "everything_leaks_by"),
    [
        ({"channels": 0}, "queue"),
        ({"magazine": 0}, "magazine"),
        ({"magazine": 3, "salvo": 5}, "magazine"),
        ({"dwell_s": 0}, "queue"),
        ({"kill_probability": 0}, "dwell"),
        ({"coverage": 0}, "coverage"),
    ],
)
def test_no_defence(changes, everything_leaks_by):
    layer = BELT.with_(**({"channels": 10} | changes))
    assert causes(layer) == {everything_leaks_by: 200}


@pytest.mark.parametrize(
    "changes",
    [{"shot_s": 0, "channels": 10}, {"dwell_s": math.inf}, {"jam_per_min": math.inf}],
    ids=str,
)
def test_perfect_defence(changes):
    assert leakers(BELT.with_(**changes)).sum() == 0


@pytest.mark.parametrize("discipline", ["fifo", "lifo", "edf"])
def test_raids_of_no_and_of_one_drone(discipline):
    assert leakers(raid=RAID.with_(drones=0), discipline=discipline).sum() == 0
    nobody = Raid.mix([(Drone(), 0), (Drone(name="b"), 0)], arrivals_per_s=1)
    assert leakers(raid=nobody, discipline=discipline).sum() == 0
    alone = leakers(BELT.with_(channels=1), RAID.with_(drones=1), replications=40_000, deadline="start")
    exact = theory.timed_leak(0.5, 60, 20)
    assert abs(alone.mean() - exact) < 4 * math.sqrt(exact * (1 - exact) / 40_000)


def test_infinite_numbers_mean_without_limit():
    free = leakers(BELT.with_(channels=10, magazine=None))
    assert np.array_equal(leakers(BELT.with_(channels=math.inf, magazine=math.inf)), free)
    assert np.array_equal(leakers(BELT.with_(channels=[math.inf] * 20, magazine=[math.inf] * 20)), free)
    assert np.array_equal(leakers(BELT.with_(channels=10, magazine=10**12)), free)


def test_a_time_above_zero_is_never_lost():
    """The shared tables write 'at once' as 1e-9 s; a stay of 0 s would let nobody shoot."""
    raid = Raid(drones=20_000, arrivals_per_s=0.2)
    for dwell in (1e-6, 1e-9, 1e-30):
        layer = Layer(channels=5, dwell_s=dwell, shot_s=40, kill_probability=1)
        share = leakers(layer, raid, replications=10, deadline="start") / 20_000
        assert abs(share.mean() - theory.erlang_b(5, 8)) < 4 * share.std(ddof=1) / math.sqrt(10)


@pytest.mark.parametrize("dwell", [2e6, 1e12, math.inf])
@pytest.mark.parametrize("discipline", ["fifo", "lifo"])
def test_stays_without_end_in_several_layers(dwell, discipline):
    """Only rounds limit: each layer's leakers reach the next 50 days later, and its magazine still counts right."""
    belts = [Layer(channels=3, dwell_s=dwell, shot_s=30, kill_probability=0.6, magazine=30)] * 3
    raid = Raid(drones=60, arrivals_per_s=math.inf)
    got = leakers(belts, raid, replications=3000, deadline="start", discipline=discipline)
    exact = theory.mean_leakers_magazine_salvo(60, [30] * 3, [0.6] * 3)
    assert abs(got.mean() - exact) < 4 * got.std(ddof=1) / math.sqrt(3000)
    assert set(causes(belts, raid, deadline="start")) == {"magazine"}


def test_streams_longer_than_a_hundred_days():
    """5·10⁷ seconds: every drone is still counted as engaged or as queued out, none as out of rounds."""
    stream = Raid(drones=1_000_000, arrivals_per_s=0.02)
    layer = Layer(channels=1, dwell_s=100, shot_s=40, kill_probability=1, shot_law="fixed")
    result = simulate(stream, layer, replications=1, seed=1, deadline="start")
    assert result.engaged[0, 0] == result.kills[0, 0] == 1_000_000 - result.leakers[0]
    assert result.causes["queue"][0, 0] == result.leakers[0]
    with pytest.raises(InputError, match="100 days"):
        simulate(stream, layer.with_(magazine=5), replications=1)


def test_slow_streams_are_not_hurried():
    """Drones hours apart: λ = 10⁻⁵ a second against a shot of a day."""
    raid = Raid(drones=2000, arrivals_per_s=1e-5)
    layer = Layer(channels=1, dwell_s=1e-6, shot_s=86_400, kill_probability=1)
    share = leakers(layer, raid, replications=200, deadline="start") / 2000
    assert abs(share.mean() - theory.erlang_b(1, 0.864)) < 4 * share.std(ddof=1) / math.sqrt(200) + 2e-4


def test_numpy_scalars_lists_and_arrays_are_numbers_too():
    once = leakers(BELT.with_(magazine=9))
    numpy = Layer(
        channels=np.int32(2),
        dwell_s=np.float32(60),
        shot_s=np.array(20),
        kill_probability=np.float64(0.5),
        magazine=np.array(9),
    )
    raid = Raid(drones=np.int64(10), arrivals_per_s=np.array(0.2))
    assert np.array_equal(leakers(numpy, raid, replications=np.int64(20), seed=np.uint64(1)), once)
    many = BELT.with_(magazine=[9] * 20, kill_probability=np.full(20, 0.5), channels=[2])
    assert np.array_equal(leakers(many, RAID.with_(drones=[10] * 20)), once)
    assert np.array_equal(leakers(BELT.with_(magazine=9), RAID.with_(axes=np.int64(1))), once)


def test_replications_follow_from_any_array():
    assert simulate(RAID, BELT).replications == 1000
    assert simulate(RAID, BELT.with_(kill_probability=[0.5] * 7)).replications == 7
    assert simulate(RAID.with_(drones=[3] * 7), BELT).replications == 7
    fast = Drone(speed_kmh=np.full(7, 200.0))
    assert simulate(RAID.with_(types=(fast,)), BELT.with_(speed_kmh=180)).replications == 7
    shares = Raid.mix([(Drone(), np.full(7, 0.5)), (Drone(), 0.5)], drones=5, arrivals_per_s=1)
    assert simulate(shares, BELT).replications == 7


def test_one_replication_has_no_error():
    assert math.isnan(compare((RAID, [BELT]), (RAID, [BELT]), replications=1).difference.se)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: leakers(replications=2.5), "replications"),
        (lambda: leakers(replications="5"), "replications"),
        (lambda: leakers(seed=None), "seed"),
        (lambda: leakers(seed=1.5), "seed"),
        (lambda: leakers(threads=0), "threads"),
        (lambda: leakers(block=-1), "block"),
        (lambda: leakers(raid=RAID.with_(arrivals_per_s=1e-6)), "three days"),
        (lambda: leakers(raid=5), "Raid"),
        (lambda: leakers([{"channels": 1}]), "Layer"),
        (lambda: leakers(None), "no layers"),
        (lambda: leakers(BELT.with_(kill_probability=np.full((20, 1), 0.5))), "shape"),
        (lambda: leakers(BELT.with_(kill_probability=[0.5] * 19)), "Give 1 or 20 rows"),
        (lambda: simulate(RAID.with_(drones=[3] * 4), BELT.with_(channels=[1] * 5)), "Give 1 or 5 rows"),
        (lambda: BELT.with_(dwell_s="long"), "not a number"),
        (lambda: BELT.with_(kill_probability=math.nan), "out of range"),
        (lambda: BELT.with_(salvo=[1, 2]), "Give one number"),
        (lambda: BELT.with_(cost_per_shot_usd=[1, 2]), "Give one number"),
        (lambda: RAID.with_(drones=1.5), "whole"),
        (lambda: RAID.with_(axes=0), "axes"),
        (lambda: RAID.with_(axes=2.5), "whole"),
        (lambda: RAID.with_(axes=[]), "axis"),
        (lambda: RAID.with_(types=()), "kind"),
        (lambda: RAID.with_(types=Drone()), "tuple"),
        (lambda: Raid.mix([], arrivals_per_s=1), "kind"),
        (lambda: Raid.mix([(Drone(), -1), (Drone(), 2)], arrivals_per_s=1), "counts"),
        (lambda: Raid.mix([(Drone(), 1.5), (Drone(), 2)], arrivals_per_s=1), "whole"),
        (lambda: Raid.mix([(Drone(), 0.0), (Drone(), 0.0)], drones=5, arrivals_per_s=1), "share"),
        (lambda: Raid(drones=9, counts=[2, 3], types=(Drone(), Drone()), arrivals_per_s=1), "add up"),
        (lambda: Raid(counts=[2, 3, 4], types=(Drone(), Drone()), arrivals_per_s=1), "fit the kinds"),
        (lambda: Raid(arrival_times_s=[0, math.inf]), "arrival_times_s"),
        (lambda: Raid(arrival_times_s=3.0), "no list"),
        (lambda: leakers(raid=Raid(drones=3, arrival_times_s=[0, 1])), "fewer arrival times"),
        (lambda: simulate_sequence([RAID], [BELT.with_(magazine=9)] * 2, resupply=[1]), "Give 2 deliveries"),
        (lambda: simulate_sequence([RAID], [BELT.with_(magazine=9)], resupply=[-1]), "resupply"),
        (lambda: simulate_sequence([RAID], [BELT.with_(magazine=9)], resupply=3), "resupply"),
        (lambda: simulate_sequence([RAID, RAID], BELT, seed=2**64 - 1), "seed"),
        (lambda: simulate_sequence([RAID], BELT, seed=None), "seed"),
        (lambda: leakers(seed=np.array([1, 2])), "seed"),
        (lambda: leakers(seed=True), "seed"),
        (lambda: leakers(replications=[20]), "replications"),
        (lambda: leakers(threads="2"), "threads"),
        (lambda: leakers(deadline=["start"]), "deadline"),
        (lambda: BELT.with_(shot_law=np.array(["fixed", "fixed"])), "shot_law"),
        (lambda: BELT.with_(per_axis="no"), "True or False"),
        (lambda: Drone(decoy="no"), "True or False"),
        (lambda: BELT.with_(max_speed_kmh=math.nan), "max_speed_kmh"),
        (lambda: BELT.with_(min_altitude_m=math.nan), "min_altitude_m"),
        (lambda: BELT.with_(max_altitude_m=-5), "max_altitude_m"),
        (lambda: BELT.with_(max_speed_kmh=-200), "max_speed_kmh"),
        (lambda: BELT.with_(min_altitude_m=500, max_altitude_m=400), "exclude everything"),
        (lambda: Drone(altitude_m=math.nan), "altitude_m"),
        (lambda: Drone(speed_kmh=math.inf), "finite"),
        (lambda: Drone(kill_factor=math.inf), "finite"),
        (lambda: Drone(cost_usd=math.inf), "finite"),
        (lambda: BELT.with_(cost_per_shot_usd=math.inf), "finite"),
        (lambda: RAID.with_(axes=5000), "axes"),
        (lambda: RAID.with_(axes=[1e308, 1e308]), "axes"),
        (lambda: Raid(counts=[1 << 20, 5], types=(Drone(), Drone()), arrivals_per_s=1), "too many"),
        (lambda: Raid(arrival_times_s=np.zeros((1 << 20) + 1)), "too many"),
    ],
)
def test_refusals_name_the_field(make, says):
    with pytest.raises(InputError, match=says):
        make()


NUMBERS = {
    **dict.fromkeys(("channels", "salvo", "magazine"), 2),
    **dict.fromkeys(("kill_probability", "coverage", "discrimination", "false_decoy"), 1),
    **dict.fromkeys(("dwell_s", "shot_s", "look_s", "transit_s", "speed_kmh", "jam_per_min"), 60),
    **dict.fromkeys(("max_speed_kmh", "min_altitude_m", "max_altitude_m", "cost_per_shot_usd"), 60),
}
ODD = [str, np.str_, bool, lambda v: np.timedelta64(v, "m"), lambda v: timedelta(minutes=v), complex]
ODD += [
    lambda v: [str(v)],
    lambda v: math.nan,
    lambda v: [v, [v]],
    lambda v: {"value": v},
    lambda v: [np.timedelta64(v, "m")],
]


@pytest.mark.parametrize("odd", range(len(ODD)))
@pytest.mark.parametrize("name", NUMBERS)
def test_one_rule_for_all_numbers(name, odd):
    """What is no int or float is refused for every argument alike, also where it could be read as a number."""
    with pytest.raises(InputError, match=name):
        BELT.with_(**{name: ODD[odd](NUMBERS[name])})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("kind", [int, float, np.int16, np.float32, np.array, Fraction])
def test_every_kind_of_number_is_one(name, kind):
    assert simulate(RAID, BELT.with_(**{name: kind(NUMBERS[name])}), replications=2).replications == 2


@pytest.mark.parametrize(
    ("layer", "drone"),
    [
        (Layer(channels=5, dwell_s=121, shot_s=0, kill_probability=0), Drone()),
        (Layer(channels=5, dwell_s=121, shot_s=0, kill_probability=1e-10, shot_law="fixed"), Drone()),
        (Layer(channels=5, dwell_s=121, shot_s=0, kill_probability=0.7), Drone(kill_factor=0)),
        (Layer(channels=5, dwell_s=math.inf, shot_s=1), Drone()),
        (Layer(channels=[1, 5], dwell_s=[121, 121], shot_s=[40, 1e-6]), Drone()),
        (Layer(channels=5, dwell_s=121, shot_s=0, magazine=10**9), Drone()),
    ],
)
@pytest.mark.parametrize("rules", [{}, {"discipline": "lifo"}, {"magazine_order": "turn"}], ids=str)
def test_shots_without_end_are_refused(layer, drone, rules):
    with pytest.raises(InputError, match="shots without end"):
        simulate(Raid(drones=50, arrivals_per_s=0.2, types=(drone,)), layer, **rules)


def test_what_ends_is_not_refused():
    """By a magazine, by a kill, by jamming, for want of a channel, or because nobody may shoot."""
    endless = Layer(channels=5, dwell_s=math.inf, shot_s=1e-6, kill_probability=0)
    for changes in (
        {"magazine": 7},
        {"kill_probability": 0.1},
        {"jam_per_min": 1e7},
        {"channels": 0},
        {"max_speed_kmh": 10, "speed_kmh": 180},
    ):
        fast = Raid(drones=5, arrivals_per_s=1, types=(Drone(speed_kmh=180),))
        assert (
            simulate(fast, endless.with_(**{"speed_kmh": 180, **changes}), replications=2).replications == 2
        )


@pytest.mark.parametrize("magazine", [math.inf, np.array([math.inf, 9.0])])
def test_a_sequence_with_endless_magazines(magazine):
    without = simulate_sequence([RAID, RAID], [BELT], replications=2)
    given = simulate_sequence([RAID, RAID], [BELT.with_(magazine=magazine)], replications=2, resupply=[3])
    assert given[1].leakers[0] == without[1].leakers[0]
    assert given[1].rounds_left[0, 0] == -1
    if np.ndim(magazine):
        assert given[1].rounds_left[1, 0] == max(
            min(given[0].rounds_left[1, 0] + 3, 9) - given[1].shots[1, 0], 0
        )


def test_counts_in_64_bits():
    """10⁶ drones, ten salvos of a thousand rounds each: 10¹⁰ rounds."""
    layer = Layer(
        channels=math.inf,
        dwell_s=100,
        shot_s=10,
        shot_law="fixed",
        salvo=1000,
        magazine=2 * 10**10,
        cost_per_shot_usd=1,
    )
    result = simulate(Raid(drones=10**6, arrivals_per_s=10), layer, replications=1)
    assert result.shots.tolist() == [[10**10]]
    assert result.cost_defender_usd.tolist() == [1e10]
    assert result.rounds_left.tolist() == [[10**10]]


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"channels": 100_000}, {}),
        ({"magazine": 400_000}, {}),
        ({"channels": 100_000, "magazine": 400_000}, {"discipline": "edf"}),
        ({}, {"discipline": "lifo"}),
    ],
    ids=str,
)
def test_a_million_drones_take_seconds(changes, rules):
    """Many channels, a large magazine that runs dry, and slow drones that everybody overtakes."""
    kinds = [(Drone(speed_kmh=180), 500_000), (Drone(speed_kmh=60), 500_000)]
    layer = Layer(
        channels=5000, dwell_s=1000, shot_s=1000, kill_probability=0.3, transit_s=4000, speed_kmh=180
    )
    simulate(Raid.mix([(d, 2) for d, _ in kinds], arrivals_per_s=1), layer, replications=1, **rules)
    start = time.process_time()
    raid = Raid.mix(kinds, arrivals_per_s=200)
    result = simulate(raid, [layer.with_(**changes)] * 2, replications=1, **rules)
    assert result.launched.sum() == 10**6
    assert time.process_time() - start < 20


@pytest.mark.parametrize("rules", [{}, {"magazine_order": "turn"}, {"discipline": "lifo"}], ids=str)
def test_long_lists_are_heaps_with_the_same_outcome(rules):
    """Rounds and channels by the hundred, in plain Python with lists and with heaps from the first on."""
    from tocsin.defence import build, engine

    layer = Layer(channels=12, dwell_s=60, shot_s=20, kill_probability=0.2, magazine=40)
    raid = Raid(drones=60, arrivals_per_s=2, arrival_times_s=None)
    searched = simulate(raid, [layer, layer], replications=30, seed=4, engine="plain", **rules)
    assert (searched.causes["magazine"] > 0).any()
    engine.compiled.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        for module in (build.layout, build.engage):
            patch.setattr(module, "MANY", 2)
        heaped = simulate(raid, [layer, layer], replications=30, seed=4, engine="plain", **rules)
    engine.compiled.cache_clear()
    assert np.array_equal(searched.counts, heaped.counts)


def test_merging_the_overtaken_gives_the_order_of_insertion():
    from tocsin.defence import build, engine

    kinds = [(Drone(speed_kmh=180), 30), (Drone(speed_kmh=60), 30), (Drone(speed_kmh=400), 30)]
    raid = Raid.mix(kinds, arrivals_per_s=2)
    layer = Layer(channels=12, dwell_s=60, shot_s=20, kill_probability=0.2, transit_s=60, speed_kmh=180)
    inserted = simulate(raid, [layer] * 3, replications=30, seed=4, engine="plain")
    engine.compiled.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build.general, "MOVES", 0)
        merged = simulate(raid, [layer] * 3, replications=30, seed=4, engine="plain")
    engine.compiled.cache_clear()
    assert np.array_equal(inserted.counts, merged.counts)
    assert np.array_equal(inserted.by_type, merged.by_type)
