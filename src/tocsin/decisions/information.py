"""Value of information for the defender's choices, by regression on draws already made.

Benefits are the defender's (say, minus its cost, or minus leakers); the options are the defender's options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.decisions.regression import conditional_mean, design
from tocsin.errors import InputError, Problem
from tocsin.randomness import stream

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing a parameter is worth, in the unit of the benefits.

    `value` is the spline estimate (biased a little upward), `lower` the cross-fitted bracket (biased downward:
    it is the payoff of a rule learned on other draws); `upper` is the value of knowing everything.
    """

    value: float
    lower: float
    upper: float


def evpi(benefit: Array) -> float:
    """Expected value of perfect information, E[max over options] - max over options of E.

    Parameters
    ----------
    benefit : [draw, option]

    Examples
    --------
    >>> evpi(np.array([[0.0, 1.0], [0.0, -1.0]]))
    0.5
    """
    benefit = _checked(benefit)
    return float(benefit.max(1).mean() - benefit.mean(0).max())


def evppi(
    benefit: Array, parameter: Array, *, knots: int = 6, folds: int = 5, seed: int = 1
) -> InformationValue:
    """Expected value of learning one parameter (or one group) exactly before choosing.

    Parameters
    ----------
    benefit : [draw, option]
        The defender's benefit of each option in each draw.
    parameter : [draw] or [draw, parameter]
        Draws of what would be learned; they may be correlated with everything else.
    knots, folds, seed :
        Spline knots; folds of the cross-fitted bracket, dealt by `seed`.

    Returns
    -------
    InformationValue

    Raises
    ------
    InputError
        If shapes disagree or anything is not finite.

    Notes
    -----
    Strong, Oakley, Brennan (2014), *Medical Decision Making* 34(3): regress each benefit on the parameter,
    then EVPPI = E[max fitted] - max E[benefit].
    """
    benefit = _checked(benefit)
    parameter = _matching(parameter, len(benefit))
    fitted = conditional_mean(benefit, parameter, knots=knots)
    base = float(benefit.mean(0).max())
    value = max(0.0, float(fitted.max(1).mean()) - base)
    lower = cross_fitted(benefit, parameter, knots=knots, folds=folds, seed=seed) - base
    return InformationValue(value, min(max(0.0, lower), value), evpi(benefit))


def cross_fitted(benefit: Array, parameter: Array, *, knots: int = 6, folds: int = 5, seed: int = 1) -> float:
    """Mean benefit of choosing by a rule that was fitted on other draws: in expectation never above the optimum.

    Parameters and raises as in `evppi`.
    """
    basis = design(parameter, knots=knots)
    fold = stream(seed, "cross_fitted").permutation(len(benefit)) % folds
    earned = np.empty(len(benefit))
    for held in range(folds):
        out = fold == held
        rule, *_ = np.linalg.lstsq(basis[~out], benefit[~out], rcond=None)
        earned[out] = benefit[out, (basis[out] @ rule).argmax(1)]
    return float(earned.mean())


def evsi(
    benefit: Array, summaries: Array, *, knots: int = 6, folds: int = 5, seed: int = 1
) -> InformationValue:
    """Expected value of sample information: `evppi` with simulated data summaries in the parameter's place.

    Parameters
    ----------
    benefit : [draw, option]
    summaries : [draw] or [draw, summary]
        For every draw, summaries of data simulated from that draw (say, next quarter's counted leak share).

    Notes
    -----
    Strong, Oakley, Brennan, Breeze (2015), *Medical Decision Making* 35(5).
    """
    return evppi(benefit, summaries, knots=knots, folds=folds, seed=seed)


def rank_information(
    benefit: Array, parameters: Mapping[str, Array], *, knots: int = 6, seed: int = 1
) -> list[tuple[str, InformationValue]]:
    """Parameters (or groups) by what learning each is worth, most valuable first; ties by name."""
    found = [(name, evppi(benefit, draws, knots=knots, seed=seed)) for name, draws in parameters.items()]
    return sorted(found, key=lambda item: (-item[1].value, item[0]))


def _checked(benefit: Array) -> Array:
    benefit = np.asarray(benefit, dtype=float)
    if benefit.ndim != 2 or min(benefit.shape) < 1:
        raise InputError(
            Problem("benefit needs shape [draw, option]", "Pass a matrix.", value=str(benefit.shape))
        )
    if not np.isfinite(benefit).all():
        raise InputError(Problem("benefit is not finite everywhere", "Drop or cap such draws first."))
    return benefit


def _matching(parameter: Array, draws: int) -> Array:
    parameter = np.asarray(parameter, dtype=float)
    if len(parameter) != draws:
        raise InputError(
            Problem(
                f"the parameter has {len(parameter)} draws and the benefit {draws}",
                "Pass the draws that belong together.",
            )
        )
    if not np.isfinite(parameter).all():
        raise InputError(Problem("the parameter is not finite everywhere", "Drop or cap such draws first."))
    return parameter
