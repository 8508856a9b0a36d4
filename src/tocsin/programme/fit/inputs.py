"""What the stock-and-flow reads, as arrays of fixed shape: a mask, not a length, says what was known.

Only these arrays (and the model's version) decide whether a stored fit still matches a case.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from tocsin.arrays import Array
from tocsin.case import Case
from tocsin.case.parameters import Z95
from tocsin.claims import Claim
from tocsin.errors import InputError, Problem
from tocsin.periods import HORIZON, PER_MONTH, forecast_span, index_of, period_of
from tocsin.programme.ensemble.evidence import rate_claims, window_months
from tocsin.programme.quantities.decoys import counted_logits, share_claims
from tocsin.programme.quantities.likelihood import MINIMUM, claim_spread
from tocsin.programme.quantities.rhythm import strike_nights

MODEL_VERSION = "2"
MONTHS = 64  # from the programme's start to the horizon, whatever the date
CLAIMS = 96  # rows are padded to a multiple of this, so that most dates share one compilation
ORIGINS = 56
SCOPE_ROWS = {"alabuga_strike": 0, "all_strike": 1, "garpiya": 2, "imports": 3, "incl_decoys": 4}
TOTALS = ("production_target_units", "produced_in_period", "produced_cumulative", "delivered_from_iran_units")

# Priors on the model's own scale: (parameter row, scale) or (mean, sd) where the table has no row of its own.
FROM_TABLE = {
    "start": ("programme.output.start_months", "log"),
    "growth": ("programme.growth.saturating", "plain"),
    "other_share": ("programme.output.other_share", "logit"),
    "fade": ("programme.imports.fade_months", "log"),
    "reporting": ("programme.launches.early_reporting", "logit"),
    "decoy_level": ("programme.decoy_share.level", "logit"),
    "leak_level": ("programme.leak_share.assumed", "logit"),
    "first_rate": ("programme.fit.first_rate", "log"),
    "ceiling": ("programme.fit.ceiling", "log"),
    "capacity_move": ("programme.fit.capacity_move", "log"),
    "import_rate": ("programme.fit.import_rate", "log"),
    "opening_stock": ("programme.fit.opening_stock", "log"),
    "use": ("programme.fit.use", "logit"),
    "use_move": ("programme.fit.use_move", "log"),
    "noise": ("programme.fit.noise", "log"),
    "decoy_move": ("programme.fit.decoy_move", "log"),
    "leak_move": ("programme.leak_share.spread", "log"),
    "strike_nights": ("programme.fit.strike_nights", "logit"),
    "night_spread": ("programme.fit.night_spread", "log"),
    "plan_factor": ("programme.fit.plan_factor", "log"),
    "bias": ("programme.fit.bias", "log"),
}


@dataclass(frozen=True)
class FitInputs:
    """Arrays for the model and the names behind them.

    Attributes
    ----------
    data
        What `stockflow.model` takes.
    claims
        Claim ids in the order of the claim axis.
    first
        Month index of the first month.
    last_seen
        Offset of the last counted month.
    """

    data: dict[str, Any]
    claims: tuple[str, ...]
    first: int
    last_seen: int

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(period_of(self.first + month) for month in range(MONTHS))

    def content_hash(self) -> str:
        """Hash of every input and of the model's version."""
        digest = hashlib.sha256(f"{MODEL_VERSION} {self.first}".encode())
        for name, value in sorted(_flat(self.data)):
            digest.update(name.encode() + np.ascontiguousarray(np.round(value, 9)).tobytes())
        return digest.hexdigest()[:12]


def inputs_of(view: Case, *, drop_claims: frozenset[str] = frozenset()) -> FitInputs:
    """Build the inputs from a view; `drop_claims` leaves claims out (for their influence).

    Raises
    ------
    InputError
        If the view ends before the programme's first whole month, or needs more months than a fit can hold.
    """
    view = view.view()
    first, last_seen = fit_span(view)
    data: dict[str, Any] = {"prior": {name: _prior(view, *where) for name, where in FROM_TABLE.items()}}
    data |= _calendar(view) | _record(view, first, last_seen)
    rows = [row for row in _claim_rows(view, first) if row["claim"] not in drop_claims]
    data |= _claim_arrays(rows, view)
    return FitInputs(data, tuple(row["claim"] for row in rows), first, last_seen)


def fit_span(view: Case) -> tuple[int, int]:
    """Index of a fit's first month, and the offset of its last counted one.

    Raises
    ------
    InputError
        If none is counted, or those seen, the running one and the horizon are more than `MONTHS`.
    """
    covered = forecast_span(view.as_of_date)
    monthly = view.record.monthly()
    first = index_of(view.settings.output.programme_start)
    if len(monthly):
        first = min(first, index_of(str(monthly.index[0])))
    last_seen = index_of(covered.last_full) - first
    file = str(view.path / "case.toml")
    if last_seen < 0:
        remedy = f"Fit at a date after {period_of(first)}; before it, forecasts use the simple balance."
        day = view.as_of_date.isoformat()
        raise InputError(
            Problem("no whole month of the programme has passed", remedy, file, None, "as-of", day)
        )
    needed = last_seen + HORIZON + 2
    if needed > MONTHS:
        message = f"{needed} months from {period_of(first)} to the horizon are more than the {MONTHS} a fit can hold"
        remedy = (
            f"Fit at a date up to {period_of(first + MONTHS - HORIZON - 2)} or set a later [output] programme_start "
            "with a record that begins later; forecasts go on with the simple balance."
        )
        raise InputError(Problem(message, remedy, file, None, "output.programme_start"))
    return first, last_seen


