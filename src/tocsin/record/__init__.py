"""What was counted: drones launched, destroyed, lost, still airborne, by report.

The record is what forecasts are fitted to and scored against. It holds counts, times, publisher and counting
definition of each reported attack; never targets, launch places or regions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.record.attacks import Imported, import_attacks, read_attacks
    from tocsin.record.comparison import compare, total
    from tocsin.record.definitions import DEFINITIONS, Definition
    from tocsin.record.table import COLUMNS, Record, empty, read_record, write_record

__all__ = [
    "COLUMNS",
    "DEFINITIONS",
    "Definition",
    "Imported",
    "Record",
    "compare",
    "empty",
    "import_attacks",
    "read_attacks",
    "read_record",
    "total",
    "write_record",
]

_HOME = {
    "Imported": "attacks",
    "import_attacks": "attacks",
    "read_attacks": "attacks",
    "compare": "comparison",
    "total": "comparison",
    "DEFINITIONS": "definitions",
    "Definition": "definitions",
    "COLUMNS": "table",
    "Record": "table",
    "empty": "table",
    "read_record": "table",
    "write_record": "table",
}


def __getattr__(name: str) -> Any:
    """Load a public name's module when it is first used, so that the command line starts quickly."""
    if name not in _HOME:
        raise AttributeError(f"module 'tocsin.record' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"tocsin.record.{_HOME[name]}"), name)
