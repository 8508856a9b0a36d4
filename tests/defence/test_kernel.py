"""The kernel against an independent reference, path by path, on random parameters."""

from __future__ import annotations

import numpy as np
import pytest
from engagement_reference import PLAIN, fly
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.defence import Defence, Drone, Layer, Raid, draws, simulate
from tocsin.defence import layout as k
from tocsin.defence.layout import CROSSING, Address, Belt, WideDesk
from tocsin.defence.pack import pack

SECONDS = st.sampled_from([0.000001, 7, 15, 20, 30, 40, 60, 61, 120.5])


@st.composite
def plain_layers(draw):
    return Layer(
        channels=draw(st.integers(0, 6)),
        dwell_s=draw(SECONDS),
        shot_s=draw(SECONDS.filter(lambda s: s >= 1)),
        shot_law=draw(st.sampled_from(["fixed", "exponential"])),
        kill_probability=draw(st.sampled_from([0, 0.3, 0.7, 1])),
        magazine=draw(st.none() | st.integers(0, 30)),
        transit_s=draw(st.sampled_from([0, 5, 60])),
    )


@st.composite
def option_layers(draw):
    base = draw(plain_layers())
    return base.with_(
        speed_kmh=180,
        look_s=draw(st.sampled_from([0, 5, 20])),
        coverage=draw(st.sampled_from([1, 0.8])),
        jam_per_min=draw(st.sampled_from([0, 0.5, 3])),
        discrimination=draw(st.sampled_from([0, 0.5])),
        false_decoy=draw(st.sampled_from([0, 0.1])),
        dwell_law=draw(st.sampled_from(["fixed", "exponential"])),
        max_speed_kmh=draw(st.sampled_from([None, 300])),
        per_axis=draw(st.booleans()),
    )


def integers(raid, defence, packed):
    """The layers as the reference reads them, in integer units."""
    rows = []
    for i, layer in enumerate(defence.layers):
        p, t = Belt(*packed.inputs.belts[0, i].tolist()), packed.inputs.crossings[0, i]
        rows.append(
            {
                "channels": p.channels,
                "shot": p.shot,
                "random": bool(p.random_shot),
                "rounds": p.magazine if layer.magazine is not None else 10**9,
                "look": p.look,
                "coverage": p.coverage,
                "discrimination": p.discrimination,
                "false_decoy": p.false_decoy,
                "jam": p.jam,
                "random_dwell": bool(p.random_dwell),
                "per_axis": layer.per_axis,
                "axes": raid.axes,
                "dwell": [int(v) for v in t[:, CROSSING.dwell]],
                "transit": [int(v) for v in t[:, CROSSING.transit]],
                "kill": [int(v) for v in t[:, CROSSING.threshold]],
            }
        )
    return rows


def arrivals(raid, packed, seed, r):
    """Entry times, kinds and axes of replication r, drawn by the plain kernel."""
    n = packed.most_drones
    size = n + 4 * draws.LANES
    desk = WideDesk(*([0] * size for _ in WideDesk._fields))._replace(tag=list(range(size)))
    PLAIN.draw_arrivals(n, int(packed.inputs.gaps[0]), Address(draws.ARRIVAL, r, seed, 0), desk.entry)
    PLAIN.assign(n, packed.inputs.kinds[0], packed.inputs, Address(draws.ASSIGN, r, seed, 0), desk)
    kinds = [int(t) >> k.KIND_SHIFT & k.KIND for t in desk.tag[:n]]
    return list(zip(desk.entry[:n], kinds, (int(t) >> k.AXIS_SHIFT for t in desk.tag[:n]), strict=True))


def check(raid, defence, engine, seed, replications=3):
    result = simulate(raid, defence, replications=replications, seed=seed, engine=engine)
    packed = pack(raid, defence, replications)
    for r in range(replications):
        table, kinds = fly(
            arrivals(raid, packed, seed, r),
            integers(raid, defence, packed),
            raid.types,
            seed,
            r,
            deadline=defence.deadline,
            rule=defence.discipline,
            leaker=defence.leaker,
        )
        assert result.counts[r].tolist() == table
        assert result.leakers[r] == len(kinds)
        assert result.leakers_by_type[r].tolist() == [kinds.count(t) for t in range(len(raid.types))]


@settings(max_examples=150, deadline=None)
@given(
    layers=st.lists(plain_layers(), min_size=1, max_size=3),
    drones=st.integers(1, 30),
    rate=st.sampled_from([0.05, 0.2, 2, np.inf]),
    deadline=st.sampled_from(["start", "end"]),
    seed=st.integers(0, 1000),
)
def test_fast_kernel_equals_reference(layers, drones, rate, deadline, seed):
    raid = Raid(drones=drones, arrivals_per_s=rate)
    check(raid, Defence(tuple(layers), deadline=deadline), "numba", seed)


@settings(max_examples=200, deadline=None)
@given(
    layers=st.lists(option_layers(), min_size=1, max_size=3),
    amounts=st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(sum),
    exact=st.booleans(),
    rate=st.sampled_from([0.05, 0.5, np.inf]),
    axes=st.integers(1, 3),
    rules=st.tuples(
        st.sampled_from(["start", "end"]),
        st.sampled_from(["flies_on", "waits"]),
        st.sampled_from(["fifo", "lifo", "edf"]),
    ),
    seed=st.integers(0, 1000),
)
def test_general_kernel_equals_reference(layers, amounts, exact, rate, axes, rules, seed):
    kinds = [Drone(speed_kmh=180), Drone(speed_kmh=400, kill_factor=0.6), Drone(speed_kmh=180, decoy=True)]
    deadline, leaker, discipline = rules
    raid = Raid.mix(
        zip(kinds, amounts, strict=True), drones=None if exact else 20, arrivals_per_s=rate, axes=axes
    )
    defence = Defence(tuple(layers), deadline=deadline, leaker=leaker, discipline=discipline)
    check(raid, defence, "numba", seed)


@pytest.mark.parametrize("law", ["fixed", "exponential"])
def test_reference_raid_path_by_path(law):
    layers = [
        Layer(channels=c, dwell_s=d, shot_s=s, shot_law=law, kill_probability=p, magazine=m, transit_s=t)
        for c, d, s, p, m, t in [
            (5, 121, 40, 0.7, 120, 60),
            (4, 91, 30, 0.6, 110, 60),
            (3, 61, 15, 0.5, 90, 0),
        ]
    ]
    check(Raid(drones=200, arrivals_per_s=0.2), Defence(tuple(layers), deadline="start"), "numba", 5, 20)
