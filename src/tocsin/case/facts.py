"""The files of a case that no room of its own reads: public facts, and the hand-made tables of people and bargain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tocsin.errors import InputError, Problem
from tocsin.schema import Column, Row, check_rows, collect, read_table, read_toml, typed

PRECISIONS = ("day", "month", "year", "undated")
# Optional hand-made tables; other columns may stand beside these.
TABLES = {
    "people": (
        Column("name", filled=True),
        Column("kind", filled=True, words=("person", "organisation")),
        Column("role", filled=True),
        Column("claims", filled=True),
    ),
    "bargain": (
        Column("side", filled=True),
        Column("item", filled=True),
        Column("stage", filled=True, words=("promised", "delivered")),
        Column("status", filled=True),
        Column("text", filled=True),
        Column("claims", filled=True),
    ),
}

Cells = Mapping[str, str]


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


def read_facts(path: Path) -> dict[str, Fact]:
    """Read sources.toml: `[facts.ID]` tables.

    Raises
    ------
    InputError
        For unknown keys, wrong values, empty texts and printed ranges out of order, all at once.
    """
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
    problems += [problem for fact in facts.values() for problem in _unfit(fact, file)]
    if problems:
        raise InputError(problems)
    return facts


def _unfit(fact: Fact, file: str) -> Iterator[Problem]:
    """Values of the right type that say nothing, or contradict each other."""
    where = f"facts.{fact.id}"
    stated = [value for value in (fact.low, fact.best, fact.high) if value is not None]
    if stated != sorted(stated):
        yield Problem(
            "low, best, high are out of order", "Order them.", file, None, f"{where}.low", str(stated)
        )
    for name in ("quantity", "outlet", "statement"):
        if not getattr(fact, name).strip():
            yield Problem("the text is empty", "Fill it in.", file, None, f"{where}.{name}")
    if fact.known_precision not in PRECISIONS:
        remedy = f"Use one of: {', '.join(PRECISIONS)}."
        yield Problem("unknown word", remedy, file, None, f"{where}.known_precision", fact.known_precision)


def read_named(path: Path, columns: Sequence[Column]) -> list[Row]:
    """Rows of an optional table whose `claims` column names its claims, separated by spaces.

    Raises
    ------
    InputError
        For missing columns, empty cells and unknown words, all at once.
    """
    rows = read_table(path, columns, extra=True) if path.is_file() else []
    for row in rows:
        row.values(columns)
        row.cells = {name: cell.strip() for name, cell in row.cells.items()}
    check_rows(rows)
    return rows


def cited_claims(row: Cells) -> list[str]:
    """Ids in a row's `claims` cell."""
    return (row.get("claims") or "").replace(";", " ").split()


def supported(rows: Iterable[Cells], claims: Collection[str]) -> tuple[Cells, ...]:
    """Rows that rest on at least one of these claims; other ids are cut from the row."""
    kept = []
    for row in rows:
        ids = [claim for claim in cited_claims(row) if claim in claims]
        if ids:
            kept.append({**row, "claims": " ".join(ids)})
    return tuple(kept)
