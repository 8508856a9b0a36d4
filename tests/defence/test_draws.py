"""Random numbers by address, the integer logarithm, and the same bits everywhere."""

from __future__ import annotations

import math

import numpy as np
import pytest
from engagement_reference import PLAIN
from hypothesis import given
from hypothesis import strategies as st

from tocsin.defence import Drone, Layer, Raid, simulate
from tocsin.defence.engine import compiled
from tocsin.defence.layout import BELT, CROSSING, Belt, Crossing

WORD = st.integers(0, 2**32 - 1)
# Random123's known answers for Philox4x32-10: counter, key, output.
KNOWN = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
@pytest.mark.parametrize("engine", ["plain", "numba"])
def test_philox_known_answers(counter, key, words, engine):
    word = int if engine == "plain" else np.uint64
    got = compiled(engine, False).philox(*(word(v) for v in counter + key))
    assert [int(w) for w in got] == words


@given(WORD)
def test_logarithm_is_accurate(word):
    exact = -math.log((2 * word + 1) / 2**33)
    assert abs(PLAIN.negative_log(word) / 2**31 - exact) < 1.5e-8


@pytest.mark.parametrize("edge", [0, 1, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1])
def test_logarithm_at_the_ends(edge):
    exact = -math.log((2 * edge + 1) / 2**33)
    assert abs(PLAIN.negative_log(edge) / 2**31 - exact) < 1.5e-8


@given(WORD, st.integers(0, 2**44))
def test_exponential_in_integers_equals_floats(word, mean):
    exact = -math.log((2 * word + 1) / 2**33) * mean
    assert abs(PLAIN.exponential(word, mean) - exact) <= 2 + 2e-8 * mean


@given(WORD, st.integers(0, 2**44))
def test_numba_equals_plain(word, mean):
    compiled_kernel = compiled("numba", False)
    assert int(compiled_kernel.exponential(np.uint64(word), mean)) == PLAIN.exponential(word, mean)


REFERENCE = [
    Layer(channels=5, dwell_s=121, shot_s=40, kill_probability=0.7, magazine=120, transit_s=60),
    Layer(channels=4, dwell_s=91, shot_s=30, kill_probability=0.6, magazine=110, transit_s=60),
    Layer(channels=3, dwell_s=61, shot_s=15, kill_probability=0.5, magazine=90),
]
BASELINE = [14, 11, 18, 15, 18, 5, 13, 12, 0, 9, 7, 9]
BASELINE_SUMS = [733746, 470773, 614086, 376661, 376661]  # seen, engaged, shots, hits, kills
PLAIN_RAID = Raid(drones=200, arrivals_per_s=0.2)
MIXED_RAID = Raid.mix(
    [(Drone(name="a"), 0.7), (Drone(name="b", decoy=True), 0.3)], drones=60, arrivals_per_s=0.2
)


@pytest.mark.parametrize("raid", [PLAIN_RAID, MIXED_RAID], ids=["fast", "general"])
@pytest.mark.parametrize("how", [{"threads": 1}, {"threads": 2, "block": 7}, {"threads": 3, "block": 64}])
def test_same_bits_for_any_threads_and_blocks(raid, how):
    once = simulate(raid, REFERENCE, replications=300, seed=3, threads=1)
    again = simulate(raid, REFERENCE, replications=300, seed=3, **how)
    assert np.array_equal(once.counts, again.counts)
    assert np.array_equal(once.leakers_by_type, again.leakers_by_type)


@pytest.mark.parametrize("raid", [PLAIN_RAID, MIXED_RAID], ids=["fast", "general"])
def test_same_bits_in_plain_python_and_continued(raid):
    long = simulate(raid, REFERENCE, replications=20, seed=2**40 + 3)
    tail = simulate(raid, REFERENCE, replications=5, seed=2**40 + 3, first_replication=15, engine="plain")
    assert np.array_equal(long.counts[15:], tail.counts)


def test_heaps_give_the_same_bits_in_plain_python():
    """More than 256 channels, and a magazine of more than 256 rounds that runs dry."""
    belts = [
        Layer(channels=c, dwell_s=121, shot_s=40, kill_probability=0.2, magazine=700, transit_s=60)
        for c in (400, 300)
    ]
    raid = Raid(drones=1000, arrivals_per_s=20)
    compiled_run, plain = (
        simulate(raid, belts, replications=2, seed=7, engine=e) for e in ("numba", "plain")
    )
    assert (compiled_run.causes["magazine"] > 0).any()
    assert np.array_equal(compiled_run.counts, plain.counts)


def test_columns_are_read_by_the_names_they_are_written_under():
    assert PLAIN.read_belt(range(len(BELT))) == BELT == tuple(range(len(Belt._fields)))
    assert PLAIN.read_crossing(range(len(CROSSING))) == CROSSING == tuple(range(len(Crossing._fields)))


def test_stored_baseline():
    """Updating these is a deliberate act: the same seed gives the same bits on every machine and release."""
    result = simulate(PLAIN_RAID, REFERENCE, replications=2000, seed=1, deadline="start")
    assert result.leakers[:12].tolist() == BASELINE
    assert result.counts.astype(np.int64).sum(axis=(0, 1))[:5].tolist() == BASELINE_SUMS
