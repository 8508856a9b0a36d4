"""One report of an attack, the columns that state it, and what contradicts itself in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tocsin.record import definitions
from tocsin.schema import Column

COUNTS = ("launched", "destroyed", "lost", "still_airborne", "hits", "strike_launched")
MOST = 1_000_000  # drones in one report; more is a slip of the keyboard
_WHOLE = "Give a whole number, 0 or more, or leave the cell empty where nothing is stated."
TABLE = (
    Column("start", datetime, filled=True),
    Column("end", datetime, filled=True),
    *(
        Column(name, int, filled=name == "launched", low=0, high=MOST, empty=math.nan,
               remedy="Give the number of drones launched (a whole number)." if name == "launched" else _WHOLE)
        for name in COUNTS
    ),
    Column("source"),
    Column("definition"),
)  # fmt: skip
COLUMNS = tuple(column.name for column in TABLE)
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


def ends_before_start(start: datetime, end: datetime) -> bool:
    """Whether the end lies before the start; an end without a time of day means some time on that day."""
    return end < start and not (end.date() == start.date() and end.time() == datetime.min.time())
