"""The cheapest mix of the defender's means that keeps leakers within a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RegularGridInterpolator

from tocsin.errors import InputError, Problem

Array = NDArray[np.float64]
LEAST = 1e-9  # leakers a month that count as none, since 0 has no logarithm


@dataclass(frozen=True)
class Mix:
    """A purchase that is enough: units added of each means, what it costs, and how sure it is.

    `added` is empty and `cost_usd` inf where nothing on the grid is enough; `p_enough` is then the best reached.
    """

    added: Mapping[str, float]
    cost_usd: float
    p_enough: float
    reachable: bool


def mix(
    levels: Mapping[str, Array],
    leakers: Array,
    unit_cost_usd: Mapping[str, float],
    *,
    limit: float,
    confidence: float,
    steps: int = 13,
) -> Mix:
    """Cheapest combination of added means with P(leakers <= limit) >= confidence.

    Parameters
    ----------
    levels : means -> [level]
        Units added of each means, ascending from 0; the order of the mapping is the order of the grid's axes.
    leakers : [level of means 1, level of means 2, ..., draw]
        Leakers a month, flown at every combination with common random numbers.
    unit_cost_usd : means -> US$ per unit
    limit, confidence : float
    steps : int
        Points per axis of the finer grid that is searched; log leakers are interpolated linearly on it.

    Returns
    -------
    Mix

    Raises
    ------
    InputError
        If axes and grid disagree or a cost is missing.

    Examples
    --------
    >>> grid = np.array([[[40.0], [20.0]], [[20.0], [10.0]]])       # each means halves the leakers
    >>> found = mix({"a": np.array([0, 8]), "b": np.array([0, 8])}, grid, {"a": 1, "b": 3}, limit=20, confidence=0.5)
    >>> {name: round(units, 6) for name, units in found.added.items()}
    {'a': 8.0, 'b': 0.0}
    """
    axes = [np.asarray(levels[name], dtype=float) for name in levels]
    _check(axes, leakers, levels, unit_cost_usd)
    fine = [np.unique(np.concatenate([axis, np.linspace(axis[0], axis[-1], steps)])) for axis in axes]
    points = np.stack(np.meshgrid(*fine, indexing="ij"), -1).reshape(-1, len(fine))
    probability = _p_enough(axes, _falling(leakers), points, limit)
    cost = points @ np.array([unit_cost_usd[name] for name in levels])
    good = probability >= confidence
    if not good.any():
        return Mix({}, float("inf"), float(probability.max()), reachable=False)
    best = min(np.flatnonzero(good), key=lambda i: (cost[i], -probability[i]))
    added = {name: float(units) for name, units in zip(levels, points[best], strict=True)}
    return Mix(added, float(cost[best]), float(probability[best]), reachable=True)


def _falling(leakers: Array) -> Array:
    """Leakers forced not to rise along any axis of added defence."""
    for axis in range(leakers.ndim - 1):
        leakers = np.minimum.accumulate(leakers, axis=axis)
    return leakers


def _p_enough(axes: list[Array], leakers: Array, points: Array, limit: float) -> Array:
    log = RegularGridInterpolator(tuple(axes), np.log(np.maximum(leakers, LEAST)))
    bound = np.log(max(limit, LEAST)) + 1e-12
    return np.concatenate(
        [(log(block) <= bound).mean(1) for block in np.array_split(points, 1 + len(points) // 500)]
    )


def _check(
    axes: list[Array], leakers: Array, levels: Mapping[str, Array], costs: Mapping[str, float]
) -> None:
    if leakers.shape[:-1] != tuple(len(axis) for axis in axes):
        raise InputError(
            Problem("the grid of leakers does not match the levels", "One axis per means, then draws.",
                    value=str(leakers.shape))
        )  # fmt: skip
    if any(len(axis) < 2 or axis[0] != 0 or (np.diff(axis) <= 0).any() for axis in axes):
        raise InputError(Problem("levels must ascend from 0", "Give at least two per means."))
    if missing := [name for name in levels if name not in costs]:
        raise InputError(Problem("a means has no unit cost", "Add one.", value=", ".join(missing)))
