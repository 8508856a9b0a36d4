"""A case is a folder of plain files; `as_of` cuts it to what was public by a date.

Models receive only such a view, so knowing the future is impossible by construction: claims enter by
publication, counts the day after their night ends, parameters and facts by their `known_from`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.errors import InputError, Problem
from tocsin.parameters import Parameter, Parameters, default_parameters, read_parameters
from tocsin.settings import Settings, read_settings
from tocsin.tables import collect, header_problems, read_csv_text, read_toml, split_csv, typed

if TYPE_CHECKING:
    from tocsin.claims import Ledger
    from tocsin.record import Record

# Optional hand-made tables, with the columns that answers read.
HELPERS = {
    "people": ("name", "kind", "role", "claims"),
    "bargain": ("side", "item", "stage", "status", "text", "claims"),
}

WORDS = {"kind": ("person", "organisation"), "stage": ("promised", "delivered")}


@dataclass(frozen=True, slots=True)
class Fact:
    """One public figure from sources.toml; low/best/high are the printed range, not quantiles."""

    id: str
    topic: str
    item: str
    quantity: str
    unit: str
    known_from: date
    outlet: str
    url: str
    statement: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    known_precision: str = "day"


@dataclass(frozen=True)
class Case:
    """One case, or a view of it as of a date. Every view is a `Case` too."""

    path: Path
    settings: Settings
    claims: Ledger
    record: Record
    parameters: Parameters
    facts: Mapping[str, Fact]
    defence: Mapping[str, Any]
    as_of_date: date
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
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
        return replace(
            self,
            settings=settings,
            claims=claims,
            record=self.record.as_of(record_known),
            parameters=self.parameters.as_of(day),
            facts={key: fact for key, fact in self.facts.items() if fact.known_from <= day},
            defence=known_by(self.defence, day),
            as_of_date=day,
            is_view=True,
            tables={
                name: _supported(rows, {claim.id for claim in claims}) for name, rows in self.tables.items()
            },
        )

    def content_hash(self) -> str:
        """Hash of the case's files and of the date: what an assessment of it depends on."""
        digest = hashlib.sha256(f"{self.as_of_date}".encode())
        for file in sorted(self.path.glob("*.*")):
            if file.suffix in {".csv", ".toml"}:
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
        for file in sorted(self.path.glob("*/*")):  # stored fits and backtests
            if file.is_file():
                digest.update(f"{file.parent.name}/{file.name}\0".encode() + file.read_bytes())
        return digest.hexdigest()[:16]


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
    from tocsin.claims import read_ledger
    from tocsin.record import read_record

    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    readers: dict[str, Callable[[], Any]] = {
        "settings": lambda: read_settings(folder / "case.toml"),
        "claims": lambda: read_ledger(folder / "claims.csv"),
        "record": lambda: read_record(folder / "record.csv"),
        "parameters": lambda: read_parameters(folder / "parameters.csv"),
        "facts": lambda: read_facts(folder / "sources.toml"),
        "defence": lambda: read_toml(folder / "defence.toml"),
        "tables": lambda: {
            name: _helper_table(folder / f"{name}.csv", needed) for name, needed in HELPERS.items()
        },
    }
    for name, reader in readers.items():
        collect(problems, parts, name, reader)
    problems = problems or _unmatched(folder, parts)
    if problems:
        raise InputError(problems)
    parts["parameters"] = _with_defaults(parts["parameters"])
    parts["tables"] = {name: tuple(row for _, row in rows) for name, rows in parts["tables"].items()}
    return Case(path=folder, **parts, as_of_date=parts["settings"].about.default_as_of)


def read_facts(path: Path) -> dict[str, Fact]:
    """Read sources.toml: `[facts.ID]` tables."""
    raw = read_toml(path)
    file = str(path)
    unknown = [key for key in raw if key != "facts"]
    problems = [
        Problem("unknown section", "Facts are tables [facts.ID].", file, None, key) for key in unknown
    ]
    tables = raw.get("facts", {})
    if not isinstance(tables, Mapping):
        raise InputError(Problem("not a table", "Facts are tables [facts.ID].", file, None, "facts"))
    facts: dict[str, Any] = {}
    for key, table in tables.items():
        named = {**table, "id": key} if isinstance(table, Mapping) else table
        if isinstance(table, Mapping) and "id" in table:
            remedy = f"Delete it; the fact's id is that of its table, {key}."
            problems.append(Problem("unknown key", remedy, file, None, f"facts.{key}.id", str(table["id"])))
        collect(problems, facts, key, partial(typed, Fact, named, file=file, where=f"facts.{key}"))
    for key, fact in facts.items():
        stated = [value for value in (fact.low, fact.best, fact.high) if value is not None]
        if stated != sorted(stated):
            problems.append(
                Problem(
                    "low, best, high are out of order",
                    "Order them.",
                    file,
                    None,
                    f"facts.{key}.low",
                    str(stated),
                )
            )
        problems += [
            Problem("the text is empty", "Fill it in.", file, None, f"facts.{key}.{name}")
            for name in ("quantity", "outlet", "statement")
            if not getattr(fact, name).strip()
        ]
    if problems:
        raise InputError(problems)
    return facts


def known_by(node: Any, day: date) -> Any:
    """Drop every nested table whose `known_from` lies after `day`."""
    if isinstance(node, Mapping):
        return {key: known_by(value, day) for key, value in node.items() if not _later(value, day)}
    if isinstance(node, list):
        return [known_by(value, day) for value in node if not _later(value, day)]
    return node


