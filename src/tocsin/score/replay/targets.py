"""What is forecast and scored: monthly launches, the share that leaks, and leakers, by month of the report's end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tocsin.periods import span
from tocsin.record import Record
from tocsin.score.replay.baselines import Scale, to_scale

WEEK, YEAR = 7, 365  # days


@dataclass(frozen=True, slots=True)
class Target:
    """One forecast quantity: its name in hub files, its unit and the scale on which its changes are even."""

    name: str
    unit: str
    scale: Scale
    meaning: str


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target(
            "launches",
            "drones",
            "log1p",
            "Long-range one-way drones launched in the month, decoys included, as national reports count them.",
        ),
        Target(
            "leak_share",
            "fraction",
            "logit",
            "Drones neither downed, lost nor still airborne, over launches, in reports that state all outcomes.",
        ),
        Target(
            "leakers", "drones", "log1p", "Drones neither downed, lost nor still airborne, decoys included."
        ),
    )
}


def observed_series(record: Record, *, through: str | None = None) -> dict[str, pd.Series[float]]:
    """Counts as recorded, by target and complete month "YYYY-MM"; NaN where the record cannot tell.

    The first month is left out when counting began after its 7th day. With `through` (an origin) every month up to it
    is complete, and months without a report are zeros. Otherwise the last month counts only if the record reaches one
    of its last three days, and months in which reports seem to be missing (`gaps`) are NaN. Leak shares and leakers
    need usable reports for 95 % of the month's launches.
    """
    months = _complete(record, through)
    usable = months["leak_launched"] >= 0.95 * months["launched"].clip(lower=1)
    series = {
        "launches": months["launched"].astype(float),
        "leak_share": months["leak_share"].where(usable),
        "leakers": months["leaked"].astype(float).where(usable),
    }
    unknown = gaps(record) if through is None else []
    return {name: values.mask(values.index.isin(unknown)) for name, values in series.items()}


def gaps(record: Record) -> list[str]:
    """Months that hold a part of a gap in the record, not of a lull: over a week without a report, after a year without
    such a week.
    """
    days = np.unique(record.rows["end"].to_numpy().astype("datetime64[D]"))
    length = np.diff(days).astype(int)
    found: set[str] = set()
    for at in np.flatnonzero(length > WEEK):
        before = length[:at][days[:at] >= days[at] - YEAR]
        if days[at] - days[0] >= YEAR and before.max(initial=0) <= WEEK:
            missing = np.arange(days[at] + 1, days[at + 1])
            found |= {str(month) for month in missing.astype("datetime64[M]")}
    return sorted(found)


def _complete(record: Record, through: str | None) -> pd.DataFrame:
    months = record.monthly()
    if len(months) == 0:
        return months
    first, last = record.rows["end"].min(), record.rows["end"].max()
    if first.day > 7:
        months = months.iloc[1:]
    if through is None:
        reaches_end = last.day >= last.days_in_month - 2
        return months if reaches_end else months.iloc[:-1]
    months = months[[str(period) <= through for period in months.index]]
    if len(months) == 0:
        return months
    return months.reindex(list(span(str(months.index[0]), through))).fillna(
        {name: 0 for name in months.columns if name != "leak_share"}
    )


def on_scale(values: object, target: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Values on the target's even scale (log1p or logit)."""
    return to_scale(values, TARGETS[target].scale)  # type: ignore[arg-type]
