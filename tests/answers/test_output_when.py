"""When totals are reached: days and totals agree, fifty dots, and claims that lie outside our range are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin import Assessment, Case
from tocsin.answers import claimed, output_when
from tocsin.answers.output_when import built_by, crossing_day

PERIODS = ("2024-01", "2024-02", "2024-03")
ROW = {
    "milestone": 6000, "passed": False, "q05": "2024-05-01", "q25": "2024-06-01", "q50": "2024-07-02", "q75": None, "q95": None,
    "p_by_horizon": 0.6, "horizon": "2024-12-31",
}  # fmt: skip


@given(st.lists(st.floats(1, 500), min_size=3, max_size=3), st.dates(date(2024, 1, 1), date(2024, 3, 31)))
def test_totals_by_a_day_and_days_of_a_total_agree(made: list[float], end: date) -> None:
    built = np.cumsum([made], axis=1)
    total = built_by(built, PERIODS, end)[0]
    assert crossing_day(built, PERIODS, total)[0] == pytest.approx((end - date(2023, 12, 31)).days, abs=1e-6)


@given(st.lists(st.floats(0, 500), min_size=3, max_size=3), st.floats(1, 1500))
def test_crossing_day_inverts_cumulative_output(made: list[float], milestone: float) -> None:
    built = np.cumsum([made], axis=1)
    day = crossing_day(built, PERIODS, milestone)[0]
    if built[0, -1] < milestone:
        assert np.isinf(day)
    else:
        edges = [0, 31, 60, 91]
        assert np.interp(day, edges, [0, *built[0]]) == pytest.approx(milestone, rel=1e-6, abs=1e-6)


def test_the_headline_says_what_is_ahead_what_is_beyond_and_what_has_passed() -> None:
    assert output_when._headline(ROW) == (
        "The plant's running total passes 6,000 strike drones around July 2024 (50\u00a0%: June 2024 to later than December 2024;"
        " 90\u00a0%: May 2024 to later than December 2024); the chance that it has by 31 December 2024 is 60\u00a0%."
    )
    assert output_when._headline({**ROW, "q50": None}).startswith("The chance that the plant has built 6,000")
    assert output_when._headline({**ROW, "passed": True}).startswith(
        "The plant's 6,000th strike drone was probably built"
    )


def test_fifty_dots_hold_the_chances_of_the_row(early: Assessment) -> None:
    answer = early["output.when"]
    (figure,) = answer.figures
    row = next(row for row in answer.rows if figure.id == f"when-{row['milestone']}")
    assert len(figure.data["dates"]) + figure.data["beyond"] == output_when.DOTS
    assert len(figure.data["dates"]) / output_when.DOTS == pytest.approx(row["p_by_horizon"], abs=0.04)
    assert figure.data["horizon"] == answer.parts["horizon"] == row["horizon"]


def test_a_claim_outside_our_range_is_a_value_and_a_sentence(case: Case) -> None:
    ledger = case.as_of("2025-03-10").claims
    stated = next(claim for claim in ledger if claim.quantity == "production_rate_per_month")
    total = replace(
        stated, id="M97", quantity="produced_cumulative", unit="drones", value_low=900.0, value_best=None, value_high=None,
        qualifier="at_least", modality="asserted", refers_to_start=None, refers_to_end=date(2025, 1, 31),
    )  # fmt: skip
    view = replace(case.as_of("2025-03-10"), claims=ledger.add(total))

    def made(at: float) -> list[dict]:
        return claimed.totals_outside(view, stated.scope, lambda _: np.full(20, at))

    assert claimed.totals_outside(view, stated.scope, lambda _: None) == []
    assert "M97" not in [item["claim"] for item in made(1000.0)]
    (item,) = [item for item in made(500.0) if item["claim"] == "M97"]
    assert (item["low"], item["high"], item["ours"]) == (900.0, None, [500.0, 500.0])
    said = claimed.outside_said([item, {**item, "claim": "M98", "low": None, "high": 900.0}])
    assert (
        "M97 has at least 900 by 31 January 2025, where our 90\u00a0% range is 500; M98 has at most 900"
        in said
    )
    assert claimed.outside_said([]) == ""
