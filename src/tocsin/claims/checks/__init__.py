"""Checks: one small function a rule, each with a message a reader understands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tocsin.claims.checks import facts, gaps, relays, sums
from tocsin.claims.checks.findings import SEVERITIES, Finding, Geodesic, Rule, Tools
from tocsin.claims.ledger import Ledger
from tocsin.claims.places import great_circle_km

__all__ = ["Finding", "RULES", "check"]

RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        facts.party_alias_collision,
        facts.distance_check,
        facts.date_order,
        gaps.rate_without_period,
        gaps.total_against_rate,
        gaps.unit_slip,
        gaps.cross_source_gap,
        gaps.part_above_whole,
        gaps.mixed_scopes,
        sums.sum_mismatch,
        sums.share_mismatch,
        sums.growth_mismatch,
        sums.falling_total,
        sums.use_above_supply,
        sums.use_above_output,
        relays.relay_changed_number,
        relays.relay_changed_source,
        relays.modality_shift,
        relays.two_meanings,
        relays.attribution_drift,
        relays.single_origin,
        relays.denial,
        facts.outcome_differs,
        facts.forecast_unmet,
        facts.stale_plan,
        facts.stock_out_then_use,
        facts.linked_contradiction,
    )
}


def check(
    ledger: Ledger,
    geodesic: Geodesic | None = None,
    *,
    rules: Collection[str] | None = None,
    drafts: bool = False,
) -> list[Finding]:
    """Where the ledger's claims clash, most severe first.

    Parameters
    ----------
    geodesic
        ``f(lat1, lon1, lat2, lon2) -> km``; a great circle (within 0.6 %) when none is given.
    rules
        Names of the rules to run, all when None.
    drafts
        Whether drafts are checked too, as if they were accepted.
    """
    rows = Ledger(tuple(claim for claim in ledger if claim.status == "draft")) if drafts else Ledger()
    view = ledger.accepted().add(*rows)
    tools = Tools(geodesic or great_circle_km)
    found: list[Finding] = []
    for name, rule in RULES.items():
        if rules is None or name in rules:
            for finding in rule(view, tools):
                tools.note(finding)
                found.append(replace(finding, message=finding.message[0].upper() + finding.message[1:]))
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