def _prior(view: Case, name: str, scale: str) -> tuple[float, float]:
    """Mean and sd on the model's scale from a row's 5/50/95 %."""
    row = view.parameters.row(name)
    change = {"log": np.log, "logit": logit, "plain": float}[scale]
    low, best, high = (float(change(value)) for value in (row.low, row.best, row.high))
    return best, max((high - low) / (2 * Z95), 1e-3)


def _calendar(view: Case) -> dict[str, Array | NDArray[np.bool_]]:
    month = np.arange(MONTHS, dtype=float)
    best = view.parameters.best
    running = np.maximum(month + 0.5 - best("programme.output.other_start_months"), 0.0)
    others = 1 - np.exp(-running / best("programme.output.other_ramp"))
    return {
        "month": month,
        "other_ramp": others,
        "decoys_known": (month >= best("programme.decoy_share.start_months")).astype(float),
        "early": month < best("programme.launches.early_months"),
    }


def _record(view: Case, first: int, last_seen: int) -> dict[str, Any]:
    """Counts by month with masks of what was seen; the first month counts only when it was whole."""
    monthly = view.record.monthly()
    names = ("launched", "strike_night_logit", "decoy_logit", "leak_logit")
    values = {name: np.zeros(MONTHS) for name in names}
    seen = {name: np.zeros(MONTHS, dtype=bool) for name in names}
    for period, row in monthly.iterrows():
        at = index_of(str(period)) - first
        if at <= last_seen:
            values["launched"][at], seen["launched"][at] = row["launched"], True
        if at <= last_seen and row["leak_launched"] >= 100:
            share = (row["leaked"] + 0.5) / (row["leak_launched"] + 1.0)
            values["leak_logit"][at], seen["leak_logit"][at] = logit(share), True
    if len(monthly) and view.record.rows["end"].min().day > 7:
        seen["launched"][index_of(str(monthly.index[0])) - first] = False
    for series, name in ((counted_logits(view), "decoy_logit"), (strike_nights(view), "strike_night_logit")):
        for index, value in series.items():
            if 0 <= index - first <= last_seen:
                values[name][index - first], seen[name][index - first] = value, True
    rename = {"launched": "seen", "strike_night_logit": "strike_night_seen", "decoy_logit": "decoy_seen",
              "leak_logit": "leak_seen"}  # fmt: skip
    return {**values, **{rename[name]: mask for name, mask in seen.items()}}


def _claim_rows(view: Case, first: int) -> list[dict[str, Any]]:
    rows = [_rate_row(view, claim, first) for claim in rate_claims(view, scopes=tuple(SCOPE_ROWS))]
    imported = view.claims.accepted().originals().where(quantity="delivered_from_iran_units")
    rows += [
        _rate_row(view, claim, first) for claim in imported if claim.modality in {"asserted", "assessed"}
    ]
    rows += [
        _stock_row(view, claim, first)
        for claim in view.claims.accepted().originals().where(quantity="stockpile_units")
    ]
    spread = view.parameters.best("programme.claim_spread.decoy_share")
    rows += [_share_row(*item, first=first, spread=spread) for item in share_claims(view)]
    return [row for row in rows if row is not None]


def _rate_row(view: Case, claim: Claim, first: int) -> dict[str, Any] | None:
    if not claim.kind.per and claim.quantity not in TOTALS:
        return None  # ratios and lateness name no number of drones
    plan = claim.modality in {"plan", "forecast"} or claim.quantity.startswith("production_target")
    low, high = claim.interval
    if plan:
        high = np.inf  # plans are floors: they were outrun, never targets
    scope = "imports" if claim.quantity == "delivered_from_iran_units" else claim.scope
    window = _window(view, claim, first, plan)
    if window is None or (low <= 0 and not np.isfinite(high)):
        return None
    start, end, factor = window
    weights = np.zeros(MONTHS)
    weights[start:end] = factor
    spread = claim_spread(view, claim)
    if plan:
        spread = view.parameters.best("programme.plan.floor_spread")
    return _row(claim.id, claim.origin_group, weights, low, high, spread, scope=scope, plan=plan)


