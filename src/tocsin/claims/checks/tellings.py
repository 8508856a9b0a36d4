"""What happens to a claim on its way: numbers, sources, modality and voice that change."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tocsin.claims.checks.comparing import clusters, exclude, overlapping
from tocsin.claims.checks.findings import (
    SCOPE_WORDS,
    Finding,
    Tools,
    amount,
    ids,
    listed,
    looks_for,
    source,
    value_words,
    window_words,
)
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim
from tocsin.claims.parties import states_in

_AHEAD = {"forecast", "plan"}
_SAID = {
    "asserted": "a fact", "assessed": "an estimate", "capability": "a present ability", "forecast": "a forecast",
    "plan": "a plan", "denied": "denied",
}  # fmt: skip
# Quantities that tell one number with another meaning: (first, second, words, must it be one origin?)
_TWINS = (
    ("unit_cost_usd", "unit_price_usd", "what it costs to make, or what the buyer paid", True),
    ("launch_capacity_per_day", "production_rate_per_day", "drones launched, or drones made", False),
)
_FLOORS = {"at_least", "more_than"}
_UNNAMED = re.compile(r"\b(?:officials|sources?|unnamed|Western intelligence)\b", re.I)


@looks_for("numbers changed in retelling")
def relay_changed_number(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A relay that changed value, bound, period, scope or window of what it relays."""
    for claim, origin in _relayed(ledger):
        changes = list(_changes(claim, origin))
        if changes:
            yield Finding(
                "relay_changed_number",
                "high" if {"period", "value", "bound"} & {kind for kind, _ in changes} else "medium",
                ids([origin, claim]),
                f"{claim.outlet} ({claim.id}) changed what {source(origin)} ({origin.id}) said: "
                + "; ".join(words for _, words in changes)
                + ".",
            )


