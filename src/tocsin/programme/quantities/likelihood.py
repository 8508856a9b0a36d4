"""How well an output path agrees with claims: Student-t on the log, one-sided for floors and ceilings.

The spread of a claim depends on its modality and class of source only, from the parameter table, fixed before scoring.
Grades and notes given today know the outcome and never enter. Claims of one origin count together as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.claims import Claim
from tocsin.periods import PER_MONTH, index_of

DEGREES = 4.0  # of freedom: one wild claim must not drag the rest
FLOOR_TERM = 1e-4
MINIMUM = 0.5  # drones that stand for none, so that a log exists
SCOPES = ("alabuga_strike", "all_strike", "garpiya", "imports")


@dataclass(frozen=True, slots=True)
class FlowClaim:
    """One claim as an observation of a functional of the monthly paths.

    Attributes
    ----------
    scope
        Which path: a key of `SCOPES`.
    start, end
        Month offsets (end exclusive) whose sum it bounds.
    factor
        Factor on the sum that makes it the claim's quantity (1 for totals, 1/months for monthly rates).
    low, high
        Bounds in that quantity; equal for a point; inf where open.
    spread
        Standard deviation on the log scale.
    """

    claim: str
    group: str
    scope: Literal["alabuga_strike", "all_strike", "garpiya", "imports"]
    start: int
    end: int
    factor: float
    low: float
    high: float
    spread: float


def flow_claims(view: Case, periods: Sequence[str]) -> tuple[FlowClaim, ...]:
    """Claims that name output or deliveries in a known scope, within the span."""
    ledger = view.claims.accepted().originals()
    found = [_read(view, claim, periods) for claim in ledger if _names_flow(claim)]
    return tuple(item for item in found if item is not None)


def _names_flow(claim: Claim) -> bool:
    if claim.quantity == "delivered_from_iran_units":
        return claim.modality != "denied" and claim.has_value
    forward = claim.modality in {"plan", "forecast"}
    return (
        claim.kind.family == "production"
        and claim.scope in SCOPES
        and claim.modality != "denied"
        and not forward
        and claim.has_value
    )


def _read(view: Case, claim: Claim, periods: Sequence[str]) -> FlowClaim | None:
    first, months = index_of(periods[0]), len(periods)
    end_day = min(claim.refers_to_end or claim.published, claim.published)
    end = index_of(end_day) - first + 1
    per = claim.kind.per
    if claim.quantity in {"produced_cumulative", "delivered_from_iran_units"}:
        start, factor = 0, 1.0
        if claim.quantity == "delivered_from_iran_units" and claim.refers_to_start is not None:
            start = max(index_of(claim.refers_to_start) - first, 0)
    elif claim.quantity == "produced_in_period":
        start, factor = index_of(claim.refers_to_start or claim.published) - first, 1.0
    elif per:
        start = index_of(claim.refers_to_start or claim.published) - first
        scale = PER_MONTH[per]
        start, end = max(start, 0), max(end, start + 1)
        factor = 1.0 / (scale * (end - start))
    else:
        return None
    start, end = max(start, 0), min(end, months)
    low, high = claim.interval
    if end <= start or not (np.isfinite(low) or np.isfinite(high)) or (max(low, 0) == 0 and high == 0):
        return None
    return FlowClaim(
        claim.id, claim.origin_group or claim.id, _scope(claim), start, end,
        factor, max(low, 0.0), high, claim_spread(view, claim),
    )  # fmt: skip


def _scope(claim: Claim) -> Literal["alabuga_strike", "all_strike", "garpiya", "imports"]:
    if claim.quantity == "delivered_from_iran_units":
        return "imports"
    return claim.scope  # type: ignore[return-value]


def claim_spread(view: Case, claim: Claim) -> float:
    """Standard deviation of a claim on the log scale, by class of source and modality."""
    best = view.parameters.best
    spread = (
        best(f"programme.claim_spread.{claim.source_class}")
        if claim.source_class
        else best("programme.claim_spread.press")
    )
    if claim.modality in {"assessed", "capability"}:
        spread *= best("programme.claim_spread.assessed_factor")
    return spread * (best("programme.claim_spread.allegation_factor") if claim.allegation else 1.0)


def log_likelihood(claims: Sequence[FlowClaim], plant: Array, others: Array, imports: Array) -> Array:
    """Log likelihood [draw] of the claims under paths [draw, month]; each origin contributes its claims' mean."""
    paths = {"alabuga_strike": plant, "garpiya": others, "all_strike": plant + others, "imports": imports}
    sums = {
        scope: np.concatenate([np.zeros((len(path), 1)), np.cumsum(path, axis=1)], axis=1)
        for scope, path in paths.items()
    }
    groups: dict[tuple[str, str], list[Array]] = {}
    for claim in claims:
        total = sums[claim.scope]
        value = np.log(np.maximum((total[:, claim.end] - total[:, claim.start]) * claim.factor, MINIMUM))
        groups.setdefault((claim.group, claim.scope), []).append(term(value, claim))
    result = np.zeros(len(plant))
    for terms in groups.values():
        result += np.mean(terms, axis=0)
    return result


def term(value: Array, claim: FlowClaim) -> Array:
    """Log density of a point, or log probability of an interval, given the log of the functional."""
    if claim.low == claim.high:
        z = (np.log(claim.low) - value) / claim.spread
        density: Array = -(DEGREES + 1) / 2 * np.log1p(z**2 / DEGREES) - np.log(claim.spread)
        return density
    upper = stdtr(DEGREES, (np.log(claim.high) - value) / claim.spread) if np.isfinite(claim.high) else 1.0
    lower = stdtr(DEGREES, (np.log(claim.low) - value) / claim.spread) if claim.low > 0 else 0.0
    chance: Array = np.log(np.maximum(upper - lower, FLOOR_TERM))
    return chance
