"""Fits at the month-ends that forecasts are scored at: of each, only what a score needs, in a small file with the case.

``CASE/fits/origins/2024-06.npz`` holds draws of the launches expected in the twelve months ahead, the noise of counts
and how the chains did. A fit made from other inputs than the case now gives is stale, and says so. Reading needs no JAX.
"""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.files import write_atomic
from tocsin.periods import HORIZON, index_of, period_of
from tocsin.programme.fit.inputs import inputs_of
from tocsin.programme.fit.store import Fit, predicted_counts
from tocsin.randomness import stream

COMMAND = "tocsin score CASE --fits"


@dataclass(frozen=True)
class OriginFit:
    """What a fit at a month's end says of the year after it.

    Attributes
    ----------
    launches
        Expected launches [draw, month 1 … 12], as reports count them.
    noise
        Log of the counts' spread around them, [draw].
    content_hash, diagnostics
        As in `Fit`.
    """

    origin: str
    content_hash: str
    launches: Array
    noise: Array
    diagnostics: dict[str, Any]

    @property
    def converged(self) -> bool:
        return bool(self.diagnostics["converged"])

    def counts(self, draws: int, seed: int) -> Array:
        """Counts forecast [draw, month]."""
        return predicted_counts(self.launches, self.noise, draws, stream(seed, "programme", "stock_flow"))


def ahead(fit: Fit, origin: str) -> OriginFit:
    """The twelve months after `origin` of a fit made at its end."""
    first = fit.periods.index(period_of(index_of(origin) + 1))
    return OriginFit(
        origin,
        fit.content_hash,
        fit.launches[:, first : first + HORIZON],
        fit.scalars["noise"],
        fit.diagnostics,
    )


def current(view: Case, origin: str) -> OriginFit | str:
    """The kept fit at an origin, made from exactly what its view holds, or why there is none."""
    file = file_of(view, origin)
    if not file.is_file():
        return f"no fit is kept: {COMMAND}"
    fit = read(file)
    if fit is None:
        return f"its fit cannot be read: {COMMAND}"
    try:
        content = inputs_of(view).content_hash()
    except InputError as error:
        return f"no fit is possible: {error.problems[0].message}"
    return fit if fit.content_hash == content else f"its fit is stale, the case has changed: {COMMAND}"


def file_of(view: Case, origin: str) -> Path:
    """Where the fit at an origin is kept."""
    return view.path / "fits" / "origins" / f"{origin}.npz"


def write(fit: OriginFit, file: Path) -> None:
    """Keep a fit: launches as the log of value + 1 in half precision, a relative error below .5 %."""
    about = {"origin": fit.origin, "content_hash": fit.content_hash, "diagnostics": fit.diagnostics}
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        launches=np.log1p(fit.launches).astype(np.float16),
        noise=fit.noise.astype(np.float16),
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
    )
    write_atomic(file, buffer.getvalue())


def read(file: Path) -> OriginFit | None:
    """A kept fit; None where the file is broken or of another layout."""
    try:
        with np.load(file) as kept:
            about = json.loads(bytes(kept["about"]).decode())
            launches, noise = np.expm1(kept["launches"].astype(float)), kept["noise"].astype(float)
        fit = OriginFit(about["origin"], about["content_hash"], launches, noise, about["diagnostics"])
        whole = launches.shape == (len(noise), HORIZON) and isinstance(fit.diagnostics["converged"], bool)
        return fit if whole else None
    except (KeyError, TypeError, ValueError, EOFError, OSError, BadZipFile, zlib.error):
        return None
