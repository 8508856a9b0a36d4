"""Quantile rows, dates beyond the horizon, words for numbers, and the command line's shelf."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin import say
from tocsin.arrays import date_quantile_row, quantile_row
from tocsin.commands import sweep
from tocsin.commands.sweep import Grid, read_plan
from tocsin.errors import InputError
from tocsin.files import identifying


def test_infinite_draws_are_null_not_nan() -> None:
    row = quantile_row(np.array([1.0] * 6 + [np.inf] * 4))
    assert row["q50"] == 1.0
    assert row["q95"] is None


def test_the_last_day_of_the_horizon_counts_to_its_end() -> None:
    epoch, horizon = date(2024, 1, 1), 30.0  # 31 January
    assert date_quantile_row(np.full(9, 30.7), epoch, horizon)["q50"] == "2024-01-31"
    assert date_quantile_row(np.full(9, 31.0), epoch, horizon)["q50"] == "2024-01-31"
    assert date_quantile_row(np.full(9, 31.2), epoch, horizon)["q50"] is None
    assert date_quantile_row(np.zeros(9), epoch, horizon)["q50"] == "2024-01-01"


def test_dates_beyond_the_horizon_are_null() -> None:
    days = np.array([10.0] * 7 + [np.inf] * 3)
    row = date_quantile_row(days, date(2024, 1, 1), horizon=365.0)
    assert row["q50"] == "2024-01-11"
    assert row["q90"] is None


@given(st.floats(0.01, 1e10))
def test_numbers_keep_two_figures(value: float) -> None:
    text = say.number(value).replace(",", "")
    scale = {"million": 1e6, "billion": 1e9}
    digits, _, word = text.partition(say.NBSP)
    assert float(digits) * scale.get(word, 1) == pytest.approx(value, rel=0.06)


def test_a_sweep_plan_is_read_strictly(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('[grid]\nscenario = ["today", "faster"]\nadded_channels = [0, 100.0]\n', encoding="utf-8")
    _, grid = read_plan(plan)
    assert len(grid.points()) == 4
    assert isinstance(grid, Grid)
    plan.write_text("[grid]\nroutes = [1]\n", encoding="utf-8")
    with pytest.raises(InputError, match="routes"):
        read_plan(plan)
    plan.write_text('[grid]\nscenario = ["worst"]\n', encoding="utf-8")
    with pytest.raises(InputError, match="worst"):
        read_plan(plan)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[sweep]\ndraws = 0\n", ["sweep.draws", "From 100 to 200000"]),
        ("[sweep]\nseed = -1\n", ["sweep.seed", "0 or more"]),
        ("[grid]\nvolume = [1.0, -1.0]\n", ["volume", "-1"]),
        ('[grid]\nscenario = ["today", "more"]\nvolume = [2.5]\n', ["volume", "3.75"]),
        ("[grid]\nadded_channels = [-5.0]\n", ["channels", "-5"]),
        ("[grid]\nrounds_factor = [-2.0]\n", ["rounds", "-2"]),
        ("[grid]\nresupply = [99.0]\n", ["resupply", "99"]),
    ],
)
def test_a_sweep_out_of_range_stops_before_it_starts(tmp_path: Path, text: str, words: list[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(plan)
    for word in words:
        assert word in str(caught.value)


def test_a_sweep_flown_by_other_code_is_not_resumed(monkeypatch: pytest.MonkeyPatch) -> None:
    case, options = Path(__file__).parents[2] / "cases" / "miniature", sweep.Options()
    before = sweep._key(case, options)
    assert sweep._key(case, options) == before
    monkeypatch.setattr(identifying, "_code", lambda room, without: "other")
    assert sweep._key(case, options) != before
