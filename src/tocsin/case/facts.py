"""The files of a case that no room of its own reads: public facts, and the hand-made tables of people and bargain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tocsin.errors import InputError, Problem
from tocsin.schema import collect, header_problems, read_csv_text, read_toml, split_csv, typed

PRECISIONS = ("day", "month", "year", "undated")
# Optional hand-made tables, with the columns that answers read, and the words that some columns hold.
TABLES = {
    "people": ("name", "kind", "role", "claims"),
    "bargain": ("side", "item", "stage", "status", "text", "claims"),
}
WORDS = {"kind": ("person", "organisation"), "stage": ("promised", "delivered")}

Row = Mapping[str, str]


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


def read_table(path: Path, needed: tuple[str, ...]) -> list[tuple[int, Row]]:
    """Numbered rows of an optional table whose `claims` column names its claims, separated by spaces.

    Raises
    ------
    InputError
        For missing columns, empty cells and unknown words, all at once.
    """
    if not path.is_file():
        return []
    table = split_csv(read_csv_text(path), str(path))
    header = [cell.strip() for cell in table[0][1]] if table else []
    wrong = header_problems(header, needed, str(path))
    if wrong:
        raise InputError(wrong)
    rows: list[tuple[int, Row]] = []
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


def cited_claims(row: Row) -> list[str]:
    """Ids in a row's `claims` cell."""
    return (row.get("claims") or "").replace(";", " ").split()


def supported(rows: Iterable[Row], claims: Collection[str]) -> tuple[Row, ...]:
    """Rows that rest on at least one of these claims; other ids are cut from the row."""
    kept = []
    for row in rows:
        ids = [claim for claim in cited_claims(row) if claim in claims]
        if ids:
            kept.append({**row, "claims": " ".join(ids)})
    return tuple(kept)
