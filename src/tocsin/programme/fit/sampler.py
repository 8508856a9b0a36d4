"""NUTS for the stock-and-flow, compiled once in a process: a fit at another date is another argument, not new code.

NumPyro's `MCMC` class compiles anew at each run (some 40 processor-seconds here, more than the sampling itself), so
whole chains, from first state to last draw, are one compiled function of (key, data). Needs ``tocsin[fit]``.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from numpyro.infer.hmc import hmc
from numpyro.infer.util import constrain_fn, potential_energy

from tocsin.programme.fit import stockflow

TARGET = 0.9  # mean acceptance that the step size is tuned to
DEPTH = 8  # at most 2⁸ − 1 steps a draw
SCATTER = 0.5  # prior standard deviations by which the chains' first parameters differ
Data = dict[str, Any]


class Sampled(NamedTuple):
    """Draws by site, each [chain, draw, …], with the model's paths; number of divergences; mean steps a draw."""

    draws: dict[str, NDArray[Any]]
    diverging: int
    steps: float


def sample(data: Data, *, seed: int, warm_up: int, samples: int, chains: int) -> Sampled:
    """Sample the posterior; the chains run side by side on as many cores as there are.

    The first call compiles, later calls of the same lengths do not, as long as the arrays keep their shapes.
    """
    chain = _chain(warm_up, samples)

    def run(key: jax.Array) -> Any:
        return jax.tree.map(np.asarray, chain(key, data))

    with ThreadPoolExecutor(chains) as pool:
        found = list(pool.map(run, jax.random.split(jax.random.PRNGKey(seed), chains)))
    latent, diverging, steps = jax.tree.map(lambda *parts: np.stack(parts), *found)
    draws = {name: np.asarray(value) for name, value in _with_paths()(latent, data).items()}
    return Sampled(draws, int(diverging.sum()), float(steps.mean()))


@cache
def _chain(warm_up: int, samples: int) -> Any:
    """One chain as a compiled function of (key, data): latent draws [draw, …], divergences and steps [draw]."""
    start, move = hmc(
        potential_fn_gen=lambda data: partial(potential_energy, stockflow.model, (data,), {}), algo="NUTS"
    )

    @jax.jit
    def chain(key: jax.Array, data: Data) -> Any:
        first, tune = jax.random.split(key)
        state = start(
            _scattered(first, data),
            warm_up,
            target_accept_prob=TARGET,
            max_tree_depth=DEPTH,
            model_args=(data,),
            rng_key=tune,
        )

        def kept(state: Any, _: None) -> Any:
            state = move(state, (data,))
            return state, (state.z, state.diverging, state.num_steps)

        state = jax.lax.fori_loop(0, warm_up, lambda _, state: move(state, (data,)), state)
        return jax.lax.scan(kept, state, None, length=samples)[1]

    return chain


def _scattered(key: jax.Array, data: Data) -> dict[str, jax.Array]:
    """A first state: parameters around their prior means, innovations and origins' biases at 0."""
    jitter = SCATTER * jax.random.normal(key, (len(stockflow.PRIORS),))
    prior = {
        name: data["prior"][name][0] + move * data["prior"][name][1]
        for name, move in zip(stockflow.PRIORS, jitter, strict=True)
    }
    shocks = {name: jnp.zeros(len(data["month"])) for name in stockflow.SHOCKS}
    return {**prior, **shocks, "origin_bias": jnp.zeros(data["origins"].shape[0])}


@cache
def _with_paths() -> Any:
    """Latent draws [chain, draw, …] and what the model derives from each."""

    def derived(latent: dict[str, jax.Array], data: Data) -> dict[str, jax.Array]:
        found: dict[str, jax.Array] = constrain_fn(
            stockflow.model, (data,), {}, latent, return_deterministic=True
        )
        return found

    return jax.jit(jax.vmap(jax.vmap(derived, (0, None)), (0, None)))
