"""A made-up forecast for the tests of campaigns and decisions: the parts that a campaign reads, invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tocsin.randomness import stream

CASES = Path(__file__).parents[1] / "cases"
DRAWS, MONTHS = 120, 4


@dataclass(frozen=True)
class Rhythm:
    """Nights of a month as `tocsin.programme` describes them."""

    nights_per_month: float = 30.0
    strike_share: float = 0.2
    base_factor: float = 0.83
    base_spread: float = 0.44
    strike_factor: float = 4.2
    strike_spread: float = 0.27


@dataclass(frozen=True)
class Forecast:
    """The parts of a programme forecast that a campaign reads."""

    launches: np.ndarray
    leak_share: np.ndarray
    decoy_share: np.ndarray
    periods: tuple[str, ...] = ("2026-01", "2026-02", "2026-03", "2026-04")
    rhythm: Rhythm = field(default_factory=Rhythm)
    partial: bool = False
    counted: int = 0


def made_up() -> Forecast:
    g = stream(1, "forecast")
    shape = (DRAWS, MONTHS)
    return Forecast(
        launches=5000 * np.exp(0.3 * g.normal(size=shape)),
        leak_share=1 / (1 + np.exp(1.7 - 0.4 * g.normal(size=shape))),
        decoy_share=np.full(shape, 0.45),
    )
