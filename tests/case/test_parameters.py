"""The parameter table: percentiles are met exactly, and one row's draws never depend on another's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.case import load_case
from tocsin.case.crossing import cited_ids
from tocsin.case.parameters import COLUMNS, Parameters, default_parameters, parse_parameters, read_parameters
from tocsin.errors import InputError

ROOT = Path(__file__).parents[2]
HEADER = ",".join(COLUMNS) + "\n"


def table(*rows: str) -> Parameters:
    return Parameters(parse_parameters(HEADER + "\n".join(rows) + "\n", "p.csv"))


@given(
    st.floats(0.01, 0.3),
    st.floats(0.31, 0.6),
    st.floats(0.61, 0.98),
    st.sampled_from(["normal", "lognormal", "logitnormal"]),
)
def test_percentiles_are_met(low: float, best: float, high: float, family: str) -> None:
    row = table(f"a.b,a,unit,{family},{low},{best},{high},meaning,source,2022-01-01,").row("a.b")
    np.testing.assert_allclose(row.quantile(np.array([0.05, 0.5, 0.95])), [low, best, high], rtol=1e-9)


@pytest.mark.parametrize("family", ["uniform", "triangular"])
def test_bounded_families_stay_inside(family: str) -> None:
    draws = table(f"a.b,a,unit,{family},2,3,7,meaning,source,2022-01-01,").sample("a.b", 5000, seed=0)
    assert draws.min() >= 2
    assert draws.max() <= 7
    expected = 4.5 if family == "uniform" else 4.0
    assert draws.mean() == pytest.approx(expected, abs=0.06)


def test_a_later_row_never_moves_an_earlier_ones_draws() -> None:
    one = "a.one,a,unit,normal,1,2,3,meaning,source,2022-01-01,"
    two = "a.two,a,unit,normal,1,2,3,meaning,source,2022-01-01,"
    np.testing.assert_array_equal(table(one).sample("a.one", 50, 1), table(two, one).sample("a.one", 50, 1))


def test_as_of_takes_the_latest_row_known() -> None:
    rows = table(
        "a.b,a,unit,fixed,1,1,1,meaning,source,2022-01-01,",
        "a.b,a,unit,fixed,2,2,2,meaning,source,2024-01-01,",
    )
    assert rows.as_of(date(2023, 12, 31)).best("a.b") == 1
    assert rows.as_of(date(2024, 1, 1)).best("a.b") == 2
    with pytest.raises(InputError, match="no parameter"):
        rows.as_of(date(2021, 1, 1)).row("a.b")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a.b,a,,normal,1,2,3,m,s,2022-01-01,", "unit"),
        ("a.b,a,u,normal,1,2,3,m,,2022-01-01,", "source"),
        ("a.b,a,u,normal,3,2,1,m,s,2022-01-01,", "low < best < high"),
        ("a.b,a,u,gaussian,1,2,3,m,s,2022-01-01,", "unknown family"),
        ("a.b,a,u,normal,1,two,3,m,s,2022-01-01,", "not a number"),
        ("a.b,a,u,normal,1,2,3,m,s,soon,", "known_from"),
        ("A b,a,u,normal,1,2,3,m,s,2022-01-01,", "not a parameter name"),
    ],
)
def test_a_wrong_row_is_named(row: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        table(row)
    assert expected in str(caught.value)
    assert "row 2" in str(caught.value)


def test_every_default_is_known_before_the_first_month() -> None:
    """An assessment of any date finds every number that it needs."""
    rows = default_parameters()
    early = {row.name for row in rows if row.known_from <= date(2022, 9, 1)}
    assert {row.name for row in rows} == early
    assert len(early) > 100


@pytest.mark.parametrize("name", ["yelabuga", "miniature"])
def test_a_row_enters_no_earlier_than_the_sources_it_cites(name: str) -> None:
    case = load_case(ROOT / "cases" / name)
    known = {claim.id: claim.known_on for claim in case.claims}
    known |= {fact.id: fact.known_from for fact in case.facts.values()}
    early = {
        (row.name, cited)
        for row in read_parameters(case.path / "parameters.csv")
        for cited in cited_ids(row.source, known)
        if known[cited] > row.known_from
    }
    assert not early
