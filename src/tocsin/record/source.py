"""What a source of records is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tocsin.record.table import Record


@dataclass(frozen=True, slots=True)
class Imported:
    """The record, and what the source's rule left out and why (reason → rows)."""

    record: Record
    left_out: dict[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A public table of counts that a record can be made from.

    Attributes
    ----------
    name
        What `tocsin record import --source` takes.
    title
        The table's, for people.
    columns
        Those that its header must have; others may follow.
    read
        Compiles the record from the file. A record keeps counts, times, publisher and definition, and no more.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[Path], Imported]
