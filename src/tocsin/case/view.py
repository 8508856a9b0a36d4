"""A case is a folder of plain files; `as_of` cuts it to what was public by a date.

Models receive only such a view, so knowing the future is impossible by construction: claims enter by
publication, counts the day after their night ends, parameters and facts by their `known_from`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.case.crossing import mismatches
from tocsin.case.facts import TABLES, Cells, Fact, read_facts, read_named, supported
from tocsin.case.parameters import Parameter, Parameters, default_parameters, read_parameters
from tocsin.case.places import ChangedPlace, latest, read_changed_places
from tocsin.case.settings import Settings, read_settings
from tocsin.claims import Ledger, read_ledger
from tocsin.errors import InputError, Problem
from tocsin.files import identity
from tocsin.periods import month_end, parse_date
from tocsin.record import Alerts, Record, read_alerts, read_record
from tocsin.schema import collect, read_toml

__all__ = ["Case", "Fact", "known_by", "load_case"]


@dataclass(frozen=True)
class Case:
    """One case, or a view of it as of a date. Every view is a `Case` too.

    `changed_places` holds the last state of each place that was lost or left: in a view, as it was known.
    """

    path: Path
    settings: Settings
    claims: Ledger
    record: Record
    parameters: Parameters
    facts: Mapping[str, Fact]
    defence: Mapping[str, Any]
    as_of_date: date
    alerts: Alerts
    changed_places: tuple[ChangedPlace, ...] = ()
    tables: Mapping[str, tuple[Cells, ...]] = field(default_factory=dict)
    is_view: bool = False

    @property
    def name(self) -> str:
        return self.settings.about.id

    def as_of(self, day: date | str) -> Case:
        """Only what was public by the end of `day`.

        Raises
        ------
        InputError
            If `day` is not a date.
        """
        day = parse_date(day, "--as-of")
        if self.is_view and day > self.as_of_date:
            raise InputError(
                Problem(
                    f"this view ends at {self.as_of_date}",
                    "Cut the whole case instead.",
                    value=day.isoformat(),
                )
            )
        return self._cut(day, record_known=day)

    def view(self) -> Case:
        """This case at its own date: itself where it is a view already."""
        return self if self.is_view else self.as_of(self.as_of_date)

    def origin(self, month: str) -> Case:
        """The view at the close of a month, for scoring: the last night's count is posted next morning."""
        last = month_end(month)
        return self._cut(last, record_known=last + timedelta(days=1))

    def _cut(self, day: date, *, record_known: date) -> Case:
        settings = replace(
            self.settings, breaks=tuple(item for item in self.settings.breaks if item.known_from <= day)
        )
        claims = self.claims.as_of(day)
        accepted = {claim.id for claim in claims if claim.status == "accepted"}
        facts = {key: fact for key, fact in self.facts.items() if fact.known_from <= day}
        return replace(
            self,
            settings=settings,
            claims=claims,
            record=self.record.as_of(record_known),
            parameters=self.parameters.as_of(day),
            facts=facts,
            defence=known_by(self.defence, day),
            as_of_date=day,
            alerts=self.alerts.as_of(day),
            changed_places=latest(self.changed_places, day, {*facts, *accepted}),
            is_view=True,
            tables={name: supported(rows, accepted) for name, rows in self.tables.items()},
        )

    def content_hash(self) -> str:
        """Identity of the case's files and of the view's cut: what an assessment of it depends on."""
        tables = [file for file in sorted(self.path.glob("*.*")) if file.suffix in {".csv", ".toml"}]
        stored = [
            folder for folder in sorted(self.path.iterdir()) if folder.is_dir() and folder.name[0] != "."
        ]
        # At one date `as_of` and `origin` hold a different number of reports.
        cut = {"as_of": self.as_of_date, "reports": len(self.record)}
        return identity(files=[*tables, *stored], settings=cut)


def load_case(path: str | Path) -> Case:
    """Load and check a case folder; with no further cut it stands at its `default_as_of`.

    Raises
    ------
    InputError
        If any file is missing or wrong; every problem found in a file is listed at once.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(
            Problem("no such case folder", "Give the folder that holds case.toml; `tocsin new DIR` writes one.",
                    file=str(folder))
        )  # fmt: skip

    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    readers: dict[str, Callable[[], Any]] = {
        "settings": lambda: read_settings(folder / "case.toml"),
        "claims": lambda: read_ledger(folder / "claims.csv"),
        "record": lambda: read_record(folder / "record.csv", repeated_rows=_repeated_rows(parts)),
        "parameters": lambda: read_parameters(folder / "parameters.csv"),
        "facts": lambda: read_facts(folder / "sources.toml"),
        "defence": lambda: read_toml(folder / "defence.toml"),
        "alerts": lambda: read_alerts(folder / "alerts.csv"),
        "changed_places": lambda: read_changed_places(folder / "places.csv"),
        "tables": lambda: {
            name: read_named(folder / f"{name}.csv", columns) for name, columns in TABLES.items()
        },
    }
    for name, reader in readers.items():
        collect(problems, parts, name, reader)
    problems = problems or mismatches(folder, parts)
    if problems:
        raise InputError(problems)
    parts["parameters"] = _with_defaults(parts["parameters"])
    parts["tables"] = {name: tuple(row.cells for row in rows) for name, rows in parts["tables"].items()}
    parts["changed_places"] = tuple(place for _, place in parts["changed_places"])
    return Case(path=folder, **parts, as_of_date=parts["settings"].about.default_as_of)


def _repeated_rows(parts: Mapping[str, Any]) -> int | None:
    """What case.toml allows; unchecked while case.toml itself is wrong."""
    return parts["settings"].record.repeated_rows if "settings" in parts else None


def known_by(node: Any, day: date) -> Any:
    """Drop every nested table whose `known_from` lies after `day`."""
    if isinstance(node, Mapping):
        return {key: known_by(value, day) for key, value in node.items() if not _later(value, day)}
    if isinstance(node, list):
        return [known_by(value, day) for value in node if not _later(value, day)]
    return node


def _later(node: Any, day: date) -> bool:
    if not isinstance(node, Mapping) or "known_from" not in node:
        return False
    return parse_date(node["known_from"], "defence.toml: known_from") > day


def _with_defaults(own: list[Parameter]) -> Parameters:
    """The case's rows over the package's: a default stands until the case's own first row is known.

    So a row that becomes known later never changes a view of an earlier day.
    """
    since: dict[str, date] = {}
    for row in own:
        since[row.name] = min(row.known_from, since.get(row.name, row.known_from))
    kept = [row for row in default_parameters() if row.known_from < since.get(row.name, date.max)]
    return Parameters(kept + own)
