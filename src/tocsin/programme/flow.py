"""Output, imports and stock by a simple balance, month by month.

Launches are seen, the rest is inferred: supply = strike launches + change of stock, and supply = imports + the plant's
output + other plants' output. So cumulative strike launches never exceed what was made and bought. Which part is whose
follows from when each plant started, how imports fade and what claims say; per draw of launches several splits are
tried and one is kept in proportion to how well claims agree with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.periods import index_of
from tocsin.programme.fit.store import Fit
from tocsin.programme.quantities.likelihood import flow_claims, log_likelihood
from tocsin.randomness import stream

CANDIDATES = 8


@dataclass(frozen=True)
class Flow:
    """Draws [draw, full period] of drones a month (stock: at the month's end), and the claims that weighed them."""

    plant: Array
    others: Array
    imports: Array
    stock: Array
    claims: tuple[str, ...]

    @property
    def supply(self) -> Array:
        return self.plant + self.others + self.imports


def balance(view: Case, strike: Array, periods: Sequence[str], seed: int) -> Flow:
    """Split strike launches [draw, period] into sources, keeping row i of every result with row i of `strike`."""
    draws = len(strike)
    rng = stream(seed, "programme", "flow")
    stock, anchors = _stock(view, strike, periods, rng, seed)
    before = np.concatenate([np.zeros((draws, 1)), stock[:, :-1]], axis=1)
    supply = np.maximum(strike + stock - before, 0.0)  # rounding only: stock never falls faster than launches
    claims = flow_claims(view, periods)
    tried = [_split(view, supply, seed, number) for number in range(CANDIDATES)]
    score = np.stack([log_likelihood(claims, *parts) for parts in tried])
    chosen = np.argmax(score + rng.gumbel(size=score.shape), axis=0)
    rows = np.arange(draws)
    plant, others, imports = (np.stack([parts[k] for parts in tried])[chosen, rows] for k in range(3))
    used = tuple(dict.fromkeys([*(claim.claim for claim in claims), *anchors]))
    return Flow(plant, others, imports, stock, used)


def balance_with_fit(fit: Fit, strike: Array, periods: Sequence[str], seed: int) -> Flow:
    """The same balance with stock cover and sources from a posterior.

    The fit gives months of cover and each source's share of supply; the strike launches given here decide the amounts,
    so that nothing is launched that was not made or bought.
    """
    draws, months = strike.shape
    rows = stream(seed, "programme", "fit").integers(0, len(fit.strike), draws)
    at = fit.periods.index(periods[0])
    window = slice(at, at + months)
    cover = fit.stock[:, window] / np.maximum(_smoothed(fit.strike[:, window]), 1.0)
    stock = cover[rows] * _smoothed(strike)
    for month in range(1, months):
        stock[:, month] = np.maximum(stock[:, month], stock[:, month - 1] - strike[:, month])
    supply = np.maximum(strike + stock - np.concatenate([np.zeros((draws, 1)), stock[:, :-1]], axis=1), 0.0)
    made = fit.made[:, window]
    total = np.maximum(made[:, :, 1] + made[:, :, 3], 1e-9)
    plant, others = (made[:, :, scope] / total for scope in (0, 2))
    plant, others = supply * plant[rows], supply * others[rows]
    return Flow(plant, others, np.maximum(supply - plant - others, 0.0), stock, fit.claims)


def _split(view: Case, supply: Array, seed: int, number: int) -> tuple[Array, Array, Array]:
    """Candidate split `number` of supply into the plant's, other plants' and imported drones."""
    draws, months = supply.shape

    def sample(name: str) -> Array:
        uniform = stream(seed, "programme", "split", number, name).random((draws,))
        return view.parameters.row(name).quantile(uniform)

    time = np.arange(months)[None, :] + 0.5
    start = sample("programme.output.start_months")[:, None]
    fade = sample("programme.imports.fade_months")[:, None]
    running = np.maximum(time - start, 0.0)
    imported = np.exp(-running / fade)
    other_start = view.parameters.best("programme.output.other_start_months")
    other_share = sample("programme.output.other_share")[:, None]
    ramp = view.parameters.best("programme.output.other_ramp")
    other = other_share * (1 - np.exp(-np.maximum(time - other_start, 0.0) / ramp))
    domestic = supply * (1 - imported)
    return domestic * (1 - other), domestic * other, supply * imported


def _stock(
    view: Case, strike: Array, periods: Sequence[str], rng: np.random.Generator, seed: int
) -> tuple[Array, tuple[str, ...]]:
    """Stock at each month's end: months of cover as an AR(1) on the log, conditioned on claims about stock.

    Stock may not fall faster than launches draw it down, so that supply is never negative.
    """
    draws, months = strike.shape
    cover = np.log(view.parameters.sample("programme.stock.cover_months", draws, seed))
    keep = view.parameters.best("programme.stock.cover_persistence")
    move = view.parameters.best("programme.stock.cover_move")
    path = np.empty((draws, months))
    path[:, 0] = cover + move / np.sqrt(1 - keep**2) * rng.normal(size=draws)
    for month in range(1, months):
        shock = move * rng.normal(size=draws)
        path[:, month] = cover + keep * (path[:, month - 1] - cover) + shock
    rate = np.log(np.maximum(_smoothed(strike), 1.0))
    path, used = _anchor(view, path, rate, periods, float(np.std(cover)), rng)
    stock = np.exp(np.clip(path + rate, 0.0, 12.0))
    for month in range(1, months):
        stock[:, month] = np.maximum(stock[:, month], stock[:, month - 1] - strike[:, month])
    return stock, used


def _smoothed(strike: Array) -> Array:
    """Mean of up to three months around each month."""
    padded = np.concatenate([strike[:, :1], strike, strike[:, -1:]], axis=1)
    mean: Array = (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3
    return mean


def _anchor(
    view: Case,
    path: Array,
    rate: Array,
    periods: Sequence[str],
    width: float,
    rng: np.random.Generator,
) -> tuple[Array, tuple[str, ...]]:
    """Condition log cover on claims about stock on hand (Matheron's rule)."""
    first, months = index_of(periods[0]), path.shape[1]
    best = view.parameters.best
    keep, spread = best("programme.stock.cover_persistence"), best("programme.claim_spread.stock")
    smallest = best("programme.stock.smallest")
    seen: list[tuple[int, float, str]] = []
    for claim in view.claims.accepted().originals().where(quantity="stockpile_units"):
        low, high = claim.interval
        at = index_of(claim.refers_to_end or claim.published) - first
        if claim.unit == "drones" and claim.coverage != "part" and np.isfinite(high) and 0 <= at < months:
            middle = (max(low, 0.0) + high) / 2
            seen.append((at, float(np.log(max(middle, smallest))), claim.id))
    if not seen:
        return path, ()
    when = np.array([item[0] for item in seen])
    variance = best("programme.stock.cover_move") ** 2 / (1 - keep**2)
    cross = variance * keep ** np.abs(np.arange(months)[:, None] - when[None, :]) + width**2
    among = cross[when] + spread**2 * np.eye(len(when))
    noise = spread * rng.normal(size=(len(path), len(when)))
    gap = np.array([item[1] for item in seen]) + noise - (path + rate)[:, when]
    return path + gap @ np.linalg.solve(among, cross.T), tuple(item[2] for item in seen)


def reported_factor(view: Case, periods: Sequence[str], draws: int, seed: int) -> Array:
    """Recorded over true launches, [draw, period]: early reports missed some (a change of definition)."""
    factor = np.ones((draws, len(periods)))
    early = int(view.parameters.best("programme.launches.early_months"))
    factor[:, :early] = view.parameters.sample("programme.launches.early_reporting", draws, seed)[:, None]
    return factor
