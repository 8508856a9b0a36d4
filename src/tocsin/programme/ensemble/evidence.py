"""What claims say about the programme, as bounds on monthly rates: fixed per kind of claim, never per claim.

Plans taken as targets made forecasts worse than no claims at all, because output ran past every published plan. So a
plan is a *floor* on the level at its date and a sign of *direction* until then; a present rate is a floor for half a
year. Denials, other people's drones and grades never enter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.case import Case
from tocsin.claims import Claim
from tocsin.periods import DAYS_PER_MONTH, PER_MONTH, index_of

# Scopes whose rate cannot exceed what national reports count (strike drones are a part of that count).
COMPARABLE = ("alabuga_strike", "all_strike", "incl_decoys")
FORWARD = ("plan", "forecast")
PRESENT = ("asserted", "assessed")
UNDATED_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Floor:
    """A rate that launches should not stay below.

    Attributes
    ----------
    kind
        "plan" (due at `due`) or "present" (now).
    rate
        Drones a month, in the claim's own scope.
    due
        Month index (see `periods.index_of`) for which it holds.
    known
        Day from which it was public.
    inferred
        Whether the scope was inferred by the case's author, not stated: such a floor is softer.
    """

    claim: str
    group: str
    kind: Literal["plan", "present"]
    scope: str
    rate: float
    due: int
    known: date
    inferred: bool = False


def floors(view: Case, *, total_months: float) -> tuple[Floor, ...]:
    """All floors on the launch level that the view's claims give, oldest first.

    `total_months` spreads a total published without a period.
    """
    found = (_floor(claim, total_months) for claim in rate_claims(view))
    return tuple(sorted((item for item in found if item), key=lambda item: (item.known, item.claim)))


def rate_claims(view: Case, scopes: tuple[str, ...] = COMPARABLE) -> list[Claim]:
    """Accepted production claims in a comparable scope that are neither denials nor relays of another row."""
    ledger = view.claims.accepted().originals().where(family="production", scope=scopes)
    return [claim for claim in ledger if claim.modality != "denied" and claim.has_value]


def monthly_rate(claim: Claim, total_months: float) -> tuple[float, float] | None:
    """Low and high monthly rate a production claim leaves possible; None where it names no rate or total.

    Examples
    --------
    "At least 6,000" with no period and ``total_months=30`` gives ``(200.0, inf)``.
    """
    factor = PER_MONTH.get(claim.kind.per)
    if factor is None:
        if claim.quantity not in {"production_target_units", "produced_in_period"}:
            return None
        factor = 1.0 / window_months(claim, total_months)
    low, high = claim.interval
    return low * factor, high * factor


def window_months(claim: Claim, total_months: float) -> float:
    """Length of the window a total refers to, both its ends included, at least one month."""
    if claim.refers_to_end is None:
        return total_months
    start = claim.refers_to_start or claim.published
    return max(((claim.refers_to_end - start).days + 1) / DAYS_PER_MONTH, 1.0)


def _floor(claim: Claim, total_months: float) -> Floor | None:
    bounds = monthly_rate(claim, total_months)
    if bounds is None or not math.isfinite(bounds[0]) or bounds[0] <= 0:
        return None
    ahead = claim.refers_to_end is not None and claim.refers_to_end > claim.published
    forward = claim.modality in FORWARD or (claim.modality == "capability" and ahead)
    if not forward and claim.modality not in PRESENT:
        return None  # what could be done is no floor on what is done
    published = index_of(claim.published)
    if forward and ahead and claim.refers_to_end is not None:
        due = index_of(claim.refers_to_end)
    else:
        due = published + (UNDATED_MONTHS if forward else 0)
    return Floor(
        claim=claim.id,
        group=claim.origin_group or claim.id,
        kind="plan" if forward else "present",
        scope=claim.scope,
        rate=bounds[0],
        due=due,
        known=claim.known_on,
        inferred=claim.scope_basis == "inferred",
    )


def used_claims(items: Iterable[Floor]) -> tuple[str, ...]:
    """Ids of the claims behind floors, each once."""
    return tuple(dict.fromkeys(item.claim for item in items))
