"""What a member of the launch ensemble is: one object that forecast, lineage, diagnostics, replay and docs read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from tocsin.arrays import Array
from tocsin.case import Case

Function = Callable[["pd.Series[float]", "Case", int, int, int], Array]
"""(history, view, draws, seed, months) → launches [draw, month].

`history` holds launches of complete months indexed "YYYY-MM", its last month the origin; `view` is the case as of then.
"""

SHORT = re.compile(r"[A-Za-z0-9_]{1,16}")  # what forecasting hubs take as a model's name


@dataclass(frozen=True, slots=True)
class Member:
    """One way to forecast monthly launches.

    Attributes
    ----------
    name
        In the stored assessment, the lineage and the docs.
    sentence
        What it does, for diagnostics, hub metadata and the docs' table.
    function
        See `Function`.
    pooled
        Whether the published forecast averages it. Every member is scored, pooled or not.
    parameters
        Beginnings of the names of the case's parameters that it reads ("programme.growth"), for the lineage.
    claim_free
        The same method without claims, scored too and pooled in its place to show what claims add; None for a method
        that never reads them.
    short
        Its name in hub files where `name` is too long for them.

    Raises
    ------
    ValueError
        For a name that hubs refuse, no sentence, or a claim-free version that is pooled itself.
    """

    name: str
    sentence: str
    function: Function
    pooled: bool = False
    parameters: tuple[str, ...] = ()
    claim_free: Member | None = None
    short: str = ""

    def __post_init__(self) -> None:
        if not SHORT.fullmatch(self.hub_name):
            raise ValueError(
                f"member {self.name!r}: hub files take up to 16 letters, digits and underscores, not {self.hub_name!r}; "
                "give it such a `short` name"
            )
        if not self.sentence.endswith("."):
            raise ValueError(f"member {self.name!r}: say in one sentence what it does, with its full stop")
        if self.claim_free is not None and (self.claim_free.pooled or self.claim_free.claim_free is not None):
            raise ValueError(
                f"member {self.name!r}: its claim-free version is neither pooled nor has another"
            )

    @property
    def hub_name(self) -> str:
        return self.short or self.name

    @property
    def module(self) -> str:
        """The module that its function is written in."""
        inner = self.function
        while isinstance(inner, partial):
            inner = inner.func
        return inner.__module__

    def forecast(self, history: pd.Series[float], view: Case, draws: int, seed: int, months: int) -> Array:
        """Launches [draw, month].

        Raises
        ------
        ValueError
            If the function returns another shape or anything but finite counts.
        """
        made = self.function(history, view, draws, seed, months)
        if made.shape != (draws, months) or not (np.isfinite(made).all() and (made >= 0).all()):
            raise ValueError(
                f"member {self.name!r} must return ({draws}, {months}) finite counts of launches, got {made.shape}"
            )
        return made
