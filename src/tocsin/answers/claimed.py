"""Published claims beside what we estimate: as marks on a chart of months, and where a total lies outside our range."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.arrays import Draws
from tocsin.periods import DAYS_PER_MONTH
from tocsin.say import NOTHING, Said, day, msg

if TYPE_CHECKING:
    from tocsin.case import Case

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


def totals_outside(view: Case, scope: str, ours: Callable[[date], Draws | None]) -> list[dict[str, Any]]:
    """Claims of a total made so far that lie outside our 90 % range at their date.

    Parameters
    ----------
    view : Case
    scope : str
        Claims about other scopes say nothing about ours.
    ours : callable
        ``ours(day)``: our total by the end of a day, [draw]; None where we have none.

    Returns
    -------
    list of dict
        Claim, the bounds it states (None where open), its number, its date, and our 5th and 95th percentile.
    """
    found = []
    for claim in view.claims.accepted().originals().where(quantity="produced_cumulative", scope=scope):
        end, (low, high) = claim.refers_to_end, claim.interval
        if end is None or claim.modality not in {"asserted", "assessed"} or (made := ours(end)) is None:
            continue
        ours_low, ours_high = (float(value) for value in np.quantile(made, [0.05, 0.95]))
        if low > ours_high or high < ours_low:
            found.append(
                {
                    "claim": claim.id,
                    "low": low if math.isfinite(low) else None,
                    "high": high if math.isfinite(high) else None,
                    "stated": claim.point or 0.0,
                    "by": end.isoformat(),
                    "ours": [ours_low, ours_high],
                }
            )
    return found


def outside_said(found: Sequence[Mapping[str, Any]]) -> Said:
    """The claims that `totals_outside` found, in words."""
    if not found:
        return NOTHING
    return msg(
        "Claims outside our range: {claims:clauses}. Launches counted, imports and stock bound our total; where a claim has"
        " more, drones would have to be in store or uncounted.",
        claims=[_outside(item) for item in found],
    )


def _outside(item: Mapping[str, Any]) -> Said:
    if item["high"] is None:
        return msg(
            "{claim} has at least {stated:number} by {by:day}, where our 90\u00a0% range is {ours:interval}",
            **item,
        )
    if item["low"] is None:
        return msg(
            "{claim} has at most {stated:number} by {by:day}, where our 90\u00a0% range is {ours:interval}",
            **item,
        )
    return msg(
        "{claim} has {stated:number} by {by:day}, where our 90\u00a0% range is {ours:interval}", **item
    )


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
