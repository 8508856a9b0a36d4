"""What the record alone says about leak shares: a beta-binomial regression, and the table by raid size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import expit, gammaln

from tocsin.arrays import Array
from tocsin.errors import InputError, Problem

SIZE_EDGES = (0.0, 60.0, 100.0, 150.0, 250.0, 400.0, 600.0, np.inf)


@dataclass(frozen=True)
class LeakFit:
    """Beta-binomial fit of nightly leaks.

    Attributes
    ----------
    slope, slope_se : float
        Change of logit(leak share) per unit of log(drones launched), and its standard error.
    phi : float
        Precision of the beta: nights of one size and month scatter with variance p(1 - p)/(phi + 1).
    levels : [month]
        Logit of the leak share of a night of geometric mean size, by month.
    nights : int
    log_likelihood : float
    """

    slope: float
    slope_se: float
    phi: float
    levels: Array
    nights: int
    log_likelihood: float


def log_beta_binomial(k: Array, n: Array, p: Array, phi: Array | float, *, constant: bool = True) -> Array:
    """Log probability of k leaks among n drones when the share is Beta(p phi, (1 - p) phi).

    Parameters
    ----------
    k, n, p, phi : arrays that broadcast
    constant : bool
        Whether to add log C(n, k), which no parameter moves.

    Examples
    --------
    >>> float(np.exp(log_beta_binomial(np.array([1.0]), np.array([2.0]), np.array([0.5]), 2.0))[0]).__round__(6)
    0.333333
    """
    a, b = p * phi, (1.0 - p) * phi
    value = gammaln(k + a) + gammaln(n - k + b) - gammaln(n + phi) - gammaln(a) - gammaln(b) + gammaln(phi)
    if constant:
        value = value + gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return np.asarray(value)


def fit_leak_share(launched: ArrayLike, leaked: ArrayLike, month: ArrayLike | None = None) -> LeakFit:
    """Maximum likelihood fit of logit(share) = level of the month + slope * log size, beta-binomial.

    Parameters
    ----------
    launched, leaked : [night]
        Drones launched (above 0) and drones neither downed, lost nor still airborne.
    month : [night], optional
        Any label; one level each. Without it, one level.

    Returns
    -------
    LeakFit

    Raises
    ------
    InputError
        If a night has more leaks than launches, or none launched.
    """
    n, k = checked_nights(launched, leaked)
    labels = np.zeros(len(n)) if month is None else np.asarray(month)
    _, which = np.unique(labels, return_inverse=True)
    columns = np.column_stack(
        [np.log(n) - np.log(n).mean(), which[:, None] == np.arange(which.max() + 1)]
    ).astype(float)

    def loss(theta: Array) -> float:
        p = np.clip(expit(columns @ theta[:-1]), 1e-9, 1 - 1e-9)
        return -float(log_beta_binomial(k, n, p, np.exp(theta[-1])).sum())

    pooled = np.log((k.sum() + 0.5) / (n.sum() - k.sum() + 0.5))
    start = np.r_[0.0, np.full(columns.shape[1] - 1, pooled), 3.0]
    best = minimize(loss, start, method="L-BFGS-B", options={"maxiter": 2000, "ftol": 1e-13})
    covariance = np.linalg.pinv(_hessian(loss, best.x))
    return LeakFit(
        slope=float(best.x[0]),
        slope_se=float(np.sqrt(max(covariance[0, 0], 0.0))),
        phi=float(np.exp(best.x[-1])),
        levels=np.asarray(best.x[1:-1]),
        nights=len(n),
        log_likelihood=-float(best.fun),
    )


def size_table(launched: ArrayLike, leaked: ArrayLike, edges: ArrayLike = SIZE_EDGES) -> Array:
    """Pooled leak share by raid size.

    Returns
    -------
    [bin, 3]
        Nights, drones launched, and leaked / launched (NaN in an empty bin); a bin holds its upper edge.
    """
    n, k = checked_nights(launched, leaked)
    bins = np.digitize(n, np.asarray(edges), right=True) - 1
    count = len(np.asarray(edges)) - 1
    drones = np.bincount(bins, n, minlength=count)
    with np.errstate(invalid="ignore"):
        share = np.bincount(bins, k, minlength=count) / np.where(drones > 0, drones, np.nan)
    return np.column_stack([np.bincount(bins, minlength=count), drones, share])


def checked_nights(launched: ArrayLike, leaked: ArrayLike) -> tuple[Array, Array]:
    """Nights as float arrays, or an error that says which night is wrong."""
    n, k = np.asarray(launched, dtype=float), np.asarray(leaked, dtype=float)
    if n.ndim != 1 or n.shape != k.shape or not len(n):
        raise InputError(
            Problem(
                "launched and leaked need one value per night",
                "Pass arrays of one length.",
                value=str(n.shape),
            )
        )
    wrong = ~((n > 0) & (k >= 0) & (k <= n))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise InputError(
            Problem(
                f"night {at} has {k[at]:g} leaked of {n[at]:g} launched",
                "Leaks lie between 0 and launches; leave out nights without a usable count.",
            )
        )
    return n, k


def _hessian(f: object, x: Array, step: float = 1e-4) -> Array:
    """Central second differences; the fits here have at most a dozen parameters."""
    size = len(x)
    eye = np.eye(size) * step
    value = np.empty((size, size))
    for i in range(size):
        for j in range(i + 1):
            corners = [f(x + a * eye[i] + b * eye[j]) for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]  # type: ignore[operator]
            value[i, j] = value[j, i] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step**2)
    return value
