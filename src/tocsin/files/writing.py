"""One way to write a file: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tocsin.errors import InputError, Problem


def write_atomic(path: str | Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file's content in one step: a reader, or a killed run, sees the old bytes or the new ones.

    Missing folders are made; a file that is replaced keeps its permissions. What needn't be `durable` may be lost or
    cut short if the machine stops within seconds.

    Raises
    ------
    InputError
        If the place cannot be written to.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data, durable)
    except OSError as error:
        raise unwritable(target, error) from error


def unwritable(path: Path, error: OSError) -> InputError:
    """What to raise where a file or folder can't be written to."""
    remedy = "Choose a folder that you may write to and that has room."
    return InputError(Problem(f"cannot be written ({error.strerror or error})", remedy, file=str(path)))


def _replace(target: Path, data: bytes, durable: bool) -> None:
    # The part lies beside its target, because a file is renamed in one step only within a file system.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        # mkstemp's own permissions would hide the file from everybody else.
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
