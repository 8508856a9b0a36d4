"""Forecasts as a hubverse hub: written, and scored as they stand."""
