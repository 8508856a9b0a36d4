"""The quick members of the ensemble: each turns monthly launches into draws of the months that follow.

They work on log1p launches and return counts. To add one, write its function and a row of `MEMBERS`: forecast, lineage,
diagnostics, replay, hub files and docs follow from the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from tocsin import doors
from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.case.parameters import Z95
from tocsin.periods import DAYS_PER_MONTH, index_of, span
from tocsin.programme.ensemble import kalman
from tocsin.programme.ensemble.evidence import Floor, floors
from tocsin.programme.ensemble.member import Member
from tocsin.programme.ensemble.pooling import quantile_average, resample
from tocsin.randomness import stream

CEILING = np.log(60_000.0)  # no month of any draw above this: guards the tail of an explosive draw
PERSISTENCE = 0.7  # of a departure from mean growth, per month
CANDIDATES = 6  # paths simulated per draw kept, before claims weight them
HALF_LIFE_DAYS = 20.0
DIRECTION_SCALE = 0.02  # growth a month at which a plan's direction is taken as confirmed
MAX_DIRECTIONS = 3
UP_TO_DATE_MONTHS = 13  # age of a claimed rate that may still place the ceiling


def level(history: pd.Series[float], view: Case, draws: int, seed: int, months: int) -> Array:
    """Exponentially weighted daily mean (half-life 20 days) as the level of every month ahead.

    Spread: variance of one-month errors and of the level's monthly movement, each with a scaled inverse
    chi-squared posterior (6 prior degrees of freedom around .30 and .22).
    """
    rng = stream(seed, "programme", "level")
    log_history = _log(history, view)
    smooth = _daily_levels(history, view)
    errors = log_history[1:] - smooth[:-1]
    moves = np.diff(smooth)
    variance = _variance(errors, 0.30, rng, draws)
    drift = 0.8 * _variance(moves, 0.22, rng, draws)
    path = np.cumsum(rng.normal(size=(draws, months)) * np.sqrt(drift)[:, None], axis=1)
    noise = rng.normal(size=(draws, months)) * np.sqrt(np.maximum(variance - drift, 0.02))[:, None]
    return _counts(smooth[-1] + path + noise)


def arima011(history: pd.Series[float], view: Case, draws: int, seed: int, months: int) -> Array:
    """ARIMA(0,1,1) on log1p: a local level with its exact likelihood on a grid of the variance ratio."""
    rng = stream(seed, "programme", "arima011")
    series = _log(history, view)
    ratios = np.exp(np.linspace(np.log(0.02), np.log(30.0), 50))
    logs, squares, final, spread = kalman.filter_level(series, ratios)
    steady = ratios / 2 + np.sqrt(ratios**2 / 4 + ratios) + 1  # one-step variance over noise variance
    prior_df, scale, count = 3.0, 0.35, len(series) - 1
    total = squares + prior_df * scale**2 / steady
    log_weight = -0.5 * (logs + (count + prior_df) * np.log(total) + prior_df * np.log(steady))
    log_weight -= 0.5 * (np.log(ratios / 0.5) / 1.5) ** 2
    pick = rng.choice(len(ratios), draws, p=kalman.normalised(log_weight))
    noise = np.sqrt(total[pick] / rng.chisquare(count + prior_df, draws))
    start = final[pick] + rng.normal(size=draws) * np.sqrt(spread[pick]) * noise
    steps = rng.normal(size=(draws, months)) * (np.sqrt(ratios[pick]) * noise)[:, None]
    return _counts(
        start[:, None] + np.cumsum(steps, axis=1) + rng.normal(size=(draws, months)) * noise[:, None]
    )


def trend(
    history: pd.Series[float],
    view: Case,
    draws: int,
    seed: int,
    months: int,
    *,
    claims: bool = True,
    saturating: bool = False,
) -> Array:
    """Growing trend, damped towards a mean growth with a prior; claims weight its paths as floors and directions.

    With `saturating`, growth fades as the level nears a ceiling that the draw does not know.
    """
    name = "saturating" if saturating else "trend"
    rng = stream(seed, "programme", name)
    parameter = view.parameters.row(
        "programme.growth.saturating" if saturating else "programme.growth.monthly"
    )
    spread = (parameter.high - parameter.low) / (2 * Z95)
    grid = kalman.trend_grid()
    state = kalman.filter_trend(
        _log(history, view), grid, mean_growth=parameter.best, growth_spread=spread, persistence=PERSISTENCE
    )
    bounds = known_floors(view) if claims else ()
    paths = _simulate(state, grid, draws * CANDIDATES, months, rng)
    origin = index_of(str(history.index[-1])) if len(history) else index_of(view.as_of_date) - 1
    if saturating:
        _saturate(paths, bounds, origin, rng)
    if claims:
        weight = kalman.normalised(claim_log_weight(paths, bounds, origin, view))
        chosen = resample(weight, draws, rng)
    else:
        chosen = np.arange(draws)
    noise = rng.normal(size=(draws, months)) * grid.noise[paths.point[chosen]][:, None]
    return _counts(paths.levels[chosen] + noise)


@dataclass
class Paths:
    """Simulated log levels [path, month], with what drove them."""

    levels: Array
    start: Array
    steps: Array  # growth part of each month's change
    shocks: Array  # the rest of it
    mean_growth: Array
    point: NDArray[np.intp]


def _simulate(
    state: kalman.Filtered, grid: kalman.Grid, paths: int, months: int, rng: np.random.Generator
) -> Paths:
    point = rng.choice(len(grid.noise), paths, p=kalman.normalised(state.log_weight))
    root = np.linalg.cholesky(state.covariance + 1e-9 * np.eye(3))[point]
    start = state.mean[point] + np.einsum("pij,pj->pi", root, rng.normal(size=(paths, 3)))
    now, growth, mean_growth = start.T
    moves = rng.normal(size=(paths, months)) * grid.growth[point][:, None]
    steps = np.empty((paths, months))
    for month in range(months):
        growth = PERSISTENCE * growth + moves[:, month]
        steps[:, month] = mean_growth + growth
    shocks = rng.normal(size=(paths, months)) * grid.level[point][:, None]
    return Paths(
        now[:, None] + np.cumsum(steps + shocks, axis=1), now.copy(), steps, shocks, mean_growth, point
    )


def _saturate(paths: Paths, bounds: tuple[Floor, ...], origin: int, rng: np.random.Generator) -> None:
    """Rebuild the levels with growth times 1 − level/ceiling, in place.

    The ceiling is lognormal (sd .8) around the larger of three times the present level and the upper quartile of the rates
    that claims of the past year name.
    """
    recent = [np.log(item.rate) for item in bounds if origin - index_of(item.known) <= UP_TO_DATE_MONTHS]
    middle = float(np.median(paths.start))
    centre = max(middle + np.log(3.0), float(np.quantile(recent, 0.75)) if recent else -np.inf)
    ceiling = np.maximum(centre + 0.8 * rng.normal(size=len(paths.start)), middle + 0.05)
    now = paths.start.copy()
    for month in range(paths.steps.shape[1]):
        room = np.clip(1 - np.exp(np.minimum(now - ceiling, 1.0)), -1.0, 1.0)
        now = now + paths.steps[:, month] * room + paths.shocks[:, month]
        paths.levels[:, month] = now


def known_floors(view: Case) -> tuple[Floor, ...]:
    """Floors from the view's claims, with the case's reading of totals that name no period."""
    return floors(view, total_months=view.parameters.best("programme.plan.total_months"))


def claim_log_weight(paths: Paths, bounds: tuple[Floor, ...], origin: int, view: Case) -> Array:
    """Log weight of each path given the claims.

    A floor holds with probability Φ(log(level / (share · rate)) / spread). Claims of one origin are averaged; across
    origins the strictest counts, because all of them describe one programme whose slippage they share; and with
    probability `lapse` plans (or present rates) as a body say nothing.
    """
    share = view.parameters.best("programme.plan.floor_share")
    spread = view.parameters.best("programme.plan.floor_spread")
    lapse = view.parameters.best("programme.plan.lapse")
    inferred = view.parameters.best("programme.plan.inferred_factor")
    months = paths.levels.shape[1]
    log_weight = np.zeros(len(paths.start))
    for kind in ("plan", "present"):
        groups: dict[str, list[Array]] = {}
        for item in bounds:
            step = item.due - origin
            if item.kind != kind or not _in_force(item, step, view):
                continue
            at = min(max(step, 1), months) - 1
            needed = np.log(item.rate * share) - 0.05 * max(step - months, 0)
            softness = spread * (inferred if item.inferred else 1.0)
            groups.setdefault(item.group, []).append(ndtr((paths.levels[:, at] - needed) / softness))
        if groups:
            strictest = np.min([np.mean(held, axis=0) for held in groups.values()], axis=0)
            log_weight += np.log(lapse + (1 - lapse) * strictest)
    pending = {item.group for item in bounds if item.kind == "plan" and item.due > origin}
    directions = min(len(pending), MAX_DIRECTIONS)
    log_weight += directions * np.log(0.05 + 0.95 * ndtr(paths.mean_growth / DIRECTION_SCALE))
    return log_weight


def _in_force(item: Floor, step: int, view: Case) -> bool:
    if item.kind == "plan":
        return step >= 1
    return (view.as_of_date - item.known).days <= view.parameters.best("programme.plan.present_days")


CLAIM_PARAMETERS = ("programme.growth", "programme.plan")

MEMBERS: tuple[Member, ...] = (
    Member(
        "level",
        "Exponentially weighted daily mean (half-life 20 days) as a level for every month; exact error variance.",
        level,
        pooled=True,
    ),
    Member(
        "arima011",
        "ARIMA(0,1,1) on log1p launches with weak priors on its variances, filtered exactly on a grid.",
        arima011,
        short="arima",
    ),
    Member(
        "saturating",
        "The trend with growth that fades towards an unknown ceiling; claims weight its paths as floors.",
        partial(trend, saturating=True),
        pooled=True,
        parameters=CLAIM_PARAMETERS,
        claim_free=Member(
            "saturating_no_claims",
            "The same saturating trend without claims.",
            partial(trend, saturating=True, claims=False),
            short="sat_noclaims",
        ),
    ),
    Member(
        "trend",
        "Level and damped growth with a growth prior, filtered exactly on a grid; claims weight its paths as floors.",
        trend,
        pooled=True,
        parameters=CLAIM_PARAMETERS,
        claim_free=Member(
            "trend_no_claims",
            "The same trend without claims.",
            partial(trend, claims=False),
            short="trend_noclaims",
        ),
    ),
)
PATHS_OF = "trend"  # the pooled member whose rank dependence makes the pool's rows possible paths


def members() -> tuple[Member, ...]:
    """Every member: what ships, then what other packages bring through the door `tocsin.members`."""
    return tuple(doors.load("tocsin.members", Member).values())


def pooled() -> tuple[Member, ...]:
    """The members that the published forecast averages."""
    return tuple(member for member in members() if member.pooled)


def pool(draws: Mapping[str, Array]) -> Array:
    """Equal-weight quantile average of pooled members' draws [draw, month] by name, as joint paths."""
    return quantile_average(list(draws.values()), template=list(draws).index(PATHS_OF))


