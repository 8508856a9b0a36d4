"""The promised commands, run as a user runs them, on the miniature case."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from fake_assessment import fake_assessment, spread
from tocsin.answers.core import Assessment
from tocsin.commands import sweep
from tocsin.commands.cli import build_parser, main
from tocsin.files import Cache, cache_dir
from tocsin.report.render import Renderer

ROOT = Path(__file__).parents[2]
CASE = str(ROOT / "cases" / "miniature")
PROMISED = {
    "new", "assess", "claims", "read", "record", "fit", "score", "why", "diff", "export", "warning", "serve", "sweep",
}  # fmt: skip
FEW = ["--draws", "100", "--quiet"]


@pytest.fixture(autouse=True)
def own_shelf(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One shelf for the whole run of this file, apart from the user's."""
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path_factory.getbasetemp() / "shelf"))


def test_every_promised_command_exists() -> None:
    actions = [action for action in build_parser()._actions if action.dest == "command"]
    assert set(actions[0].choices or ()) >= PROMISED


def test_import_is_light() -> None:
    heavy = "numpy,pandas,numba,jax,altair,scipy,pyproj"
    code = f"import sys, tocsin; print([name for name in {heavy.split(',')!r} if name in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_assess_writes_once_and_then_remembers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["assess", CASE, "--out", str(out), "--no-report", *FEW]) == 0
    first = (out / "assessment.json").read_bytes()
    assert "Nothing changed" not in capsys.readouterr().out
    assert main(["assess", CASE, "--out", str(out), "--no-report", *FEW]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    assert (out / "assessment.json").read_bytes() == first
    assert (out / "draws.parquet").stat().st_size > 1000
    assert main(["assess", CASE, "--out", str(out), "--no-report", "--json", *FEW]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == "miniature"


@pytest.fixture
def assessed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """An assessment and a report of one chart that take no time, on a shelf of their own: how often they were made."""
    made: list[str] = []
    rows = [{"period": f"2025-{month:02d}", **spread(100 * month, 0.5)} for month in range(1, 13)]

    def write(assessment: Assessment, out: Path, **_: object) -> list[Path]:
        page = out / "report.html"
        page.write_text(Renderer().svg("fan", {"rows": rows, "unit": "u"}, 400), encoding="utf-8")
        return [page]

    def assess(*_: object, **__: object) -> Assessment:
        made.append("assessed")
        return fake_assessment(keep={"launches"})

    monkeypatch.setattr("tocsin.answers.assess", assess)
    monkeypatch.setattr("tocsin.report.write", write)
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "shelf"))
    return made


def test_a_broken_stored_assessment_never_overwrites_a_good_one(assessed: list[str], tmp_path: Path) -> None:
    command = ["assess", CASE, "--out", str(tmp_path / "out"), "--no-report", *FEW]
    assert main(command) == 0
    good = (tmp_path / "out" / "assessment.json").read_bytes()
    (stored,) = cache_dir("assessments").iterdir()
    stored.write_bytes(stored.read_bytes()[:-100])
    assert main(command) == 0
    assert (tmp_path / "out" / "assessment.json").read_bytes() == good
    assert len(assessed) == 2
    assert main(command) == 0
    assert len(assessed) == 2


