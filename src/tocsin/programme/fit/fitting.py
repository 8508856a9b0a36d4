"""Fit the stock-and-flow with NUTS, judge the chains, and keep what a forecast needs. Needs ``tocsin[fit]``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from tocsin.arrays import LEVELS, Array
from tocsin.case import Case
from tocsin.errors import MissingExtra
from tocsin.periods import HORIZON
from tocsin.programme.fit import origins
from tocsin.programme.fit.inputs import FROM_TABLE, MONTHS, FitInputs, inputs_of
from tocsin.programme.fit.store import Fit, Prior
from tocsin.randomness import stream

CHAINS = 4
WARM_UP = 500
SAMPLES = 500
KEPT = 450  # draws stored
MAX_RHAT = 1.01
MIN_ESS = 400.0
MAX_DIVERGENT = 0.001


def fit(
    view: Case,
    *,
    seed: int = 1,
    warm_up: int = WARM_UP,
    samples: int = SAMPLES,
    drop_claims: frozenset[str] = frozenset(),
) -> Fit:
    """Sample the posterior of the stock-and-flow at the view's date.

    The first call in a process compiles; later calls at other dates reuse that, because shapes never change.

    Raises
    ------
    MissingExtra
        If JAX and NumPyro are not installed.
    """
    if find_spec("numpyro") is None:
        raise MissingExtra("Fitting the stock-and-flow", "fit")
    from tocsin.programme.fit.sampler import sample

    inputs = inputs_of(view, drop_claims=drop_claims)
    found = sample(inputs.data, seed=seed, warm_up=warm_up, samples=samples, chains=CHAINS)
    return summarise(found.draws, inputs, view, diverging=found.diverging, steps=found.steps, seed=seed)


def settled_fit(view: Case, *, seed: int = 1, drop_claims: frozenset[str] = frozenset()) -> Fit:
    """A fit; where its chains did not agree, another with chains of twice the length."""
    made = fit(view, seed=seed, drop_claims=drop_claims)
    if made.converged:
        return made
    return fit(view, seed=seed, warm_up=2 * WARM_UP, samples=2 * SAMPLES, drop_claims=drop_claims)


def fit_origins(
    case: Case,
    months: Sequence[str],
    *,
    fresh: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[origins.OriginFit]:
    """Make every fit that is missing or stale (all, if `fresh`); each is kept at once, so a killed run goes on.

    Raises
    ------
    MissingExtra
        If one is to be made and JAX or NumPyro is not installed.
    """
    made = []
    for done, origin in enumerate(months):
        if progress:
            progress(done, len(months), f"{origin} fit")
        view = case.origin(origin)
        if fresh or isinstance(origins.current(view, origin), str):
            made.append(_fit_origin(view, origin))
    if progress:
        progress(len(months), len(months), "fits done")
    return made


def _fit_origin(view: Case, origin: str) -> origins.OriginFit:
    found = origins.ahead(settled_fit(view), origin)
    origins.write(found, origins.file_of(view, origin))
    return found


def summarise(
    chains: dict[str, Array], inputs: FitInputs, view: Case, *, diverging: int, steps: float, seed: int
) -> Fit:
    """Diagnostics of the whole run and an even thinning of its draws."""
    reported = _reported(chains, inputs)
    rhat, ess = diagnose(reported)
    total = chains["path_stock"].shape[0] * chains["path_stock"].shape[1]
    flat = {name: value.reshape((total, *value.shape[2:])) for name, value in chains.items()}
    keep = np.linspace(0, total - 1, min(KEPT, total)).astype(int)
    months = inputs.last_seen + HORIZON + 2
    scalars = {
        name: value[keep] for name, value in flat.items() if value.ndim == 1 and not name.startswith("path_")
    }
    worst_rhat, worst_ess = max(rhat.values()), min(ess.values())
    return Fit(
        as_of=view.as_of_date.isoformat(),
        content_hash=inputs.content_hash(),
        periods=inputs.periods[:months],
        made=flat["path_made"][keep][:, :months],
        strike=flat["path_strike"][keep][:, :months],
        stock=flat["path_stock"][keep][:, :months],
        launches=flat["path_launches"][keep][:, :months],
        scalars=scalars,
        claims=inputs.claims,
        claim_log_likelihood=flat["path_claims"][keep][:, : len(inputs.claims)],
        priors=priors_of(inputs, view),
        counted=np.where(inputs.data["seen"], inputs.data["launched"], np.nan)[:months],
        prior_launches=prior_predictive(inputs, seed=seed)[:, :months],
        diagnostics={
            "member": "stock_flow",
            "method": f"NUTS, {CHAINS} chains, {total} draws, seed {seed}",
            "max_rhat": round(worst_rhat, 4),
            "min_ess": round(worst_ess),
            "divergent": diverging,
            "mean_steps": round(steps, 1),
            "converged": worst_rhat <= MAX_RHAT
            and worst_ess >= MIN_ESS
            and diverging <= MAX_DIVERGENT * total,
        },
    )


def priors_of(inputs: FitInputs, view: Case) -> dict[str, Prior]:
    """Each parameter's prior with the row of the table that it comes from."""
    return {
        name: Prior(row, view.parameters.row(row).unit, scale, *inputs.data["prior"][name])
        for name, (row, scale) in FROM_TABLE.items()
    }


