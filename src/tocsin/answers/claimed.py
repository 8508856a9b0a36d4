"""Published claims as marks on a chart of monthly counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tocsin.case import Case
from tocsin.say import day

DAYS_PER_MONTH = 30.4375
LAUNCH_RATES: Mapping[str, float] = {
    "launched_in_month": 1.0,
    "launched_per_day": DAYS_PER_MONTH,
    "launch_capacity_per_day": DAYS_PER_MONTH,
}
PRODUCTION_RATES: Mapping[str, float] = {
    "production_rate_per_day": DAYS_PER_MONTH, "production_rate_per_month": 1.0, "production_rate_per_year": 1 / 12,
    "production_target_per_day": DAYS_PER_MONTH, "production_target_per_month": 1.0,
    "production_target_per_year": 1 / 12,
}  # fmt: skip


def launches(view: Case, *, first: str, last: str) -> list[dict[str, Any]]:
    """Claims about launches as monthly rates; totals of a window of at least 20 days are spread over it."""
    marks = []
    for claim in view.claims.accepted().originals():
        if claim.quantity in LAUNCH_RATES:
            marks.append(_mark(claim, LAUNCH_RATES[claim.quantity]))
        elif claim.quantity == "launched_in_period" and (days := _days(claim)) >= 20:
            marks.append(_mark(claim, DAYS_PER_MONTH / days))
    return _inside(marks, first, last)


def production(view: Case, scope: str, *, first: str, last: str) -> list[dict[str, Any]]:
    """Claims about output in one scope, as monthly rates."""
    marks = [
        _mark(claim, PRODUCTION_RATES[claim.quantity])
        for claim in view.claims.accepted().originals()
        if claim.quantity in PRODUCTION_RATES and claim.scope == scope
    ]
    return _inside(marks, first, last)


def _days(claim: Any) -> int:
    start, end = claim.refers_to_start, claim.refers_to_end
    return (end - start).days + 1 if start and end else 0


def _mark(claim: Any, factor: float) -> dict[str, Any]:
    low, high = claim.interval
    start, end = claim.refers_to_start, claim.refers_to_end
    when = start + (end - start) / 2 if start and end else start or end or claim.published
    return {
        "date": when.isoformat(),
        "low": round(low * factor, 1) if math.isfinite(low) else None,
        "high": round(high * factor, 1) if math.isfinite(high) else None,
        "label": (f"{claim.id}, {day(claim.published)}: {claim.statement}"),
        "claim": claim.id,
    }


def _inside(marks: list[dict[str, Any]], first: str, last: str) -> list[dict[str, Any]]:
    begin = date.fromisoformat(f"{first}-01")
    end = date.fromisoformat(f"{last}-15") + timedelta(days=2)
    shown = [
        mark
        for mark in marks
        if begin <= date.fromisoformat(mark["date"]) <= end and (mark["low"], mark["high"]) != (None, None)
    ]
    return sorted(shown, key=lambda mark: (mark["date"], mark["claim"]))
