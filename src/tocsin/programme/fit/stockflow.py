"""The Bayesian stock-and-flow: imports and factory output feed a stock, launches draw on it, reports and claims see it.

Time runs in calendar months from the programme's start over a fixed length; a mask says which months were counted by
the as-of date, so that a fit at another date needs no new compilation, and the months after it are the forecast.
`step` is the whole dynamics; `model` adds priors, the record and the claims. Needs the extra ``tocsin[fit]``.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax import Array
from jax.nn import log_sigmoid, sigmoid, softplus
from jax.scipy.special import logit

from tocsin.programme.quantities.decoys import COUNTED_NOISE, REVERSION
from tocsin.programme.quantities.leak import MONTH_NOISE
from tocsin.programme.quantities.likelihood import DEGREES

numpyro.enable_x64()

# A month's share of a departure that lasts: part of the compiled model, so not in the parameter table.
USE_PERSISTENCE = 0.5
LEAK_PERSISTENCE = 0.6
SHARPNESS = 1.0  # of the plant's start, per month: from 5 to 95 % of its rate in six months
BOUND = 0.6  # logistic scale over the spread of a claim that is a bound

PLANT, STRIKE, OTHERS, IMPORTS, WITH_DECOYS = range(5)  # rows of `Flows.made`, the scopes claims speak about
PRIORS = (
    "start", "first_rate", "growth", "ceiling", "capacity_move", "other_share", "import_rate", "fade", "opening_stock",
    "use", "use_move", "noise", "reporting", "decoy_level", "decoy_move", "leak_level", "leak_move", "strike_nights",
    "night_spread", "plan_factor", "bias",
)  # fmt: skip
SHOCKS = ("capacity_shock", "use_shock", "decoy_shock", "leak_shock")


class State(NamedTuple):
    """At a month's start: log of the plant's capacity and strike drones in store."""

    capacity: Array
    stock: Array


class Flows(NamedTuple):
    """By month: drones made [scope], strike drones launched, stock left, launches with decoys, decoy and leak share."""

    made: Array
    strike: Array
    stock: Array
    launches: Array
    decoy: Array
    leak: Array


def step(
    state: State, inputs: dict[str, Array], p: dict[str, Array]
) -> tuple[State, tuple[Array, Array, Array]]:
    """One month: the plant grows towards its ceiling, supply enters the stock, a share of what is there is launched.

    `inputs` hold the month's running share of the plant, growth shock, other plants' output over the plant's, imports
    and the share used. Returns the next state and (plant output, strike launches, stock left).
    """
    size = jnp.exp(state.capacity)
    plant = inputs["running"] * size
    room = 1 - jnp.minimum(size / p["ceiling"], 2.0)
    capacity = state.capacity + inputs["running"] * (p["growth"] * room + inputs["move"])
    available = state.stock + plant * (1 + inputs["others"]) + inputs["imports"]
    strike = available * inputs["use"]
    return State(capacity, available - strike), (plant, strike, available - strike)


def simulate(p: dict[str, Array], shocks: dict[str, Array], data: dict[str, Array]) -> Flows:
    """All months at once; every field gets a leading month axis. Use, decoy and leak share are AR(1) departures."""
    month = data["month"]
    inputs = {
        "running": sigmoid(SHARPNESS * (month + 0.5 - p["start"])),
        "move": p["capacity_move"] * shocks["capacity_shock"],
        "others": data["other_ramp"] * p["other_share"] / (1 - p["other_share"]),
        "imports": p["import_rate"]
        * jnp.exp(-softplus(SHARPNESS * (month - p["start"])) / (SHARPNESS * p["fade"])),
        "use": sigmoid(
            p["use"] + p["use_move"] * (autoregression(USE_PERSISTENCE, len(month)) @ shocks["use_shock"])
        ),
    }
    start = State(p["first_rate"], p["opening_stock"])
    plant, strike, stock = jax.lax.scan(lambda state, now: step(state, now, p), start, inputs)[1]
    decoy_move = p["decoy_move"] * (autoregression(REVERSION, len(month)) @ shocks["decoy_shock"])
    decoy = data["decoys_known"] * sigmoid(p["decoy_level"] + decoy_move)
    leak_move = p["leak_move"] * (autoregression(LEAK_PERSISTENCE, len(month)) @ shocks["leak_shock"])
    strikes_made = plant * (1 + inputs["others"])
    return Flows(
        made=jnp.stack(
            [plant, strikes_made, plant * inputs["others"], inputs["imports"], strikes_made / (1 - decoy)],
            axis=1,
        ),
        strike=strike,
        stock=stock,
        launches=strike / (1 - decoy) * jnp.where(data["early"], p["reporting"], 1.0),
        decoy=decoy,
        leak=sigmoid(p["leak_level"] + leak_move),
    )


@functools.cache
def autoregression(persistence: float, months: int) -> np.ndarray[Any, Any]:
    """Lower-triangular matrix that turns shocks into an AR(1) path from 0.

    Examples
    --------
    >>> autoregression(0.5, 3).tolist()
    [[1.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.25, 0.5, 1.0]]
    """
    lag = np.arange(months)[:, None] - np.arange(months)[None, :]
    return np.where(lag >= 0, persistence ** np.maximum(lag, 0), 0.0)


def model(data: dict[str, Any]) -> None:
    """Priors, dynamics, record and claims; `data` is built by `fitting.inputs_of` (arrays of fixed shape)."""
    raw = {
        name: numpyro.sample(name, dist.Normal(data["prior"][name][0], data["prior"][name][1]))
        for name in PRIORS
    }
    shocks = {
        name: numpyro.sample(name, dist.Normal(jnp.zeros(len(data["month"])), 1.0).to_event(1))
        for name in SHOCKS
    }
    p = natural(raw)
    flows = simulate(p, shocks, data)
    for name, value in flows._asdict().items():
        numpyro.deterministic(f"path_{name}", value)

    def counted(name: str, distribution: Any, value: Array, seen: Array) -> None:
        with numpyro.handlers.mask(mask=seen):
            numpyro.sample(name, distribution, obs=value)

    counts = dist.NegativeBinomial2(flows.launches + 1e-3, 1 / p["noise"] ** 2)
    counted("launched", counts, data["launched"], data["seen"])
    nights = dist.Normal(raw["strike_nights"], p["night_spread"])
    counted("strike_night_share", nights, data["strike_night_logit"], data["strike_night_seen"])
    decoys = dist.Normal(logit(jnp.clip(flows.decoy, 1e-6, 1 - 1e-6)), COUNTED_NOISE)
    counted("decoys", decoys, data["decoy_logit"], data["decoy_seen"])
    counted("leaked", dist.Normal(logit(flows.leak), MONTH_NOISE), data["leak_logit"], data["leak_seen"])
    bias = numpyro.sample("origin_bias", dist.Normal(jnp.zeros(data["origins"].shape[0]), 1.0).to_event(1))
    said = claim_log_likelihood(flows, data, raw["plan_factor"], p["bias"] * bias)
    numpyro.deterministic("path_claims", said)
    numpyro.factor("claims", said.sum())


def natural(raw: dict[str, Array]) -> dict[str, Array]:
    """From the scale of the priors (log, logit or plain) to the scale of `step`."""
    plain = {"growth", "first_rate", "use", "decoy_level", "leak_level", "strike_nights", "plan_factor"}
    shares = {"other_share", "reporting"}
    return {
        name: value if name in plain else sigmoid(value) if name in shares else jnp.exp(value)
        for name, value in raw.items()
    }


def claim_log_likelihood(flows: Flows, data: dict[str, Any], plan_factor: Array, bias: Array) -> Array:
    """Log likelihood [claim]: Student-t on the log for points, logistic for bounds, plans as floors that may lapse.

    Each claim names a functional: a weighted sum of months of one scope, of the stock, or of the decoy share. Rows
    that only repeat an origin share its bias and weigh 1 / their number.
    """
    sums = jnp.einsum("cm,ms,cs->c", data["weights"], flows.made, data["scopes"])
    sums += data["weights"] @ flows.stock * data["is_stock"]
    share = data["weights"] @ flows.decoy * data["is_share"]
    value = jnp.where(
        data["is_share"] > 0, logit(jnp.clip(share, 0.01, 0.99)), jnp.log(sums + data["offset"])
    )
    value = value + data["origins"].T @ bias - data["is_plan"] * plan_factor
    low, high, spread = data["low"], data["high"], data["spread"]
    point = dist.StudentT(DEGREES, low, spread).log_prob(value)
    above = data["has_low"] * log_sigmoid((value - low) / (BOUND * spread))
    below = data["has_high"] * log_sigmoid((high - value) / (BOUND * spread))
    chance = jnp.where(data["is_point"] > 0, point, above + below)
    lapse = data["lapse"]
    chance = jnp.where(data["is_plan"] > 0, jnp.logaddexp(jnp.log(lapse), jnp.log1p(-lapse) + chance), chance)
    weighted: Array = chance * data["weight"]
    return weighted
