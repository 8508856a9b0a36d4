"""Reading and writing claims.csv: every problem listed at once, unknown columns kept, writes atomic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

from tocsin.claims.model import COLUMNS, COVERAGES, PRECISIONS, STATUSES, Claim, split_list
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
from tocsin.schema import Column, Row, check_rows, csv_text, parse_table, plain, read_csv_text

REQUIRED = (
    "id", "published", "outlet", "attributed_to", "quantity", "scope", "value_low", "value_best", "value_high",
    "unit", "qualifier", "refers_to_start", "refers_to_end", "modality", "statement",
)  # fmt: skip
_VALUES = ("value_low", "value_best", "value_high")
_ABOVE_ONE = frozenset({"plan_fulfilment_ratio", "cost_ratio"})  # ratios in fractions that are no shares
_LISTED = "`docs/claims.md` lists the names."
_CELLS = {
    column.name: column
    for column in (
        Column("id", filled=True),
        Column("published", date, filled=True),
        Column("published_precision", words=PRECISIONS, empty="day"),
        Column("published_latest", date),
        Column("source_class", words=SOURCE_CLASSES),
        Column("quantity", words=QUANTITIES, filled=True, remedy=_LISTED),
        Column("scope", words=SCOPES),
        Column("scope_basis", words=("stated", "inferred")),
        Column("coverage", words=COVERAGES),
        Column("unit", words=sorted(UNITS), remedy=_LISTED),
        Column("qualifier", words=QUALIFIERS),
        Column("refers_to_start", date),
        Column("refers_to_end", date),
        Column("modality", words=MODALITIES, filled=True),
        Column("allegation", bool, empty=False),
        Column("statement", filled=True),
        Column("source_reliability", words=RELIABILITY),
        Column("credibility", words=CREDIBILITY),
        Column("graded_on", date),
        Column("status", words=STATUSES, empty="accepted"),
        Column("exact", raw=True),  # quotations keep their spaces
        Column("prefix", raw=True),
        Column("suffix", raw=True),
        Column("start_char", int, low=0),
        Column("end_char", int, low=0),
    )
}
TABLE = tuple(replace(_CELLS.get(name, Column(name)), required=name in REQUIRED) for name in COLUMNS)
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
    rows = parse_table(text, file, TABLE, extra=True)
    claims = [parse_claim(row) for row in rows]
    _check_across(claims, rows)
    check_rows(rows)
    _check_rings(claims, rows)
    check_rows(rows)
    return tuple(claims)


def parse_claim(row: Row) -> Claim:
    """One row into a `Claim`; problems are left in `row.problems`."""
    values = row.values(TABLE)
    kind = QUANTITIES.get(values["quantity"])
    for name in _VALUES:
        least = -math.inf if values["quantity"] == "growth_rate" else 0
        values[name] = row.read(Column(name, date if kind and kind.is_date else float, low=least))
    values["published"] = published = values["published"] or date.min
    values["published_latest"] = latest = values["published_latest"] or published
    if latest < published:
        row.wrong("published_latest", "earlier than `published`", "Give the latest plausible day.")
    extra = ((name, cell) for name, cell in row.cells.items() if name not in COLUMNS and name)
    claim = Claim(**values, extra=tuple(extra))
    _check_row(row, claim)
    return claim


def claims_text(claims: Sequence[Claim]) -> str:
    """The ledger as a table with safe cells; unknown columns follow the known ones in order of appearance."""
    extra = list(dict.fromkeys(name for claim in claims for name, _ in claim.extra))
    rows: list[Sequence[object]] = [[*COLUMNS, *extra]]
    for claim in claims:
        more = dict(claim.extra)
        rows.append([getattr(claim, name) for name in COLUMNS] + [more.get(name, "") for name in extra])
    return csv_text(rows)


def _check_row(row: Row, claim: Claim) -> None:
    """Rules that need several cells of one row."""
    if claim.quantity in QUANTITIES and claim.unit in UNITS | {""}:
        _check_unit(row, claim)
    if claim.qualifier in QUALIFIERS:
        _check_shape(row, claim)
    _check_share(row, claim)
    _check_grade(row, claim)
    start, end = claim.refers_to_start, claim.refers_to_end
    if start and end and start > end:
        row.wrong("refers_to_end", f"before refers_to_start ({start})", "Put the earlier day first.")
    if (claim.start_char is None) != (claim.end_char is None):
        row.wrong("end_char", "half of a position in the text", "Give both start_char and end_char.")
    elif claim.start_char is not None and claim.end_char is not None and claim.end_char < claim.start_char:
        row.wrong("end_char", "before start_char", "Give the end after the start.")
    relations, ids = split_list(claim.relation), split_list(claim.related_id)
    for relation in relations:
        if relation not in RELATIONS:
            row.wrong("relation", f"unknown relation {relation!r}", f"Use one of: {', '.join(RELATIONS)}.")
    if bool(relations) != bool(ids) or len(relations) not in {0, 1, len(ids)}:
        row.wrong("related_id", "relations and ids do not pair", "Give one relation, or one per id.")


def _check_unit(row: Row, claim: Claim) -> None:
    kind = QUANTITIES[claim.quantity]
    if claim.unit not in kind.units and (claim.unit or claim.has_value):
        row.wrong("unit", f"not a unit of {claim.quantity}", f"Use {' or '.join(map(repr, kind.units))}.")
    if kind.scoped and claim.has_value and not claim.scope and claim.status != "draft":
        row.wrong(
            "scope", f"{claim.quantity} needs a scope", f"Use one of: {', '.join(filter(None, SCOPES))}."
        )


def _check_share(row: Row, claim: Claim) -> None:
    """A share lies between 0 and 1; a draft may still hold what the text said."""
    kind = QUANTITIES.get(claim.quantity)
    if kind is None or kind.kind != "ratio" or claim.quantity in _ABOVE_ONE or claim.status == "draft":
        return
    for column, value in zip(_VALUES, claim.numbers, strict=True):
        if claim.unit == "fraction" and value is not None and value > 1:
            hint = f": {value:g} percent is {value / 100:g}" if value <= 100 else ""
            row.wrong(column, "a share above 1", f"Write a fraction between 0 and 1{hint}.")


def _check_grade(row: Row, claim: Claim) -> None:
    """An undated grade would show in every view, also in those of days before it was given."""
    if (claim.source_reliability or claim.credibility) and not row.text("graded_on"):
        remedy = "Write the day of the grade as YYYY-MM-DD: views of earlier days leave it out."
        row.wrong("graded_on", "a grade without its day", remedy)


def _check_shape(row: Row, claim: Claim) -> None:
    """Values against the qualifier, and their order."""
    stated = {name: value for name in _VALUES if (value := getattr(claim, name)) is not None}
    if any(problem.column in _VALUES for problem in row.problems):
        return
    need, may = _SHAPES[claim.qualifier]
    missing, surplus = need - stated.keys(), stated.keys() - need - may
    if missing or surplus:
        wanted = " and ".join(name for name in _VALUES if name in need) or "no value"
        column = min(missing or surplus, key=_VALUES.index)
        label = claim.qualifier or "(empty)"
        row.wrong(column, f"the qualifier {label!r} takes {wanted}", "Correct the values or the qualifier.")
        return
    order = [name for name in _VALUES if name in stated]
    for first, second in pairwise(order):
        if stated[first] > stated[second]:
            row.wrong(
                first, f"{first} is above {second} ({plain(stated[second])})", "Order them low to high."
            )
    if claim.qualifier in {"exact", "approx"} and len(set(stated.values())) > 1:
        row.wrong("value_best", "low, best and high differ", "Make them equal, or use the qualifier 'range'.")


def _check_across(claims: list[Claim], rows: list[Row]) -> None:
    """Ids that are given twice, and relations that lead nowhere."""
    seen: dict[str, int | None] = {}
    for claim, row in zip(claims, rows, strict=True):
        if claim.id and claim.id in seen:
            row.wrong(
                "id", "a duplicate id", f"Give it its own id; {claim.id} is already row {seen[claim.id]}."
            )
        seen.setdefault(claim.id, row.number)
    for claim, row in zip(claims, rows, strict=True):
        for related in split_list(claim.related_id):
            if related not in seen or related == claim.id:
                what = "a row related to itself" if related == claim.id else "no row has this id"
                row.wrong("related_id", what, "Name another row's id.", related)


def _check_rings(claims: list[Claim], rows: list[Row]) -> None:
    """Rows that supersede each other: none of them would count."""
    corrects = {claim.id: [to for how, to in claim.links if how == "supersedes"] for claim in claims}
    try:
        TopologicalSorter(corrects).prepare()
    except CycleError as error:
        ring = set(error.args[1])
        first = next(row for row, claim in zip(rows, claims, strict=True) if claim.id in ring)
        what, remedy = "rows that supersede each other", "Let the one row that counts supersede the others."
        first.wrong("related_id", what, remedy)
