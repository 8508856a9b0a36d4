"""Automatic methods of the field, through statsforecast (extra `score`): AutoETS, damped ETS, Theta.

They run on the same scale as the baselines. Their prediction intervals at 23 levels become draws by interpolation,
joined over months with the correlation of a walk, since these methods state no joint distribution.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tocsin.errors import MissingExtra
from tocsin.score.baselines import Scale, from_scale, to_scale, walk_scores
from tocsin.score.quantiles import LEVELS
from tocsin.score.shapes import Floats

PEERS = ("auto_ets", "damped_ets", "auto_theta")
FEWEST = 6  # months; automatic selection fails below


def peer_forecast(
    name: str, history: ArrayLike, *, scale: Scale, months: int, draws: int, seed: int
) -> Floats | None:
    """Draws [draw, month] on the natural scale; None when the history is too short or the method fails.

    Raises
    ------
    MissingExtra
        When statsforecast is not installed.
    """
    values = to_scale(history, scale)
    values = values[np.isfinite(values)]
    if len(values) < FEWEST:
        return None
    quantiles = _quantiles(_model(name), values, months)
    if quantiles is None:
        return None
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


def _quantiles(model: Any, values: Floats, months: int) -> Floats | None:
    """Quantiles [level, month] from the method's central intervals; None when it gives up."""
    half = len(LEVELS) // 2
    widths = [round(100 * (1 - 2 * level), 6) for level in LEVELS[:half]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = model.forecast(y=values, h=months, level=widths)
    except Exception:  # the library raises bare Exceptions ("No model able to be fitted") on short series
        return None
    low = np.array([result[f"lo-{width}"] for width in widths])
    high = np.array([result[f"hi-{width}"] for width in widths])
    table = np.concatenate([low, [(low[-1] + high[-1]) / 2], high[::-1]])
    return np.sort(table, axis=0) if np.isfinite(table).all() else None


def _at(normals: Floats, quantiles: Floats) -> Floats:
    """Quantile functions [level, month] read at standard normals [draw, month]; linear, also beyond the ends."""
    from scipy.special import ndtri

    grid = ndtri(np.asarray(LEVELS))
    columns = [_line(normals[:, m], grid, quantiles[:, m]) for m in range(quantiles.shape[1])]
    return np.column_stack(columns)


def _line(z: Floats, grid: Floats, values: Floats) -> Floats:
    inner = np.interp(z, grid, values)
    slope_low = (values[1] - values[0]) / (grid[1] - grid[0])
    slope_high = (values[-1] - values[-2]) / (grid[-1] - grid[-2])
    below, above = np.minimum(z - grid[0], 0), np.maximum(z - grid[-1], 0)
    return np.asarray(inner + slope_low * below + slope_high * above)
