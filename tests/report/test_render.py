"""The page is a function of what is stored: drawn again from assessment.json and draws, it is the same to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from fake_assessment import fake_assessment
from tocsin.answers.core import draws_frame, read_assessment
from tocsin.commands.cli import main
from tocsin.errors import InputError


def stored(folder: Path) -> Path:
    found = fake_assessment()
    folder.mkdir()
    (folder / "assessment.json").write_text(found.dumps(), encoding="utf-8")
    draws_frame(list(found.answers.values())).to_parquet(folder / "draws.parquet", index=False)
    return folder


def test_the_stored_assessment_reads_back_whole(tmp_path: Path) -> None:
    found = read_assessment(stored(tmp_path / "out"))
    assert found.dumps() == fake_assessment().dumps()
    assert found["output.when"].draws.keys() == fake_assessment()["output.when"].draws.keys()


def test_rendered_again_the_page_has_the_same_bytes(tmp_path: Path, report_folder: Path) -> None:
    folder = stored(tmp_path / "out")
    assert main(["render", str(folder)]) == 0
    assert (folder / "report.html").read_bytes() == (report_folder / "report.html").read_bytes()


def test_a_damaged_assessment_is_named(tmp_path: Path) -> None:
    folder = stored(tmp_path / "out")
    (folder / "assessment.json").write_text('{"case": "x"', encoding="utf-8")
    with pytest.raises(InputError, match="can't be read"):
        read_assessment(folder)
    with pytest.raises(InputError, match="no such file"):
        read_assessment(tmp_path)
