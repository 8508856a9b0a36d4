"""The what-if page: the report with knobs, served on this machine only."""