@looks_for("sources changed in retelling")
def relay_changed_source(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A relay that names another state or institute behind the same claim."""
    for claim, origin in _relayed(ledger):
        theirs, ours = _named(claim), _named(origin)
        if theirs and ours and theirs.isdisjoint(ours) and len(origin.chain) > 1:
            yield Finding(
                "relay_changed_source",
                "medium",
                ids([origin, claim]),
                f"{claim.outlet} ({claim.id}) credits {claim.chain[-1]!r}, where the report it relays has "
                f"{origin.chain[-1]!r} ({origin.id}).",
            )


@looks_for("plans told as facts")
def modality_shift(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """One number as a plan or forecast for some, and as a present fact or ability for others."""
    for family in _stories(ledger):
        modalities = {claim.modality for claim in family}
        if modalities & _AHEAD and modalities - _AHEAD:
            ordered = sorted(family, key=lambda claim: (claim.modality in _AHEAD, claim.modality, claim.id))
            words = "; ".join(f"{_SAID[claim.modality]} ({source(claim)}; {claim.id})" for claim in ordered)
            yield Finding(
                "modality_shift",
                "high" if "asserted" in modalities or len(modalities) > 2 else "medium",
                ids(family),
                f"The same {value_words(ordered[0])} is told with different firmness: {words}.",
            )


@looks_for("one number with two meanings")
def two_meanings(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """One number with two meanings, such as cost and price, or made and launched."""
    for first, second, words, one_origin in _TWINS:
        groups: dict[float, list[Claim]] = defaultdict(list)
        for claim in ledger.where(quantity=(first, second)):
            for number in dict.fromkeys(value for value in claim.numbers if value):
                groups[number].append(claim)
        for number, claims in groups.items():
            kept = [
                claim
                for claim in claims
                if any(_twin(claim, other, one_origin=one_origin) for other in claims)
            ]
            if kept:
                yield Finding(
                    "two_meanings",
                    "medium",
                    ids(kept),
                    f"One number, {amount(number)}, with two meanings ({words}): "
                    + "; ".join(f"{claim.statement.rstrip('.')} ({claim.id})" for claim in kept)
                    + ".",
                )


@looks_for("remarks retold without their speaker")
def attribution_drift(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """An official's remark told again in the outlet's own voice."""
    for claim in ledger:
        for how, to in claim.links:
            if how not in {"repeats", "relays"} or to not in ledger:
                continue
            origin = ledger[to]
            if claim.source_class == "press" and origin.source_class not in {"press", ""}:
                yield Finding(
                    "attribution_drift",
                    "medium",
                    ids([origin, claim]),
                    f"{origin.id} is said by {origin.chain[-1] if origin.chain else origin.outlet}; {claim.id} tells it "
                    "in the outlet’s own voice, so it reads like a second source.",
                )


@looks_for("many reports from one origin")
def single_origin(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Many rows, one unnamed origin: count it once."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger:
        if claim.origin_group and claim.source_class in {
            "third_state",
            "defender_official",
            "attacker_official",
        }:
            groups[claim.origin_group].append(claim)
    for claims in groups.values():
        origins = Counter(
            claim.chain[-1] for claim in claims if claim.chain and _UNNAMED.search(claim.chain[-1])
        )
        outlets = {claim.outlet for claim in claims}
        if len(claims) >= 4 and origins.total() >= len(claims) / 2:
            yield Finding(
                "single_origin",
                "low",
                ids(claims),
                f"{len(claims)} rows from {len(outlets)} outlets go back to one unnamed origin "
                f"({origins.most_common(1)[0][0]}): count it once.",
            )


@looks_for("denials")
def denial(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A denial against a claim, by link or by a value the denial excludes; and speakers who reverse themselves."""
    for claim in ledger.where(modality="denied"):
        against = [
            other
            for other in ledger
            if other.modality != "denied"
            and (_linked(claim, other, "denies", "contradicts") or _excludes(claim, other))
        ]
        if against:
            own = [
                other for other in against if claim.origin_group and other.origin_group == claim.origin_group
            ]
            reversal = f" {own[0].id} comes from the same source: a reversal." if own else ""
            yield Finding(
                "denial",
                "high" if own else "medium",
                ids([claim, *against]),
                f"{source(claim)} denies ({claim.id}: {claim.statement.rstrip('.')}) what others say: "
                f"{listed(against)}.{reversal}",
            )


def _relayed(ledger: Ledger) -> Iterator[tuple[Claim, Claim]]:
    for claim in ledger:
        for how, to in claim.links:
            if how == "relays" and to in ledger:
                yield claim, ledger[to]


def _changes(claim: Claim, origin: Claim) -> Iterator[tuple[str, str]]:
    if not claim.has_value or not origin.has_value:
        return
    if claim.kind.family != origin.kind.family:
        return
    if claim.kind.per != origin.kind.per:
        periods = {"": "a total", "day": "a rate a day", "month": "a rate a month", "year": "a rate a year"}
        yield "period", f"{periods[origin.kind.per]} became {periods[claim.kind.per]}"
    elif claim.kind.is_date is origin.kind.is_date and exclude(claim, origin):
        yield "value", f"{value_words(origin)} became {value_words(claim)}"
    elif _opposed(claim, origin):
        yield "bound", f"{value_words(origin)} became {value_words(claim)}"
    if claim.quantity == origin.quantity and claim.scope != origin.scope:
        told = [SCOPE_WORDS[row.scope] or "no stated scope" for row in (origin, claim)]
        yield "scope", f"the count went from {told[0]} to {told[1]}"
    dated = claim.refers_to_start and claim.refers_to_end and origin.refers_to_start and origin.refers_to_end
    if dated and claim.kind.family == "production" and not overlapping(claim, origin):
        yield "value", f"{window_words(origin)} became {window_words(claim)}"


def _opposed(claim: Claim, origin: Claim) -> bool:
    """A floor told as a ceiling, or the other way round."""
    ceilings = {"up_to", "less_than"}
    kinds = {claim.qualifier, origin.qualifier}
    return bool(kinds & _FLOORS) and bool(kinds & ceilings)


def _named(claim: Claim) -> set[str]:
    """States and institutes named at the origin of the chain."""
    last = claim.chain[-1] if claim.chain else ""
    return set(states_in(last)) | set(re.findall(r"\bI[IS]{2,3}\b", last))


def _stories(ledger: Ledger) -> Iterator[list[Claim]]:
    """Groups of rows that tell one number of one family of quantities."""
    pools: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in ledger:
        if claim.has_value and claim.modality != "denied" and not claim.kind.is_date:
            numbers = frozenset(value for value in claim.numbers if value)
            pools[(claim.kind.family, claim.kind.per, numbers)].append(claim)
    for pool in pools.values():
        yield from clusters(pool, _same_story)


def _same_story(claim: Claim, other: Claim) -> bool:
    """Linked rows, or rates told within a fortnight by one origin or in one scope, with the same number."""
    if _linked(claim, other, "relays", "repeats"):
        return True
    close = abs((claim.published - other.published).days) <= 14
    shared = claim.origin_group == other.origin_group or claim.scope == other.scope != ""
    return close and shared and claim.kind.family == "production" and claim.kind.per != ""


def _twin(claim: Claim, other: Claim, *, one_origin: bool) -> bool:
    if claim.quantity == other.quantity:
        return False
    if one_origin:
        return claim.origin_group == other.origin_group or _linked(claim, other)
    return abs((claim.published - other.published).days) <= 120


def _linked(claim: Claim, other: Claim, *relations: str) -> bool:
    return any(
        (to == b.id and (not relations or how in relations))
        for a, b in ((claim, other), (other, claim))
        for how, to in a.links
    )


def _excludes(claim: Claim, other: Claim) -> bool:
    """A numeric denial that excludes a value told within three months."""
    return (
        claim.has_value
        and other.has_value
        and claim.quantity == other.quantity
        and claim.scope == other.scope
        and claim.quantity not in {"delivered_from_iran_units"}
        and abs((claim.published - other.published).days) <= 92
        and other.numbers[2] is not None
        and claim.numbers[2] is not None
        and (other.numbers[2] >= claim.numbers[2] or exclude(claim, other))
    )
