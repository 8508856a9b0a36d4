from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.files import Cache, bypassed, cache_dir, caching, writing

PARTS = {"assessment.json": b'{"case": "x"}\n', "figures/launches.svg": b"<svg/>", "empty": b""}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def cache() -> Cache:
    return Cache(cache_dir("charts"))


def _entry(cache: Cache) -> Path:
    (file,) = cache.folder.iterdir()
    return file


def test_what_is_kept_comes_back(cache: Cache) -> None:
    assert cache.get("key") is None
    cache.put("key", PARTS)
    assert cache.get("key") == PARTS
    cache.put("key", {"other": b"1"})
    assert cache.get("key") == {"other": b"1"}
    assert cache.get("another") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_an_entry_that_was_cut_or_changed_is_not_believed(cache: Cache, data: st.DataObject) -> None:
    cache.put("key", PARTS)
    file = _entry(cache)
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1), "at")
    how = data.draw(st.sampled_from(["cut", "change", "insert", "delete"]), "how")
    some = bytes([data.draw(st.integers(0, 255), "byte")])
    changed = {
        "cut": whole[:at],
        "change": whole[:at] + some + whole[at + 1 :],
        "insert": whole[:at] + some + whole[at:],
        "delete": whole[:at] + whole[at + 1 :],
    }[how]
    file.write_bytes(changed)
    assert cache.get("key") == (PARTS if changed == whole else None)
    cache.put("key", PARTS)
    assert cache.get("key") == PARTS


def test_a_broken_entry_goes(cache: Cache) -> None:
    cache.put("key", PARTS)
    _entry(cache).write_bytes(b"")
    assert cache.get("key") is None
    assert list(cache.folder.iterdir()) == []


def test_an_entry_of_another_key_or_version_is_not_believed(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put("key", PARTS)
    _entry(cache).rename(cache.folder / "other.kept")
    assert cache.get("other") is None
    cache.put("key", PARTS)
    monkeypatch.setattr(caching, "__version__", "99")
    assert cache.get("key") is None


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "figures/../../outside"])
def test_a_part_that_would_be_written_elsewhere_is_not_believed(cache: Cache, name: str) -> None:
    cache.put("key", {name: b"1"})
    assert cache.get("key") is None


def test_bypassed_caches_believe_nothing_and_keep_what_is_made(cache: Cache) -> None:
    cache.put("key", PARTS)
    with bypassed():
        assert cache.get("key") is None
        cache.put("key", {"made": b"anew"})
        seen: list[object] = []
        thread = threading.Thread(target=lambda: seen.append(cache.get("key")))
        thread.start()
        thread.join()
        assert seen == [None]
    assert cache.get("key") == {"made": b"anew"}


@pytest.mark.parametrize("where", ["/dev/null/x", "/proc/nowhere"])
def test_a_folder_that_cannot_be_written_to_is_no_error(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CACHE", where)
    cache = Cache(cache_dir("charts"))
    cache.put("key", PARTS)
    assert cache.get("key") is None
    caching.prune(0)


def test_a_full_disk_is_no_error_and_leaves_nothing_behind(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put("old", PARTS)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing.os, "fdopen", full)
    cache.put("key", PARTS)
    monkeypatch.undo()
    monkeypatch.setenv("TOCSIN_CACHE", str(cache.folder.parents[1]))
    assert cache.get("key") is None
    assert cache.get("old") == PARTS
    assert [file.name for file in cache.folder.iterdir()] == ["old.kept"]


def test_the_folder_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_dir("charts") == tmp_path / "cache" / "tocsin" / "charts"
    monkeypatch.delenv("TOCSIN_CACHE")
    assert cache_dir("charts") == tmp_path / "xdg" / "tocsin" / "charts"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_dir() == tmp_path / "home" / ".cache" / "tocsin"

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(caching.Path, "home", homeless)
    cache = Cache(cache_dir("charts"))
    cache.put("key", PARTS)
    assert cache.get("key") is None


def test_pruning_deletes_what_was_used_longest_ago(tmp_path: Path, cache: Cache) -> None:
    others = Cache(cache_dir("backtest"))
    for age, (where, key) in enumerate([(cache, "c"), (others, "b"), (cache, "a")]):
        where.put(key, {"part": bytes(1000)})
        os.utime(where.folder / f"{key}.kept", (1000 - age, 1000 - age))
    left_by_an_older_version = cache_dir("assessments") / "x" / "assessment.json"
    left_by_an_older_version.parent.mkdir(parents=True)
    left_by_an_older_version.write_bytes(bytes(1000))
    os.utime(left_by_an_older_version, (1, 1))
    assert cache.get("a") is not None  # used now
    outside = tmp_path / "cache" / "other"
    outside.write_bytes(bytes(5000))
    caching.prune(2500)
    assert cache.get("a") is not None
    assert cache.get("c") is not None
    assert others.get("b") is None
    assert not left_by_an_older_version.parent.exists()
    assert outside.exists()


def test_a_process_prunes_as_it_writes(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "LIMIT", 20_000)
    monkeypatch.setattr(caching, "SLACK", 2_000)
    monkeypatch.setattr(caching.prune, "__defaults__", (20_000,))
    for number in range(60):
        cache.put(str(number), {"part": bytes(1000)})
        os.utime(cache.folder / f"{number}.kept", (number, number))
    sizes = [file.stat().st_size for file in cache.folder.iterdir()]
    assert sum(sizes) < 20_000 + 2_000 + 2_000
    assert cache.get("59") is not None
    assert cache.get("0") is None
