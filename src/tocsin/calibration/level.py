"""The level of leaks from month to month: a shift on the logit scale that wanders, or that a told share implies."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from tocsin.arrays import Array

Months = NDArray[np.int_]
LEAST_SHARE = 1e-4  # a share of exactly 0 or 1 has no logit


def log_walk(shifts: Array, months: Months, step: Array) -> Array:
    """Log density [chain] of months' shifts as a random walk, up to a constant.

    The last month's shift is N(0, step²): the structure describes the defence as it stood then. A gap of g months
    between neighbours is N(0, g step²), so the level is less sure the farther a month lies from a counted one.

    Parameters
    ----------
    shifts : [chain, month]
    months : [month]
        Month numbers (year * 12 + month), ascending; at least one.
    step : [chain]
        Standard deviation of one month's move on the logit scale.
    """
    gaps = np.diff(months)
    moves = (np.diff(shifts, axis=1) ** 2 / gaps).sum(1) + shifts[:, -1] ** 2
    return np.asarray(-0.5 * moves / step**2 - len(months) * np.log(step))


def walk_on(
    known: Iterable[int], shifts: Array, months: Iterable[int], step: Array, g: np.random.Generator
) -> Array:
    """Shifts of `months` [draw, month]: the known ones as they are, others drawn from the walk given the known.

    After the last known month and before the first the walk goes on freely; between two it is a Brownian bridge.
    With nothing known the first of `months` is N(0, step²).

    Parameters
    ----------
    known : month numbers
    shifts : [draw, known]
    months : month numbers, in the order to draw them
    step : [draw]
    """
    at = {int(month): shifts[:, i] for i, month in enumerate(known)}
    for month in months:
        if month not in at:
            mean, gap = _given_neighbours(int(month), at, step)
            at[int(month)] = mean + step * np.sqrt(gap) * g.normal(size=len(step))
    return np.column_stack([at[int(month)] for month in months])


def _given_neighbours(month: int, at: dict[int, Array], step: Array) -> tuple[Array, float]:
    """Mean of the walk at a month, and its variance in months, given the nearest months on either side."""
    below = max((m for m in at if m < month), default=None)
    above = min((m for m in at if m > month), default=None)
    if below is None or above is None:
        nearest = below if below is not None else above
        return (np.zeros(len(step)), 1.0) if nearest is None else (at[nearest], float(abs(month - nearest)))
    before, after = month - below, above - month
    return (after * at[below] + before * at[above]) / (before + after), before * after / (before + after)


def shift_to_share(
    front: Array, deep: Array, weight: Array, front_logit: Array, deep_logit: Array, share: Array
) -> Array:
    """The shift [draw, period] at which a period's nights leak the told share of their drones.

    Parameters
    ----------
    front, deep : [draw, period, night]
        Drones of each component on each night.
    weight : [night]
        Nights that each stands for.
    front_logit : [draw, 1]
    deep_logit : [draw, period, night]
        Logits of the leak probabilities before the shift.
    share : [draw, period]
        Leakers over launches; kept off 0 and 1 by 1e-4.

    Notes
    -----
    Newton's method on the logit of the flown share, on every [draw, period] at once; the share rises steadily with
    the shift, so there is one root.
    """
    target = np.clip(share, LEAST_SHARE, 1.0 - LEAST_SHARE)
    all_front = front @ weight
    all_drones = np.maximum(all_front + deep @ weight, 1e-9)
    shift = np.zeros(np.broadcast_shapes(target.shape, all_front.shape))
    for _ in range(30):
        p, q = expit(front_logit + shift), expit(deep_logit + shift[..., None])
        flown = (all_front * p + (deep * q) @ weight) / all_drones
        slope = (all_front * p * (1 - p) + (deep * q * (1 - q)) @ weight) / all_drones
        gap = logit(target) - logit(np.clip(flown, 1e-12, 1 - 1e-12))
        move = gap * flown * (1 - flown) / np.maximum(slope, 1e-300)
        shift += np.clip(move, -2.0, 2.0)
        if np.abs(move).max(initial=0.0) < 1e-10:
            break
    return shift
