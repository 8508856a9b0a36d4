"""The fit: gives back a known truth, is deterministic, and never looks where it must not."""

from __future__ import annotations

import numpy as np
import pytest
from test_cells import cells

from tocsin.calibration import Prior, calibrate, fit_leak_share, fly_cells, respond
from tocsin.calibration.fit import kill_share_fit
from tocsin.calibration.nights import front_expected, night_leak
from tocsin.randomness import stream

MONTHS = np.repeat([24308, 24309, 24310, 24311], 40)  # August to November 2025
TRUE_FRONT, TRUE_LEAK, TRUE_PHI = 60.0, 0.3, 25.0


@pytest.fixture(scope="module")
def prior() -> Prior:
    g = stream(9, "prior")

    def lognormal(median: float, spread: float) -> np.ndarray:
        return median * np.exp(spread * g.normal(size=200))

    return Prior(
        cells=cells(120, seed=3),
        front_count=lognormal(60.0, 0.7),
        front_leak=1 / (1 + np.exp(-g.normal(-1.2, 0.7, size=200))),
        phi=lognormal(20.0, 0.6),
        month_step=lognormal(0.3, 0.4),
    )


@pytest.fixture(scope="module")
def nights(prior: Prior) -> tuple[np.ndarray, np.ndarray]:
    """160 nights drawn from the design's tightest deep defence, so that the front stream stands out."""
    g = stream(2, "nights")
    response = respond(prior.cells, fly_cells(prior.cells, seed=1))
    n = np.round(np.exp(g.normal(4.6, 0.9, size=160))) + 5
    front = front_expected(n, np.full(160, TRUE_FRONT))
    row = response.leak[:, 20].argmin(keepdims=True)
    deep = response.at(row, (n - front)[None])[0]
    p = night_leak(front, n - front, np.array(TRUE_LEAK), deep, np.repeat([0.2, -0.2, 0.1, 0.0], 40))
    return n, g.binomial(n.astype(int), g.beta(TRUE_PHI * p, TRUE_PHI * (1 - p))).astype(float)


@pytest.fixture(scope="module")
def posterior(prior: Prior, nights: tuple[np.ndarray, np.ndarray]):
    return calibrate(*nights, MONTHS, prior, draws=600, seed=1)


def test_a_known_truth_lies_within_the_posterior(posterior, prior: Prior) -> None:
    assert posterior.basis == "record"
    assert posterior.nights == 160
    assert posterior.diagnostics["r_hat"] < 1.1
    front = (
        posterior.front_count * posterior.front_leak
    )  # leakers of the front a night: what small nights show
    low, high = np.quantile(front, [0.01, 0.99])
    assert low < TRUE_FRONT * TRUE_LEAK < high
    assert high - low < np.ptp(np.quantile(prior.front_count * prior.front_leak, [0.01, 0.99])) / 2
    low, high = np.quantile(posterior.phi, [0.005, 0.995])
    assert low < TRUE_PHI < high


def test_posterior_predictive_gives_the_slope(posterior, nights: tuple[np.ndarray, np.ndarray]) -> None:
    n, k = nights
    observed = fit_leak_share(n, k, MONTHS)
    replicas = posterior.predict(n, posterior.level(MONTHS, seed=3), seed=3)
    slopes = [fit_leak_share(n, row, MONTHS).slope for row in replicas[:40]]
    assert abs(np.mean(slopes) - observed.slope) < 2.5 * np.hypot(np.std(slopes), observed.slope_se)
    low, high = np.quantile(replicas, [0.025, 0.975], axis=0)
    assert 0.85 < ((k >= low) & (k <= high)).mean() <= 1


def test_same_seed_same_draws(posterior, prior: Prior, nights: tuple[np.ndarray, np.ndarray]) -> None:
    again = calibrate(*nights, MONTHS, prior, draws=600, seed=1)
    assert (again.front_count == posterior.front_count).all()
    assert (again.which == posterior.which).all()


