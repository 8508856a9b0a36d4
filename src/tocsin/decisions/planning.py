"""Sufficiency and mixes read off a flown campaign: the defender's means as axes, leakers as the response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.campaign import PRESETS, Campaign, Scenario, standing_channels
from tocsin.decisions.information import InformationValue, rank_information
from tocsin.decisions.mixing import Mix, mix
from tocsin.decisions.sufficiency import Sufficiency, enough

Array = NDArray[np.float64]
TRIAL_USD = 1e8  # a purchase large enough to show, small enough to be marginal
BUDGETS_USD = (0.0, 2e8, 1e9, 5e9)
RELIEF = 4.0  # how far a constraint is loosened to see whether it binds


@dataclass(frozen=True)
class Bargain:
    """What a trial purchase of one means buys.

    `added` channels for `TRIAL_USD`; `avoided` leakers a month, median over draws of the horizon's mean month.
    """

    means: str
    added: float
    avoided: float


@dataclass(frozen=True)
class MixPlan:
    """The cheapest mix found, the grid it was read from, and what each means was worth alone."""

    mix: Mix
    levels: Mapping[str, Array]
    p_enough: Array
    bargains: tuple[Bargain, ...]


def channel_prices(campaign: Campaign) -> dict[str, float]:
    """Median US$ of one more channel by means; "front" is the front stream's."""
    return {name: float(np.median(price)) for name, price in campaign.prices.channel.items()}


def bargains(campaign: Campaign, scenario: Scenario = PRESETS["today"]) -> tuple[Bargain, ...]:
    """Means by what the same money avoids, best first: which of the defender's means to buy next."""
    base = campaign.leakers(scenario).mean(1)
    found = []
    for name, price in channel_prices(campaign).items():
        added = TRIAL_USD / price
        less = campaign.leakers(_with(scenario, {name: added})).mean(1)
        found.append(Bargain(name, added, float(np.median(base - less))))
    return tuple(sorted(found, key=lambda item: (-item.avoided, item.means)))


def constraints(campaign: Campaign, scenario: Scenario = PRESETS["today"]) -> dict[str, float]:
    """Median leakers a month with one constraint loosened four times: which of them binds (see `binding`).

    "channels" of the deep layers, "interceptors" (ready rounds) and "front" (channels along the front stream).
    """
    more = {name: (RELIEF - 1) * count for name, count in standing_channels(campaign).items()}
    front = more.pop("front")
    variants = {
        "channels": _with(scenario, more),
        "interceptors": replace(scenario, rounds={**scenario.rounds, **dict.fromkeys(more, RELIEF)}),
        "front": _with(scenario, {"front": front}),
    }
    return {name: float(np.median(campaign.leakers(item))) for name, item in variants.items()}


def plan_enough(
    campaign: Campaign,
    means: str,
    *,
    limit: float,
    confidence: float,
    scenario: Scenario = PRESETS["today"],
    budgets_usd: Sequence[float] = BUDGETS_USD,
) -> Sufficiency:
    """Channels of one means that hold leakers to the limit with the confidence.

    Parameters
    ----------
    campaign : Campaign
    means : str
        A layer with channels, or "front".
    limit, confidence : float
        Leakers a month; probability over draws and months.
    budgets_usd : sequence of float
        Levels flown, in US$ at the median price; ascending from 0.
    """
    levels = np.asarray(budgets_usd) / channel_prices(campaign)[means]
    flown = np.stack([campaign.leakers(_with(scenario, {means: added})) for added in levels])
    return enough(levels, flown, limit=limit, confidence=confidence)


def plan_mix(
    campaign: Campaign,
    *,
    limit: float,
    confidence: float,
    scenario: Scenario = PRESETS["today"],
    budgets_usd: Sequence[float] = BUDGETS_USD,
    most: int = 3,
) -> MixPlan:
    """Cheapest mix of the best few means that holds leakers to the limit with the confidence.

    Parameters
    ----------
    campaign : Campaign
    limit, confidence : float
    scenario : Scenario
        The threat; only the defender's means are varied.
    budgets_usd : sequence of float
        Levels flown for each means, in US$.
    most : int
        Means in the mix: the best by `bargains`. Flights grow as levels ** (most - 1), the front stream being free.

    Returns
    -------
    MixPlan
        P(enough) counts draws and months alike.
    """
    ranked = bargains(campaign, scenario)
    names = [item.means for item in ranked[:most]]
    prices = channel_prices(campaign)
    levels = {name: np.asarray(budgets_usd) / prices[name] for name in names}
    shape = tuple(len(levels[name]) for name in names)
    leakers = np.empty((*shape, campaign.shift.size))
    for place in np.ndindex(shape):
        added = {name: float(levels[name][i]) for name, i in zip(names, place, strict=True)}
        leakers[place] = campaign.leakers(_with(scenario, added)).ravel()
    found = mix(levels, leakers, prices, limit=limit, confidence=confidence, steps=7)
    return MixPlan(found, levels, (leakers <= limit).mean(-1), ranked)


def worth_knowing(
    campaign: Campaign,
    inputs: Mapping[str, Array],
    *,
    budget_usd: float = TRIAL_USD,
    scenario: Scenario = PRESETS["today"],
    seed: int = 1,
) -> list[tuple[str, InformationValue]]:
    """What knowing each input is worth before choosing which means to buy, in leakers a month.

    Parameters
    ----------
    campaign : Campaign
    inputs : name -> [draw]
        Uncertain inputs in the campaign's draw order.
    budget_usd : float
        Spent on one means; each draw buys what its own price allows.
    scenario : Scenario

    Returns
    -------
    list of (name, InformationValue), most valuable first
        An input that moves leakers but not the best purchase is worth nothing here, however uncertain it is.
    """
    names = sorted(campaign.prices.channel)
    base = campaign.leakers(scenario).mean(1)
    benefit = np.column_stack([base - _bought(campaign, scenario, name, budget_usd) for name in names])
    return rank_information(benefit, inputs, seed=seed)


def _bought(campaign: Campaign, scenario: Scenario, means: str, budget_usd: float) -> Array:
    """Mean monthly leakers [draw] when each draw spends the budget at its own price: read off five flights."""
    price = campaign.prices.channel[means]
    added = budget_usd / price
    levels = np.unique(np.quantile(added, [0.0, 0.25, 0.5, 0.75, 1.0]))
    flown = np.stack([campaign.leakers(_with(scenario, {means: float(level)})).mean(1) for level in levels])
    place = np.clip(np.interp(added, levels, np.arange(len(levels))), 0, len(levels) - 1.000001)
    below = place.astype(np.intp)
    draw = np.arange(len(added))
    low, high = flown[below, draw], flown[np.minimum(below + 1, len(levels) - 1), draw]
    return np.asarray(low + (high - low) * (place - below))


def _with(scenario: Scenario, added: Mapping[str, float]) -> Scenario:
    channels = dict(scenario.channels)
    for name, count in added.items():
        channels[name] = channels.get(name, 0.0) + count
    return replace(scenario, channels=channels)