def parse_date(day: date | str, name: str) -> date:
    """A date from a date or ISO text."""
    if isinstance(day, datetime):  # a datetime is a date that no date compares with
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError):
        problem = Problem(f"{name} is not a date", "Write it as YYYY-MM-DD.", value=str(day))
        raise InputError(problem) from None


def month_end(month: str) -> date:
    """Last day of a calendar month given as YYYY-MM.

    Examples
    --------
    >>> month_end("2024-02")
    datetime.date(2024, 2, 29)
    """
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise InputError(Problem("not a month", "Write it as YYYY-MM.", value=month)) from None
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _later(node: Any, day: date) -> bool:
    if not isinstance(node, Mapping) or "known_from" not in node:
        return False
    return parse_date(node["known_from"], "defence.toml: known_from") > day


def _unmatched(folder: Path, parts: Mapping[str, Any]) -> list[Problem]:
    """What one file names and another does not hold."""
    layers = parts["defence"].get("layers", {})
    known = _parameter_names(layers if isinstance(layers, Mapping) else {})
    ids = {claim.id for claim in parts["claims"]} | set(parts["facts"])
    file, problems = str(folder / "parameters.csv"), []
    for row in parts["parameters"]:
        if row.name not in known:
            remedy = _closest(row.name, known, "The names are those of the package's data/parameters.csv.")
            problems.append(Problem("no model reads this name", remedy, file, row.line, "name", row.name))
        for cited in cited_ids(row.source):
            if cited not in ids:
                remedy = _closest(cited, ids, "Cite an id of claims.csv or sources.toml, or `assumption: …`.")
                problems.append(
                    Problem("no claim or fact has this id", remedy, file, row.line, "source", cited)
                )
    return problems + [problem for name in HELPERS for problem in _unmatched_claims(folder, name, parts)]


def _unmatched_claims(folder: Path, name: str, parts: Mapping[str, Any]) -> list[Problem]:
    claims = {claim.id for claim in parts["claims"]}
    return [
        Problem("no row of claims.csv has this id", _closest(cited, claims, "Correct or delete it."),
                str(folder / f"{name}.csv"), number, "claims", cited)
        for number, row in parts["tables"][name]
        for cited in _ids(row)
        if cited not in claims
    ]  # fmt: skip


def _parameter_names(layers: Mapping[str, Any]) -> set[str]:
    """Names that models read: the defaults, and the same quantities for the case's own layers."""
    names = {row.name for row in default_parameters()}
    stock = {name.split(".")[1] for name in names if re.fullmatch(r"defence\.\w+\.coverage", name)}
    quantities = {name.split(".")[2] for name in names if name.split(".")[1] in stock}
    names |= {f"defence.{layer}.{quantity}" for layer in layers for quantity in quantities}
    return names | {f"defence.kill_share.{layer}" for layer in {*layers, *stock}}


def cited_ids(source: str) -> list[str]:
    """Claim and fact ids that a parameter's source names.

    Examples
    --------
    >>> cited_ids("C011;DF016; assumption: S-shaped"), cited_ids("assumption: wide")
    (['C011', 'DF016'], [])
    """
    parts = [part for part in source.split(";") if not part.strip().startswith("assumption")]
    return re.findall(r"\b(?:C\d+[a-z]?|S\d+|M\d+|DF\d+)\b", ";".join(parts))


def _closest(name: str, known: Iterable[str], otherwise: str) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else otherwise


def _with_defaults(own: list[Parameter]) -> Parameters:
    overridden = {row.name for row in own}
    return Parameters([row for row in default_parameters() if row.name not in overridden] + own)


def _helper_table(path: Path, needed: tuple[str, ...]) -> list[tuple[int, Mapping[str, str]]]:
    """Numbered rows of an optional table whose `claims` column names its claims, separated by spaces."""
    if not path.is_file():
        return []
    table = split_csv(read_csv_text(path), str(path))
    header = [cell.strip() for cell in table[0][1]] if table else []
    wrong = header_problems(header, needed, str(path))
    if wrong:
        raise InputError(wrong)
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[Problem] = []
    for number, cells in table[1:]:
        if len(cells) != len(header):
            what = f"{len(cells)} cells under {len(header)} columns"
            problems.append(Problem(what, "Put quotes around a cell that holds a comma.", str(path), number))
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        rows.append((number, row))
        problems += [
            Problem("unknown word", f"Use one of: {', '.join(words)}.", str(path), number, name, row[name])
            for name, words in WORDS.items()
            if name in row and row[name] not in words
        ]
        problems += [
            Problem("the cell is empty", "Fill it in.", str(path), number, name)
            for name in needed
            if not row[name] and name not in WORDS
        ]
    if problems:
        raise InputError(problems)
    return rows


def _supported(rows: tuple[Mapping[str, str], ...], claims: set[str]) -> tuple[Mapping[str, str], ...]:
    """Rows that rest on at least one claim in view; ids not yet public are cut from the row."""
    kept = []
    for row in rows:
        ids = [claim for claim in _ids(row) if claim in claims]
        if ids:
            kept.append({**row, "claims": " ".join(ids)})
    return tuple(kept)


def _ids(row: Mapping[str, str]) -> list[str]:
    return (row.get("claims") or "").replace(";", " ").split()
