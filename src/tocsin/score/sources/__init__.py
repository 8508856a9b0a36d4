"""Scorecards of sources and of kinds of claim."""
