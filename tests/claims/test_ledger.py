from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from claims_helpers import BASE, YELABUGA, claim, ledger, number
from hypothesis import given
from hypothesis import strategies as st

from tocsin.claims import Ledger, read_ledger, write_ledger
from tocsin.claims.files import REQUIRED
from tocsin.claims.model import COLUMNS
from tocsin.errors import InputError
from tocsin.schema import neutralise, restore

GOOD = {
    "id": "C1", "published": "2023-02-05", "outlet": "Paper", "attributed_to": "Paper < officials",
    "quantity": "production_target_units", "scope": "alabuga_strike", "value_low": "6000", "value_best": "",
    "value_high": "", "unit": "drones", "qualifier": "at_least", "refers_to_start": "2023-02-05",
    "refers_to_end": "", "modality": "plan", "statement": "At least 6,000 are planned.",
}  # fmt: skip


def write_rows(path: Path, *rows: dict[str, str], drop: str = "") -> Path:
    header = list(dict.fromkeys(name for row in rows for name in row if name != drop))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("published", "05/02/2023", "not a date"),
        ("published", "2023-2-5", "not a date"),
        ("published", "", "empty"),
        ("refers_to_start", "soon", "not a date"),
        ("value_low", "-5", "negative"),
        ("value_low", "many", "not a number"),
        ("value_low", "nan", "not a finite number"),
        ("quantity", "production_targets", "unknown quantity"),
        ("unit", "Drones", "unknown unit"),
        ("unit", "USD", "not a unit of"),
        ("scope", "all", "unknown scope"),
        ("scope", "", "needs a scope"),
        ("qualifier", "atleast", "unknown qualifier"),
        ("modality", "fact", "unknown modality"),
        ("qualifier", "up_to", "takes value_high"),
        ("qualifier", "", "takes no value"),
        ("outlet", "Pa\0per", "NUL"),
        ("credibility", "2", "a grade without its day"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, column: str, value: str, said: str) -> None:
    path = write_rows(tmp_path / "claims.csv", GOOD, {**GOOD, "id": "C2", column: value})
    with pytest.raises(InputError) as caught:
        read_ledger(path)
    problem = caught.value.problems[0]
    assert said in problem.message
    assert (problem.row, problem.file) == (3, str(path))
    assert problem.remedy


def test_a_share_lies_between_0_and_1(tmp_path: Path) -> None:
    row = {**GOOD, "quantity": "decoy_share", "unit": "fraction", "value_low": "40"}
    with pytest.raises(
        InputError, match=r"row 2, column 'value_low': a share above 1 \(got '40'\).*percent is 0.4"
    ):
        read_ledger(write_rows(tmp_path / "claims.csv", row))
    ratio = {**row, "quantity": "cost_ratio"}  # a ratio that is no share, and a draft that says what it read
    assert (
        len(read_ledger(write_rows(tmp_path / "claims.csv", ratio, {**row, "id": "C2", "status": "draft"})))
        == 2
    )


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    bad = {**GOOD, "id": "C2", "published": "x", "modality": "fact", "value_low": "-1"}
    path = write_rows(tmp_path / "claims.csv", bad, {**bad, "id": "C2"})
    with pytest.raises(InputError) as caught:
        read_ledger(path)
    columns = [(problem.row, problem.column) for problem in caught.value.problems]
    assert {(2, "published"), (2, "modality"), (2, "value_low"), (3, "published"), (3, "id")} <= set(columns)


def test_low_above_high(tmp_path: Path) -> None:
    row = {**GOOD, "qualifier": "range", "value_low": "9", "value_high": "3"}
    with pytest.raises(InputError, match="above value_high"):
        read_ledger(write_rows(tmp_path / "claims.csv", row))


def test_dates_as_values_are_ordered_too(tmp_path: Path) -> None:
    row = {**GOOD, "quantity": "factory_start_date", "unit": "date", "qualifier": "range",
           "value_low": "2024-03-31", "value_high": "2024-01-01"}  # fmt: skip
    with pytest.raises(InputError, match="above value_high"):
        read_ledger(write_rows(tmp_path / "claims.csv", row))


def test_window_and_relation_problems(tmp_path: Path) -> None:
    rows = (
        {**GOOD, "refers_to_end": "2022-01-01", "relation": "", "related_id": ""},
        {**GOOD, "id": "C2", "relation": "echoes", "related_id": "C1"},
        {**GOOD, "id": "C3", "relation": "relays", "related_id": "C9"},
        {**GOOD, "id": "C4", "relation": "relays", "related_id": ""},
        {**GOOD, "id": "C5", "relation": "relays", "related_id": "C5"},
    )
    with pytest.raises(InputError) as caught:
        read_ledger(write_rows(tmp_path / "claims.csv", *rows))
    by_row = {problem.row: problem.message for problem in caught.value.problems}
    assert "before refers_to_start" in by_row[2]
    assert "unknown relation" in by_row[3]
    assert "no row has this id" in by_row[4]
    assert "do not pair" in by_row[5]
    assert "related to itself" in by_row[6]


