"""Skill and calibration from scored pairs: what the docs, the report and the answer `skill` show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from tocsin.case import Case
from tocsin.periods import index_of, month_end, period_of
from tocsin.score.replay.models import ENSEMBLE, REFERENCE
from tocsin.score.replay.store import read_backtest
from tocsin.score.rules.calibration import NOMINAL, ecdf, ecdf_band
from tocsin.score.rules.skills import Skill, block_length, skill_interval

EraOf = Literal["month", "origin"]
HORIZONS = (1, 3, 6, 12)
NAIVE = "baseline-naive"
FEWEST_PAIRS = 8
ORIGIN_STEP = 100  # pairs are keyed by origin × 100 + horizon
METRICS = {
    "launches": {"crps_log": "log1p crps", "crps_raw": "raw crps"},
    "leak_share": {"crps_log": "logit crps", "crps_raw": "raw crps"},
    "leakers": {"crps_log": "log1p crps", "crps_raw": "raw crps"},
}


def known_pairs(pairs: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Pairs whose month had been counted in full by a date; the last night is posted the day after."""
    return pairs[pairs["month"].astype(str).map(lambda month: month_end(month) < as_of).to_numpy()]


def compare(
    pairs: pd.DataFrame,
    model: str,
    reference: str,
    *,
    target: str = "launches",
    metric: str = "crps_log",
    horizon: int | None = None,
    era: str | None = None,
    era_of: EraOf = "month",
) -> Skill | None:
    """Skill of one model over another on the pairs that both forecast; None where there are none.

    Parameters
    ----------
    metric
        A score column: "crps_log", "crps_raw", "wis_log", "wis_raw", "log_score" is not a ratio and is refused.
    era, era_of
        A prefix such as "2025" of the target month or, with `era_of="origin"`, of the origin.
    """
    if metric == "log_score":
        raise ValueError("the log score has no zero: compare it by differences, not by ratios")
    own, other = (_scores(pairs, name, target, metric, horizon, era, era_of) for name in (model, reference))
    both = own.index.intersection(other.index).sort_values()
    if both.empty:
        return None
    return skill_interval(
        own[both].to_numpy(dtype=float),
        other[both].to_numpy(dtype=float),
        origins=both.to_numpy() // ORIGIN_STEP,
        block=block_length(horizon or 6),
    )


def skill_table(
    case: Case, *, model: str = ENSEMBLE, targets: Sequence[str] = ("launches",)
) -> list[dict[str, Any]]:
    """Rows of the answer `skill`: how such forecasts did, from pairs known at the view's date.

    Keys: target, metric, horizon, against, skill, low, high (90 % block bootstrap), n, origins, note. `skill` is None
    where fewer than 8 pairs are known. `targets` may also name "leak_share" and "leakers". No rows when the case stores no backtest.
    """
    stored = read_backtest(case.path)
    if stored is None:
        return []
    shown = stored.pairs["model"].isin([model, REFERENCE, NAIVE])
    pairs = known_pairs(stored.pairs[shown], case.as_of_date).astype({"model": str, "origin": str})
    return [
        _skill_row(pairs, model, against, name, metric, label, horizon)
        for name in targets
        for metric, label in METRICS[name].items()
        for against in (REFERENCE, NAIVE)
        for horizon in HORIZONS
    ]


def _skill_row(
    pairs: pd.DataFrame, model: str, against: str, target: str, metric: str, label: str, horizon: int
) -> dict[str, Any]:
    found = compare(pairs, model, against, target=target, metric=metric, horizon=horizon)
    n = found.n if found else 0
    row = {"target": target, "metric": label, "horizon": horizon, "against": _plain(against), "n": n,
           "skill": None, "low": None, "high": None, "origins": found.origins if found else 0, "note": ""}  # fmt: skip
    if found is None or n < FEWEST_PAIRS:
        row["note"] = f"too few outcomes yet ({n}; {FEWEST_PAIRS} needed)"
        return row
    ends = {"low": found.low, "high": found.high}
    return (
        row
        | {"skill": round(found.skill, 4)}
        | {k: None if v is None else round(v, 4) for k, v in ends.items()}
    )


