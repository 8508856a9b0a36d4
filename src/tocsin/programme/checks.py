"""What the fit learned and whether it looks like its data: tables for the report's method part. No JAX needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import norm

from tocsin.programme.fitinputs import FROM_TABLE, inputs_of
from tocsin.programme.fitstore import Fit
from tocsin.randomness import stream

if TYPE_CHECKING:
    from tocsin.case import Case

Array = NDArray[np.float64]
LEARNED = 0.75  # overlap above which a parameter counts as assumed
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def overlap(draws: Array, mean: float, spread: float) -> float:
    """Shared area of a normal prior and a kernel estimate of the posterior: 1 when nothing was learned.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> overlap(rng.normal(size=20_000), 0.0, 1.0) > 0.95
    True
    >>> overlap(rng.normal(5.0, 0.1, size=20_000), 0.0, 1.0) < 0.05
    True
    """
    width = max(float(np.std(draws)), 1e-9)
    low = min(mean - 4 * spread, float(draws.min()) - width)
    high = max(mean + 4 * spread, float(draws.max()) + width)
    grid = np.linspace(low, high, 2001)
    bandwidth = 1.06 * width * len(draws) ** -0.2
    edges = np.linspace(low, high, 2002)
    counts = np.histogram(draws, bins=edges)[0] / len(draws)
    step = grid[1] - grid[0]
    reach = int(np.ceil(4 * bandwidth / step))
    kernel = norm.pdf(np.arange(-reach, reach + 1) * step, scale=bandwidth)
    posterior = np.convolve(counts, kernel / kernel.sum(), mode="full")[reach : reach + len(grid)] / step
    return float(np.minimum(posterior, norm.pdf(grid, mean, spread)).sum() * step)


def prior_posterior(view: Case, fit: Fit) -> pd.DataFrame:
    """One row per parameter: prior and posterior 5/50/95 % in natural units, overlap, and whether it is assumed.

    Columns: name, parameter (row of the table), unit, prior_q05, prior_q50, prior_q95, posterior_q05, posterior_q50,
    posterior_q95, overlap, learned.
    """
    prior = inputs_of(view).data["prior"]
    rows = []
    for name, (parameter, scale) in FROM_TABLE.items():
        mean, spread = prior[name]
        draws = fit.scalars[name]
        before = _natural(norm.ppf([0.05, 0.5, 0.95], mean, spread), scale)
        after = _natural(np.quantile(draws, [0.05, 0.5, 0.95]), scale)
        share = overlap(draws, mean, spread)
        rows.append(
            {
                "name": name,
                "parameter": parameter,
                "unit": view.parameters.row(parameter).unit,
                **{f"prior_{q}": value for q, value in zip(("q05", "q50", "q95"), before, strict=True)},
                **{f"posterior_{q}": value for q, value in zip(("q05", "q50", "q95"), after, strict=True)},
                "overlap": round(share, 3),
                "learned": share < LEARNED,
            }
        )
    return pd.DataFrame(rows)


def posterior_predictive(view: Case, fit: Fit, *, seed: int = 1) -> pd.DataFrame:
    """Launches by month: quantiles replicated from the posterior and the prior, and the count where there is one.

    Columns: period, q05…q95 (posterior predictive), prior_q05…prior_q95, observed, pit (share of replicates below).
    """
    rng = stream(seed, "programme", "predictive")
    shape = np.exp(-2 * fit.scalars["noise"])[:, None]
    replicates = rng.poisson(rng.gamma(shape, fit.launches / shape)).astype(float)
    quantiles = np.quantile(replicates, LEVELS, axis=0)
    counts = view.record.monthly()["launched"].reindex(list(fit.periods))
    seen = inputs_of(view).data["seen"][: len(fit.periods)]
    observed = np.where(seen, counts.to_numpy(dtype=float), np.nan)
    table = pd.DataFrame({"period": fit.periods})
    for level, row, prior in zip(LEVELS, quantiles, fit.prior_launches, strict=True):
        table[f"q{round(level * 100):02d}"] = row
        table[f"prior_q{round(level * 100):02d}"] = prior
    table["observed"] = observed
    table["pit"] = np.where(np.isnan(observed), np.nan, (replicates < observed).mean(axis=0))
    return table


def _natural(values: Array, scale: str) -> Array:
    if scale == "plain":
        return values
    natural: Array = np.exp(values) if scale == "log" else expit(values)
    return natural
