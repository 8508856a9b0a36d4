"""Fit the two-component defence to the nights known so far.

The kernel is flown once over a design of defences drawn from the prior; the fit then walks over that design and over
the few continuous unknowns (`walk`). What the nights cannot tell apart keeps the spread of the prior.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit

from tocsin.arrays import Array
from tocsin.calibration.cells import Cells, Flight, fly_cells, respond
from tocsin.calibration.leakshare import checked_nights
from tocsin.calibration.level import shift_to_share, walk_on
from tocsin.calibration.nights import FLOOR, Response, front_expected, night_leak
from tocsin.calibration.prior import Prior
from tocsin.calibration.walk import MOST_ROWS, SCALARS, Target, run
from tocsin.randomness import stream

Index = NDArray[np.intp]
MINIMUM_NIGHTS = 60


@dataclass(frozen=True)
class DefencePosterior:
    """A defence in every draw.

    Attributes
    ----------
    cells, flight : Cells, Flight
        The defences that the draws use, and how they fared in the kernel at each load.
    which : [draw]
        Row of `cells` and `flight` that each draw uses.
    front_count, front_leak, phi, month_step : [draw]
    months, shifts : [month], [draw, month]
        Month numbers (year * 12 + month) of the nights used, ascending, and the level's shift in each.
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
    month_step: Array
    months: NDArray[np.int_]
    shifts: Array
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

    def level(self, months: ArrayLike, *, seed: int) -> Array:
        """Shifts [draw, month] of month numbers: as fitted where nights were used, elsewhere wandering on from there."""
        asked = np.unique(np.asarray(months, dtype=int))
        found = walk_on(self.months, self.shifts, asked, self.month_step, stream(seed, "level"))
        return found[:, np.searchsorted(asked, np.asarray(months, dtype=int))]

    def told_level(self, launched: ArrayLike, share: ArrayLike) -> Array:
        """Shift [draw, 1] at which nights of these sizes [night] together leak a told share (a number, or [draw])."""
        n = np.broadcast_to(np.asarray(launched, dtype=float), (self.draws, 1, np.size(launched)))
        front = front_expected(n, self.front_count[:, None, None])
        odds = self.response.logit_at(self.which, n - front)
        front_logit = logit(np.clip(self.front_leak, FLOOR, 1 - FLOOR))[:, None]
        target = np.broadcast_to(np.asarray(share, dtype=float), (self.draws,))[:, None]
        return shift_to_share(front, n - front, np.ones(n.shape[2]), front_logit, odds, target)

    def predict(self, launched: ArrayLike, shift: Array, *, seed: int) -> Array:
        """Leaks [draw, night] on nights of given sizes at a level `shift` that broadcasts to [draw, night]."""
        n = np.broadcast_to(np.asarray(launched, dtype=float), (self.draws, np.size(launched)))
        g = stream(seed, "predict")
        p = np.clip(self.night_leak(n, shift), 1e-6, 1 - 1e-6)
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
        Nights with usable counts, known at the as-of date, and the number of each one's month (year * 12 + month).
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
    target = Target(n, k, np.asarray(month, dtype=int), prior, response, kill_share_fit(prior, flight))
    g = stream(seed, "calibrate")
    chains = run(target, g)
    which, x = chains.sample(draws, g)
    return DefencePosterior(
        cells=prior.cells,
        flight=flight,
        response=response,
        which=which,
        **target.scalars(x),
        months=target.months,
        shifts=target.shifts(x),
        basis="record",
        nights=count,
        diagnostics=chains.diagnostics(response),
    ).compact()


def _from_prior(
    prior: Prior, flight: Flight, response: Response, draws: int, seed: int, nights: int
) -> DefencePosterior:
    """Draws of the prior, weighted only by public statements on who does the killing."""
    g = stream(seed, "prior")
    weight = np.exp(kill_share_fit(prior, flight))
    few = g.choice(
        len(weight), size=MOST_ROWS, p=weight / weight.sum()
    )  # so that scenarios stay quick to fly
    return DefencePosterior(
        cells=prior.cells,
        flight=flight,
        response=response,
        which=few[np.arange(draws) % MOST_ROWS],
        **{name: g.choice(getattr(prior, name), size=draws) for name in SCALARS},
        months=np.empty(0, dtype=int),
        shifts=np.empty((draws, 0)),
        basis="assumed",
        nights=nights,
        diagnostics={},
    ).compact()


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
