"""What a cut in the programme's supply buys: sanctions and export control, seen as launches and leakers avoided.

A stock absorbs a cut at first. Launches stay as forecast while the stock lasts; after that they follow the inflow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array
from tocsin.errors import InputError, Problem
from tocsin.programme import Forecast


@dataclass(frozen=True)
class Avoided:
    """What the cut avoids, draw by draw: `launches` and `leakers` [draw, period]."""

    launches: Array
    leakers: Array


def disruption(
    supply: Array,
    strike: Array,
    stock: Array,
    *,
    cut: float,
    decoys: Array | None = None,
    leak_share: Array | float = 0.0,
) -> Avoided:
    """Fly the stock forward with a share of the supply withheld.

    Parameters
    ----------
    supply : [draw, period]
        Strike drones arriving a month: output plus imports.
    strike : [draw, period]
        Strike drones launched a month without the cut.
    stock : [draw]
        Strike drones in store before the first period.
    cut : float
        Share of the supply withheld, 0 to 1, from the first period on.
    decoys : [draw, period], optional
        Decoys launched a month without the cut; they fly with strike drones and fall in proportion to them.
    leak_share : [draw, period] or float
        Leakers per launch.

    Returns
    -------
    Avoided

    Raises
    ------
    InputError
        If the cut is outside 0 to 1 or shapes disagree.

    Notes
    -----
    Where the uncut forecast itself launches more than stock and supply allow, the shortfall is taken as supply that
    the stock-flow missed, so that a cut of 0 avoids exactly nothing.
    """
    _check(supply, strike, stock, cut)
    missed = strike - _fly(supply, strike, stock)
    avoided = strike - _fly((1.0 - cut) * (supply + missed), strike, stock)
    if decoys is not None:
        avoided = avoided + decoys * np.divide(avoided, strike, out=np.zeros_like(avoided), where=strike > 0)
    return Avoided(avoided, avoided * leak_share)


def supply_ahead(forecast: Forecast) -> tuple[Array, Array, Array]:
    """Supply, strike launches and stock from a forecast's first month on: the arrays that `disruption` takes.

    Returns
    -------
    supply, strike : [draw, period]
        Output of all strike drones plus imports; strike drones launched.
    stock : [draw]
        Strike drones in store before the first period.
    """
    ahead = forecast.full_periods.index(forecast.periods[0])
    supply = (forecast.output["all_strike"] + forecast.imports)[:, ahead:]
    stock = forecast.stock[:, ahead - 1] if ahead else np.zeros(len(supply))
    return supply, forecast.strike_history[:, ahead:], stock


def _fly(supply: Array, wanted: Array, stock: Array) -> Array:
    """Launches when each month launches what is wanted, as far as stock and supply go."""
    flown = np.empty_like(wanted)
    level = np.asarray(stock, dtype=float).copy()
    for month in range(wanted.shape[1]):
        flown[:, month] = np.minimum(wanted[:, month], level + supply[:, month])
        level = level + supply[:, month] - flown[:, month]
    return flown


def _check(supply: Array, strike: Array, stock: Array, cut: float) -> None:
    if not 0 <= cut <= 1:
        raise InputError(Problem("a cut is a share of the supply", "Between 0 and 1.", value=str(cut)))
    if supply.shape != strike.shape or stock.shape != supply.shape[:1]:
        raise InputError(
            Problem(
                "supply and strike need shape [draw, period], stock [draw]",
                "Pass arrays of one forecast.",
                value=f"{supply.shape}, {strike.shape}, {stock.shape}",
            )
        )
