"""Score the files of a hub as they stand on a record, typically one that grew after they were written.

Only the stored quantiles are used, so the scores need no code that made the forecasts. CRPS here is the quantile
approximation over the 23 levels; it is within about 2 % of that of the draws.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tocsin.arrays import FINE_LEVELS, per_mille
from tocsin.errors import InputError, Problem
from tocsin.periods import HORIZON, month_end, months_after
from tocsin.record import Record
from tocsin.score.hub.export import COLUMNS
from tocsin.score.replay.pairs import SCALED
from tocsin.score.replay.targets import TARGETS, observed_series, on_scale
from tocsin.score.rules.calibration import NOMINAL
from tocsin.score.rules.proper import crps_quantile, wis
from tocsin.score.rules.shapes import Floats

KEYS = ("model", "origin", "target", "horizon", "month")


def score_hub(
    hub: Path, record: Record, *, as_of: str | None = None, since: str | None = None
) -> pd.DataFrame:
    """One row of scores per stored forecast whose month the record holds, in the columns of `Backtest.pairs`.

    Parameters
    ----------
    hub
        A hub folder, or the `backtest` folder of a case (its `forecasts.parquet` holds the same quantiles).
    as_of
        Score as if the record ended there.
    since
        Score months from this one on only: those that came after the files were written, say.

    Raises
    ------
    InputError
        Naming file, row and column: no hub, a missing column, level or horizon, a value that is no number, crossing
        quantiles, a file name that disagrees with its rows.
    """
    observed = observed_series(record.as_of(as_of) if as_of else record)
    if since:
        observed = {
            name: series[[str(month) >= since for month in series.index]] for name, series in observed.items()
        }
    if (hub / "forecasts.parquet").is_file():
        return _score_stored(hub / "forecasts.parquet", observed)
    files = sorted((hub / "model-output").glob("*/*.csv"))
    if not files:
        raise InputError(
            Problem(
                "no forecasts found",
                "Name a hub folder with model-output/<team>-<model>/*.csv.",
                file=str(hub),
            )
        )
    problems: list[Problem] = []
    rows: list[dict[str, Any]] = []
    for file in files:
        try:
            model, date, table = _read_output(file)
            rows += _score_file(file, model, date, table, observed)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return pd.DataFrame(rows, columns=None if rows else list(KEYS))


def _score_stored(file: Path, observed: dict[str, pd.Series[float]]) -> pd.DataFrame:
    """Scores of a case's stored quantiles."""
    table = pd.read_parquet(file)
    missing = [
        name
        for name in ("model", "origin", "target", "horizon", *per_mille(FINE_LEVELS))
        if name not in table
    ]
    if missing:
        raise InputError(
            Problem(f"missing column(s): {', '.join(missing)}", "Store the backtest anew.", file=str(file))
        )
    rows = []
    for (model, origin, target), group in table.groupby(["model", "origin", "target"], observed=True):
        ordered = group.sort_values("horizon")
        quantiles = ordered[list(per_mille(FINE_LEVELS))].to_numpy(dtype=float).T
        rows += _score_months(str(model), str(origin), str(target), quantiles, observed)
    return pd.DataFrame(rows, columns=None if rows else list(KEYS))


def _read_output(file: Path) -> tuple[str, str, pd.DataFrame]:
    """Model, reference date and the quantile rows of one file, its columns and names checked."""
    model = file.parent.name
    date = file.name[:10]
    if file.name != f"{date}-{model}.csv" or len(date) != 10:
        raise InputError(Problem("unexpected file name", f"Name it YYYY-MM-DD-{model}.csv.", file=str(file)))
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            Problem(f"not a CSV table: {error}", "Export the hub anew.", file=str(file))
        ) from None
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise InputError(
            Problem(
                f"missing column(s): {', '.join(missing)}",
                f"Give all of: {', '.join(COLUMNS)}.",
                file=str(file),
            )
        )
    wrong = table["reference_date"] != date
    if wrong.any():
        raise _at(file, wrong, "reference_date", table, f"the file name says {date}", "Make both the same.")
    unknown = ~table["target"].isin(list(TARGETS))
    if unknown.any():
        raise _at(file, unknown, "target", table, "unknown target", f"Use one of: {', '.join(TARGETS)}.")
    return model, date, _numbers(file, table[table["output_type"] == "quantile"].copy())


def _numbers(file: Path, table: pd.DataFrame) -> pd.DataFrame:
    for name in ("value", "output_type_id", "horizon"):
        numbers = pd.to_numeric(table[name], errors="coerce")
        bad = ~np.isfinite(numbers)
        if bad.any():
            raise _at(file, bad, name, table, "not a number", "Write a plain decimal number.")
        table[name] = numbers
    return table


