"""The share of launches that is decoys, month by month: counts where reports split them, claims where officials say.

Before decoys were known of, the share is near 0. From their first month it is a random walk on the logit that reverts
slowly; months whose reports state strike drones pin it down, claims weigh its paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.periods import index_of
from tocsin.programme.ensemble.pooling import resample
from tocsin.randomness import stream

MONTH_MOVE = 0.15  # sd of the logit's monthly innovation
REVERSION = 0.95
COUNTED_NOISE = 0.10  # a month's stated split is rounded by its publisher
CANDIDATES = 6
FEWEST_LAUNCHES = 500


@dataclass(frozen=True)
class DecoyShare:
    """Draws [draw, period] over the full span, the claims used, and the first month with decoys (or None)."""

    share: Array
    claims: tuple[str, ...]
    first: int | None


def forecast_decoy_share(view: Case, periods: Sequence[str], draws: int, seed: int) -> DecoyShare:
    """Decoy share from the programme's start to the horizon."""
    rng = stream(seed, "programme", "decoy_share")
    before = logit(view.parameters.sample("programme.decoy_share.before", draws, seed))
    counted = counted_logits(view)
    first = _first_month(view, index_of(periods[0]), counted)
    path = np.tile(before[:, None], (1, len(periods)))
    claims = share_claims(view)
    if first is None or first > index_of(periods[-1]):
        return DecoyShare(expit(path), (), None)
    start = max(first - index_of(periods[0]), 0)
    months = len(periods) - start
    mean = logit(view.parameters.sample("programme.decoy_share.level", draws * CANDIDATES, seed))
    walk = _conditioned_walk(mean, months, {t - first: v for t, v in counted.items()}, rng)
    spread = view.parameters.best("programme.claim_spread.decoy_share")
    weight = _claim_weight(walk, claims, first, spread)
    path[:, start:] = walk[resample(weight, draws, rng)]
    return DecoyShare(expit(path), tuple(claim[0] for claim in claims), first)


def counted_logits(view: Case) -> dict[int, float]:
    """Logit decoy share of months with enough launches in reports that state strike drones."""
    monthly = view.record.monthly()
    if not len(monthly):
        return {}
    rows = monthly[monthly["strike_base"] >= FEWEST_LAUNCHES]
    share = (1 - rows["strike_launched"] / rows["strike_base"]).clip(0.01, 0.99)
    return {
        index_of(str(period)): float(logit(value))
        for period, value in zip(rows.index, share.to_numpy(), strict=True)
    }


def _first_month(view: Case, start: int, counted: dict[int, float]) -> int | None:
    offset = view.parameters.best("programme.decoy_share.start_months")
    candidates = [start + int(offset)] if offset < 900 else []
    candidates += [min(counted)] if counted else []
    return min(candidates) if candidates else None


def share_claims(view: Case) -> list[tuple[str, int, float, float, str]]:
    """(id, month, low, high, origin) of accepted claims on the share of a month's launches.

    Shares of output are another quantity, told apart by the claim's subject. Shares of a window shorter than
    `programme.decoy_share.shortest_window` are left out: nights differ too much to speak for their month, and the
    record holds their split where a report states it. A share without a window speaks for the month it was published.
    """
    shortest = view.parameters.best("programme.decoy_share.shortest_window")
    ledger = (
        view.claims.accepted()
        .originals()
        .where(quantity="decoy_share", scope=("incl_decoys", "all_drones", "decoys", ""))
    )
    found = []
    for claim in ledger:
        when = claim.refers_to_end or claim.published
        start = claim.refers_to_start or when  # an end alone names a day
        output = any(word in claim.subject.lower() for word in ("output", "production"))
        if claim.unit != "fraction" or output or not claim.has_value or claim.modality == "denied":
            continue
        if claim.refers_to_end is not None and (when - start).days + 1 < shortest:
            continue
        low, high = claim.interval
        middle = (index_of(start) + index_of(when)) // 2
        found.append((claim.id, middle, low, high, claim.origin_group or claim.id))
    return found


def _conditioned_walk(mean: Array, months: int, counted: dict[int, float], rng: np.random.Generator) -> Array:
    """AR(1) paths about `mean`, conditioned exactly on counted months (Matheron's rule)."""
    stationary = MONTH_MOVE / np.sqrt(1 - REVERSION**2)
    path = np.empty((len(mean), months))
    path[:, 0] = stationary * rng.normal(size=len(mean))
    for month in range(1, months):
        path[:, month] = REVERSION * path[:, month - 1] + MONTH_MOVE * rng.normal(size=len(mean))
    at = np.array([t for t in sorted(counted) if 0 <= t < months], dtype=int)
    path += mean[:, None]
    if not len(at):
        return path
    lag = np.abs(np.arange(months)[:, None] - at[None, :])
    width = float(np.std(mean)) ** 2
    cross = stationary**2 * REVERSION**lag + width
    among = cross[at] + COUNTED_NOISE**2 * np.eye(len(at))
    values = np.array([counted[t] for t in at])
    gap = values + COUNTED_NOISE * rng.normal(size=(len(mean), len(at))) - path[:, at]
    conditioned: Array = path + gap @ np.linalg.solve(among, cross.T)
    return conditioned


def _claim_weight(
    walk: Array, claims: list[tuple[str, int, float, float, str]], first: int, spread: float
) -> Array:
    log_weight = np.zeros(len(walk))
    groups: dict[str, list[Array]] = {}
    for _, month, low, high, group in claims:
        at = min(max(month - first, 0), walk.shape[1] - 1)
        value = walk[:, at]
        if low == high:
            held = -0.5 * ((value - logit(np.clip(low, 0.02, 0.98))) / spread) ** 2
        else:
            upper = ndtr((logit(np.clip(high, 0.02, 0.98)) - value) / spread) if high < 1 else 1.0
            lower = ndtr((logit(np.clip(low, 0.02, 0.98)) - value) / spread) if low > 0 else 0.0
            held = np.log(np.maximum(upper - lower, 1e-4))
        groups.setdefault(group, []).append(held)
    for values in groups.values():
        log_weight += np.mean(values, axis=0)
    weight: Array = np.exp(log_weight - log_weight.max())
    return weight
