"""Against the world and the calendar: parties, distances, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tocsin.claims.checks.findings import (
    Finding,
    Tools,
    amount,
    looks_for,
    value_words,
)
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim
from tocsin.claims.parties import NAMES, bilateral, states_in
from tocsin.earth import KM, Town, distance_km, off_course, towns_in

_UNITS = {"km": "km", "mile": "miles"}
_DIRECTION = re.compile(r"\b((?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)? of\b", re.I)


@looks_for("one party under two names")
def party_alias_collision(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A deal "between" a state and its own capital: one party under two names. The missing one is suggested."""
    for claim in ledger:
        for phrase, first, second in bilateral(claim.statement):
            if first == second:
                other = _likely_partner(claim, first, ledger)
                hint = (
                    f" The other rows about it name {NAMES[other]}, which is probably meant." if other else ""
                )
                yield Finding(
                    "party_alias_collision",
                    "high",
                    (claim.id,),
                    f"{claim.id} speaks of a deal “{phrase}”: both names mean {NAMES[first]}.{hint}",
                )


@looks_for("distances that the map contradicts")
def distance_check(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A stated distance (and direction) against the geodesic; quiet when they agree within what "about" allows."""
    for claim in ledger.where(quantity="distance"):
        towns = towns_in(claim.statement)
        if len(towns) != 2 or claim.point is None:
            continue
        stated = claim.point * KM[claim.unit]
        first, second = towns
        actual = float(distance_km(*first[2:], *second[2:]))
        slack = 0.12 if claim.qualifier == "approx" else 0.05
        names = f"{first.name} and {second.name}"
        if abs(stated / actual - 1) > slack:
            yield Finding(
                "distance_check",
                "medium",
                (claim.id,),
                f"{claim.id} puts {names} {value_words(claim)} {_UNITS[claim.unit]} apart; the geodesic is {actual:,.0f} km "
                f"({actual / KM['mile']:,.0f} miles).",
            )
        turned = _turned(claim, towns)
        if turned is not None and turned > 45:
            yield Finding(
                "distance_check",
                "medium",
                (claim.id,),
                f"{claim.id} gives a direction {turned:.0f}° off the bearing between {names}.",
            )


@looks_for("told as done before its day")
def date_order(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Something told as done although it lies after the page."""
    for claim in ledger:
        end = claim.refers_to_start or claim.refers_to_end
        if (
            end
            and claim.modality in {"asserted", "assessed"}
            and end > claim.known_on
            and not claim.allegation
        ):
            yield Finding(
                "date_order",
                "high",
                (claim.id,),
                f"{claim.id} tells as done what lies after its page: {amount(end)}, published {amount(claim.published)}.",
            )


def _likely_partner(claim: Claim, state: str, ledger: Ledger) -> str:
    """The other state most often named beside this one: by the same origin, else by rows on the same quantity."""
    for pool in (
        [row for row in ledger if row.origin_group and row.origin_group == claim.origin_group],
        list(ledger.where(quantity=claim.quantity)),
    ):
        votes = Counter(
            code
            for row in pool
            if state in (codes := states_in(row.statement))
            for code in codes
            if code != state
        )
        if votes:
            return votes.most_common(1)[0][0]
    return ""


def _turned(claim: Claim, towns: list[Town]) -> float | None:
    """Degrees between a stated direction "… of B" and the bearing from B to the other town; None where none is stated."""
    match = _DIRECTION.search(claim.statement)
    named = towns_in(claim.statement[match.end() :]) if match else []
    if match is None or not named:
        return None
    (other,) = (town for town in towns if town != named[0])
    return off_course(match.group(1), named[0], other)
