"""Every table of docs/calibration.md: what the nights say, the fit, its checks, the nights held out, the spread by seed.

python benchmarks/calibration.py cases/yelabuga                              print them (about five minutes)
python benchmarks/calibration.py cases/yelabuga --only nights fit            some of them
python benchmarks/calibration.py cases/yelabuga --write docs/calibration.md  replace the blocks between the markers
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from tocsin.calibration import (
    DefencePosterior,
    Prior,
    Response,
    fit_leak_share,
    fly_cells,
    front_expected,
    log_beta_binomial,
    respond,
    size_table,
)
from tocsin.calibration.defences import calibrate_case, month_number, prior_of, usable_nights
from tocsin.campaign import PRESETS, Campaign
from tocsin.case import Case, load_case
from tocsin.programme import forecast
from tocsin.programme.quantities.leak import forecast_leak_share
from tocsin.record.definitions import is_usable
from tocsin.score import crps, pit

Array = NDArray[np.float64]
FITTED = "2026-01-01"  # the as-of date of the page: nights of August to December 2025
BINS = ("≤ 60", "60–100", "100–150", "150–250", "250–400", "400–600", "> 600")
HELD_OUT = (  # as of, nights used, first and last held-out day, in words
    ("2026-01-01", "Aug–Dec 2025", "2024-10-01", "2025-07-31", "Oct 2024–Jul 2025, backwards"),
    ("2025-08-01", "Mar–Jul 2025", "2025-08-01", "2025-12-31", "Aug–Dec 2025"),
    ("2025-01-01", "Oct–Dec 2024", "2025-01-01", "2025-07-31", "Jan–Jul 2025"),
)
REPLICAS = 200  # posterior draws whose replicated nights are fitted again
SEEDS = (1, 2, 3, 4, 5)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case")
    parser.add_argument("--only", nargs="+", default=list(BLOCKS), choices=list(BLOCKS))
    parser.add_argument("--write", default=None, metavar="PAGE")
    args = parser.parse_args()
    case = load_case(args.case)
    for name in args.only:
        text = "\n".join(BLOCKS[name](case))
        print(f"\n## {name}\n\n{text}", flush=True)
        if args.write is not None:
            _replace(Path(args.write), name, text)


def _replace(page: Path, name: str, text: str) -> None:
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    old = page.read_text(encoding="utf-8")
    if begin not in old or end not in old:
        raise SystemExit(f"{page} has no block {name}: add the lines {begin} and {end}")
    block = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    page.write_text(block.sub(lambda _: f"{begin}\n{text}\n{end}", old), encoding="utf-8")


# What the nights say ------------------------------------------------------------------------------------------------


def nights_block(case: Case) -> Iterator[str]:
    """The record alone: slope, precision, shares by size, and what another definition of a leak would say."""
    late, early = _between(case, "2025-08-01", "2025-12-31"), _between(case, "2024-10-01", "2025-07-31")
    yield "| nights | reports | slope of logit(share) on log size | precision φ |"
    yield "|---|---|---|---|"
    for name, frame in (("August–December 2025", late), ("October 2024–July 2025", early)):
        fit = fit_leak_share(*_counts(frame), month_number(frame["date"]))
        yield f"| {name} | {fit.nights} | {fit.slope:+.2f} ± {fit.slope_se:.2f} | {fit.phi:.1f} |"
    lost = fit_leak_share(early["launched"], early["leaked"] + early["lost"], month_number(early["date"]))
    yield f"| October 2024–July 2025, lost counted as leaked | {lost.nights} | {lost.slope:+.2f} ± {lost.slope_se:.2f} | {lost.phi:.1f} |"
    yield ""
    table = size_table(*_counts(late))
    yield "| drones launched in the night | " + " | ".join(BINS) + " |"
    yield "|---" * 8 + "|"
    yield "| reports, August–December 2025 | " + " | ".join(f"{row[0]:.0f}" for row in table) + " |"
    yield "| leaked, pooled | " + " | ".join(_percent(row[2]) for row in table) + " |"


def _between(case: Case, first: str, last: str) -> pd.DataFrame:
    """Usable reports with date, launched, leaked, lost."""
    rows = case.record.rows
    frame = case.record.nights().assign(lost=rows["lost"].fillna(0).to_numpy(float))
    chosen = frame["usable"] & (frame["launched"] > 0) & (frame["date"] >= first) & (frame["date"] <= last)
    return frame[chosen]


def _counts(frame: pd.DataFrame) -> tuple[Array, Array]:
    return frame["launched"].to_numpy(float), frame["leaked"].to_numpy(float)


def presample_block(case: Case) -> Iterator[str]:
    """AR(1) of monthly logit shares before October 2024, reports of kills only: profile log likelihood."""
    rows = case.as_of("2024-10-01").record.rows
    rows = rows[(rows["end"] < "2024-10-01") & ~rows["definition"].map(is_usable)]
    month = rows.groupby(month_number(rows["end"]))
    launched, reports = month["launched"].sum().to_numpy(float), month.size().to_numpy(float)
    gone = month["destroyed"].sum().to_numpy(float) + month["lost"].sum().to_numpy(float)
    share = np.maximum(launched - gone, 0) / launched
    value = logit((np.maximum(launched - gone, 0) + 0.5) / (launched + 1))
    spread = np.maximum(share * (1 - share), 0.02)
    noise = 1 / np.maximum((launched + 1) * spread, 0.5) + 1 / (20 * reports * spread)  # counting, and φ = 20
    at = month.size().index.to_numpy(int)
    steps = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
    yield f"| persistence, step ({len(at)} months) | " + " | ".join(f"{s}" for s in steps) + " |"
    yield "|---" * (len(steps) + 1) + "|"
    table = {a: [_ar1(value, noise, at, a, s) for s in steps] for a in (0.2, 0.4, 0.6, 0.8, 0.9, 0.99)}
    best = max(max(row) for row in table.values())
    for a, row in table.items():
        yield f"| {a} | " + " | ".join(f"{value - best:.1f}" for value in row) + " |"


def _ar1(value: Array, noise: Array, at: NDArray[np.int_], persistence: float, step: float) -> float:
    """Log density of monthly logits as AR(1) around an unknown mean, up to a constant."""
    lag = np.abs(at[:, None] - at)
    cov = step**2 / (1 - persistence**2) * persistence**lag + np.diag(noise) + 2.0**2
    gap = value - logit(0.15)
    return float(-0.5 * (np.linalg.slogdet(cov)[1] + gap @ np.linalg.solve(cov, gap)))


# The fit and how well it describes its own nights --------------------------------------------------------------------


@lru_cache(maxsize=8)
def _posterior(case_path: str, as_of: str, seed: int = 1, design: int = 1000) -> DefencePosterior:
    return calibrate_case(_view(case_path, as_of), draws=2000, seed=seed, design=design)


@lru_cache(maxsize=8)
def _view(case_path: str, as_of: str) -> Case:
    return load_case(case_path).as_of(as_of)


def fit_block(case: Case) -> Iterator[str]:
    """Posterior predictive at the fitted months' levels: slope, φ, the size table, intervals of nights."""
    posterior, frame = _posterior(str(case.path), FITTED), usable_nights(_view(str(case.path), FITTED))
    n, k = _counts(frame)
    month = month_number(frame["date"])
    found = posterior.diagnostics
    yield f"R-hat {found['r_hat']:.2f} and {found['effective_draws']:.0f} effective draws of {posterior.draws} (the worst of "
    yield "front count, front leak, φ, step and deep leak at 100 and 800 drones, each chain on its own); "
    yield f"{found['designs_used']:.0f} of 1,000 defences visited, {len(posterior.cells)} in the draws. Posterior predictive, 5/50/95 %:"
    yield ""
    replicas = posterior.predict(n, posterior.level(month, seed=5), seed=5)
    observed, fits, tables = fit_leak_share(n, k, month), *_refitted(n, replicas, month)
    yield "| | observed | replicated | observed is above |"
    yield "|---|---|---|---|"
    slopes, phis = np.array([fit.slope for fit in fits]), np.array([fit.phi for fit in fits])
    yield f"| slope | {observed.slope:.2f} | {_three(slopes, '.2f')} | {_percent((slopes < observed.slope).mean(), 0)} |"
    yield f"| φ | {observed.phi:.1f} | {_three(phis, '.1f')} | {_percent((phis < observed.phi).mean(), 0)} |"
    told = size_table(n, k)[:, 2]
    for i, name in enumerate(BINS):
        yield _size_row(name, told[i], tables[:, i])
    large = n > 400
    yield _size_row(
        "> 400 together", k[large].sum() / n[large].sum(), replicas[:, large].sum(1) / n[large].sum()
    )
    yield ""
    yield f"Nights in the central 50 and 90 % intervals: {_inside(replicas, k)} of {len(n)}."


