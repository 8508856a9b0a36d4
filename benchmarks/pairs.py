"""Two versions of the engagement kernel in interleaved pairs: `python benchmarks/engagement.py --against OLD_SRC`.

Each version runs in a process of its own and flies the reference raid when told to; the two take turns, so that
whatever else the machine does falls on both. Times are CPU seconds of that process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

LAWS = ("exponential", "fixed")
TABLE = [(5, 121, 40, 0.7, 120, 60), (4, 91, 30, 0.6, 110, 60), (3, 61, 15, 0.5, 90, 0)]
CASES = {  # options beyond the fast path, by name: of the layers, and of `simulate`
    "fast": ({}, {}),
    "every option": ({"coverage": 0.9, "jam_per_min": 0.1, "look_s": 5}, {"discipline": "edf"}),
}


def serve() -> None:
    """A worker: reads "law case raids" line by line, writes the CPU ns a shot and a checksum of the counts."""
    from tocsin.defence import Layer, Raid, simulate

    for line in sys.stdin:
        law, case, raids = line.strip().split("|")
        layer_options, rules = CASES[case]
        layers = [
            Layer(
                channels=c,
                dwell_s=d,
                shot_s=s,
                kill_probability=p,
                magazine=m,
                transit_s=t,
                shot_law=law,
                **layer_options,
            )
            for c, d, s, p, m, t in TABLE
        ]
        raid = Raid(drones=200, arrivals_per_s=0.2)
        start = time.process_time_ns()
        result = simulate(raid, layers, replications=int(raids), seed=1, deadline="start", threads=1, **rules)
        took = time.process_time_ns() - start
        weights = np.arange(1, result.counts[0].size + 1).reshape(result.counts[0].shape)
        check = int((result.counts.sum(axis=0, dtype=np.int64) * weights).sum())
        print(took / int(result.shots.sum(dtype=np.int64)), check, flush=True)


class Worker:
    """One version of Tocsin, waiting for work."""

    def __init__(self, source: Path) -> None:
        if not (source / "tocsin" / "defence").is_dir():
            raise SystemExit(f"{source}: no tocsin/defence in it. Give the src folder of a checkout.")
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONPATH": str(source)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fly(self, law: str, case: str, raids: int) -> tuple[float, int]:
        """(CPU ns a shot, checksum)."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(f"{law}|{case}|{raids}", file=self.process.stdin, flush=True)
        ns, check = self.process.stdout.readline().split()
        return float(ns), int(check)

    def close(self) -> None:
        """Let it end."""
        self.process.communicate()


def interval(ratios: np.ndarray, level: float = 0.9) -> tuple[float, float, float]:
    """Geometric mean of ratios and its interval (Student's t on their logarithms)."""
    from scipy.stats import t

    logs = np.log(ratios)
    half = t.ppf((1 + level) / 2, len(logs) - 1) * logs.std(ddof=1) / np.sqrt(len(logs))
    return float(np.exp(logs.mean())), float(np.exp(logs.mean() - half)), float(np.exp(logs.mean() + half))


def against(old: Path, pairs: int, raids: int) -> None:
    """Print new/old ns a shot over `pairs` pairs, by law and case, and whether the counts are equal."""
    new = Path(__file__).parents[1] / "src"
    first, second = Worker(old), Worker(new)
    for case in CASES:
        for law in LAWS:
            same = first.fly(law, case, raids)[1] == second.fly(law, case, raids)[1]  # compiles, too
            times = np.empty((pairs, 2))
            for i in range(pairs):
                for j in (0, 1) if i % 2 == 0 else (1, 0):
                    times[i, j] = (first, second)[j].fly(law, case, raids)[0]
            mean, low, high = interval(times[:, 1] / times[:, 0])
            old_ns, new_ns = np.median(times, axis=0)
            print(
                f"{case}, {law}: {'equal counts' if same else 'COUNTS DIFFER'}; median ns a shot {old_ns:.1f} old, "
                f"{new_ns:.1f} new; new/old {mean:.3f} (90 %: {low:.3f} to {high:.3f}, {pairs} pairs)",
                flush=True,
            )
    first.close()
    second.close()


if __name__ == "__main__":
    serve()
