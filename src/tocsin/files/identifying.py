"""One identity for everything that is stored: the code that made it, the files it was made from, its settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def identity(
    *,
    rooms: Collection[str] = (),
    without: Collection[str] = (),
    libraries: Collection[str] = (),
    files: Collection[str | Path] = (),
    settings: Mapping[str, object] | None = None,
) -> str:
    """Hash of what a stored thing depends on: another identity means that it was made from something else.

    Parameters
    ----------
    rooms
        Dotted names of packages or modules whose every file counts, shipped data as well as code:
        ``("tocsin.programme", "tocsin.score.replay.models")``. They are not imported. A process runs the code that
        it has loaded, so each is read once a process.
    without
        Packages or modules inside `rooms` that don't count.
    libraries
        Distributions whose versions count, as pip names them; one that isn't installed counts as absent.
    files
        Files and folders whose names and bytes count; one that isn't there counts as absent.
    settings
        Whatever else decides: numbers, text, dates, paths, dataclasses, and lists, sets and dicts of them.

    Returns
    -------
    str
        24 hexadecimal digits.

    Raises
    ------
    ValueError
        If a room doesn't exist (a file that moved must not silently drop out), or `without` names none inside `rooms`.
    TypeError
        If a setting has no lasting text.

    Examples
    --------
    >>> identity(rooms=["tocsin.periods"]) == identity(rooms=["tocsin.periods"], settings={"draws": 100})
    False
    """
    digest = hashlib.sha256()
    aside = tuple(sorted(without))
    for room in sorted(set(rooms)):
        digest.update(f"room\0{room}\0{_code(room, tuple(n for n in aside if _inside(n, room)))}\0".encode())
    if idle := [name for name in aside if not any(_inside(name, room) for room in rooms)]:
        raise ValueError(f"left out of an identity, but in none of its rooms: {', '.join(idle)}")
    for name in sorted(set(libraries)):
        digest.update(f"library\0{name}\0{_version(name)}\0".encode())
    for path in map(Path, files):
        digest.update(f"file\0{path.name}\0{_content(path)}\0".encode())
    digest.update(json.dumps(settings or {}, sort_keys=True, default=_lasting).encode())
    return digest.hexdigest()[:24]


@cache
def _code(room: str, without: tuple[str, ...]) -> str:
    """Hash of a room's files, those of `without` apart."""
    top = _place(room)
    aside = [_place(name) for name in without]
    found = [file for file in _files(top) if not any(file == out or out in file.parents for out in aside)]
    return _hash(top, found)


@cache
def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "absent"


def _inside(name: str, room: str) -> bool:
    return name.startswith(f"{room}.")


def _place(room: str) -> Path:
    """The folder or file of a package or module, found without importing it."""
    top, *rest = room.split(".")
    spec = find_spec(top)
    starts = [] if spec is None else list(spec.submodule_search_locations or [spec.origin or ""])
    for start in map(Path, starts):
        place = start.joinpath(*rest)
        if (place / "__init__.py").is_file():  # a folder alone may be what a moved package left behind
            return place
        module = place if place.is_file() else place.with_name(f"{place.name}.py")
        if module.is_file():
            return module
    raise ValueError(f"no such room: {room}. A file that moved takes its name in every identity along.")


def _content(path: Path) -> str:
    return _hash(path, _files(path)) if path.exists() else "absent"


def _files(top: Path) -> list[Path]:
    if top.is_file():
        return [top]
    return sorted(file for file in top.rglob("*") if file.is_file() and _counts(file.relative_to(top)))


def _counts(file: Path) -> bool:
    """Compiled files follow from code; hidden ones are locks, parts of files being written, and no part of a case."""
    return not any(part == "__pycache__" or part.startswith(".") for part in file.parts)


def _hash(top: Path, found: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in found:
        data = file.read_bytes()
        digest.update(f"{file.relative_to(top).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _lasting(value: Any) -> object:
    """A setting that JSON doesn't know as something that it does."""
    if isinstance(value, date):  # and a datetime
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {"": type(value).__qualname__} | {
            item.name: getattr(value, item.name) for item in fields(value)
        }
    raise TypeError(f"{type(value).__name__} has no lasting text: give an identity plain settings")
