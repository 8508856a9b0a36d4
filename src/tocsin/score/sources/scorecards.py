"""Scorecards of sources and of kinds of claim: what was said against what was counted or reported later.

Three ways to an outcome, from hard to soft: the record's counts; a later claim marked `outcome_of`; later statements of
output in the same scope whose window overlaps. Each source counts once per statement: relays and repeats are left out.
Grades given with hindsight are not used, and nothing here feeds a forecast.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from tocsin.case import Case
from tocsin.claims import Claim
from tocsin.periods import DAYS_PER_MONTH
from tocsin.programme.ensemble.evidence import monthly_rate

Verdict = Literal["held", "outrun", "fell short", "early", "late"]
Basis = Literal["record", "outcome claim", "later output claims"]

TOLERANCE = 0.15  # a number within 15 % of what came counts as held
ON_TIME_MONTHS = 1.0
UNDATED_MONTHS = 12
FORWARD = ("plan", "forecast", "capability")
STATED = ("asserted", "assessed")
COUNTED = ("launched_in_month", "launched_in_period", "launched_cumulative", "launched_single_raid")
RAIDS = ("launch_capacity_single_strike", "launch_capacity_per_day")


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """One claim held against what came.

    Attributes
    ----------
    low, high
        What the claim left possible, in the unit compared (drones, drones a month, or ordinal days for dates).
    outcome
        What came, in the same unit.
    ratio
        Outcome over the claim's nearest stated value; None for dates.
    slip_months
        Outcome date minus stated date; None for numbers.
    """

    claim: str
    published: date
    source_class: str
    origin_group: str
    modality: str
    quantity: str
    scope: str
    low: float
    high: float
    outcome: float
    ratio: float | None
    slip_months: float | None
    verdict: Verdict
    basis: Basis
    outcome_claims: tuple[str, ...] = ()


def claim_outcomes(view: Case) -> list[ClaimOutcome]:
    """Every claim of the view whose outcome the view knows, by claim id; the hardest basis wins."""
    found: dict[str, ClaimOutcome] = {}
    for results in (_from_record(view), _from_links(view), _from_output(view)):
        for result in results:
            found.setdefault(result.claim, result)
    return sorted(found.values(), key=lambda item: item.claim)


def scorecard(
    outcomes: Iterable[ClaimOutcome], *, by: Sequence[str] = ("source_class", "modality")
) -> list[dict[str, Any]]:
    """Shares of verdicts and the middle ratio by group, largest group first.

    Keys: the columns of `by`, n, origins (distinct origin groups), held, outrun, fell_short, early, late (counts),
    ratio_q25, ratio_q50, ratio_q75, slip_months_q50 (None where no date was claimed).
    """
    groups: dict[tuple[str, ...], list[ClaimOutcome]] = {}
    for item in outcomes:
        groups.setdefault(tuple(str(getattr(item, name)) for name in by), []).append(item)
    rows = [_card(dict(zip(by, key, strict=True)), items) for key, items in groups.items()]
    return sorted(rows, key=lambda row: (-int(row["n"]), [row[name] for name in by]))


def outcome_rows(outcomes: Iterable[ClaimOutcome]) -> list[dict[str, Any]]:
    """Plain rows for a table or JSON; open ends become None."""
    return [
        {key: (None if isinstance(value, float) and not math.isfinite(value) else value) for key, value in
         asdict(item).items()}
        for item in outcomes
    ]  # fmt: skip


def _card(head: dict[str, str], items: list[ClaimOutcome]) -> dict[str, Any]:
    counts = {verdict.replace(" ", "_"): sum(item.verdict == verdict for item in items)
              for verdict in ("held", "outrun", "fell short", "early", "late")}  # fmt: skip
    ratios = [item.ratio for item in items if item.ratio is not None]
    slips = [item.slip_months for item in items if item.slip_months is not None]
    quartiles: list[float | None] = [None] * 3
    if ratios:
        quartiles = [round(float(q), 3) for q in np.quantile(ratios, [0.25, 0.5, 0.75])]
    return {
        **head,
        "n": len(items),
        "origins": len({item.origin_group for item in items}),
        **counts,
        **dict(zip(("ratio_q25", "ratio_q50", "ratio_q75"), quartiles, strict=True)),
        "slip_months_q50": round(float(np.median(slips)), 1) if slips else None,
    }


# ---- from the record


def _from_record(view: Case) -> Iterator[ClaimOutcome]:
    """Counts claimed of the past, and raid sizes foretold, against the record."""
    if len(view.record) == 0:
        return
    daily = view.record.daily()
    reports = view.record.rows
    first, last = reports["start"].min().date(), daily.index[-1].date()
    for claim in view.claims.accepted().originals():
        if claim.scope != "incl_decoys" or not claim.has_value or claim.modality == "denied":
            continue
        window = _window(claim)
        if window is None or window[0] < first - timedelta(days=31) or window[1] > last:
            continue
        start, end = (str(day) for day in window)
        if claim.quantity in {"launched_single_raid", "launch_capacity_single_strike"}:
            near = timedelta(days=1 if claim.quantity == "launched_single_raid" else 0)
            ends = reports["end"].dt.date
            sizes = reports.loc[(ends >= window[0] - near) & (ends <= window[1] + near), "launched"]
            outcome = float(sizes.max()) if len(sizes) else 0.0
        elif claim.quantity == "launch_capacity_per_day":
            outcome = float(daily.loc[start:end].max())
        elif claim.quantity in COUNTED:
            outcome = float(daily.loc[start:end].sum())
        else:
            continue
        if outcome > 0:
            yield _number(claim, claim.interval, outcome, "record", ())


def _window(claim: Claim) -> tuple[date, date] | None:
    """The days a claim speaks of; a forward claim without an end runs 12 months from its publication."""
    if claim.modality in FORWARD and claim.quantity in RAIDS:
        end = claim.refers_to_end
        if end is None or end <= claim.published:
            end = claim.published + timedelta(days=int(UNDATED_MONTHS * DAYS_PER_MONTH))
        return claim.published, end
    if claim.refers_to_start is None or claim.refers_to_end is None:
        return None
    return claim.refers_to_start, claim.refers_to_end


# ---- from claims that name what they are the outcome of


def _from_links(view: Case) -> Iterator[ClaimOutcome]:
    ledger = view.claims.accepted()
    for later in ledger:
        for relation, related in later.links:
            if relation == "outcome_of" and related in ledger:
                result = _linked(view, ledger[related], later)
                if result:
                    yield result


def _linked(view: Case, claim: Claim, later: Claim) -> ClaimOutcome | None:
    if claim.kind.is_date and later.kind.is_date:
        return _dated(claim, later)
    if claim.kind.is_date and later.point == 0 and later.refers_to_end:
        return _never(claim, later)
    rates = [_rate(view, item) for item in (claim, later)]
    if rates[0] is None or rates[1] is None or claim.scope != later.scope:
        return None
    return _number(claim, rates[0], _middle(rates[1]), "outcome claim", (later.id,))


def _dated(claim: Claim, later: Claim) -> ClaimOutcome | None:
    low, high = claim.interval
    outcome = _middle(later.interval)
    if not math.isfinite(outcome):
        return None
    nearest = min(max(outcome, low), high)
    return _slipped(claim, low, high, outcome, (outcome - nearest) / DAYS_PER_MONTH, later)


def _never(claim: Claim, later: Claim) -> ClaimOutcome | None:
    """Nothing had come by the later claim's end: late by at least that much."""
    low, high = claim.interval
    due = high if math.isfinite(high) else low
    if later.refers_to_end is None or not math.isfinite(due):
        return None
    outcome = float(later.refers_to_end.toordinal())
    return _slipped(claim, low, high, outcome, (outcome - due) / DAYS_PER_MONTH, later)


