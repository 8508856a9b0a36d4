"""The method part's checks: what they draw, and that their words follow from their numbers. The fit is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from fake_assessment import fake_assessment
from tocsin.arrays import LEVELS
from tocsin.programme.fit.store import Fit, Prior
from tocsin.report.render import NARROW, WIDE, _thinned, chart_of
from tocsin.report.sections import checks, track
from tocsin.report.sections.leaning import leaning
from tocsin.report.source import Source

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


def leaning_fit(source: Source, lean: float) -> Fit:
    """A year's output of 400 futures; the first claim favours the high ones, the second says nothing."""
    fit = invented_fit()
    level = np.random.default_rng(2).normal(0, 0.2, 400)
    made = np.ones((400, 40, 5)) * np.exp(level)[:, None, None] * 100
    periods = tuple(f"{2022 + month // 12}-{month % 12 + 1:02d}" for month in range(40))
    likelihood = np.column_stack([lean * level, np.zeros(400)])
    claims = tuple(claim.id for claim in list(source.view.claims)[:2])
    return replace(fit, made=made, periods=periods, claims=claims, claim_log_likelihood=likelihood)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    found = fake_assessment(keep={"launches", "output.rate"})
    rows = [{"member": "stock_flow"}]
    made = SimpleNamespace(**{**vars(found.work.forecast), "diagnostics": rows})
    found = replace(found, work=SimpleNamespace(**{**vars(found.work), "forecast": made}))
    monkeypatch.setattr("tocsin.programme.fit.store.stored_fit", lambda view: invented_fit())
    return Source(found)


def test_without_a_sampled_fit_there_is_nothing_to_check() -> None:
    assert checks.figures(Source(fake_assessment(keep={"launches"}))) == []


def test_learned_first_assumed_last(source: Source) -> None:
    figure = checks.learned(source, invented_fit())
    assert figure.title == "The data moved 1 of 2 parameters; 1 stays as assumed"
    assert [row["verdict"] for row in figure.table.rows] == ["learned", "assumed"]
    first, last = figure.data["rows"]
    assert first["q50"] == pytest.approx(1.0, abs=0.05)  # half a unit is one prior standard deviation
    assert last["q05"] == pytest.approx(-1.645, abs=0.25)
    assert "assumed" in last["overlap"]


def test_predictive_counts_what_it_draws(source: Source) -> None:
    figure = checks.predictive(source, invented_fit())
    assert figure is not None
    assert figure.title.startswith("9 of 10 counted months")
    assert len(figure.data["rows"]) == len(figure.table.rows) == 10
    assert "too wide" not in figure.how


def test_recovery_says_how_few_rounds_there_are(source: Source) -> None:
    figure = checks.recovered(source)
    assert figure is not None
    stored = json.loads((source.view.path / "fits" / "sbc.json").read_text(encoding="utf-8"))
    assert f"{stored['rounds']} made-up programmes" in figure.subtitle
    assert len(figure.data["panels"]) == len(stored["ranks"])
    assert all(row["n"] == stored["rounds"] for row in figure.table.rows)


@pytest.mark.parametrize(("ranks", "outside"), [(range(0, 100, 2), False), (range(50, 100), True)])
def test_uneven_ranks_leave_the_band(ranks: Any, outside: bool) -> None:
    assert checks._ranked("stock", list(ranks), 99)["outside"] is outside


def test_the_way_launches_strayed_is_named() -> None:
    def panel(ahead: int, shift: float, *, outside: bool) -> dict[str, Any]:
        return {"title": f"launches, {ahead} months", "difference": [shift], "outside": outside}

    assert (
        track._even_title([panel(3, -0.3, outside=True)])
        == "At 3 months launches often came in higher than forecast"
    )
    assert "lower" in track._even_title([panel(6, 0.3, outside=True)])
    assert "evenly" in track._even_title([panel(6, 0.1, outside=False)])


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_charts_of_checks_are_valid(source: Source, width: int) -> None:
    figures = checks.figures(source)
    assert {figure.id for figure in figures} == {"learned", "predictive", "recovered"}
    for figure in figures:
        assert chart_of(figure.chart).draw(figure.data, width).to_dict(validate=True)["$schema"]
        assert len(figure.title.split()) <= 13


def test_thinning_keeps_ends_rings_and_other_paths() -> None:
    assert _thinned("M0,0L0.3,0L5,5M9,9L9.2,9L9.4,9Z") == "M0,0L5,5M9,9L9.4,9Z"
    arc = "M0,0A5,5,0,1,1,-5,0"
    assert _thinned(arc) == arc


def test_leaning_names_the_claim_that_carries_the_total(source: Source) -> None:
    fit = leaning_fit(source, lean=2.0)
    figure = leaning(source, fit)
    assert figure is not None
    first, second = figure.data["rows"][:2]
    assert first["value"] > 0.03 > second["value"]
    assert f"Without {fit.claims[0]} " in first["label"]
    assert "−" in first["label"].split(")")[1]  # it favoured high totals: without it they are lower
    assert [row["claims"] for row in figure.table.rows] == [[claim] for claim in fit.claims]
    assert {row["trusted"] for row in figure.table.rows} == {"yes"}


def test_a_claim_the_draws_cannot_do_without_is_said_so(source: Source) -> None:
    figure = leaning(source, leaning_fit(source, lean=40.0))
    assert figure is not None
    carried = [row for row in figure.table.rows if row["claims"] == [next(iter(source.view.claims)).id]]
    assert {row["trusted"] for row in carried} == {"no"}
    assert "1 of 2 claims" in figure.how


def test_claims_that_say_nothing_draw_nothing(source: Source) -> None:
    assert leaning(source, leaning_fit(source, lean=0.0)) is None
