"""Finished assessments, kept so that asking again with nothing changed is instant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tocsin import doors
from tocsin.answers.core import Assessment, draws_frame
from tocsin.case import Case
from tocsin.files import Cache, cache_dir, identity, write_atomic

# Whose versions decide a number or a line of the report.
LIBRARIES = (
    "numpy",
    "scipy",
    "pandas",
    "numba",
    "pyproj",
    "pyarrow",
    "altair",
    "vl-convert-python",
    "jinja2",
)


def key(case: Case, *, draws: int, seed: int) -> str:
    """Identity of everything an assessment depends on: the case, the date, the options, the code and its libraries."""
    settings = {"case": case.content_hash(), "draws": draws, "seed": seed}
    return identity(rooms=doors.rooms(), libraries=LIBRARIES, settings=settings)


def numbers(assessment: Assessment) -> dict[str, bytes]:
    """What an assessment is without a picture: assessment.json and draws.parquet."""
    draws = draws_frame(list(assessment.answers.values())).to_parquet(None, index=False)
    return {"assessment.json": assessment.dumps().encode(), "draws.parquet": draws}


def find(item: str) -> dict[str, bytes] | None:
    """The files of a finished assessment by name, whole and as they were kept, or None."""
    return _shelf().get(item)


def load(item: str) -> dict[str, Any] | None:
    """A kept assessment.json, or None."""
    parts = find(item)
    return None if parts is None else json.loads(parts["assessment.json"])


def put(item: str, parts: Mapping[str, bytes]) -> None:
    """Keep files by name; where that can't be done they are not kept."""
    _shelf().put(item, parts)


def write(parts: Mapping[str, bytes], out: Path) -> None:
    """Lay files into `out`, but for those already there with the same bytes."""
    for name, data in parts.items():
        target = out / name
        if not (target.is_file() and target.read_bytes() == data):
            write_atomic(target, data)


def _shelf() -> Cache:
    return Cache(cache_dir("assessments"))
