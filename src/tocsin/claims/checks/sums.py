"""Parts and wholes: sums, shares, growth, totals that fall, use above supply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tocsin.claims.checks.comparing import end_of
from tocsin.claims.checks.findings import Finding, Tools, amount, cited, ids, listed, looks_for, window_words
from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim
from tocsin.periods import DAYS_PER_MONTH

_COUNT = re.compile(r"(?<![\d.,$€])(\d{1,3}(?:,\d{3})+|\d{2,6})(?![\d%.,]*\d|\s?%|-)")
_NOT_COUNTS = range(1990, 2100)  # years
_SUM_SLACK = 0.03


@looks_for("sums that do not add up")
def sum_mismatch(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Adjoining windows that add up to something other than a stated whole."""
    # In order of first appearance: a set of texts has another order in every process.
    for scope in dict.fromkeys(claim.scope for claim in ledger if claim.scope):
        made = ledger.where(quantity="produced_in_period", scope=scope).where(modality=_PAST)
        wholes = ledger.where(quantity="produced_cumulative", scope=scope).where(modality=_PAST)
        yield from _against_wholes(_chains(list(made)), list(wholes), slack_days=45)
        months = list(ledger.where(quantity="launched_in_month", scope=scope, modality=_PAST))
        periods = list(ledger.where(quantity="launched_in_period", scope=scope, modality=_PAST))
        yield from _against_wholes(_chains(months), periods, slack_days=0)


