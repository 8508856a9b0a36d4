"""Automatic methods of the field, through statsforecast (extra `score`): AutoETS, damped ETS, Theta.

They run on the same scale as the baselines. Their prediction intervals at 23 levels become draws by interpolation,
joined over months with the correlation of a walk, since these methods state no joint distribution.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from tocsin.arrays import FINE_LEVELS
from tocsin.errors import MissingExtra
from tocsin.score.replay.baselines import Scale, from_scale, to_scale, walk_scores
from tocsin.score.rules.shapes import Floats

PEERS = ("auto_ets", "damped_ets", "auto_theta")
FEWEST = 6  # months; automatic selection fails below


class CannotForecast(Exception):
    """A method that gave up on a series; the message says why."""


def peer_forecast(
    name: str, history: ArrayLike, *, scale: Scale, months: int, draws: int, seed: int
) -> Floats | None:
    """Draws [draw, month] on the natural scale; None when the history is too short.

    Raises
    ------
    CannotForecast
        When the method fails on this series.
    MissingExtra
        When statsforecast is not installed.
    """
    values = to_scale(history, scale)
    values = values[np.isfinite(values)]
    if len(values) < FEWEST:
        return None
    quantiles = _quantiles(_model(name), values, months)
    return from_scale(_at(walk_scores(draws, months, seed, name), quantiles), scale)


def _model(name: str) -> Any:
    try:
        from statsforecast.models import AutoETS, AutoTheta
    except ImportError:
        raise MissingExtra(f"The baseline {name}", "score") from None
    if name == "auto_ets":
        return AutoETS(season_length=1)
    if name == "damped_ets":
        return AutoETS(season_length=1, model="AAN", damped=True)
    if name == "auto_theta":
        return AutoTheta(season_length=1)
    raise ValueError(f"unknown method {name!r}; known: {', '.join(PEERS)}")


def _quantiles(model: Any, values: Floats, months: int) -> Floats:
    """Quantiles [level, month] from the method's central intervals."""
    half = len(FINE_LEVELS) // 2
    widths = [round(100 * (1 - 2 * level), 6) for level in FINE_LEVELS[:half]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = model.forecast(y=values, h=months, level=widths)
    except Exception as error:  # the library raises bare Exceptions ("No model able to be fitted")
        raise CannotForecast(" ".join(f"{type(error).__name__}: {error}".split())) from error
    low = np.array([result[f"lo-{width}"] for width in widths])
    high = np.array([result[f"hi-{width}"] for width in widths])
    table = np.concatenate([low, [(low[-1] + high[-1]) / 2], high[::-1]])
    if not np.isfinite(table).all():
        raise CannotForecast("intervals that are not finite")
    return np.sort(table, axis=0)


def _at(normals: Floats, quantiles: Floats) -> Floats:
    """Quantile functions [level, month] read at standard normals [draw, month]; linear, also beyond the ends."""
    grid = ndtri(np.asarray(FINE_LEVELS))
    columns = [_line(normals[:, m], grid, quantiles[:, m]) for m in range(quantiles.shape[1])]
    return np.column_stack(columns)


def _line(z: Floats, grid: Floats, values: Floats) -> Floats:
    inner = np.interp(z, grid, values)
    slope_low = (values[1] - values[0]) / (grid[1] - grid[0])
    slope_high = (values[-1] - values[-2]) / (grid[-1] - grid[-2])
    below, above = np.minimum(z - grid[0], 0), np.maximum(z - grid[-1], 0)
    return np.asarray(inner + slope_low * below + slope_high * above)