def test_too_few_nights_leave_the_prior_untouched(
    prior: Prior, nights: tuple[np.ndarray, np.ndarray]
) -> None:
    n, k = nights
    few = calibrate(n[:59], k[:59], MONTHS[:59], prior, draws=300, seed=1)
    other = calibrate(n[:59], np.zeros(59), MONTHS[:59], prior, draws=300, seed=1)
    assert few.basis == other.basis == "assumed"
    assert (few.front_count == other.front_count).all()
    assert calibrate([], [], [], prior, draws=10, seed=1).basis == "assumed"


def test_volume_law_of_the_posterior(posterior) -> None:
    deep = np.full((posterior.draws, 1), 150.0)
    base, more, most = (posterior.deep_leak(deep, volume=volume) for volume in (1.0, 1.5, 3.0))
    assert (more >= base).all()
    assert (most >= more).all()
    assert most.mean() > base.mean()


def test_statements_on_who_kills_move_the_design_weights(prior: Prior) -> None:
    flight = fly_cells(prior.cells, seed=1)
    told = Prior(**{**prior.__dict__, "kill_share": {"guns": np.array([0.78, 0.8, 0.82])}})
    weight = np.exp(kill_share_fit(told, flight))
    at = int(np.argmin(np.abs(flight.loads - 16)))
    share = flight.kills[:, at, 2] / flight.kills[:, at].sum(-1)
    assert (weight * share).sum() / weight.sum() > share.mean()
    assert (kill_share_fit(prior, flight) == 0).all()


@pytest.mark.integration
def test_simulation_based_calibration(prior: Prior) -> None:
    """Ranks of the truth among posterior draws are uniform when truths come from the prior (Talts et al. 2018)."""
    from scipy.stats import kstest

    flight = fly_cells(prior.cells, seed=1)
    response = respond(prior.cells, flight)
    ranks: dict[str, list[float]] = {
        name: [] for name in ("front", "front_leak", "phi", "deep", "step", "first month")
    }
    for run in range(60):
        g = stream(run, "sbc")
        n = np.round(np.exp(g.normal(4.6, 0.9, size=120))) + 5
        month = np.repeat(np.arange(4), 30)
        row = g.integers(len(prior.cells), size=1)
        truth = {
            name: _prior_draw(prior, name, g) for name in ("front_count", "front_leak", "phi", "month_step")
        }
        moves = truth["month_step"] * g.normal(size=4)
        shift = np.repeat(
            np.cumsum(moves[::-1])[::-1], 30
        )  # the last month's is one move, earlier ones wander off
        front = front_expected(n, np.full(120, truth["front_count"]))
        deep = response.at(row, (n - front)[None])[0]
        p = np.clip(night_leak(front, n - front, np.array(truth["front_leak"]), deep, shift), 1e-6, 1 - 1e-6)
        k = g.binomial(n.astype(int), g.beta(truth["phi"] * p, truth["phi"] * (1 - p)))
        found = calibrate(n, k, month, prior, draws=400, seed=1)
        at = np.full((found.draws, 1), 200.0)
        ranks["front"].append((found.front_count < truth["front_count"]).mean())
        ranks["front_leak"].append((found.front_leak < truth["front_leak"]).mean())
        ranks["phi"].append((found.phi < truth["phi"]).mean())
        ranks["step"].append((found.month_step < truth["month_step"]).mean())
        ranks["first month"].append((found.shifts[:, 0] < shift[0]).mean())
        ranks["deep"].append((found.deep_leak(at)[:, 0] < response.at(row, at[:1])[0, 0]).mean())
    for name, values in ranks.items():
        assert kstest(values, "uniform").pvalue > 0.005, name


def _prior_draw(prior: Prior, name: str, g: np.random.Generator) -> float:
    """One draw of the normal that the fit puts on the unbounded scale."""
    draws = getattr(prior, name)
    scale = np.log(draws / (1 - draws)) if name == "front_leak" else np.log(draws)
    value = scale.mean() + scale.std() * g.normal()
    return float(1 / (1 + np.exp(-value)) if name == "front_leak" else np.exp(value))
