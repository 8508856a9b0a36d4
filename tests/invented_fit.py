"""An invented fit of the stock-and-flow, for tests of what answers say of one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tocsin.arrays import LEVELS
from tocsin.case import Case
from tocsin.programme.fit.store import Fit, Prior

MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 13))


def invented_fit(noise: float = 0.2) -> Fit:
    """Months of about 100 launches; one parameter learned, one left as its prior."""
    rng = np.random.default_rng(1)
    scalars = {
        "growth": rng.normal(0.5, 0.05, 400), "bias": rng.normal(-1.0, 0.5, 400),
        "noise": np.full(400, np.log(noise)),
    }  # fmt: skip
    paths = np.full((400, 12), 100.0)
    priors = {
        "growth": Prior("programme.growth.saturating", "log per month", "plain", 0.0, 0.5),
        "bias": Prior("programme.fit.bias", "log", "log", -1.0, 0.5),
    }
    return Fit(
        as_of="2024-12-31", content_hash="x", periods=MONTHS, made=np.ones((400, 12, 5)), strike=paths, stock=paths,
        launches=paths, scalars=scalars, claims=(), claim_log_likelihood=np.zeros((400, 0)), priors=priors,
        counted=np.array([100.0] * 9 + [500.0, np.nan, np.nan]),
        prior_launches=np.outer(np.linspace(10, 1000, len(LEVELS)), np.ones(12)), diagnostics={"converged": True},
    )  # fmt: skip


def leaning_fit(view: Case, lean: float) -> Fit:
    """A year's output of 400 futures; the first claim favours the high ones, the second says nothing."""
    fit = invented_fit()
    level = np.random.default_rng(2).normal(0, 0.2, 400)
    made = np.ones((400, 40, 5)) * np.exp(level)[:, None, None] * 100
    periods = tuple(f"{2022 + month // 12}-{month % 12 + 1:02d}" for month in range(40))
    likelihood = np.column_stack([lean * level, np.zeros(400)])
    claims = tuple(claim.id for claim in list(view.claims)[:2])
    return replace(fit, made=made, periods=periods, claims=claims, claim_log_likelihood=likelihood)
