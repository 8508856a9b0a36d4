"""The models that are scored, each a name for hub files and a function from a view to draws.

Names follow the hub rule `<team>-<model>`; members end in `_noclaims` where they never saw a claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Literal

from tocsin.case import Case
from tocsin.periods import HORIZON, forecast_span
from tocsin.programme.ensemble.member import Function, Member
from tocsin.programme.ensemble.members import complete_months, ensemble, members, pooled
from tocsin.programme.fit.origins import current
from tocsin.programme.forecast import forecast
from tocsin.programme.quantities.leak import forecast_leak_share
from tocsin.score.replay.baselines import BASELINES, baseline_forecast
from tocsin.score.replay.peers import PEERS, CannotForecast, peer_forecast
from tocsin.score.replay.targets import TARGETS, observed_series
from tocsin.score.rules.shapes import Floats

Draws = Mapping[str, Floats]
"""Draws [draw, month 1…12] by target; a target that the model cannot forecast at that origin is absent."""


class Made(dict[str, Floats]):
    """Draws by target that also say why a target is absent: `reasons` by target."""

    def __init__(self, draws: Mapping[str, Floats], reasons: Mapping[str, str] | None = None) -> None:
        super().__init__(draws)
        self.reasons = dict(reasons or {})


REFERENCE = "baseline-random_walk"
ENSEMBLE = "tocsin-ensemble"
LAUNCH_TARGETS = ("launches", "leakers")


@dataclass(frozen=True, slots=True)
class Model:
    """One scored model.

    Attributes
    ----------
    name
        `<team>-<model>`, letters, digits and underscores on either side.
    kind
        "ensemble", "member", "noclaims" (a member or pool without claims), "sampled" (needs kept fits), "baseline".
    reads
        What the forecast depends on: "record" (counts only) or "view" (claims and parameters as well).
    methods
        One sentence for the hub's metadata.
    forecast
        (view at the origin, origin "YYYY-MM", draws, seed) → draws by target.
    targets
        What it is scored on. Members share the ensemble's leak share, so only the ensemble is scored on it.
    code
        Modules of other packages that the forecast runs.
    """

    name: str
    kind: Literal["ensemble", "member", "noclaims", "sampled", "baseline"]
    reads: Literal["record", "view"]
    methods: str
    forecast: Callable[[Case, str, int, int], Draws]
    targets: tuple[str, ...] = tuple(TARGETS)
    code: tuple[str, ...] = ()

    @property
    def team(self) -> str:
        return self.name.partition("-")[0]

    @property
    def abbreviation(self) -> str:
        return self.name.partition("-")[2]


BASELINE_METHODS: dict[str, str] = {
    "random_walk": "Last value; log changes with the spread of past one-month changes times the root of the horizon.",
    "naive": "Last value; spread of past changes over the same horizon.",
    "drift": "Random walk with the mean past change as drift.",
    "arima011": "ARIMA(0,1,1) by exact maximum likelihood.",
    "arima011_drift": "ARIMA(0,1,1) with drift by exact maximum likelihood.",
    "auto_ets": "Automatic exponential smoothing (statsforecast AutoETS, no season).",
    "damped_ets": "Damped additive-trend exponential smoothing (statsforecast, AAN damped).",
    "auto_theta": "Automatic Theta method (statsforecast AutoTheta).",
}


def all_models() -> tuple[Model, ...]:
    """Every model that can run here; automatic methods only where statsforecast is installed."""
    parts = ", ".join(member.name for member in pooled())
    sentence = f"Equal-weight quantile average of {parts}; leak share by a mean-reverting AR(1)."
    own = [Model(ENSEMBLE, "ensemble", "view", sentence, _ensemble)]
    for member in members():
        own.append(_member_model(member, "member"))
        if member.claim_free is not None:
            own.append(_member_model(member.claim_free, "noclaims"))
    claim_free = Model(
        "tocsin-ens_noclaims",
        "noclaims",
        "view",
        "Equal-weight quantile average of the members without claims.",
        partial(_from_launches, partial(ensemble, claims=False)),
        LAUNCH_TARGETS,
    )
    sampled = Model(
        "tocsin-stockflow",
        "sampled",
        "view",
        "Bayesian stock-and-flow fitted to claims and counts, at each origin whose fit has converged.",
        _stock_flow,
        LAUNCH_TARGETS,
    )
    names = [*BASELINES, *(PEERS if find_spec("statsforecast") else ())]
    baselines = [
        Model(f"baseline-{key}", "baseline", "record", BASELINE_METHODS[key], partial(_baseline, key))
        for key in names
    ]
    return (*own, claim_free, sampled, *baselines)


def _member_model(member: Member, kind: Literal["member", "noclaims"]) -> Model:
    forecast = partial(_from_launches, member.forecast)
    code = () if member.module.startswith("tocsin.") else (member.module,)
    return Model(f"tocsin-{member.hub_name}", kind, "view", member.sentence, forecast, LAUNCH_TARGETS, code)


def _ensemble(view: Case, origin: str, draws: int, seed: int) -> Draws:
    """What `tocsin assess` publishes at that date; its members are exact filters, so all have converged."""
    made = forecast(view, draws=draws, seed=seed)
    launches, share = made.launches[:, -HORIZON:], made.leak_share[:, -HORIZON:]
    return {"launches": launches, "leak_share": share, "leakers": launches * share}


def _stock_flow(view: Case, origin: str, draws: int, seed: int) -> Draws:
    """The sampled stock-and-flow, where a converged fit made from this very view is kept (`tocsin score --fits`)."""
    fit = current(view, origin)
    if isinstance(fit, str):
        return Made({}, dict.fromkeys(("launches", "leakers"), fit))
    if not fit.converged:
        found = ", ".join(f"{name} {fit.diagnostics[name]}" for name in ("max_rhat", "min_ess", "divergent"))
        return Made({}, dict.fromkeys(("launches", "leakers"), f"its chains did not converge: {found}"))
    launches = fit.counts(draws, seed)
    return {"launches": launches, "leakers": launches * _leak_share(view, draws, seed)}


def _from_launches(make: Function, view: Case, origin: str, draws: int, seed: int) -> Draws:
    """A member's launches, and leakers with the leak share that all of Tocsin's models have in common."""
    launches = make(complete_months(view, origin), view, draws, seed, HORIZON)
    return {"launches": launches, "leakers": launches * _leak_share(view, draws, seed)}


def _leak_share(view: Case, draws: int, seed: int) -> Floats:
    return forecast_leak_share(view, forecast_span(view.as_of_date).periods, draws, seed).share


def _baseline(key: str, view: Case, origin: str, draws: int, seed: int) -> Draws:
    """The method applied to each target's own history; months without a value are skipped."""
    make = peer_forecast if key in PEERS else baseline_forecast
    made = Made({})
    for target, series in observed_series(view.record, through=origin).items():
        history = series.dropna().to_numpy(dtype=float)
        try:
            paths = make(key, history, scale=TARGETS[target].scale, months=HORIZON, draws=draws, seed=seed)
        except CannotForecast as failure:
            made.reasons[target] = str(failure)
            continue
        if paths is not None:
            made[target] = paths
    return made
