"""How much more defence is enough: leakers at or below a limit, with a stated probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array
from tocsin.errors import InputError, Problem


@dataclass(frozen=True)
class Sufficiency:
    """What it takes to hold leakers at the limit.

    Attributes
    ----------
    needed : [draw, period]
        Added units that bring the draw's month to the limit; inf where the largest level flown does not.
    levels, p_enough : [level]
        Probability, over draws and months alike, that a month stays within the limit at each level.
    at_confidence : float
        Added units at which that probability reaches the wanted one; inf where no level flown does.
    p_now : float
        The probability with nothing added.
    p_every_now : float
        The probability, over draws, that *every* month of a draw stays within the limit with nothing added.
    """

    needed: Array
    levels: Array
    p_enough: Array
    limit: float
    confidence: float
    at_confidence: float
    p_now: float
    p_every_now: float

    @property
    def reachable(self) -> bool:
        return bool(np.isfinite(self.at_confidence))

    def cost(self, unit_cost: Array | float) -> Array:
        """Cost [draw] of the units at the wanted confidence; inf where that is out of reach.

        Parameters
        ----------
        unit_cost : [draw] or float
            US$ per added unit.
        """
        return np.atleast_1d(np.asarray(unit_cost, dtype=float)) * self.at_confidence


def enough(levels: Array, leakers: Array, *, limit: float, confidence: float) -> Sufficiency:
    """Read sufficiency off a flown grid of added resources.

    Parameters
    ----------
    levels : [level]
        Units added, ascending from 0.
    leakers : [level, draw, period]
        Leakers a month at each level, flown with common random numbers.
    limit : float
        Leakers a month that count as enough.
    confidence : float
        Wanted probability, in (0, 1).

    Returns
    -------
    Sufficiency

    Raises
    ------
    InputError
        If levels do not ascend from 0, shapes disagree, or the confidence is not a probability.

    Notes
    -----
    Interpolates linearly between levels after forcing leakers not to rise with defence: at fixed random numbers the
    kernel may wobble by single drones, and more defence never means more leakers in expectation.
    """
    levels, leakers = np.asarray(levels, dtype=float), np.asarray(leakers, dtype=float)
    _check(levels, leakers, confidence)
    falling = np.minimum.accumulate(leakers, axis=0)
    needed = _crossing(levels, falling, limit)
    reached = np.sort(needed.ravel())
    return Sufficiency(
        needed=needed,
        levels=levels,
        p_enough=(needed[None] <= levels[:, None, None]).mean((1, 2)),
        limit=limit,
        confidence=confidence,
        at_confidence=float(reached[int(np.ceil(confidence * len(reached) - 1e-9)) - 1]),
        p_now=float((leakers[0] <= limit).mean()),
        p_every_now=float((leakers[0] <= limit).all(axis=1).mean()),
    )


def binding(leakers: float, relieved: Mapping[str, float]) -> str:
    """The constraint whose removal saves the most leakers; "none" where no removal saves 1 %.

    Parameters
    ----------
    leakers : float
        Leakers with every constraint in place.
    relieved : constraint -> leakers
        Leakers with that one constraint lifted.

    Examples
    --------
    >>> binding(100.0, {"channels": 60.0, "interceptors": 95.0})
    'channels'
    """
    if not relieved:
        return "none"
    name, least = min(relieved.items(), key=lambda item: (item[1], item[0]))
    return name if least < 0.99 * leakers else "none"


def _crossing(levels: Array, falling: Array, limit: float) -> Array:
    """First level at which a falling curve meets the limit, [draw, period]; inf if it never does."""
    below = falling <= limit
    first = below.argmax(0)
    after = np.clip(first, 1, None)
    high = np.take_along_axis(falling, after[None], 0)[0]
    low = np.take_along_axis(falling, after[None] - 1, 0)[0]
    gap = np.where(low > high, low - high, 1.0)
    share = np.clip((low - limit) / gap, 0.0, 1.0)
    found = levels[after - 1] + share * (levels[after] - levels[after - 1])
    return np.where(below[0], levels[0], np.where(below.any(0), found, np.inf))


def _check(levels: Array, leakers: Array, confidence: float) -> None:
    if levels.ndim != 1 or len(levels) < 2 or levels[0] != 0 or (np.diff(levels) <= 0).any():
        raise InputError(Problem("levels must ascend from 0", "Give at least two.", value=str(levels)))
    if leakers.ndim != 3 or len(leakers) != len(levels):
        raise InputError(
            Problem(
                "leakers need shape [level, draw, period]", "One slab per level.", value=str(leakers.shape)
            )
        )
    if not 0 < confidence < 1:
        raise InputError(Problem("confidence is a probability", "Between 0 and 1.", value=str(confidence)))
