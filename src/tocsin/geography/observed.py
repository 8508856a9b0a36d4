"""Minutes from an alert to the first explosion, as published: what warning was, beside what distance promises.

Cases were found in the press by a stated rule (docs/geography.md); they are few, and those with no explosion never enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tocsin.arrays import QUANTILES
from tocsin.earth import Floats
from tocsin.geography.view import View

DRONES_TIMED = "alert to first explosion, strike drones"
TIMED = (DRONES_TIMED, "alert to first explosion, weapon not named")
COVER = 0.8
LEAST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """One published case: the place, its day of publication, minutes, and the fact that says so."""

    place: str
    day: date
    minutes: float
    fact: str
    drones: bool


def timings(view: View) -> list[Timing]:
    """Cases that a view holds, by place and day."""
    found = [
        Timing(fact.item, fact.known_from, fact.best, fact.id, fact.quantity == DRONES_TIMED)
        for fact in view.facts.values()
        if fact.quantity in TIMED and fact.best is not None
    ]
    return sorted(found, key=lambda item: (item.place, item.day))


def quantiles(minutes: Floats) -> dict[str, float]:
    """The nine quantiles of minutes [case]."""
    return dict(zip(QUANTILES, map(float, np.quantile(minutes, list(QUANTILES.values()))), strict=True))


def interval_score(low: float, high: float, value: float, cover: float = COVER) -> float:
    """Width of an interval, and a penalty where the value lies outside (Gneiting and Raftery 2007, eq. 43).

    Examples
    --------
    >>> interval_score(10, 50, 30), round(interval_score(10, 50, 60), 3)
    (40.0, 140.0)
    """
    penalty = 2 / (1 - cover)
    return (high - low) + penalty * (max(low - value, 0) + max(value - high, 0))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mean interval scores over cases, each place left out in turn; lower is better.

    `common`: one interval for all places, from the other places' cases. `own`: the place's own minutes by distance, plus
    what the other places' cases took longer than theirs.
    """

    common: float
    own: float
    covered_common: float
    covered_own: float
    cases: int
    places: int


def compare(found: Sequence[Timing], promised: dict[str, float]) -> Comparison | None:
    """Whether intervals made for each place beat one for all; None with fewer than three places.

    Parameters
    ----------
    found : sequence of Timing
    promised : dict
        Minutes that distance promises, by place; cases elsewhere are left aside.
    """
    table = pd.DataFrame(
        [
            (case.place, case.minutes, promised[case.place])
            for case in found
            if case.drones and case.place in promised
        ],
        columns=["place", "minutes", "promised"],
    )
    if table["place"].nunique() < LEAST_PLACES:
        return None
    scored = pd.DataFrame(
        [row for _, here in table.groupby("place") for row in _left_out(table, here)],
        columns=["common", "own", "in_common", "in_own"],
    )
    means = scored.mean()
    return Comparison(
        common=float(means["common"]), own=float(means["own"]), covered_common=float(means["in_common"]),
        covered_own=float(means["in_own"]), cases=len(scored), places=int(table["place"].nunique()),
    )  # fmt: skip


def _left_out(table: pd.DataFrame, here: pd.DataFrame) -> list[tuple[float, float, bool, bool]]:
    """Scores of the cases of one place, by intervals from all the others."""
    rest = table[table["place"] != here["place"].iloc[0]]
    ends = [(1 - COVER) / 2, (1 + COVER) / 2]
    common = np.quantile(rest["minutes"], ends)
    excess = np.quantile(rest["minutes"] - rest["promised"], ends)
    rows = []
    for minutes, promised in zip(here["minutes"], here["promised"], strict=True):
        own = np.maximum(promised + excess, 0.0)
        rows.append(
            (
                interval_score(common[0], common[1], minutes), interval_score(own[0], own[1], minutes),
                bool(common[0] <= minutes <= common[1]), bool(own[0] <= minutes <= own[1]),
            )
        )  # fmt: skip
    return rows


def broken(found: Sequence[Timing], least: dict[str, int]) -> list[Timing]:
    """Cases that took less than their place is promised: there should be none."""
    return [case for case in found if case.minutes < least.get(case.place, 0)]