def _window(view: Case, claim: Claim, first: int, plan: bool) -> tuple[int, int, float] | None:
    """Months [start, end) and the factor on their sum that makes it the claim's number."""
    per = 1 / PER_MONTH[claim.kind.per] if claim.kind.per else None
    published = index_of(claim.published) - first
    end = index_of(claim.refers_to_end) - first + 1 if claim.refers_to_end else None
    if per is not None:
        if plan:  # a planned rate is a floor at its date
            due = (end if end is not None and end > published + 1 else published + 13) - 1
            start, stop, factor = due, due + 1, per
        else:
            start = index_of(claim.refers_to_start or claim.published) - first
            stop = max(min(end or published + 1, published + 1), start + 1)
            factor = per / (stop - start)
    else:
        begun = claim.quantity in {"produced_cumulative", "delivered_from_iran_units"}
        opened = index_of(claim.refers_to_start) - first if claim.refers_to_start else 0
        start = opened if not begun or claim.quantity == "delivered_from_iran_units" else 0
        months = round(window_months(claim, view.parameters.best("programme.plan.total_months")))
        stop, factor = end if end is not None else start + months, 1.0
    start, stop = max(start, 0), min(stop, MONTHS)
    return (start, stop, factor) if start < stop else None


def _stock_row(view: Case, claim: Claim, first: int) -> dict[str, Any] | None:
    low, high = claim.interval
    at = index_of(claim.refers_to_end or claim.published) - first
    if not np.isfinite(high) or claim.coverage == "part" or claim.unit != "drones" or not 0 <= at < MONTHS:
        return None
    weights = np.zeros(MONTHS)
    weights[at] = 1.0
    smallest = view.parameters.best("programme.stock.smallest")
    floor = max(low, 0.0) + smallest if np.isfinite(low) else 0.0
    spread = view.parameters.best("programme.claim_spread.stock")
    return _row(claim.id, claim.origin_group, weights, floor, high + smallest, spread, stock=True)


def _share_row(
    claim: str, month: int, low: float, high: float, group: str, *, first: int, spread: float
) -> dict[str, Any] | None:
    at = month - first
    if not 0 <= at < MONTHS:
        return None
    weights = np.zeros(MONTHS)
    weights[at] = 1.0
    return _row(claim, group, weights, low, high, spread, share=True)


def _row(
    claim: str, group: str, weights: Array, low: float, high: float, spread: float,
    *, scope: str = "", plan: bool = False, stock: bool = False, share: bool = False,
) -> dict[str, Any]:  # fmt: skip
    bound = _logit_bound if share else _log_bound
    return {
        "claim": claim, "group": group or claim, "weights": weights, "low": bound(low),
        "high": bound(high), "spread": spread, "scope": scope, "is_plan": plan, "is_stock": stock,
        "is_share": share,
    }  # fmt: skip


def _log_bound(value: float) -> float:
    """Log of a bound; not finite where the bound is open."""
    return float(np.log(value)) if 0 < value < np.inf else np.inf


def _logit_bound(value: float) -> float:
    """Logit of a bound on a share; not finite where it is open."""
    return float(logit(np.clip(value, 0.02, 0.98))) if 0 < value < 1 else np.inf


def _claim_arrays(rows: list[dict[str, Any]], view: Case) -> dict[str, Any]:
    groups = list(dict.fromkeys(row["group"] for row in rows))
    claims, origins = _padded(len(rows), CLAIMS), _padded(len(groups), ORIGINS)
    sizes = {(row["group"], row["scope"]): 0 for row in rows}
    for row in rows:
        sizes[row["group"], row["scope"]] += 1
    arrays: dict[str, Any] = {
        "weights": np.zeros((claims, MONTHS)), "scopes": np.zeros((claims, len(SCOPE_ROWS))),
        "origins": np.zeros((origins, claims)), "low": np.zeros(claims), "high": np.zeros(claims),
        "has_low": np.zeros(claims), "has_high": np.zeros(claims),
        "spread": np.ones(claims), "offset": np.full(claims, MINIMUM), "weight": np.zeros(claims),
        "is_plan": np.zeros(claims), "is_stock": np.zeros(claims), "is_share": np.zeros(claims),
        "is_point": np.zeros(claims), "lapse": view.parameters.best("programme.plan.lapse"),
    }  # fmt: skip
    for at, row in enumerate(rows):
        for name in ("weights", "spread", "is_plan", "is_stock", "is_share"):
            arrays[name][at] = row[name]
        for end in ("low", "high"):
            arrays[f"has_{end}"][at] = float(np.isfinite(row[end]))
            arrays[end][at] = row[end] if np.isfinite(row[end]) else 0.0
        arrays["is_point"][at] = float(row["low"] == row["high"])
        arrays["weight"][at] = 1 / sizes[row["group"], row["scope"]]
        if row["scope"]:
            arrays["scopes"][at, SCOPE_ROWS[row["scope"]]] = 1.0
        if row["is_stock"]:
            arrays["offset"][at] = view.parameters.best("programme.stock.smallest")
        arrays["origins"][groups.index(row["group"]), at] = 1.0
    return arrays


def _padded(count: int, block: int) -> int:
    return max(-(-count // block), 1) * block


def _flat(data: dict[str, Any], prefix: str = "") -> list[tuple[str, Array]]:
    found: list[tuple[str, Array]] = []
    for name, value in data.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((prefix + name, np.asarray(value, dtype=float)))
    return found