def coverage_table(pairs: pd.DataFrame, *, target: str = "launches") -> pd.DataFrame:
    """Share of pairs inside the 50, 80 and 95 % intervals, by model and horizon group, with n."""
    chosen = pairs[pairs["target"] == target]
    groups = {"all": chosen, "1-3": chosen[chosen["horizon"] <= 3], "4-6": chosen[chosen["horizon"].between(4, 6)],
              "7-12": chosen[chosen["horizon"] >= 7]}  # fmt: skip
    rows = [
        {"model": model, "horizons": label, "n": len(rows)}
        | {f"in{round(100 * level)}": float(rows[f"in{round(100 * level)}"].mean()) for level in NOMINAL}
        | {"bias": float(rows["bias"].mean())}
        for label, group in groups.items()
        for model, rows in group.groupby("model", observed=True)
    ]
    return pd.DataFrame(rows)


def pit_curve(
    pairs: pd.DataFrame, *, model: str = ENSEMBLE, target: str = "launches", horizon: int | None = None
) -> dict[str, Any]:
    """PIT values, their ECDF minus the diagonal, and its simultaneous 95 % band, for a figure.

    Pairs of overlapping horizons are not independent; choose one horizon for a band that means what it says.
    """
    chosen = pairs[(pairs["model"] == model) & (pairs["target"] == target)]
    if horizon is not None:
        chosen = chosen[chosen["horizon"] == horizon]
    values = chosen["pit"].to_numpy(dtype=float)
    if len(values) == 0:
        return {"n": 0, "pit": [], "at": [], "difference": [], "low": [], "high": []}
    band = ecdf_band(len(values))
    return {
        "n": len(values),
        "pit": np.sort(values).tolist(),
        "at": band.at.tolist(),
        "difference": (ecdf(values, band.at) - band.at).tolist(),
        "low": (band.low - band.at).tolist(),
        "high": (band.high - band.at).tolist(),
    }


def past_fans(case: Case, *, model: str = ENSEMBLE, target: str = "launches") -> pd.DataFrame:
    """Stored quantiles of past forecasts with what was counted later (NaN where not yet), for the report.

    Only origins at or before the view's date; columns origin, horizon, month, q025…q975, observed.
    """

    stored = read_backtest(case.path)
    if stored is None:
        return pd.DataFrame(columns=["origin", "horizon", "month", "observed"])
    rows = stored.forecasts
    rows = rows[(rows["model"] == model) & (rows["target"] == target)]
    rows = rows[rows["origin"].astype(str).map(lambda month: month_end(month) <= case.as_of_date).to_numpy()]
    rows = rows.drop(columns=["model", "target"]).astype({"origin": str}).reset_index(drop=True)
    rows["month"] = [
        period_of(index_of(origin) + int(h))
        for origin, h in zip(rows["origin"], rows["horizon"], strict=True)
    ]
    pairs = known_pairs(stored.pairs, case.as_of_date)
    seen = pairs[(pairs["target"] == target)].groupby("month", observed=True)["observed"].first()
    seen.index = seen.index.astype(str)
    return rows.assign(observed=rows["month"].map(seen).astype(float))


def _scores(
    pairs: pd.DataFrame,
    model: str,
    target: str,
    metric: str,
    horizon: int | None = None,
    era: str | None = None,
    era_of: EraOf = "month",
) -> pd.Series[float]:
    """One model's scores, indexed by origin and horizon in one number."""
    keep = (pairs["model"] == model).to_numpy() & (pairs["target"] == target).to_numpy()
    if horizon is not None:
        keep &= pairs["horizon"].to_numpy() == horizon
    rows = pairs[keep]
    if era is not None:
        rows = rows[rows[era_of].astype(str).str.startswith(era).to_numpy()]
    numbers = [index_of(str(origin)) for origin in rows["origin"]]
    index = np.array(numbers, dtype=int) * ORIGIN_STEP + rows["horizon"].to_numpy(dtype=int)
    return rows[metric].astype(float).set_axis(index).dropna()


def _plain(model: str) -> str:
    return model.partition("-")[2].replace("_", " ")
