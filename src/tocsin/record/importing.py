"""Making a record from somebody's table of counts, or alerts by region and month from somebody's table of alerts.

Each table has a `Source` in a module of `tocsin.record.sources`, or of another package that opens the door
`tocsin.record_sources`.
"""

from __future__ import annotations

from pathlib import Path

from tocsin import doors
from tocsin.errors import InputError, Problem
from tocsin.record import alerts, report
from tocsin.record.source import Imported, Source
from tocsin.schema import read_csv_text, split_csv

DEFAULT = "attacks"


def all_sources() -> dict[str, Source]:
    """Every source by name."""
    return doors.load("tocsin.record_sources", Source)


def import_table(path: Path | str, source: str = DEFAULT) -> Imported:
    """Compile a record, or alerts by region and month, from a table of a source.

    Raises
    ------
    InputError
        When the source is not known, columns it needs are missing, or the source finds cells it can't read or gives
        columns that a record does not keep (docs/scope.md).
    """
    known = all_sources()
    if source not in known:
        remedy = f"Known: {', '.join(known)}. Another package may bring one (docs/extending.md)."
        raise InputError(Problem("unknown source", remedy, column="--source", value=source))
    chosen, path = known[source], Path(path)
    _check_columns(chosen, path)
    imported = chosen.read(path)
    kept = alerts.COLUMNS if isinstance(imported.record, alerts.Alerts) else report.COLUMNS
    beyond = [str(name) for name in imported.record.rows.columns if name not in kept]
    if beyond:
        remedy = f"Drop them in the source {source!r}: counts, times, publisher and definition are kept, no places."
        raise InputError(
            Problem("columns that a record does not keep", remedy, str(path), value=", ".join(beyond))
        )
    return imported


def _check_columns(source: Source, path: Path) -> None:
    table = split_csv(read_csv_text(path, "Give a file that exists."), str(path))
    names = [cell.strip() for cell in table[0][1]] if table else []
    missing = [name for name in source.columns if name not in names]
    if missing:
        remedy = (
            f"This importer reads the table '{source.title}' with columns {', '.join(source.columns)}; "
            "rename the columns, use an older copy of the table, or name another --source."
        )
        message = f"the table's columns differ: {', '.join(missing)} missing"
        raise InputError(Problem(message, remedy, file=str(path), row=1, value=", ".join(names)))
