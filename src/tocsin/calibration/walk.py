"""Sampling the posterior of the defence: many chains at once over a design of flown defences and a few scalars.

Scalars and months' levels move by differential evolution (ter Braak 2006). The design is one more coordinate: rows
are laid along [0, 1) in the order of their deep leak, each as wide as its prior weight, so that a step along that
line, or a fresh uniform on it, is a symmetric proposal. Months enter as what their nights fix, the front's log drones
on a large night plus its logit leak, not as shifts: ridges like "larger front, leaking less" vanish that way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from tocsin.arrays import Array
from tocsin.calibration.leakshare import log_beta_binomial
from tocsin.calibration.level import log_walk, walk_on
from tocsin.calibration.nights import Response, front_expected
from tocsin.calibration.prior import Prior

Index = NDArray[np.intp]
SCALARS = ("front_count", "front_leak", "phi", "month_step")
CHAINS = 64
BURN, KEEP, THIN = 300, 120, 10
MOST_ROWS = 250  # every scenario flies each defence in use
STARTS = 24
ORDER_AT = 400.0  # deep drones at which the line of designs is ordered
NEAR = 0.05  # sd of a local step along that line


@dataclass(frozen=True)
class Line:
    """Designs along [0, 1): `order` [design] by deep leak, `ends` [design] where each ends."""

    order: Index
    ends: Array

    @classmethod
    def of(cls, key: Array, log_weight: Array) -> Line:
        order = np.argsort(key, kind="stable")
        weight = np.exp(log_weight - log_weight.max())[order]
        return cls(order, np.cumsum(weight) / weight.sum())

    def rows(self, place: Array) -> Index:
        """The designs at places in [0, 1)."""
        at = np.searchsorted(self.ends, place, side="right")
        return np.asarray(self.order[np.minimum(at, len(self.order) - 1)])

    def step(self, place: Array, g: np.random.Generator) -> Array:
        """A symmetric proposal: every other one local, folded back at the ends; the rest anywhere."""
        near = np.abs(place + NEAR * g.normal(size=len(place)))
        near = np.where(near < 1.0, near, 2.0 - near)
        return np.where(g.random(len(place)) < 0.5, near, g.random(len(place)))


@dataclass
class State:
    """Chains: a place on the line of designs, and x [chain, 4 + month]: scalars on unbounded scales, then months."""

    place: Array
    x: Array
    value: Array

    def gather(self, g: np.random.Generator) -> None:
        """Chains far below the others (quartile less two interquartile ranges; Vrugt 2009) restart where another is."""
        low, high = np.quantile(self.value, [0.25, 0.75])
        lost = np.flatnonzero(self.value < low - 2.0 * (high - low))
        other = g.choice(np.setdiff1d(np.arange(len(self.value)), lost), size=len(lost))
        self.place[lost], self.x[lost], self.value[lost] = self.place[other], self.x[other], self.value[other]

    def move(self, rows: Index, fresh: State, log_uniform: Array) -> int:
        """Metropolis step of `rows`, in place; returns how many moved."""
        accept = log_uniform < fresh.value - self.value[rows]
        at = rows[accept]
        self.place[at], self.x[at], self.value[at] = fresh.place[accept], fresh.x[accept], fresh.value[accept]
        return int(accept.sum())


class Target:
    """Log posterior of all chains at once."""

    def __init__(
        self, n: Array, k: Array, month: NDArray[np.int_], prior: Prior, response: Response, log_weight: Array
    ) -> None:
        self.n, self.k = n, k
        self.large = np.asarray(np.quantile(n, 0.9))
        self.response = response
        self.months, self.month = np.unique(month, return_inverse=True)
        centre, spread = zip(*(moments(name, getattr(prior, name)) for name in SCALARS), strict=True)
        self.centre, self.spread = np.array(centre), np.array(spread)
        rows = np.arange(len(log_weight))
        self.deep_logit = response.logit_at(rows, np.full(len(rows), ORDER_AT))
        self.line = Line.of(self.deep_logit, log_weight)

    def start(self, chains: int, g: np.random.Generator) -> State:
        """Each chain starts at the best of two dozen draws from the prior: scattered, yet not in its far tails."""
        best = self._draw(chains, g)
        for _ in range(STARTS - 1):
            best.move(np.arange(chains), self._draw(chains, g), np.zeros(chains))  # the better wins
        return best

    def _draw(self, chains: int, g: np.random.Generator) -> State:
        scalars = self.centre + self.spread * g.normal(size=(chains, len(SCALARS)))
        shifts = walk_on((), np.empty((chains, 0)), self.months[::-1], np.exp(scalars[:, 3]), g)[:, ::-1]
        return self.at(g.random(chains), np.column_stack([scalars, self._front(scalars) + shifts]))

    def at(self, place: Array, x: Array) -> State:
        return State(place, x, self.log_density(self.line.rows(place), x))

    def scalars(self, x: Array) -> dict[str, Array]:
        return {
            name: np.asarray((expit if name == "front_leak" else np.exp)(x[:, i]))
            for i, name in enumerate(SCALARS)
        }

    def shifts(self, x: Array) -> Array:
        """[chain, month]"""
        return x[:, len(SCALARS) :] - self._front(x)

    def _front(self, x: Array) -> Array:
        """Log drones of the front on a large night plus its logit leak [chain, 1]: what months are counted from."""
        return (np.log(front_expected(self.large, np.exp(x[:, 0]))) + x[:, 1])[:, None]

    def redesigned(self, state: State, g: np.random.Generator) -> State:
        """Another design for every chain; for every other one the front's leak follows so that deep drones leak alike.

        The follow-up is a shift that the way back undoes, so the proposal stays symmetric.
        """
        place, x = self.line.step(state.place, g), state.x.copy()
        gap = self.deep_logit[self.line.rows(place)] - self.deep_logit[self.line.rows(state.place)]
        x[:, 1] += np.where(g.random(len(x)) < 0.5, gap, 0.0)
        return self.at(place, x)

    def log_density(self, which: Index, x: Array) -> Array:
        """[chain]; the design's prior weight is in the line of designs."""
        z = (x[:, :4] - self.centre) / self.spread
        prior = -0.5 * (z**2).sum(1) + log_walk(self.shifts(x), self.months, np.exp(x[:, 3]))
        return np.asarray(prior + self._likelihood(which, x))

    def _likelihood(self, which: Index, x: Array) -> Array:
        """Same as `night_leak` and `log_beta_binomial` per night, with what is shared by a month done once a month."""
        scalar = self.scalars(x)
        n = np.broadcast_to(self.n, (len(x), len(self.n)))
        front = front_expected(n, scalar["front_count"][:, None])
        shifts = self.shifts(x)
        front_leak = expit(x[:, 1:2] + shifts)[:, self.month]
        deep_leak = expit(self.response.logit_at(which, n - front) + shifts[:, self.month])
        p = np.clip((front * front_leak + (n - front) * deep_leak) / n, 1e-6, 1 - 1e-6)
        return np.asarray(log_beta_binomial(self.k, n, p, scalar["phi"][:, None], constant=False).sum(1))


