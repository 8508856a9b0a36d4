"""What a source of records or alerts is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tocsin.record.alerts import Alerts, write_alerts
from tocsin.record.table import Record, write_record


@dataclass(frozen=True, slots=True)
class Imported:
    """A record of launches, or alerts by region and month; and what the source's rule left out and why (reason → rows)."""

    record: Record | Alerts
    left_out: dict[str, int]
    notes: tuple[str, ...] = ()

    def write(self, path: Path | str) -> None:
        """Write the table as the file of a case, atomically."""
        if isinstance(self.record, Alerts):
            write_alerts(self.record, path)
        else:
            write_record(self.record, path)


@dataclass(frozen=True, slots=True)
class Source:
    """A public table of counts that a record, or a table of alerts, can be made from.

    Attributes
    ----------
    name
        What `tocsin record import --source` takes.
    title
        The table's, for people.
    columns
        Those that its header must have; others may follow.
    read
        Compiles the record from the file. A record keeps counts, times, publisher and definition, and no more; alerts keep
        sums by region and month.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[Path], Imported]
