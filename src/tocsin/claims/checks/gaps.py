"""Values that cannot all be true, totals against rates, slips of a thousand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tocsin.claims.checks.comparing import (
    TO_USD,
    Comparable,
    bounds,
    clusters,
    exclude,
    ratio,
    scale,
    scaled,
)
from tocsin.claims.checks.findings import (
    SCOPE_WORDS,
    Finding,
    Severity,
    Tools,
    amount,
    cited,
    ids,
    listed,
    looks_for,
    value_words,
    window_words,
)
from tocsin.claims.checks.slots import SLOTS, Slot
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim

# Scopes that are parts of a scope.
CONTAINED = {
    "all_strike": ("alabuga_strike", "garpiya"),
    "incl_decoys": ("alabuga_strike", "garpiya", "all_strike", "decoys"),
    "all_drones": ("alabuga_strike", "garpiya", "all_strike", "decoys", "incl_decoys"),
}
_KINDS = {"garpiya", "decoys", "jet"}  # one kind of drone, not another way of counting all of them
_SCOPE_MATTERS = {
    "output",
    "made",
    "planned_rate",
    "planned_total",
    "month",
    "window",
    "raid",
    "launched",
    "start",
}


@looks_for("totals told without a period")
def rate_without_period(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A planned total without an end: it could be per year or for ever."""
    claims = [
        claim
        for claim in ledger
        if claim.quantity == "production_target_units" and claim.has_value and claim.refers_to_end is None
    ]
    if claims:
        word = "claims give" if len(claims) > 1 else "claim gives"
        yield Finding(
            "rate_without_period",
            "medium",
            ids(claims),
            f"{len(claims)} {word} a planned number without a period, so it may mean a total or a rate: {listed(claims)}.",
        )


