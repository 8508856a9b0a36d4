"""Fits kept at month-ends: what comes back, what is stale, and what a killed run has kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import tocsin
from tocsin.case import Case, load_case
from tocsin.claims import Ledger
from tocsin.programme.fit import fitting
from tocsin.programme.fit.fitting import fit_origins
from tocsin.programme.fit.inputs import inputs_of
from tocsin.programme.fit.origins import OriginFit, current, file_of, read, write

CASES = Path(tocsin.__file__).parents[2] / "cases"
GOOD = {"converged": True, "max_rhat": 1.001, "min_ess": 900, "divergent": 0}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return replace(load_case(CASES / "yelabuga"), path=tmp_path)


def kept(case: Case, origin: str) -> OriginFit:
    launches = np.tile(np.arange(100.0, 1300.0, 100.0), (50, 1))
    return OriginFit(origin, inputs_of(case.origin(origin)).content_hash(), launches, np.full(50, -1.5), GOOD)


def test_a_kept_fit_comes_back(case: Case) -> None:
    fit = kept(case, "2024-06")
    write(fit, file_of(case, "2024-06"))
    back = current(case.origin("2024-06"), "2024-06")
    assert isinstance(back, OriginFit)
    assert back.converged
    assert back.launches == pytest.approx(fit.launches, rel=0.01)
    counts = back.counts(4_000, 1)
    assert counts.shape == (4_000, 12)
    assert counts.mean(axis=0) == pytest.approx(fit.launches[0], rel=0.03)
    assert counts.std(axis=0)[11] == pytest.approx(np.sqrt(1200 + (1200 * np.exp(-1.5)) ** 2), rel=0.05)


def test_why_there_is_none(case: Case) -> None:
    origin = "2024-06"
    view = case.origin(origin)
    assert "no fit is kept" in str(current(view, origin))
    write(kept(case, origin), file_of(case, origin))
    fewer = replace(view, claims=Ledger(tuple(view.claims)[::2]))
    assert "stale" in str(current(fewer, origin))
    file = file_of(case, origin)
    file.write_bytes(file.read_bytes()[:200])
    assert read(file) is None
    assert "cannot be read" in str(current(view, origin))
    assert "no fit is possible" in str(_too_early(case))


def _too_early(case: Case) -> OriginFit | str:
    write(kept(case, "2024-06"), file_of(case, "2022-07"))
    return current(case.origin("2022-07"), "2022-07")


def test_a_killed_run_goes_on_where_it_stopped(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def slow(view: Case, origin: str) -> OriginFit:
        calls.append(origin)
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(kept(case, origin), file_of(view, origin))
        return kept(case, origin)

    monkeypatch.setattr(fitting, "_fit_origin", slow)
    origins, seen = ("2024-04", "2024-05", "2024-06"), []
    with pytest.raises(KeyboardInterrupt):
        fit_origins(case, origins)
    made = fit_origins(case, origins, progress=lambda done, total, what: seen.append((done, total)))
    assert calls == ["2024-04", "2024-05", "2024-05", "2024-06"]
    assert [fit.origin for fit in made] == ["2024-05", "2024-06"]
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert fit_origins(case, origins) == []
    assert len(fit_origins(case, origins, fresh=True)) == 3
