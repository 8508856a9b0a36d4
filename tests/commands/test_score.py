"""`tocsin score` from the command line, and what it prints."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tocsin.case import Case
from tocsin.commands import score as commands
from tocsin.errors import InputError
from tocsin.programme.fit.origins import OriginFit
from tocsin.score.replay.tables import as_json, as_text

CASES = Path(__file__).parents[2] / "cases"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    arguments = parser.parse_args(["score", *words])
    return int(arguments.run(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("TOCSIN_CACHE", raising=False)
    monkeypatch.setattr("tocsin.score.replay.models.PEERS", ())  # their import alone takes seconds
    shutil.copytree(CASES / "miniature", tmp_path / "case")
    return tmp_path


def test_score_store_hub_and_rescore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, hub = str(folder / "case"), str(folder / "hub")
    origins = ("--origins", "2025-01:2025-03", "--draws", "200", "--quiet")
    assert run(case, *origins, "--store", "--hub", hub, "--json") == 0
    out = json.loads(capsys.readouterr().out)
    assert {row["target"] for row in out["coverage"]} == {"launches", "leak_share", "leakers"}
    assert sorted(file.name for file in (folder / "case" / "backtest").iterdir()) == [
        "about.json", "excluded.csv", "forecasts.parquet", "nights.parquet", "pairs.parquet"
    ]  # fmt: skip
    assert any((folder / "cache" / "tocsin" / "backtest").rglob("*"))
    assert run("--forecasts", hub, "--record", str(folder / "case" / "record.csv")) == 0
    assert "launches: CRPS skill" in capsys.readouterr().out
    stored = str(folder / "case" / "backtest")
    assert (
        run("--forecasts", stored, "--record", str(folder / "case" / "record.csv"), "--since", "2025-03") == 0
    )
    assert capsys.readouterr().out.startswith("Months scored: 2025-03\n")


def test_fits_are_made_first_and_those_that_failed_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(case: Case, origins: tuple[str, ...], *, fresh: bool, progress: object) -> list[OriginFit]:
        return [
            OriginFit(month, "", np.ones((2, 12)), np.ones(2), {"converged": month > "2025-01"})
            for month in origins
        ]

    monkeypatch.setattr("tocsin.programme.fit.fitting.fit_origins", made)
    run(str(folder / "case"), "--origins", "2025-01:2025-02", "--draws", "200", "--quiet", "--fits")
    said = capsys.readouterr()
    assert "2 fits made, not converged: 2025-01" in said.err
    assert "no fit is kept: tocsin score CASE --fits" in said.out


def test_errors_say_what_to_do(folder: Path) -> None:
    case = str(folder / "case")
    with pytest.raises(InputError, match="no case is named"):
        run()
    with pytest.raises(InputError, match="go together"):
        run("--forecasts", "somewhere")
    with pytest.raises(InputError, match="runs backwards"):
        run(case, "--origins", "2025-03:2025-01")
    with pytest.raises(InputError, match="YYYY-MM"):
        run(case, "--origins", "spring")
    with pytest.raises(InputError, match="no origin to score"):
        run(case, "--origins", "2030-01:2030-02")
    with pytest.raises(InputError, match="is missing"):
        run("--forecasts", str(folder / "case"), "--record", str(folder / "none.csv"))


@pytest.mark.parametrize(("option", "value"), [("--draws", "5"), ("--seed", "-1"), ("--since", "spring")])
def test_options_too_small_are_refused(
    folder: Path, option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(str(folder / "case"), option, value)
    assert "must be a" in capsys.readouterr().err


def test_as_of_limits_origins(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(str(folder / "case"), "--as-of", "2025-03-01", "--draws", "200", "--json", "--quiet")
    out = json.loads(capsys.readouterr().out)
    assert out["pairs"] > 0
    assert not any(row["n"] > 1 for row in out["skill"])  # one origin, one month known after it


def test_text_of_nothing() -> None:
    assert "No pair to score yet" in as_text(pd.DataFrame(), None, None)
    assert json.loads(as_json(pd.DataFrame(), None))["pairs"] == 0


def test_text_shows_nights_and_exclusions() -> None:
    rng = np.random.default_rng(1)
    nights = pd.DataFrame(rng.random((40, 6)), columns=[f"{m}_{s}" for m in ("model", "model_size", "walk")
                                                         for s in ("raw", "log")])  # fmt: skip
    pairs = pd.DataFrame([{"model": "tocsin-ensemble", "origin": "2025-01", "target": "launches", "horizon": 1,
                           "month": "2025-02", "crps_raw": 1.0, "crps_log": 1.0, "in50": 1.0, "in80": 1.0,
                           "in95": 1.0, "bias": 0.0}])  # fmt: skip
    excluded = pd.DataFrame(
        [{"model": "baseline-auto_ets", "origin": "2025-01", "target": "launches", "reason": "x"}]
    )
    text = as_text(pairs, nights, excluded)
    assert "one night ahead" in text
    assert "baseline-auto_ets" in text
