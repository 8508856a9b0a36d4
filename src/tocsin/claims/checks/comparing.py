"""When two claims are about the same thing, and whether their values can both be true."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.claims.model import Claim

DAYS_PER_MONTH = 30.44
# Rough, for telling a clash of values from a change of currency; never for money in answers.
TO_USD = {"USD": 1.0, "EUR": 1.1, "RUB": 1 / 75}
# How far a value may be off and still agree, as a share, by qualifier.
TOLERANCE = {
    "exact": 0.01,
    "approx": 0.1,
    "at_least": 0.02,
    "more_than": 0.02,
    "up_to": 0.02,
    "less_than": 0.02,
}
_STATED = ("asserted", "assessed", "capability", "denied")
_AHEAD = ("plan", "forecast")

Comparable = Callable[[Claim, Claim], bool]


@dataclass(frozen=True, slots=True)
class Slot:
    """Quantities that measure one thing, and when two of them speak of the same occasion."""

    name: str
    words: str
    quantities: tuple[str, ...]
    comparable: Comparable
    modalities: tuple[str, ...] = _STATED
    by_scope: bool = True
    by_subject: bool = False


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
    if claim.kind.per == "day":
        return DAYS_PER_MONTH
    if claim.kind.per == "year":
        return 1 / 12
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
    slack = TOLERANCE.get(claim.qualifier, 0.02)
    factor = scale(claim)
    return low * factor * (1 - slack), high * factor * (1 + slack)


def exclude(first: Claim, second: Claim) -> bool:
    """Whether both values cannot be true of one thing."""
    (a, b), (c, d) = bounds(first), bounds(second)
    return b < c or d < a


def ratio(claims: Iterable[Claim]) -> float:
    """Largest over smallest magnitude; infinite where one is zero."""
    sizes = [abs(size) for claim in claims if (size := scaled(claim)) is not None]
    if not sizes or max(sizes) == 0:
        return 1.0
    return math.inf if min(sizes) == 0 else max(sizes) / min(sizes)


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


SLOTS: tuple[Slot, ...] = (
    Slot("ordered", "Drones ordered from abroad", ("ordered_from_iran_units",), always),
    Slot("delivered", "Complete drones delivered", ("delivered_from_iran_units",), same_end(45)),
    Slot("deal", "Value of the deal", ("contract_value_usd",), always, by_scope=False),
    Slot("deal_rub", "Value of the deal", ("contract_value_rub",), always, by_scope=False),
    Slot(
        "output",
        "Output",
        ("production_rate_per_day", "production_rate_per_month", "production_rate_per_year", "produced_in_period"),
        overlapping,
        modalities=("asserted", "assessed", "capability"),
    ),
    Slot("made", "Drones made so far", ("produced_cumulative",), same_end(35)),
    Slot(
        "planned_rate",
        "Planned output",
        ("production_target_per_day", "production_target_per_month", "production_target_per_year"),
        near(31),
        modalities=(*_AHEAD, "denied"),
    ),
    Slot("planned_total", "Planned total", ("production_target_units",), same_end(150), modalities=_AHEAD),
    Slot("planned_decoys", "Planned decoys", ("decoy_production_target_units",), overlapping, modalities=_AHEAD),
    Slot("month", "Launches in the month", ("launched_in_month",), same_window(3)),
    Slot("window", "Launches in the window", ("launched_in_period",), same_window(3)),
    Slot("raid", "Size of the raid", ("launched_single_raid",), same_window(0)),
    Slot("launched", "Launches so far", ("launched_cumulative",), same_end(10)),
    Slot("stock", "Drones in stock", ("stockpile_units",), same_end(10)),
    Slot("decoys", "Share of decoys", ("decoy_share",), same_window(10), by_subject=True),
    Slot("downed_share", "Share downed", ("interception_rate",), same_window(15), by_subject=True),
    Slot("downed", "Drones downed", ("intercepted_units",), same_window(2), by_subject=True),
    Slot("cost", "Cost of one drone", ("unit_cost_usd", "unit_cost_eur"), near(120)),
    Slot("price", "Price paid for one drone", ("unit_price_usd",), overlapping),
    Slot(
        "start",
        "Start of production",
        ("factory_start_date",),
        always,
        modalities=(*_STATED, *_AHEAD),
    ),
    Slot("incursion", "Drones that crossed the border", ("incursion_drones",), same_end(10), by_subject=True),
    Slot("fighters", "Aircraft ordered", ("aircraft_ordered_units",), always, by_subject=True),
    Slot("fighter_value", "Value of the aircraft deal", ("aircraft_contract_value",), always, by_subject=True),
    Slot("staff", "People employed", ("workforce",), same_end(60), by_subject=True),
    Slot("staff_planned", "People to be employed", ("workforce_planned",), near(200), _AHEAD, by_subject=True),
    Slot("range", "Range", ("range_km",), near(550), by_subject=True),
    Slot("charge", "Explosive charge", ("warhead_kg",), near(550), by_subject=True),
    Slot(
        "shot",
        "Cost of one interceptor",
        ("interceptor_unit_cost_usd", "interceptor_unit_cost_eur"),
        near(200),
        modalities=("asserted", "assessed"),
        by_subject=True,
    ),
    Slot("hit_rate", "Success of one interceptor", ("interceptor_success_rate",), near(60), by_subject=True),
)  # fmt: skip
