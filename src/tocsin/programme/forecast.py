"""The forecast of the programme as of a date: launches, decoys, leak share, output, imports and stock, as draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.errors import InputError, Problem
from tocsin.lineage import Lineage
from tocsin.periods import Span, forecast_span, index_of, period_of, span
from tocsin.programme.ensemble.evidence import used_claims
from tocsin.programme.ensemble.members import complete_months, known_floors, pool, pooled
from tocsin.programme.ensemble.pooling import resample
from tocsin.programme.fit.inputs import fit_span
from tocsin.programme.fit.store import Fit, predicted_counts, stored_fit
from tocsin.programme.flow import Flow, balance, balance_with_fit, reported_factor
from tocsin.programme.quantities.decoys import DecoyShare, forecast_decoy_share
from tocsin.programme.quantities.leak import LeakShare, forecast_leak_share
from tocsin.programme.quantities.rhythm import Rhythm, estimate_rhythm
from tocsin.randomness import stream

OUTPUT_SCOPES = ("alabuga_strike", "all_strike", "incl_decoys")  # whose output the balance can tell
PARTIAL_SPREAD = 0.45  # log sd of a month's share so far against its total


@dataclass(frozen=True)
class Forecast:
    """Everything the programme room says about a case as of a date.

    Row i of every array is the same draw. Arrays over `periods` run from the as-of month, if partly counted, to 12
    full months ahead; arrays over `full_periods` start with the programme.

    Attributes
    ----------
    launches, strike, decoy_share, leak_share
        [draw, period]: all long-range one-way drones; those that are not decoys; shares of launches.
    leak_share_basis
        "record" when at least 60 nights give it, else "assumed".
    output
        [draw, full period] by scope: the plant's and all plants' strike drones, and with decoys.
    imports, stock, strike_history
        [draw, full period]: complete drones from abroad; strike drones in store at the month's end; strike launches,
        corrected for early under-reporting.
    counted
        Launches already counted in the partial month, else 0.
    members
        Launches [draw, period] of each member of the ensemble.
    diagnostics
        One mapping per member: how it was computed, and for sampled ones R-hat, ESS and divergences.
    """

    as_of: date
    periods: tuple[str, ...]
    partial: bool
    launches: Array
    strike: Array
    decoy_share: Array
    leak_share: Array
    leak_share_basis: Literal["record", "assumed"]
    full_periods: tuple[str, ...]
    output: Mapping[str, Array]
    imports: Array
    stock: Array
    strike_history: Array
    counted: int
    members: Mapping[str, Array]
    diagnostics: tuple[dict[str, Any], ...]
    converged: bool
    lineage: Mapping[str, Lineage]
    rhythm: Rhythm
    notes: tuple[str, ...] = field(default=())

    @property
    def draws(self) -> int:
        return len(self.launches)

    @property
    def leakers(self) -> Array:
        """Launches times leak share, [draw, period], before any model of the defence."""
        return self.launches * self.leak_share


def forecast(view: Case, *, draws: int = 2000, seed: int = 1, use_fit: bool = True) -> Forecast:
    """Forecast the programme from what the view holds.

    Parameters
    ----------
    view
        A case, cut to its as-of date if it is not already a view.
    draws, seed
        Number of draws, and the seed of every random stream.
    use_fit
        Whether a stored Bayesian fit may serve output and stock. Views that differ in a claim have no fit of their
        own, so they are compared without.

    Raises
    ------
    InputError
        If the case asks for the output of a scope that the balance cannot tell, or for a date too late.
    """
    view = view.view()
    _check_scope(view)
    covered = forecast_span(view.as_of_date)
    members, launches, counted = _launches(view, covered, draws, seed)
    first = min(index_of(view.settings.output.programme_start), _first_month(view, covered))
    full = span(period_of(first), covered.periods[-1])
    decoys = forecast_decoy_share(view, full, draws, seed)
    ahead = slice(len(full) - len(covered.periods), None)
    strike_history = _strike_history(view, full, launches, decoys, draws, seed)
    fit = stored_fit(view) if use_fit else None
    usable = fit if fit is not None and fit.converged else None
    if usable is not None:
        flow = balance_with_fit(usable, strike_history, full, seed)
        members["stock_flow"] = _fit_launches(usable, covered.periods, draws, seed)
    else:
        flow = balance(view, strike_history, full, seed)
    leak = forecast_leak_share(view, covered.periods, draws, seed)
    return Forecast(
        as_of=view.as_of_date,
        periods=covered.periods,
        partial=covered.partial,
        launches=launches,
        strike=launches * (1 - decoys.share[:, ahead]),
        decoy_share=decoys.share[:, ahead],
        leak_share=leak.share,
        leak_share_basis=leak.basis,
        full_periods=full,
        output=_output(view, flow, decoys),
        imports=flow.imports,
        stock=flow.stock,
        strike_history=strike_history,
        counted=counted,
        members=members,
        diagnostics=(
            *({"member": one.name, "method": one.sentence, "converged": True} for one in pooled()),
            *([fit.diagnostics] if fit is not None else []),
        ),
        converged=fit is None or fit.converged,
        lineage=_lineage(view, flow, decoys, leak, covered, usable),
        rhythm=estimate_rhythm(view),
        notes=_notes(view, fit),
    )


def _check_scope(view: Case) -> None:
    scope = view.settings.output.scope
    if scope not in OUTPUT_SCOPES:
        raise InputError(
            Problem(
                "the output of this scope is not modelled",
                "In [output], scope may be: " + ", ".join(OUTPUT_SCOPES) + ".",
                file=str(view.path / "case.toml"),
                column="output.scope",
                value=scope,
            )
        )


def _notes(view: Case, fit: Fit | None) -> tuple[str, ...]:
    command = f"tocsin fit {view.path} --as-of {view.as_of_date}"
    if fit is None:
        try:
            fit_span(view)
        except InputError as error:
            return (f"Output, imports and stock come from a simple balance, as no fit is possible: {error}",)
        return (f"Output, imports and stock come from a simple balance. For the Bayesian fit run: {command}",)
    if not fit.converged:
        return (f"The stored fit did not converge and is not used. To fit again run: {command}",)
    return ()


def _fit_launches(fit: Fit, periods: tuple[str, ...], draws: int, seed: int) -> Array:
    """Launches of the stored fit: expected counts with their gamma-Poisson spread, [draw, period]."""
    rng = stream(seed, "programme", "stock_flow")
    at = fit.periods.index(periods[0])
    return predicted_counts(fit.launches[:, at : at + len(periods)], fit.scalars["noise"], draws, rng)


def _launches(view: Case, covered: Span, draws: int, seed: int) -> tuple[dict[str, Array], Array, int]:
    history = complete_months(view, covered.last_full)
    months = len(covered.periods)
    members = {one.name: one.forecast(history, view, draws, seed, months) for one in pooled()}
    average = pool(members)
    if not covered.partial:
        return members, average, 0
    monthly = view.record.monthly()["launched"]
    counted = int(monthly.get(covered.periods[0], 0))
    rng = stream(seed, "programme", "partial")
    updated = {name: _with_count(member, counted, covered.elapsed, rng) for name, member in members.items()}
    return updated, _with_count(average, counted, covered.elapsed, rng), counted


def _with_count(launches: Array, counted: int, elapsed: float, rng: np.random.Generator) -> Array:
    """Condition paths on the count so far and let only the rest of the month be uncertain."""
    if elapsed <= 0:
        return launches
    spread = PARTIAL_SPREAD / np.sqrt(max(elapsed, 0.05))
    gap = np.log1p(counted) - np.log1p(elapsed * launches[:, 0])
    weight = np.exp(-0.5 * (gap / spread) ** 2) + 1e-12
    path = launches[resample(weight, len(launches), rng)].copy()
    path[:, 0] = counted + (1 - elapsed) * path[:, 0]
    return path


def _first_month(view: Case, covered: Span) -> int:
    monthly = view.record.monthly()
    return index_of(str(monthly.index[0])) if len(monthly) else index_of(covered.periods[0])


def _strike_history(
    view: Case, full: tuple[str, ...], launches: Array, decoys: DecoyShare, draws: int, seed: int
) -> Array:
    """Strike launches [draw, full period]: counts corrected for under-reporting, then the forecast."""
    past = len(full) - launches.shape[1]
    counts = view.record.monthly()["launched"].astype(float).reindex(list(full[:past]), fill_value=0.0)
    factor = reported_factor(view, full, draws, seed)
    everything = np.concatenate([np.tile(counts.to_numpy(), (draws, 1)), launches], axis=1) / factor
    strike: Array = everything * (1 - decoys.share)
    return strike


def _output(view: Case, flow: Flow, decoys: DecoyShare) -> dict[str, Array]:
    """Drones made a month by scope: the case's own first, the one plant's only where the case follows that plant."""
    everyone = flow.plant + flow.others
    found = {
        "alabuga_strike": flow.plant,
        "all_strike": everyone,
        "incl_decoys": everyone / (1 - decoys.share),
    }
    own = view.settings.output.scope
    if own != "alabuga_strike":
        del found["alabuga_strike"]
    return {own: found[own], **found}


def _lineage(
    view: Case, flow: Flow, decoys: DecoyShare, leak: LeakShare, covered: Span, fit: Fit | None
) -> dict[str, Lineage]:
    names = view.parameters.names
    record = (f"launches by report, {len(view.record)} reports to {covered.last_full}",)
    read = dict.fromkeys(prefix for one in pooled() for prefix in one.parameters)
    launches = Lineage(
        claims=used_claims(known_floors(view)),
        record=record,
        parameters=tuple(name for prefix in read for name in names(prefix)),
        method=(
            f"equal-weight quantile average of {', '.join(one.name for one in pooled())} (docs/forecasting.md)",
        ),
        assumptions=("plans count as floors and directions, never as targets",),
    )
    mix = Lineage(claims=decoys.claims, record=("strike drones where reports state them",),
                  parameters=names("programme.decoy_share"), method=("mean-reverting random walk on the logit",))  # fmt: skip
    split = Lineage(
        claims=flow.claims,
        record=record,
        parameters=names("programme.output") + names("programme.imports") + names("programme.stock")
        + names("programme.claim_spread") + names("programme.launches")
        + (names("programme.fit") if fit else ()),
        method=(
            "stock-and-flow sampled by NUTS (stored fit), amounts from counted and forecast launches"
            if fit
            else "balance: supply = strike launches + change of stock, split by start, fading imports and claims",
        ),
        assumptions=("launches alone cannot separate output, stock and withheld share: cover and split are assumed "
                     "where no claim speaks",),
    )  # fmt: skip
    share = Lineage(
        record=(f"{leak.nights} nights with complete outcomes",) if leak.basis == "record" else (),
        parameters=names("programme.leak_share"),
        method=(f"mean-reverting AR(1) on the logit, {leak.basis}",),
    )
    return {"launches": launches, "decoy_share": mix, "strike": mix, "output": split, "imports": split,
            "stock": split, "leak_share": share,
            "rhythm": Lineage(record=record, parameters=names("programme.rhythm"), method=("nights against their running median",))}  # fmt: skip
