"""The stock-and-flow: its dynamics, its inputs, stored fits, claim influence; one real fit is an integration test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import tocsin
from tocsin.arrays import LEVELS
from tocsin.case import Case, load_case
from tocsin.claims import Ledger
from tocsin.errors import InputError, Problem
from tocsin.programme import forecast
from tocsin.programme.fit.checks import kernel_density, predictive_bands, prior_posterior
from tocsin.programme.fit.influence import (
    claim_influence,
    kept_refits,
    refits,
    smoothed_weights,
)
from tocsin.programme.fit.inputs import CLAIMS, FROM_TABLE, MONTHS, inputs_of
from tocsin.programme.fit.store import COLUMNS, Fit, Prior, load, save, stored_fit

CASES = Path(tocsin.__file__).parents[2] / "cases"


@pytest.fixture(scope="module")
def yelabuga() -> Case:
    return load_case(CASES / "yelabuga")


@pytest.fixture(scope="module")
def made_up(yelabuga: Case) -> Fit:
    """A fit that no sampler made: constant rates with noise, for storing and reading."""
    rng = np.random.default_rng(5)
    inputs = inputs_of(yelabuga.as_of("2024-12-31"))
    months, draws = inputs.last_seen + 14, 60
    plant = np.exp(6 + 0.1 * rng.normal(size=(draws, months)))
    others = plant * 0.3
    imports = np.full((draws, months), 12.0)
    made = np.stack([plant, plant + others, others, imports, plant + others], axis=2)
    prior = inputs.data["prior"]
    return Fit(
        as_of="2024-12-31",
        content_hash=inputs.content_hash(),
        periods=inputs.periods[:months],
        made=made,
        strike=plant,
        stock=plant * 0.8,
        launches=plant * 1.5,
        scalars={name: rng.normal(prior[name][0], prior[name][1], size=draws) for name in FROM_TABLE},
        claims=inputs.claims,
        claim_log_likelihood=-rng.exponential(size=(draws, len(inputs.claims))),
        priors={name: Prior(row, "unit", scale, *prior[name]) for name, (row, scale) in FROM_TABLE.items()},
        counted=np.where(inputs.data["seen"], inputs.data["launched"], np.nan)[:months],
        prior_launches=np.tile(np.arange(1.0, len(LEVELS) + 1)[:, None], (1, months)),
        diagnostics={"member": "stock_flow", "method": "made up", "converged": True},
    )


def test_inputs_keep_their_shape_at_every_date(yelabuga: Case) -> None:
    early, late = (inputs_of(yelabuga.as_of(day)) for day in ("2023-02-15", "2026-01-01"))
    shapes = [
        {name: np.shape(value) for name, value in item.data.items() if name != "prior"}
        for item in (early, late)
    ]
    assert shapes[0] == shapes[1]
    assert early.data["seen"].sum() < late.data["seen"].sum()
    assert len(late.claims) <= CLAIMS


def test_the_hash_sees_what_the_model_reads_and_nothing_later(yelabuga: Case) -> None:
    one = inputs_of(yelabuga.as_of("2024-12-31"))
    same = inputs_of(yelabuga.as_of("2025-12-01").as_of("2024-12-31"))
    less = inputs_of(yelabuga.as_of("2024-12-31"), drop_claims=frozenset({one.claims[0]}))
    assert one.content_hash() == same.content_hash()
    assert one.content_hash() != less.content_hash()


def test_plans_enter_as_floors_and_denials_never(yelabuga: Case) -> None:
    view = yelabuga.as_of("2026-01-01")
    inputs = inputs_of(view)
    for at, claim in enumerate(inputs.claims):
        row = view.claims[claim]
        assert row.modality != "denied"
        if inputs.data["is_plan"][at]:
            assert inputs.data["has_high"][at] == 0
            assert inputs.data["is_point"][at] == 0


def test_a_stored_fit_comes_back_and_replaces_the_older_one(made_up: Fit, tmp_path: Path) -> None:
    save(replace(made_up, content_hash="older"), tmp_path)
    path = save(made_up, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_size < 300_000
    back = load(path)
    assert back is not None
    assert back.claims == made_up.claims
    assert np.allclose(back.made[:, :, :4], made_up.made[:, :, :4], rtol=0.01)
    assert np.allclose(back.stock, made_up.stock, rtol=0.01)


def _rewritten(path: Path, leave_out: str) -> None:
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files if name != leave_out}
    np.savez_compressed(path, **arrays)


@pytest.mark.parametrize(
    "broken", ["cut short", "empty", "text", "without its ramp", "without its diagnostics"]
)
def test_a_broken_or_older_file_counts_as_no_fit(
    yelabuga: Case, made_up: Fit, tmp_path: Path, broken: str
) -> None:
    path = save(made_up, tmp_path / "fits")
    whole = path.read_bytes()
    if broken.startswith("without"):
        _rewritten(path, {"without its ramp": "ramp", "without its diagnostics": "about"}[broken])
    else:
        path.write_bytes({"cut short": whole[: len(whole) // 2], "empty": b"", "text": b"not a fit"}[broken])
    assert load(path) is None
    made = forecast(replace(yelabuga, path=tmp_path).as_of("2024-12-31"), draws=20)
    assert "stock_flow" not in made.members
    assert "tocsin fit" in made.notes[0]


def test_a_fit_renamed_to_other_inputs_is_not_used(yelabuga: Case, made_up: Fit, tmp_path: Path) -> None:
    path = save(replace(made_up, content_hash="other"), tmp_path / "fits")
    path.rename(path.with_name(made_up.file_name))
    assert stored_fit(replace(yelabuga, path=tmp_path).as_of("2024-12-31")) is None


def test_a_failed_write_keeps_the_older_fit(
    made_up: Fit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = save(replace(made_up, content_hash="older"), tmp_path)

    def full(path: Path, data: bytes) -> None:
        raise InputError(Problem("cannot be written", "Make room.", file=str(path)))

    monkeypatch.setattr("tocsin.programme.fit.store.write_atomic", full)
    with pytest.raises(InputError):
        save(made_up, tmp_path)
    assert list(tmp_path.iterdir()) == [older]


def test_a_case_too_long_for_a_fit_says_so_and_still_gets_a_forecast(
    yelabuga: Case, made_up: Fit, tmp_path: Path
) -> None:
    save(replace(made_up, as_of="2026-01-01"), tmp_path / "fits")
    output = replace(yelabuga.settings.output, programme_start=date(2010, 1, 1))
    case = replace(yelabuga, path=tmp_path, settings=replace(yelabuga.settings, output=output))
    view = case.as_of("2026-01-01")
    with pytest.raises(InputError, match=f"more than the {MONTHS} a fit can hold"):
        inputs_of(view)
    made = forecast(view, draws=20)
    assert "stock_flow" not in made.members
    assert "no fit is possible" in made.notes[0]


def test_a_programme_without_a_whole_month_cannot_be_fitted(yelabuga: Case) -> None:
    with pytest.raises(InputError, match="no whole month"):
        inputs_of(yelabuga.as_of("2022-09-15"))


def test_many_claims_and_origins_all_count(yelabuga: Case) -> None:
    view = yelabuga.as_of("2026-01-01")
    row = next(
        claim for claim in view.claims if claim.quantity == "production_rate_per_month" and claim.has_value
    )
    row = replace(
        row, modality="asserted", scope="alabuga_strike", status="accepted", relation="", related_id=""
    )
    copies = tuple(replace(row, id=f"X{n}", origin_group=f"origin{n}") for n in range(CLAIMS + 4))
    inputs = inputs_of(replace(view, claims=Ledger(copies)))
    assert len(inputs.claims) == CLAIMS + 4
    assert (inputs.data["origins"].sum(axis=0)[: CLAIMS + 4] == 1).all()
    assert inputs.data["origins"].sum(axis=1).max() == 1


def test_a_matching_fit_is_used_and_keeps_the_balance(yelabuga: Case, made_up: Fit, tmp_path: Path) -> None:
    save(made_up, tmp_path / "fits")
    case = replace(yelabuga, path=tmp_path).as_of("2024-12-31")
    with_fit = forecast(case, draws=100)
    assert "stock_flow" in with_fit.members
    assert with_fit.notes == ()
    supply = np.cumsum(with_fit.output["all_strike"] + with_fit.imports, axis=1)
    assert np.allclose(supply, np.cumsum(with_fit.strike_history, axis=1) + with_fit.stock)
    other = forecast(replace(yelabuga, path=tmp_path).as_of("2024-11-30"), draws=100)
    assert "stock_flow" not in other.members
    assert "tocsin fit" in other.notes[0]


def test_a_fit_that_did_not_converge_is_named_and_not_used(
    yelabuga: Case, made_up: Fit, tmp_path: Path
) -> None:
    bad = replace(made_up, diagnostics={**made_up.diagnostics, "converged": False})
    save(bad, tmp_path / "fits")
    made = forecast(replace(yelabuga, path=tmp_path).as_of("2024-12-31"), draws=50)
    assert not made.converged
    assert "stock_flow" not in made.members


def test_importance_weights_leave_an_uninformative_claim_without_effect(made_up: Fit) -> None:
    flat = replace(made_up, claim_log_likelihood=np.zeros_like(made_up.claim_log_likelihood))
    assert all(item.shift == pytest.approx(0.0, abs=1e-9) for item in claim_influence(flat))


def test_a_refit_stands_in_for_weights_that_cannot_be_trusted(
    yelabuga: Case, made_up: Fit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = replace(yelabuga, path=tmp_path).as_of("2024-12-31")
    ratios = np.zeros_like(made_up.claim_log_likelihood)
    ratios[:, :2] = -20.0 * np.random.default_rng(1).pareto(
        1.0, size=(len(ratios), 2)
    )  # two claims that outweigh all
    fit = replace(made_up, claim_log_likelihood=ratios)
    first, second = fit.claims[:2]
    assert {item.claim for item in claim_influence(fit) if not item.reliable} == {first, second}
    halved = replace(made_up, made=made_up.made / 2)
    other = replace(halved, diagnostics={"converged": False})
    monkeypatch.setattr(
        "tocsin.programme.fit.influence.refit_without",
        lambda view, claim, *, seed: halved if claim == first else other,
    )
    assert dict(refits(view, fit)) == {first: True, second: False}
    found = claim_influence(fit, kept=kept_refits(view, fit))
    assert {(item.method, item.reliable) for item in found if item.claim == first} == {("refit", True)}
    assert {(item.method, item.reliable) for item in found if item.claim == second} == {
        ("importance sampling", False)
    }
    moved = next(item for item in found if item.claim == first and item.quantity == "rate_now")
    assert moved.shift == pytest.approx(np.log(0.5), abs=0.01)
    assert dict(refits(view, fit)) == {second: False}  # what is kept is not made again
    save(made_up, tmp_path / "fits")
    save(replace(made_up, content_hash="newer"), tmp_path / "fits")
    assert kept_refits(view, fit) == {}


def test_smoothed_weights_reproduce_a_known_change_of_measure() -> None:
    # Draws from N(0, 1) weighted to N(.5, 1): the mean must become .5, and k must be small.
    draws = np.random.default_rng(3).normal(size=20_000)
    weights, khat = smoothed_weights(-0.5 * draws)
    assert (weights * draws).sum() == pytest.approx(0.5, abs=0.03)
    assert khat < 0.5


def test_a_claim_that_says_nothing_weighs_nothing() -> None:
    alike = np.full(400, -1.0)
    tied = np.where(np.arange(400) < 300, -1.0, 0.0)  # the largest weights all equal
    for log_likelihood in (alike, tied):
        weights, khat = smoothed_weights(log_likelihood)
        assert weights.sum() == pytest.approx(1.0)
        assert khat == -np.inf
    assert weights[0] / weights[-1] == pytest.approx(np.e)


def test_weights_beyond_what_a_float_holds_cannot_be_trusted() -> None:
    weights, khat = smoothed_weights(-20.0 * np.random.default_rng(1).pareto(1.0, size=300))
    assert khat == np.inf
    assert weights.max() == pytest.approx(1.0)


def test_prior_against_posterior_by_parameter(made_up: Fit) -> None:
    learned = prior_posterior(made_up)
    assert set(learned["name"]) == set(FROM_TABLE)
    assert not learned["learned"].any()  # the made-up draws are the prior
    start = learned.set_index("name").loc["start"]
    prior = made_up.priors["start"]
    assert start["prior_q500"] == pytest.approx(np.exp(prior.mean))
    assert start["prior_q950"] == pytest.approx(np.exp(prior.mean + 1.6448536 * prior.sd))
    assert start["posterior_q500"] == pytest.approx(np.exp(np.median(made_up.scalars["start"])))


def test_a_kernel_density_is_the_normal_it_was_drawn_from() -> None:
    draws = np.random.default_rng(2).normal(3.0, 2.0, size=50_000)
    grid = np.linspace(-8.0, 14.0, 2048)
    exact = np.exp(-((grid - 3.0) ** 2) / 8) / np.sqrt(8 * np.pi)
    assert np.abs(kernel_density(draws, grid) - exact).max() < 0.01


def test_predictive_bands_hold_the_counts_the_fit_saw(yelabuga: Case, made_up: Fit) -> None:
    table = predictive_bands(made_up)
    assert list(table["period"]) == list(made_up.periods)
    seen = inputs_of(yelabuga.as_of("2024-12-31")).data["seen"]
    assert table["counted"].notna().sum() == table["pit"].notna().sum() == seen.sum()
    for stage in ("prior", "posterior"):
        assert (table[[f"{stage}_{column}" for column in COLUMNS]].diff(axis=1).iloc[:, 1:] >= 0).all(
            axis=None
        )


def _shocks() -> dict[str, np.ndarray]:
    names = ("capacity_shock", "use_shock", "decoy_shock", "leak_shock")
    return {name: np.random.default_rng(index).normal(size=MONTHS) for index, name in enumerate(names)}


def test_the_dynamics_conserve_drones(yelabuga: Case) -> None:
    pytest.importorskip("numpyro")
    from tocsin.programme.fit import stockflow

    inputs = inputs_of(yelabuga.as_of("2024-12-31"))
    raw = {name: inputs.data["prior"][name][0] for name in stockflow.PRIORS}
    p = stockflow.natural(raw)
    flows = stockflow.simulate(p, _shocks(), inputs.data)
    made, strike, stock = (np.asarray(item) for item in (flows.made, flows.strike, flows.stock))
    supply = float(p["opening_stock"]) + np.cumsum(made[:, 1] + made[:, 3])
    assert supply == pytest.approx(np.cumsum(strike) + stock)
    assert (stock >= 0).all()
    assert (np.asarray(flows.launches) >= 0).all()


def test_growth_stops_at_the_ceiling(yelabuga: Case) -> None:
    pytest.importorskip("numpyro")
    from tocsin.programme.fit import stockflow

    inputs = inputs_of(yelabuga.as_of("2024-12-31"))
    raw = {name: inputs.data["prior"][name][0] for name in stockflow.PRIORS}
    p = stockflow.natural(raw) | {"ceiling": 500.0, "growth": 0.4, "capacity_move": 0.0}
    plant = np.asarray(stockflow.simulate(p, _shocks(), inputs.data).made)[:, 0]
    assert plant[-1] == pytest.approx(500.0, rel=0.01)
    assert plant.max() <= 505.0


@pytest.mark.integration
def test_a_real_fit_converges_and_a_second_date_reuses_it(yelabuga: Case) -> None:
    pytest.importorskip("numpyro")
    from tocsin.programme.fit.fitting import fit

    first = fit(yelabuga.as_of("2023-12-31"))
    assert first.diagnostics["max_rhat"] <= 1.01
    assert first.diagnostics["min_ess"] >= 400
    assert first.diagnostics["divergent"] <= 2
    assert first.converged
    second = fit(yelabuga.as_of("2024-12-31"))
    assert second.converged
    built = first.made[:, : first.periods.index("2023-12") + 1, 0].sum(axis=1)
    assert 1_500 < np.median(built) < 4_000  # 2,738 was published a year later
