"""A third opinion: SimPy, path by path, on random parameters and with the same addressed draws."""

from __future__ import annotations

import pytest
from engagement_reference import fly
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernel import arrivals, integers

from tocsin.defence import Defence, Layer, Raid, simulate
from tocsin.defence.build import build
from tocsin.defence.layout import Address, ShotLaw
from tocsin.defence.pack import pack

simpy = pytest.importorskip("simpy")
PLAIN = build(None, every=False)


def simpy_raid(entries, layers, seed, replication):
    """Leakers and shots per layer; a leaker flies on, a shot that started in time counts."""
    env, leaked, fired = simpy.Environment(), [], [0] * len(layers)
    channels = [simpy.Resource(env, capacity=layer["channels"]) for layer in layers]
    rounds = [layer["rounds"] for layer in layers]

    def outcome(depth, i, shot):
        layer, site = layers[depth], (depth, replication, seed, 0)
        law = ShotLaw(layer["random"], layer["shot"], layer["kill"][0])
        pair = PLAIN.draw_pair(shot >> 1, i, Address(*site), law)
        return pair[shot & 1] >> 1, pair[shot & 1] & 1

    def hold(resource, request, duration):
        yield env.timeout(duration)
        resource.release(request)

    def engage(i, depth, request, leave):
        shot, hit = 0, 0
        while env.now < leave and rounds[depth] > 0:
            rounds[depth] -= 1
            fired[depth] += 1
            duration, hit = outcome(depth, i, shot)
            shot += 1
            if hit or env.now + duration >= leave:
                env.process(hold(channels[depth], request, duration))
                return hit
            yield env.timeout(duration)
        channels[depth].release(request)
        return 0

    def drone(i):
        yield env.timeout(entries[i])
        for depth, layer in enumerate(layers):
            leave = env.now + layer["dwell"][0]
            request = channels[depth].request()
            if not request.triggered:
                yield request | env.timeout(leave - env.now)
            if request.triggered:
                if (yield env.process(engage(i, depth, request, leave))):
                    return
            else:
                request.cancel()
            yield env.timeout(leave - env.now + layer["transit"][0])
        leaked.append(i)

    for i in range(len(entries)):
        env.process(drone(i))
    env.run()
    return len(leaked), fired


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            *(st.integers(1, 6), st.integers(20, 150), st.integers(7, 45), st.sampled_from([0.3, 0.6, 0.9])),
            *(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["fixed", "exponential"])),
        ),
        min_size=1,
        max_size=3,
    ),
    drones=st.integers(1, 60),
    rate=st.sampled_from([0.05, 0.2, 1.0]),
    seed=st.integers(0, 1000),
)
def test_simpy_equals_kernel_and_reference(rows, drones, rate, seed):
    names = ("channels", "dwell_s", "shot_s", "kill_probability", "magazine", "transit_s", "shot_law")
    layers = tuple(Layer(**dict(zip(names, row, strict=True))) for row in rows)
    raid, defence = Raid(drones=drones, arrivals_per_s=rate), Defence(layers, deadline="start")
    result, packed = simulate(raid, defence, replications=3, seed=seed), pack(raid, defence, 3)
    table = integers(raid, defence, packed)
    for r in range(3):
        raids = arrivals(raid, packed, seed, r)
        leaked, fired = simpy_raid([entry for entry, _, _ in raids], table, seed, r)
        assert leaked == result.leakers[r]
        assert fired == result.shots[r].tolist()
        reference, kinds = fly(raids, table, raid.types, seed, r, deadline="start")
        assert reference == result.counts[r].tolist()
        assert len(kinds) == leaked
