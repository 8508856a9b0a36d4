"""On a machine with an NVIDIA GPU: the CPU's bits, raid by raid. Skipped everywhere else."""

from __future__ import annotations

import os

import numpy as np
import pytest

from tocsin.defence import Drone, Layer, Raid, simulate

pytestmark = pytest.mark.integration

LAYERS = [
    Layer(channels=5, dwell_s=121, shot_s=40, kill_probability=0.7, magazine=120, transit_s=60),
    Layer(channels=4, dwell_s=91, shot_s=30, kill_probability=0.6, magazine=110, transit_s=60),
    Layer(channels=3, dwell_s=61, shot_s=15, kill_probability=0.5, magazine=90, shot_law="fixed"),
]
RICH = [
    layer.with_(coverage=0.9, jam_per_min=0.1, look_s=5, discrimination=0.3, dwell_law="exponential")
    for layer in LAYERS
]
PLAIN = Raid(drones=200, arrivals_per_s=0.2)
MIXED = Raid.mix([(Drone(), 0.5), (Drone(decoy=True), 0.5)], drones=150, arrivals_per_s=0.2, axes=2)


def gpu_is_missing():
    if os.environ.get("NUMBA_ENABLE_CUDASIM") == "1":
        return True
    try:
        from numba import cuda

        return not cuda.is_available()
    except Exception:
        return True


@pytest.mark.skipif(gpu_is_missing(), reason="no NVIDIA GPU")
@pytest.mark.parametrize("deadline", ["start", "end"])
@pytest.mark.parametrize(
    "rules", [{}, {"discipline": "lifo"}, {"discipline": "edf", "leaker": "waits"}], ids=str
)
@pytest.mark.parametrize(("raid", "layers"), [(PLAIN, LAYERS), (MIXED, RICH)], ids=["plain", "rich"])
def test_gpu_gives_the_bits_of_the_cpu(raid, layers, rules, deadline):
    cpu, gpu = (
        simulate(raid, layers, replications=20_000, seed=2**40 + 1, deadline=deadline, device=device, **rules)
        for device in ("cpu", "cuda")
    )
    for name in ("counts", "leakers", "by_type", "credit", "rounds_left"):
        assert np.array_equal(getattr(cpu, name), getattr(gpu, name)), name
