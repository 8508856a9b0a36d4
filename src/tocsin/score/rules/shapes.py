"""Checks shared by all scores: shapes must match exactly, levels must be quantile levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def matched(forecast: ArrayLike, observed: ArrayLike, leading: str) -> tuple[Floats, Floats]:
    """Both as float arrays, after checking that forecast.shape == (leading axis,) + observed.shape.

    Raises
    ------
    ValueError
        Naming both shapes, or saying that a value is missing: score what exists and count what does not.
    """
    fcst, truth = np.asarray(forecast, dtype=float), np.asarray(observed, dtype=float)
    if fcst.ndim == 0 or fcst.shape[1:] != truth.shape:
        raise ValueError(
            f"forecast must be [{leading}, …] with the axes of observed: got {fcst.shape} against {truth.shape}"
        )
    if fcst.shape[0] == 0 or not np.isfinite(fcst).all() or not np.isfinite(truth).all():
        raise ValueError(
            f"forecast and observed must hold at least one {leading}, and no missing or infinite values"
        )
    return fcst, truth


def checked_levels(levels: ArrayLike, quantiles: Floats) -> Floats:
    """Quantile levels inside (0, 1), rising, one per row; quantiles must not cross."""
    tau = np.asarray(levels, dtype=float)
    if tau.shape != quantiles.shape[:1]:
        raise ValueError(f"{tau.size} levels for {quantiles.shape[0]} rows of quantiles")
    if (tau <= 0).any() or (tau >= 1).any() or (np.diff(tau) <= 0).any():
        raise ValueError("levels must lie inside (0, 1) and rise")
    if (np.diff(quantiles, axis=0) < 0).any():
        raise ValueError("quantiles cross: sort them, or look for rows in the wrong order")
    return tau
