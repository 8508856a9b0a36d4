"""The leak share one night ahead: our nightly model against a random walk on the logit.

Each report of a night whose outcomes are all stated is forecast from the reports of earlier dates only.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tocsin.periods import index_of, period_of
from tocsin.programme.quantities.leak import night_ahead
from tocsin.randomness import stream
from tocsin.record import Record
from tocsin.score.replay.baselines import to_scale
from tocsin.score.rules.calibration import NOMINAL, covered, pit
from tocsin.score.rules.proper import crps
from tocsin.score.rules.shapes import Floats

TEACHING_MONTHS = 3  # calendar months that only teach, from the first usable night's on
FEWEST = 20  # earlier nights without which no night is scored


def nightly_scores(
    record: Record, *, start: date | None = None, draws: int = 1000, seed: int = 1
) -> pd.DataFrame:
    """One row per usable report from `start`: date, launched, observed share, and scores of three forecasts.

    Without `start`, the first three calendar months with usable reports only teach.
    `model` does not know the night's size, `model_size` is told it, `walk` is the random walk. CRPS of the share
    (`_raw`) and of its logit (`_log`, shares kept inside 0.5 %…99.5 %); coverage and PIT of `model`.
    """
    nights = record.nights()
    nights = nights[nights["usable"] & (nights["launched"] > 0)].reset_index(drop=True)
    rows: list[dict[str, object]] = []
    if not len(nights):
        return pd.DataFrame(rows)
    first = start or _taught(nights["date"].min())
    for i in np.flatnonzero(nights["date"].to_numpy() >= np.datetime64(first)):
        night = nights.iloc[i]
        before = nights[nights["date"] < night["date"]]
        if len(before) >= FEWEST:
            rows.append(_scored(before, night, draws, seed))
    return pd.DataFrame(rows)


def _taught(first: date) -> date:
    """The first day after the months that only teach."""
    return date.fromisoformat(f"{period_of(index_of(first) + TEACHING_MONTHS)}-01")


def logit_walk(before: pd.DataFrame, *, draws: int, seed: int) -> Floats:
    """Last share on the logit plus a normal with the root mean square of past one-night changes."""
    share = (before["leaked"].to_numpy(dtype=float) + 0.5) / (before["launched"].to_numpy(dtype=float) + 1)
    values = np.log(share / (1 - share))
    spread = np.sqrt(np.mean(np.diff(values) ** 2))
    normal = stream(seed, "score", "night_walk", len(values)).standard_normal(draws)
    return np.asarray(1 / (1 + np.exp(-(values[-1] + spread * normal))))


def _scored(before: pd.DataFrame, night: pd.Series[float], draws: int, seed: int) -> dict[str, object]:
    truth = float(night["leaked"] / night["launched"])
    made = {
        "model": night_ahead(before, draws, seed),
        "model_size": night_ahead(before, draws, seed, size=float(night["launched"])),
        "walk": logit_walk(before, draws=draws, seed=seed),
    }
    row: dict[str, object] = {
        "date": f"{night['date']:%Y-%m-%d}",
        "launched": int(night["launched"]),
        "observed": truth,
    }
    for name, values in made.items():
        row[f"{name}_raw"] = float(crps(values, truth))
        row[f"{name}_log"] = float(crps(to_scale(values, "logit"), to_scale(truth, "logit")))
    for level in NOMINAL:
        row[f"in{round(100 * level)}"] = float(covered(made["model"], truth, level=level))
    row["pit"] = float(pit(made["model"], truth, seed=seed + len(before)))
    return row
