"""Proper scores of a forecast against what was then counted. Smaller is better, 0 is perfect (log score excepted).

One face: `score(forecast, observed, *, …)`. `forecast` carries draws or quantile levels on its FIRST axis; the other
axes are those of `observed` and must match it exactly: nothing is broadcast, so a transposed table is an error and
never a wrong number. Scores keep the unit of the forecast; score `log1p` of both for a relative scale.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.score.rules.shapes import Floats, checked_levels, matched

Estimator = Literal["fair", "ecdf"]


def crps(forecast: ArrayLike, observed: ArrayLike, *, estimator: Estimator = "fair") -> Floats:
    """Continuous ranked probability score of draws.

    ``CRPS(F, y) = E|X − y| − ½ E|X − X'|``. With sorted draws x₍₁₎ ≤ … ≤ x₍M₎ the second term is a probability-weighted
    moment, Σ (2i − M − 1) x₍ᵢ₎ over M(M − 1) ("fair": unbiased for the distribution the draws come from) or over M²
    ("ecdf": exact for the empirical distribution itself). O(M log M) time, O(M) memory.

    Parameters
    ----------
    forecast : [draw, …]
    observed : […]

    Returns
    -------
    […], in the unit of `observed`.

    References
    ----------
    Gneiting & Raftery (2007), JASA 102:359; Zamo & Naveau (2018), Math. Geosci. 50:209 (PWM); Ferro (2014), Q. J. R.
    Meteorol. Soc. 140:1917 (fair).

    Examples
    --------
    Draws 1, 3 and 5 against 2: ``E|X − y|`` = 5/3, mean ``|X − X'|`` over distinct pairs = 8/3.

    >>> float(crps([1.0, 3.0, 5.0], 2.0)), float(crps([1.0, 3.0, 5.0], 2.0, estimator="ecdf"))  # doctest: +ELLIPSIS
    (0.333..., 0.777...)
    """
    draws, truth = matched(forecast, observed, "draw")
    count = draws.shape[0]
    if estimator not in ("fair", "ecdf"):
        raise ValueError(f"estimator must be 'fair' or 'ecdf', got {estimator!r}")
    pairs = count * (count - 1) if estimator == "fair" else count * count
    if pairs == 0:
        raise ValueError("the fair estimator needs at least two draws")
    weights = (2.0 * np.arange(1, count + 1) - count - 1) / pairs
    spread = np.tensordot(weights, np.sort(draws, axis=0), axes=1)
    return np.asarray(np.abs(draws - truth).mean(axis=0) - spread)


def log_score(
    forecast: ArrayLike, observed: ArrayLike, *, bandwidth: float | None = None, floor: float = 1e-10
) -> Floats:
    """Logarithmic score −log f(y), f a Gaussian kernel density of the draws.

    f(y) = (1/M) Σ φ((y − xᵢ)/b)/b, an equal mixture of M normals. The default bandwidth is Silverman's
    b = 0.9 min(sd, IQR/1.34) M^(−1/5). Densities below `floor` score as `floor`, so one miss of a draw-based forecast
    cannot be infinite; the cap is −log(floor) ≈ 23. Score counts on the log1p scale: the kernel is for smooth,
    roughly bell-shaped forecasts.

    References
    ----------
    Good (1952); Krüger et al. (2021), Int. Stat. Rev. 89:274 (kernel density from draws); Silverman (1986), eq. 3.31.
    """
    draws, truth = matched(forecast, observed, "draw")
    if bandwidth is None and len(draws) < 2:
        raise ValueError("one draw has no spread to take a bandwidth from: give more draws, or a bandwidth")
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise ValueError(f"bandwidth must be finite and above 0, got {bandwidth}")
    if not 0 < floor < np.inf:
        raise ValueError(f"floor must be finite and above 0, got {floor}")
    width = _silverman(draws) if bandwidth is None else np.asarray(float(bandwidth))
    z = (truth - draws) / width
    density = np.exp(-0.5 * z * z).mean(axis=0) / (width * np.sqrt(2 * np.pi))
    return np.asarray(-np.log(np.maximum(density, floor)))


def pinball(forecast: ArrayLike, observed: ArrayLike, *, levels: ArrayLike) -> Floats:
    """Quantile (pinball) loss (1{y < q} − τ)(q − y), by level.

    Parameters
    ----------
    forecast : [level, …]
    levels : [level], inside (0, 1), rising

    Returns
    -------
    [level, …]
    """
    quantiles, truth = matched(forecast, observed, "level")
    tau = checked_levels(levels, quantiles).reshape((-1,) + (1,) * truth.ndim)
    return np.asarray(((truth < quantiles).astype(float) - tau) * (quantiles - truth))


def crps_quantile(forecast: ArrayLike, observed: ArrayLike, *, levels: ArrayLike) -> Floats:
    """CRPS from quantiles: 2 ∫ pinball dτ, each level weighted by the stretch of (0, 1) nearest to it.

    With evenly spaced levels (k − ½)/K the weights are equal. With the hub's 23 levels, denser in the tails, equal
    weights would count the tails too often. The parts of the distribution beyond the outer levels are represented by
    them, so the value is slightly below the true CRPS for heavy tails.
    """
    loss = pinball(forecast, observed, levels=levels)
    tau = np.asarray(levels, dtype=float)
    edges = np.concatenate([[0.0], (tau[1:] + tau[:-1]) / 2, [1.0]])
    return np.asarray(2 * np.tensordot(np.diff(edges), loss, axes=1))


class Wis(NamedTuple):
    """Weighted interval score and its parts; `total` is their sum."""

    total: NDArray[np.float64]
    dispersion: NDArray[np.float64]
    overprediction: NDArray[np.float64]
    underprediction: NDArray[np.float64]


def wis(forecast: ArrayLike, observed: ArrayLike, *, levels: ArrayLike) -> Wis:
    """Weighted interval score of quantiles, and how it splits.

    ``WIS = [½ |y − m| + Σₖ (αₖ/2) IS_αₖ] / (K + ½)`` with IS_α = (u − l) + (2/α)(l − y)₊ + (2/α)(y − u)₊, over the K
    central intervals and the median. Dispersion gathers the widths, overprediction the (l − y)₊ and (m − y)₊ terms,
    underprediction the rest. Equal to the mean of 2 × pinball over all 2K + 1 levels.

    Raises
    ------
    ValueError
        When the levels are not symmetric around one median.

    References
    ----------
    Bracher, Ray, Gneiting & Reich (2021), PLOS Comput. Biol. 17:e1008618.

    Examples
    --------
    Median 10, 80 % interval 6 to 16, observed 18: width 1/1.5 · 0.1 · 10, median 1/1.5 · ½ · 8, beyond 1/1.5 · 2.

    >>> [round(float(part), 4) for part in wis([6.0, 10.0, 16.0], 18.0, levels=[0.1, 0.5, 0.9])]
    [4.6667, 0.6667, 0.0, 4.0]
    """
    quantiles, truth = matched(forecast, observed, "level")
    tau = checked_levels(levels, quantiles)
    if len(tau) % 2 == 0 or not np.allclose(tau + tau[::-1], 1.0):
        raise ValueError("wis needs an odd number of levels, symmetric around the median 0.5")
    half = len(tau) // 2
    lower, upper, middle = quantiles[:half], quantiles[:half:-1], quantiles[half]
    alpha = 2 * tau[:half].reshape((-1,) + (1,) * truth.ndim)
    scale = half + 0.5
    dispersion = (alpha / 2 * (upper - lower)).sum(axis=0) / scale
    over = (np.maximum(lower - truth, 0).sum(axis=0) + np.maximum(middle - truth, 0) / 2) / scale
    under = (np.maximum(truth - upper, 0).sum(axis=0) + np.maximum(truth - middle, 0) / 2) / scale
    return Wis(
        np.asarray(dispersion + over + under), np.asarray(dispersion), np.asarray(over), np.asarray(under)
    )


def _silverman(draws: Floats) -> Floats:
    """Silverman's rule of thumb by column; a forecast without any spread gets a hair's width."""
    sd = draws.std(axis=0, ddof=1)
    quartiles = np.quantile(draws, [0.25, 0.75], axis=0)
    iqr = (quartiles[1] - quartiles[0]) / 1.34
    spread = np.where(iqr > 0, np.minimum(sd, iqr), sd)
    return np.asarray(np.maximum(0.9 * spread * draws.shape[0] ** -0.2, 1e-9))
