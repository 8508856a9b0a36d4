"""Alerts by region and month: the importer's rule on made-up rows, the file's checks, and the flagship's table."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from tocsin.commands.cli import main
from tocsin.errors import InputError
from tocsin.record import Alerts, import_table, read_alerts, write_alerts
from tocsin.record.alerts import COLUMNS

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "yelabuga" / "alerts.csv"
TABLE = ROOT.parent / "shared" / "data" / "alerts_by_oblast_2022-02_2024-10.csv.gz"
FIRST = ("Lvivska oblast", "2024-05-30 09:00:00+00:00", "2024-05-30 10:00:00+00:00", "False")
LAST = ("Lvivska oblast", "2024-06-04 09:00:00+00:00", "2024-06-04 10:00:00+00:00", "False")


def _table(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("region", "started_at", "finished_at", "naive"), FIRST, *rows, LAST])
    return path


def _month(path: Path, region: str, month: str) -> dict[str, float]:
    made = import_table(path, "alerts").record
    assert isinstance(made, Alerts)
    rows = made.rows
    return dict(rows[(rows["region"] == region) & (rows["month"] == month)].iloc[0])


def test_hours_are_cut_at_midnight_and_nights_end_in_the_morning(tmp_path: Path) -> None:
    # Kyiv is three hours ahead of UTC: 20:30 to 22:00 UTC is 23:30 to 01:00, half an hour of it in May.
    path = _table(
        tmp_path, ("Sumska oblast", "2024-05-31 20:30:00+00:00", "2024-05-31 22:00:00+00:00", "False")
    )
    june = _month(path, "Sumy", "2024-06")
    assert (june["days"], june["alerts"], june["hours"]) == (3, 0, 1.0)
    assert (june["nights"], june["nights_alert"], june["night_hours"]) == (3, 1, 1.5)


def test_alerts_that_overlap_count_their_hours_once(tmp_path: Path) -> None:
    path = _table(
        tmp_path,
        ("Sumska oblast", "2024-06-02 06:00:00+00:00", "2024-06-02 08:00:00+00:00", "False"),
        ("Sumska oblast", "2024-06-02 07:00:00+00:00", "2024-06-02 09:00:00+00:00", "True"),
    )
    june = _month(path, "Sumy", "2024-06")
    assert (june["alerts"], june["assumed"], june["hours"], june["nights_alert"]) == (2, 1, 3.0, 0)


def test_a_region_under_a_standing_alert_is_left_out(tmp_path: Path) -> None:
    path = _table(
        tmp_path, ("Luhanska oblast", "2024-06-02 06:00:00+00:00", "2024-06-02 08:00:00+00:00", "False")
    )
    made = import_table(path, "alerts")
    assert set(made.record.rows["region"]) == {"Lviv"}
    assert sum(made.left_out.values()) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            ("Atlantis", "2024-06-02 06:00:00+00:00", "2024-06-02 08:00:00+00:00", "False"),
            "an unknown region",
        ),
        (("Sumska oblast", "2024-06-02 06:00:00", "2024-06-02 08:00:00+00:00", "False"), "not a time of UTC"),
        (("Sumska oblast", "noon", "2024-06-02 08:00:00+00:00", "False"), "not a time"),
        (
            ("Sumska oblast", "2024-06-02 06:00:00+00:00", "2024-06-02 05:00:00+00:00", "False"),
            "ends before it starts",
        ),
        (
            ("Sumska oblast", "2024-06-02 06:00:00+00:00", "2024-06-02 08:00:00+00:00", "perhaps"),
            "neither true nor false",
        ),
    ],
)
def test_bad_rows(tmp_path: Path, row: tuple[str, str, str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        import_table(_table(tmp_path, row), "alerts")


def test_a_month_is_known_from_the_first_of_the_next() -> None:
    alerts = read_alerts(CASE)
    assert alerts.as_of("2023-05-31").rows["month"].max() == "2023-04"
    assert alerts.as_of("2023-06-01").rows["month"].max() == "2023-05"
    assert len(alerts.as_of("2022-02-28")) == 0
    assert alerts.as_of("2022-02-28").by_region().empty


def test_the_flagship_agrees_with_published_counts() -> None:
    """Facts DF115 (2,024 alerts in Zaporizhzhia in 2023) and DF118 (hours and shares of 2023 under alert)."""
    rows = read_alerts(CASE).rows
    year = rows[rows["month"].str.startswith("2023")].groupby("region")[["alerts", "hours", "days"]].sum()
    published = {
        "Zaporizhzhia": 2024,
        "Kyiv (city)": 304,
        "Kharkiv": 1906,
        "Lviv": 190,
        "Odesa": 441,
        "Donetsk": 2418,
    }
    assert {name: year.loc[name, "alerts"] for name in published} == pytest.approx(published, abs=1)
    shares = {"Kyiv (city)": 0.0455, "Kharkiv": 0.139, "Lviv": 0.026, "Odesa": 0.058, "Donetsk": 0.254}
    assert {name: year.loc[name, "hours"] / 24 / year.loc[name, "days"] for name in shares} == pytest.approx(
        shares, abs=0.001
    )


def test_regions_stand_in_alphabetical_order_and_hold_no_place() -> None:
    alerts = read_alerts(CASE)
    assert tuple(alerts.rows.columns) == COLUMNS
    regions = list(alerts.by_region()["region"])
    assert regions == sorted(regions)
    assert len(regions) == 24


@pytest.mark.skipif(not TABLE.exists(), reason="the table of alerts is not part of the project")
def test_the_shipped_table_is_what_the_importer_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "alerts.csv"
    assert main(["record", "import", str(TABLE), "--source", "alerts", "--out", str(out)]) == 0
    assert out.read_bytes() == CASE.read_bytes()
    assert "24 regions" in capsys.readouterr().out


def test_a_file_reads_back_as_written(tmp_path: Path) -> None:
    write_alerts(read_alerts(CASE), tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == CASE.read_bytes()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("2024-13,Sumy,30,5,0,30,3,4,2", "not a month"),
        ("2024-06,Sumy,31,5,0,30,3,4,2", "more than the 30 days of the month"),
        ("2024-06,Sumy,30,5,6,30,3,4,2", "more than the 5 alerts"),
        ("2024-06,Sumy,30,5,0,30,31,4,2", "more than the 30 nights covered"),
        ("2024-06,Sumy,1,5,0,1,1,26,2", "hours of the days covered"),
        ("2024-06,Sumy,0,0,0,0,0,0,0", "nothing covered"),
        ("2024-06,Sumy,30,5,0,30,3,4,2\n2024-06,Sumy,30,5,0,30,3,4,2", "the same month as in row 2"),
    ],
)
def test_bad_cells(tmp_path: Path, cells: str, words: str) -> None:
    header = "month,region,days,alerts,assumed,nights,nights_alert,hours,night_hours"
    (tmp_path / "alerts.csv").write_text(f"{header}\n{cells}\n", encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_alerts(tmp_path / "alerts.csv")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"region,started_at\n")[:-6])
    with pytest.raises(InputError, match="cannot be read"):
        import_table(path, "alerts")
