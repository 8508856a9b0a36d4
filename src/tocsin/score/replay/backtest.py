"""Replay: at every origin each model sees only what was public, and is scored on what was counted later.

Every (model, origin) is kept on disk under the hash of what it depends on, so a killed run goes on where it stopped
and a changed claim recomputes only the origins that could know it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tocsin.case import Case
from tocsin.files import Cache, cache_dir, identity
from tocsin.periods import HORIZON
from tocsin.programme.fit.origins import file_of
from tocsin.score.replay.models import Draws, Made, Model, all_models
from tocsin.score.replay.pairs import forecast_rows, pair_rows
from tocsin.score.replay.reached import modules_reached
from tocsin.score.replay.targets import observed_series

MODELS = "tocsin.score.replay.models"
NIGHTLY = "tocsin.score.replay.nightly"
Progress = Callable[[int, int, str], None]
"""(done, total, what is being done)."""


@dataclass(frozen=True)
class Backtest:
    """Forecasts and scores of all models at all origins.

    Attributes
    ----------
    forecasts
        model, origin, target, horizon, 23 quantile columns.
    pairs
        One scored pair a row: model, origin, target, horizon, month, observed and its scores.
    excluded
        model, origin, target, reason: what could not be forecast.
    about
        Origins, draws, seed, record end and the number of models, for the stored summary.
    """

    forecasts: pd.DataFrame
    pairs: pd.DataFrame
    excluded: pd.DataFrame
    about: dict[str, object]


def backtest(
    case: Case,
    origins: Sequence[str],
    models: Sequence[Model] | None = None,
    *,
    draws: int = 2000,
    seed: int = 1,
    progress: Progress | None = None,
    resume_dir: Path | None = None,
) -> Backtest:
    """Forecast from every origin and score against the case's record.

    Parameters
    ----------
    origins
        Months "YYYY-MM"; an origin is the month's last day, horizon 1 the month after.
    models
        Default: all of `models.all_models()`.
    resume_dir
        Where finished forecasts are kept; None keeps nothing.
    """
    chosen = tuple(models) if models is not None else all_models()
    observed = observed_series(case.record)
    forecasts, pairs, excluded = [], [], []
    total, done = len(origins) * len(chosen), 0
    for origin in origins:
        view = case.origin(origin)
        for model in chosen:
            if progress:
                progress(done, total, f"{origin} {model.name}")
            made = _remembered(model, view, origin, draws, seed, resume_dir)
            forecasts += forecast_rows(model.name, origin, made)
            pairs += pair_rows(model.name, origin, made, observed)
            excluded += _missing(model, origin, made)
            done += 1
    if progress:
        progress(total, total, "done")
    about = {
        "origins": [origins[0], origins[-1], len(origins)] if origins else [],
        "draws": draws,
        "seed": seed,
        "record_end": str(case.record.rows["end"].max())[:10] if len(case.record) else "",
        "models": [model.name for model in chosen],
        "made_from": fingerprint(case),
    }
    left_out = pd.DataFrame(excluded, columns=["model", "origin", "target", "reason"])
    return Backtest(pd.DataFrame(forecasts), pd.DataFrame(pairs), left_out, about)


def trajectories(
    model: Model, case: Case, origin: str, *, draws: int, seed: int, resume_dir: Path | None = None
) -> Draws:
    """The draws themselves, from disk where they are kept."""
    return _remembered(model, case.origin(origin), origin, draws, seed, resume_dir)


def default_resume_dir() -> Path:
    """Where finished forecasts are kept if nothing else is said."""
    return cache_dir("backtest")


def _missing(model: Model, origin: str, made: Draws) -> list[dict[str, str]]:
    reasons, usual = _reasons(made), "history too short, or no fit"
    return [
        {"model": model.name, "origin": origin, "target": target, "reason": reasons.get(target, usual)}
        for target in model.targets
        if target not in made
    ]


def _reasons(made: Draws) -> dict[str, str]:
    """Why a target is absent, where the model said so."""
    return made.reasons if isinstance(made, Made) else {}


def _remembered(
    model: Model, view: Case, origin: str, draws: int, seed: int, resume_dir: Path | None
) -> Draws:
    if resume_dir is None:
        return _checked(model, model.forecast(view, origin, draws, seed), draws)
    cache, key = Cache(resume_dir), content_key(model, view, origin, draws, seed)
    kept = cache.get(key)
    if kept is not None:
        return _read(kept["draws.npz"])
    made = _checked(model, model.forecast(view, origin, draws, seed), draws)
    cache.put(key, {"draws.npz": _bytes_of(made)})
    return made


def _checked(model: Model, made: Draws, draws: int) -> Draws:
    """The draws at the precision in which they are kept, so that a resumed run gives the same scores.

    A model that returns the wrong shape or a non-number is a defect: say which, at once.
    """
    for target, values in made.items():
        if values.shape != (draws, HORIZON) or not np.isfinite(values).all():
            raise ValueError(f"{model.name} returned {values.shape} or non-finite draws for {target}")
    kept = {target: values.astype(np.float32).astype(float) for target, values in made.items()}
    return Made(kept, _reasons(made))


_REASON = "reason "  # goes before a target's name in a kept file


def _read(data: bytes) -> Draws:
    with np.load(io.BytesIO(data)) as kept:
        draws = {name: kept[name].astype(float) for name in kept.files if not name.startswith(_REASON)}
        said = {name: str(kept[name]) for name in kept.files if name.startswith(_REASON)}
    return Made(draws, {name.removeprefix(_REASON): text for name, text in said.items()})


def _bytes_of(made: Draws) -> bytes:
    arrays: dict[str, Any] = {name: values.astype(np.float32) for name, values in made.items()}
    arrays |= {f"{_REASON}{name}": np.array(text) for name, text in _reasons(made).items()}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def content_key(model: Model, view: Case, origin: str, draws: int, seed: int) -> str:
    """Identity of a kept forecast: the code that the models run, what the model reads of the view, draws and seed."""
    read: dict[str, object] = {"record": view.record.rows.to_csv(index=False)}
    if model.reads == "view":
        read |= _claims_and_priors(view)
    return identity(
        rooms={*modules_reached(MODELS), *model.code},
        libraries=("numpy", "scipy", "statsforecast", "statsmodels"),
        files=[file_of(view, origin)] if model.kind == "sampled" else [],
        settings={"model": model.name, "origin": origin, "draws": draws, "seed": seed, "read": read},
    )


def fingerprint(case: Case) -> dict[str, str]:
    """Identities of what a stored backtest depends on, by name, so that a test can say which of them changed.

    Counts, claims, parameters, settings, kept fits, and every module that can run when it is replayed and scored.
    """
    read = {"record": case.record.rows.to_csv(index=False), **_claims_and_priors(case)}
    return {
        **{name: identity(settings={name: value}) for name, value in read.items()},
        "fits": identity(files=[case.path / "fits" / "origins"]),
        "code": identity(rooms={*modules_reached(__name__), *modules_reached(NIGHTLY)}),
    }


def _claims_and_priors(case: Case) -> dict[str, object]:
    return {
        "claims": case.claims.to_frame().to_csv(index=False),
        "parameters": [case.parameters.row(name) for name in case.parameters.names()],
        "settings": case.settings,
    }
