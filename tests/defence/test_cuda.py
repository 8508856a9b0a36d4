"""The GPU layer without a GPU: the simulator gives the CPU's bits, and PTX compiles."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytest.importorskip("numba_cuda")

PROGRAM = """
from tocsin.defence import Drone, Layer, Raid, simulate
layers = [
    Layer(channels=3, dwell_s=121, shot_s=40, kill_probability=0.7, magazine=20, transit_s=60),
    Layer(channels=2, dwell_s=91, shot_s=30, kill_probability=0.6, magazine=11, shot_law="fixed"),
]
every = [layer.with_(coverage=0.9, jam_per_min=0.1, look_s=5, per_axis=True) for layer in layers]
mixed = Raid.mix([(Drone(), 0.5), (Drone(decoy=True), 0.5)], drones=20, arrivals_per_s=0.2, axes=2)
runs = [(Raid(drones=30, arrivals_per_s=0.2), layers, {}), (mixed, every, {"discipline": "edf"})]
for raid, belts, rules in runs:
    gpu, cpu = (simulate(raid, belts, replications=3, seed=2**33 + 1, device=d, **rules) for d in ("cuda", "cpu"))
    assert (gpu.counts == cpu.counts).all() and (gpu.leakers == cpu.leakers).all()
    assert (gpu.by_type == cpu.by_type).all() and (gpu.credit == cpu.credit).all()
print("equal")
"""


def test_simulator_gives_the_same_bits():
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() == "equal", run.stderr[-2000:]


def _nvvm_is_missing():
    try:
        from numba.cuda.cudadrv.nvvm import NVVM

        NVVM()
    except Exception:
        return True
    return False


@pytest.mark.integration
@pytest.mark.parametrize("general_options", [False, True])
def test_ptx_for_sm_90_compiles_without_a_gpu(general_options):
    if _nvvm_is_missing():
        pytest.skip("libnvvm is not installed (numba-cuda[cu13] brings it)")
    from tocsin.defence.cuda import ptx

    code = ptx(general_options)
    assert ".target sm_90" in code
    assert "fma" not in code  # integers decide


def test_without_a_gpu_the_error_says_what_to_do():
    from tocsin.defence import Layer, Raid, simulate
    from tocsin.errors import TocsinError

    cuda = pytest.importorskip("numba.cuda")
    if cuda.is_available():
        pytest.skip("this machine has a GPU")
    layer = Layer(channels=1, dwell_s=1, shot_s=1)
    with pytest.raises(TocsinError, match="device='cpu'"):
        simulate(Raid(drones=1, arrivals_per_s=1), layer, replications=1, device="cuda")
