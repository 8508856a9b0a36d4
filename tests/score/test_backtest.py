"""Replays on the miniature case: shapes, as-of, resuming, storing, and what the skill table says early and late."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tocsin.case import Case, load_case
from tocsin.errors import InputError
from tocsin.periods import months_after, span
from tocsin.programme.fit.origins import OriginFit
from tocsin.record import Record
from tocsin.score import (
    backtest,
    compare,
    coverage_table,
    past_fans,
    pit_curve,
    skill_table,
)
from tocsin.score.replay.backtest import content_key
from tocsin.score.replay.models import ENSEMBLE, REFERENCE, Draws, Made, Model, all_models
from tocsin.score.replay.nightly import logit_walk, nightly_scores
from tocsin.score.replay.peers import PEERS
from tocsin.score.replay.store import read_backtest, write_backtest
from tocsin.score.replay.tables import months_text
from tocsin.score.replay.targets import gaps, observed_series

CASES = Path(__file__).parents[2] / "cases"


def flat(name: str, level: float) -> Model:
    """A model that always says the same: uniform between 90 and 110 % of `level`."""

    def make(view: Case, origin: str, draws: int, seed: int) -> Draws:
        values = level * np.linspace(0.9, 1.1, draws)
        return {"launches": np.repeat(values[:, None], 12, axis=1)}

    return Model(name, "baseline", "record", "Always the same.", make, ("launches",))


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(CASES / "miniature")


@pytest.fixture(scope="module")
def long_case(case: Case) -> Case:
    """The miniature case with 27 invented months, 100 drones on each 15th, growing by 5 % a month."""
    ends = pd.date_range("2023-01-01", periods=27, freq="MS") + pd.Timedelta(days=14, hours=7)
    rows = case.record.rows.iloc[[0]].loc[[0] * 27].reset_index(drop=True)
    launched = np.round(100 * 1.05 ** np.arange(27))
    rows = rows.assign(start=ends - pd.Timedelta(hours=8), end=ends, launched=launched, destroyed=launched // 2,
                       lost=0.0, still_airborne=0.0, hits=0.0, strike_launched=np.nan)  # fmt: skip
    first = rows.iloc[[0]].assign(
        end=pd.Timestamp("2023-01-02 07:00"), start=pd.Timestamp("2023-01-01 20:00")
    )
    last = rows.iloc[[-1]].assign(
        end=pd.Timestamp("2025-03-31 07:00"), start=pd.Timestamp("2025-03-30 20:00")
    )
    return replace(case, record=Record(pd.concat([first, rows, last], ignore_index=True)))


def test_periods() -> None:
    assert span("2023-11", "2024-02") == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert months_after("2023-12", 2) == ("2024-01", "2024-02")
    assert len(span("2023-01", "2025-12")) == 36


def test_354_pairs() -> None:
    """36 origins, horizons 1–12, targets to December 2025."""
    last = "2025-12"
    pairs = [m for o in span("2023-01", "2025-12") for m in months_after(o) if m <= last]
    assert len(pairs) == 354


def test_observed_series_of_the_miniature_case(case: Case) -> None:
    series = observed_series(case.record)
    assert list(series["launches"].index) == ["2025-01", "2025-02", "2025-03"]
    january = case.record.rows[case.record.rows["end"] < "2025-02-01"]
    gone = january[["destroyed", "lost", "still_airborne"]].sum().sum()
    assert series["launches"]["2025-01"] == january["launched"].sum()
    assert series["leakers"]["2025-01"] == january["launched"].sum() - gone
    assert series["leak_share"]["2025-01"] == pytest.approx(
        series["leakers"]["2025-01"] / january["launched"].sum()
    )


def test_unfinished_and_quiet_months(long_case: Case) -> None:
    assert list(observed_series(long_case.record)["launches"].index)[-1] == "2025-03"
    cut = long_case.record.as_of("2025-03-10")
    assert list(observed_series(cut)["launches"].index)[-1] == "2025-01"  # reports end on 15 February
    through = observed_series(cut, through="2025-03")["launches"]
    assert through["2025-03"] == 0  # at an origin a month without a report is a zero


def nightly_record(case: Case, first: str, last: str, *, without: str = "") -> Record:
    """A report of 100 drones each night, none in the month `without`."""
    ends = pd.date_range(first, last, freq="D") + pd.Timedelta(hours=7)
    ends = ends[ends.strftime("%Y-%m") != without]
    rows = case.record.rows.iloc[[0]].loc[[0] * len(ends)].reset_index(drop=True)
    return Record(rows.assign(start=ends - pd.Timedelta(hours=8), end=ends, launched=100))


def test_a_gap_in_the_record_is_not_a_month_without_drones(case: Case) -> None:
    whole, holed = (
        nightly_record(case, "2024-01-01", "2025-06-30", without=month) for month in ("", "2025-04")
    )
    assert gaps(whole) == []
    assert gaps(holed) == ["2025-04"]
    seen = observed_series(holed)
    assert np.isnan(seen["launches"]["2025-04"])
    assert np.isnan(seen["leakers"]["2025-04"])
    assert seen["launches"]["2025-05"] == 3100
    assert (
        observed_series(holed, through="2025-05")["launches"]["2025-04"] == 0
    )  # as models read it at an origin


def test_a_lull_like_earlier_ones_is_no_gap(long_case: Case) -> None:
    assert gaps(long_case.record) == []  # one report a month


def test_months_that_could_not_be_scored_are_named(case: Case) -> None:
    record = nightly_record(case, "2024-01-01", "2025-06-10", without="2025-04")
    pairs = pd.DataFrame({"month": ["2025-03", "2025-02", "2024-12", "2025-05"]})
    assert months_text(pairs, record).splitlines() == [
        "Months scored: 2024-12, 2025-02 to 2025-03, 2025-05",
        "Not scored, as reports are missing: 2025-04",
        "Not scored, as the record does not reach its end: 2025-06",
    ]
    assert "2025-04" not in months_text(pairs, record, since="2025-05")


def test_scores_of_a_flat_forecast(long_case: Case) -> None:
    result = backtest(long_case, ["2024-06", "2024-07"], [flat("a-flat", 200.0)], draws=400)
    assert len(result.pairs) == 9 + 8
    assert len(result.forecasts) == 24
    row = result.pairs[(result.pairs["origin"] == "2024-06") & (result.pairs["horizon"] == 3)].iloc[0]
    assert row["month"] == "2024-09"
    assert row["observed"] == np.round(100 * 1.05**20)
    assert row["median"] == pytest.approx(200)
    spread = 40.0  # uniform on 180–220: CRPS = |y - 200| - spread/6 outside the interval
    assert row["crps_raw"] == pytest.approx(abs(row["observed"] - 200) - spread / 6, rel=1e-3)
    assert row["in95"] == 0
    assert row["bias"] == -1


def test_origins_see_nothing_later(long_case: Case) -> None:
    seen: list[str] = []

    def spy(view: Case, origin: str, draws: int, seed: int) -> Draws:
        seen.append(str(view.record.rows["end"].max())[:7])
        assert view.as_of_date.isoformat()[:7] == origin
        return {}

    model = Model("a-spy", "baseline", "record", "Looks.", spy, ("launches",))
    result = backtest(long_case, ["2023-05", "2024-02"], [model])
    assert seen == ["2023-05", "2024-02"]
    assert result.excluded[["model", "origin", "target"]].to_numpy().tolist() == [
        ["a-spy", "2023-05", "launches"], ["a-spy", "2024-02", "launches"]
    ]  # fmt: skip


def test_a_killed_run_goes_on(long_case: Case, tmp_path: Path) -> None:
    calls: list[str] = []

    def make(view: Case, origin: str, draws: int, seed: int) -> Draws:
        calls.append(origin)
        if origin == "2024-03" and len(calls) == 3:
            raise KeyboardInterrupt
        return flat("x-y", 150.0).forecast(view, origin, draws, seed)

    model = Model("a-slow", "baseline", "record", "Slow.", make, ("launches",))
    origins = span("2024-01", "2024-05")
    with pytest.raises(KeyboardInterrupt):
        backtest(long_case, origins, [model], draws=100, resume_dir=tmp_path)
    resumed = backtest(long_case, origins, [model], draws=100, resume_dir=tmp_path)
    assert calls == ["2024-01", "2024-02", "2024-03", "2024-03", "2024-04", "2024-05"]
    again = backtest(long_case, origins, [model], draws=100, resume_dir=tmp_path)
    assert len(calls) == 6
    pd.testing.assert_frame_equal(resumed.pairs, again.pairs)
    for file in tmp_path.glob("*.kept"):
        file.write_bytes(file.read_bytes()[:-50])  # a machine that lost power
    backtest(long_case, origins, [model], draws=100, resume_dir=tmp_path)
    assert len(calls) == 11


def test_why_a_target_is_absent_is_kept(long_case: Case, tmp_path: Path) -> None:
    def make(view: Case, origin: str, draws: int, seed: int) -> Draws:
        return Made({}, {"launches": "RuntimeError: no model could be fitted"})

    model = Model("a-gives_up", "baseline", "record", "Gives up.", make, ("launches", "leakers"))
    for _ in range(2):  # the second time from disk
        found = backtest(long_case, ["2024-01"], [model], draws=100, resume_dir=tmp_path).excluded
        assert found["reason"].tolist() == [
            "RuntimeError: no model could be fitted", "history too short, or no fit"
        ]  # fmt: skip


def test_the_sampled_model_says_why_it_has_no_forecast(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    sampled = next(model for model in all_models() if model.kind == "sampled")
    result = backtest(case, ["2025-02"], [sampled], draws=100)
    assert len(result.forecasts) == 0
    assert result.excluded["reason"].str.contains("no fit is kept").all()
    diagnostics = {"converged": False, "max_rhat": 1.2, "min_ess": 80, "divergent": 3}
    bad = OriginFit("2025-02", "", np.ones((5, 12)), np.ones(5), diagnostics)
    monkeypatch.setattr("tocsin.score.replay.models.current", lambda view, origin: bad)
    reasons = backtest(case, ["2025-02"], [sampled], draws=100).excluded["reason"]
    assert reasons.str.contains("did not converge: max_rhat 1.2").all()


def test_key_changes_with_the_code_that_models_run(long_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    view, model = long_case.origin("2024-01"), flat("a-b", 1.0)
    key = content_key(model, view, "2024-01", 100, 1)
    assert content_key(replace(model, code=("json",)), view, "2024-01", 100, 1) != key
    monkeypatch.setattr("tocsin.score.replay.backtest.modules_reached", lambda start: ("tocsin.arrays",))
    assert content_key(model, view, "2024-01", 100, 1) != key


def test_key_changes_with_what_the_forecast_depends_on(long_case: Case) -> None:
    record_only, reads_all = flat("a-b", 1.0), replace(flat("a-b", 1.0), reads="view")
    view, later = long_case.origin("2024-01"), long_case.origin("2024-02")
    key = content_key(record_only, view, "2024-01", 100, 1)
    assert key == content_key(record_only, view, "2024-01", 100, 1)
    assert key != content_key(record_only, view, "2024-01", 100, 2)
    assert key != content_key(record_only, later, "2024-01", 100, 1)
    fewer = replace(view, claims=view.claims.as_of(date(2020, 1, 1)))
    assert key == content_key(record_only, fewer, "2024-01", 100, 1)
    with_claims = load_case(CASES / "miniature").view()
    without = replace(with_claims, claims=with_claims.claims.as_of(date(2020, 1, 1)))
    assert content_key(reads_all, with_claims, "2025-03", 100, 1) != content_key(
        reads_all, without, "2025-03", 100, 1
    )


def test_a_model_that_returns_nonsense_is_named(long_case: Case) -> None:
    bad = Model("a-bad", "baseline", "record", "", lambda *_: {"launches": np.zeros((5, 12))}, ("launches",))
    with pytest.raises(ValueError, match="a-bad"):
        backtest(long_case, ["2024-01"], [bad], draws=100)


def test_every_model_runs_on_a_case(long_case: Case) -> None:
    """All but the automatic methods, which take seconds to import and have tests of their own."""
    models = [model for model in all_models() if model.abbreviation not in PEERS and model.kind != "sampled"]
    result = backtest(long_case, ["2024-12"], models, draws=200)
    assert set(result.forecasts["model"]) == {model.name for model in models}
    launches = result.pairs[result.pairs["target"] == "launches"]
    assert launches.groupby("model").size().eq(3).all()
    share = result.forecasts[result.forecasts["target"] == "leak_share"]
    assert ENSEMBLE in set(share["model"])
    assert "tocsin-trend" not in set(share["model"])


@pytest.fixture
def stored(long_case: Case, tmp_path: Path) -> Case:
    folder = tmp_path / "miniature"
    shutil.copytree(CASES / "miniature", folder)
    models = [flat(ENSEMBLE, 250.0), flat(REFERENCE, 150.0), flat("baseline-naive", 200.0)]
    result = backtest(long_case, span("2023-06", "2025-02"), models, draws=200)
    write_backtest(result, pd.DataFrame({"date": ["2025-01-01"], "model_raw": [0.1]}), folder)
    return replace(long_case, path=folder)


def test_stored_backtest_comes_back(stored: Case) -> None:
    kept = read_backtest(stored.path)
    assert kept is not None
    assert kept.about["origins"] == ["2023-06", "2025-02", 21]
    found = compare(kept.pairs, ENSEMBLE, REFERENCE, horizon=1)
    assert found is not None
    assert found.n == 21
    assert sum(f.stat().st_size for f in (stored.path / "backtest").iterdir()) < 200_000
    (stored.path / "backtest" / "pairs.parquet").unlink()
    with pytest.raises(InputError, match=r"tocsin score .* --store"):
        read_backtest(stored.path)


@pytest.mark.parametrize(
    "name", ["forecasts.parquet", "pairs.parquet", "nights.parquet", "excluded.csv", "about.json"]
)
@pytest.mark.parametrize("broken", ["cut short", "of another backtest"])
def test_a_stored_backtest_with_a_wrong_file_is_refused(stored: Case, name: str, broken: str) -> None:
    file = stored.path / "backtest" / name
    if broken == "cut short":
        file.write_bytes(file.read_bytes()[:-20])
    elif name == "about.json":
        file.write_text(file.read_text(encoding="utf-8").replace('"pairs.parquet": "', '"pairs.parquet": "0'))
    else:
        shutil.copy(CASES / "yelabuga" / "backtest" / name, file)
    with pytest.raises(InputError, match=r"tocsin score .* --store"):
        read_backtest(stored.path)


def test_skill_table_grows_with_what_is_known(stored: Case) -> None:
    none = skill_table(stored.as_of("2023-07-15"))
    assert all(row["skill"] is None and "too few" in row["note"] for row in none)
    early = skill_table(stored.as_of("2024-06-30"))
    late = skill_table(stored.as_of("2025-04-01"))
    by_horizon = [
        {row["horizon"]: row["n"] for row in rows if row["metric"] == "log1p crps"} for rows in (early, late)
    ]
    assert by_horizon[0] == {1: 11, 3: 9, 6: 6, 12: 0}
    assert by_horizon[1] == {1: 21, 3: 19, 6: 16, 12: 10}
    assert {row["against"] for row in late} == {"random walk", "naive"}
    more = skill_table(stored.as_of("2025-04-01"), targets=("leak_share", "leakers"))
    assert {row["metric"] for row in more} == {"logit crps", "log1p crps", "raw crps"}
    twelve = [row for row in late if row["horizon"] == 12 and row["against"] == "random walk"]
    assert all(row["low"] <= row["skill"] <= row["high"] and row["skill"] > 0 for row in twelve)


def test_later_counts_never_change_an_earlier_table(stored: Case, long_case: Case) -> None:
    before = skill_table(stored.as_of("2024-08-15"))
    shorter = replace(long_case, record=long_case.record.as_of("2024-09-01"))
    models = [flat(ENSEMBLE, 250.0), flat(REFERENCE, 150.0), flat("baseline-naive", 200.0)]
    result = backtest(shorter, span("2023-06", "2024-07"), models, draws=200)
    write_backtest(result, pd.DataFrame({"date": ["2025-01-01"]}), stored.path)
    assert skill_table(stored.as_of("2024-08-15")) == before


def test_case_without_backtest_has_no_rows(case: Case) -> None:
    assert skill_table(case.view()) == []
    assert past_fans(case.view()).empty


def test_figures_data(stored: Case) -> None:
    fans = past_fans(stored.as_of("2024-06-30"))
    assert set(fans["origin"]) == set(span("2023-06", "2024-06"))
    known = fans.dropna(subset="observed")
    assert known["month"].max() == "2024-05"
    kept = read_backtest(stored.path)
    assert kept is not None
    curve = pit_curve(kept.pairs, horizon=1)
    assert curve["n"] == 21 == len(curve["pit"])
    assert all(lo <= hi for lo, hi in zip(curve["low"], curve["high"], strict=True))
    assert pit_curve(kept.pairs, target="leakers")["n"] == 0
    table = coverage_table(kept.pairs)
    assert set(table["horizons"]) == {"all", "1-3", "4-6", "7-12"}
    years = [
        compare(kept.pairs, ENSEMBLE, REFERENCE, era=era, era_of="origin") for era in ("2023", "2024", "2025")
    ]
    assert sum(found.n for found in years if found) == int((kept.pairs["model"] == ENSEMBLE).sum())
    with pytest.raises(ValueError, match="log score"):
        compare(kept.pairs, ENSEMBLE, REFERENCE, metric="log_score")


def test_nightly_scores_use_only_earlier_nights(case: Case) -> None:
    first = date(2025, 1, 1)
    assert nightly_scores(case.record, draws=200).empty  # its three months only teach
    assert nightly_scores(case.record.as_of("2024-01-01")).empty
    table = nightly_scores(case.record, start=first, draws=200)
    assert len(table) > 40
    assert (table["date"] > "2025-01-15").all()  # the first 20 nights only teach
    cut = nightly_scores(case.record.as_of("2025-03-01"), start=first, draws=200)
    pd.testing.assert_frame_equal(table.iloc[: len(cut)].reset_index(drop=True), cut)
    before = case.record.nights()
    draws = logit_walk(before, draws=4000, seed=1)
    assert 0 < draws.min() < draws.max() < 1
