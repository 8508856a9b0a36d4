"""How an answer moves when one claim is left out.

From the draws of a fit by Pareto-smoothed importance sampling (Vehtari et al. 2024, JMLR 25:72; arviz-stats' code); where
its diagnostic k̂ exceeds 0.7 the draws cannot say, and `refits` samples again and keeps the answer beside the fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.files import locked, write_atomic
from tocsin.periods import HORIZON
from tocsin.programme.ensemble.kalman import normalised
from tocsin.programme.fit.fitting import settled_fit
from tocsin.programme.fit.store import Fit

RELIABLE = 0.7
NEGLIGIBLE = 0.1
SAMPLED = "importance sampling"


@dataclass(frozen=True, slots=True)
class Influence:
    """What leaving one claim out does to one quantity.

    `median` and `without` are medians with and without the claim; `shift` is the log of their ratio; `khat` is the
    Pareto diagnostic; `method` says what gave `without`.
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
        weights, khat = smoothed_weights(fit.claim_log_likelihood[:, column])
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
            medians = {name: float(np.median(draws)) for name, draws in headline_quantities(made).items()}
            with locked(view.path):  # somebody else may have kept another claim's since
                kept = kept_refits(view, fit) | {claim: medians}
                write_atomic(_refits_file(view, fit), (json.dumps(kept, indent=1) + "\n").encode())
        yield claim, made.converged


def kept_refits(view: Case, fit: Fit) -> dict[str, dict[str, float]]:
    """Medians of kept refits of exactly this fit, by claim left out and quantity; none where the file is broken."""
    try:
        found: dict[str, dict[str, float]] = json.loads(_refits_file(view, fit).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _refits_file(view: Case, fit: Fit) -> Path:
    return view.path / "fits" / f"{Path(fit.file_name).stem}.without.json"


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


def smoothed_weights(log_likelihood: Array) -> tuple[Array, float]:
    """Weights [draw] that take one claim out of a posterior, from its log likelihood [draw], and the shape k̂ of their tail.

    k̂ is −inf where there is no tail to smooth: all weights alike within 10 %, or the largest of them all equal. It is inf
    where the tail is too uneven to fit: a few weights outweigh all others by more than a float can hold.
    """
    if np.ptp(log_likelihood) < NEGLIGIBLE:
        return normalised(-log_likelihood), -np.inf
    from arviz_stats.base import array_stats

    try:
        with np.errstate(divide="ignore", invalid="ignore"):
            log_weights, khat = array_stats.psislw(log_likelihood)
    except ValueError:  # "All tail values are the same"
        return normalised(-log_likelihood), -np.inf
    if not np.isfinite(log_weights).all():  # then its k̂ is its prior's mean: it says nothing
        return normalised(-log_likelihood), np.inf
    return normalised(log_weights), float(khat)
