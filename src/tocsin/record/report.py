"""One report of an attack, and reading one from the cells of a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tocsin.errors import Problem
from tocsin.record import definitions

COUNTS = ("launched", "destroyed", "lost", "still_airborne", "hits", "strike_launched")
MOST = 1_000_000  # drones in one report; more is a slip of the keyboard
LAYOUTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
Fault = tuple[str, str, str]  # field, what is wrong, what to do


@dataclass(slots=True)
class Report:
    """Counts of one report; NaN where it is silent. `launched` is always known."""

    start: datetime
    end: datetime
    launched: float
    destroyed: float
    lost: float
    still_airborne: float
    hits: float
    strike_launched: float
    source: str
    definition: str

    @property
    def accounted_for(self) -> float:
        """Drones destroyed, lost or still airborne, as far as stated."""
        return sum(n for n in (self.destroyed, self.lost, self.still_airborne) if not math.isnan(n))

    def faults(self) -> Iterator[Fault]:
        """What contradicts itself in the report."""
        if ends_before_start(self.start, self.end):
            yield "end", f"ends before it starts ({self.start})", "Correct start or end."
        if self.accounted_for > self.launched:
            what = f"{self.accounted_for:.0f} destroyed, lost or still airborne, more than launched"
            yield (
                "launched",
                what,
                "Correct the counts; leave a doubtful one empty if the report contradicts itself.",
            )
        if self.strike_launched > self.launched:
            yield (
                "strike_launched",
                "more strike drones than drones launched",
                "Correct one of the two counts.",
            )
        if not self.source:
            yield "source", "no source", "Name who published the count."
        if not definitions.is_known(self.definition):
            yield "definition", "unknown counting definition", definitions.accepted()


class Cells:
    """The cells of one row; what cannot be read is added to `problems`."""

    def __init__(self, cells: Mapping[str, str], number: int, path: Path, problems: list[Problem]) -> None:
        self._cells, self._number, self._path, self._problems = cells, number, path, problems

    def text(self, column: str) -> str:
        return self._cells.get(column, "")

    def time(self, column: str) -> datetime | None:
        """A date or a date and time."""
        found = parse_time(self.text(column))
        if found is None:
            self.wrong(column, "not a date", "Write YYYY-MM-DD or YYYY-MM-DD HH:MM.")
        return found

    def count(self, column: str, *, required: bool = False) -> float:
        """A whole number, NaN where the cell is empty."""
        text = self.text(column)
        if not text:
            if required:
                self.wrong(column, "no count", "Give the number of drones launched (a whole number).")
            return math.nan
        digits = text.removesuffix(".0")  # spreadsheets and pandas write whole numbers so
        if not (digits.isascii() and digits.isdigit()):
            what = "negative count" if text.startswith("-") else "not a whole number"
            self.wrong(
                column,
                what,
                "Give a whole number, 0 or more, or leave the cell empty where nothing is stated.",
            )
            return math.nan
        if len(digits) > len(str(MOST)) or int(digits) > MOST:
            self.wrong(column, "too large a count", f"Give a number of drones up to {MOST:,}.")
            return math.nan
        return float(digits)

    def wrong(self, column: str, message: str, remedy: str) -> None:
        file, value = str(self._path), self.text(column)
        self._problems.append(
            Problem(message, remedy, file=file, row=self._number, column=column, value=value)
        )


def parse_time(text: str) -> datetime | None:
    """A date or a date and time, "2025-12-31" or "2025-12-31 08:00"; None when it is neither."""
    for layout in LAYOUTS:
        try:
            return datetime.strptime(text, layout)
        except ValueError:
            continue
    return None


def ends_before_start(start: datetime, end: datetime) -> bool:
    """Whether the end lies before the start; an end without a time of day means some time on that day."""
    return end < start and not (end.date() == start.date() and end.time() == datetime.min.time())
