"""Simulation-based calibration of the stock-and-flow on a short record (Talts et al. 2018, arXiv:1804.06788).

Draw parameters from the prior, simulate counts and claims, fit, and rank the truth among posterior draws: over many
rounds the ranks must be uniform. ``tocsin fit CASE --sbc 100`` writes CASE/fits/sbc.json.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import logit
from scipy.stats import kstest

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.files import write_atomic
from tocsin.programme.fit.inputs import FitInputs, inputs_of
from tocsin.programme.quantities.decoys import COUNTED_NOISE
from tocsin.programme.quantities.leak import MONTH_NOISE
from tocsin.programme.quantities.likelihood import DEGREES, MINIMUM
from tocsin.randomness import stream

MONTHS = 18  # length of the small version
SEEN = 15  # months of the simulated record
POINTS = 4  # simulated claims about the plant's total
SPREAD = 0.35
WARM_UP = 250
SAMPLES = 198  # thinned by two: 99 draws give 100 possible ranks
START = date(2023, 12, 31)  # the case's priors as of then


def simulate_data(inputs: FitInputs, seed: int, number: int) -> tuple[dict[str, Any], dict[str, float]]:
    """Data of one round, and the parameters that made them."""
    from tocsin.programme.fit import stockflow

    rng = stream(seed, "sbc", number)
    prior = inputs.data["prior"]
    raw = {name: float(rng.normal(*prior[name])) for name in stockflow.PRIORS}
    shocks = {name: rng.normal(size=MONTHS) for name in stockflow.SHOCKS}
    data = _short(inputs.data)
    data["decoys_known"] = (data["month"] >= 8).astype(float)
    names = ("month", "other_ramp", "decoys_known", "early")
    p: dict[str, Any] = stockflow.natural(raw)  # type: ignore[arg-type]
    flows = stockflow.simulate(p, shocks, {name: data[name] for name in names})  # type: ignore[arg-type]
    _counts(data, raw, flows, rng)
    _claims(data, raw, np.asarray(flows.made)[:, 0], rng)
    truth = {
        name: raw[name]
        for name in ("start", "growth", "import_rate", "use", "noise", "decoy_level", "leak_level")
    }
    truth["built"] = float(np.log(np.asarray(flows.made)[:SEEN, 0].sum() + 1.0))
    truth["stock"] = float(np.log(np.asarray(flows.stock)[SEEN - 1] + 1.0))
    return data, truth


def _short(data: dict[str, Any]) -> dict[str, Any]:
    """The case's inputs cut to the small version's months; claims are replaced later."""
    whole = len(data["month"])
    return {
        name: value[:MONTHS] if isinstance(value, np.ndarray) and value.shape[:1] == (whole,) else value
        for name, value in data.items()
    }


def _counts(data: dict[str, Any], raw: dict[str, float], flows: Any, rng: np.random.Generator) -> None:
    seen = np.arange(MONTHS) < SEEN
    shape = np.exp(-2 * raw["noise"])
    expected = np.asarray(flows.launches) + 1e-3
    data["launched"] = rng.poisson(rng.gamma(shape, expected / shape)).astype(float)
    data["strike_night_logit"] = raw["strike_nights"] + np.exp(raw["night_spread"]) * rng.normal(size=MONTHS)
    decoy = np.clip(np.asarray(flows.decoy), 1e-6, 1 - 1e-6)
    data["decoy_logit"] = logit(decoy) + COUNTED_NOISE * rng.normal(size=MONTHS)
    data["leak_logit"] = logit(np.asarray(flows.leak)) + MONTH_NOISE * rng.normal(size=MONTHS)
    data |= {"seen": seen, "strike_night_seen": seen, "leak_seen": seen & (np.arange(MONTHS) > 6)}
    data["decoy_seen"] = seen & (data["decoys_known"] > 0)


def _claims(data: dict[str, Any], raw: dict[str, float], plant: Array, rng: np.random.Generator) -> None:
    """Point claims about cumulative output, each of its own origin with its own bias."""
    flags = ("has_low", "has_high", "is_plan", "is_stock", "is_share", "is_point", "weight", "low", "high")
    data |= {name: np.zeros(POINTS) for name in flags}
    data["weights"], data["scopes"] = np.zeros((POINTS, MONTHS)), np.zeros((POINTS, data["scopes"].shape[1]))
    data["origins"], data["spread"] = np.zeros((POINTS, POINTS)), np.full(POINTS, SPREAD)
    data["offset"] = np.full(POINTS, MINIMUM)
    for at, month in enumerate(np.linspace(9, SEEN, POINTS).astype(int)):
        data["weights"][at, :month], data["scopes"][at, 0], data["origins"][at, at] = 1.0, 1.0, 1.0
        data["is_point"][at] = data["weight"][at] = 1.0
        bias = np.exp(raw["bias"]) * rng.normal()
        said = np.log(plant[:month].sum() + MINIMUM) + bias + SPREAD * rng.standard_t(DEGREES)
        data["low"][at] = data["high"][at] = said


def ranks(case: Case, rounds: int, seed: int, out: Path) -> dict[str, list[int]]:
    """Rank of the truth among 99 posterior draws, by quantity, one entry a round; kept in `out` after every round."""
    from tocsin.programme.fit.sampler import sample

    inputs = inputs_of(case.as_of(START))
    found: dict[str, list[int]] = json.loads(out.read_text())["ranks"] if out.is_file() else {}
    done = len(next(iter(found.values()), []))
    for number in range(done, rounds):
        data, truth = simulate_data(inputs, seed, number)
        key = int(stream(seed, "sbc", "chain", number).integers(2**31))
        made = sample(data, seed=key, warm_up=WARM_UP, samples=SAMPLES, chains=1).draws
        draws = {name: value[0] for name, value in made.items()}
        draws["built"] = np.log(draws["path_made"][:, :SEEN, 0].sum(axis=1) + 1.0)
        draws["stock"] = np.log(draws["path_stock"][:, SEEN - 1] + 1.0)
        for name, value in truth.items():
            found.setdefault(name, []).append(int((draws[name][::2] < value).sum()))
        _write(out, found, seed)
    return found


def uniformity(found: dict[str, list[int]]) -> dict[str, float]:
    """Kolmogorov–Smirnov p value of each quantity's ranks against uniform."""
    possible = SAMPLES // 2 + 1
    return {
        name: round(float(kstest((np.array(values) + 0.5) / possible, "uniform").pvalue), 4)
        for name, values in found.items()
    }


def _write(out: Path, found: dict[str, list[int]], seed: int) -> None:
    about = {"rounds": len(next(iter(found.values()))), "draws": SAMPLES // 2, "months": SEEN, "seed": seed,
             "p_uniform": uniformity(found), "ranks": found}  # fmt: skip
    write_atomic(out, (json.dumps(about, indent=1) + "\n").encode())