def ensemble(
    history: pd.Series[float], view: Case, draws: int, seed: int, months: int, *, claims: bool = True
) -> Array:
    """The published pool of members, or with `claims` false the pool of their claim-free versions."""
    chosen = {member.name: member if claims else member.claim_free or member for member in pooled()}
    return pool(
        {name: member.forecast(history, view, draws, seed, months) for name, member in chosen.items()}
    )


def complete_months(view: Case, last: str) -> pd.Series[float]:
    """Launches of complete months up to `last`, indexed "YYYY-MM".

    The first month of a record is dropped when its counting began after the 7th: it is a part of a month.
    """
    monthly = view.record.monthly()["launched"].astype(float)
    monthly = monthly[[str(period) <= last for period in monthly.index]]
    if len(monthly) > 1 and view.record.rows["end"].min().day > 7:
        monthly = monthly.iloc[1:]
    if len(monthly) and str(monthly.index[-1]) < last:  # months without any report are zeros, not gaps
        monthly = monthly.reindex(list(span(str(monthly.index[0]), last)), fill_value=0.0)
    return monthly


def _log(history: pd.Series[float], view: Case) -> Array:
    """Log1p launches; a case with no complete month starts from the prior level of the table."""
    counts = history.to_numpy(dtype=float)
    if not len(counts):
        counts = np.array([view.parameters.best("programme.launches.initial")])
    values: Array = np.log1p(counts)
    return values


def _daily_levels(history: pd.Series[float], view: Case) -> Array:
    """Log of the exponentially weighted daily mean, as a monthly rate, at the end of each month of `history`."""
    daily = view.record.daily().astype(float)
    if len(history) == 0 or len(daily) == 0:
        return _log(history, view)
    ends = [pd.Period(str(period), "M").end_time.normalize() for period in history.index]
    days = pd.date_range(daily.index[0], ends[-1], freq="D")
    smooth = daily.reindex(days, fill_value=0.0).ewm(halflife=HALF_LIFE_DAYS, adjust=True).mean()
    return np.log1p(smooth.reindex(ends).to_numpy() * DAYS_PER_MONTH)


def _variance(errors: Array, scale: float, rng: np.random.Generator, draws: int, prior: float = 6.0) -> Array:
    """Posterior draws of a variance: scaled inverse chi-squared with `prior` degrees of freedom around scale²."""
    total = prior * scale**2 + float((errors**2).sum())
    return total / rng.chisquare(prior + len(errors), draws)


def _counts(log_values: Array) -> Array:
    counts: Array = np.expm1(np.clip(log_values, 0.0, CEILING))
    return counts
