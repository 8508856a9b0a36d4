"""Reading, writing and cutting the record: bad values get clear errors; later rows never change an earlier view."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.record import COLUMNS, Record, empty, import_table, read_record, write_record
from tocsin.record.report import Report
from tocsin.record.table import from_reports

HEADER = ",".join(COLUMNS)
GOOD = "2025-10-01 20:00,2025-10-02 08:00,100,70,20,1,9,50,Air Force,lost_apart"


def _write(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "record.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def _problems(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_record(path)
    return str(caught.value)


def test_reads_a_good_row(tmp_path: Path) -> None:
    record = read_record(_write(tmp_path, GOOD))
    assert len(record) == 1
    night = record.nights().iloc[0]
    assert (night["date"], night["launched"], night["leaked"]) == (pd.Timestamp("2025-10-02"), 100, 9)
    assert night["leak_share"] == pytest.approx(0.09)


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        ("2025-10-02 08:00", "2025-13-02", "end", "not a date"),
        ("2025-10-02 08:00", "2025-09-30", "end", "ends before it starts"),
        (",100,", ",-100,", "launched", "a negative number"),
        (",100,", ",,", "launched", "the cell is empty"),
        (",100,", ",1e2,", "launched", "not a whole number"),
        (",100,", ",99999999999999999999,", "launched", "above 1,000,000"),
        (",100,", ",١٠٠,", "launched", "not a whole number"),
        (",70,", ",7.5,", "destroyed", "not a whole number"),
        (",70,", ",90,", "launched", "111 destroyed, lost or still airborne, more than launched"),
        (",50,", ",101,", "strike_launched", "more strike drones"),
        ("lost_apart", "lost_maybe", "definition", "unknown counting definition"),
        ("Air Force", "", "source", "no source"),
    ],
)
def test_each_bad_value_names_row_and_column(
    tmp_path: Path, old: str, new: str, column: str, words: str
) -> None:
    text = _problems(_write(tmp_path, GOOD, GOOD.replace(old, new, 1)))
    assert "record.csv" in text
    assert "row 3" in text
    assert f"column '{column}'" in text
    assert words in text


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    bad = GOOD.replace(",100,", ",-1,")
    assert _problems(_write(tmp_path, bad, GOOD, bad)).count("a negative number") == 2


def test_unknown_and_missing_columns(tmp_path: Path) -> None:
    text = _problems(_write(tmp_path, GOOD, header=HEADER.replace("hits", "target")))
    assert "column 'hits': a column is missing" in text
    assert "column 'target': unknown column" in text


def test_too_many_cells(tmp_path: Path) -> None:
    assert "row 2: 11 cells under 10 columns" in _problems(_write(tmp_path, GOOD + ",x"))


def test_not_utf8_names_the_row(tmp_path: Path) -> None:
    path = _write(tmp_path, GOOD)
    path.write_bytes(path.read_bytes() + GOOD.replace("Air", "A\xefr").encode("latin-1"))
    text = _problems(path)
    assert "row 3" in text
    assert "0xef" in text
    assert "UTF-8" in text


@pytest.mark.parametrize("junk", ['"never closed', "a\0b", "x" * 200_000])
def test_what_is_not_csv_names_the_row(tmp_path: Path, junk: str) -> None:
    text = _problems(_write(tmp_path, GOOD, junk))
    assert "row 3" in text


def test_missing_file(tmp_path: Path) -> None:
    assert "the file is missing" in _problems(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="Give a file that exists"):
        import_table(tmp_path / "absent.csv")


def test_empty_record_has_empty_series(tmp_path: Path) -> None:
    record = read_record(_write(tmp_path))
    for series in (record.nights(), record.monthly(), record.weekly(), record.daily()):
        assert len(series) == 0
    assert len(record.as_of("2030-01-01")) == 0
    write_record(record, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_text(encoding="utf-8") == HEADER + "\n"


def test_end_without_a_time_means_some_time_that_day(tmp_path: Path) -> None:
    assert len(read_record(_write(tmp_path, GOOD.replace("2025-10-02 08:00", "2025-10-01")))) == 1


def test_as_of_is_the_day_after_the_end(tmp_path: Path) -> None:
    record = read_record(_write(tmp_path, GOOD))
    assert len(record.as_of("2025-10-02")) == 0
    assert len(record.as_of(date(2025, 10, 3))) == 1


@st.composite
def records(draw: st.DrawFn) -> Record:
    rows = []
    for _ in range(draw(st.integers(0, 12))):
        end = date(2024, 9, 25) + timedelta(days=draw(st.integers(0, 400)))
        launched = draw(st.integers(0, 300))
        destroyed = draw(st.integers(0, launched))
        lost = draw(st.none() | st.integers(0, launched - destroyed))
        strike = draw(st.none() | st.integers(0, launched))
        definition = draw(st.sampled_from(["downed", "lost_apart", "lost_merged", "lost_apart incomplete"]))
        rows.append(
            Report(
                start=datetime.combine(end - timedelta(days=1), time()),
                end=datetime.combine(end, time(hour=draw(st.integers(0, 23)))),
                launched=float(launched),
                destroyed=float(destroyed),
                lost=float("nan") if lost is None else float(lost),
                still_airborne=float("nan"),
                hits=float("nan"),
                strike_launched=float("nan") if strike is None else float(strike),
                source="test",
                definition=definition,
            )
        )
    return from_reports(rows)


days = st.integers(0, 420).map(lambda n: date(2024, 9, 20) + timedelta(days=n))


@given(record=records(), day=days)
def test_adding_later_rows_never_changes_as_of(record: Record, day: date) -> None:
    known = record.as_of(day)
    alone = Record(known.rows.copy())
    again = Record(
        pd.concat([known.rows, record.rows[record.rows["end"].dt.date >= day]], ignore_index=True).sample(
            frac=1, random_state=0
        )
    ).as_of(day)
    for name in ("nights", "monthly", "weekly"):
        columns = sorted(getattr(alone, name)().columns)
        left, right = (getattr(r, name)()[columns] for r in (alone, again))
        if name == "nights":
            left, right = (x.sort_values(columns).reset_index(drop=True) for x in (left, right))
        pd.testing.assert_frame_equal(left, right)
    pd.testing.assert_series_equal(alone.daily(), again.daily())


@given(record=records(), early=days, late=days)
def test_as_of_nests(record: Record, early: date, late: date) -> None:
    early, late = min(early, late), max(early, late)
    twice = record.as_of(late).as_of(early)
    pd.testing.assert_frame_equal(twice.rows, record.as_of(early).rows)


@given(record=records())
def test_aggregation_conserves_totals(record: Record) -> None:
    launched = int(record.rows["launched"].sum())
    nights, months, weeks, by_day = record.nights(), record.monthly(), record.weekly(), record.daily()
    assert (
        int(nights["launched"].sum()) == months["launched"].sum() == weeks["launched"].sum() == by_day.sum()
    )
    assert launched == by_day.sum()
    assert nights["leaked"].sum() == months["leaked"].sum() == weeks["leaked"].sum()
    assert months["reports"].sum() == len(record)
    assert (months["leaked"] <= months["leak_launched"]).all()
    assert (months["leak_launched"] <= months["launched"]).all()
    assert (months["strike_launched"] <= months["strike_base"]).all()
    assert months.index.is_monotonic_increasing


@given(record=records())
def test_write_then_read_is_the_same(record: Record, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("record") / "record.csv"
    write_record(record, path)
    pd.testing.assert_frame_equal(read_record(path).rows, record.rows, check_dtype=False)
    assert list(path.parent.iterdir()) == [path]


def test_leak_share_is_nan_where_the_definition_does_not_support_it(tmp_path: Path) -> None:
    record = read_record(_write(tmp_path, GOOD.replace("lost_apart", "downed").replace("2025-10", "2024-05")))
    months = record.monthly()
    assert months["leak_share"].isna().all()
    assert months["leak_launched"].sum() == 0
    assert not record.nights()["usable"].any()


def test_months_without_reports_are_zero(tmp_path: Path) -> None:
    later = GOOD.replace("2025-10", "2025-12")
    months = read_record(_write(tmp_path, GOOD, later)).monthly()
    assert list(months.index) == ["2025-10", "2025-11", "2025-12"]
    assert list(months["launched"]) == [100, 0, 100]


def test_empty_is_a_record() -> None:
    assert list(empty().rows.columns) == list(COLUMNS)
