"""Forecasts held against what came later: scores, calibration, baselines, backtests, hub files, scorecards."""

from __future__ import annotations

from tocsin.score.calibration import NOMINAL, Band, bias, coverage, covered, ecdf, ecdf_band, pit
from tocsin.score.rules import Wis, crps, crps_normal, crps_quantile, log_score, pinball, wis
from tocsin.score.skill import Skill, block_length, skill, skill_interval

__all__ = [
    "NOMINAL",
    "Band",
    "Skill",
    "Wis",
    "bias",
    "block_length",
    "coverage",
    "covered",
    "crps",
    "crps_normal",
    "crps_quantile",
    "ecdf",
    "ecdf_band",
    "log_score",
    "pinball",
    "pit",
    "skill",
    "skill_interval",
    "wis",
]
