"""What a cut in the programme's supply buys: sanctions and export control, seen as launches and leakers avoided.

A stock absorbs a cut at first. Launches stay as forecast while the stock lasts; after that they follow the inflow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import InputError, Problem

if TYPE_CHECKING:
    from tocsin.programme import Forecast

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Avoided:
    """What the cut avoids, draw by draw: `launches` and `leakers` [draw, period]; `stock` [draw, period] left."""

    launches: Array
    leakers: Array
    stock: Array
    cut: float


def disruption(
    supply: Array,
    strike: Array,
    stock: Array,
    *,
    cut: float,
    start: int = 0,
    decoys: Array | None = None,
    leak_share: Array | float = 0.0,
    decoys_follow: bool = True,
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
        Share of the supply withheld, 0 to 1, from period `start` on.
    start : int
        First period that is cut.
    decoys : [draw, period], optional
        Decoys launched a month without the cut.
    leak_share : [draw, period] or float
        Leakers per launch.
    decoys_follow : bool
        Whether decoys fall in proportion to strike drones (they fly with them) or go on.

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
    kept = np.ones(supply.shape[1])
    kept[max(start, 0) :] = 1.0 - cut
    missed = _shortfall(supply, strike, stock)
    flown, left = _fly(kept * (supply + missed), strike, stock)
    avoided = strike - flown
    if decoys is not None and decoys_follow:
        avoided = avoided + decoys * np.divide(avoided, strike, out=np.zeros_like(avoided), where=strike > 0)
    return Avoided(avoided, avoided * leak_share, left, cut)


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


def with_supply_cut(forecast: Forecast, *, cut: float, start: int = 0) -> Forecast:
    """The forecast as it would be under a supply cut, ready for a campaign to fly.

    Parameters
    ----------
    forecast : Forecast
    cut, start : as in `disruption`.

    Returns
    -------
    Forecast
        Launches and strike drones reduced; decoys fall with them, so shares stay.
    """
    supply, strike, stock = supply_ahead(forecast)
    avoided = disruption(supply, strike, stock, cut=cut, start=start).launches
    kept = 1.0 - np.divide(avoided, strike, out=np.zeros_like(avoided), where=strike > 0)
    return replace(forecast, launches=forecast.launches * kept, strike=forecast.strike * kept)


def _fly(supply: Array, wanted: Array, stock: Array) -> tuple[Array, Array]:
    """Launches and stock left when each month launches what is wanted, as far as stock and supply go."""
    flown, left = np.empty_like(wanted), np.empty_like(wanted)
    level = np.asarray(stock, dtype=float).copy()
    for month in range(wanted.shape[1]):
        flown[:, month] = np.minimum(wanted[:, month], level + supply[:, month])
        level = level + supply[:, month] - flown[:, month]
        left[:, month] = level
    return flown, left


def _shortfall(supply: Array, wanted: Array, stock: Array) -> Array:
    flown, _ = _fly(supply, wanted, stock)
    return wanted - flown


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
