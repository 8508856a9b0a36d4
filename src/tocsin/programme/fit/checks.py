"""What a fit learned and whether it looks like its data: tables for figures. No JAX needed.

`prior_posterior` sets each parameter's prior against its posterior, `predictive_bands` the counts against what prior
and posterior would have them be. Quantile columns are named per mille, q025 … q975.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

from tocsin.arrays import LEVELS, Array
from tocsin.programme.fit.store import COLUMNS, Fit
from tocsin.randomness import stream

LEARNED = 0.75  # overlap above which a parameter counts as assumed
FINE = 2048  # points on which overlaps are integrated


def prior_posterior(fit: Fit) -> pd.DataFrame:
    """One row per parameter: prior and posterior quantiles in natural units, overlap, and whether it was learned.

    Columns: name, parameter (row of the table), unit, scale, prior_q025 … prior_q975, posterior_q025 …
    posterior_q975, overlap (1: nothing learned), learned (overlap below .75).
    """
    rows = []
    for name, prior in fit.priors.items():
        draws = fit.scalars[name]
        before = natural(norm.ppf(LEVELS, prior.mean, prior.sd), prior.scale)
        after = natural(np.quantile(draws, LEVELS), prior.scale)
        share = overlap(draws, prior.mean, prior.sd)
        rows.append(
            {
                "name": name,
                "parameter": prior.parameter,
                "unit": prior.unit,
                "scale": prior.scale,
                **{f"prior_{column}": value for column, value in zip(COLUMNS, before, strict=True)},
                **{f"posterior_{column}": value for column, value in zip(COLUMNS, after, strict=True)},
                "overlap": round(share, 3),
                "learned": share < LEARNED,
            }
        )
    return pd.DataFrame(rows)


def predictive_bands(fit: Fit, *, seed: int = 1) -> pd.DataFrame:
    """Launches by month as prior and posterior would have them be counted, and the count where the fit saw one.

    Columns: period, counted (NaN where unseen), prior_q025 … prior_q975, posterior_q025 … posterior_q975, pit (share
    of posterior replicates below the count).
    """
    rng = stream(seed, "programme", "predictive")
    shape = np.exp(-2 * fit.scalars["noise"])[:, None]
    replicates = rng.poisson(rng.gamma(shape, fit.launches / shape)).astype(float)
    quantiles = np.quantile(replicates, LEVELS, axis=0)
    table = {"period": fit.periods, "counted": fit.counted}
    table |= {f"prior_{column}": row for column, row in zip(COLUMNS, fit.prior_launches, strict=True)}
    table |= {f"posterior_{column}": row for column, row in zip(COLUMNS, quantiles, strict=True)}
    below = (replicates < fit.counted).mean(axis=0)
    return pd.DataFrame(table | {"pit": np.where(np.isnan(fit.counted), np.nan, below)})


def overlap(draws: Array, mean: float, sd: float) -> float:
    """Shared area of a normal prior and a kernel estimate of the posterior: 1 when nothing was learned.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> overlap(rng.normal(size=20_000), 0.0, 1.0) > 0.95
    True
    >>> overlap(rng.normal(5.0, 0.1, size=20_000), 0.0, 1.0) < 0.05
    True
    """
    grid = _grid(draws, mean, sd)
    shared = np.minimum(kernel_density(draws, grid), norm.pdf(grid, mean, sd))
    return float(shared.sum() * (grid[1] - grid[0]))


def kernel_density(draws: Array, grid: Array) -> Array:
    """Gaussian kernel estimate on an even grid that holds all draws; bandwidth by Silverman's rule."""
    step = grid[1] - grid[0]
    bandwidth = 1.06 * max(float(np.std(draws)), 1e-9) * len(draws) ** -0.2
    edges = np.append(grid - step / 2, grid[-1] + step / 2)
    counts = np.histogram(draws, bins=edges)[0] / len(draws)
    reach = int(np.ceil(4 * bandwidth / step))
    kernel = norm.pdf(np.arange(-reach, reach + 1) * step, scale=bandwidth)
    smooth: Array = np.convolve(counts, kernel / kernel.sum(), mode="full")[reach : reach + len(grid)] / step
    return smooth


def natural(values: Array, scale: str) -> Array:
    """From the model's own scale ("log", "logit" or "plain") to the parameter's unit."""
    if scale == "plain":
        return values
    found: Array = np.exp(values) if scale == "log" else expit(values)
    return found


def _grid(draws: Array, mean: float, sd: float) -> Array:
    """An even grid over prior and posterior with room for the kernel's tails."""
    width = max(float(np.std(draws)), 1e-9)
    low, high = min(mean - 4 * sd, float(draws.min()) - width), max(mean + 4 * sd, float(draws.max()) + width)
    return np.linspace(low, high, FINE)
