"""The flagship case: the stored backtest fits the record, and no origin sees beyond its date."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from tocsin.case import Case, load_case
from tocsin.periods import span
from tocsin.programme.fit.origins import OriginFit, current
from tocsin.score import backtest, compare
from tocsin.score.replay.backtest import fingerprint
from tocsin.score.replay.models import ENSEMBLE, REFERENCE, all_models
from tocsin.score.replay.peers import PEERS
from tocsin.score.replay.store import Stored, read_backtest
from tocsin.score.replay.targets import observed_series

CASE = Path(__file__).parents[2] / "cases" / "yelabuga"


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(CASE)


@pytest.fixture(scope="module")
def stored() -> Stored:
    found = read_backtest(CASE)
    assert found is not None
    return found


def test_354_pairs_of_every_own_model(stored: Stored) -> None:
    launches = stored.pairs[stored.pairs["target"] == "launches"]
    sizes = launches.groupby("model", observed=True).size()
    own = [name for name in stored.about["models"] if str(name).startswith("tocsin-")]
    assert {ENSEMBLE, "tocsin-stockflow"} <= set(own)
    assert all(sizes[name] == 354 for name in own)
    assert sizes[REFERENCE] == 354
    by_horizon = launches[launches["model"] == ENSEMBLE].groupby("horizon").size()
    assert by_horizon.tolist() == [36 - h for h in range(1, 13)]


def test_stored_observations_are_the_record(case: Case, stored: Stored) -> None:
    observed = observed_series(case.record)
    for target, rows in stored.pairs.groupby("target", observed=True):
        counted = observed[str(target)].loc[rows["month"].astype(str)].to_numpy()
        assert rows["observed"].to_numpy() == pytest.approx(counted, rel=1e-6)


def test_stored_files_stay_small(stored: Stored) -> None:
    sizes = [file.stat().st_size for file in (CASE / "backtest").iterdir()]
    assert sum(sizes) < 3_000_000


def test_random_walk_scores_by_an_independent_route(case: Case, stored: Stored) -> None:
    """The closed form of a normal on log1p against the stored score from draws."""
    counts = np.log1p(observed_series(case.record)["launches"])
    rows = stored.pairs[(stored.pairs["model"] == REFERENCE) & (stored.pairs["target"] == "launches")]
    for row in rows.sample(40, random_state=1).itertuples():
        history = counts[counts.index <= str(row.origin)].to_numpy()
        sd = np.sqrt(np.mean(np.diff(history) ** 2) * row.horizon)
        z = (np.log1p(row.observed) - history[-1]) / sd
        closed = sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
        assert row.crps_log == pytest.approx(closed, rel=0.02, abs=0.003)


def test_no_origin_sees_beyond_its_date(case: Case) -> None:
    """Replays of the whole case and of the case cut at an earlier date agree on what both can forecast."""
    models = [model for model in all_models() if model.abbreviation not in PEERS]
    early = case.as_of("2024-07-01")
    for origin in ("2023-04", "2024-06"):
        whole, cut = (backtest(item, [origin], models, draws=200).forecasts for item in (case, early))
        pd.testing.assert_frame_equal(whole, cut)


def test_the_sampled_member_converged_at_every_origin(case: Case) -> None:
    """And each kept fit was made from what the case now gives at that origin."""
    for origin in span("2023-01", "2025-12"):
        fit = current(case.origin(origin), origin)
        assert isinstance(fit, OriginFit), f"{origin}: {fit}"
        assert fit.converged
        assert fit.diagnostics["max_rhat"] <= 1.01
        assert fit.diagnostics["min_ess"] >= 400
        assert fit.diagnostics["divergent"] <= 2


@pytest.mark.integration
def test_the_bars(stored: Stored) -> None:
    """What the docs promise: skill at 1, 3, 6 and 12 months and coverage at least at these values."""
    floors = {("crps_log", REFERENCE): (0.05, 0.12, 0.18, 0.25), ("crps_log", "baseline-naive"): (0.04, 0.04, 0.15, 0.20),
              ("crps_raw", REFERENCE): (0.00, 0.15, 0.16, 0.18)}  # fmt: skip
    for (metric, against), bars in floors.items():
        for horizon, bar in zip((1, 3, 6, 12), bars, strict=True):
            found = compare(stored.pairs, ENSEMBLE, against, metric=metric, horizon=horizon)
            assert found is not None
            assert found.skill >= bar, (metric, against, horizon)
    launches = stored.pairs[(stored.pairs["model"] == ENSEMBLE) & (stored.pairs["target"] == "launches")]
    for column, low, high in (("in50", 0.45, 0.65), ("in80", 0.75, 0.90), ("in95", 0.91, 0.99)):
        assert low <= launches[column].mean() <= high, column


def test_stored_backtest_is_current(case: Case, stored: Stored) -> None:
    made_from = stored.about["made_from"]
    changed = [name for name, now in fingerprint(case).items() if made_from.get(name) != now]
    assert not changed, (
        f"the stored backtest was made from other {', '.join(changed)}: renew it with "
        "`tocsin score cases/yelabuga --store`, then `python benchmarks/score.py cases/yelabuga --write docs/score.md`"
    )
