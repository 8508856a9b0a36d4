"""Scenarios side by side: today, those kept, and where the knobs stand, each against today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tocsin.app.knobs import State, Wanted
from tocsin.app.model import Change, WhatIf
from tocsin.say import msg, percent

LETTERS = "ABC"


@dataclass(frozen=True)
class Cell:
    """One answer under one scenario: median, 90 % range, and the paired difference against today."""

    value: str
    span: str = ""
    difference: str = ""


@dataclass(frozen=True)
class Scenario:
    """One column; `token` is empty where it cannot be dropped."""

    name: str
    words: str
    token: str
    cells: tuple[Cell, ...]


def questions(what_if: WhatIf) -> list[str]:
    """The rows: every answer of `WhatIf.changes`, then the chance of keeping within the case's limit."""
    period = what_if.periods[what_if.at]
    asked = [change.question for change in what_if.changes(State())]
    return [
        *asked,
        msg(
            "Chance that at most {limit:number} get through in {period:month}",
            limit=what_if.limit,
            period=period,
        ),
    ]


def scenarios(what_if: WhatIf, wanted: Wanted) -> list[Scenario]:
    """The columns, today first; one that is kept and stands on the knobs too is shown once, as kept."""
    columns = [_column(what_if, msg("Today"), State(), "")]
    columns += [
        _column(what_if, letter, state, state.token)
        for letter, state in zip(LETTERS, wanted.kept, strict=False)
    ]
    if not wanted.state.is_default and wanted.state not in wanted.kept:
        columns.append(_column(what_if, msg("Now"), wanted.state, ""))
    return columns


def _column(what_if: WhatIf, name: str, state: State, token: str) -> Scenario:
    cells = [_cell(change) for change in what_if.changes(state)]
    within = float((what_if.fly(state).leakers[:, what_if.at] <= what_if.limit).mean())
    return Scenario(name, state.words, token, (*cells, Cell(percent(within))))


def _cell(change: Change) -> Cell:
    row = change.row
    return Cell(
        change.amount,
        msg("90\u00a0%: {most:interval}", most=(row["q05"], row["q95"])),
        change.brief,
    )


def medians(what_if: WhatIf, state: State, kind: str) -> list[dict[str, Any]]:
    """Rows of (period, q50) of "launches" or "leakers" under a state, for a line beside a fan."""
    found = np.median(getattr(what_if.fly(state), kind), axis=0)
    return [
        {"period": period, "q50": float(value)} for period, value in zip(what_if.periods, found, strict=True)
    ]
