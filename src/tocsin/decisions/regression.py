"""Cubic regression splines by least squares: the share of an answer that moves with one input, from draws alone."""

from __future__ import annotations

import numpy as np

from tocsin.arrays import Array


def spline_basis(x: Array, *, knots: int = 4) -> Array:
    """Cubic spline basis of one variable (truncated powers), without the constant.

    Parameters
    ----------
    x : [draw]
        Any finite values; standardised first, and knots sit at quantiles, so units do not matter.
    knots : int
        Interior knots at equally spaced quantiles; `knots + 3` columns result. Fewer where x has few values.

    Returns
    -------
    [draw, column]
        Empty where x is constant.
    """
    scale = x.std()
    if not scale > 1e-12 * max(1.0, float(np.abs(x).max())):
        return np.empty((len(x), 0))
    z = (x - x.mean()) / scale
    distinct = np.unique(z)
    if len(distinct) <= 3:
        return np.column_stack([z**power for power in range(1, len(distinct))])
    places = np.unique(np.quantile(z, np.linspace(0, 1, knots + 2)[1:-1]))
    return np.column_stack([z, z**2, z**3, *(_plus3(z - place) for place in places)])


def centred_basis(x: Array) -> Array:
    """Orthonormal columns [draw, column] that span the centred spline basis of x; dependent ones dropped.

    Through the Gram matrix of the standardised columns: many draws, few columns.
    """
    columns = spline_basis(x)
    if not columns.shape[1]:
        return columns
    columns = columns - columns.mean(0)
    columns = columns / np.maximum(np.linalg.norm(columns, axis=0), 1e-300)
    sizes, vectors = np.linalg.eigh(columns.T @ columns)
    kept = sizes > 1e-11 * sizes[-1]
    return np.asarray(columns @ (vectors[:, kept] / np.sqrt(sizes[kept])))


def explained_share(y: Array, basis: Array) -> float:
    """Var(E[y | x]) / Var(y) by adjusted R squared (Wherry's formula) on a basis of `centred_basis`; at least 0.

    With correlated draws it includes what x carries for its companions.
    """
    centred = y - y.mean()
    count, columns, total = len(y), basis.shape[1] + 1, float(centred @ centred)
    if total <= 0 or columns == 1 or count <= columns:
        return 0.0
    along = basis.T @ centred
    left = max(0.0, total - float(along @ along)) / total
    share: float = max(0.0, 1.0 - left * (count - 1) / (count - columns))
    return share


def _plus3(z: Array) -> Array:
    return np.asarray(np.maximum(z, 0.0) ** 3)