@dataclass(frozen=True)
class Chains:
    """Kept states [kept, chain, ...] and how often proposals were taken."""

    which: Index
    x: Array
    accepted_x: float
    accepted_design: float

    def sample(self, draws: int, g: np.random.Generator) -> tuple[Index, Array]:
        """Draws from the kept states; from fewer of them where they use more than `MOST_ROWS` defences."""
        which, x = self.which.ravel(), self.x.reshape(-1, self.x.shape[-1])
        order = g.permutation(len(which))
        _, first = np.unique(which[order], return_index=True)
        states = len(order) if len(first) <= MOST_ROWS else int(np.sort(first)[MOST_ROWS])
        pick = order[g.choice(states, size=draws, replace=draws > states)]
        return which[pick], x[pick]

    def diagnostics(self, response: Response) -> dict[str, float]:
        """R-hat and effective draws, the worst of the scalars and of the deep leak at 100 and 800 drones."""
        traces = [self.x[..., i] for i in range(len(SCALARS))]
        every = np.arange(len(response.leak))
        for size in (100.0, 800.0):
            traces.append(response.logit_at(every, np.full(len(every), size))[self.which])
        return {
            "r_hat": max(r_hat(trace.T) for trace in traces),
            "effective_draws": min(effective_draws(trace.T) for trace in traces),
            "accepted_x": self.accepted_x,
            "accepted_design": self.accepted_design,
            "designs_used": float(len(np.unique(self.which))),
        }


