"""Fit the two-component defence to the nights known so far.

The kernel is flown once over a design of defences drawn from the prior; the fit then walks over that design
(independence proposals) and over the few continuous unknowns (differential evolution), all chains at once.
What the nights cannot tell apart keeps the spread of the prior.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from tocsin.defence.calibration.cells import Cells, Flight, fly_cells, respond
from tocsin.defence.calibration.leakshare import checked_nights, log_beta_binomial
from tocsin.defence.calibration.nights import Response, front_expected, night_leak
from tocsin.randomness import stream

Array = NDArray[np.float64]
Index = NDArray[np.intp]
MINIMUM_NIGHTS = 60
CHAINS = 240
BURN, KEEP, THIN = 120, 10, 8
MOST_ROWS = 250  # every scenario flies each defence in use
STARTS = 12
SCALARS = ("front_count", "front_leak", "phi", "month_sd")


@dataclass(frozen=True)
class Prior:
    """Everything that is drawn before a night is seen, as plain arrays.

    Attributes
    ----------
    cells : Cells
        Defences to fly, one per design point.
    front_count, front_leak, phi, month_sd : [any]
        Prior draws: drones a night of the front stream; their leak probability; beta precision between nights;
        sd of a month's shift on the logit scale.
    kill_share : layer -> [any]
        Prior draws of the share of all kills that public statements give a layer, where one is known.
    """

    cells: Cells
    front_count: Array
    front_leak: Array
    phi: Array
    month_sd: Array
    kill_share: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class DefencePosterior:
    """A defence in every draw.

    Attributes
    ----------
    cells, flight : Cells, Flight
        The defences that the draws use, and how they fared in the kernel at each load.
    which : [draw]
        Row of `cells` and `flight` that each draw uses.
    front_count, front_leak, phi, month_sd : [draw]
    basis : "record" or "assumed"
        Whether nights moved the draws; below `minimum` usable nights they are the prior.
    nights : int
        Nights used.
    diagnostics : mapping
        r_hat and effective draws of the fit; acceptance.
    """

    cells: Cells
    flight: Flight
    response: Response
    which: Index
    front_count: Array
    front_leak: Array
    phi: Array
    month_sd: Array
    basis: str
    nights: int
    diagnostics: Mapping[str, float] = field(default_factory=dict)

    @property
    def draws(self) -> int:
        return len(self.which)

    def compact(self) -> DefencePosterior:
        """The same draws with only the defences they use."""
        used, which = np.unique(self.which, return_inverse=True)
        response = Response(self.response.sizes, self.response.leak[used])
        return replace(
            self, cells=self.cells.take(used), flight=self.flight.take(used), response=response, which=which
        )

    def reflown(self, seed: int) -> DefencePosterior:
        """The same draws, their cells flown anew with other random numbers: what a check of a table needs."""
        flight = fly_cells(self.cells, seed=seed)
        return replace(self, flight=flight, response=respond(self.cells, flight))

    def deep_leak(self, deep: Array, *, volume: float = 1.0) -> Array:
        """P(leak) of a deep drone when `volume` times [draw, ...] deep drones come; never falls with volume."""
        return self.response.at(self.which, np.asarray(deep, dtype=float) * volume)

    def night_leak(self, launched: Array, shift: Array | float = 0.0) -> Array:
        """P(leak) of any drone on nights of `launched` [draw, night] drones."""
        mean = self.front_count[:, None]
        front = front_expected(launched, mean)
        return night_leak(
            front, launched - front, self.front_leak[:, None], self.deep_leak(launched - front), shift
        )

    def predict(self, launched: ArrayLike, *, seed: int, month: ArrayLike | None = None) -> Array:
        """Leaks on nights of given sizes, drawn from the posterior predictive: [draw, night].

        `month` labels give each label one shift per draw; without it all nights share one.
        """
        n = np.broadcast_to(np.asarray(launched, dtype=float), (self.draws, np.size(launched)))
        labels = np.zeros(n.shape[1]) if month is None else np.asarray(month)
        _, group = np.unique(labels, return_inverse=True)
        g = stream(seed, "predict")
        shift = self.month_sd[:, None] * g.normal(size=(self.draws, group.max() + 1))
        p = np.clip(self.night_leak(n, shift[:, group]), 1e-6, 1 - 1e-6)
        phi = self.phi[:, None]
        return np.asarray(g.binomial(n.astype(np.int64), g.beta(p * phi, (1 - p) * phi)), dtype=float)


def calibrate(
    launched: ArrayLike,
    leaked: ArrayLike,
    month: ArrayLike,
    prior: Prior,
    *,
    draws: int = 2000,
    seed: int = 1,
    minimum: int = MINIMUM_NIGHTS,
) -> DefencePosterior:
    """Draw defences that agree with the nights, or from the prior where the nights are too few.

    Parameters
    ----------
    launched, leaked, month : [night]
        Nights with usable counts, known at the as-of date, and the label of each one's month.
    prior : Prior
    draws, seed, minimum : int

    Returns
    -------
    DefencePosterior

    Raises
    ------
    InputError
        If a night's counts are impossible.
    """
    flight = fly_cells(prior.cells, seed=seed)
    response = respond(prior.cells, flight)
    count = np.size(launched)
    if count < minimum:
        return _from_prior(prior, flight, response, draws, seed, count)
    n, k = checked_nights(launched, leaked)
    target = _Target(n, k, np.asarray(month), prior, flight, response)
    which, x, diagnostics = _walk(target, draws, stream(seed, "calibrate"))
    return _posterior(prior, flight, response, which, target.scalars(x), "record", count, diagnostics)


def _from_prior(
    prior: Prior, flight: Flight, response: Response, draws: int, seed: int, nights: int
) -> DefencePosterior:
    """Draws of the prior, weighted only by public statements on who does the killing."""
    g = stream(seed, "prior")
    weight = np.exp(kill_share_fit(prior, flight))
    few = g.choice(
        len(weight), size=MOST_ROWS, p=weight / weight.sum()
    )  # so that scenarios stay quick to fly
    which = few[np.arange(draws) % MOST_ROWS]
    scalars = {name: g.choice(getattr(prior, name), size=draws) for name in SCALARS}
    return _posterior(prior, flight, response, which, scalars, "assumed", nights, {})


def _posterior(
    prior: Prior,
    flight: Flight,
    response: Response,
    which: Index,
    scalars: Mapping[str, Array],
    basis: str,
    nights: int,
    diagnostics: Mapping[str, float],
) -> DefencePosterior:
    return DefencePosterior(
        cells=prior.cells,
        flight=flight,
        response=response,
        which=which,
        front_count=scalars["front_count"],
        front_leak=scalars["front_leak"],
        phi=scalars["phi"],
        month_sd=scalars["month_sd"],
        basis=basis,
        nights=nights,
        diagnostics=diagnostics,
    ).compact()


class _Target:
    """Log posterior of all chains at once: x [chain, 4 + month] on unbounded scales, and a row of the design."""

    def __init__(
        self, n: Array, k: Array, month: NDArray[np.generic], prior: Prior, flight: Flight, response: Response
    ) -> None:
        self.n, self.k = n, k
        self.response = response
        labels, self.month = np.unique(month, return_inverse=True)
        self.months = len(labels)
        centre, spread = zip(*(_moments(name, getattr(prior, name)) for name in SCALARS), strict=True)
        self.centre, self.spread = np.array(centre), np.array(spread)
        self.design = kill_share_fit(prior, flight)

    def start(self, chains: int, g: np.random.Generator) -> tuple[Index, Array]:
        """Each chain starts at the best of a dozen draws from the prior: scattered, yet not in its far tails."""
        states = [self._draw(chains, g) for _ in range(STARTS)]
        value = np.stack([self.log_density(which, x) for which, x in states])
        best = value.argmax(0)
        which = np.stack([which for which, _ in states])[best, np.arange(chains)]
        return which, np.stack([x for _, x in states])[best, np.arange(chains)]

    def _draw(self, chains: int, g: np.random.Generator) -> tuple[Index, Array]:
        which = g.integers(len(self.design), size=chains)
        x = np.empty((chains, len(SCALARS) + self.months))
        x[:, :4] = self.centre + self.spread * g.normal(size=(chains, 4))
        x[:, 4:] = np.exp(x[:, 3:4]) * g.normal(size=(chains, self.months))
        return which, x

    def scalars(self, x: Array) -> dict[str, Array]:
        return {name: _inverse(name, x[:, i]) for i, name in enumerate(SCALARS)}

    def log_density(self, which: Index, x: Array) -> Array:
        """[chain]"""
        z = (x[:, :4] - self.centre) / self.spread
        sd = np.exp(x[:, 3])
        shift = x[:, 4:]
        prior = -0.5 * (z**2).sum(1) - 0.5 * ((shift / sd[:, None]) ** 2).sum(1) - self.months * x[:, 3]
        return np.asarray(prior + self.design[which] + self._likelihood(which, x))

    def _likelihood(self, which: Index, x: Array) -> Array:
        """Same as `night_leak` and `log_beta_binomial` per night, with what is shared by a month done once a month."""
        scalar = self.scalars(x)
        n = np.broadcast_to(self.n, (len(x), len(self.n)))
        front = front_expected(n, scalar["front_count"][:, None])
        front_leak = expit(x[:, 1:2] + x[:, 4:])[:, self.month]
        deep_leak = expit(self.response.logit_at(which, n - front) + x[:, 4:][:, self.month])
        p = np.clip((front * front_leak + (n - front) * deep_leak) / n, 1e-6, 1 - 1e-6)
        return np.asarray(log_beta_binomial(self.k, n, p, scalar["phi"][:, None], constant=False).sum(1))


def _walk(target: _Target, draws: int, g: np.random.Generator) -> tuple[Index, Array, dict[str, float]]:
    """Differential-evolution chains over x (ter Braak 2006) and independence moves over the design."""
    which, x = target.start(CHAINS, g)
    value = target.log_density(which, x)
    kept: list[tuple[Index, Array]] = []
    moved = np.zeros(2)
    for step in range(BURN + KEEP * THIN):
        for half in (0, 1):
            rows = np.arange(half, CHAINS, 2)
            pool = np.arange(1 - half, CHAINS, 2)
            moved[0] += _move(target, which, x, value, rows, _differential(x, rows, pool, g), which[rows], g)
        fresh = g.integers(len(target.design), size=CHAINS)
        moved[1] += _move(target, which, x, value, np.arange(CHAINS), x.copy(), fresh, g)
        if step >= BURN and (step - BURN) % THIN == THIN - 1:
            kept.append((which.copy(), x.copy()))
    chains = np.stack([state[:, :4] for _, state in kept], axis=1)
    steps = BURN + KEEP * THIN
    diagnostics = {
        "r_hat": float(max(_r_hat(chains[..., i]) for i in range(4))),
        "accepted_x": float(moved[0] / (steps * CHAINS)),
        "accepted_design": float(moved[1] / (steps * CHAINS)),
        "designs_used": float(len(np.unique(np.concatenate([w for w, _ in kept])))),
    }
    return *_sample(
        np.concatenate([w for w, _ in kept]), np.concatenate([y for _, y in kept]), draws, g
    ), diagnostics


def _sample(which: Index, x: Array, draws: int, g: np.random.Generator) -> tuple[Index, Array]:
    """Draws from the kept states; from fewer of them where they use more than `MOST_ROWS` defences."""
    order = g.permutation(len(which))
    _, first = np.unique(which[order], return_index=True)
    states = len(order) if len(first) <= MOST_ROWS else int(np.sort(first)[MOST_ROWS])
    pick = order[g.choice(states, size=draws, replace=draws > states)]
    return which[pick], x[pick]


def _differential(x: Array, rows: Index, pool: Index, g: np.random.Generator) -> Array:
    """Proposals x + gamma (a - b) + noise, a and b from the other half, every tenth with gamma 1 to hop modes."""
    a, b = g.choice(pool, size=len(rows)), g.choice(pool, size=len(rows))
    gamma = np.where(g.random(len(rows)) < 0.1, 1.0, 1.19 / np.sqrt(x.shape[1]))
    some = g.random((len(rows), x.shape[1])) < 0.5  # moving a random subset raises the acceptance
    step = gamma[:, None] * (x[a] - x[b]) + 1e-3 * g.normal(size=(len(rows), x.shape[1]))
    return np.asarray(x[rows] + np.where(some, 1.4 * step, 0.0))


def _move(
    target: _Target,
    which: Index,
    x: Array,
    value: Array,
    rows: Index,
    proposal: Array,
    proposed: Index,
    g: np.random.Generator,
) -> int:
    """Metropolis step of `rows`, in place; returns how many moved."""
    fresh = target.log_density(proposed, proposal)
    accept = np.log(g.random(len(rows))) < fresh - value[rows]
    at = rows[accept]
    which[at], x[at], value[at] = proposed[accept], proposal[accept], fresh[accept]
    return int(accept.sum())


def kill_share_fit(prior: Prior, flight: Flight, load: float = 16.0) -> Array:
    """How well each design agrees with public statements on who does the killing: log weight [design].

    Logit-normal around each statement, with the spread of its prior draws, at a middling load.
    """
    at = int(np.argmin(np.abs(flight.loads - load)))
    kills = flight.kills[:, at]
    share = np.clip(kills / np.maximum(kills.sum(1, keepdims=True), 1e-9), 1e-4, 1 - 1e-4)
    weight = np.zeros(len(share))
    for name, draws in prior.kill_share.items():
        stated = logit(np.clip(draws, 1e-4, 1 - 1e-4))
        z = (logit(share[:, prior.cells.position(name)]) - stated.mean()) / stated.std()
        weight -= 0.5 * z**2
    return weight


def _moments(name: str, draws: Array) -> tuple[float, float]:
    scale = logit(draws) if name == "front_leak" else np.log(draws)
    return float(scale.mean()), float(scale.std())


def _inverse(name: str, x: Array) -> Array:
    return np.asarray(expit(x) if name == "front_leak" else np.exp(x))


def _r_hat(chains: Array) -> float:
    """Gelman-Rubin statistic of [chain, kept]; chains are grouped into 8 so that each group is long enough."""
    groups = chains[: len(chains) // 8 * 8].reshape(8, -1)
    within = groups.var(1, ddof=1).mean()
    between = groups.shape[1] * groups.mean(1).var(ddof=1)
    return float(np.sqrt(((groups.shape[1] - 1) * within + between) / (groups.shape[1] * within)))
