"""Prices on both sides, the cost exchange by means, and how long stocks last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array
from tocsin.campaign.outcome import Exchange
from tocsin.case import Case
from tocsin.periods import DAYS_PER_MONTH


@dataclass(frozen=True)
class Prices:
    """Draws of what things cost and how stocks stand, [draw] each.

    `engagement`, `channel`, `stock_nights` and `resupply` are by layer; `channel` has "front" too.
    """

    strike: Array
    faster: Array
    decoy_ratio: Array
    engagement: Mapping[str, Array]
    channel: Mapping[str, Array]
    stock_nights: Mapping[str, Array]
    resupply: Mapping[str, Array]
    front_kill: Array
    front_channels: Array
    front_power: Array
    debris: Array

    @classmethod
    def of(cls, view: Case, layers: Sequence[str], draws: int, seed: int) -> Prices:
        """Sample the case's parameters."""
        table = view.parameters

        def draw(name: str) -> Array:
            return np.asarray(table.sample(name, draws, seed))

        def by_layer(quantity: str) -> dict[str, Array]:
            names = {name: f"defence.{name}.{quantity}" for name in layers}
            return {name: draw(full) for name, full in names.items() if full in table}

        return cls(
            strike=draw("campaign.drone.cost_usd"),
            faster=draw("campaign.faster.cost_usd"),
            decoy_ratio=draw("campaign.decoy.cost_ratio"),
            engagement=by_layer("cost_per_engagement_usd"),
            channel=by_layer("channel_cost_usd") | {"front": draw("defence.front.channel_cost_usd")},
            stock_nights=by_layer("stock_nights"),
            resupply=by_layer("resupply"),
            front_kill=draw("defence.front.cost_per_kill_usd"),
            front_channels=draw("defence.front.channels"),
            front_power=draw("campaign.faster.front_power"),
            debris=draw("campaign.debris_per_kill"),
        )

    def drone(self, decoys: Array, fast_share: float) -> Array:
        """Mean price of a drone launched [draw, period], decoys included."""
        strike = (1 - fast_share) * self.strike + fast_share * self.faster
        return (1 - decoys) * strike[:, None] + decoys * (self.decoy_ratio * self.strike)[:, None]

    def of_means(self, name: str, shots: Array, kills: Array) -> Array:
        """Cost a month [draw, period]; a means without shots (jamming) pays per drone stopped."""
        paid = np.where(shots.sum(1, keepdims=True) > 0, shots, kills)
        return np.asarray(paid * self.engagement[name][:, None])


def exchange(
    cost: Mapping[str, Array],
    kills: Mapping[str, Array],
    price: Array,
    labels: Mapping[str, str],
    firing: Collection[str],
) -> dict[str, Exchange]:
    """Defender's cost per drone stopped, by means, over the whole horizon.

    Parameters
    ----------
    cost, kills : means -> [draw, period]
    price : [draw]
        Mean price of a drone launched, over the horizon.
    labels : means -> str
    firing : names of means
        Those that fire rounds.

    Notes
    -----
    Direction: defender's US$ per drone stopped over attacker's US$ per drone launched; above 1 the defender pays
    more. Rounds only: crews and equipment are in the cost of channels.
    """
    total = np.maximum(sum(value.sum(1) for value in kills.values()), 1e-9)
    table = {}
    for name, spent in cost.items():
        stopped = kills[name].sum(1)
        each = np.where(stopped >= 1.0, spent.sum(1) / np.maximum(stopped, 1.0), np.nan)
        table[name] = Exchange(labels.get(name, name), name in firing, each, each / price, stopped / total)
    return table


def stock_days(
    use: Array, stock_nights: Array, resupply: Array, *, base: Array, first_nights: float = DAYS_PER_MONTH
) -> Array:
    """Days until a stock is used up, [draw]; inf where it outlasts the horizon.

    Parameters
    ----------
    use : [draw, period]
        Engagements a month in the scenario; in a month under way, those still to come.
    stock_nights : [draw]
        Stock at the start, in nights of base use.
    resupply : [draw]
        Resupply over base use.
    base : [draw]
        Engagements a month at today's rate, to which stock and resupply are sized.
    first_nights : float
        Nights that the first period has left.

    Examples
    --------
    >>> use = np.full((1, 12), 300.0)
    >>> stock_days(use, np.array([20.0]), np.array([0.5]), base=np.array([300.0])).round(1).tolist()
    [40.0]
    """
    nightly = np.maximum(base, 1e-9) / DAYS_PER_MONTH
    level = stock_nights * nightly
    days = np.full(len(level), np.inf)
    passed = 0.0
    for month in range(use.shape[1]):
        nights = first_nights if month == 0 else DAYS_PER_MONTH
        drain = use[:, month] / nights - resupply * nightly
        empty = np.where(drain > 0, level / np.where(drain > 0, drain, 1.0), np.inf)
        now = (empty < nights) & np.isinf(days)
        days[now] = passed + empty[now]
        level = np.maximum(level - drain * nights, 0.0)
        passed += nights
    return days
