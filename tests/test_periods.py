"""Months, and which of them a forecast covers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.periods import forecast_span, index_of, period_of, span


@given(st.integers(min_value=1900 * 12, max_value=2200 * 12))
def test_period_names_and_indices_are_inverse(index: int) -> None:
    assert index_of(period_of(index)) == index


@given(st.dates(min_value=date(2022, 9, 2), max_value=date(2030, 1, 1)))
def test_every_date_gets_twelve_full_months(day: date) -> None:
    covered = forecast_span(day)
    full = covered.periods[1:] if covered.partial else covered.periods
    assert len(full) == 12
    assert covered.periods == span(covered.periods[0], covered.periods[-1])
    assert index_of(covered.periods[0]) == index_of(covered.last_full) + 1
    assert 0 <= covered.elapsed < 1


@pytest.mark.parametrize(
    ("day", "first", "partial"),
    [("2023-02-15", "2023-02", True), ("2023-12-31", "2024-01", False), ("2026-01-01", "2026-01", False)],
)
def test_first_period(day: str, first: str, partial: bool) -> None:
    covered = forecast_span(date.fromisoformat(day))
    assert (covered.periods[0], covered.partial) == (first, partial)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9999, 12, 15), date(9998, 6, 1), date.max])
def test_a_date_at_the_end_of_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(InputError, match="too late to forecast"):
        forecast_span(day)


def test_the_last_date_allowed_still_has_its_horizon() -> None:
    assert forecast_span(date(9997, 12, 31)).periods[-1] == "9998-12"


def test_counted_share_of_a_month_is_the_days_before_the_date() -> None:
    assert forecast_span(date(2023, 2, 15)).elapsed == pytest.approx(14 / 28)
