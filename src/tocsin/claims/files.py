"""Reading and writing claims.csv: every problem listed at once, unknown columns kept, writes atomic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

from tocsin.claims.cells import RowReader, neutralise, restore, show
from tocsin.claims.model import COLUMNS, COVERAGES, PRECISIONS, STATUSES, Claim, Value, split_list
from tocsin.errors import InputError, Problem
from tocsin.quantities import (
    CREDIBILITY,
    MODALITIES,
    QUALIFIERS,
    QUANTITIES,
    RELATIONS,
    RELIABILITY,
    SCOPES,
    SOURCE_CLASSES,
    UNITS,
)
from tocsin.schema import csv_text, read_csv_text, split_csv

REQUIRED = (
    "id", "published", "outlet", "attributed_to", "quantity", "scope", "value_low", "value_best", "value_high",
    "unit", "qualifier", "refers_to_start", "refers_to_end", "modality", "statement",
)  # fmt: skip
_VALUES = ("value_low", "value_best", "value_high")
_ABOVE_ONE = frozenset({"plan_fulfilment_ratio", "cost_ratio"})  # ratios in fractions that are no shares
_UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
# Which of low, best and high a qualifier fills: "need" must be there, "may" can be.
_SHAPES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "exact": (frozenset(_VALUES), frozenset()),
    "approx": (frozenset(_VALUES), frozenset()),
    "at_least": (frozenset({"value_low"}), frozenset()),
    "more_than": (frozenset({"value_low"}), frozenset()),
    "up_to": (frozenset({"value_high"}), frozenset()),
    "less_than": (frozenset({"value_high"}), frozenset()),
    "range": (frozenset({"value_low", "value_high"}), frozenset({"value_best"})),
    "vague": (frozenset({"value_low", "value_high"}), frozenset({"value_best"})),
    "": (frozenset(), frozenset()),
}


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """Read claims.csv.

    Raises
    ------
    InputError
        With every problem of the file: each names row, column, value and what would be accepted.
    """
    return parse_claims(read_csv_text(Path(path)), str(path))


def parse_claims(text: str, file: str) -> tuple[Claim, ...]:
    """The claims of a table given as text; `file` names it in messages.

    Raises
    ------
    InputError
        As `read_claims`.
    """
    header, rows = _table(text, file)
    problems = _header_problems(header, file)
    if problems:
        raise InputError(problems)
    claims: list[Claim] = []
    for number, cells in rows:
        reader = RowReader(cells, file, number)
        claims.append(parse_claim(reader))
        problems.extend(reader.problems)
    numbers = [number for number, _ in rows]
    problems.extend(_cross_row_problems(claims, numbers, file))
    problems = problems or _ring_problems(claims, numbers, file)
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    return tuple(claims)


def _table(text: str, file: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Header and numbered rows (the header is row 1), formulas restored to plain text."""
    table = split_csv(text, file)
    if not table:
        raise InputError(
            Problem("the file is empty", f"Start it with a header: {','.join(REQUIRED)}.", file=file)
        )
    header = [restore(cell.strip()) for cell in table[0][1]]
    problems = []
    rows = []
    for number, cells in table[1:]:
        if len(cells) > len(header):
            what = f"{len(cells)} cells under {len(header)} columns"
            problems.append(Problem(what, "Put quotes around a cell that holds a comma.", file, number))
        for name, cell in zip(header, cells, strict=False):
            if not name and cell.strip():  # it would be lost when the file is next written
                what = "a cell under a column without a name"
                problems.append(
                    Problem(what, "Name the column in row 1, or empty the cell.", file, number, value=cell)
                )
        rows.append((number, dict(zip(header, map(restore, cells), strict=False))))
    if problems:
        raise InputError(problems)
    return header, rows


