"""Baselines against closed forms, statsmodels and what a first study found on this record."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tocsin.score import crps, skill
from tocsin.score.replay.baselines import BASELINES, baseline_forecast, fit_ima, from_scale, to_scale
from tocsin.score.replay.peers import PEERS, CannotForecast, peer_forecast

CASE = Path(__file__).parents[2] / "cases" / "yelabuga"
HISTORY = np.array([244, 59, 90, 108, 45, 89, 73, 406, 195, 241, 162, 503, 277, 369, 623.0])


def spread(paths: np.ndarray) -> np.ndarray:
    return np.asarray(np.log1p(paths).std(axis=0))


def forecast(name: str, history: np.ndarray = HISTORY, months: int = 12, draws: int = 4000) -> np.ndarray:
    paths = baseline_forecast(name, history, scale="log1p", months=months, draws=draws, seed=1)
    assert paths is not None
    return paths


@pytest.mark.parametrize("name", BASELINES)
def test_shape_and_repeatability(name: str) -> None:
    paths = forecast(name)
    assert paths.shape == (4000, 12)
    assert (paths >= 0).all()
    assert np.array_equal(paths, forecast(name))
    assert baseline_forecast(name, HISTORY[:3], scale="log1p", months=2, draws=10, seed=1) is None


def test_random_walk_spread_grows_with_the_root_of_the_horizon() -> None:
    changes = np.diff(np.log1p(HISTORY))
    one_step = np.sqrt(np.mean(changes**2))
    assert spread(forecast("random_walk")) == pytest.approx(one_step * np.sqrt(np.arange(1, 13)), rel=0.04)
    assert np.median(forecast("random_walk"), axis=0) == pytest.approx(np.full(12, 623.0), rel=0.02)


def test_naive_uses_the_errors_of_its_own_horizon() -> None:
    x = np.log1p(HISTORY)
    three = np.sqrt(np.mean((x[3:] - x[:-3]) ** 2))
    eleven = np.sqrt(np.mean((x[11:] - x[:-11]) ** 2))  # the longest span with four changes
    found = spread(forecast("naive"))
    assert found[2] == pytest.approx(three, rel=0.04)
    assert found[11] == pytest.approx(eleven * np.sqrt(12 / 11), rel=0.04)


def test_drift_closed_form() -> None:
    x = np.log1p(HISTORY)
    changes = np.diff(x)
    logs = np.log1p(forecast("drift"))
    assert np.median(logs, axis=0)[5] == pytest.approx(x[-1] + 6 * changes.mean(), abs=0.02)
    assert logs.std(axis=0)[5] == pytest.approx(changes.std(ddof=1) * np.sqrt(6 * (1 + 6 / 14)), rel=0.04)


@pytest.mark.parametrize("with_drift", [False, True])
def test_ima_against_statsmodels(with_drift: bool) -> None:
    sarimax = pytest.importorskip("statsmodels.tsa.arima.model")
    rng = np.random.default_rng(8)
    errors = rng.normal(0, 0.4, 61)
    series = np.cumsum(0.05 + errors[1:] - 0.5 * errors[:-1])
    ours = fit_ima(series, with_drift=with_drift)
    trend = "c" if with_drift else "n"
    theirs = sarimax.ARIMA(np.diff(series), order=(0, 0, 1), trend=trend).fit()
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-3)
    assert ours.theta == pytest.approx(theirs.params[-2], abs=5e-3)
    if with_drift:
        assert ours.drift == pytest.approx(theirs.params[0], abs=2e-3)
    step = theirs.forecast(1)[0]
    assert ours.drift + ours.theta * ours.last_error == pytest.approx(step, abs=5e-3)


def test_ima_spread_closed_form() -> None:
    fit = fit_ima(np.log1p(HISTORY), with_drift=False)
    h = np.arange(1, 13)
    closed = fit.sd * np.sqrt(1 + (h - 1) * (1 + fit.theta) ** 2)
    assert spread(forecast("arima011")) == pytest.approx(closed, rel=0.04)


def test_scales() -> None:
    assert from_scale(to_scale([0, 7, 6297.0], "log1p"), "log1p") == pytest.approx([0, 7, 6297])
    assert from_scale(to_scale([0.03, 0.5], "logit"), "logit") == pytest.approx([0.03, 0.5])
    assert from_scale(to_scale([0.0, 1.0], "logit"), "logit") == pytest.approx([0.005, 0.995])


@pytest.mark.parametrize("name", PEERS)
def test_peers_give_ordered_plausible_forecasts(name: str) -> None:
    pytest.importorskip("statsforecast")
    paths = peer_forecast(name, HISTORY, scale="log1p", months=12, draws=1000, seed=1)
    assert paths is not None
    assert paths.shape == (1000, 12)
    assert spread(paths)[11] >= 0.9 * spread(paths)[0]
    assert 100 < np.median(paths[:, 0]) < 1500
    assert peer_forecast(name, HISTORY[:4], scale="log1p", months=2, draws=10, seed=1) is None


def test_a_failing_method_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def forecast(self, **_: object) -> None:
            raise RuntimeError("no model\nable to be fitted")

    monkeypatch.setattr("tocsin.score.replay.peers._model", lambda name: Failing())
    with pytest.raises(CannotForecast, match="RuntimeError: no model able to be fitted"):
        peer_forecast("auto_ets", HISTORY, scale="log1p", months=2, draws=10, seed=1)


def test_first_study_is_reproduced() -> None:
    """DESIGN §6: ARIMA(0,1,1) against a random walk, .05/.07/.05/−.05 on log1p and .04/.15/.14/.09 on raw counts."""
    from tocsin.record import read_record

    counts = read_record(CASE / "record.csv").monthly()["launched"].to_numpy(dtype=float)[1:]
    first = 3  # January 2023, the record's September 2022 being a part of a month
    found = {}
    for horizon in (1, 3, 6, 12):
        for scale in ("log1p", "raw"):
            scores = {
                name: [
                    _scored(forecast(name, counts[: o + 1]), counts, o, horizon, scale)
                    for o in range(first, len(counts) - horizon)
                ]
                for name in ("arima011", "random_walk")
            }
            found[scale, horizon] = skill(scores["arima011"], scores["random_walk"])
    assert [found["raw", h] for h in (1, 3, 6, 12)] == pytest.approx([0.04, 0.15, 0.14, 0.09], abs=0.05)
    assert [found["log1p", h] for h in (1, 3, 6, 12)] == pytest.approx([0.05, 0.07, 0.05, -0.05], abs=0.07)


def _scored(paths: np.ndarray, counts: np.ndarray, origin: int, horizon: int, scale: str) -> float:
    draws, truth = paths[:, horizon - 1], counts[origin + horizon]
    return float(crps(np.log1p(draws), np.log1p(truth)) if scale == "log1p" else crps(draws, truth))
