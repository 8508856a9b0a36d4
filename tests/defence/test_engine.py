"""How a run is carried out: it can be stopped, follows the cores it may use, and needs no folder for a cache."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tocsin.defence import Layer, Raid, engine, simulate
from tocsin.defence.model import as_defence
from tocsin.defence.pack import pack
from tocsin.errors import TocsinError

BELT = Layer(channels=5, dwell_s=121, shot_s=40, kill_probability=0.7)
RAID = Raid(drones=2000, arrivals_per_s=0.2)

LONG_RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born deaf to it
from tocsin.defence import Layer, Raid, simulate
belt, raid = Layer(channels=5, dwell_s=121, shot_s=40, kill_probability=.7), Raid(drones=2000, arrivals_per_s=.2)
simulate(raid, belt, replications=2)
print("ready", flush=True)
simulate(raid, belt, replications=1_000_000, threads=int(sys.argv[1]))
"""


@pytest.mark.parametrize("threads", ["1", "2"])
def test_ctrl_c_is_heard_between_blocks(threads):
    run = subprocess.Popen(
        [sys.executable, "-c", LONG_RUN, threads], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout.readline() == b"ready\n"
    time.sleep(0.5)
    asked = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, error = run.communicate(timeout=30)
    assert b"KeyboardInterrupt" in error
    assert time.monotonic() - asked < 10  # the whole run takes minutes


@pytest.mark.parametrize("threads", [1, 2])
def test_time_limit(threads):
    simulate(RAID, BELT, replications=2)
    asked = time.monotonic()
    with pytest.raises(TocsinError, match=r"time limit of 0.2 s .* of 1,000,000 replications"):
        simulate(RAID, BELT, replications=1_000_000, threads=threads, time_limit_s=0.2)
    assert time.monotonic() - asked < 5
    free, enough = (
        simulate(RAID, BELT, replications=20, seed=1, time_limit_s=t).leakers for t in (None, 600)
    )
    assert np.array_equal(free, enough)


@pytest.mark.parametrize("limit", [0, -1, np.nan, "5", [1, 2]])
def test_time_limits_that_are_none(limit):
    with pytest.raises(TocsinError, match="time_limit_s"):
        simulate(RAID, BELT, replications=1, time_limit_s=limit)


def test_blocks_are_short_where_a_drone_may_be_shot_at_often():
    """So that a run can be interrupted: the same drones with a thousand times the shots come in smaller blocks."""
    slow, quick = (
        pack(Raid(drones=10, arrivals_per_s=1), as_defence(Layer(channels=1, dwell_s=100, shot_s=s)))
        for s in (100, 0.1)
    )
    assert engine.block_size(slow) > 50 * engine.block_size(quick)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_threads_follow_the_affinity_of_the_process():
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert engine.usable_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert engine.usable_cores() == len(allowed)


def test_without_a_folder_for_the_cache_kernels_compile_anew(monkeypatch):
    """A package folder that cannot be written and no home: numba then finds no place for its cache."""
    from numba.core import caching

    monkeypatch.setattr(caching.FunctionCache._impl_class, "_locator_classes", [])
    compiled = engine.numba_jit(inline=False)(_twice)
    assert compiled(21) == 42


@pytest.mark.parametrize("ending", ["*.nbi", "*.nbc"])
def test_a_damaged_cache_is_replaced(monkeypatch, tmp_path, ending):
    from numba import config

    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path))
    assert engine.numba_jit(inline=False)(_twice)(21) == 42
    (file,) = tmp_path.rglob(ending)
    whole = file.stat().st_size
    os.truncate(file, 20)
    assert engine.numba_jit(inline=False)(_twice)(21) == 42
    assert sum(f.stat().st_size for f in tmp_path.rglob(ending)) >= whole


def test_a_full_disk_only_costs_the_cache(monkeypatch, tmp_path):
    from numba import config
    from numba.core import caching

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(caching.IndexDataCacheFile, "save", full)
    assert engine.numba_jit(inline=False)(_twice)(21) == 42


def _twice(x):
    return 2 * x
