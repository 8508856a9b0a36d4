from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.record import import_table

HEAD = "date,launched,shot_down,publisher\n"


def test_nights_become_reports(tmp_path: Path) -> None:
    table = tmp_path / "nights.csv"
    table.write_text(
        f"{HEAD}2025-01-01,40,30,Ministry\n2025-01-02,,,Ministry\n2025-01-03,10,10,Ministry\n",
        encoding="utf-8",
    )
    made = import_table(table, "nightly-table")
    assert made.record.rows["launched"].tolist() == [40, 10]
    assert made.left_out == {"no count": 1}


@pytest.mark.parametrize(
    ("row", "words"),
    [("soon,40,30,Ministry", "row 2, column 'date'"), ("2025-01-01,40,50,Ministry", "more than launched")],
)
def test_what_cannot_be_read_names_its_place(tmp_path: Path, row: str, words: str) -> None:
    table = tmp_path / "nights.csv"
    table.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=words):
        import_table(table, "nightly-table")