def _slipped(
    claim: Claim, low: float, high: float, outcome: float, slip: float, later: Claim
) -> ClaimOutcome:
    verdict: Verdict = "held" if abs(slip) <= ON_TIME_MONTHS else "late" if slip > 0 else "early"
    return ClaimOutcome(
        **_head(claim), low=low, high=high, outcome=outcome, ratio=None, slip_months=round(slip, 1),
        verdict=verdict, basis="outcome claim", outcome_claims=(later.id,),
    )  # fmt: skip


# ---- from later statements of output


def _from_output(view: Case) -> Iterator[ClaimOutcome]:
    """Plans and forecasts of output that have come due, against the median of what others stated was made."""
    ledger = view.claims.accepted().originals().where(family="production")
    stated = [claim for claim in ledger if claim.modality in STATED and claim.has_value]
    for claim in ledger:
        due = claim.refers_to_end
        bounds = _rate(view, claim) if claim.modality in FORWARD and claim.has_value and due else None
        if bounds is None or due is None or due >= view.as_of_date or due <= claim.published:
            continue
        start = max(claim.refers_to_start or claim.published, due - timedelta(days=365))
        later = [item for item in stated if _speaks_of(item, claim, start, due)]
        rates = [_middle(rate) for rate in (_rate(view, item) for item in later) if rate is not None]
        rates = [rate for rate in rates if math.isfinite(rate)]
        if rates:
            ids = tuple(item.id for item in later)
            yield _number(claim, bounds, float(np.median(rates)), "later output claims", ids)


