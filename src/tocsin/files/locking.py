"""One writer at a time in a case's folder: what is read, changed and written back must not cross another's change."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tocsin.errors import InputError, Problem
from tocsin.files.writing import unwritable

PATIENCE_S = 60.0
LOCK, HOLDER = ".tocsin.lock", ".tocsin.lock.by"
"""Hidden files in the folder. The lock stays, empty: to delete it would let two writers in who see two files."""


@contextmanager
def locked(folder: str | Path, *, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold a folder against other writers, other processes and other threads, for the length of a `with` block.

    Reading needs no lock, as files are replaced whole; so a case that can't be written to can be read. Whoever holds
    it may take it again. A folder that isn't there yet has nothing to lose and isn't locked.

    Parameters
    ----------
    patience_s
        Seconds to wait for another writer.

    Raises
    ------
    InputError
        If it can't be written to, or another writer is still at it after `patience_s`; it says who.
    """
    home = Path(folder).resolve()
    if not home.is_dir():
        yield
        return
    from filelock import FileLock, Timeout

    lock = FileLock(home / LOCK, is_singleton=True)  # one a process: whoever holds it may take it again
    try:
        lock.acquire(timeout=patience_s)
    except Timeout:
        raise InputError(
            Problem(
                f"{_holder(home)} is changing this folder",
                "Wait for it or end it, then run this again.",
                str(home),
            )
        ) from None
    except OSError as error:
        raise unwritable(home, error) from error
    try:
        if lock.lock_counter == 1:
            _sign(home)
        yield
    finally:
        if lock.lock_counter == 1:
            with suppress(OSError):
                (home / HOLDER).unlink(missing_ok=True)
        lock.release()


def _sign(home: Path) -> None:
    """Say who holds the lock; only words for whoever waits, so a full disk is no error."""
    about = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]]),
        "since": datetime.now().isoformat(" ", "seconds"),
    }
    with suppress(OSError):
        (home / HOLDER).write_text(json.dumps(about), encoding="utf-8")


def _holder(home: Path) -> str:
    try:
        about = json.loads((home / HOLDER).read_text(encoding="utf-8"))
        return "process {process} on {host} ({command}), since {since},".format(**about)
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
