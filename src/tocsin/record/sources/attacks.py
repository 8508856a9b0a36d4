"""Importer of the public table "Massive Missile Attacks on Ukraine".

The cleaning rule (see docs/record.md) keeps national reports on long-range one-way drones and nothing else:

1. the model names a Shahed-136/131 ("… and Lancet" counts as Shahed); "Unknown UAV" is left out, because most of
   those are tactical drones near the front;
2. the report is national: published by the Air Force, the General Staff or the Commander-in-Chief, or about the
   target "Ukraine" whoever published it. Regional commands tally only what they destroyed;
3. the row is not nested in a national one of the same day (three known cases);
4. a row is dated by its end.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tocsin.record import definitions
from tocsin.record.report import TABLE, Report
from tocsin.record.source import Imported, Source
from tocsin.record.table import from_reports
from tocsin.schema import Column, Row, check_rows, read_table

NEEDED = (
    "time_start",
    "time_end",
    "model",
    "target",
    "launched",
    "destroyed",
    "not_reach_goal",
    "still_attacking",
    "is_shahed",
    "num_hit_location",
    "source",
)
COUNTS = {
    "launched": "launched",
    "destroyed": "destroyed",
    "lost": "not_reach_goal",
    "still_airborne": "still_attacking",
    "hits": "num_hit_location",
    "strike_launched": "is_shahed",
}
MODELS = ("Shahed-136/131", "Shahed-136/131 and Lancet")
NATIONAL = {
    "kpszsu": "Air Force of Ukraine, daily post",
    "GeneralStaff.ua": "General Staff of Ukraine, post",
    "CinCAFU": "Commander-in-Chief of the Armed Forces of Ukraine, post",
}
OTHER = "other official post with a national count"
# Parts of a national report that the table lists a second time: (end date, launched).
NESTED = {("2023-05-19", "2"), ("2023-06-20", "6"), ("2023-10-29", "5")}
_STATED = ("start", "end", *COUNTS)  # columns read as a record's own
COLUMN_OF = {"start": "time_start", "end": "time_end", "source": "source", "definition": "time_end"} | COUNTS


def read_attacks(path: Path) -> Imported:
    """Compile the record from the public table, and say what was left out.

    Raises
    ------
    InputError
        When a date or count cannot be read, or a drone model appears that the rule has no decision for.
    """
    rows = read_table(path, [Column(name) for name in NEEDED], extra=True)
    notes: list[str] = []
    left_out: Counter[str] = Counter()
    reports = []
    for row in rows:
        reason = _reason_to_leave_out(row)
        if reason:
            left_out[reason] += 1
        else:
            reports.append(_compile(row, notes))
    check_rows(rows)
    return Imported(from_reports(report for report in reports if report), dict(left_out), tuple(notes))


def _reason_to_leave_out(row: Row) -> str:
    model, target = row.text("model"), row.text("target")
    if model not in MODELS:
        if any(word in model.lower() for word in ("shahed", "geran")):
            remedy = "Decide in tocsin/record/sources/attacks.py (MODELS) whether it is a long-range one-way drone."
            row.wrong("model", "unknown Shahed model", remedy)
        return "another weapon"
    if _publisher(row) not in NATIONAL and target != "Ukraine":
        return "regional command's tally"
    if target != "Ukraine" and (row.text("time_end")[:10], row.text("launched").removesuffix(".0")) in NESTED:
        return "part of a national report"
    return ""


def _compile(row: Row, notes: list[str]) -> Report | None:
    """One report from one row of the table; None when something in it cannot be read."""
    values = {
        column.name: row.read(replace(column, name=COLUMN_OF[column.name]))
        for column in TABLE
        if column.name in _STATED
    }
    if row.problems:
        return None
    source, definition = NATIONAL.get(_publisher(row), OTHER), definitions.definition_on(values["end"].date())
    report = Report(**values, source=source, definition=definition)
    _settle_losses(report, notes)
    for field, message, remedy in report.faults():
        row.wrong(COLUMN_OF[field], message, remedy)
    return report


def _settle_losses(report: Report, notes: list[str]) -> None:
    """Mark a report whose losses are missing or contradict the launches.

    In the usable eras a report without losses leaves open how many got through, unless every drone was shot down. One
    that accounts for more drones than were launched contradicts itself: its losses are dropped.
    """
    gone = report.accounted_for
    contradictory = gone > report.launched
    silent = math.isnan(report.lost) and gone < report.launched
    if definitions.is_usable(report.definition) and (contradictory or silent):
        report.definition += definitions.INCOMPLETE
    if contradictory:
        report.lost = report.still_airborne = math.nan
        counts = f"{gone:.0f} accounted for, {report.launched:.0f} launched"
        notes.append(f"{report.end:%Y-%m-%d}: {counts}; losses dropped, row marked incomplete")


def _publisher(row: Row) -> str:
    return row.text("source").split("/")[0]


ATTACKS = Source("attacks", "Massive Missile Attacks on Ukraine", NEEDED, read_attacks)
