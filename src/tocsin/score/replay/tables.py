"""The result of a replay as text for people and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tocsin.periods import index_of
from tocsin.record import Record
from tocsin.score.replay.models import ENSEMBLE, REFERENCE
from tocsin.score.replay.summary import HORIZONS, METRICS, NAIVE, compare, coverage_table
from tocsin.score.replay.targets import gaps, observed_series
from tocsin.score.rules.skills import Skill, skill_interval
from tocsin.score.sources.scorecards import ClaimOutcome, outcome_rows, scorecard


def skill_rows(pairs: pd.DataFrame, *, against: str, target: str) -> list[dict[str, Any]]:
    """Skill of every model over one reference, by metric and horizon (None: all twelve together)."""
    models = sorted({str(name) for name in pairs["model"].unique()} - {against})
    rows = []
    for model in models:
        for metric, label in METRICS[target].items():
            for horizon in (*HORIZONS, None):
                found = compare(pairs, model, against, target=target, metric=metric, horizon=horizon)
                if found:
                    rows.append({"model": model, "against": against, "target": target, "metric": label,
                                 "horizon": horizon, **found._asdict()})  # fmt: skip
    return rows


def night_skill(nights: pd.DataFrame) -> dict[str, Skill]:
    """Skill one night ahead over the logit random walk: size unknown or told, on the share and its logit.

    The bootstrap moves blocks of 14 reports.
    """
    rows = {}
    for model in ("model", "model_size"):
        for scale in ("raw", "log"):
            rows[f"{model}_{scale}"] = skill_interval(
                nights[f"{model}_{scale}"].to_numpy(dtype=float),
                nights[f"walk_{scale}"].to_numpy(dtype=float),
                origins=np.arange(len(nights)),
                block=14,
            )
    return rows


def as_json(pairs: pd.DataFrame, nights: pd.DataFrame | None, outcomes: Sequence[ClaimOutcome] = ()) -> str:
    """Everything the text shows, as JSON."""
    known = {str(name) for name in pairs["target"].unique()} if len(pairs) else set()
    out: dict[str, Any] = {
        "pairs": len(pairs),
        "skill": [row for target in METRICS if target in known for against in (REFERENCE, NAIVE)
                  for row in skill_rows(pairs, against=against, target=target)],
        "coverage": [{"target": target, **row} for target in METRICS if target in known
                     for row in coverage_table(pairs, target=target).to_dict("records")],
    }  # fmt: skip
    if nights is not None and len(nights):
        out["nights"] = {name: found._asdict() for name, found in night_skill(nights).items()}
    if outcomes:
        out["scorecard"] = scorecard(outcomes)
        out["claim_outcomes"] = outcome_rows(outcomes)
    return json.dumps(out, indent=2, default=str)


def as_text(pairs: pd.DataFrame, nights: pd.DataFrame | None, excluded: pd.DataFrame | None) -> str:
    """Skill by horizon, coverage, what was left out."""
    if len(pairs) == 0:
        return "No pair to score yet: the record holds none of the forecast months."
    lines: list[str] = []
    for target in METRICS:
        chosen = pairs[pairs["target"] == target]
        if len(chosen):
            lines += _target_lines(chosen, target)
    if nights is not None and len(nights):
        found = night_skill(nights)
        lines += ["", f"Leak share one night ahead against a logit random walk, {len(nights)} reports:"]
        lines += [f"  {name:18} {_shown(row)}" for name, row in found.items()]
    if excluded is not None and len(excluded):
        counts = (
            excluded.groupby(["model", "target", "reason"], observed=True).size().reset_index(name="origins")
        )
        lines += ["", "Not forecast:"]
        lines += [
            f"  {row['model']:26} {row['target']:11} {row['origins']:>3} origins ({row['reason']})"
            for row in counts.to_dict("records")
        ]
    return "\n".join(lines)


def months_text(pairs: pd.DataFrame, record: Record, *, since: str | None = None) -> str:
    """Which months the record lets us score, and which not: reports missing, or the month not over."""
    scored = sorted({str(month) for month in pairs["month"].unique()}) if len(pairs) else []
    gone = [month for month in gaps(record) if month >= (since or "")]
    running = [
        str(month)
        for month in record.monthly().index[-1:]
        if month not in observed_series(record)["launches"]
    ]
    lines = [f"Months scored: {_runs(scored)}" if scored else ""]
    lines += [f"Not scored, as reports are missing: {', '.join(gone)}"] if gone else []
    lines += [f"Not scored, as the record does not reach its end: {running[0]}"] if running else []
    return "\n".join(line for line in lines if line)


def _runs(months: Sequence[str]) -> str:
    """Months as runs: "2025-01 to 2025-12, 2026-02".

    Examples
    --------
    >>> _runs(["2025-11", "2025-12", "2026-02"])
    '2025-11 to 2025-12, 2026-02'
    """
    runs: list[list[str]] = []
    for month in months:
        if runs and index_of(month) == index_of(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def cards_text(outcomes: Sequence[ClaimOutcome]) -> str:
    """The scorecard by kind of claim and class of source."""
    if not outcomes:
        return ""
    columns = ("held", "outrun", "fell_short", "early", "late")
    lines = ["", f"What became of {len(outcomes)} claims whose outcome is known",
             f"    {'kind':11} {'source':18} {'n':>3} " + "".join(f"{name.replace('_', ' '):>11}" for name in columns)
             + "   outcome over claim (median)"]  # fmt: skip
    for row in scorecard(outcomes, by=("modality", "source_class")):
        ratio = "–" if row["ratio_q50"] is None else f"{row['ratio_q50']:.2f}"
        source = row["source_class"].replace("_", " ")
        counts = "".join(f"{row[name]:>11}" for name in columns)
        lines.append(f"    {row['modality']:11} {source:18} {row['n']:>3} {counts}   {ratio}")
    return "\n".join(lines)


def _target_lines(pairs: pd.DataFrame, target: str) -> list[str]:
    lines = [
        "",
        f"{target}: CRPS skill at {' / '.join(map(str, HORIZONS))} months · all, on pairs both models forecast",
    ]
    for against in (REFERENCE, NAIVE):
        labels = list(METRICS[target].values())
        rows = skill_rows(pairs, against=against, target=target)
        lines.append(f"  against {against:24} " + "".join(f"{label:>36}" for label in labels))
        for model in dict.fromkeys(row["model"] for row in rows):
            cells = []
            for label in labels:
                by = {
                    row["horizon"]: row["skill"]
                    for row in rows
                    if row["model"] == model and row["metric"] == label
                }
                shown = [f"{by[h]:6.2f}" if h in by else "     –" for h in (*HORIZONS, None)]
                cells.append(f"{' '.join(shown[:-1])} ·{shown[-1]}")
            lines.append(f"    {model:30} " + "".join(f"{cell:>36}" for cell in cells))
        sizes = {row["horizon"]: row["n"] for row in rows if row["model"] == ENSEMBLE}
        counts = [f"{sizes.get(h, 0):6}" for h in (*HORIZONS, None)]
        if sizes:
            lines.append(
                f"    {'pairs of ' + ENSEMBLE:30} " + f"{' '.join(counts[:-1])} ·{counts[-1]}".rjust(36)
            )
    lines.append("  inside 50 / 80 / 95 % intervals, all horizons")
    table = coverage_table(pairs, target=target)
    for row in table[table["horizons"] == "all"].to_dict("records"):
        star = " *" if row["model"] == ENSEMBLE else ""
        lines.append(
            f"    {row['model']:30} {row['in50']:.2f} {row['in80']:.2f} {row['in95']:.2f}  n {row['n']}{star}"
        )
    return lines


def _shown(row: Skill) -> str:
    if row.low is None or row.high is None:
        return f"{row.skill:6.3f}  (from one date: no interval, n {row.n})"
    return f"{row.skill:6.3f}  (90 % {row.low:.3f} to {row.high:.3f}, n {row.n})"