def _speaks_of(item: Claim, claim: Claim, start: date, due: date) -> bool:
    if (
        item.scope != claim.scope
        or item.origin_group == claim.origin_group
        or item.published <= claim.published
    ):
        return False
    begins, ends = item.refers_to_start or item.published, item.refers_to_end or item.published
    overlap = (min(ends, due) - max(begins, start)).days + 1
    return overlap >= 0.5 * ((ends - begins).days + 1)


def _rate(view: Case, claim: Claim) -> tuple[float, float] | None:
    """Monthly rate that a production claim leaves possible, as the programme room reads it; totals made so far too."""
    if claim.quantity == "produced_cumulative" and claim.refers_to_start and claim.refers_to_end:
        months = max((claim.refers_to_end - claim.refers_to_start).days / DAYS_PER_MONTH, 1.0)
        low, high = claim.interval
        return low / months, high / months
    return monthly_rate(claim, view.parameters.best("programme.plan.total_months"))


# ---- shared


def _number(
    claim: Claim, bounds: tuple[float, float], outcome: float, basis: Basis, ids: tuple[str, ...]
) -> ClaimOutcome:
    low, high = bounds
    if outcome < low * (1 - TOLERANCE):
        verdict: Verdict = "fell short"
    elif outcome > high * (1 + TOLERANCE):
        verdict = "outrun"
    else:
        verdict = "held"
    nearest = min(max(outcome, low), high)
    stated = low if math.isinf(high) else high if low <= 0 else nearest
    ratio = round(outcome / stated, 3) if stated > 0 else None
    return ClaimOutcome(
        **_head(claim), low=low, high=high, outcome=outcome, ratio=ratio, slip_months=None, verdict=verdict,
        basis=basis, outcome_claims=ids,
    )  # fmt: skip


def _head(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim.id, "published": claim.published, "source_class": claim.source_class,
        "origin_group": claim.origin_group or claim.id, "modality": claim.modality, "quantity": claim.quantity,
        "scope": claim.scope,
    }  # fmt: skip


def _middle(bounds: tuple[float, float]) -> float:
    """Geometric middle of a closed interval, else its finite end."""
    low, high = bounds
    if math.isinf(high):
        return low
    if low <= 0 or math.isinf(low):
        return high
    return math.sqrt(low * high)