def _score_file(
    file: Path, model: str, date: str, table: pd.DataFrame, observed: dict[str, pd.Series[float]]
) -> list[dict[str, Any]]:
    origin = date[:7]
    if month_end(origin).isoformat() != date:
        raise InputError(
            Problem("the reference date is not a month's end", "Use the last day.", str(file), value=date)
        )
    rows: list[dict[str, Any]] = []
    for target, chosen in table.groupby("target"):
        rows += _score_months(model, origin, str(target), _square(file, str(target), chosen), observed)
    return rows


def _score_months(
    model: str, origin: str, target: str, quantiles: Floats, observed: dict[str, pd.Series[float]]
) -> list[dict[str, Any]]:
    """Scores of quantiles [level, month] in the months that the record knows."""
    rows: list[dict[str, Any]] = []
    for h, month in enumerate(months_after(origin, quantiles.shape[1])):
        value = float(observed[target].get(month, np.nan))
        if np.isfinite(value):
            head = dict(zip(KEYS, (model, origin, target, h + 1, month), strict=True))
            rows.append({**head, "observed": value, **score_quantiles(quantiles[:, h], value, target)})
    return rows


def _square(file: Path, target: str, rows: pd.DataFrame) -> Floats:
    """Quantiles [level, month]; every horizon must hold each of the 23 levels once, in rising order of value."""
    doubled = rows.duplicated(["horizon", "output_type_id"], keep="first")
    if doubled.any():
        raise _at(
            file, doubled, "output_type_id", rows, f"{target}: level given twice", "Keep one row a level."
        )
    wide = rows.pivot(index="output_type_id", columns="horizon", values="value")
    lost = [h for h in range(1, HORIZON + 1) if h not in wide.columns]
    if lost:
        raise InputError(Problem(f"{target}: rows missing for horizon(s) {', '.join(map(str, lost))}",
                                 f"Give horizons 1 to {HORIZON}.", file=str(file), column="horizon"))  # fmt: skip
    wide.index = wide.index.map(lambda level: round(float(level), 4))
    table = wide.reindex([round(level, 4) for level in FINE_LEVELS])[list(range(1, HORIZON + 1))]
    gaps = table.isna()
    if gaps.to_numpy().any():
        level, horizon = next((lv, h) for h in table.columns for lv in table.index if gaps.loc[lv, h])
        raise InputError(Problem(f"{target}: no quantile {level:g} at horizon {horizon}",
                                 f"Give all {len(FINE_LEVELS)} levels.", file=str(file), column="output_type_id"))  # fmt: skip
    values = table.to_numpy(dtype=float)
    if (np.diff(values, axis=0) < 0).any():
        crossing = int(np.argwhere((np.diff(values, axis=0) < 0).any(axis=0))[0][0]) + 1
        raise InputError(Problem(f"{target}: quantiles cross at horizon {crossing}", "Sort the values by level.",
                                 file=str(file), column="value"))  # fmt: skip
    return values


def score_quantiles(quantiles: Floats, truth: float, target: str) -> dict[str, float]:
    """Scores of one forecast from its 23 quantiles."""
    scores: dict[str, float] = {}
    for suffix, x, y in (("raw", quantiles, np.float64(truth)),
                         ("log", on_scale(quantiles, target), on_scale(truth, target))):  # fmt: skip
        parts = wis(x, y, levels=FINE_LEVELS)
        values = (crps_quantile(x, y, levels=FINE_LEVELS), *parts)
        scores |= {f"{name}_{suffix}": float(value) for name, value in zip(SCALED, values, strict=True)}
    for level in NOMINAL:
        low, high = (FINE_LEVELS.index(round((1 + sign * level) / 2, 4)) for sign in (-1, 1))
        scores[f"in{round(100 * level)}"] = float(quantiles[low] <= truth <= quantiles[high])
    scores["pit"] = float(
        np.interp(truth, quantiles, FINE_LEVELS, left=FINE_LEVELS[0] / 2, right=1 - FINE_LEVELS[0] / 2)
    )
    scores["bias"] = 1 - 2 * scores["pit"]
    scores["median"] = float(quantiles[FINE_LEVELS.index(0.50)])
    return scores


def _at(file: Path, bad: Any, column: str, table: pd.DataFrame, message: str, remedy: str) -> InputError:
    label = table.index[np.flatnonzero(np.asarray(bad))[0]]
    value = str(table.loc[label, column])
    return InputError(Problem(message, remedy, str(file), int(label) + 2, column, value))
