"""From draws and counts to rows: stored quantiles, and one row of scores per forecast and observation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tocsin.arrays import FINE_LEVELS, per_mille
from tocsin.periods import index_of, months_after
from tocsin.score.replay.models import Draws
from tocsin.score.replay.targets import on_scale
from tocsin.score.rules.calibration import NOMINAL, bias, covered, pit
from tocsin.score.rules.proper import crps, log_score, wis
from tocsin.score.rules.shapes import Floats

Row = dict[str, object]
SCALED = ("crps", "wis", "dispersion", "overprediction", "underprediction")


def forecast_rows(model: str, origin: str, made: Draws) -> list[Row]:
    """Quantiles by target and horizon."""
    rows: list[Row] = []
    for target, draws in made.items():
        quantiles = np.quantile(draws, FINE_LEVELS, axis=0)
        for h in range(draws.shape[1]):
            values = {
                name: np.float32(q) for name, q in zip(per_mille(FINE_LEVELS), quantiles[:, h], strict=True)
            }
            rows.append({"model": model, "origin": origin, "target": target, "horizon": h + 1, **values})
    return rows


def pair_rows(model: str, origin: str, made: Draws, observed: dict[str, pd.Series[float]]) -> list[Row]:
    """Scores of every month that the record knows."""
    rows: list[Row] = []
    for target, draws in made.items():
        series = observed[target]
        months = months_after(origin, draws.shape[1])
        known = [h for h, month in enumerate(months) if month in series.index and np.isfinite(series[month])]
        if not known:
            continue
        truth: Floats = np.array([series[months[h]] for h in known], dtype=float)
        scores = score_draws(draws[:, known], truth, target=target, seed=index_of(origin))
        for i, h in enumerate(known):
            head = {"model": model, "origin": origin, "target": target, "horizon": h + 1, "month": months[h]}
            rows.append(
                {**head, "observed": truth[i], **{name: values[i] for name, values in scores.items()}}
            )
    return rows


def score_draws(draws: Floats, truth: Floats, *, target: str, seed: int) -> dict[str, Floats]:
    """All scores of draws [draw, month] against counts [month], by column name.

    `_raw` columns are in the target's unit, `_log` ones on its even scale: log1p of counts, logit of shares.
    """
    scores: dict[str, Floats] = {}
    scaled_draws, scaled_truth = on_scale(draws, target), on_scale(truth, target)
    for suffix, x, y in (("raw", draws, truth), ("log", scaled_draws, scaled_truth)):
        parts = wis(np.quantile(x, FINE_LEVELS, axis=0), y, levels=FINE_LEVELS)
        values = (crps(x, y), parts.total, parts.dispersion, parts.overprediction, parts.underprediction)
        scores |= {f"{name}_{suffix}": value for name, value in zip(SCALED, values, strict=True)}
    scores["log_score"] = log_score(scaled_draws, scaled_truth)
    for level in NOMINAL:
        scores[f"in{round(100 * level)}"] = covered(draws, truth, level=level).astype(float)
    scores["pit"] = pit(draws, truth, seed=seed)
    scores["bias"] = bias(draws, truth)
    scores["median"] = np.median(draws, axis=0)
    return scores
