from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tocsin.answers import store
from tocsin.case import load_case
from tocsin.files import cache_dir

CASE = Path(__file__).parents[2] / "cases" / "miniature"
PARTS = {"assessment.json": b'{"case": "x"}', "figures/a.svg": b"<svg/>"}


@pytest.fixture(autouse=True)
def own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "cache"))


def test_an_assessment_comes_back_whole(tmp_path: Path) -> None:
    assert store.find("k") is None
    store.put("k", PARTS)
    kept = store.find("k")
    assert kept == PARTS
    store.write(kept, tmp_path / "out")
    assert (tmp_path / "out" / "figures" / "a.svg").read_bytes() == b"<svg/>"
    assert store.load("k") == {"case": "x"}


def test_a_broken_assessment_is_not_believed() -> None:
    store.put("k", PARTS)
    (file,) = cache_dir("assessments").iterdir()
    file.write_bytes(file.read_bytes()[:-3])
    assert store.find("k") is None
    assert store.load("k") is None


def test_what_is_the_same_already_is_not_written_again(tmp_path: Path) -> None:
    store.write(PARTS, tmp_path)
    before = (tmp_path / "assessment.json").stat().st_mtime_ns
    store.write(PARTS, tmp_path)
    assert (tmp_path / "assessment.json").stat().st_mtime_ns == before


def test_the_key_changes_with_case_date_and_options(tmp_path: Path) -> None:
    case = load_case(CASE)
    keys = {
        store.key(case.as_of(day), draws=draws, seed=seed)
        for day, draws, seed in (("2025-03-01", 100, 1), ("2025-03-02", 100, 1), ("2025-03-01", 200, 1), ("2025-03-01", 100, 2))
    }  # fmt: skip
    assert len(keys) == 4
    (tmp_path / "claims.csv").write_bytes((CASE / "claims.csv").read_bytes() + b"\n")
    assert store.key(replace(case, path=tmp_path).as_of("2025-03-01"), draws=100, seed=1) not in keys
