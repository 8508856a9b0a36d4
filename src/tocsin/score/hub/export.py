"""Forecasts as a hubverse hub (schema v6.0.0): configuration, metadata, model output and target data as files.

Layout and names follow https://docs.hubverse.io: `model-output/<team>-<model>/<date>-<team>-<model>.csv` with 23
quantiles and 100 trajectories by target and horizon. A sample's number names one trajectory over all horizons; sample k
of `launches`, 100 + k of `leak_share` and 200 + k of `leakers` come from the same draw.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.arrays import FINE_LEVELS
from tocsin.case import Case
from tocsin.errors import InputError, Problem
from tocsin.files import write_atomic
from tocsin.periods import month_end, months_after
from tocsin.score.hub.config import LOCATION, SAMPLES, admin, metadata, metadata_schema, target_data, tasks
from tocsin.score.replay.backtest import Progress, trajectories
from tocsin.score.replay.models import Draws, Model, all_models
from tocsin.score.replay.targets import TARGETS, observed_series
from tocsin.score.rules.shapes import Floats

COLUMNS = (
    "reference_date", "target", "horizon", "target_end_date", "location", "output_type", "output_type_id", "value",
)  # fmt: skip


def write_hub(
    case: Case,
    origins: Sequence[str],
    folder: Path,
    *,
    models: Sequence[Model] | None = None,
    draws: int = 2000,
    seed: int = 1,
    resume_dir: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the hub; existing files of the same name are replaced, others stay.

    Parameters
    ----------
    resume_dir
        Where the replay kept its draws: with it nothing is forecast twice.
    """
    chosen = tuple(models) if models is not None else all_models()
    _write_config(folder, case, origins, chosen)
    _write_target_data(folder, case)
    total = len(origins) * len(chosen)
    for done, (origin, model) in enumerate(product(origins, chosen)):
        if progress:
            progress(done, total, f"{origin} {model.name}")
        made = trajectories(model, case, origin, draws=draws, seed=seed, resume_dir=resume_dir)
        if made:
            write_output(folder, model.name, origin, made)
    if progress:
        progress(total, total, "done")
    return folder


def export_hub(case: Case, folder: Path | str) -> Path:
    """The forecasts made at the last complete month as a hub: what `tocsin export CASE --to hub` writes.

    Raises
    ------
    InputError
        When the record holds no complete month.
    """
    months = observed_series(case.record)["launches"].index
    if len(months) == 0:
        raise InputError(
            Problem("no complete month to forecast from", "Extend record.csv.", value=str(case.path))
        )
    return write_hub(case, (str(months[-1]),), Path(folder))


def write_output(folder: Path, model: str, origin: str, made: Draws) -> Path:
    """One model-output file."""
    date = month_end(origin).isoformat()
    file = folder / "model-output" / model / f"{date}-{model}.csv"
    parts = [_target_rows(target, origin, draws, _spread_out(made)) for target, draws in made.items()]
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "reference_date", date)
    _write_text(file, table[list(COLUMNS)].to_csv(index=False, lineterminator="\n"))
    return file


def _target_rows(target: str, origin: str, draws: Floats, chosen: NDArray[np.intp]) -> pd.DataFrame:
    months = months_after(origin, draws.shape[1])
    quantiles = np.quantile(draws, FINE_LEVELS, axis=0)
    first = SAMPLES * list(TARGETS).index(target)
    digits = 2 if TARGETS[target].unit == "drones" else 5
    values = np.concatenate([quantiles, draws[chosen]]).round(digits)
    types = ["quantile"] * len(FINE_LEVELS) + ["sample"] * SAMPLES
    ids = [f"{level:g}" for level in FINE_LEVELS] + [str(first + k) for k in range(SAMPLES)]
    count = len(ids)
    return pd.DataFrame(
        {
            "target": target,
            "horizon": np.repeat(np.arange(1, len(months) + 1), count),
            "target_end_date": np.repeat([month_end(month).isoformat() for month in months], count),
            "location": LOCATION,
            "output_type": types * len(months),
            "output_type_id": ids * len(months),
            "value": values.T.ravel(),
        }
    )


def _spread_out(made: Draws) -> NDArray[np.intp]:
    """100 draws that stand for all: sorted by their mean launches, the middle one of each of 100 equal groups."""
    lead = made.get("launches", next(iter(made.values())))
    order = np.log1p(lead).mean(axis=1).argsort(kind="stable")
    middles = ((np.arange(SAMPLES) + 0.5) * len(order) / SAMPLES).astype(int)
    return np.asarray(order[middles])


def _write_config(folder: Path, case: Case, origins: Sequence[str], models: Sequence[Model]) -> None:
    timezone = case.settings.about.timezone
    for name, content in (
        ("admin", admin(case.settings.about.title, timezone)),
        ("tasks", tasks(origins)),
        ("target-data", target_data()),
        ("model-metadata-schema", metadata_schema()),
    ):
        _write_json(folder / "hub-config" / f"{name}.json", content)
    for model in models:
        lines = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in metadata(model).items()
        )
        _write_text(folder / "model-metadata" / f"{model.name}.yml", lines)


def _write_target_data(folder: Path, case: Case) -> None:
    """`time-series.csv` (one version, dated the day after the record's end) and `oracle-output.csv`."""
    known = case.record.rows["end"].max().date() + timedelta(days=1) if len(case.record) else case.as_of_date
    series, oracle = ["as_of,target_end_date,target,location,observation"], [
        "target_end_date,target,location,oracle_value"
    ]  # fmt: skip
    for target, day, value in _observations(case):
        series.append(f"{known},{day},{target},{LOCATION},{value}")
        oracle.append(f"{day},{target},{LOCATION},{value}")
    _write_text(folder / "target-data" / "time-series.csv", "\n".join(series) + "\n")
    _write_text(folder / "target-data" / "oracle-output.csv", "\n".join(oracle) + "\n")


def _observations(case: Case) -> Iterator[tuple[str, str, str]]:
    for target, values in observed_series(case.record).items():
        for month, value in values.dropna().items():
            digits = 0 if TARGETS[target].unit == "drones" else 6
            yield target, month_end(str(month)).isoformat(), f"{value:.{digits}f}"


def _write_json(file: Path, content: dict[str, Any]) -> None:
    _write_text(file, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def _write_text(file: Path, text: str) -> None:
    write_atomic(file, text.encode())
