"""The forecast on the shipped cases: shapes, conservation, as-of, and what claims may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import tocsin
from tocsin.case import Case, load_case
from tocsin.case.starter import write_case
from tocsin.claims import Ledger
from tocsin.errors import InputError
from tocsin.programme import forecast
from tocsin.programme.ensemble.member import Member
from tocsin.programme.ensemble.members import MEMBERS, complete_months, trend
from tocsin.programme.fit.inputs import inputs_of
from tocsin.programme.flow import _split
from tocsin.programme.quantities.decoys import share_claims
from tocsin.programme.quantities.leak import night_ahead

CASES = Path(tocsin.__file__).parents[2] / "cases"
DATES = ("2023-02-15", "2023-12-31", "2024-12-31", "2026-01-01")


@pytest.fixture(scope="module")
def yelabuga() -> Case:
    return load_case(CASES / "yelabuga")


@pytest.fixture(scope="module")
def miniature() -> Case:
    return load_case(CASES / "miniature")


@pytest.mark.parametrize("day", DATES)
def test_shapes_and_bounds(yelabuga: Case, day: str) -> None:
    made = forecast(yelabuga.as_of(day), draws=200)
    ahead, full = (200, len(made.periods)), (200, len(made.full_periods))
    for array in (made.launches, made.strike, made.decoy_share, made.leak_share):
        assert array.shape == ahead
    for array in (*made.output.values(), made.imports, made.stock, made.strike_history):
        assert array.shape == full
        assert np.isfinite(array).all()
        assert (array >= 0).all()
    for share in (made.decoy_share, made.leak_share):
        assert ((share >= 0) & (share <= 1)).all()
    assert made.full_periods[-1] == made.periods[-1]
    assert (made.strike <= made.launches).all()


@pytest.mark.parametrize("day", DATES)
def test_nothing_is_launched_that_was_not_made_or_bought(yelabuga: Case, day: str) -> None:
    made = forecast(yelabuga.as_of(day), draws=200)
    supply = np.cumsum(made.output["all_strike"] + made.imports, axis=1)
    used = np.cumsum(made.strike_history, axis=1)
    assert np.allclose(supply, used + made.stock)


def test_the_first_report_sees_a_plant_that_has_not_started(yelabuga: Case) -> None:
    made = forecast(yelabuga.as_of("2023-02-15"), draws=500)
    built = made.output["alabuga_strike"].cumsum(axis=1)
    now = made.full_periods.index("2023-02")
    assert np.median(built[:, now]) < 50
    assert (built[:, -1] > 6_000).mean() < 0.2


def test_later_news_changes_no_earlier_forecast(yelabuga: Case) -> None:
    early = forecast(yelabuga.as_of("2024-12-31"), draws=100)
    cut = forecast(yelabuga.as_of("2025-06-30").as_of("2024-12-31"), draws=100)
    assert np.array_equal(early.launches, cut.launches)
    assert all(np.array_equal(early.output[scope], cut.output[scope]) for scope in early.output)
    assert np.array_equal(early.leak_share, cut.leak_share)


def test_the_same_seed_gives_the_same_draws(miniature: Case) -> None:
    one, two = forecast(miniature, draws=50, seed=3), forecast(miniature, draws=50, seed=3)
    assert np.array_equal(one.launches, two.launches)
    assert not np.array_equal(one.launches, forecast(miniature, draws=50, seed=4).launches)


def test_a_partial_month_never_falls_below_its_count(yelabuga: Case) -> None:
    made = forecast(yelabuga.as_of("2023-02-15"), draws=300)
    assert made.partial
    assert made.counted == 31
    assert (made.launches[:, 0] >= made.counted).all()


def test_leak_share_is_assumed_until_sixty_nights(yelabuga: Case) -> None:
    early, late = (forecast(yelabuga.as_of(day), draws=300) for day in ("2023-12-31", "2024-12-31"))
    assert (early.leak_share_basis, late.leak_share_basis) == ("assumed", "record")
    assert late.leak_share[:, 0].std() < early.leak_share[:, 0].std()


def test_claims_act_as_floors(yelabuga: Case) -> None:
    view = yelabuga.origin("2024-04")
    history = complete_months(view, "2024-04")
    with_claims = trend(history, view, 2000, 1, 12)
    silent = replace(view, claims=Ledger(()))
    without = trend(history, silent, 2000, 1, 12)
    none = trend(history, view, 2000, 1, 12, claims=False)
    assert np.median(with_claims[:, -1]) > np.median(without[:, -1])
    assert np.median(without[:, -1]) == pytest.approx(np.median(none[:, -1]), rel=0.15)


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_every_member_gives_counts_from_any_history(yelabuga: Case, member: Member) -> None:
    view = yelabuga.origin("2023-06")
    for one in (member, member.claim_free):
        for last in ("2022-10", "2023-06"):
            if one is not None:
                one.forecast(complete_months(view, last), view, 100, 1, 7)  # which checks shape and counts


def test_a_case_without_any_night_still_gets_a_wide_forecast(miniature: Case) -> None:
    from tocsin.record import empty

    made = forecast(replace(miniature.view(), record=empty()), draws=200)
    assert made.launches.shape[0] == 200
    assert np.isfinite(made.launches).all()


def test_larger_nights_leak_a_smaller_share(yelabuga: Case) -> None:
    nights = yelabuga.as_of("2025-12-01").record.nights()
    small, large = (np.median(night_ahead(nights, 1000, 1, size=size)) for size in (60.0, 600.0))
    assert large < small


def test_decoys_are_unknown_before_they_are_reported(yelabuga: Case) -> None:
    early = forecast(yelabuga.as_of("2023-12-31"), draws=200).decoy_share
    late = forecast(yelabuga.as_of("2026-01-01"), draws=200).decoy_share
    assert np.quantile(early, 0.95) < 0.15
    assert 0.3 < np.median(late[:, 0]) < 0.5


ONE_NIGHT = "C187"  # 52 kills and 44 drones lost from view, one night in December 2024


def test_a_share_of_one_night_says_nothing_about_its_month(yelabuga: Case) -> None:
    view = yelabuga.as_of("2024-12-31")
    assert ONE_NIGHT in view.claims
    assert ONE_NIGHT not in {claim[0] for claim in share_claims(view)}
    without = replace(view, claims=Ledger(tuple(claim for claim in view.claims if claim.id != ONE_NIGHT)))
    with_night = forecast(view, draws=200, use_fit=False)
    assert np.array_equal(
        with_night.output["alabuga_strike"],
        forecast(without, draws=200, use_fit=False).output["alabuga_strike"],
    )
    assert inputs_of(view).content_hash() == inputs_of(without).content_hash()


@pytest.mark.parametrize(("days", "counts"), [(1, False), (6, False), (7, True), (30, True)])
def test_a_share_counts_from_a_week_on(yelabuga: Case, days: int, counts: bool) -> None:
    view = yelabuga.as_of("2024-12-31")
    row = replace(view.claims[ONE_NIGHT], refers_to_start=date(2024, 12, 23) - timedelta(days=days))
    found = share_claims(replace(view, claims=Ledger((row,))))
    assert bool(found) is counts


def test_notes_change_nothing(yelabuga: Case) -> None:
    view = yelabuga.as_of("2026-01-01")
    rewritten = Ledger(
        tuple(replace(claim, note="share of output, of production; jet") for claim in view.claims)
    )
    other = replace(view, claims=rewritten)
    assert inputs_of(view).content_hash() == inputs_of(other).content_hash()
    one, two = (forecast(item, draws=50, use_fit=False) for item in (view, other))
    assert np.array_equal(one.decoy_share, two.decoy_share)
    assert np.array_equal(one.output["alabuga_strike"], two.output["alabuga_strike"])


def test_a_share_of_output_is_no_share_of_launches(yelabuga: Case) -> None:
    shares = {claim[0] for claim in share_claims(yelabuga.as_of("2026-01-01"))}
    assert "C177" in shares
    assert "C178" not in shares  # its subject is output


def _asking_for(case: Case, scope: str) -> Case:
    output = replace(case.settings.output, scope=scope)
    return replace(case, settings=replace(case.settings, output=output)).view()


def test_asking_for_all_plants_gives_all_plants(yelabuga: Case) -> None:
    one, everyone, counted = (
        forecast(_asking_for(yelabuga, scope), draws=50, use_fit=False).output
        for scope in ("alabuga_strike", "all_strike", "incl_decoys")
    )
    assert np.array_equal(everyone["all_strike"], one["all_strike"])
    assert "alabuga_strike" not in everyone
    assert np.array_equal(counted["incl_decoys"], one["incl_decoys"])
    assert [next(iter(item)) for item in (one, everyone, counted)] == [
        "alabuga_strike", "all_strike", "incl_decoys",
    ]  # fmt: skip


@pytest.mark.parametrize("scope", ["garpiya", "imports", "decoys", "jet"])
def test_a_scope_that_no_balance_tells_is_refused(yelabuga: Case, scope: str) -> None:
    with pytest.raises(InputError, match=r"case\.toml.*output\.scope.*alabuga_strike, all_strike"):
        forecast(_asking_for(yelabuga, scope), draws=10)


def test_a_new_case_gives_a_forecast_once_it_has_a_record(miniature: Case, tmp_path: Path) -> None:
    write_case(tmp_path / "mine", today=date(2025, 4, 1))
    mine = load_case(tmp_path / "mine")
    made = forecast(replace(mine, record=miniature.record), draws=100)
    assert made.output["all_strike"].shape == (100, len(made.full_periods))
    assert np.median(made.output["all_strike"][:, -1]) > 0
    supply = np.cumsum(made.output["all_strike"] + made.imports, axis=1)
    assert np.allclose(supply, np.cumsum(made.strike_history, axis=1) + made.stock)


def test_candidate_splits_share_no_draws_with_another_seed(yelabuga: Case) -> None:
    supply = np.full((50, 24), 100.0)
    view = yelabuga.as_of("2024-12-31")
    one = {_split(view, supply, 1, number)[0].tobytes() for number in range(8)}
    others = {_split(view, supply, seed, 0)[0].tobytes() for seed in range(1000, 1008)}
    assert len(one) == 8
    assert not one & others
