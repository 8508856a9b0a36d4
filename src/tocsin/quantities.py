"""The one vocabulary: what can be claimed, in which unit, about which population, and how firmly.

Every other room imports these names; nothing else in the project spells them out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "flow",
    "stock",
    "cumulative",
    "capacity",
    "ratio",
    "price",
    "money",
    "date",
    "performance",
    "count",
    "text",
]
Period = Literal["", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One claimable quantity: its kind, allowed units, the period of a rate, and its meaning in a sentence."""

    name: str
    family: str
    kind: Kind
    units: tuple[str, ...]
    per: Period
    meaning: str

    @property
    def scoped(self) -> bool:
        """Whether a claim about it is meaningless without a scope (never pool across scopes)."""
        return self.family in {"production", "launches", "stock"} and "drones" in self.units

    @property
    def is_date(self) -> bool:
        return self.kind == "date"


SCOPE_COUNTS: dict[str, tuple[str, str]] = {
    "alabuga_strike": ("the Alabuga plant's Geran-2 strike drones", "decoys and other plants excluded"),
    "garpiya": ("the Izhevsk plant's Garpiya strike drones", ""),
    "all_strike": ("long-range one-way strike drones of every plant", "decoys excluded"),
    "incl_decoys": ("Shahed-type strike drones and their decoys (what national reports count)", ""),
    "decoys": ("decoys only", ""),
    "all_drones": ("unmanned aircraft of every kind", ""),
    "imports": ("complete drones delivered from abroad", ""),
    "jet": ("jet-powered strike drones", ""),
    "with_missiles": ("drones and missiles counted together", ""),
    "": ("scope does not apply", ""),
}
"""What each scope counts, and what it leaves out."""

SCOPES: dict[str, str] = {name: "; ".join(filter(None, words)) for name, words in SCOPE_COUNTS.items()}

QUALIFIERS: dict[str, str] = {
    "exact": "low = best = high",
    "approx": "about, some, nearly: low = best = high, read with tolerance",
    "at_least": "a floor: low only",
    "more_than": "an exclusive floor: low only",
    "up_to": "a ceiling: high only",
    "less_than": "an exclusive ceiling: high only",
    "range": "low and high stated",
    "vague": "a word such as hundreds, recoded as an interval",
    "": "no number",
}

MODALITIES: dict[str, str] = {
    "asserted": "stated as fact",
    "assessed": "an estimate or assessment",
    "plan": "somebody's plan, order or target",
    "forecast": "expected by the speaker",
    "capability": "what could be done, not what is done",
    "denied": "denied; the values are what the speaker lets stand (0 for none, a ceiling for 'not as many')",
}

SOURCE_CLASSES: dict[str, str] = {
    "defender_official": "officials and services of the threatened state",
    "attacker_official": "officials of the state that runs the programme, or of its supplier",
    "third_state": "officials and services of another state, named or not",
    "document": "leaked or published documents",
    "analyst": "think tanks, researchers and tallies",
    "press": "an outlet in its own voice",
}

RELATIONS: dict[str, str] = {
    "supersedes": "corrects the related row, which no longer counts",
    "relays": "repeats the related row's origin through another outlet",
    "repeats": "the same source states the same value again",
    "refines": "narrows the related row",
    "contradicts": "states a value the related row excludes",
    "confirms": "an independent origin states a compatible value",
    "outcome_of": "reports what came of the related plan or forecast",
    "denies": "denies the related row",
}

RELIABILITY = ("A", "B", "C", "D", "E", "F")
CREDIBILITY = ("1", "2", "3", "4", "5", "6")

