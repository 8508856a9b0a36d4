"""Sentences and tables that several sections need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.answers.declare import SHOWN_QUANTILES, Column, Table, quantile_columns
from tocsin.say import interval, number

Rows = Sequence[Mapping[str, Any]]
LEVELS = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")
COUNTED = "Counts: daily posts of the defending air force, compiled in this case's record."
BANDS_HOW = "Shaded: 50, 80 and 95 % of the futures, the line their median."
ROWS_HOW = "Black tick: the median. Shades: 50, 80 and 95 % intervals. At the right the median and its 90 % interval."


def quantiles(row: Mapping[str, Any]) -> dict[str, Any]:
    """The nine quantiles of a row."""
    return {level: row[level] for level in LEVELS}


def levels(draws: Any) -> dict[str, float]:
    """The nine quantiles of a draw array [draw]."""
    import numpy as np

    shares = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
    return dict(zip(LEVELS, map(float, np.quantile(draws, shares)), strict=True))


def censored(row: Mapping[str, Any], limit: float) -> dict[str, Any]:
    """Quantiles of a row whose upper ones may lie beyond `limit`: drawn up to it, and said to be beyond."""
    filled = {level: limit if row.get(level) is None else min(row[level], limit) for level in LEVELS}
    if row.get("q50") is not None and row.get("q95") is not None:
        return filled
    middle, high = (
        number(row[level]) if row.get(level) is not None else f"over {number(limit)}"
        for level in ("q50", "q95")
    )
    text = (
        f"{middle} ({number(filled['q05'])} to {high})"
        if middle != high or row.get("q05") is not None
        else middle
    )
    return {**filled, "text": text, "median_open": row.get("q50") is None}


def said(row: Mapping[str, Any]) -> str:
    """`268 (50 %: 200–330; 90 %: 170–402)`."""
    if row.get("text"):
        return str(row["text"])
    return (
        f"{number(row['q50'])} (50\u00a0%: {interval(row['q25'], row['q75'])};"
        f" 90\u00a0%: {interval(row['q05'], row['q95'])})"
    )


def quantile_table(name: str, caption: str, keys: Sequence[Column], rows: Rows) -> Table:
    """A table of the numbers under a figure."""
    return Table(
        name,
        caption,
        (*keys, *(c for level in SHOWN_QUANTILES for c in quantile_columns("") if c.name == level)),
        rows,
    )


def drone_name(code: str) -> str:
    """What the page calls a scenario's drone."""
    names = {
        "today": "Today's drone",
        "faster": "Faster drone",
        "difference": "Difference",
        "longer": "Longer range",
    }
    return names.get(code, code.capitalize())
