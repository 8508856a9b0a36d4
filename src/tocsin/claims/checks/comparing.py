"""When two claims are about the same thing, and whether their values can both be true."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from tocsin.claims.model import Claim
from tocsin.periods import DAYS_PER_MONTH, PER_MONTH

# Rough, for telling a clash of values from a change of currency; never for money in answers.
TO_USD = {"USD": 1.0, "EUR": 1.1, "RUB": 1 / 75}
# How far a value may be off and still agree, as a share, by qualifier.
TOLERANCE = {"exact": 0.002, "approx": 0.1}
_STRICT = {"more_than", "less_than"}

Comparable = Callable[[Claim, Claim], bool]


def start_of(claim: Claim) -> date | None:
    return claim.refers_to_start or claim.refers_to_end


def end_of(claim: Claim) -> date | None:
    return claim.refers_to_end or claim.refers_to_start


def always(first: Claim, second: Claim) -> bool:
    """One event, whenever it is told."""
    return True


def same_window(days: int) -> Comparable:
    """Both ends lie within so many days."""

    def test(first: Claim, second: Claim) -> bool:
        pairs = ((start_of(first), start_of(second)), (end_of(first), end_of(second)))
        return all(a is not None and b is not None and abs((a - b).days) <= days for a, b in pairs)

    return test


def same_end(days: int) -> Comparable:
    """Totals so far: the ends lie within so many days."""

    def test(first: Claim, second: Claim) -> bool:
        a, b = end_of(first), end_of(second)
        return a is not None and b is not None and abs((a - b).days) <= days

    return test


def overlapping(first: Claim, second: Claim) -> bool:
    """The windows share at least half of the shorter one."""
    spans = [(start_of(claim), end_of(claim)) for claim in (first, second)]
    if any(start is None or end is None for start, end in spans):
        return False
    (a, b), (c, d) = ((start, end) for start, end in spans if start and end)
    shared = (min(b, d) - max(a, c)).days + 1
    return shared >= 0.5 * (min((b - a).days, (d - c).days) + 1)


def present_rates(first: Claim, second: Claim) -> bool:
    """Rates over overlapping windows, unless growth explains the gap.

    A short window early in a long one may lie below its average, a late one above it.
    """
    if not overlapping(first, second):
        return False
    short, long = sorted((first, second), key=_days)
    start, end, low, high = start_of(long), end_of(long), scaled(short), scaled(long)
    if (
        _days(long) < max(120, 4 * _days(short))
        or low is None
        or high is None
        or start is None
        or end is None
    ):
        return True
    early = (end_of(short) or start) <= start + (end - start) / 2
    return not (low < high if early else low > high)


def due_together(first: Claim, second: Claim) -> bool:
    """Planned rates whose windows meet and whose ends lie within 400 days; an open end means a year on."""
    year = timedelta(days=365)
    ends = [
        claim.refers_to_end or (claim.refers_to_start or claim.published) + year for claim in (first, second)
    ]
    starts = [claim.refers_to_start or claim.published for claim in (first, second)]
    meet = (max(starts) - min(ends)).days <= 31
    return meet and abs((ends[0] - ends[1]).days) <= 400


def near(days: int) -> Comparable:
    """The windows overlap, or lie within so many days of each other."""

    def test(first: Claim, second: Claim) -> bool:
        a, b = start_of(first), end_of(first)
        c, d = start_of(second), end_of(second)
        if a is None or b is None or c is None or d is None:
            return False
        return (max(a, c) - min(b, d)).days <= days

    return test


def scale(claim: Claim) -> float:
    """Factor to the slot's common unit: a month for rates and amounts in a window, US dollars for money."""
    if claim.unit in TO_USD:
        return TO_USD[claim.unit]
    if claim.kind.per:
        return PER_MONTH[claim.kind.per]
    if claim.quantity == "produced_in_period":
        start, end = claim.refers_to_start, claim.refers_to_end
        if start and end:
            return DAYS_PER_MONTH / ((end - start).days + 1)
    return 1.0


def scaled(claim: Claim) -> float | None:
    """A magnitude in the slot's common unit."""
    return None if claim.point is None else claim.point * scale(claim)


def bounds(claim: Claim) -> tuple[float, float]:
    """What the claim leaves possible in the common unit, widened by its tolerance (dates: 15 days)."""
    low, high = claim.interval
    if claim.kind.is_date:
        return low - 15, high + 15
    slack = TOLERANCE.get(claim.qualifier, 0.0)
    factor = scale(claim)
    return low * factor * (1 - slack), high * factor * (1 + slack)


def exclude(first: Claim, second: Claim) -> bool:
    """Whether both values cannot be true of one thing."""
    (a, b), (c, d) = bounds(first), bounds(second)
    if (first.modality == "capability") != (second.modality == "capability"):
        a, c = _unless_able(first, a), _unless_able(second, c)
    touching = b == c or d == a  # "under half" and "over half" share only a bound that neither allows
    return b < c or d < a or (touching and bool({first.qualifier, second.qualifier} & _STRICT))


def _unless_able(claim: Claim, low: float) -> float:
    """An ability need not be used: against what was done it is a ceiling only."""
    return -math.inf if claim.modality == "capability" else low


def ratio(claims: Iterable[Claim]) -> float:
    """Largest over smallest magnitude; infinite where one is zero."""
    sizes = [abs(size) for claim in claims if (size := scaled(claim)) is not None]
    if not sizes or max(sizes) == 0:
        return 1.0
    return math.inf if min(sizes) == 0 else max(sizes) / min(sizes)


def _days(claim: Claim) -> int:
    start, end = start_of(claim), end_of(claim)
    return (end - start).days + 1 if start and end else 1


def clusters(claims: list[Claim], linked: Comparable) -> Iterator[list[Claim]]:
    """Connected groups of two or more claims under a symmetric relation."""
    left = list(claims)
    while left:
        group, frontier = [], [left.pop(0)]
        while frontier:
            current = frontier.pop()
            group.append(current)
            found = [other for other in left if linked(current, other)]
            left = [other for other in left if other not in found]
            frontier.extend(found)
        if len(group) > 1:
            yield group
