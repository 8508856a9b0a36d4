"""Which uncertain inputs an answer hangs on, from correlated draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tocsin.decisions.regression import Blocks, spline_basis
from tocsin.errors import InputError, Problem

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """How one input bears on one answer.

    `share` is Var(E[y|x]) / Var(y), which includes what x shares with correlated companions; `unique` is the part
    that no other input listed can stand in for; `direction` is Spearman's rank correlation.
    """

    name: str
    share: float
    unique: float
    direction: float


@dataclass(frozen=True, slots=True)
class Watched:
    """One line of the watch list: an uncertainty, the answer it moves most, and by how much."""

    rank: int
    name: str
    answer: str
    share: float
    unique: float
    direction: float
    average: float


def sensitivity(answer: Array, parameters: Mapping[str, Array], *, knots: int = 4) -> list[Effect]:
    """Effects of every parameter on one answer, largest share first; ties by name.

    Parameters
    ----------
    answer : [draw]
    parameters : name -> [draw]
        Draws that belong together; correlation between them is respected, not assumed away.

    Raises
    ------
    InputError
        If lengths differ or an answer's draws are not finite.
    """
    answer = _column("answer", answer, None)
    columns = {name: _column(name, draws, len(answer)) for name, draws in parameters.items()}
    return _effects(answer, columns, [spline_basis(column, knots=knots) for column in columns.values()])


def watch(
    answers: Mapping[str, Array], parameters: Mapping[str, Array], *, least: float = 0.01, top: int = 12
) -> list[Watched]:
    """Rank the uncertainties to resolve first over several answers.

    Parameters
    ----------
    answers : name -> [draw]
    parameters : name -> [draw]
    least : float
        Inputs whose largest share is below this are left out: they are within the noise of the draws.
    top : int
        Longest list returned.

    Returns
    -------
    list of Watched
        Ordered by the mean share over the answers (each answer counts alike, whatever its unit); `answer` is the one
        the input moves most.
    """
    draws = len(next(iter(parameters.values()), ()))
    columns = {name: _column(name, column, draws) for name, column in parameters.items()}
    bases = [spline_basis(column, knots=4) for column in columns.values()]
    tables = {
        name: {effect.name: effect for effect in _effects(_column(name, y, draws), columns, bases)}
        for name, y in answers.items()
    }
    found = []
    for name in parameters:
        effects = [(tables[answer][name].share, answer) for answer in tables]
        share, answer = max(effects, key=lambda item: (item[0], item[1]))
        if share >= least:
            found.append((float(np.mean([value for value, _ in effects])), name, answer))
    found.sort(key=lambda item: (-item[0], item[1]))
    return [
        Watched(rank, name, answer, tables[answer][name].share, tables[answer][name].unique,
                tables[answer][name].direction, average)
        for rank, (average, name, answer) in enumerate(found[:top], start=1)
    ]  # fmt: skip


def shapley_shares(answer: Array, parameters: Mapping[str, Array]) -> dict[str, float]:
    """Variance shares that add up: each input's average gain in R squared over all orders of learning.

    Parameters
    ----------
    answer : [draw]
    parameters : name -> [draw]
        At most 10 (all 2^k subsets are fitted).

    Notes
    -----
    Lindeman, Merenda, Gold (1980); with correlated inputs the only split that is symmetric and complete.
    Owen & Prieur (2017), SIAM/ASA JUQ 5(1).
    """
    names = list(parameters)
    if len(names) > 10:
        raise InputError(
            Problem(f"{len(names)} parameters", "Pass at most 10; screen with `sensitivity` first.")
        )
    bases = [spline_basis(_column(name, parameters[name], len(answer)), knots=4) for name in names]
    blocks = Blocks(_column("answer", answer, None), bases)
    value = {
        subset: blocks.share(i for i in range(len(names)) if subset >> i & 1)
        for subset in range(1 << len(names))
    }
    return {name: _shapley(value, i, len(names)) for i, name in enumerate(names)}


def spearman(x: Array, y: Array) -> float:
    """Spearman's rank correlation; 0 where either is constant."""
    a, b = rankdata(x), rankdata(y)
    if a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _shapley(value: Mapping[int, float], player: int, players: int) -> float:
    from math import comb

    bit = 1 << player
    return sum(
        (value[subset | bit] - value[subset]) / (players * comb(players - 1, subset.bit_count()))
        for subset in value
        if not subset & bit
    )


def _effects(answer: Array, columns: Mapping[str, Array], bases: list[Array]) -> list[Effect]:
    blocks = Blocks(answer, bases)
    unique = blocks.unique_shares()
    effects = [
        Effect(name, blocks.share([i]), float(unique[i]), spearman(column, answer))
        for i, (name, column) in enumerate(columns.items())
    ]
    return sorted(effects, key=lambda effect: (-effect.share, effect.name))


def _column(name: str, draws: Array, count: int | None) -> Array:
    column = np.asarray(draws, dtype=float)
    if column.ndim != 1 or (count is not None and len(column) != count):
        raise InputError(
            Problem(f"{name} needs one value per draw", "Pass arrays of one length.", value=str(column.shape))
        )
    if not np.isfinite(column).all():
        raise InputError(Problem(f"{name} is not finite in every draw", "Cap or drop such draws first."))
    return column
