"""Calibration of the two-component defence: a front stream, and deep raids over anonymous cells.

Plain arrays in, draws out; nothing here knows of claims or cases.
"""

from __future__ import annotations

from tocsin.calibration.cells import Cells, FasterDrones, Flight, LayerKind, fly_cells, respond
from tocsin.calibration.fit import DefencePosterior, calibrate
from tocsin.calibration.leakshare import LeakFit, fit_leak_share, log_beta_binomial, size_table
from tocsin.calibration.nights import Response, front_expected, night_leak, shifted
from tocsin.calibration.prior import Prior

__all__ = [
    "Cells",
    "DefencePosterior",
    "FasterDrones",
    "Flight",
    "LayerKind",
    "LeakFit",
    "Prior",
    "Response",
    "calibrate",
    "fit_leak_share",
    "fly_cells",
    "front_expected",
    "log_beta_binomial",
    "night_leak",
    "respond",
    "shifted",
    "size_table",
]