def prior_predictive(inputs: FitInputs, *, seed: int = 1, draws: int = 2000) -> Array:
    """Quantiles of monthly launches under the prior alone at `arrays.LEVELS`, [quantile, month]."""
    import jax

    from tocsin.programme.fit import stockflow

    rng = stream(seed, "programme", "prior")
    prior = inputs.data["prior"]
    raw = {name: rng.normal(prior[name][0], prior[name][1], size=draws) for name in stockflow.PRIORS}
    shocks = {name: rng.normal(size=(draws, MONTHS)) for name in stockflow.SHOCKS}
    calendar = {name: inputs.data[name] for name in ("month", "other_ramp", "decoys_known", "early")}
    run = jax.jit(jax.vmap(lambda r, s: stockflow.simulate(stockflow.natural(r), s, calendar).launches))
    expected = np.asarray(run(raw, shocks))
    shape = np.exp(-2 * raw["noise"])[:, None]
    counts = rng.poisson(np.minimum(rng.gamma(shape, expected / shape), 1e9))
    quantiles: Array = np.quantile(counts, LEVELS, axis=0)
    return quantiles


def _reported(chains: dict[str, Array], inputs: FitInputs) -> dict[str, Array]:
    """Quantities that answers report, [chain, draw]: rates, totals, stock and launches now and at 1, 6 and 12 months."""
    found: dict[str, Array] = {}
    for ahead in (0, 1, 6, 12):
        at = inputs.last_seen + ahead
        made = chains["path_made"]
        found[f"plant+{ahead}"] = np.log(made[:, :, at, 0] + 1.0)
        found[f"built+{ahead}"] = np.log(made[:, :, : at + 1, 0].sum(axis=2) + 1.0)
        found[f"all+{ahead}"] = np.log(made[:, :, at, 1] + 1.0)
        found[f"stock+{ahead}"] = np.log(chains["path_stock"][:, :, at] + 1.0)
        found[f"launches+{ahead}"] = np.log(chains["path_launches"][:, :, at] + 1.0)
    return found


def diagnose(chains: dict[str, Array]) -> tuple[dict[str, float], dict[str, float]]:
    """Rank-normalised split R-hat and bulk effective sample size of each [chain, draw] array that moves.

    Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), Bayesian Anal. 16:667, by arviz-stats.
    """
    from arviz_stats.base import array_stats

    moving = {name: value for name, value in chains.items() if np.ptp(value) > 0}
    rhat = {name: float(array_stats.rhat(value)) for name, value in moving.items()}
    ess = {name: float(array_stats.ess(value)) for name, value in moving.items()}
    return rhat, ess