def parse_claim(reader: RowReader) -> Claim:
    """One row into a `Claim`; problems are left in `reader.problems`."""
    for column, cell in reader.cells.items():
        if _UNPRINTABLE.search(cell):
            reader.problem(column, "the cell holds a character that is no text", "Delete it.")
    published = reader.day("published", required=True) or date.min
    latest = reader.day("published_latest")
    if latest is not None and latest < published:
        reader.problem("published_latest", "earlier than `published`", "Give the latest plausible day.")
    quantity = reader.one_of("quantity", QUANTITIES)
    low, best, high = (_value(reader, column, quantity) for column in _VALUES)
    typed: dict[str, Any] = {
        "id": reader.text("id", required=True),
        "published": published,
        "published_precision": reader.one_of("published_precision", PRECISIONS, "day"),
        "published_latest": latest or published,
        "source_class": reader.one_of("source_class", ("", *SOURCE_CLASSES)),
        "quantity": quantity,
        "scope": reader.one_of("scope", SCOPES),
        "scope_basis": reader.one_of("scope_basis", ("", "stated", "inferred")),
        "coverage": reader.one_of("coverage", COVERAGES),
        "value_low": low,
        "value_best": best,
        "value_high": high,
        "unit": reader.one_of("unit", ("", *sorted(UNITS))),
        "qualifier": reader.one_of("qualifier", QUALIFIERS),
        "refers_to_start": reader.day("refers_to_start"),
        "refers_to_end": reader.day("refers_to_end"),
        "modality": reader.one_of("modality", MODALITIES),
        "allegation": reader.flag("allegation"),
        "statement": reader.text("statement", required=True),
        "source_reliability": reader.one_of("source_reliability", ("", *RELIABILITY)),
        "credibility": reader.one_of("credibility", ("", *CREDIBILITY)),
        "graded_on": reader.day("graded_on"),
        "status": reader.one_of("status", STATUSES, "accepted"),
        "start_char": reader.whole("start_char"),
        "end_char": reader.whole("end_char"),
        "extra": tuple((name, cell) for name, cell in reader.cells.items() if name not in COLUMNS and name),
    }
    for column in ("exact", "prefix", "suffix"):  # quotations keep their spaces
        typed[column] = reader.cells.get(column, "")
    for column in COLUMNS:
        typed.setdefault(column, reader.text(column))
    claim = Claim(**typed)
    _check_row(reader, claim)
    return claim


def claims_text(claims: Sequence[Claim]) -> str:
    """The ledger as a table with safe cells; unknown columns follow the known ones in order of appearance."""
    extra = list(dict.fromkeys(name for claim in claims for name, _ in claim.extra))
    rows = [[*COLUMNS, *map(neutralise, extra)]]
    for claim in claims:
        more = dict(claim.extra)
        known = [show(getattr(claim, name)) for name in COLUMNS]
        rows.append(known + [neutralise(more.get(name, "")) for name in extra])
    return csv_text(rows)


def _header_problems(header: list[str], file: str) -> list[Problem]:
    problems = [
        Problem("a column is missing", f"Add the column {name!r} to the header.", file, 1, name)
        for name in REQUIRED
        if name not in header
    ]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    problems += [Problem("a column appears twice", "Keep one of them.", file, 1, name) for name in twice]
    return problems


def _value(reader: RowReader, column: str, quantity: str) -> Value:
    if quantity in QUANTITIES and QUANTITIES[quantity].is_date:
        return reader.day(column)
    return reader.number(column, negative=quantity == "growth_rate")


def _check_row(reader: RowReader, claim: Claim) -> None:
    """Rules that need several cells of one row."""
    if claim.quantity in QUANTITIES and claim.unit in UNITS | {""}:
        _check_unit(reader, claim)
    if claim.qualifier in QUALIFIERS:
        _check_shape(reader, claim)
    _check_share(reader, claim)
    _check_grade(reader, claim)
    start, end = claim.refers_to_start, claim.refers_to_end
    if start and end and start > end:
        reader.problem("refers_to_end", f"before refers_to_start ({start})", "Put the earlier day first.")
    if (claim.start_char is None) != (claim.end_char is None):
        reader.problem("end_char", "half of a position in the text", "Give both start_char and end_char.")
    elif claim.start_char is not None and claim.end_char is not None and claim.end_char < claim.start_char:
        reader.problem("end_char", "before start_char", "Give the end after the start.")
    relations, ids = split_list(claim.relation), split_list(claim.related_id)
    for relation in relations:
        if relation not in RELATIONS:
            reader.problem(
                "relation", f"unknown relation {relation!r}", f"Use one of: {', '.join(RELATIONS)}."
            )
    if bool(relations) != bool(ids) or len(relations) not in {0, 1, len(ids)}:
        reader.problem("related_id", "relations and ids do not pair", "Give one relation, or one per id.")


