"""The forecasts stored on 1 January 2026 on January to March 2026: a result that stays as it was first kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tocsin.arrays import FINE_LEVELS
from tocsin.record import Record, read_record
from tocsin.score import crps_quantile, wis
from tocsin.score.hub.scoring import score_hub

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "yelabuga"
FOLDER = CASE / "later" / "2026-01_2026-03"
PAGE = (ROOT / "docs" / "score.md").read_text(encoding="utf-8")
SHA256 = {
    "forecasts.parquet": "71953e9d1c0fb94e1c6207721c6d180849edba350f9d0b995d25b6fe041276da",
    "record.csv": "fbaf924216c6fa74107b17ae50f99e7162461d02d58667197803740517edc7f2",
}
COUNTED = {"2026-01": (4452, 651), "2026-02": (5059, 548), "2026-03": (6462, 525)}
KEYS = ["model", "target", "month"]


@pytest.fixture(scope="module")
def record() -> Record:
    return read_record(FOLDER / "record.csv", repeated_rows=0)


@pytest.fixture(scope="module")
def kept() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "scores.csv").set_index(KEYS).sort_index()


@pytest.fixture(scope="module")
def quantiles() -> pd.DataFrame:
    """The stored quantiles of origin 2025-12, rows in the order of `KEYS`."""
    table = pd.read_parquet(FOLDER / "forecasts.parquet").astype({"model": str, "origin": str, "target": str})
    table = table[(table["origin"] == "2025-12") & (table["horizon"] <= 3)]
    table["month"] = [f"2026-{horizon:02}" for horizon in table["horizon"]]
    return table.set_index(KEYS).sort_index().filter(regex=r"^q\d+$")


def test_forecasts_and_record_are_the_files_that_were_scored() -> None:
    for name, digest in SHA256.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
        assert digest in PAGE


def test_the_record_holds_every_day_and_the_months_add_up(record: Record) -> None:
    months = record.monthly()
    assert {str(m): (int(r["launched"]), int(r["leaked"])) for m, r in months.iterrows()} == COUNTED
    assert (record.daily() > 0).all()
    assert len(record.daily()) == 90


def test_scores_from_the_stored_quantiles(kept: pd.DataFrame, quantiles: pd.DataFrame) -> None:
    """By the rules themselves, without the code that scores hub files."""
    assert quantiles.index.equals(kept.index)
    assert len(kept) == 17 * 3 + 9 * 3 + 17 * 3
    launched = np.array([COUNTED[month][0] for _, _, month in kept.index], dtype=float)
    leaked = np.array([COUNTED[month][1] for _, _, month in kept.index], dtype=float)
    target = kept.index.get_level_values("target")
    truth = np.select([target == "launches", target == "leakers"], [launched, leaked], leaked / launched)
    q = quantiles.to_numpy(dtype=float).T
    share = np.asarray(target == "leak_share")
    log_q, log_truth = (
        np.where(share, np.log(x / (1 - np.where(share, x, 0))), np.log1p(x)) for x in (q, truth)
    )
    assert kept["counted"].to_numpy() == pytest.approx(truth, abs=6e-6)
    for scale, x, y in (("raw", q, truth), ("log", log_q, log_truth)):
        close = {"rel": 1e-3, "abs": 6e-3} if scale == "raw" else {"rel": 1e-3, "abs": 2e-5}
        assert kept[f"crps_{scale}"].to_numpy() == pytest.approx(
            crps_quantile(x, y, levels=FINE_LEVELS), **close
        )
        assert kept[f"wis_{scale}"].to_numpy() == pytest.approx(wis(x, y, levels=FINE_LEVELS).total, **close)
    for level, low, high in (("50", "q250", "q750"), ("80", "q100", "q900"), ("95", "q025", "q975")):
        assert kept[f"low{level}"].to_numpy() == pytest.approx(quantiles[low].to_numpy(), rel=1e-3, abs=6e-6)
        assert kept[f"high{level}"].to_numpy() == pytest.approx(
            quantiles[high].to_numpy(), rel=1e-3, abs=6e-6
        )
        inside = (quantiles[low].to_numpy() <= truth) & (truth <= quantiles[high].to_numpy())
        assert kept[f"in{level}"].astype(bool).tolist() == inside.tolist()


def test_the_command_gives_the_same(kept: pd.DataFrame, record: Record, tmp_path: Path) -> None:
    one = pd.read_parquet(FOLDER / "forecasts.parquet", filters=[("origin", "==", "2025-12")])
    one.to_parquet(tmp_path / "forecasts.parquet")
    found = score_hub(tmp_path, record, since="2026-01").set_index(KEYS).sort_index()
    for name in ("median", "crps_raw", "crps_log", "wis_raw", "wis_log"):
        tolerance = 2e-5 if name.endswith("_log") else 6e-3
        assert found[name].to_numpy() == pytest.approx(kept[name].to_numpy(), abs=tolerance), name
    walk = found.loc["baseline-random_walk"]
    for scale in ("raw", "log"):
        for model, rows in found.groupby("model"):
            skill = 1 - (rows.loc[model, f"crps_{scale}"] / walk[f"crps_{scale}"])
            expected = kept.loc[model, f"skill_{scale}"]
            assert skill[expected.index].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-4)


def test_the_page_shows_the_kept_scores(kept: pd.DataFrame) -> None:
    block = PAGE.partition("<!-- made before: begin -->")[2].partition("<!-- made before: end -->")[0]
    rows = [[cell.strip(" *`") for cell in line.split("|")[1:-1]] for line in block.splitlines() if line]
    shown = {row[0]: row for row in rows}
    for month in COUNTED:
        cells = kept.loc[("tocsin-ensemble", "launches", month)]
        row = shown[f"launches, {month}"]
        assert row[1:3] == [f"{cells['counted']:,.0f}", f"{cells['median']:,.0f}"]
        assert row[8:10] == [f"{cells['wis_raw']:,.0f}", f"{cells['crps_log']:.3f}"]
    for model in kept.index.get_level_values("model").unique():
        cells = kept.loc[(model, "launches")]
        assert shown[model][1] == " / ".join(f"{value:,.0f}" for value in cells["median"])
        assert float(shown[model][2]) == pytest.approx(cells["crps_log"].mean(), abs=6e-4)


def test_the_folder_lies_too_deep_to_change_the_case() -> None:
    """The case's hash reads its folder and one level below; a record of later months belongs to neither."""
    assert all(item.is_dir() for item in (CASE / "later").iterdir())
