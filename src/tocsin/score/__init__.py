"""Forecasts held against what came later: scores, calibration, baselines, backtests, hub files, scorecards."""

from __future__ import annotations

from tocsin.score.hub.export import export_hub, write_hub
from tocsin.score.hub.scoring import score_hub
from tocsin.score.replay.backtest import Backtest, backtest
from tocsin.score.replay.summary import (
    compare,
    coverage_table,
    past_fans,
    pit_curve,
    skill_table,
)
from tocsin.score.rules.calibration import NOMINAL, Band, bias, coverage, covered, ecdf, ecdf_band, pit
from tocsin.score.rules.proper import Wis, crps, crps_quantile, log_score, pinball, wis
from tocsin.score.rules.skills import Skill, block_length, skill, skill_interval
from tocsin.score.sources.scorecards import ClaimOutcome, claim_outcomes, scorecard

__all__ = [
    "Backtest",
    "Band",
    "ClaimOutcome",
    "NOMINAL",
    "Skill",
    "Wis",
    "backtest",
    "bias",
    "block_length",
    "claim_outcomes",
    "compare",
    "coverage",
    "coverage_table",
    "covered",
    "crps",
    "crps_quantile",
    "ecdf",
    "ecdf_band",
    "export_hub",
    "log_score",
    "past_fans",
    "pinball",
    "pit",
    "pit_curve",
    "score_hub",
    "scorecard",
    "skill",
    "skill_interval",
    "skill_table",
    "wis",
    "write_hub",
]
