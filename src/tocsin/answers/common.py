"""What several answers read and say alike: rows with quantiles, counted months, captions of fans and intervals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tocsin.arrays import QUANTILES
from tocsin.lineage import Lineage
from tocsin.say import NOTHING, Said, msg, nmsg

if TYPE_CHECKING:
    from tocsin.answers.core import Answer
    from tocsin.answers.work import Work
    from tocsin.campaign import Outcome
    from tocsin.programme import Forecast

Row = Mapping[str, Any]
COUNTED = msg("Counts: daily posts of the defending air force, compiled in this case's record.")
BANDS_HOW = msg("Shaded: 50, 80 and 95\u00a0% of the futures, the line their median.")
ROWS_HOW = msg(
    "Black tick: the median. Shades: 50, 80 and 95\u00a0% intervals. At the right the median and its 90\u00a0% interval."
)
DRONES = {
    "today": msg("Today's drone"), "faster": msg("Faster drone"), "difference": msg("Difference"), "longer": msg("Longer range"),
}  # fmt: skip


def rows_of(answer: Answer, **wanted: Any) -> list[Row]:
    """The answer's rows whose keys have the wanted values."""
    return [row for row in answer.rows if all(row.get(key) == value for key, value in wanted.items())]


def spread_rows(answer: Answer, **wanted: Any) -> list[Row]:
    """The same, rows that carry all nine quantiles alone."""
    return [
        row for row in rows_of(answer, **wanted) if all(row.get(level) is not None for level in QUANTILES)
    ]


def quantiles(row: Row) -> dict[str, Any]:
    """The nine quantiles of a row."""
    return {level: row[level] for level in QUANTILES}


def chosen_row(rows: Sequence[Row], work: Work) -> Row:
    """The row of the month that the headlines speak of, else the last."""
    return next((row for row in rows if row["period"] == work.period), rows[-1])


def said(row: Row) -> Said:
    """`268 (50 %: 200–330; 90 %: 170–402)`."""
    if row.get("text"):
        return row["text"] if isinstance(row["text"], Said) else msg("{text}", text=row["text"])
    return msg(
        "{median:number} (50\u00a0%: {half:interval}; 90\u00a0%: {most:interval})",
        median=row["q50"], half=(row["q25"], row["q75"]), most=(row["q05"], row["q95"]),
    )  # fmt: skip


def labelled(row: Row) -> Said:
    """`Strike night: 268 (50 %: 200–330; 90 %: 170–402)`."""
    return msg("{label}: {said}", label=row["label"], said=said(row))


def in_sentence(label: str) -> str:
    """A label of the case inside a sentence: without its capital, unless it starts an abbreviation.

    Examples
    --------
    >>> in_sentence("Mobile fire groups"), in_sentence("S-300 batteries")
    ('mobile fire groups', 'S-300 batteries')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def censored(row: Row, limit: float) -> dict[str, Any]:
    """Quantiles of a row whose upper ones may lie beyond `limit`: drawn up to it, and said to be beyond."""
    filled = {level: limit if row.get(level) is None else min(row[level], limit) for level in QUANTILES}
    if row.get("q50") is not None and row.get("q95") is not None:
        return filled
    over = msg("over {limit:number}", limit=limit)
    middle, high = (
        msg("{value:number}", value=row[level]) if row.get(level) is not None else over
        for level in ("q50", "q95")
    )
    text: Said = middle
    if middle != high or row.get("q05") is not None:
        text = msg("{middle} ({low:number} to {high})", middle=middle, low=filled["q05"], high=high)
    return {**filled, "text": text, "median_open": row.get("q50") is None}


def counts(work: Work, column: str) -> list[dict[str, Any]]:
    """(period, value) of one monthly column of the record, months without a value and a running month left out."""
    frame = work.once("monthly", work.view.record.monthly)
    if column not in frame:
        return []
    running = work.forecast.periods[0] if work.forecast.partial else ""
    series = frame[column].dropna()
    return [
        {"period": str(period), "value": float(value)}
        for period, value in series.items()
        if str(period) != running
    ]


def usable(work: Work, column: str) -> list[dict[str, Any]]:
    """The same, months whose outcome was reported in full alone."""
    full = {row["period"] for row in counts(work, "leak_share")}
    return [row for row in counts(work, column) if row["period"] in full]


def breaks(work: Work) -> list[dict[str, str]]:
    """Dates at which what is counted changed, for a fan of months."""
    return [
        {"date": item.start.isoformat(), "label": re.sub(r"'([^']*)'", r"‘\1’", item.label)}
        for item in work.view.settings.breaks
    ]


def marks_how(marks: Sequence[Row], about: Said) -> Said:
    """How to read the marks of claims, where there are any."""
    if not marks:
        return NOTHING
    return nmsg(
        " Plum: {n:exact} published claim {about} – an arrow up is “at least”, an arrow down “up to”, a bracket a range, a"
        " diamond a single number.",
        " Plum: {n:exact} published claims {about} – an arrow up is “at least”, an arrow down “up to”, a bracket a range, a"
        " diamond a single number.",
        len(marks), about=about,
    )  # fmt: skip


def own_trail(outcome: Outcome, forecast: Forecast, *parts: str) -> Lineage:
    """The campaign's own trail: parameters whose name holds one of `parts`; the rest is reached through answers."""
    trail = outcome.lineage
    upstream = set(forecast.lineage["launches"].claims)
    names = tuple(name for name in trail.parameters if any(part in name for part in parts))
    return replace(
        trail,
        claims=tuple(claim for claim in trail.claims if claim not in upstream),
        parameters=names,
        record=(),
    )


_TIE = 1e-9  # on the band's edge is inside, whatever the last bit says


def strayed(title: str, at: Any, shares: Any, low: Any, high: Any) -> dict[str, Any]:
    """A panel of the chart "evenness": shares [point] and their band, both less even, and whether they leave it."""
    at, shares, low, high = (np.asarray(values, dtype=float) for values in (at, shares, low, high))
    parts = {"at": at, "difference": shares - at, "low": low - at, "high": high - at}
    return {
        "title": title,
        **{key: [round(float(value), 3) for value in values] for key, values in parts.items()},
        "furthest": round(float(np.abs(shares - at).max()), 2),
        "outside": bool(((shares < low - _TIE) | (shares > high + _TIE)).any()),
    }


def drawn_panels(panels: Sequence[Row]) -> list[dict[str, Any]]:
    """What the chart needs of each panel."""
    return [{key: panel[key] for key in ("title", "at", "difference", "low", "high")} for panel in panels]


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain JSON values."""
    return [
        {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]
