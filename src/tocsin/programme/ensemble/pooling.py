"""Average forecasts by quantile, and keep each draw a possible path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.arrays import Array


def quantile_average(members: Sequence[Array], *, template: int = -1) -> Array:
    """Equal-weight quantile average (Vincentization) of members [draw, period] with a member's rank dependence.

    Per period the sorted draws are averaged; they are then put back in the order of `members[template]`
    (Schaake shuffle, Clark et al. 2004), so that rows stay joint trajectories.

    Examples
    --------
    >>> a, b = np.array([[1.0], [3.0]]), np.array([[20.0], [0.0]])
    >>> quantile_average([a, b], template=0).ravel().tolist()
    [0.5, 11.5]
    """
    averaged = np.mean([np.sort(member, axis=0) for member in members], axis=0)
    return reorder(averaged, members[template])


def reorder(sorted_draws: Array, template: Array) -> Array:
    """Put per-period sorted draws into the rank order of `template` (same shape)."""
    ranks = template.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.take_along_axis(sorted_draws, ranks, axis=0)


def resample(weights: Array, draws: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Systematic resampling: `draws` indices in proportion to `weights`, shuffled."""
    points = (np.arange(draws) + rng.random()) / draws
    index = np.searchsorted(np.cumsum(weights / weights.sum()), points)
    chosen = np.minimum(index, len(weights) - 1)
    rng.shuffle(chosen)
    return chosen