def _refitted(n: Array, replicas: Array, month: NDArray[np.int_]) -> tuple[list, Array]:
    some = replicas[:: max(len(replicas) // REPLICAS, 1)][:REPLICAS]
    fits = [fit_leak_share(n, row, month) for row in some]
    return fits, np.array([size_table(n, row)[:, 2] for row in replicas])


def _size_row(name: str, told: float, shares: Array) -> str:
    return f"| {name} | {_percent(told)} | {_three(100 * shares, '.1f')} % | {_percent((shares < told).mean(), 0)} |"


def deep_block(case: Case) -> Iterator[str]:
    """Profile likelihood of a deep leak that is the same at every size: what the nights alone say, no cells, no prior."""
    frame = usable_nights(_view(str(case.path), FITTED))
    n, k = _counts(frame)
    _, month = np.unique(month_number(frame["date"]), return_inverse=True)
    rows = [(deep, *_profile(n, k, month, deep)) for deep in (0.001, 0.01, 0.02, 0.04, 0.07, 0.10, 0.15)]
    best = max(row[1] for row in rows)
    yield "| deep leak | log likelihood below the best | front drones | front leak | 250–400 | 400–600 | > 600 |"
    yield "|---" * 7 + "|"
    for deep, value, front, leak, table in rows:
        shares = " | ".join(_percent(share) for share in table[4:])
        yield f"| {_percent(deep)} | {best - value:.1f} | {front:.0f} | {leak:.2f} | {shares} |"


def _profile(n: Array, k: Array, month: NDArray[np.intp], deep: float) -> tuple[float, float, float, Array]:
    """Log likelihood at the best front, φ and months' shifts (ridge sd 0.5); front, its leak, expected size table."""

    def share(x: Array) -> Array:
        front = front_expected(n, np.full(len(n), np.exp(x[0])))
        shift = np.r_[0.0, x[3:]][month]
        leak = front * expit(x[1] + shift) + (n - front) * expit(logit(deep) + shift)
        return np.clip(leak / n, 1e-6, 1 - 1e-6)

    def loss(x: Array) -> float:
        return float(
            -log_beta_binomial(k, n, share(x), np.exp(x[2])).sum() + 0.5 * (x[3:] ** 2).sum() / 0.5**2
        )

    best = minimize(loss, np.r_[np.log(100.0), -1.0, 3.0, np.zeros(month.max())], method="L-BFGS-B")
    return -best.fun, np.exp(best.x[0]), expit(best.x[1]), size_table(n, n * share(best.x))[:, 2]


def learned_block(case: Case) -> Iterator[str]:
    """Prior against posterior of every unknown."""
    view, posterior = _view(str(case.path), FITTED), _posterior(str(case.path), FITTED)
    prior = prior_of(view)
    response = respond(prior.cells, fly_cells(prior.cells, seed=1))
    yield "| | prior | posterior | ratio |"
    yield "|---|---|---|---|"
    for name, before, after, style in _scalars(prior, posterior, response):
        yield f"| {name} | {_three(before, style)} | {_three(after, style)} | {np.std(after) / np.std(before):.1f} |"
    for words, field in (
        ("channels", "channels"),
        ("kill probability", "kill"),
        ("coverage", "coverage"),
        ("ready rounds", "rounds"),
    ):
        before, cells = getattr(prior.cells, field), getattr(posterior.cells, field)[posterior.which]
        moves = [
            cells[:, i].std() / before[:, i].std() for i in range(before.shape[1]) if before[:, i].std() > 0
        ]
        yield f"| any layer's {words} | | | {min(moves):.1f}–{max(moves):.1f} |"


def _scalars(
    prior: Prior, posterior: DefencePosterior, response: Response
) -> Iterator[tuple[str, Array, Array, str]]:
    yield "front drones a night", prior.front_count, posterior.front_count, ".0f"
    yield "front leak probability", prior.front_leak, posterior.front_leak, ".2f"
    yield "φ", prior.phi, posterior.phi, ".0f"
    yield "month's step", prior.month_step, posterior.month_step, ".2f"
    every = np.arange(len(prior.cells))
    for size in (100, 800):
        before = response.at(every, np.full((len(every), 1), float(size)))[:, 0]
        after = posterior.deep_leak(np.full((posterior.draws, 1), float(size)))[:, 0]
        yield f"deep leak at {size} drones", before, after, ".2f"
    yield "number of cells", prior.cells.count, posterior.cells.count[posterior.which], ".0f"


# Nights held out -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """Held-out nights, the defence that never saw them, and each night's level told by the others of its month."""

    view: Case
    posterior: DefencePosterior
    n: Array
    k: Array
    month: NDArray[np.int_]
    told: Array


@lru_cache(maxsize=len(HELD_OUT))
def _window(path: str, as_of: str, first: str, last: str) -> Window:
    posterior, frame = _posterior(path, as_of), _between(load_case(path), first, last)
    n, k = _counts(frame)
    month = month_number(frame["date"])
    return Window(_view(path, as_of), posterior, n, k, month, _told_by_others(posterior, n, k, month))


def heldout_block(case: Case) -> Iterator[str]:
    """Held-out nights at three levels: wandering from the fitted nights, the programme's forecast, told."""
    yield (
        "| fitted to, predicts | level | slope observed; predicted | φ observed; predicted "
        "| nights in the 50 and 90 % intervals | CRPS, drones | months' logit level: mean miss, stated sd |"
    )
    yield "|---" * 7 + "|"
    for as_of, used, first, last, words in HELD_OUT:
        w = _window(str(case.path), as_of, first, last)
        observed = fit_leak_share(w.n, w.k, w.month)
        for name, shift in _levels(w):
            replicas = w.posterior.predict(w.n, shift, seed=7)
            fits, _ = _refitted(w.n, replicas, w.month)
            slope, phi = (_three(np.array([getattr(fit, part) for fit in fits]), style)
                          for part, style in (("slope", ".2f"), ("phi", ".0f")))  # fmt: skip
            yield (
                f"| {used} → {words} | {name} | {observed.slope:.2f}; {slope} | {observed.phi:.0f}; {phi} "
                f"| {_inside(replicas, w.k)} | {crps(replicas, w.k).mean():.1f} | {_level_error(replicas, w)} |"
            )


def _levels(w: Window) -> Iterator[tuple[str, Array]]:
    yield "wandering", w.posterior.level(w.month, seed=7)
    periods = tuple(f"{(m - 1) // 12}-{(m - 1) % 12 + 1:02d}" for m in np.unique(w.month))
    if f"{periods[0]}-28" >= str(w.view.as_of_date):  # the programme forecasts months to come only
        share = forecast_leak_share(w.view, periods, w.posterior.draws, 1).share
        yield "programme's forecast", _told(w.posterior, w.n, w.month, share)
    yield "told", w.told


def _told(posterior: DefencePosterior, n: Array, month: NDArray[np.int_], share: Array) -> Array:
    shift = np.empty((posterior.draws, len(n)))
    for i, m in enumerate(np.unique(month)):
        shift[:, month == m] = posterior.told_level(n[month == m], share[:, i])
    return shift


def _told_by_others(posterior: DefencePosterior, n: Array, k: Array, month: NDArray[np.int_]) -> Array:
    """Each night's level from the pooled share of the other nights of its month: no night tells its own level."""
    shift = np.empty((posterior.draws, len(n)))
    for i in range(len(n)):
        others = (month == month[i]) & (np.arange(len(n)) != i)
        shift[:, [i]] = posterior.told_level(n[others], k[others].sum() / n[others].sum())
    return shift


def _level_error(replicas: Array, w: Window) -> str:
    """Observed less predicted logit of the months' pooled shares: mean over months, and the sd the forecast stated."""
    gaps, stated = [], []
    for m in np.unique(w.month):
        at = w.month == m
        drawn = logit((replicas[:, at].sum(1) + 0.5) / (w.n[at].sum() + 1))
        gaps.append(float(logit((w.k[at].sum() + 0.5) / (w.n[at].sum() + 1)) - np.median(drawn)))
        stated.append(float(drawn.std()))
    return f"{np.mean(gaps):+.2f}, {np.mean(stated):.2f}"


def sizes_block(case: Case) -> Iterator[str]:
    """The size table of the held-out nights, at the level told by the month's other nights."""
    yield "| | " + " | ".join(BINS) + " |"
    yield "|---" * 8 + "|"
    for as_of, used, first, last, words in HELD_OUT:
        w = _window(str(case.path), as_of, first, last)
        n, k, replicas = w.n, w.k, w.posterior.predict(w.n, w.told, seed=7)
        shares = np.array([size_table(n, row)[:, 2] for row in replicas])
        table = size_table(n, k)
        yield (
            f"| {words}: observed | "
            + " | ".join(f"{_percent(r[2])} ({r[0]:.0f})" if r[0] else "–" for r in table)
            + " |"
        )
        cells = [_three(100 * shares[:, i], ".1f") if table[i, 0] else "–" for i in range(7)]
        yield f"| predicted from {used} | " + " | ".join(cells) + " |"


# Seeds, designs, dates -----------------------------------------------------------------------------------------------


def seeds_block(case: Case) -> Iterator[str]:
    """Headline outputs by seed and number of designs."""
    yield "| seed, designs | R-hat | effective draws | front drones | front leak | φ | deep leak at 100 | deep leak at 800 |"
    yield "|---" * 8 + "|"
    for design, seeds in ((1000, SEEDS), (4000, (1, 2))):
        for seed in seeds:
            p = calibrate_case(_view(str(case.path), FITTED), draws=2000, seed=seed, design=design)
            deep = [_three(p.deep_leak(np.full((p.draws, 1), size))[:, 0], ".3f") for size in (100.0, 800.0)]
            yield (
                f"| {seed}, {design:,} | {p.diagnostics['r_hat']:.2f} | {p.diagnostics['effective_draws']:.0f} | {_three(p.front_count, '.0f')} "
                f"| {_three(p.front_leak, '.2f')} | {_three(p.phi, '.0f')} | {deep[0]} | {deep[1]} |"
            )


def campaign_block(case: Case) -> Iterator[str]:
    """What the seed of the defence moves in the campaign, the forecast's draws being the same."""
    view = _view(str(case.path), FITTED)
    made = forecast(view, draws=2000, seed=1)
    yield "| seed of the defence | leakers: faster over today, 5/50/95 % | P(leak) of a deep drone, today | volume 1.5 over today, deep leak | engagements a month, median |"
    yield "|---" * 5 + "|"
    for seed in SEEDS[:4]:
        flown = Campaign(made, view, defence=calibrate_case(view, draws=2000, seed=seed), seed=1)
        today, faster, more = (flown.fly(PRESETS[name]) for name in ("today", "faster", "more"))
        ratio = faster.leakers.sum(1) / today.leakers.sum(1)
        rise = more.deep_leak.mean(1) / today.deep_leak.mean(1)
        shots = np.median(sum(value.mean(1) for value in today.shots.values()))
        yield f"| {seed} | {_three(ratio, '.2f')} | {_three(today.deep_leak.mean(1), '.3f')} | {_three(rise, '.2f')} | {shots:,.0f} |"


def dates_block(case: Case) -> Iterator[str]:
    """Usable nights of the window and what they lead to, by as-of date."""
    yield "| as of | usable nights | basis |"
    yield "|---|---|---|"
    for day in (
        "2023-01-01",
        "2024-07-01",
        "2024-11-01",
        "2024-12-01",
        "2025-01-01",
        "2025-07-01",
        "2026-01-01",
    ):
        count = len(usable_nights(_view(str(case.path), day)))
        yield f"| {day} | {count} | {'record' if count >= 60 else 'assumed'} |"


# Writing -------------------------------------------------------------------------------------------------------------


def _three(values: Array, style: str) -> str:
    return " / ".join(format(value, style) for value in np.nanquantile(values, [0.05, 0.5, 0.95]))


def _percent(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f} %"


def _inside(replicas: Array, k: Array) -> str:
    place = np.abs(pit(replicas, k) - 0.5)
    return f"{_percent((place <= 0.25).mean(), 0)}, {_percent((place <= 0.45).mean(), 0)}"


BLOCKS: dict[str, Callable[[Case], Iterator[str]]] = {
    "nights": nights_block,
    "presample": presample_block,
    "fit": fit_block,
    "deep": deep_block,
    "learned": learned_block,
    "heldout": heldout_block,
    "sizes": sizes_block,
    "seeds": seeds_block,
    "campaign": campaign_block,
    "dates": dates_block,
}

if __name__ == "__main__":
    main()
