"""Whatever a cell holds, it loads or is named by file, row and column: never another exception."""

from __future__ import annotations

import csv
import io
import math
import shutil
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.case import load_case
from tocsin.errors import InputError, Problem
from tocsin.geography.places_file import read_places
from tocsin.schema import Column, check_rows, csv_text, parse_table, restore, split_csv
from tocsin.schema.text import unfit

CASES = Path(__file__).parents[2] / "cases"
COLUMNS = (
    Column("name", filled=True),
    Column("kind", words=("person", "organisation"), empty="person"),
    Column("count", int, low=0, high=1000, empty=math.nan),
    Column("share", float, low=-1, high=1),
    Column("day", date),
    Column("at", datetime),
    Column("sure", bool, empty=False),
    Column("quote", raw=True, required=False),
)
NAMES = [column.name for column in COLUMNS]
GOOD = ["A", "organisation", "12", "-0.5", "2024-01-31", "2024-01-31 08:00", "yes", " as said "]
# What people and programs put into cells: anything, and what almost fits.
ODD = (
    "1_000",
    "١٠٠",
    "1e999",
    "nan",
    "-0",
    "9" * 5000,
    "2024-02-30",
    "0000-01-01",
    "'=1",
    "=1",
    "\x1b[2J",
    "\x9b",
    "\r",
    "a\0b",
)
TEXTS = st.text(max_size=12) | st.sampled_from(ODD)


def rows_of(*rows: list[str]) -> list[dict[str, object]]:
    found = parse_table(csv_text([NAMES, *rows]), "t.csv", COLUMNS)
    values = [row.values(COLUMNS) for row in found]
    check_rows(found)
    return values


def test_a_good_row_reads_as_declared() -> None:
    (row,) = rows_of(GOOD)
    assert list(row.values()) == [
        "A", "organisation", 12, -0.5, date(2024, 1, 31), datetime(2024, 1, 31, 8), True, " as said ",
    ]  # fmt: skip
    (bare,) = rows_of(["A", *[""] * 7])
    assert bare | {"count": None} == dict.fromkeys(NAMES) | {
        "name": "A", "kind": "person", "sure": False, "quote": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("name", "", "the cell is empty. Fill it in."),
        (
            "kind",
            "persn",
            "unknown kind (got 'persn'). Did you mean 'person'? Use one of: person, organisation.",
        ),
        ("count", "1e2", "not a whole number"),
        ("count", "1.5", "not a whole number"),
        ("count", "-1", "a negative number (got '-1'). Write 0 or more."),
        ("count", "1001", "above 1,000 (got '1001'). Write 1,000 or less."),
        ("share", "1_0", "not a number"),
        ("share", "-2", "below -1"),
        ("share", "inf", "not a finite number"),
        ("day", "31.01.2024", "not a date (got '31.01.2024'). Write it as YYYY-MM-DD"),
        ("at", "8 o'clock", "not a date"),
        ("sure", "maybe", "neither true nor false"),
        ("quote", "a\x1b[31m", "a control character (U+001B) (got 'a\\x1b[31m'). Delete it."),
    ],
)
def test_a_wrong_cell_names_its_place_and_remedy(column: str, cell: str, said: str) -> None:
    wrong = [cell if name == column else good for name, good in zip(NAMES, GOOD, strict=True)]
    with pytest.raises(InputError) as caught:
        rows_of(GOOD, wrong)
    assert str(caught.value).startswith(f"t.csv, row 3, column {column!r}: {said}")


def test_everything_wrong_is_told_at_once_in_the_order_of_rows() -> None:
    with pytest.raises(InputError) as caught:
        rows_of(["", "x", *GOOD[2:]], GOOD, [*GOOD[:4], "soon", *GOOD[5:]])
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "name"), (2, "kind"), (4, "day"),
    ]  # fmt: skip


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What a reader finds wrong; any other exception fails the test."""
    try:
        read()
    except InputError as error:
        return error.problems
    return ()


@given(st.lists(st.lists(TEXTS, min_size=8, max_size=8), max_size=3))
def test_any_cells_load_or_are_named(rows: list[list[str]]) -> None:
    for problem in problems_of(lambda: rows_of(*rows)):
        assert problem.file == "t.csv"
        assert problem.row is not None
        assert problem.remedy
        assert problem.column in NAMES


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=4))
def test_any_table_reads_back_cell_by_cell(rows: list[list[str]]) -> None:
    text = csv_text([["a", "b"], *rows])
    if any(unfit(cell) for row in rows for cell in row):
        assert problems_of(lambda: split_csv(text, "t.csv"))
        return
    _, *back = split_csv(text, "t.csv")
    kept = [[restore(cell) for cell in cells] for _, cells in back]
    assert kept == [row for row in rows if any(cell.strip() for cell in row)]


@given(st.text(max_size=60))
def test_any_text_is_a_table_or_a_problem(text: str) -> None:
    for problem in problems_of(lambda: parse_table(text, "t.csv", COLUMNS, extra=True)):
        assert problem.file == "t.csv"
        assert problem.remedy


FILES = ("claims.csv", "record.csv", "parameters.csv", "people.csv", "bargain.csv")


@cache
def small_case(folder: Path) -> Path:
    """The miniature with tables of people and bargain."""
    case = Path(shutil.copytree(CASES / "miniature", folder / "case"))
    (case / "people.csv").write_text("name,kind,role,claims\nA,person,minister,M01\n")
    (case / "bargain.csv").write_text("side,item,stage,status,text,claims\nIran,x,promised,promised,t,M01\n")
    return case


@given(data=st.data(), name=st.sampled_from(FILES))
def test_any_cell_of_any_file_of_a_case_loads_or_is_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, name: str
) -> None:
    file = small_case(tmp_path_factory.getbasetemp()) / name
    before = file.read_bytes()
    header, *rows = csv.reader(io.StringIO(before.decode()))
    row = data.draw(st.integers(0, min(len(rows), 6) - 1))
    column = data.draw(st.integers(0, len(header) - 1))
    rows[row][column] = data.draw(TEXTS)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([header, *rows])
    try:
        file.write_bytes(text.getvalue().encode("utf-8", "replace"))
        problems = problems_of(lambda: load_case(file.parent))
    finally:
        file.write_bytes(before)
    for problem in problems:  # the cell itself, or one elsewhere that cites what it was
        assert problem.file.endswith((".csv", ".toml"))
        assert problem.row is not None or problem.file.endswith(".toml")
        assert problem.column
        assert problem.remedy


@given(cells=st.lists(TEXTS, min_size=5, max_size=5))
def test_any_place_loads_or_is_named(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "places.csv"
    header = ["name", "lat", "lon", "admin", "population"]
    path.write_bytes(csv_text([header, cells]).encode("utf-8", "replace"))
    for problem in problems_of(lambda: read_places(path, "UA")):
        assert problem.file == str(path)
        assert problem.remedy
