"""Published totals beside those of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from tocsin.errors import InputError, Problem
from tocsin.record.table import Record
from tocsin.schema import iso_day

REQUIRED = ("label", "start", "end", "low", "high")
KEYS = {*REQUIRED, "ours", "source", "note"}
COLUMNS = (
    "label", "start", "end", "low", "high", "ours", "gap", "gap_percent", "expected", "agrees", "source", "note",
)  # fmt: skip


def compare(record: Record, published: Iterable[Any]) -> pd.DataFrame:
    """Drones launched by the record beside totals that were published for the same days.

    Parameters
    ----------
    published
        Entries (mappings, or a case's `settings.published`) with `label`, `start`, `end` (both inclusive, by the end
        date of reports), `low` and `high` (equal for a single number), and optionally `ours` (the total that the
        cleaning rule is known to give), `source` and `note`.

    Returns
    -------
    One row per entry: `ours`, `gap` (ours minus the nearer published bound, 0 inside), `gap_percent` of that bound,
    `expected` (the entry's `ours`), `agrees` (ours equals it; None where none is stated).

    Raises
    ------
    InputError
        For an entry with unknown or missing keys, a wrong date, or low above high.
    """
    entries = (entry if isinstance(entry, Mapping) else asdict(entry) for entry in published)
    rows = [_row(record, entry, number) for number, entry in enumerate(entries, start=1)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def total(record: Record, start: date, end: date) -> int:
    """Drones launched in reports that ended from `start` to `end`, both included."""
    day = record.rows["end"].dt.normalize()
    inside = (day >= pd.Timestamp(start)) & (day <= pd.Timestamp(end))
    return int(record.rows.loc[inside, "launched"].sum())


def _row(record: Record, entry: Mapping[str, Any], number: int) -> dict[str, object]:
    _check(entry, number)
    start, end = _day(entry, "start", number), _day(entry, "end", number)
    low, high = float(entry["low"]), float(entry["high"])
    ours = total(record, start, end)
    gap = ours - high if ours > high else min(ours - low, 0.0)
    bound = high if ours > high else low
    expected = entry.get("ours")
    return {
        "label": entry["label"],
        "start": start,
        "end": end,
        "low": low,
        "high": high,
        "ours": ours,
        "gap": gap,
        "gap_percent": 100 * gap / bound if bound else 0.0,
        "expected": expected,
        "agrees": None if expected is None else ours == expected,
        "source": entry.get("source", ""),
        "note": entry.get("note", ""),
    }


def _check(entry: Mapping[str, Any], number: int) -> None:
    where = f"[[published]] entry {number}"
    for key in sorted(set(entry) - KEYS):
        raise InputError(
            Problem(f"unknown key in {where}", f"Use {', '.join(sorted(KEYS))}.", value=str(key))
        )
    for key in REQUIRED:
        if key not in entry:
            raise InputError(Problem(f"{where} lacks {key!r}", "Add it."))
    if float(entry["low"]) > float(entry["high"]):
        value = f"{entry['low']} > {entry['high']}"
        raise InputError(Problem(f"low above high in {where}", "Swap or correct them.", value=value))


def _day(entry: Mapping[str, Any], key: str, number: int) -> date:
    try:
        return iso_day(str(entry[key])[:10])
    except ValueError:
        problem = Problem(
            f"wrong date in [[published]] entry {number}",
            "Write YYYY-MM-DD.",
            column=key,
            value=str(entry[key]),
        )
        raise InputError(problem) from None
