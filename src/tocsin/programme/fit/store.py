"""Stored fits of the stock-and-flow: small files beside the case, found again by what they were fitted to.

Reading one needs no JAX, so `forecast` uses a stored fit wherever its inputs still match and says so where they do not.
"""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from tocsin.arrays import LEVELS, Array, per_mille
from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.files import locked, write_atomic
from tocsin.programme.fit.inputs import inputs_of

PATHS = ("made", "strike", "stock", "launches")
COLUMNS = per_mille(LEVELS)  # of prior and posterior predictive quantiles


@dataclass(frozen=True, slots=True)
class Prior:
    """A parameter's normal prior on the model's own scale: "log", "logit" or "plain" of the table's row.

    `parameter` and `unit` name that row.
    """

    parameter: str
    unit: str
    scale: str
    mean: float
    sd: float


@dataclass(frozen=True)
class Fit:
    """Posterior draws of a fit.

    Attributes
    ----------
    made
        [draw, month, scope]: plant, all strike, others, imports, all with decoys.
    strike, stock, launches
        [draw, month]: expected strike launches, stock left, expected launches as reports count them.
    scalars
        Parameters on the model's own scale, each [draw].
    claims, claim_log_likelihood
        Claim ids and their log likelihood terms [draw, claim], for claim influence.
    priors
        The prior of each parameter, by its name in `scalars`.
    counted
        Launches [month] that the fit saw, NaN where it saw none.
    prior_launches
        Prior predictive quantiles of launches at `arrays.LEVELS`, [quantile, month].
    diagnostics
        R-hat, effective sample size and divergences over what answers report.
    """

    as_of: str
    content_hash: str
    periods: tuple[str, ...]
    made: Array
    strike: Array
    stock: Array
    launches: Array
    scalars: dict[str, Array]
    claims: tuple[str, ...]
    claim_log_likelihood: Array
    priors: dict[str, Prior]
    counted: Array
    prior_launches: Array
    diagnostics: dict[str, Any]

    @property
    def converged(self) -> bool:
        return bool(self.diagnostics["converged"])

    @property
    def file_name(self) -> str:
        return f"{self.as_of}-{self.content_hash}.npz"


def save(fit: Fit, folder: Path) -> Path:
    """Write a fit atomically into `folder`, replacing older fits of the same date.

    Paths are kept as the log of value + 1 in half precision: a relative error below .5 %.
    """
    arrays: dict[str, Any] = {name: np.log1p(getattr(fit, name)).astype(np.float16) for name in PATHS}
    arrays["made"] = arrays["made"][:, :, :1]  # the other scopes follow from it
    arrays["others_ratio"] = np.nan_to_num(fit.made[:, -1, 2] / np.maximum(fit.made[:, -1, 0], 1e-9)).astype(
        np.float16
    )
    arrays["ramp"] = _ramp(fit)
    arrays["imports"] = np.log1p(fit.made[:, :, 3]).astype(np.float16)
    arrays["prior_launches"] = fit.prior_launches.astype(np.float32)
    arrays["counted"] = fit.counted.astype(np.float32)
    arrays["claim_log_likelihood"] = fit.claim_log_likelihood.astype(np.float16)
    arrays |= {f"scalar_{name}": value.astype(np.float32) for name, value in fit.scalars.items()}
    about = {"as_of": fit.as_of, "content_hash": fit.content_hash, "periods": fit.periods, "claims": fit.claims,
             "diagnostics": fit.diagnostics, "priors": {name: asdict(row) for name, row in fit.priors.items()}}  # fmt: skip
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path = folder / fit.file_name
    with locked(folder.parent):
        write_atomic(path, buffer.getvalue())  # before the older one goes: a failed write loses nothing
        for old in folder.glob(f"{fit.as_of}-*"):  # with the refits kept beside it
            if not old.name.startswith(path.stem):
                old.unlink(missing_ok=True)
    return path


def _ramp(fit: Fit) -> Array:
    """Other plants' output over the plant's by month, as a share of its last value: the same for every draw."""
    plant, others = fit.made[:, :, 0], fit.made[:, :, 2]
    ratio = np.where(plant > 1e-9, others / np.maximum(plant, 1e-9), 0.0)
    last = ratio[:, -1:]
    shape: Array = np.where(last > 0, ratio / np.where(last > 0, last, 1.0), 0.0).mean(axis=0)
    return shape


def load(path: Path) -> Fit | None:
    """Read a stored fit; None where the file is broken or of another layout, as if there were none."""
    try:
        fit = _read(path)
        months, draws = len(fit.periods), len(fit.made)
        expected = [(draws, months)] * (len(PATHS) - 1)
        shapes = [getattr(fit, name).shape for name in PATHS[1:]]
        fits = shapes == expected and fit.claim_log_likelihood.shape == (draws, len(fit.claims))
        fits = fits and fit.prior_launches.shape == (len(LEVELS), months) and fit.counted.shape == (months,)
        return fit if fits and isinstance(fit.diagnostics["converged"], bool) else None
    except (KeyError, TypeError, ValueError, IndexError, EOFError, OSError, BadZipFile, zlib.error):
        return None


def _read(path: Path) -> Fit:
    with np.load(path) as file:
        about = json.loads(bytes(file["about"]).decode())
        plant = np.expm1(file["made"][:, :, 0].astype(float))
        others = plant * file["others_ratio"].astype(float)[:, None] * file["ramp"][None, :]
        imports = np.expm1(file["imports"].astype(float))
        made = np.stack([plant, plant + others, others, imports, plant + others], axis=2)
        return Fit(
            as_of=about["as_of"],
            content_hash=about["content_hash"],
            periods=tuple(about["periods"]),
            made=made,
            **{name: np.expm1(file[name].astype(float)) for name in PATHS[1:]},
            scalars={name[7:]: file[name].astype(float) for name in file.files if name.startswith("scalar_")},
            claims=tuple(about["claims"]),
            claim_log_likelihood=file["claim_log_likelihood"].astype(float),
            priors={name: Prior(**row) for name, row in about["priors"].items()},
            counted=file["counted"].astype(float),
            prior_launches=file["prior_launches"].astype(float),
            diagnostics=about["diagnostics"],
        )


def predicted_counts(expected: Array, noise: Array, draws: int, rng: np.random.Generator) -> Array:
    """Counts [draw, month] around posterior draws of expected ones: gamma-Poisson with log spread `noise` [draw]."""
    rows = rng.integers(0, len(expected), draws)
    shape = np.exp(-2 * noise[rows])[:, None]
    counts: Array = rng.poisson(rng.gamma(shape, expected[rows] / shape)).astype(np.float64)
    return counts


def kept_dates(case_path: Path) -> tuple[str, ...]:
    """As-of dates "YYYY-MM-DD" that have a fit beside the case, whether or not its inputs still match."""
    return tuple(sorted({file.name[:10] for file in (case_path / "fits").glob("????-??-??-*.npz")}))


def stored_fit(view: Case) -> Fit | None:
    """The stored fit made from exactly what this view holds, if there is one that can be read."""
    folder = view.path / "fits"
    if not folder.is_dir() or not any(folder.glob(f"{view.as_of_date.isoformat()}-*.npz")):
        return None
    try:
        content = inputs_of(view).content_hash()
    except InputError:  # no fit is possible at this date; `tocsin fit` says why
        return None
    path = folder / f"{view.as_of_date.isoformat()}-{content}.npz"
    fit = load(path) if path.is_file() else None
    return fit if fit is not None and fit.content_hash == content else None
