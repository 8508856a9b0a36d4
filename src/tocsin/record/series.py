"""Series drawn from the record's rows: by report, day, week and month, always by the END date.

`leaked` = launched − destroyed − lost − still airborne, decoys included, only where the report's counting definition
supports it (see `tocsin.record.definitions`); elsewhere it is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.record import definitions


def nights(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per report.

    Returns
    -------
    Columns `date` (end date, datetime64), `launched`, `leaked`, `leak_share` (NaN unless `usable`), `usable`.
    """
    usable = _usable(rows)
    leaked = np.where(usable, _leaked(rows), np.nan)
    launched = rows["launched"].to_numpy(dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(launched > 0, leaked / launched, np.nan)
    return pd.DataFrame(
        {
            "date": rows["end"].dt.normalize().to_numpy(),
            "launched": rows["launched"].to_numpy(),
            "leaked": leaked,
            "leak_share": share,
            "usable": usable,
        }
    )


def monthly(rows: pd.DataFrame) -> pd.DataFrame:
    """Totals by calendar month, indexed by "YYYY-MM", from the first to the last month with a report."""
    month = rows["end"].to_numpy().astype("datetime64[M]").astype(np.int64)
    return _totals(rows, month, lambda first, count: np.arange(first, first + count).astype("datetime64[M]"))


def weekly(rows: pd.DataFrame) -> pd.DataFrame:
    """Totals by week from Monday to Sunday, indexed by the Monday as "YYYY-MM-DD"."""
    day = rows["end"].to_numpy().astype("datetime64[D]").astype(np.int64)
    week = (day + 3) // 7  # 1 January 1970 was a Thursday
    return _totals(
        rows, week, lambda first, count: (np.arange(first, first + count) * 7 - 3).astype("datetime64[D]")
    )


def daily(rows: pd.DataFrame) -> pd.Series[int]:
    """Drones launched by end date, zero on days without a report, from the first day to the last."""
    by_day = rows.groupby(rows["end"].dt.normalize())["launched"].sum()
    if by_day.empty:
        return by_day
    whole = pd.date_range(by_day.index[0], by_day.index[-1], freq="D", name="date")
    return by_day.reindex(whole, fill_value=0)


def _usable(rows: pd.DataFrame) -> NDArray[np.bool_]:
    texts = rows["definition"].to_numpy(dtype=object)
    table = {text: definitions.is_usable(text) for text in set(texts)}
    return np.fromiter((table[text] for text in texts), dtype=bool, count=len(texts))


def _leaked(rows: pd.DataFrame) -> NDArray[np.float64]:
    gone = np.nansum(rows[["destroyed", "lost", "still_airborne"]].to_numpy(dtype=float), axis=1)
    leaked: NDArray[np.float64] = rows["launched"].to_numpy(dtype=float) - gone
    return np.maximum(leaked, 0.0)


def _totals(
    rows: pd.DataFrame, period: NDArray[np.int64], names: Callable[[int, int], NDArray[np.datetime64]]
) -> pd.DataFrame:
    """Sums by period number, without gaps.

    Columns: drones `launched`, `destroyed`, `lost`, `still_airborne`; `leaked` and `leak_launched` (drones that got
    through, and the launches of the same, usable reports); `leak_share` = leaked / leak_launched (NaN without usable
    reports); `reports`; `strike_launched` and `strike_base` (strike drones, and launches of the reports that state
    them); `hits` (reported hit locations: another count).
    """
    usable = _usable(rows)
    launched = rows["launched"].to_numpy(dtype=float)
    strike = rows["strike_launched"].to_numpy(dtype=float)
    stated = ("launched", "destroyed", "lost", "still_airborne", "strike_launched", "hits")
    weights = {name: np.nan_to_num(rows[name].to_numpy(dtype=float)) for name in stated} | {
        "leaked": np.where(usable, _leaked(rows), 0.0),
        "leak_launched": np.where(usable, launched, 0.0),
        "reports": np.ones(len(rows)),
        "strike_base": np.where(np.isnan(strike), 0.0, launched),
    }
    first = int(period.min()) if len(period) else 0
    count = int(period.max()) - first + 1 if len(period) else 0
    sums = {
        name: np.bincount(period - first, weights=weight, minlength=count).astype(np.int64)
        for name, weight in weights.items()
    }
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(sums["leak_launched"] > 0, sums["leaked"] / sums["leak_launched"], np.nan)
    labels = [str(name) for name in names(first, count)]
    return pd.DataFrame({**sums, "leak_share": share}, index=pd.Index(labels, name="period", dtype="object"))