def _check_unit(reader: RowReader, claim: Claim) -> None:
    kind = QUANTITIES[claim.quantity]
    if claim.unit not in kind.units and (claim.unit or claim.has_value):
        reader.problem(
            "unit", f"not a unit of {claim.quantity}", f"Use {' or '.join(map(repr, kind.units))}."
        )
    if kind.scoped and claim.has_value and not claim.scope and claim.status != "draft":
        reader.problem(
            "scope", f"{claim.quantity} needs a scope", f"Use one of: {', '.join(filter(None, SCOPES))}."
        )


def _check_share(reader: RowReader, claim: Claim) -> None:
    """A share lies between 0 and 1; a draft may still hold what the text said."""
    kind = QUANTITIES.get(claim.quantity)
    if kind is None or kind.kind != "ratio" or claim.quantity in _ABOVE_ONE or claim.status == "draft":
        return
    for column, value in zip(_VALUES, claim.numbers, strict=True):
        if claim.unit == "fraction" and value is not None and value > 1:
            hint = f": {value:g} percent is {value / 100:g}" if value <= 100 else ""
            reader.problem(column, "a share above 1", f"Write a fraction between 0 and 1{hint}.")


def _check_grade(reader: RowReader, claim: Claim) -> None:
    """An undated grade would show in every view, also in those of days before it was given."""
    if (claim.source_reliability or claim.credibility) and not reader.text("graded_on"):
        remedy = "Write the day of the grade as YYYY-MM-DD: views of earlier days leave it out."
        reader.problem("graded_on", "a grade without its day", remedy)


def _check_shape(reader: RowReader, claim: Claim) -> None:
    """Values against the qualifier, and their order."""
    stated = {name: value for name in _VALUES if (value := getattr(claim, name)) is not None}
    if any(problem.column in _VALUES for problem in reader.problems):
        return
    need, may = _SHAPES[claim.qualifier]
    missing, surplus = need - stated.keys(), stated.keys() - need - may
    if missing or surplus:
        wanted = " and ".join(name for name in _VALUES if name in need) or "no value"
        column = min(missing or surplus, key=_VALUES.index)
        label = claim.qualifier or "(empty)"
        reader.problem(
            column, f"the qualifier {label!r} takes {wanted}", "Correct the values or the qualifier."
        )
        return
    order = [name for name in _VALUES if name in stated]
    for first, second in pairwise(order):
        if stated[first] > stated[second]:
            reader.problem(
                first, f"{first} is above {second} ({show(stated[second])})", "Order them low to high."
            )
    if claim.qualifier in {"exact", "approx"} and len(set(stated.values())) > 1:
        reader.problem(
            "value_best", "low, best and high differ", "Make them equal, or use the qualifier 'range'."
        )


def _cross_row_problems(claims: list[Claim], rows: list[int], file: str) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for claim, row in zip(claims, rows, strict=True):
        if claim.id and claim.id in seen:
            remedy = f"Give it its own id; {claim.id} is already row {seen[claim.id]}."
            problems.append(Problem("a duplicate id", remedy, file, row, "id", claim.id))
        seen.setdefault(claim.id, row)
    for claim, row in zip(claims, rows, strict=True):
        for related in split_list(claim.related_id):
            if related not in seen or related == claim.id:
                what = "a row related to itself" if related == claim.id else "no row has this id"
                problems.append(Problem(what, "Name another row's id.", file, row, "related_id", related))
    return problems


def _ring_problems(claims: list[Claim], rows: list[int], file: str) -> list[Problem]:
    """Rows that supersede each other: none of them would count."""
    corrects = {claim.id: [to for how, to in claim.links if how == "supersedes"] for claim in claims}
    try:
        TopologicalSorter(corrects).prepare()
    except CycleError as error:
        ring = set(error.args[1])
        where = next((row, claim) for row, claim in zip(rows, claims, strict=True) if claim.id in ring)
        what, remedy = "rows that supersede each other", "Let the one row that counts supersede the others."
        return [Problem(what, remedy, file, where[0], "related_id", where[1].related_id)]
    return []
