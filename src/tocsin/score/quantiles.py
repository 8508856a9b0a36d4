"""The 23 quantile levels in which forecasts are stored and exported."""

from __future__ import annotations

LEVELS: tuple[float, ...] = (
    0.01, 0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
    0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975, 0.99,
)  # fmt: skip
MEDIAN = LEVELS.index(0.50)
COLUMNS: tuple[str, ...] = tuple(f"q{level * 1000:03.0f}" for level in LEVELS)
"""Column names of stored quantiles: q010, q025, …, q990 (per mille)."""
