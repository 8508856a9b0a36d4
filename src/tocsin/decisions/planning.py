"""Sufficiency and mixes read off a flown campaign: the defender's means as axes, leakers as the response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.campaign import PRESETS, Campaign, Scenario, standing_channels
from tocsin.decisions.information import InformationValue, rank_information
from tocsin.decisions.mixing import Mix
from tocsin.decisions.sufficiency import Sufficiency, enough

Array = NDArray[np.float64]
TRIAL_USD = 1e8  # a purchase large enough to show, small enough to be marginal
BUDGETS_USD = (0.0, 2e8, 1e9, 5e9)
REPEATS = 4  # searches until the flown mix is enough
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
    """The mix found, channels and US$ by means (every means, bought or not), and what each was worth alone."""

    mix: Mix
    channels: Mapping[str, float]
    spent_usd: Mapping[str, float]
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
    step_usd: float = TRIAL_USD,
) -> MixPlan:
    """A cheap mix of all the defender's means that holds leakers to the limit with the confidence.

    Parameters
    ----------
    campaign : Campaign
    limit, confidence : float
    scenario : Scenario
        The threat; only the defender's means are varied.
    budgets_usd : sequence of float
        Levels flown for each means alone, in US$; ascending from 0, the last is the most spent on one.
    step_usd : float
        Smallest purchase.

    Returns
    -------
    MixPlan
        `mix.p_enough` is flown, not read off the surrogate; it counts draws and months alike.

    Notes
    -----
    Each means is flown alone; what each leaves of the leakers multiplies (exact for layers in tandem without
    saturation). Money then goes step by step to the means that lowers the leakers at the wanted confidence most
    (greedy). The mix found is flown; if it falls short the target is tightened by as much and the search repeated.
    """
    prices = channel_prices(campaign)
    budgets = np.asarray(budgets_usd, dtype=float)
    curves = {name: _alone(campaign, scenario, name, budgets / price) for name, price in prices.items()}
    base = campaign.components(scenario)
    aim, found = limit, Mix({}, float("inf"), 0.0, reachable=False)
    for _ in range(REPEATS):
        spent = _greedy(base, curves, budgets, aim, confidence, step_usd)
        added = {name: usd / prices[name] for name, usd in spent.items() if usd > 0}
        flown = campaign.leakers(_with(scenario, added))
        p = float((flown <= limit).mean())
        found = Mix(added, float(sum(spent.values())), p, reachable=p >= confidence)
        reached = float(np.quantile(flown, confidence))
        if found.reachable or all(usd >= budgets[-1] for usd in spent.values()):
            break
        aim *= 0.98 * limit / reached
    if not found.reachable:
        found = replace(found, cost_usd=float("inf"))
    return MixPlan(
        found, {name: usd / prices[name] for name, usd in spent.items()}, spent, bargains(campaign, scenario)
    )


def _alone(campaign: Campaign, scenario: Scenario, means: str, levels: Array) -> Array:
    """Share of its component's leakers that a means leaves at each level [level, draw, period]."""
    part = 0 if means == "front" else 1
    base = np.maximum(campaign.components(scenario)[part], 1e-9)
    left = [campaign.components(_with(scenario, {means: float(level)}))[part] / base for level in levels]
    return np.minimum.accumulate(np.stack(left), axis=0)


def _greedy(
    base: tuple[Array, Array],
    curves: Mapping[str, Array],
    budgets: Array,
    limit: float,
    confidence: float,
    step_usd: float,
) -> dict[str, float]:
    """US$ by means: spend where the leakers at the confidence fall most, in growing steps, until the limit holds."""
    spent = dict.fromkeys(sorted(curves), 0.0)
    left = {name: np.ones_like(base[0]) for name in spent}

    def reached(changed: str | None = None, value: Array | None = None) -> float:
        front, deep = base
        for name in spent:
            factor = value if name == changed and value is not None else left[name]
            front, deep = (front * factor, deep) if name == "front" else (front, deep * factor)
        return float(np.quantile(front + deep, confidence))

    while reached() > limit:
        step = max(step_usd, 0.05 * sum(spent.values()))
        open_ = [name for name in spent if spent[name] < budgets[-1]]
        if not open_:
            break
        trials = {name: _read(curves[name], budgets, spent[name] + step) for name in open_}
        best = min(open_, key=lambda name: (reached(name, trials[name]), name))
        spent[best] = min(spent[best] + step, float(budgets[-1]))
        left[best] = trials[best]
    return spent


def _read(curve: Array, budgets: Array, usd: float) -> Array:
    """A means' curve at a budget, geometric between the levels flown."""
    place = min(float(np.interp(usd, budgets, np.arange(len(budgets)))), len(budgets) - 1.000001)
    below = int(place)
    low, high = np.maximum(curve[below], 1e-12), np.maximum(curve[below + 1], 1e-12)
    return np.asarray(low * (high / low) ** (place - below))


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
