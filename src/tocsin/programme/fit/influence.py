"""How an answer moves when one claim is left out.

From the draws of a fit by Pareto-smoothed importance sampling (Vehtari et al. 2024, JMLR 25:72); where its diagnostic
k̂ exceeds 0.7 the draws cannot say, and `refits` samples again and keeps the answer beside the fit. The quick members
are cheap enough to recompute.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.files import write_atomic
from tocsin.periods import HORIZON, forecast_span
from tocsin.programme.ensemble.kalman import normalised
from tocsin.programme.ensemble.members import complete_months, ensemble, known_floors
from tocsin.programme.fit.store import Fit

if TYPE_CHECKING:
    from tocsin.case import Case

Array = NDArray[np.float64]
RELIABLE = 0.7
NEGLIGIBLE = 0.1
SAMPLED = "importance sampling"


@dataclass(frozen=True, slots=True)
class Influence:
    """What leaving one claim out does to one quantity.

    `median` and `without` are medians with and without the claim; `shift` is the log of their ratio; `khat` is the
    Pareto diagnostic, NaN where the forecast was recomputed; `method` says what gave `without`.
    """

    claim: str
    quantity: str
    median: float
    without: float
    shift: float
    khat: float
    method: str

    @property
    def reliable(self) -> bool:
        return self.method != SAMPLED or not self.khat > RELIABLE


def claim_influence(
    fit: Fit,
    quantities: Mapping[str, Array] | None = None,
    *,
    kept: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Influence]:
    """Influence of every claim of a fit, largest shift first.

    Parameters
    ----------
    quantities
        Draws [draw] aligned with the fit's; by default the plant's total and rate now and at the horizon.
    kept
        Medians of refits by claim and quantity (`kept_refits`): they stand in for what the draws cannot say.
    """
    wanted = quantities or headline_quantities(fit)
    again = kept or {}
    found = []
    for column, claim in enumerate(fit.claims):
        weights, khat = pareto_smooth(-fit.claim_log_likelihood[:, column])
        for name, draws in wanted.items():
            middle = weighted_median(draws, np.full(len(draws), 1 / len(draws)))
            refitted = again.get(claim, {}).get(name) if khat > RELIABLE else None
            without = weighted_median(draws, weights) if refitted is None else refitted
            shift = float(np.log((without + 1) / (middle + 1)))
            method = SAMPLED if refitted is None else "refit"
            found.append(Influence(claim, name, middle, without, shift, khat, method))
    return sorted(found, key=lambda item: -abs(item.shift))


def headline_quantities(fit: Fit) -> dict[str, Array]:
    """The plant's built total and monthly rate at the as-of month and at the horizon, each [draw]."""
    now, plant = len(fit.periods) - HORIZON - 2, fit.made[:, :, 0]
    return {
        "built_now": plant[:, : now + 1].sum(axis=1),
        "built_at_horizon": plant[:, : now + 1 + HORIZON].sum(axis=1),
        "rate_now": plant[:, now],
        "rate_at_horizon": plant[:, now + HORIZON],
    }


def refit_without(view: Case, claim: str, *, seed: int = 1) -> Fit:
    """The posterior without one claim, sampled anew."""
    from tocsin.programme.fit.fitting import settled_fit

    return settled_fit(view, seed=seed, drop_claims=frozenset({claim}))


def refits(view: Case, fit: Fit, *, seed: int = 1) -> Iterator[tuple[str, bool]]:
    """Refit without each claim whose importance weights cannot be trusted, keep the medians, and yield (claim, converged).

    Medians are kept beside the fit after every claim, so a killed run goes on; refits that did not converge are not.
    """
    doubtful = dict.fromkeys(item.claim for item in claim_influence(fit) if item.khat > RELIABLE)
    kept = kept_refits(view, fit)
    for claim in doubtful:
        if claim in kept:
            continue
        made = refit_without(view, claim, seed=seed)
        if made.converged:
            kept[claim] = {name: float(np.median(draws)) for name, draws in headline_quantities(made).items()}
            write_atomic(_refits_file(view, fit), (json.dumps(kept, indent=1) + "\n").encode())
        yield claim, made.converged


