"""The stored backtest of a case: small files beside it, written atomically and read without recomputing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from tocsin.errors import InputError, Problem
from tocsin.files import locked, write_atomic
from tocsin.score.replay.backtest import Backtest

FOLDER = "backtest"
FILES = ("forecasts.parquet", "pairs.parquet", "nights.parquet", "excluded.csv", "about.json")


@dataclass(frozen=True)
class Stored:
    """A stored backtest: see `Backtest`; `nights` are the scores one night ahead."""

    forecasts: pd.DataFrame
    pairs: pd.DataFrame
    nights: pd.DataFrame
    excluded: pd.DataFrame
    about: dict[str, Any]


def write_backtest(result: Backtest, nights: pd.DataFrame, case_path: Path) -> Path:
    """Write all files of the stored backtest, and in about.json the SHA-256 of the others."""
    folder = case_path / FOLDER
    frames = (("forecasts", result.forecasts), ("pairs", result.pairs), ("nights", nights))
    files = {f"{name}.parquet": _parquet(frame) for name, frame in frames}
    files["excluded.csv"] = result.excluded.to_csv(index=False, lineterminator="\n").encode()
    about = result.about | {"sha256": {name: sha256(data).hexdigest() for name, data in files.items()}}
    files["about.json"] = (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode()
    with locked(case_path):
        for name, data in files.items():
            write_atomic(folder / name, data)
    return folder


def read_backtest(case_path: Path) -> Stored | None:
    """The stored backtest of a case, or None where there is none.

    Raises
    ------
    InputError
        When some of its files are missing or broken; it names the command that makes them anew.
    """
    folder = case_path / FOLDER
    if not folder.is_dir():
        return None
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise InputError(_broken(folder, f"{', '.join(missing)} missing", case_path))
    stamp = tuple((folder / name).stat().st_mtime_ns for name in FILES)
    return _read(folder, case_path, stamp)


@lru_cache(maxsize=4)
def _read(folder: Path, case_path: Path, stamp: tuple[int, ...]) -> Stored:
    try:
        frames = [pd.read_parquet(folder / f"{name}.parquet") for name in ("forecasts", "pairs", "nights")]
        excluded = pd.read_csv(folder / "excluded.csv")
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        for name, digest in about.get("sha256", {}).items():
            if sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise ValueError(f"{name} is not the file that about.json was written with")
    except (OSError, ValueError) as error:
        raise InputError(_broken(folder, str(error), case_path)) from None
    return Stored(frames[0], frames[1], frames[2], excluded, about)


def _broken(folder: Path, what: str, case_path: Path) -> Problem:
    return Problem(
        f"the stored backtest cannot be read: {what}",
        f"Make it anew with `tocsin score {case_path} --store`, or delete the folder.",
        file=str(folder),
    )


def _parquet(frame: pd.DataFrame) -> bytes:
    """Scores as 32-bit floats and names as categories: a backtest of 16 models stays near a megabyte."""
    small = frame.copy()
    for name in small.columns:
        if name in {"model", "origin", "target", "month", "date"}:
            small[name] = small[name].astype("category")
        elif name == "horizon":
            small[name] = small[name].astype("int8")
        elif small[name].dtype.kind == "f":
            small[name] = small[name].astype("float32")
    return bytes(small.to_parquet(None, index=False, compression="zstd", compression_level=12))