_DRONES = ("drones",)
# name, family, kind, units, period, meaning
_TABLE: tuple[tuple[str, str, Kind, tuple[str, ...], Period, str], ...] = (
    ("production_target_units", "production", "cumulative", _DRONES, "", "total planned by an end date"),
    ("production_target_per_day", "production", "flow", _DRONES, "day", "planned or ordered daily rate"),
    ("production_target_per_month", "production", "flow",
     _DRONES, "month", "planned or ordered monthly rate"),
    ("production_target_per_year", "production", "flow", _DRONES, "year", "planned or ordered yearly rate"),
    ("production_rate_per_day", "production", "flow", _DRONES, "day", "stated rate or capacity a day"),
    ("production_rate_per_month", "production", "flow", _DRONES, "month", "stated rate or capacity a month"),
    ("production_rate_per_year", "production", "flow", _DRONES, "year", "stated rate or capacity a year"),
    ("produced_cumulative", "production", "cumulative", _DRONES, "", "made since the programme began"),
    ("produced_in_period", "production", "cumulative", _DRONES, "", "made inside the window"),
    ("decoy_production_target_units", "production", "cumulative",
     _DRONES, "", "planned decoys in the window"),
    ("plan_fulfilment_ratio", "production", "ratio", ("fraction", "multiple"), "", "output over plan"),
    ("schedule_slip_months", "production", "performance", ("months",), "", "lateness against plan"),
    ("growth_rate", "production", "ratio",
     ("fraction/month", "multiple"), "", "growth of output or launches"),
    ("ordered_from_iran_units", "supply", "cumulative", _DRONES, "", "contract size"),
    ("delivered_from_iran_units", "supply", "cumulative", _DRONES, "", "complete drones handed over"),
    ("defective_share_delivered", "supply", "ratio", ("fraction",), "", "share arriving faulty"),
    ("launched_in_month", "launches", "flow", _DRONES, "month", "launched in a calendar month"),
    ("launched_in_period", "launches", "cumulative", _DRONES, "", "launched inside any other window"),
    ("launched_cumulative", "launches", "cumulative", _DRONES, "", "launched since the campaign began"),
    ("launched_single_raid", "launches", "count", _DRONES, "", "size of one raid"),
    ("launched_per_day", "launches", "flow", _DRONES, "day", "stated average a day"),
    ("launch_capacity_per_day", "launches", "capacity",
     _DRONES, "day", "ability, plan or forecast, not record"),
    ("launch_capacity_single_strike", "launches", "capacity", _DRONES, "", "ability to launch in one raid"),
    ("salvo_pattern", "rhythm", "performance", ("days", "fraction", "topic"), "", "rhythm of large raids"),
    ("incursion_drones", "incursion", "count", _DRONES, "", "drones that entered another state's airspace"),
    ("stockpile_units", "stock", "stock", _DRONES, "", "stock on hand"),
    ("ground_losses_units", "stock", "count", _DRONES, "", "destroyed in store"),
    ("decoy_share", "mix", "ratio", ("fraction",), "", "share of launches, or of output, that is decoys"),
    ("intercepted_units", "defence", "count", _DRONES, "", "claimed kills"),
    ("interception_rate", "defence", "ratio", ("fraction",), "", "claimed share downed"),
    ("impacts_units", "defence", "count", _DRONES, "", "hits or falls"),
    ("defence_kill_share", "defence", "ratio", ("fraction",), "", "share of kills by one means"),
    ("interceptor_success_rate", "defence", "ratio", ("fraction",), "", "per-engagement success"),
    ("interceptors_per_target", "defence", "ratio",
     ("interceptors/drone",), "", "interceptors or sorties per drone"),
    ("interceptor_production_per_day", "defence", "flow",
     ("interceptors",), "day", "defender's output a day"),
    ("interceptor_production_per_month", "defence", "flow",
     ("interceptors",), "month", "defender's output a month"),
    ("interceptor_unit_cost_usd", "defence", "price", ("USD",), "", "cost of one interceptor"),
    ("interceptor_unit_cost_eur", "defence", "price", ("EUR",), "", "cost of one interceptor"),
    ("cost_ratio", "defence", "ratio", ("fraction",), "", "defender's cost over the drone's"),
    ("cruise_speed_kmh", "performance", "performance", ("km/h",), "", "speed as printed in news"),
    ("jet_speed_kmh", "performance", "performance", ("km/h",), "", "jet version's speed as printed in news"),
    ("range_km", "performance", "performance", ("km",), "", "range as printed in news"),
    ("warhead_kg", "performance", "performance", ("kg",), "", "charge as printed in news"),
    ("unit_cost_usd", "cost", "price", ("USD",), "", "cost or generic worth of one drone"),
    ("unit_cost_eur", "cost", "price", ("EUR",), "", "cost or generic worth of one drone"),
    ("jet_unit_cost_usd", "cost", "price", ("USD",), "", "cost of one jet drone"),
    ("unit_price_usd", "cost", "price", ("USD",), "", "price the buyer paid or was quoted"),
    ("contract_value_usd", "cost", "money", ("USD",), "", "deal value"),
    ("contract_value_rub", "cost", "money", ("RUB",), "", "deal value"),
    ("payment_value", "cost", "money", ("EUR", "USD", "tonnes"), "", "payment made, in money or gold"),
    ("programme_cost_usd", "cost", "money", ("USD",), "", "cost of the drones used"),
    ("supply_contract_value_usd", "cost", "money", ("USD",), "", "contract for parts"),
    ("facility_loss_usd", "plant", "money", ("USD",), "", "losses at a plant"),
    ("factory_start_date", "plant", "date", ("date",), "", "production starts; low/high are a window"),
    ("milestone_date", "plant", "date", ("date",), "", "a dated event; `subject` names it"),
    ("facility_strike_date", "plant", "date", ("date",), "", "a plant was struck"),
    ("workforce", "plant", "count", ("people",), "", "people employed"),
    ("workforce_planned", "plant", "count", ("people",), "", "people to be employed"),
    ("crew_headcount_planned", "plant", "count", ("people",), "", "planned launch troops"),
    ("site_capacity_proxy", "plant", "count",
     ("buildings", "m2", "people", "fraction"), "", "buildings, floor, dormitories"),
    ("foreign_component_share", "supply_chain", "ratio",
     ("fraction", "components/drone"), "", "share of foreign parts"),
    ("supply_chain_count", "supply_chain", "count",
     ("companies", "components", "components/drone"), "", "suppliers or parts"),
    ("localisation_share", "supply_chain", "ratio", ("fraction",), "", "share made at home"),
    ("sanction_event", "supply_chain", "date", ("event",), "", "a sanction took effect"),
    ("aircraft_ordered_units", "aircraft", "cumulative",
     ("aircraft",), "", "aircraft ordered in the side deal"),
    ("aircraft_delivered_units", "aircraft", "cumulative", ("aircraft",), "", "aircraft handed over"),
    ("aircraft_milestone_date", "aircraft", "date", ("date",), "", "a dated event of the side deal"),
    ("aircraft_contract_value", "aircraft", "money", ("USD", "EUR"), "", "side deal's value"),
    ("distance", "geography", "performance", ("km", "mile"), "", "stated distance between two places"),
    ("qualitative_statement", "other", "text", ("topic",), "", "no number; `subject` holds the topic"),
)  # fmt: skip

QUANTITIES: dict[str, Quantity] = {row[0]: Quantity(*row) for row in _TABLE}
UNITS: frozenset[str] = frozenset(unit for quantity in QUANTITIES.values() for unit in quantity.units)