@looks_for("one number as total and as rate")
def total_against_rate(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """One number told as a total by some and as a rate by others."""
    groups: dict[tuple[str, float], list[Claim]] = defaultdict(list)
    for claim in ledger:
        if claim.quantity.startswith(("production_target", "production_rate")) and claim.point:
            stated = [value for value in claim.numbers if value is not None]
            if len(set(stated)) == 1 and claim.modality != "denied":
                groups[(claim.scope, stated[0])].append(claim)
    for (_, number), claims in groups.items():
        periods = {claim.kind.per for claim in claims}
        if len(periods) > 1:
            told = {"": "in total", "day": "a day", "month": "a month", "year": "a year"}
            kinds = " and ".join(told[period] for period in sorted(periods))
            yield Finding(
                "total_against_rate",
                "high",
                ids(claims),
                f"The same {amount(number)} is told as {kinds}: {listed(claims, 10)}. Only one can be meant.",
            )


@looks_for("values off by a thousand")
def unit_slip(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A value a thousand times off the others: million for billion, thousand lost."""
    money = [claim for claim in ledger if claim.quantity in {"contract_value_usd", "contract_value_rub"}]
    pools = [claims for slot, claims in _slots(ledger) if slot.name not in {"deal", "deal_rub", "start"}]
    for claims in [money, *pools]:
        for claim in claims:
            size = scaled(claim)
            others = [scaled(other) for other in claims if other is not claim]
            sizes = sorted(value for value in others if value)
            if not size or not sizes:
                continue
            middle = sizes[len(sizes) // 2]
            for factor, words in ((1e3, "too small"), (1e-3, "too large")):
                if _within(size * factor, middle, 2.5) and not _within(size, middle, 100):
                    yield Finding(
                        "unit_slip",
                        "high",
                        ids([claim]),
                        f"{claim.id} prints {value_words(claim)}; a thousand times {words} beside the other "
                        f"{len(sizes)} values, whose middle is {_common(claim, middle)}. "
                        "Probably million for billion, or a lost thousand.",
                    )


@looks_for("values that exclude each other")
def cross_source_gap(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Claims about one thing, in one scope, whose values exclude each other."""
    for slot, claims in _slots(ledger):
        independent = [claim for claim in claims if not _echo(claim, ledger)]
        for group in clusters(independent, _clash(slot)):
            company = [
                claim
                for claim in independent
                if slot.one_event
                and claim not in group
                and all(slot.comparable(claim, other) for other in group)
            ]
            yield _gap(slot, group + company)


@looks_for("parts above their whole")
def part_above_whole(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A part that exceeds its whole: one plant's strike drones above all strike drones in the same months."""
    for slot in (slot for slot in SLOTS if slot.name in {"output", "month", "planned_rate"}):
        claims = [claim for claim in _members(ledger, slot) if not _echo(claim, ledger)]
        for whole in claims:
            narrower = CONTAINED.get(whole.scope, ())
            parts = [
                claim
                for claim in claims
                if claim.scope in narrower
                and slot.comparable(claim, whole)
                and abs((claim.published - whole.published).days) <= 400
                and bounds(claim)[0] > bounds(whole)[1]
            ]
            if parts:
                yield Finding(
                    "part_above_whole",
                    "high",
                    ids([whole, *parts]),
                    f"{slot.words}: {SCOPE_WORDS[parts[0].scope]} alone, {listed(parts)}, exceed "
                    f"{SCOPE_WORDS[whole.scope]}, {cited(whole)}, although they are a part of them.",
                )


@looks_for("counts of different things")
def mixed_scopes(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """The same month or raid counted in different scopes: both can be right, and must not be pooled."""
    for slot in (slot for slot in SLOTS if slot.name in {"month", "raid"}):
        claims = [claim for claim in _members(ledger, slot) if claim.scope not in _KINDS]
        for group in clusters(claims, slot.comparable):
            scopes = {claim.scope for claim in group}
            if len(scopes) > 1 and ratio(group) > 1.05:
                one_each = [
                    next(claim for claim in group if claim.scope == scope) for scope in sorted(scopes)
                ]
                parts = "; ".join(f"{SCOPE_WORDS[claim.scope]}: {cited(claim)}" for claim in one_each)
                yield Finding(
                    "mixed_scopes",
                    "low",
                    ids(group),
                    f"{slot.words}, {window_words(group[0])}: counted in {len(scopes)} scopes. {parts}.",
                )


def _clash(slot: Slot) -> Comparable:
    return lambda first, second: slot.comparable(first, second) and exclude(first, second)


def _slots(ledger: Ledger) -> Iterator[tuple[Slot, list[Claim]]]:
    """The ledger's claims by slot, scope and, where it matters, subject."""
    for slot in SLOTS:
        pools: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in _members(ledger, slot):
            key = (claim.scope if slot.by_scope else "", claim.subject if slot.by_subject else "")
            pools[key].append(claim)
        for claims in pools.values():
            if len(claims) > 1:
                yield slot, claims


def _members(ledger: Iterable[Claim], slot: Slot) -> list[Claim]:
    return [
        claim
        for claim in ledger
        if claim.quantity in slot.quantities and claim.modality in slot.modalities and claim.has_value
    ]


def _echo(claim: Claim, ledger: Ledger) -> bool:
    """Relays are judged against what they relay, by their own rule."""
    return any(to in ledger for to in claim.echoes)


def _gap(slot: Slot, group: list[Claim]) -> Finding:
    ordered = sorted(group, key=lambda claim: (scaled(claim) or 0.0, claim.id))
    spread = ratio(ordered)
    scope = SCOPE_WORDS[ordered[0].scope] if slot.name in _SCOPE_MATTERS else ""
    when = window_words(ordered[0]) if slot.name in {"month", "window", "raid"} else ""
    about = ", ".join(filter(None, (slot.words, when, scope, ordered[0].subject if slot.by_subject else "")))
    if slot.name == "start":
        told, severity = "dates that exclude each other", "high"
    elif math.isinf(spread):
        told, severity = "some say none, others do not", "high"
    elif spread < 1.001:
        told, severity = "bounds that exclude each other", "medium"
    else:
        told = (
            f"values {spread:.1f}-fold apart"
            if spread >= 1.15
            else f"values {100 * (spread - 1):.0f} % apart"
        )
        severity = "high" if spread >= 2 else "medium" if spread >= 1.1 else "low"
    own = len({claim.origin_group for claim in ordered}) == 1
    same = " All come from one origin." if own else ""
    level: Severity = severity  # type: ignore[assignment]
    return Finding("cross_source_gap", level, ids(ordered), f"{about}: {told}. {listed(ordered, 10)}.{same}")


def _within(first: float, second: float, factor: float) -> bool:
    return 1 / factor <= first / second <= factor


def _common(claim: Claim, value: float) -> str:
    unit = "USD " if claim.unit in TO_USD else ""
    return unit + amount(float(f"{value / (1 if unit else scale(claim)):.3g}"))
