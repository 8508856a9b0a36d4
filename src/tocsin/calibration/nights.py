"""The two components as formulas: how one night's leaks follow from a front stream and deep raids over cells.

front   min(F, N) of the N drones, F lognormal with a constant mean; each leaks with the front's own probability.
deep    the rest, spread over anonymous cells; a drone leaks with the probability of a cell as full as its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, expit, logit, ndtr

from tocsin.arrays import Array

Index = NDArray[np.intp]
FRONT_LOG_SD = 0.35  # night-to-night scatter of the front stream; what it hides goes into the overdispersion
SHARE_POINTS = 16  # midpoint quantiles of a deep drone's own cell share
DEEP_SIZES = np.geomspace(1.0, 4096.0, 49)  # deep drones a night at which the response is tabulated
FLOOR = 1e-6


@dataclass(frozen=True)
class Response:
    """Leak probability of a deep drone against the size of the deep raid, for several defences.

    Attributes
    ----------
    sizes : [size]
        Deep drones a night, ascending and evenly spaced in the logarithm.
    leak : [defence, size]
        Non-decreasing along size.
    """

    sizes: Array
    leak: Array

    @cached_property
    def logits(self) -> Array:
        """Logit of `leak` [defence, size], kept off 0 and 1."""
        return np.asarray(logit(np.clip(self.leak, FLOOR, 1.0 - FLOOR)))

    def place(self, deep: Array) -> tuple[Index, Array]:
        """Where deep raid sizes fall in the table: index of the size below, and how far on to the next."""
        logs = np.log(self.sizes)
        place = (np.log(np.maximum(deep, self.sizes[0])) - logs[0]) / (logs[1] - logs[0])
        place = np.clip(place, 0.0, len(logs) - 1.000001)
        below = place.astype(np.intp)
        return below, place - below

    def read(self, table: Array, which: Index, below: Index, part: Array) -> Array:
        """Interpolate a table [defence, size] at places [chain, ...] of defences `which` [chain]."""
        rows = which.reshape(which.shape + (1,) * (below.ndim - 1))
        low = table[rows, below]
        return np.asarray(low + (table[rows, below + 1] - low) * part)

    def logit_at(self, which: Index, deep: Array) -> Array:
        """Logit of P(leak) of defence `which` [chain] at deep raid sizes [chain, ...], linear in log size."""
        return self.read(self.logits, which, *self.place(deep))

    def at(self, which: Index, deep: Array) -> Array:
        """P(leak) of defence `which` [chain] at deep raid sizes [chain, ...]."""
        return np.asarray(expit(self.logit_at(which, deep)))


def front_expected(launched: Array, mean: Array) -> Array:
    """Expected front drones among `launched`: E[min(F, N)], F lognormal with that mean and log sd 0.35.

    Examples
    --------
    >>> front_expected(np.array([1e-3, 1e6]), np.array([50.0, 50.0])).round(3).tolist()
    [0.001, 50.0]
    """
    s = FRONT_LOG_SD
    gap = np.log(np.maximum(launched, 1e-12) / mean) / s
    return np.asarray(mean * ndtr(gap - s / 2) + launched * ndtr(-gap - s / 2))


def night_leak(front: Array, deep: Array, front_leak: Array, deep_leak: Array, shift: Array | float) -> Array:
    """Leak probability of a drone on a night of both components; `shift` moves both on the logit scale.

    The shift is what the month or the weather adds: the same for both components and for every scenario.
    """
    total = np.maximum(front + deep, 1e-12)
    return (front * shifted(front_leak, shift) + deep * shifted(deep_leak, shift)) / total


def shifted(p: Array, shift: Array | float) -> Array:
    """Probability p moved by `shift` on the logit scale, kept off 0 and 1."""
    return np.asarray(expit(logit(np.clip(p, FLOOR, 1.0 - FLOOR)) + shift))


def cell_shares(cells: Array, spread: Array) -> Array:
    """Share of the deep raid that flies over a random deep drone's own cell.

    Parameters
    ----------
    cells : [defence]
        Number of cells, above 1.
    spread : [defence]
        Dirichlet concentration per cell: large, even raids; small, raids massed on a few cells.

    Returns
    -------
    [defence, point]
        Midpoint quantiles of Beta(spread + 1, (cells - 1) spread): the size-biased share of a Dirichlet.
    """
    points = (np.arange(SHARE_POINTS) + 0.5) / SHARE_POINTS
    return np.asarray(
        betaincinv(spread[:, None] + 1.0, (cells - 1.0)[:, None] * spread[:, None], points[None, :])
    )


def deep_weights(loads: Array, shares: Array, sizes: Array = DEEP_SIZES) -> Array:
    """Weights that average a table over cell loads to deep raid sizes.

    Parameters
    ----------
    loads : [load]
        Drones over one cell at which the kernel was flown, ascending.
    shares : [defence, point]
        From `cell_shares`.
    sizes : [size]

    Returns
    -------
    [defence, size, load]
        Rows sum to 1; linear interpolation in log load, held constant beyond the ends.
    """
    over = 1.0 + (sizes[None, :, None] - 1.0) * shares[:, None, :]
    logs = np.log(loads)
    place = np.clip(np.interp(np.log(over), logs, np.arange(len(loads))), 0, len(loads) - 1.000001)
    below = place.astype(np.intp)
    part = place - below
    weights = np.zeros((*over.shape[:2], len(loads)))
    rows, columns = np.indices(over.shape[:2])
    for point in range(over.shape[2]):
        np.add.at(weights, (rows, columns, below[..., point]), 1.0 - part[..., point])
        np.add.at(weights, (rows, columns, below[..., point] + 1), part[..., point])
    return np.asarray(weights / over.shape[2])
