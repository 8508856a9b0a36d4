"""A content-addressed shelf for finished assessments, so that asking again with nothing changed is instant."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tocsin.case import Case
from tocsin.files import package_hash, write_atomic
from tocsin.version import __version__


def key(case: Case, *, draws: int, seed: int) -> str:
    """Hash of everything an assessment depends on: the case, the date, the options and the code."""
    text = f"{case.content_hash()}|{draws}|{seed}|{__version__}|{package_hash()}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def shelf() -> Path:
    """Where finished assessments are kept; `TOCSIN_CACHE` or `XDG_CACHE_HOME` move it."""
    base = os.environ.get("TOCSIN_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "tocsin" / "assessments"


def find(item: str) -> Path | None:
    """The folder of a finished assessment, or None; a folder appears whole or not at all."""
    folder = shelf() / item
    return folder if (folder / "assessment.json").is_file() else None


def load(item: str) -> dict[str, Any] | None:
    """A stored assessment.json, or None."""
    folder = find(item)
    return None if folder is None else json.loads((folder / "assessment.json").read_text(encoding="utf-8"))


def put(item: str, source: Path) -> None:
    """Shelve a finished output folder; a concurrent run that was faster wins. A full disk is no error."""
    target = shelf() / item
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as staging:
            shutil.copytree(source, Path(staging) / "item")
            (Path(staging) / "item").rename(target)
    except OSError:
        return


def copy_into(folder: Path, out: Path) -> None:
    """Lay a shelved folder's files into `out`, skipping those already there with the same bytes."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            target, data = out / file.relative_to(folder), file.read_bytes()
            if not (target.is_file() and target.read_bytes() == data):
                write_atomic(target, data)
