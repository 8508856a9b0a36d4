"""Proper scores, calibration and skill: pure functions of forecasts and outcomes."""
