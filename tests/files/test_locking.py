from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.files import locked, locking

HOLD = """
import sys
from tocsin.files import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_holds_a_folder_is_named_to_whoever_waits_too_long(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InputError) as caught, locked(tmp_path, patience_s=0.2):
            pytest.fail("two writers at once")
        holder.communicate("")
    for word in (f"process {holder.pid} on", "since 20", str(tmp_path), "Wait for it"):
        assert word in str(caught.value)
    with locked(tmp_path, patience_s=0.2):  # free again
        pass
    assert [file.name for file in tmp_path.iterdir()] == [locking.LOCK]
    assert (tmp_path / locking.LOCK).read_bytes() == b""


def test_a_holder_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    with locked(tmp_path, patience_s=5):
        assert str(os.getpid()) in (tmp_path / locking.HOLDER).read_text(encoding="utf-8")


def test_whoever_holds_a_folder_may_take_it_again_and_another_thread_may_not(tmp_path: Path) -> None:
    said: list[str] = []

    def other() -> None:
        try:
            with locked(tmp_path, patience_s=0.2):
                said.append("in")
        except InputError as error:
            said.append(str(error))

    with locked(tmp_path):
        with locked(tmp_path / "." / "", patience_s=0.2):
            pass
        assert (tmp_path / locking.HOLDER).exists()  # the inner one gave nothing up
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(said) == 1
    assert f"process {os.getpid()}" in said[0]


def test_a_folder_that_is_not_there_is_neither_locked_nor_made(tmp_path: Path) -> None:
    with locked(tmp_path / "new"):
        pass
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / locking.LOCK).mkdir()  # as good as read-only, whoever asks
    with pytest.raises(InputError, match="cannot be written"), locked(tmp_path):
        pytest.fail("no lock can be had")


def test_what_a_holder_left_broken_still_says_that_there_is_one(tmp_path: Path) -> None:
    with locked(tmp_path):
        (tmp_path / locking.HOLDER).write_text('{"process": 1', encoding="utf-8")
        assert locking._holder(tmp_path) == "another process"
