"""What a turn of the knobs does, draw by draw, against today."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.answers.core import Assessment
from tocsin.app.knobs import State
from tocsin.arrays import quantile_row
from tocsin.campaign import Campaign, Scenario
from tocsin.decisions import disruption, supply_ahead
from tocsin.decisions.adding import standing
from tocsin.report.charts.base import nice_top
from tocsin.say import NOTHING, Said, msg, spread

_TOP = 2.0  # the small axes reach twice today's 95th percentile, whatever the knobs say
Draws = NDArray[np.float64]


@dataclass(frozen=True)
class Flown:
    """One state of the knobs, flown: arrays [draw, period]."""

    launches: Draws
    leakers: Draws
    cost: Draws


@dataclass(frozen=True)
class Counted:
    """How an answer's amounts are said: a unit, a number alone, and one with its sign."""

    unit: Said
    amount: Callable[[float], Said]
    sentence: Callable[[Mapping[str, Any]], Said]


@dataclass(frozen=True)
class Change:
    """One answer under a scenario: its interval, and the paired difference against today."""

    question: Said
    unit: Said
    row: Mapping[str, Any]
    today: float
    top: float
    amount: Said
    sentence: Said
    difference: Said
    brief: Said


class WhatIf:
    """Flies states of the knobs; results are kept, and one is flown at a time."""

    def __init__(self, assessment: Assessment, campaign: Campaign | None = None) -> None:
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

        supply, strike, stock = supply_ahead(forecast)
        decoys = forecast.launches * forecast.decoy_share
        avoided = disruption(supply, strike, stock, cut=cut, decoys=decoys)
        return np.asarray(np.clip(avoided.launches / np.maximum(forecast.launches, 1e-9), 0.0, 1.0))

    def changes(self, state: State) -> list[Change]:
        """Launches, leakers and the defender's cost in the headline's month, against today."""
        flown, at = self.fly(state), self.at
        when = {"period": self.periods[at]}
        asked = (
            (
                msg("How many are launched in {period:month}?", **when),
                LAUNCHED,
                flown.launches,
                self.today.launches,
            ),
            (
                msg("How many get through in {period:month}?", **when),
                THROUGH,
                flown.leakers,
                self.today.leakers,
            ),
            (
                msg("What does the defence spend on rounds in {period:month}?", **when),
                SPENT,
                flown.cost,
                self.today.cost,
            ),
        )
        return [
            change(question, counted, now[:, at], before[:, at], untouched=state.is_default)
            for question, counted, now, before in asked
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


def _plain(value: float) -> Said:
    return msg("{value:number}", value=value)


def _dollars(value: float) -> Said:
    return msg("US$\u00a0{value:number}", value=value)


LAUNCHED = Counted(
    msg("launches"),
    _plain,
    lambda row: msg("About {value:number} launches {range}.", value=row["q50"], range=spread(row)),
)
THROUGH = Counted(
    msg("get through"),
    _plain,
    lambda row: msg("About {value:number} get through {range}.", value=row["q50"], range=spread(row)),
)
SPENT = Counted(
    msg("a month"),
    _dollars,
    lambda row: msg("About US$\u00a0{value:number} a month {range}.", value=row["q50"], range=spread(row)),
)


def change(question: Said, counted: Counted, now: Draws, before: Draws, *, untouched: bool) -> Change:
    """One answer's sentences from paired draws of shape [draw]."""
    row = quantile_row(now)
    return Change(
        question,
        counted.unit,
        row,
        float(np.median(before)),
        nice_top(_TOP * float(np.quantile(before, 0.95))),
        counted.amount(float(row["q50"] or 0.0)),
        counted.sentence(row),
        NOTHING if untouched else against(now - before, counted.amount),
        NOTHING if untouched else briefly(now - before, counted.amount),
    )


def against(difference: Draws, amount: Callable[[float], Said] = _plain) -> Said:
    """The paired difference in words.

    Examples
    --------
    >>> against(np.array([31.0, 53.0, 88.0]))
    '+53 against today (90\\xa0%: +33 to +84), more in more than 99 of 100 futures'
    """
    if np.all(np.abs(difference) < 1e-9):
        return msg("No different from today")
    more, less = float((difference > 0).mean()), float((difference < 0).mean())
    values = _signed(difference, amount)
    if more >= less:
        return msg(
            "{middle} against today (90\u00a0%: {low} to {high}), more in {share:futures}",
            share=more,
            **values,
        )
    return msg(
        "{middle} against today (90\u00a0%: {low} to {high}), fewer in {share:futures}", share=less, **values
    )


def briefly(difference: Draws, amount: Callable[[float], Said] = _plain) -> Said:
    """The paired difference for a table's cell.

    Examples
    --------
    >>> briefly(np.array([31.0, 53.0, 88.0]))
    '+53 (+33 to +84)'
    """
    if np.all(np.abs(difference) < 1e-9):
        return msg("no different")
    return msg("{middle} ({low} to {high})", **_signed(difference, amount))


def _signed(difference: Draws, amount: Callable[[float], Said]) -> dict[str, Said]:
    """Median and 90 % interval of a difference [draw], each with its sign."""
    found = np.quantile(difference, [0.05, 0.5, 0.95])
    signs = ["+" if value > 0 else "−" if value < 0 else "±" for value in found]
    said = [
        msg("{sign}{amount}", sign=sign, amount=amount(abs(float(value))))
        for sign, value in zip(signs, found, strict=True)
    ]
    return dict(zip(("low", "middle", "high"), said, strict=True))