def test_missing_column_file_and_empty_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the file is missing"):
        read_ledger(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="the file is empty"):
        read_ledger(tmp_path / "empty.csv")
    with pytest.raises(InputError, match="a column is missing") as caught:
        read_ledger(write_rows(tmp_path / "claims.csv", GOOD, drop="modality"))
    assert caught.value.problems[0].column == "modality"


def test_a_byte_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "claims.csv", GOOD, {**GOOD, "id": "C2", "outlet": "Le Monde XX"})
    path.write_bytes(path.read_bytes().replace(b"XX", b"\xe9\xe8"))
    with pytest.raises(InputError, match="0xe9 is not UTF-8") as caught:
        read_ledger(path)
    problem = caught.value.problems[0]
    assert (problem.row, problem.column) == (3, "outlet")


def test_broken_quotes_and_extra_cells(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "claims.csv", GOOD)
    path.write_text(path.read_text() + ",".join(["x"] * 30) + "\n")
    with pytest.raises(InputError, match="30 cells under"):
        read_ledger(path)
    path.write_text(path.read_text().splitlines()[0] + '\n"unclosed')
    with pytest.raises(InputError, match="not a readable CSV"):
        read_ledger(path)


def test_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "claims.csv", GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_ledger(path)["C1"].value_low == 6000


@given(st.text(max_size=40))
def test_neutralised_cells_come_back(cell: str) -> None:
    safe = neutralise(cell)
    assert restore(safe) == cell
    assert safe[:1] not in set("=+-@\t\r\n＝＋－＠")


CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30
).map(str.strip).filter(bool)  # fmt: skip


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5))
def test_write_then_read_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]]
) -> None:
    rows = [
        claim(f"C{index}", outlet=outlet, statement=statement, note=note)
        for index, (outlet, statement, note) in enumerate(cells)
    ]
    path = tmp_path_factory.mktemp("ledger") / "claims.csv"
    write_ledger(Ledger(tuple(rows)), path)
    assert read_ledger(path).claims == tuple(rows)


def test_formulas_are_text_on_disk_and_come_back(tmp_path: Path) -> None:
    row = claim("C1", statement='=HYPERLINK("http://x","y")', note="@SUM(A1)", outlet="-1+1")
    path = tmp_path / "claims.csv"
    write_ledger([row], path)
    with path.open(newline="", encoding="utf-8") as stream:
        cells = next(csv.DictReader(stream))
    assert all(cells[name].startswith("'") for name in ("statement", "note", "outlet"))
    assert read_ledger(path).claims == (row,)


def test_unknown_columns_are_kept(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "claims.csv", {**GOOD, "reviewer": "=me", "colour": ""})
    ledger_read = read_ledger(path)
    write_ledger(ledger_read, path)
    again = read_ledger(path)
    assert dict(again["C1"].extra) == {"reviewer": "=me", "colour": ""}
    assert again.to_frame()["reviewer"].tolist() == ["=me"]


def test_a_column_named_like_a_formula_comes_back_however_often_it_is_written(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "claims.csv", {**GOOD, "=SUM(A1)": "x"})
    for _ in range(3):
        write_ledger(read_ledger(path), path)
    assert read_ledger(path)["C1"].extra == (("=SUM(A1)", "x"),)


def test_a_cell_under_a_column_without_a_name_is_not_lost_in_silence(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "claims.csv", GOOD)
    header, row = path.read_text().splitlines()
    path.write_text(f"{header},\n{row},my remark\n")
    with pytest.raises(InputError, match=r"row 2: a cell under a column without a name \(got 'my remark'\)"):
        read_ledger(path)
    path.write_text(f"{header},,\n{row}, ,\n")
    assert len(read_ledger(path)) == 1


def test_rows_that_supersede_each_other_are_named(tmp_path: Path) -> None:
    ring = [
        {**GOOD, "id": f"C{n}", "relation": "supersedes", "related_id": f"C{n % 3 + 1}"} for n in (1, 2, 3)
    ]
    with pytest.raises(InputError, match="row 2, column 'related_id': rows that supersede each other"):
        read_ledger(write_rows(tmp_path / "claims.csv", *ring))


