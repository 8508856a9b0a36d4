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

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import InputError, Problem
from tocsin.record import definitions
from tocsin.record.cells import read_cells
from tocsin.record.table import MOST_DIGITS, Record, ends_before_start, from_rows, parse_time

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
NESTED = {("2023-05-19", 2), ("2023-06-20", 6), ("2023-10-29", 5)}


@dataclass(frozen=True, slots=True)
class Imported:
    """The record, and what the cleaning rule left out and why (reason → rows)."""

    record: Record
    left_out: dict[str, int]
    notes: tuple[str, ...]


def import_attacks(path: Path | str) -> Record:
    """The record compiled from the public table at `path`; see `read_attacks`."""
    return read_attacks(path).record


def read_attacks(path: Path | str) -> Imported:
    """Compile the record from the public table, and say what was left out.

    Raises
    ------
    InputError
        When columns the rule needs are missing, a date or count cannot be read, or a drone model appears that the
        rule has no decision for.
    """
    path = Path(path)
    table = read_cells(path)
    _, header = next(table, (1, []))
    _check_columns(header, path)
    problems: list[Problem] = []
    notes: list[str] = []
    left_out: Counter[str] = Counter()
    rows = []
    for number, values in table:
        cells = {**dict.fromkeys(header, ""), **dict(zip(header, values, strict=False))}
        reason = _reason_to_leave_out(cells, number, path, problems)
        if reason:
            left_out[reason] += 1
        else:
            rows.append(_compile(cells, number, path, problems, notes))
    if problems:
        raise InputError(problems)
    return Imported(from_rows(rows), dict(left_out), tuple(notes))


def _check_columns(names: list[str], path: Path) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        remedy = (
            f"This importer reads the table 'Massive Missile Attacks on Ukraine' with columns {', '.join(NEEDED)}; "
            "rename the columns, or use an older copy of the table."
        )
        message = f"the table's columns differ: {', '.join(missing)} missing"
        raise InputError(Problem(message, remedy, file=str(path), row=1, value=", ".join(names)))


def _reason_to_leave_out(cells: dict[str, str], number: int, path: Path, problems: list[Problem]) -> str:
    model = cells["model"]
    if model not in MODELS:
        if any(word in model.lower() for word in ("shahed", "geran")):
            remedy = "Decide in tocsin/record/attacks.py (MODELS) whether it is a long-range one-way drone."
            problems.append(
                Problem(
                    "unknown Shahed model", remedy, file=str(path), row=number, column="model", value=model
                )
            )
        return "another weapon"
    target = cells["target"]
    if _publisher(cells) not in NATIONAL and target != "Ukraine":
        return "regional command's tally"
    end = cells["time_end"][:10]
    if target != "Ukraine" and (end, _count(cells["launched"])) in NESTED:
        return "part of a national report"
    return ""


def _compile(
    cells: dict[str, str], number: int, path: Path, problems: list[Problem], notes: list[str]
) -> dict[str, object]:
    """One row of the record from one row of the table."""

    def wrong(column: str, message: str, remedy: str) -> None:
        value = cells[column]
        problems.append(Problem(message, remedy, file=str(path), row=number, column=column, value=value))

    row: dict[str, object] = {}
    for ours, theirs in (("start", "time_start"), ("end", "time_end")):
        row[ours] = parse_time(cells[theirs])
        if row[ours] is None:
            wrong(theirs, "not a date", "Write YYYY-MM-DD or YYYY-MM-DD HH:MM.")
    for ours, theirs in COUNTS.items():
        row[ours] = _count(cells[theirs])
        if row[ours] is None:
            wrong(theirs, "not a count", "Give a whole number, 0 or more, or leave the cell empty.")
    start, end = row["start"], row["end"]
    if problems or start is None or end is None:
        return row
    if ends_before_start(start, end):  # type: ignore[arg-type]
        wrong("time_end", "ends before it starts", "Correct time_start or time_end.")
    if row["launched"] != row["launched"]:
        wrong("launched", "no count", "Give the number of drones launched.")
    row["source"] = NATIONAL.get(_publisher(cells), OTHER)
    row["definition"] = definitions.definition_on(end.date())  # type: ignore[attr-defined]
    _settle_kills(row, notes)
    return row


def _settle_kills(row: dict[str, object], notes: list[str]) -> None:
    """Mark rows whose kill data are missing or contradict the launches.

    A report of the usable era that gives no losses leaves open how many got through, unless every drone was shot
    down. One that accounts for more drones than were launched contradicts itself: the losses are dropped.
    """
    counts = {name: row[name] for name in ("launched", "destroyed", "lost", "still_airborne")}
    launched, destroyed, lost, still = (float(value) for value in counts.values())  # type: ignore[arg-type]
    blank = lost != lost
    gone = sum(value for value in (destroyed, lost, still) if value == value)
    contradictory = gone > launched
    if contradictory:
        notes.append(
            f"{row['end']:%Y-%m-%d}: {gone:.0f} accounted for, {launched:.0f} launched; losses dropped, row marked "
            "incomplete"
        )
        row["lost"] = row["still_airborne"] = float("nan")
    if definitions.is_usable(str(row["definition"])) and (contradictory or (blank and gone < launched)):
        row["definition"] = f"{row['definition']}{definitions.INCOMPLETE}"


def _publisher(cells: dict[str, str]) -> str:
    return cells["source"].split("/")[0]


def _count(text: str) -> float | None:
    """A whole number (the table writes "127.0"), NaN where the cell is empty, None when it is no count."""
    if not text:
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < 10**MOST_DIGITS and value == int(value) else None