def kept_refits(view: Case, fit: Fit) -> dict[str, dict[str, float]]:
    """Medians of kept refits of exactly this fit, by claim left out and quantity."""
    file = _refits_file(view, fit)
    found: dict[str, dict[str, float]] = (
        json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    )
    return found


def _refits_file(view: Case, fit: Fit) -> Path:
    return view.path / "fits" / f"{Path(fit.file_name).stem}.without.json"


def launch_influence(view: Case, *, draws: int = 1000, seed: int = 1) -> list[Influence]:
    """Influence of each floor on median launches 6 and 12 months ahead, by recomputing the ensemble without it."""
    view = view.view()
    covered = forecast_span(view.as_of_date)
    history = complete_months(view, covered.last_full)

    def medians(cut: Case) -> Array:
        path = ensemble(history, cut, draws, seed, len(covered.periods))
        return np.median(path, axis=0)[[-7, -1]]

    base = medians(view)
    found = []
    for claim in dict.fromkeys(item.claim for item in known_floors(view)):
        without = medians(replace(view, claims=view.claims.without([claim])))
        for name, one, other in zip(("launches_6_months", "launches_12_months"), base, without, strict=True):
            shift = float(np.log((other + 1) / (one + 1)))
            found.append(Influence(claim, name, float(one), float(other), shift, float("nan"), "recomputed"))
    return sorted(found, key=lambda item: -abs(item.shift))


def weighted_median(draws: Array, weights: Array) -> float:
    """Median of weighted draws.

    Examples
    --------
    >>> weighted_median(np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.1, 0.8]))
    3.0
    """
    order = np.argsort(draws)
    total = np.cumsum(weights[order])
    return float(draws[order][np.searchsorted(total, total[-1] / 2)])


def pareto_smooth(log_ratios: Array) -> tuple[Array, float]:
    """Smoothed, normalised importance weights [draw] and the shape k̂ of their tail."""
    log_weight = log_ratios - log_ratios.max()
    size = len(log_weight)
    if np.ptp(log_weight) < NEGLIGIBLE:
        return normalised(log_weight), -np.inf  # all weights within 10 %: nothing to smooth
    tail = int(min(np.ceil(0.2 * size), np.ceil(3 * np.sqrt(size))))
    order = np.argsort(log_weight)
    cut = log_weight[order[-tail - 1]]
    excess = np.exp(log_weight[order[-tail:]]) - np.exp(cut)
    if tail < 5 or excess[0] < 0 or excess[-1] <= np.finfo(float).tiny:
        return normalised(log_weight), -np.inf
    shape, scale = fit_pareto(np.maximum(excess, np.finfo(float).tiny))
    probabilities = (np.arange(tail) + 0.5) / tail
    smooth = np.exp(cut) + pareto_quantile(probabilities, shape, scale)
    log_weight = log_weight.copy()
    log_weight[order[-tail:]] = np.minimum(np.log(smooth), 0.0)
    return normalised(log_weight), shape


def pareto_quantile(p: Array, shape: float, scale: float) -> Array:
    """Quantile function of the generalised Pareto distribution with location 0."""
    if abs(shape) < 1e-9:
        exponential: Array = -scale * np.log1p(-p)
        return exponential
    quantile: Array = scale * np.expm1(-shape * np.log1p(-p)) / shape
    return quantile


def fit_pareto(excess: Array) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution from sorted excesses.

    Zhang and Stephens (2009), Technometrics 51:316, with the weakly informative shrinkage of Vehtari et al.
    """
    size = len(excess)
    grid = 30 + int(np.sqrt(size))
    quarter = excess[int(size / 4 + 0.5) - 1]
    steps = 1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))
    theta = 1 / excess[-1] + steps / (3 * quarter)
    shape = np.log1p(-theta[:, None] * excess[None, :]).mean(axis=1)
    profile = size * (np.log(-theta / shape) - shape - 1)
    best = float(theta @ normalised(profile))
    k = float(np.log1p(-best * excess).mean())
    return (k * size + 5.0) / (size + 10.0), -k / best