def test_a_relay_stays_a_relay_when_its_origin_is_corrected() -> None:
    told = claim("C2", relation="relays", related_id="C1")
    made = ledger(claim("C1"), told, claim("C3", relation="supersedes", related_id="C1"),
                  claim("C4", relation="supersedes", related_id="C3"))  # fmt: skip
    assert [row.id for row in made.accepted()] == ["C2", "C4"]
    assert [row.id for row in made.accepted().originals()] == ["C4"]
    assert made.accepted()["C2"].links == (("relays", "C4"),)


def test_without_takes_the_echoes_along() -> None:
    made = ledger(claim("C1"), claim("C2", relation="relays", related_id="C1"),
                  claim("C3", relation="repeats", related_id="C2"), claim("C4", relation="confirms", related_id="C1"))  # fmt: skip
    assert [row.id for row in made.without({"C1"})] == ["C4"]
    assert [row.id for row in made.without({"C3"})] == ["C1", "C2", "C4"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.csv"
    write_ledger([claim("C1")], path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="disk full"):
        write_ledger([claim("C2")], path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_as_of_takes_the_latest_plausible_day() -> None:
    row = claim("C1", published="2024-01-10", published_precision="inferred", published_latest="2024-01-24")
    assert len(ledger(row).as_of(date(2024, 1, 23))) == 0
    assert len(ledger(row).as_of(date(2024, 1, 24))) == 1


def test_superseding_respects_the_date() -> None:
    old = number("C1", "launched_in_month", "500", published="2024-02-01")
    new = number(
        "C2", "launched_in_month", "505", published="2024-03-01", relation="supersedes", related_id="C1"
    )
    both = ledger(old, new)
    assert [row.id for row in both.accepted()] == ["C2"]
    assert [row.id for row in both.as_of(date(2024, 2, 15)).accepted()] == ["C1"]
    draft = claim("C3", status="draft", relation="supersedes", related_id="C2", published="2024-04-01")
    assert [row.id for row in both.add(draft).accepted()] == ["C2"]


def test_as_of_cuts_links_and_later_grades() -> None:
    early = claim(
        "C1",
        published="2024-01-10",
        relation="contradicts;relays",
        related_id="C3;C2",
        graded_on="2026-01-01",
        credibility="5",
        note="It did not happen.",
    )
    other, late = claim("C2", published="2024-01-10"), claim("C3", published="2025-01-01")
    view = ledger(early, other, late).as_of(date(2024, 6, 1))
    assert view["C1"].links == (("relays", "C2"),)
    assert (view["C1"].credibility, view["C1"].note) == ("", "")


def test_adding_later_rows_never_changes_a_view(yelabuga: Ledger) -> None:
    days = [date(2022, 9, 1) + timedelta(days=91 * step) for step in range(14)]
    for day in days:
        early = Ledger(tuple(row for row in yelabuga if row.known_on <= day))
        assert early.as_of(day).claims == yelabuga.as_of(day).claims


def test_filters_and_pointers() -> None:
    rows = ledger(
        number("C1", "launched_in_month", "500", origin_group="af"),
        number("C2", "launched_in_month", "700", scope="all_strike", relation="contradicts", related_id="C1"),
        claim("C3", statement="About Su-35s"),
    )
    assert [row.id for row in rows.where(quantity="launched_in_month", scope=("incl_decoys", "decoys"))] == [
        "C1"
    ]
    assert [row.id for row in rows.where(family="launches")] == ["C1", "C2"]
    assert [row.id for row in rows.where(text="su-35")] == ["C3"]
    assert [row.id for row in rows.pointing_to("C1", "contradicts")] == ["C2"]
    assert [row.id for row in rows.pointing_to("C1", "outcome_of")] == []
    assert "C1" in rows
    assert "C9" not in rows


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("6000+", 6000, float("inf")), ("-6000", float("-inf"), 6000), ("3..9", 3, 9), ("5", 5, 5)],
)
def test_intervals(value: str, low: float, high: float) -> None:
    assert number("C1", "launched_in_month", value).interval == (low, high)


def test_a_part_is_a_floor() -> None:
    row = number("C1", "stockpile_units", "~400", scope="all_strike", coverage="part")
    assert row.interval == (400, float("inf"))


def test_empty_ledgers_have_all_columns() -> None:
    assert list(Ledger().to_frame().columns) == list(COLUMNS)


def test_the_shipped_ledger_is_canonical(yelabuga: Ledger, tmp_path: Path) -> None:
    write_ledger(yelabuga, tmp_path / "claims.csv")
    assert (tmp_path / "claims.csv").read_bytes() == (YELABUGA / "claims.csv").read_bytes()
    assert set(REQUIRED) <= set(COLUMNS)
    assert set(BASE) <= set(COLUMNS)
