"""Forecasts held against what came later: scores, calibration, baselines, backtests, hub files, scorecards."""

from __future__ import annotations

from tocsin.score.calibration import NOMINAL, Band, bias, coverage, covered, ecdf, ecdf_band, pit
from tocsin.score.hub import export_hub, write_hub
from tocsin.score.hubscore import score_hub
from tocsin.score.replay import Backtest, backtest
from tocsin.score.rules import Wis, crps, crps_normal, crps_quantile, log_score, pinball, wis
from tocsin.score.scorecards import ClaimOutcome, claim_outcomes, scorecard
from tocsin.score.skills import Skill, block_length, skill, skill_interval
from tocsin.score.summary import (
    compare,
    coverage_table,
    era_table,
    origin_table,
    past_fans,
    pit_curve,
    skill_table,
)

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
    "crps_normal",
    "crps_quantile",
    "ecdf",
    "ecdf_band",
    "era_table",
    "export_hub",
    "log_score",
    "origin_table",
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