@looks_for("shares that do not follow")
def share_mismatch(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A share that does not follow from the counts printed with it."""
    raids = [
        claim
        for claim in ledger
        if claim.quantity in {"launched_single_raid", "launched_in_month", "launched_in_period"}
        and claim.scope == "incl_decoys"
    ]
    for claim in ledger.where(quantity=("interception_rate", "decoy_share")):
        if claim.qualifier not in {"exact", "approx"} or claim.point is None:
            continue
        wholes = [raid.point for raid in raids if _same(raid, claim) and raid.point]
        counts = [float(match.replace(",", "")) for match in _COUNT.findall(claim.statement)]
        counts = [count for count in counts if count not in _NOT_COUNTS and count > 31]
        for whole in dict.fromkeys(wholes):
            parts = [count for count in counts if count < whole]
            shares = [part / whole for part in parts] + [1 - part / whole for part in parts]
            if whole in counts and shares and min(abs(share - claim.point) for share in shares) > 0.03:
                part = parts[0]
                yield Finding(
                    "share_mismatch",
                    "medium",
                    ids([claim, *(raid for raid in raids if _same(raid, claim) and raid.point == whole)]),
                    f"{claim.id} prints {100 * claim.point:.0f} %, but {amount(part)} of {amount(whole)} is "
                    f"{100 * part / whole:.0f} %. A slip, or another denominator.",
                )
                break


@looks_for("growth that months do not bear out")
def growth_mismatch(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A stated multiple that the ledger's own months do not bear out."""
    months = list(ledger.where(quantity="launched_in_month", scope="incl_decoys", modality=_PAST))
    for claim in ledger.where(quantity="growth_rate"):
        start, end = claim.refers_to_start, claim.refers_to_end
        if claim.unit != "multiple" or claim.point is None or not start or not end:
            continue
        before = [month for month in months if month.refers_to_start == start and month.point]
        after = [month for month in months if month.refers_to_end == end and month.point]
        if before and after:
            shown = [
                month.point / base.point for month in after for base in before if month.point and base.point
            ]
            if not any(0.67 <= claim.point / value <= 1.5 for value in shown):
                yield Finding(
                    "growth_mismatch",
                    "medium",
                    ids([claim, *before, *after]),
                    f"{claim.id} says {claim.point:g} times as many; the months on file give about "
                    f"{min(shown):.1f} to {max(shown):.1f}: {listed([*before, *after])}.",
                )


@looks_for("totals that fall")
def falling_total(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """A running total below what was already reached earlier."""
    for quantity in ("launched_cumulative", "produced_cumulative"):
        claims = [claim for claim in ledger.where(quantity=quantity, modality=_PAST) if claim.refers_to_end]
        for earlier in claims:
            for later in claims:
                if (
                    earlier.scope == later.scope
                    and earlier.refers_to_end < later.refers_to_end  # type: ignore[operator]
                    and (later.refers_to_start or date.min) <= (earlier.refers_to_start or date.min)
                    and later.interval[1] < 0.98 * earlier.interval[0]
                    and later.qualifier not in {"at_least", "more_than"}
                ):
                    yield Finding(
                        "falling_total",
                        "high",
                        ids([earlier, later]),
                        f"A running total that falls: {cited(earlier)} by {amount(earlier.refers_to_end)}, "
                        f"then {cited(later)} by {amount(later.refers_to_end)}.",
                    )


@looks_for("more used than supplied")
def use_above_supply(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Launches bound supply from below: more drones launched than delivered so far, before any were made."""
    launched = [
        claim for claim in ledger.where(quantity="launched_cumulative", modality=_PAST) if claim.point
    ]
    made_from = min(
        (
            claim.refers_to_start
            for claim in ledger.where(quantity="produced_cumulative")
            if claim.refers_to_start
        ),
        default=date.max,
    )
    for supply in ledger.where(quantity="delivered_from_iran_units", modality=_PAST):
        day, number = supply.refers_to_end, supply.point
        if not number or not day or supply.coverage == "part" or day - timedelta(days=365) > made_from:
            continue
        used = [
            claim
            for claim in launched
            if claim.refers_to_end
            and abs((claim.refers_to_end - day).days) <= 21
            and claim.interval[0] > 1.1 * (supply.numbers[2] or number)
        ]
        if used:
            floor = supply.qualifier in {"at_least", "more_than"}
            yield Finding(
                "use_above_supply",
                "low" if floor else "high",
                ids([supply, *used]),
                f"Launches bound supply from below: {listed(used)} launched by {amount(used[0].refers_to_end)}, "
                f"yet {cited(supply)} delivered by {amount(day)}."
                + (" As a floor it can be true, but it says little." if floor else ""),
            )


@looks_for("more used than made")
def use_above_output(ledger: Ledger, tools: Tools) -> Iterator[Finding]:
    """Strike drones launched in a month against a stated ceiling of output in the same weeks."""
    for made in ledger.where(quantity="production_rate_per_month", scope="alabuga_strike"):
        if made.numbers[2] is None or not made.refers_to_end:
            continue
        used = [
            claim
            for claim in ledger.where(quantity="launched_in_month", scope="all_strike")
            if claim.refers_to_end
            and 0 <= (claim.refers_to_end - made.refers_to_end).days <= 31
            and claim.interval[0] > made.numbers[2]
        ]
        if used:
            yield Finding(
                "use_above_output",
                "low",
                ids([made, *used]),
                f"More strike drones were launched than one plant is said to make: {listed(used)} in "
                f"{window_words(used[0])}, against {cited(made)}. Stock, other plants, or a ceiling too low.",
            )


_PAST = ("asserted", "assessed")


def _same(first: Claim, second: Claim) -> bool:
    return first.refers_to_end == second.refers_to_end and first.refers_to_start == second.refers_to_start


def _chains(parts: list[Claim]) -> Iterator[list[Claim]]:
    """Runs of two or more adjoining windows of one origin, oldest first; every run of a chain is tried."""
    dated = sorted(
        (part for part in parts if part.refers_to_start and part.refers_to_end and part.point),
        key=lambda part: (part.refers_to_start, part.id),
    )
    for first in dated:
        chain = [first]
        while True:
            following = _next(chain[-1], dated)
            if following is None:
                break
            chain.append(following)
            yield list(chain)


def _next(claim: Claim, dated: list[Claim]) -> Claim | None:
    end = claim.refers_to_end
    for other in dated:
        if (
            end is not None
            and other.refers_to_start == end + timedelta(days=1)
            and other.origin_group == claim.origin_group
        ):
            return other
    return None


def _against_wholes(
    chains: Iterator[list[Claim]], wholes: list[Claim], *, slack_days: int
) -> Iterator[Finding]:
    """Compare each chain's sum with wholes over the same window, allowing for a few weeks at its own rate."""
    for chain in chains:
        start, end = chain[0].refers_to_start, chain[-1].refers_to_end
        total = sum(part.point or 0.0 for part in chain)
        differing = []
        for whole in wholes:
            stop = end_of(whole)
            if whole.refers_to_start != start or stop is None or end is None:
                continue
            gap_days = (end - stop).days
            if abs(gap_days) > slack_days:
                continue
            daily = (chain[-1].point or 0.0) / _days(chain[-1])
            low, high = whole.interval
            expected = total - daily * gap_days
            if not low * (1 - _SUM_SLACK) <= expected <= high * (1 + _SUM_SLACK):
                differing.append(whole)
        if differing:
            yield Finding(
                "sum_mismatch",
                "medium",
                ids([*chain, *differing]),
                f"The parts add up to {amount(total)} by {amount(end)} ({listed(chain)}), "
                f"but the whole is given as {listed(differing)}.",
            )


def _days(claim: Claim) -> float:
    start, end = claim.refers_to_start, claim.refers_to_end
    return (end - start).days + 1 if start and end else DAYS_PER_MONTH
