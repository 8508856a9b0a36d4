"""What a turn of the knobs does, draw by draw, against today."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.app.knobs import State
from tocsin.arrays import quantile_row
from tocsin.report.charts.base import nice_top
from tocsin.say import in_hundred, interval, month, number

if TYPE_CHECKING:
    from tocsin.answers.core import Assessment
    from tocsin.campaign import Campaign

_TOP = 2.0  # the small axes reach twice today's 95th percentile, whatever the knobs say
Draws = NDArray[np.float64]


@dataclass(frozen=True)
class Flown:
    """One state of the knobs, flown: arrays [draw, period]."""

    launches: Draws
    leakers: Draws
    cost: Draws


@dataclass(frozen=True)
class Change:
    """One answer under a scenario: its interval, and the paired difference against today."""

    question: str
    unit: str
    row: Mapping[str, Any]
    today: float
    top: float
    prefix: str
    sentence: str
    difference: str
    brief: str


class WhatIf:
    """Flies states of the knobs; results are kept, and one is flown at a time."""

    def __init__(self, assessment: Assessment, campaign: Campaign | None = None) -> None:
        from tocsin.answers.defence_enough import standing

        self.assessment = assessment
        self.campaign = campaign or assessment.work.campaign
        self.standing = standing(self.campaign)
        self._kept: dict[State, Flown] = {}
        self._lock = threading.Lock()
        self.today = self.fly(State())

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.assessment.work.forecast.periods)

    @property
    def limit(self) -> float:
        """Leakers a month that count as enough in this case."""
        return float(self.assessment.work.view.settings.decisions.leakers_per_month)

    @property
    def at(self) -> int:
        """Index of the month that the headline names."""
        return int(self.assessment.work.headline)

    def fly(self, state: State) -> Flown:
        """Fly one state with the same draws and chance events as every other."""
        with self._lock:
            if state not in self._kept:
                self._kept[state] = self._flown(state)
            return self._kept[state]

    def _flown(self, state: State) -> Flown:
        from tocsin.campaign import Scenario

        scenario = Scenario(
            name="what if",
            fast_share=state.fast,
            volume=state.volume,
            channels=self.standing.package(state.channels) if state.channels else {},
        )
        outcome = self.campaign.fly(scenario)
        kept = 1.0 - self._avoided_share(state.cut)
        return Flown(outcome.launches * kept, outcome.leakers * kept, outcome.cost_defender_usd * kept)

    def _avoided_share(self, cut: float) -> Draws:
        """Share of a month's launches that a cut in supply avoids [draw, period]."""
        forecast = self.assessment.work.forecast
        if cut == 0:
            return np.zeros_like(forecast.launches)
        from tocsin.decisions import disruption, supply_ahead

        supply, strike, stock = supply_ahead(forecast)
        decoys = forecast.launches * forecast.decoy_share
        avoided = disruption(supply, strike, stock, cut=cut, decoys=decoys)
        return np.asarray(np.clip(avoided.launches / np.maximum(forecast.launches, 1e-9), 0.0, 1.0))

    def changes(self, state: State) -> list[Change]:
        """Launches, leakers and the defender's cost in the headline's month, against today."""
        flown, at = self.fly(state), self.at
        when = month(self.periods[at])
        parts = (
            (f"How many are launched in {when}?", "launches", flown.launches, self.today.launches, ""),
            (f"How many get through in {when}?", "get through", flown.leakers, self.today.leakers, ""),
            (
                f"What does the defence spend on rounds in {when}?",
                "a month",
                flown.cost,
                self.today.cost,
                "US$\u00a0",
            ),
        )
        return [
            change(question, unit, now[:, at], before[:, at], prefix, untouched=state.is_default)
            for question, unit, now, before, prefix in parts
        ]

    def months(self, state: State, kind: str) -> list[dict[str, Any]]:
        """Quantiles by month of "launches" or "leakers" under a state."""
        draws = getattr(self.fly(state), kind)
        return [
            {"period": period, **quantile_row(draws[:, index])} for index, period in enumerate(self.periods)
        ]

    def table(self, state: State) -> list[dict[str, Any]]:
        """Leakers by month: today's median, the scenario's interval and the paired difference."""
        flown = self.fly(state)
        rows = []
        for index, period in enumerate(self.periods):
            now, before = flown.leakers[:, index], self.today.leakers[:, index]
            rows.append(
                {"period": period, "today": float(np.median(before)), **quantile_row(now),
                 "difference": float(np.median(now - before))}
            )  # fmt: skip
        return rows


def change(question: str, unit: str, now: Draws, before: Draws, prefix: str, *, untouched: bool) -> Change:
    """One answer's sentences from paired draws of shape [draw]."""
    row = quantile_row(now)
    sentence = (
        f"About {prefix}{number(row['q50'])} {unit} (50\u00a0%: {interval(row['q25'], row['q75'])};"
        f" 90\u00a0%: {interval(row['q05'], row['q95'])})."
    )
    return Change(
        question,
        unit,
        row,
        float(np.median(before)),
        nice_top(_TOP * float(np.quantile(before, 0.95))),
        prefix,
        sentence,
        "" if untouched else against(now - before, prefix),
        "" if untouched else briefly(now - before, prefix),
    )


def against(difference: Draws, prefix: str = "") -> str:
    """The paired difference in words.

    Examples
    --------
    >>> against(np.array([31.0, 53.0, 88.0]))
    '+53 against today (90\\xa0%: +33 to +84), more in more than 99 of 100 futures'
    """
    low, middle, high = (float(value) for value in np.quantile(difference, [0.05, 0.5, 0.95]))
    if np.all(np.abs(difference) < 1e-9):
        return "No different from today"
    more, less = float((difference > 0).mean()), float((difference < 0).mean())
    verdict = f"more in {in_hundred(more)}" if more >= less else f"fewer in {in_hundred(less)}"
    return f"{_signed(middle, prefix)} against today (90\u00a0%: {_signed(low, prefix)} to {_signed(high, prefix)}), {verdict}"


def briefly(difference: Draws, prefix: str = "") -> str:
    """The paired difference for a table's cell.

    Examples
    --------
    >>> briefly(np.array([31.0, 53.0, 88.0]))
    '+53 (+33 to +84)'
    """
    low, middle, high = (float(value) for value in np.quantile(difference, [0.05, 0.5, 0.95]))
    if np.all(np.abs(difference) < 1e-9):
        return "no different"
    return f"{_signed(middle, prefix)} ({_signed(low, prefix)} to {_signed(high, prefix)})"


def _signed(value: float, prefix: str = "") -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{prefix}{number(abs(value))}"
