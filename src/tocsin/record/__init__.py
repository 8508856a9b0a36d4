"""What was counted: drones launched, destroyed, lost, still airborne, by report.

The record is what forecasts are fitted to and scored against. It holds counts, times, publisher and counting
definition of each reported attack; never targets, launch places or regions. Beside it stand hours under air-raid alert, by
region and month.
"""

from __future__ import annotations

from tocsin.record.alerts import Alerts, read_alerts, write_alerts
from tocsin.record.comparison import compare, total
from tocsin.record.definitions import DEFINITIONS, Definition
from tocsin.record.importing import all_sources, import_table
from tocsin.record.report import COLUMNS
from tocsin.record.source import Imported, Source
from tocsin.record.table import Record, empty, read_record, write_record

__all__ = [
    "Alerts",
    "COLUMNS",
    "DEFINITIONS",
    "Definition",
    "Imported",
    "Record",
    "Source",
    "compare",
    "empty",
    "import_table",
    "read_alerts",
    "read_record",
    "all_sources",
    "total",
    "write_alerts",
    "write_record",
]
