"""What the ledger can be asked twice: quantities that measure one thing, and when two claims share an occasion."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.claims.checks.comparing import (
    Comparable,
    always,
    due_together,
    near,
    overlapping,
    present_rates,
    same_end,
    same_window,
)

_STATED = ("asserted", "assessed", "capability", "denied")
_PRESENT = ("asserted", "assessed", "capability")
_AHEAD = ("plan", "forecast")


@dataclass(frozen=True, slots=True)
class Slot:
    """Quantities that measure one thing.

    Attributes
    ----------
    comparable
        Whether two claims speak of the same occasion.
    by_scope, by_subject
        Claims are compared only within one scope, or one subject.
    one_event
        Whether the slot is a single event, so that a clash lists the values in between, too.
    """

    name: str
    words: str
    quantities: tuple[str, ...]
    comparable: Comparable
    modalities: tuple[str, ...] = _STATED
    by_scope: bool = True
    by_subject: bool = False
    one_event: bool = False


_RATES = (
    "production_rate_per_day",
    "production_rate_per_month",
    "production_rate_per_year",
    "produced_in_period",
)
_TARGETS = ("production_target_per_day", "production_target_per_month", "production_target_per_year")
_COSTS = ("unit_cost_usd", "unit_cost_eur")
_SHOTS = ("interceptor_unit_cost_usd", "interceptor_unit_cost_eur")

SLOTS: tuple[Slot, ...] = (
    Slot("ordered", "Drones ordered from abroad", ("ordered_from_iran_units",), always, one_event=True),
    Slot("delivered", "Complete drones delivered", ("delivered_from_iran_units",), same_end(45)),
    Slot("deal", "Value of the deal", ("contract_value_usd",), always, by_scope=False, one_event=True),
    Slot("deal_rub", "Value of the deal", ("contract_value_rub",), always, by_scope=False),
    Slot("output", "Output", _RATES, present_rates, _PRESENT),
    Slot("made", "Drones made so far", ("produced_cumulative",), same_end(35)),
    Slot("planned_rate", "Planned output", _TARGETS, due_together, _AHEAD),
    Slot("planned_total", "Planned total", ("production_target_units",), same_end(150), _AHEAD),
    Slot("planned_decoys", "Planned decoys", ("decoy_production_target_units",), overlapping, _AHEAD),
    Slot("month", "Launches in the month", ("launched_in_month",), same_window(3), one_event=True),
    Slot("window", "Launches in the window", ("launched_in_period",), same_window(3), one_event=True),
    Slot("raid", "Size of the raid", ("launched_single_raid",), same_window(0), one_event=True),
    Slot("launched", "Launches so far", ("launched_cumulative",), same_end(10)),
    Slot("stock", "Drones in stock", ("stockpile_units",), same_end(10)),
    Slot("decoys", "Share of decoys", ("decoy_share",), same_window(0), by_subject=True),
    Slot("downed_share", "Share downed", ("interception_rate",), same_window(15), by_subject=True),
    Slot("downed", "Drones downed", ("intercepted_units",), same_window(2), by_subject=True),
    Slot("cost", "Cost of one drone", _COSTS, near(400)),
    Slot("price", "Price paid for one drone", ("unit_price_usd",), overlapping, by_subject=True),
    Slot("start", "Start of production", ("factory_start_date",), always, (*_STATED, *_AHEAD)),
    Slot("incursion", "Drones that crossed the border", ("incursion_drones",), same_end(10), by_subject=True, one_event=True),
    Slot("fighters", "Aircraft ordered", ("aircraft_ordered_units",), always, by_subject=True, one_event=True),
    Slot("fighter_value", "Value of the aircraft deal", ("aircraft_contract_value",), always, by_subject=True),
    Slot("staff", "People employed", ("workforce",), same_end(60), by_subject=True),
    Slot("staff_planned", "People to be employed", ("workforce_planned",), near(200), _AHEAD, by_subject=True),
    Slot("range", "Range", ("range_km",), near(550), by_subject=True),
    Slot("charge", "Explosive charge", ("warhead_kg",), near(550), by_subject=True),
    Slot("shot", "Cost of one interceptor", _SHOTS, near(200), _PRESENT, by_subject=True),
    Slot("hit_rate", "Success of one interceptor", ("interceptor_success_rate",), near(60), by_subject=True),
)  # fmt: skip