def run(target: Target, g: np.random.Generator) -> Chains:
    """Walk all chains from the prior and keep states after the burn-in."""
    state = target.start(CHAINS, g)
    kept: list[tuple[Index, Array]] = []
    moved = np.zeros(2)
    steps = BURN + KEEP * THIN
    for step in range(steps):
        for half in (0, 1):
            rows, pool = np.arange(half, CHAINS, 2), np.arange(1 - half, CHAINS, 2)
            fresh = target.at(state.place[rows], _differential(state.x, rows, pool, g))
            moved[0] += state.move(rows, fresh, np.log(g.random(len(rows))))
        fresh = target.redesigned(state, g)
        moved[1] += state.move(np.arange(CHAINS), fresh, np.log(g.random(CHAINS)))
        if step in (BURN // 3, 2 * BURN // 3):
            state.gather(g)
        if step >= BURN and (step - BURN) % THIN == THIN - 1:
            kept.append((target.line.rows(state.place), state.x.copy()))
    which, x = np.stack([w for w, _ in kept]), np.stack([y for _, y in kept])
    return Chains(which, x, *(float(part) for part in moved / (steps * CHAINS)))


def _differential(x: Array, rows: Index, pool: Index, g: np.random.Generator) -> Array:
    """Proposals x + gamma (a - b) + noise, a and b from the other half, every tenth with gamma 1 to hop modes."""
    a, b = g.choice(pool, size=len(rows)), g.choice(pool, size=len(rows))
    gamma = np.where(g.random(len(rows)) < 0.1, 1.0, 1.19 / np.sqrt(x.shape[1]))
    # Half of the chains move along a random half of the coordinates, which raises the acceptance.
    some = (g.random((len(rows), x.shape[1])) < 0.5) | (g.random((len(rows), 1)) < 0.5)
    step = gamma[:, None] * (x[a] - x[b]) + 1e-3 * g.normal(size=(len(rows), x.shape[1]))
    return np.asarray(
        x[rows] + np.where(some, step * np.sqrt(x.shape[1] / some.sum(1).clip(1))[:, None], 0.0)
    )


def moments(name: str, draws: Array) -> tuple[float, float]:
    """Mean and standard deviation of prior draws on the unbounded scale."""
    scale = logit(draws) if name == "front_leak" else np.log(draws)
    return float(scale.mean()), float(scale.std())


def r_hat(chains: Array) -> float:
    """Gelman-Rubin statistic of [chain, kept], each chain on its own.

    Examples
    --------
    >>> stuck = np.repeat([[0.0], [1.0], [2.0]], 4, axis=1) + 1e-3 * np.array([0, 1, 0, 1])
    >>> r_hat(stuck) > 100
    True
    """
    kept = chains.shape[1]
    within = chains.var(1, ddof=1).mean()
    return float(np.sqrt((kept - 1) / kept + chains.mean(1).var(ddof=1) / within))


def effective_draws(chains: Array) -> float:
    """Independent draws that would give the mean of [chain, kept] the same standard error.

    From the scatter of the chains' own means, so that a chain that never moves counts once.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(200, 50))
    >>> 8_000 < effective_draws(draws) < 12_500
    True
    >>> round(effective_draws(np.repeat(draws[:, :1], 50, axis=1)))
    200
    """
    between = chains.mean(1).var(ddof=1)
    kept = chains.shape[1]
    total = (kept - 1) / kept * chains.var(1, ddof=1).mean() + between
    return float(len(chains) * total / between)
