"""Which uncertain inputs an answer hangs on, from correlated draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array
from tocsin.decisions.regression import centred_basis, explained_share
from tocsin.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Watched:
    """An uncertainty, the answer it moves most, and the share of that answer's variance that moves with it.

    The share, Var(E[y|x]) / Var(y), includes what x shares with correlated companions.
    """

    name: str
    answer: str
    share: float


def watch(
    answers: Mapping[str, Array], parameters: Mapping[str, Array], *, least: float = 0.01, top: int = 12
) -> list[Watched]:
    """Rank the uncertainties to resolve first over several answers.

    Parameters
    ----------
    answers : name -> [draw]
    parameters : name -> [draw]
        Draws that belong together; correlation between them is respected, not assumed away.
    least : float
        Inputs whose largest share is below this are left out: they are within the noise of the draws.
    top : int
        Longest list returned.

    Returns
    -------
    list of Watched
        Ordered by the mean share over the answers (each answer counts alike, whatever its unit), ties by name.

    Raises
    ------
    InputError
        If lengths differ or draws are not finite.
    """
    draws = len(next(iter(parameters.values()), ()))
    results = {name: _column(name, y, draws) for name, y in answers.items()}
    found = []
    for name, column in parameters.items():
        basis = centred_basis(_column(name, column, draws))
        shares = {answer: explained_share(y, basis) for answer, y in results.items()}
        share, answer = max((share, answer) for answer, share in shares.items())
        if share >= least:
            found.append((float(np.mean(list(shares.values()))), Watched(name, answer, share)))
    found.sort(key=lambda item: (-item[0], item[1].name))
    return [item for _, item in found[:top]]


def _column(name: str, draws: Array, count: int) -> Array:
    column = np.asarray(draws, dtype=float)
    if column.shape != (count,):
        raise InputError(
            Problem(f"{name} needs one value per draw", "Pass arrays of one length.", value=str(column.shape))
        )
    if not np.isfinite(column).all():
        raise InputError(Problem(f"{name} is not finite in every draw", "Cap or drop such draws first."))
    return column
