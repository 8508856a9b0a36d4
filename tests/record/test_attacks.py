"""The importer's cleaning rule, on made-up rows, and on the real table where it lies beside the checkout."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from tocsin.commands import record as commands
from tocsin.errors import InputError
from tocsin.record import COLUMNS, DEFINITIONS, compare, import_table, read_record
from tocsin.record.sources.attacks import NEEDED

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "yelabuga" / "record.csv"
TABLE = ROOT.parent / "shared" / "data" / "attacks_2022-09_2025-12.csv"
# Published total (low, high) and what the cleaning rule gives (docs/record.md).
PUBLISHED = [
    {"label": "July 2025", "start": "2025-07-01", "end": "2025-07-31", "low": 6297, "high": 6297, "ours": 6297},
    {"label": "August 2025", "start": "2025-08-01", "end": "2025-08-31", "low": 4132, "high": 4132, "ours": 4132},
    {"label": "September 2025", "start": "2025-09-01", "end": "2025-09-30", "low": 5638, "high": 5638, "ours": 5636},
    {"label": "December 2025", "start": "2025-12-01", "end": "2025-12-31", "low": 5131, "high": 5131, "ours": 5131},
    {"label": "September 2024", "start": "2024-09-01", "end": "2024-09-30", "low": 1331, "high": 1339, "ours": 1334},
    {"label": "to 24 May 2023", "start": "2022-09-01", "end": "2023-05-24", "low": 1160, "high": 1160, "ours": 934},
    {"label": "H1 2024", "start": "2024-01-01", "end": "2024-06-25", "low": 2277, "high": 2277, "ours": 2191},
]  # fmt: skip

NIGHT = {
    "time_start": "2025-03-06 21:00 ",
    "time_end": "2025-03-07 08:00",
    "model": "Shahed-136/131",
    "target": "Ukraine",
    "launched": "112.0",
    "destroyed": "54.0",
    "not_reach_goal": "44.0",
    "still_attacking": "",
    "is_shahed": "",
    "num_hit_location": "",
    "source": "kpszsu/posts/abc",
}


def _table(folder: Path, *changes: dict[str, str]) -> Path:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*NEEDED, "affected region"], restval="")
        writer.writeheader()
        writer.writerows([{**NIGHT, **change} for change in changes])
    return path


def test_published_totals_beside_ours_in_the_shipped_record() -> None:
    table = compare(read_record(CASE), PUBLISHED)
    assert list(table["ours"]) == [entry["ours"] for entry in PUBLISHED]
    assert table["agrees"].all()
    assert table["gap"].tolist() == [0, 0, -2, 0, 0, -226, -86]


def test_leak_share_falls_with_raid_size_as_published_for_late_2025() -> None:
    nights = read_record(CASE).nights()
    late = nights[(nights["date"] >= "2025-08-01") & nights["usable"]]
    assert len(late) == 154
    size = pd.cut(late["launched"], [0, 60, 100, 150, 250, 400, 600, 1000])
    sums = late.groupby(size, observed=False)[["leaked", "launched"]].sum()
    share = (100 * sums["leaked"] / sums["launched"]).round().astype(int)
    assert share.tolist() == [27, 28, 23, 20, 16, 8, 8]


def test_shipped_record_holds_no_place() -> None:
    text = CASE.read_text(encoding="utf-8")
    assert text.splitlines()[0] == ",".join(COLUMNS)
    assert "oblast" not in text
    assert "kpszsu" not in text
    assert len(set(read_record(CASE).rows["source"])) <= 5


@pytest.mark.skipif(not TABLE.exists(), reason="the public table is not part of the project")
def test_shipped_record_is_what_the_importer_compiles() -> None:
    imported = import_table(TABLE)
    pd.testing.assert_frame_equal(imported.record.rows, read_record(CASE).rows)
    assert imported.left_out["regional command's tally"] == 28
    assert imported.left_out["part of a national report"] == 3
    assert len(imported.notes) == 1


def test_what_the_rule_keeps(tmp_path: Path) -> None:
    path = _table(
        tmp_path,
        {},
        {"model": "Shahed-136/131 and Lancet"},
        {"source": "someone/else"},
        {"target": "south"},
        {"source": "PvKPivden/posts/x", "target": "south"},
        {"model": "Unknown UAV"},
        {"time_start": "2023-05-19", "time_end": "2023-05-19", "target": "east", "launched": "2", "destroyed": "2",
         "not_reach_goal": ""},
    )  # fmt: skip
    imported = import_table(path)
    assert len(imported.record) == 4
    assert imported.left_out == {
        "another weapon": 1,
        "regional command's tally": 1,
        "part of a national report": 1,
    }


def test_missing_losses_and_contradictions_are_marked(tmp_path: Path) -> None:
    path = _table(
        tmp_path, {"not_reach_goal": ""}, {"not_reach_goal": "99"}, {"destroyed": "112", "not_reach_goal": ""}
    )
    imported = import_table(path)
    assert imported.record.rows["definition"].tolist() == ["lost_apart incomplete"] * 2 + ["lost_apart"]
    assert imported.record.nights()["usable"].tolist() == [False, False, True]
    assert "153 accounted for, 112 launched" in imported.notes[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"time_end": "yesterday"}, "column 'time_end': not a date"),
        ({"launched": "-3"}, "column 'launched': a negative number"),
        ({"launched": "5-7"}, "column 'launched': not a whole number"),
        ({"destroyed": "113"}, "column 'launched': 113 destroyed, lost or still airborne"),
        ({"is_shahed": "113"}, "column 'is_shahed': more strike drones"),
        ({"launched": ""}, "column 'launched': the cell is empty. Give the number of drones"),
        ({"time_end": "2025-03-01"}, "ends before it starts"),
        ({"model": "Shahed-238"}, "unknown Shahed model"),
    ],
)
def test_bad_values_in_the_table(tmp_path: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(InputError) as caught:
        import_table(_table(tmp_path, {}, change))
    assert words in str(caught.value)
    assert "row 3" in str(caught.value)


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("date,count\n2025-01-01,3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"the table's columns differ: time_start, .* missing"):
        import_table(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"low": 9}, "low above high"), ({"start": "soon"}, "wrong date"), ({"lo": 1}, "unknown key")],
)
def test_bad_published_entries(change: dict[str, object], words: str) -> None:
    entry = {"label": "x", "start": "2025-01-01", "end": "2025-01-31", "low": 1, "high": 2, **change}
    with pytest.raises(InputError, match=words):
        compare(read_record(CASE), [entry])


def test_import_command_writes_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    out = tmp_path / "record.csv"
    args = parser.parse_args(
        ["record", "import", str(_table(tmp_path, {}, {"model": "Orlan-10"})), "--out", str(out)]
    )
    assert args.run(args) == 0
    assert len(read_record(out)) == 1
    assert "1 national reports, 112 drones launched" in capsys.readouterr().out


def test_comparison_renders() -> None:
    text = commands.render(compare(read_record(CASE), PUBLISHED))
    assert "1,331–1,339" in text
    assert "NO" not in text
    json.dumps(compare(read_record(CASE), PUBLISHED).to_dict("records"), default=str)


def test_definitions_are_dated_in_order() -> None:
    starts = [definition.start for definition in DEFINITIONS.values() if definition.start]
    assert starts == sorted(starts)


def test_check_command_on_the_case(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tocsin.claims")
    case = CASE.parent
    if not (case / "claims.csv").exists():
        pytest.skip("the case is not complete yet")
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["record", "check", str(case)])
    assert args.run(args) == 0
    assert "6,297" in capsys.readouterr().out


def test_yearly_totals_stand_as_stored() -> None:
    """A stored baseline: changing it is a deliberate act, explained in the record's documentation."""
    months = read_record(CASE).monthly()
    years = months.groupby(months.index.str[:4])[["launched", "leaked", "leak_launched", "reports"]].sum()
    assert years.to_dict("index") == {
        "2022": {"launched": 400, "leaked": 0, "leak_launched": 0, "reports": 41},
        "2023": {"launched": 3091, "leaked": 0, "leak_launched": 0, "reports": 171},
        "2024": {"launched": 10926, "leaked": 264, "leak_launched": 6057, "reports": 273},
        "2025": {"launched": 54585, "leaked": 7468, "leak_launched": 54585, "reports": 364},
    }
