from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.files import identifying, identity

FILES = {
    "__init__.py": "",
    "periods.py": "DAYS = 30\n",
    "programme/__init__.py": "",
    "programme/flow.py": "def flow(): ...\n",
    "programme/data/priors.toml": "spread = 1\n",
    "programme/fit/__init__.py": "",
    "programme/fit/sampler.py": "def sample(): ...\n",
    "report/__init__.py": "",
    "report/page.py": "def page(): ...\n",
}
Identity = Callable[..., str]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of three rooms, which this process has not read yet."""
    folder = tmp_path / "lib" / "house"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder


def _afresh(**what: object) -> str:
    identifying._code.cache_clear()
    return identity(**what)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_a_touched_file_changes_the_identity_of_its_room_and_of_no_other(house: Path, name: str) -> None:
    rooms = ("house.periods", "house.programme", "house.report")
    before = {room: _afresh(rooms=[room]) for room in rooms}
    whole = _afresh(rooms=["house"])
    with (house / name).open("a", encoding="utf-8") as file:
        file.write("# touched\n")
    changed = {room for room in rooms if _afresh(rooms=[room]) != before[room]}
    top = name.split("/")[0].removesuffix(".py")
    assert changed == ({f"house.{top}"} if f"house.{top}" in rooms else set())
    assert _afresh(rooms=["house"]) != whole


def test_a_file_added_renamed_or_deleted_changes_the_identity(house: Path) -> None:
    seen = [_afresh(rooms=["house.programme"])]
    (house / "programme" / "stock.py").write_text("", encoding="utf-8")
    seen.append(_afresh(rooms=["house.programme"]))
    (house / "programme" / "stock.py").rename(house / "programme" / "stocks.py")
    seen.append(_afresh(rooms=["house.programme"]))
    (house / "programme" / "flow.py").unlink()
    seen.append(_afresh(rooms=["house.programme"]))
    assert len(set(seen)) == len(seen)


def test_compiled_files_and_hidden_ones_count_for_nothing(house: Path) -> None:
    before = _afresh(rooms=["house"])
    (house / "__pycache__").mkdir()
    (house / "__pycache__" / "periods.pyc").write_bytes(b"1")
    (house / ".periods.py.part").write_bytes(b"1")
    assert _afresh(rooms=["house"]) == before


@pytest.mark.parametrize("name", ["programme/fit/sampler.py", "programme/fit/__init__.py"])
def test_what_is_left_out_counts_for_nothing(house: Path, name: str) -> None:
    def now() -> str:
        return _afresh(rooms=["house.programme"], without=["house.programme.fit"])

    before = now()
    (house / name).write_text("# touched\n", encoding="utf-8")
    assert now() == before
    (house / "programme" / "flow.py").write_text("# touched\n", encoding="utf-8")
    assert now() != before


def test_a_room_that_moved_is_an_error_rather_than_left_out(house: Path) -> None:
    (house / "programme" / "flow.py").unlink()
    for room in ("house.programme.flow", "house.nowhere", "nowhere", "house.programme.data"):
        with pytest.raises(ValueError, match=f"no such room: {room}"):
            _afresh(rooms=[room])
    with pytest.raises(ValueError, match="no such room"):
        _afresh(rooms=["house.programme"], without=["house.programme.flow"])
    with pytest.raises(ValueError, match="in none of its rooms"):
        _afresh(rooms=["house.report"], without=["house.programme.fit"])
    (house / "report" / "__init__.py").unlink()  # what is left of a package that moved
    with pytest.raises(ValueError, match="no such room"):
        _afresh(rooms=["house.report"])


def test_a_module_of_a_package_shared_by_distributions_is_found(house: Path) -> None:
    (house / "__init__.py").unlink()
    before = _afresh(rooms=["house.programme"])
    (house / "programme" / "flow.py").write_text("# touched\n", encoding="utf-8")
    assert _afresh(rooms=["house.programme"]) != before
    with pytest.raises(ValueError, match="no such room"):
        _afresh(rooms=["house"])


def test_case_files_count_by_name_and_bytes_wherever_the_case_lies(tmp_path: Path) -> None:
    here, there = tmp_path / "here" / "case", tmp_path / "there" / "case"
    for case in (here, there):
        (case / "fits").mkdir(parents=True)
        (case / "claims.csv").write_text("id\n", encoding="utf-8")
        (case / "fits" / "a.npz").write_bytes(b"1")
    before = identity(files=[here])
    assert identity(files=[there]) == before
    (there / "fits" / "a.npz").rename(there / "fits" / "b.npz")
    assert identity(files=[there]) != before
    claims = [here / "claims.csv", here / "record.csv"]
    absent = identity(files=claims)
    (here / "record.csv").write_text("", encoding="utf-8")
    assert identity(files=claims) != absent


@dataclass(frozen=True)
class _Setting:
    day: date
    folder: Path
    words: frozenset[str]


@given(st.dictionaries(st.text(), st.integers() | st.floats() | st.text() | st.none() | st.booleans()))
def test_settings_count_whatever_their_order(settings: dict[str, object]) -> None:
    assert identity(settings=settings) == identity(settings=dict(reversed(settings.items())))
    assert identity(settings={**settings, "another": 1}) != identity(settings={**settings, "another": 2})


def test_settings_may_be_dates_paths_sets_and_dataclasses() -> None:
    one, other = (_Setting(date(2026, 1, day), Path("out"), frozenset("ab")) for day in (1, 2))
    assert identity(settings={"all": [one]}) == identity(settings={"all": [one]})
    assert identity(settings={"all": [one]}) != identity(settings={"all": [other]})
    with pytest.raises(TypeError, match="no lasting text"):
        identity(settings={"object": object()})


def test_versions_of_libraries_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> str:
        identifying._version.cache_clear()
        return identity(libraries=["numpy", "no-such-library"])

    before = now()
    monkeypatch.setattr(identifying.metadata, "version", lambda name: "99")
    assert now() != before
    identifying._version.cache_clear()


def test_the_identity_of_the_whole_package_takes_a_moment() -> None:
    took = []
    for _ in range(5):
        start = time.process_time()
        _afresh(rooms=["tocsin"])
        took.append(time.process_time() - start)
    assert min(took) < 0.05
