"""What binds, and a cheap mix, read off a flown campaign: the defender's means as axes, leakers as the response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tocsin.arrays import Array
from tocsin.campaign import PRESETS, Campaign, Scenario

TRIAL_USD = 1e8  # smallest purchase: large enough to show, small enough to be marginal
BUDGETS_USD = (0.0, 2e8, 1e9, 5e9)
REPEATS = 4  # searches until the flown mix is enough
RELIEF = 4.0  # how far a constraint is loosened to see whether it binds


@dataclass(frozen=True)
class Mix:
    """A purchase of channels by means, what it costs, and how sure it is.

    `cost_usd` is inf where no budget tried is enough; `p_enough` is then the best reached.
    """

    added: Mapping[str, float]
    cost_usd: float
    p_enough: float
    reachable: bool


@dataclass(frozen=True)
class MixPlan:
    """The mix found, and channels and US$ by means (every means, bought or not)."""

    mix: Mix
    channels: Mapping[str, float]
    spent_usd: Mapping[str, float]


def channel_prices(campaign: Campaign) -> dict[str, float]:
    """Median US$ of one more channel by means; "front" is the front stream's."""
    return {name: float(np.median(price)) for name, price in campaign.prices.channel.items()}


def constraints(campaign: Campaign, scenario: Scenario = PRESETS["today"]) -> dict[str, float]:
    """Median leakers a month with one constraint loosened four times: which of them binds (see `binding`).

    "channels" of the deep layers, "interceptors" (ready rounds) and "front" (channels along the front stream).
    """
    more = {name: (RELIEF - 1) * count for name, count in campaign.standing().items()}
    front = more.pop("front")
    variants = {
        "channels": _with(scenario, more),
        "interceptors": replace(scenario, rounds={**scenario.rounds, **dict.fromkeys(more, RELIEF)}),
        "front": _with(scenario, {"front": front}),
    }
    return {name: float(np.median(campaign.leakers(item))) for name, item in variants.items()}


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
    return MixPlan(found, {name: usd / prices[name] for name, usd in spent.items()}, spent)


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


def _with(scenario: Scenario, added: Mapping[str, float]) -> Scenario:
    channels = dict(scenario.channels)
    for name, count in added.items():
        channels[name] = channels.get(name, 0.0) + count
    return replace(scenario, channels=channels)
