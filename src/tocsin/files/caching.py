"""Results kept from run to run in one bounded folder: checked on reading, and never the reason why a run fails."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path, PurePosixPath

from tocsin.errors import InputError
from tocsin.files.writing import write_atomic
from tocsin.version import __version__

LIMIT = 256 * 2**20
"""Bytes that all caches together may take; the oldest go first."""
SLACK = LIMIT // 16  # bytes that a process writes before it looks at the whole folder again

_state = {"bypassed": 0, "written": SLACK}


def cache_dir(kind: str = "") -> Path:
    """The folder of one kind of cache, or the one that holds them all.

    It is `tocsin` in `$TOCSIN_CACHE`, else in `$XDG_CACHE_HOME`, else in `~/.cache`. It may not exist and may not be
    writable.
    """
    # The XDG base directory specification: a path that isn't absolute is ignored.
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    base = os.environ.get("TOCSIN_CACHE") or (xdg if Path(xdg).is_absolute() else "")
    if not base:
        try:
            base = str(Path.home() / ".cache")
        except RuntimeError:  # a user without a home
            base = os.devnull  # below it nothing can be kept
    return Path(base) / "tocsin" / kind


@contextmanager
def bypassed() -> Iterator[None]:
    """Make every cache of this process believe nothing that is kept, as `--fresh` asks; what is made is kept anew."""
    _state["bypassed"] += 1
    try:
        yield
    finally:
        _state["bypassed"] -= 1


class Cache:
    """Entries in a folder, each named parts of bytes under the identity of what made them.

    An entry is one file: a line with the SHA-256 of the rest; a line of JSON, the manifest, with version, key and each
    part's length; then the parts. One that doesn't agree is thrown away, as if it had never been kept.

    Parameters
    ----------
    folder
        Usually `cache_dir(kind)`; made where needed.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def get(self, key: str) -> dict[str, bytes] | None:
        """The parts kept under `key`, or None."""
        if _state["bypassed"]:
            return None
        file = self._file(key)
        try:
            found = _unpacked(file.read_bytes(), key)
        except OSError:
            return None
        with suppress(OSError):
            if found is None:
                file.unlink()
            else:
                os.utime(file)  # used now: others are older
        return found

    def put(self, key: str, parts: Mapping[str, bytes]) -> None:
        """Keep `parts` under `key`, if that can be done."""
        data = _packed(parts, key)
        try:
            write_atomic(self._file(key), data, durable=False)
        except InputError:  # no home, no room, no right
            return
        _state["written"] += len(data)
        if _state["written"] > SLACK:
            _state["written"] = 0
            prune()

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.kept"


def prune(limit: int = LIMIT) -> None:
    """Delete what was used longest ago, until the whole cache folder holds at most `limit` bytes."""
    files = []
    for folder, _, names in os.walk(cache_dir()):
        for path in (Path(folder, name) for name in names):
            with suppress(OSError):  # gone meanwhile
                about = path.lstat()
                files.append((about.st_mtime, about.st_size, path))
    total = 0
    for _, size, path in sorted(files, reverse=True):
        total += size
        if total > limit:
            with suppress(OSError):
                path.unlink()
                path.parent.rmdir()  # where nothing else is in it


def _packed(parts: Mapping[str, bytes], key: str) -> bytes:
    lengths = {name: len(data) for name, data in parts.items()}
    manifest = json.dumps({"version": __version__, "key": key, "parts": lengths}).encode()
    rest = b"\n".join([manifest, b"".join(parts.values())])
    return b"\n".join([sha256(rest).hexdigest().encode(), rest])


def _unpacked(data: bytes, key: str) -> dict[str, bytes] | None:
    """The parts of an entry; None where it isn't what was written, or was written by another version or as another."""
    digest, _, rest = data.partition(b"\n")
    if sha256(rest).hexdigest().encode() != digest:
        return None
    head, _, body = rest.partition(b"\n")
    manifest = json.loads(head)
    if [manifest["version"], manifest["key"]] != [__version__, key]:
        return None
    ends = list(accumulate(manifest["parts"].values(), initial=0))
    parts = {name: body[at:end] for name, (at, end) in zip(manifest["parts"], pairwise(ends), strict=True)}
    return parts if all(map(_stays_below, parts)) else None


def _stays_below(name: str) -> bool:
    """Whether a part's name, taken as a path, stays in the folder that it is written to."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
