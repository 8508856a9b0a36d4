"""Scores against hand-worked values, closed forms at non-degenerate values, laws, and two other packages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tocsin.score import crps, crps_quantile, log_score, pinball, wis

LEVELS = [0.01, 0.025, *np.round(np.arange(0.05, 0.96, 0.05), 2), 0.975, 0.99]
finite = st.floats(-1e3, 1e3, allow_nan=False)


def normal_draws(mean: float, sd: float, count: int = 4001) -> np.ndarray:
    """Evenly spaced quantiles: a sample without sampling error."""
    return stats.norm(mean, sd).ppf((np.arange(count) + 0.5) / count)


# ---- hand-worked values


def test_crps_by_hand() -> None:
    # |1-2|, |3-2|, |5-2| average 5/3; distinct pairs 2, 2, 4 average 8/3; over all nine pairs 16/9.
    assert crps([1, 3, 5], 2) == pytest.approx(5 / 3 - 4 / 3)
    assert crps([1, 3, 5], 2, estimator="ecdf") == pytest.approx(5 / 3 - 8 / 9)


def test_pinball_by_hand() -> None:
    loss = pinball([[4.0], [9.0]], [7.0], levels=[0.1, 0.8])
    assert loss[:, 0] == pytest.approx([0.1 * 3, 0.2 * 2])


def test_wis_by_hand() -> None:
    # 50 % interval 8-12, 90 % interval 5-15, median 10, observed 3: K = 2.
    score = wis([5.0, 8.0, 10.0, 12.0, 15.0], 3.0, levels=[0.05, 0.25, 0.5, 0.75, 0.95])
    assert score.dispersion == pytest.approx((0.25 * 4 + 0.05 * 10) / 2.5)
    assert score.overprediction == pytest.approx((2 + 5 + 0.5 * 7) / 2.5)
    assert score.underprediction == 0
    assert score.total == pytest.approx(score.dispersion + score.overprediction)


# ---- closed forms


def crps_normal(mean: float, observed: float, sd: float) -> float:
    """σ [z (2Φ(z) − 1) + 2φ(z) − 1/√π], z = (y − μ)/σ (Gneiting et al. 2005)."""
    z = (observed - mean) / sd
    return float(sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)))


@pytest.mark.parametrize(
    ("mean", "sd", "observed"), [(3.0, 2.0, 4.7), (-1.0, 0.5, -3.1), (900.0, 120.0, 700.0)]
)
def test_crps_of_draws_reaches_the_normal_closed_form(mean: float, sd: float, observed: float) -> None:
    closed = crps_normal(mean, observed, sd)
    assert crps(normal_draws(mean, sd), observed, estimator="ecdf") == pytest.approx(closed, rel=2e-4)
    assert crps(normal_draws(mean, sd), observed) == pytest.approx(closed, rel=2e-3)


def test_normal_crps_is_the_integral_that_defines_it() -> None:
    mean, sd, observed = 1.3, 0.7, 2.4
    below = integrate.quad(lambda x: stats.norm.cdf(x, mean, sd) ** 2, -10, observed)[0]
    above = integrate.quad(lambda x: stats.norm.sf(x, mean, sd) ** 2, observed, 15)[0]
    assert crps_normal(mean, observed, sd) == pytest.approx(below + above, rel=1e-8)


def test_crps_of_a_lognormal() -> None:
    # Closed form: y(2F(y) - 1) - 2 e^(mu + s²/2) [Φ((ln y - mu - s²)/s) + Φ(s/√2) - 1] (Baran & Lerch 2015).
    mu, s, y = 7.0, 0.6, 1500.0
    closed = y * (2 * stats.norm.cdf((np.log(y) - mu) / s) - 1) - 2 * np.exp(mu + s * s / 2) * (
        stats.norm.cdf((np.log(y) - mu - s * s) / s) + stats.norm.cdf(s / np.sqrt(2)) - 1
    )
    assert crps(np.exp(normal_draws(mu, s, 20001)), y) == pytest.approx(closed, rel=1e-3)


def test_quantile_crps_of_a_uniform() -> None:
    # Uniform(0, 1): CRPS(y) = 1/3 - y + y²; evenly spaced levels are its quantiles.
    levels = (np.arange(400) + 0.5) / 400
    assert crps_quantile(levels, 0.3, levels=levels) == pytest.approx(1 / 3 - 0.3 + 0.09, rel=1e-4)


def test_log_score_of_a_kernel_mixture() -> None:
    draws, width, y = np.array([1.0, 2.5, 4.0]), 0.8, 3.1
    mixture = stats.norm(draws, width).pdf(y).mean()
    assert log_score(draws, y, bandwidth=width) == pytest.approx(-np.log(mixture))
    near = log_score(normal_draws(5, 2), 6.5)
    assert near == pytest.approx(-stats.norm(5, 2).logpdf(6.5), abs=0.02)
    assert log_score([1.0, 2.0], 1e9) == pytest.approx(-np.log(1e-10))


# ---- other packages


@pytest.fixture
def table() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    return rng.lognormal(7, 0.5, (60, 3, 4)), rng.lognormal(7.2, 0.6, (3, 4))


def test_crps_against_scoringrules(table: tuple[np.ndarray, np.ndarray]) -> None:
    rules = pytest.importorskip("scoringrules")
    draws, truth = table
    # "pwm" and "qd" are O(M log M); "nrg" and "fair" would need M² memory.
    assert crps(draws, truth) == pytest.approx(rules.crps_ensemble(truth, draws, m_axis=0, estimator="pwm"))
    assert crps(draws, truth, estimator="ecdf") == pytest.approx(
        rules.crps_ensemble(truth, draws, m_axis=0, estimator="qd")
    )


def test_log_score_against_scoringrules(table: tuple[np.ndarray, np.ndarray]) -> None:
    rules = pytest.importorskip("scoringrules")
    draws, truth = np.log1p(table[0][:, 0, 0]), float(np.log1p(table[1][0, 0]))
    assert log_score(draws, truth, bandwidth=0.2) == pytest.approx(rules.logs_ensemble(truth, draws, bw=0.2))


def test_pinball_and_wis_against_scoringrules(table: tuple[np.ndarray, np.ndarray]) -> None:
    rules = pytest.importorskip("scoringrules")
    draws, truth = table
    quantiles = np.quantile(draws, LEVELS, axis=0)
    loss = pinball(quantiles, truth, levels=LEVELS)
    theirs = np.stack([rules.quantile_score(truth, q, tau) for q, tau in zip(quantiles, LEVELS, strict=True)])
    assert loss == pytest.approx(theirs)
    assert wis(quantiles, truth, levels=LEVELS).total == pytest.approx(2 * theirs.mean(axis=0))
    # Its weighted_interval_score puts w·median where |obs - median| belongs: the interval scores are right, so
    # rebuild the sum from those.
    half = len(LEVELS) // 2
    alpha = 2 * np.array(LEVELS[:half])
    intervals = [
        rules.interval_score(truth, quantiles[k], quantiles[-1 - k], a) * a / 2 for k, a in enumerate(alpha)
    ]
    rebuilt = (np.abs(truth - quantiles[half]) / 2 + sum(intervals)) / (half + 0.5)
    assert wis(quantiles, truth, levels=LEVELS).total == pytest.approx(rebuilt)


def test_against_scores(table: tuple[np.ndarray, np.ndarray]) -> None:
    probability = pytest.importorskip("scores.probability")
    continuous = pytest.importorskip("scores.continuous")
    xarray = pytest.importorskip("xarray")
    draws, truth = table
    fcst = xarray.DataArray(draws, dims=["draw", "a", "b"])
    obs = xarray.DataArray(
        truth, dims=["a", "b"]
    )  # same names and sizes: `scores` broadcasts others silently
    for method in ("fair", "ecdf"):
        theirs = probability.crps_for_ensemble(fcst, obs, "draw", method=method, preserve_dims="all")
        assert crps(draws, truth, estimator=method) == pytest.approx(theirs.transpose("a", "b").to_numpy())
    low, high = (xarray.DataArray(np.quantile(draws, q, axis=0), dims=["a", "b"]) for q in (0.1, 0.9))
    parts = continuous.quantile_interval_score(low, high, obs, 0.1, 0.9, preserve_dims="all")
    three = np.stack([low.to_numpy(), np.median(draws, axis=0), high.to_numpy()])
    ours = wis(three, truth, levels=[0.1, 0.5, 0.9])
    middle = np.abs(truth - three[1]) / 2
    assert ours.total * 1.5 - middle == pytest.approx(parts["total"].to_numpy() * 0.1)
    assert ours.dispersion * 1.5 == pytest.approx(parts["interval_width_penalty"].to_numpy() * 0.1)


# ---- laws


@given(st.lists(finite, min_size=2, max_size=30), finite, st.floats(-50, 50), st.floats(0.1, 20))
@settings(max_examples=60, deadline=None)
def test_crps_moves_and_scales_with_the_data(xs: list[float], y: float, shift: float, factor: float) -> None:
    draws = np.array(xs)
    base = crps(draws, y, estimator="ecdf")
    moved = crps(draws * factor + shift, y * factor + shift, estimator="ecdf")
    assert base >= -1e-9
    assert moved == pytest.approx(base * factor, abs=1e-6)


@given(st.lists(finite, min_size=5, max_size=5), finite)
@settings(max_examples=60, deadline=None)
def test_wis_is_the_mean_of_doubled_pinball_losses(xs: list[float], y: float) -> None:
    levels, quantiles = [0.1, 0.3, 0.5, 0.7, 0.9], np.sort(xs)
    parts = wis(quantiles, y, levels=levels)
    assert parts.total == pytest.approx(2 * pinball(quantiles, y, levels=levels).mean(), abs=1e-8)
    assert min(parts.dispersion, parts.overprediction, parts.underprediction) >= 0


def test_scores_are_proper() -> None:
    """On average nothing beats the distribution that the observations come from."""
    rng = np.random.default_rng(3)
    truth = rng.normal(2.0, 1.5, 3000)
    for mean, sd in [(2.6, 1.5), (2.0, 0.9), (2.0, 2.4)]:
        good, bad = normal_draws(2.0, 1.5, 200), normal_draws(mean, sd, 200)
        for score in (crps, log_score):
            own = score(np.repeat(good[:, None], 3000, 1), truth).mean()
            assert own < score(np.repeat(bad[:, None], 3000, 1), truth).mean()


# ---- errors


def test_nothing_is_broadcast() -> None:
    with pytest.raises(ValueError, match="axes of observed"):
        crps(np.zeros((50, 3)), np.zeros(4))
    with pytest.raises(ValueError, match="axes of observed"):
        crps(np.zeros((50, 3)), 1.0)
    with pytest.raises(ValueError, match="missing"):
        crps([1.0, np.nan], 1.0)
    with pytest.raises(ValueError, match="two draws"):
        crps([1.0], 1.0)
    with pytest.raises(ValueError, match="estimator"):
        crps([1.0, 2.0], 1.0, estimator="nrg")  # type: ignore[arg-type]


def test_levels_are_checked() -> None:
    with pytest.raises(ValueError, match="symmetric"):
        wis([1.0, 2.0], 1.0, levels=[0.2, 0.5])
    with pytest.raises(ValueError, match="cross"):
        pinball([2.0, 1.0], 1.0, levels=[0.2, 0.5])
    with pytest.raises(ValueError, match="rise"):
        pinball([1.0, 2.0], 1.0, levels=[0.5, 0.2])
    with pytest.raises(ValueError, match="levels for"):
        pinball([1.0, 2.0], 1.0, levels=[0.5])


def test_log_score_needs_a_width() -> None:
    with pytest.raises(ValueError, match="one draw"):
        log_score([1.0], 1.0)
    assert log_score([1.0], 1.0, bandwidth=1.0) == pytest.approx(0.5 * np.log(2 * np.pi))
    for options in ({"bandwidth": -1.0}, {"bandwidth": 0.0}, {"bandwidth": np.nan}, {"floor": 0.0}):
        with pytest.raises(ValueError, match=next(iter(options))):
            log_score([1.0, 2.0], 1.0, **options)


@pytest.mark.parametrize("score", [crps, log_score])
def test_infinite_draws_are_no_forecast(score) -> None:
    with pytest.raises(ValueError, match="infinite"):
        score([1.0, np.inf], 1.0)


def test_one_origin_has_no_interval() -> None:
    from tocsin.score import skill_interval
    from tocsin.score.replay.tables import _shown

    one = skill_interval([1.0, 2.0], [2.0, 4.0], origins=["2025-01", "2025-01"], block=3)
    assert (one.skill, one.low, one.high, one.origins) == (0.5, None, None, 1)
    assert "no interval" in _shown(one)
    two = skill_interval([1.0, 2.0], [2.0, 3.0], origins=["2025-01", "2025-02"], block=3)
    assert two.low < two.skill < two.high