def test_fresh_believes_no_cache(
    assessed: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    original, found = Cache.get, []

    def get(cache: Cache, key: str) -> dict[str, bytes] | None:
        kept = original(cache, key)
        found.append((cache.folder.name, kept is not None))
        return kept

    monkeypatch.setattr(Cache, "get", get)
    command = ["assess", CASE, "--out", str(tmp_path / "out"), *FEW]
    assert main(command) == 0
    found.clear()
    assert main([*command, "--fresh"]) == 0
    assert {name for name, _ in found} == {"assessments", "charts"}
    assert not any(kept for name, kept in found)
    assert len(assessed) == 2


def test_a_failure_while_drawing_loses_no_number(
    assessed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr("tocsin.report.write", fails)
    with pytest.raises(RuntimeError, match="no ink"):
        main(["assess", CASE, "--out", str(tmp_path / "out"), *FEW])
    assert "The numbers are in" in capsys.readouterr().err
    written = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    assert set(written["answers"]) == {"launches"}
    assert (tmp_path / "out" / "draws.parquet").stat().st_size > 1000


def test_a_home_that_cannot_be_written_to_fails_no_run(
    assessed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "TOCSIN_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "/dev/null/nobody")
    assert main(["assess", CASE, "--out", str(tmp_path / "out"), *FEW]) == 0
    assert (tmp_path / "out" / "report.html").stat().st_size > 1000


def test_why_ends_at_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", CASE, "output.when", *FEW]) == 0
    assert "M04 · 2025-01-10 · Invented Times" in capsys.readouterr().out


def test_assess_writes_its_draws_although_why_was_asked_first(tmp_path: Path) -> None:
    few = ["--as-of", "2025-03-01", *FEW]
    assert main(["why", CASE, "launches", *few]) == 0
    assert main(["assess", CASE, "--out", str(tmp_path), "--no-report", *few]) == 0
    assert (tmp_path / "draws.parquet").stat().st_size > 1000


def test_only_files_of_this_run_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.html").write_text("of another date")
    assert main(["assess", CASE, "--out", str(tmp_path), "--no-report", *FEW]) == 0
    assert "report.html" not in capsys.readouterr().out
    assert main(["assess", CASE, "--out", str(tmp_path), "--no-report", "--pdf", *FEW]) == 2
    assert "no report to print" in capsys.readouterr().err


def test_an_unknown_answer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", CASE, "output.wen", *FEW]) == 2
    assert "output.wen" in capsys.readouterr().err


def test_diff_names_the_claims_that_moved_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", CASE, "--as-of", "2025-02-25", "--as-of", "2025-04-01", "--json", *FEW]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["new_claims"]) == {"M10", "M11", "M12"}
    assert {claim for mover in found["movers"] for claim in mover["claims"]} <= set(found["new_claims"])
    assert any(change["answer"] == "launches" for change in found["changes"])


def test_diff_needs_two_dates(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", CASE, "--as-of", "2025-02-25", *FEW]) == 2
    assert "two dates" in capsys.readouterr().err


def test_sweep_resumes_where_it_stopped(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("[sweep]\ndraws = 100\n[grid]\nadded_channels = [0.0, 200.0]\n", encoding="utf-8")
    out = tmp_path / "sweep.csv"
    assert main(["sweep", CASE, str(plan), "--out", str(out), "--quiet"]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 2
    assert float(rows[1]["leakers_q50"]) <= float(rows[0]["leakers_q50"])
    before = out.read_bytes()
    assert main(["sweep", CASE, str(plan), "--out", str(out), "--quiet", "--resume"]) == 0
    assert out.read_bytes() == before


def test_record_check_and_claims_check_speak(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "check", CASE]) == 0
    assert "January 2025" in capsys.readouterr().out
    assert main(["claims", "check", CASE, "--json"]) == 0
    assert any(item["rule"] == "relay_changed_number" for item in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("draws", ["-5", "many", "3"])
def test_a_wrong_option_exits_non_zero(draws: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["assess", CASE, "--draws", draws])
    assert caught.value.code == 2


def test_a_sweep_cut_short_resumes_on_a_whole_line(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    plan, out = tmp_path / "plan.toml", folder / "sweep.csv"
    plan.write_text("[grid]\nvolume = [1.0, 1.5]\n", encoding="utf-8")
    options, grid = sweep.read_plan(plan)
    first, second = ({**point, **dict.fromkeys(sweep.COLUMNS, 1.0)} for point in grid.points())
    partial = folder / f".sweep.csv.{sweep._key(Path(CASE), options)}.jsonl"
    partial.parent.mkdir()
    partial.write_text(
        json.dumps(first) + "\n" + json.dumps(second) + "\n" + '{"scenario": "to', encoding="utf-8"
    )
    assert main(["sweep", CASE, str(plan), "--out", str(out), "--quiet", "--resume"]) == 0
    assert len(list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))) == 2


def test_a_sweep_without_values_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("[grid]\nvolume = []\n", encoding="utf-8")
    assert main(["sweep", CASE, str(plan)]) == 2
    assert "grid.volume" in capsys.readouterr().err
