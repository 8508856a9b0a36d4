"""What starting up costs: CPU seconds of child processes, as a ratio to `python -c pass`.

Run: python benchmarks/startup.py [--runs 15] [--parts]

Runs are interleaved and medians taken, so that a busy machine slows all of them alike. `--parts` adds what single
modules cost to import: an import stays inside a function only where it spares a command one of these.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from statistics import median

NOTHING = "python -c pass"
COMMANDS = {
    NOTHING: ["-c", "pass"],
    "import tocsin": ["-c", "import tocsin"],
    "tocsin --help": ["-m", "tocsin.commands.cli", "--help"],
    "tocsin assess --help": ["-m", "tocsin.commands.cli", "assess", "--help"],
}
LIMITS_S = {"import tocsin": 0.1, "tocsin --help": 0.25}
PARTS = (
    "numpy", "pandas", "scipy.special", "scipy.stats", "scipy.spatial", "scipy.optimize", "numba", "altair", "vl_convert",
    "pyproj", "jinja2", "rich.progress", "openpyxl", "jax", "numpyro", "statsforecast", "starlette.applications",
    "uvicorn", "trafilatura", "pypdf", "distributed", "tocsin.claims", "tocsin.case", "tocsin.record",
    "tocsin.geography", "tocsin.reading", "tocsin.defence", "tocsin.calibration", "tocsin.programme",
    "tocsin.campaign", "tocsin.decisions", "tocsin.score", "tocsin.answers.assessing", "tocsin.report.files",
    "tocsin.app.server",
)  # fmt: skip


def cpu_seconds(arguments: list[str]) -> float | None:
    """User and system time of one Python process; None where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return None
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Median CPU seconds of each, runs interleaved; what fails is left out."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, arguments in commands.items():
            seconds = cpu_seconds(arguments)
            if seconds is not None:
                taken[name].append(seconds)
    return {name: median(values) for name, values in taken.items() if values}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--parts", action="store_true", help="also what modules cost to import")
    options = parser.parse_args()
    commands = COMMANDS | ({name: ["-c", f"import {name}"] for name in PARTS} if options.parts else {})
    found = medians(commands, options.runs)
    for name, seconds in found.items():
        limit = f"   must be ≤ {LIMITS_S[name]}" if name in LIMITS_S else ""
        print(f"{name:28}{seconds:7.3f} CPU-s {seconds / found[NOTHING]:7.1f} ×{limit}")
    return int(any(found.get(name, 9.9) > limit for name, limit in LIMITS_S.items()))


if __name__ == "__main__":
    sys.exit(main())
