"""The beta-binomial regression, on simulated nights and on the case's record."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import betabinom

from tocsin.calibration import fit_leak_share, log_beta_binomial, size_table
from tocsin.errors import InputError
from tocsin.randomness import stream

RECORD = Path(__file__).parents[2] / "cases" / "yelabuga" / "record.csv"


def nights(first: str, last: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from tocsin.record import read_record

    frame = read_record(RECORD).nights()
    frame = frame[
        (frame["date"] >= first) & (frame["date"] <= last) & frame["usable"] & (frame["launched"] > 0)
    ]
    month = frame["date"].dt.strftime("%Y-%m").to_numpy()
    return frame["launched"].to_numpy(float), frame["leaked"].to_numpy(float), month


def test_pmf_agrees_with_scipy_and_sums_to_one() -> None:
    k = np.arange(0, 41.0)
    for p, phi in ((0.1, 3.0), (0.27, 23.0), (0.9, 200.0)):
        ours = np.exp(log_beta_binomial(k, np.full(41, 40.0), np.full(41, p), phi))
        assert ours == pytest.approx(betabinom.pmf(k, 40, p * phi, (1 - p) * phi), rel=1e-9)
        assert ours.sum() == pytest.approx(1)


def test_simulated_nights_give_back_slope_and_precision() -> None:
    g = stream(1, "simulated nights")
    n = np.round(np.exp(g.normal(4.7, 0.8, size=3000))) + 1
    month = g.integers(6, size=3000)
    level = np.array([-1.5, -1.0, -1.2, -1.8, -0.9, -1.4])[month]
    p = 1 / (1 + np.exp(-(level - 0.5 * (np.log(n) - np.log(n).mean()))))
    k = g.binomial(n.astype(int), g.beta(20 * p, 20 * (1 - p)))
    fit = fit_leak_share(n, k, month)
    assert fit.slope == pytest.approx(-0.5, abs=4 * fit.slope_se)
    assert fit.phi == pytest.approx(20, rel=0.1)
    assert fit.levels == pytest.approx([-1.5, -1.0, -1.2, -1.8, -0.9, -1.4], abs=0.15)


def test_record_august_to_december_2025() -> None:
    """The figures of docs/calibration.md; a change of the record shows here."""
    n, k, month = nights("2025-08-01", "2025-12-31")
    fit = fit_leak_share(n, k, month)
    assert fit.nights == 154
    assert fit.slope == pytest.approx(-0.553, abs=0.005)
    assert 0.05 < fit.slope_se < 0.09
    assert fit.phi == pytest.approx(23.0, abs=0.3)
    table = size_table(n, k)
    assert table[:, 2] == pytest.approx([0.272, 0.280, 0.234, 0.203, 0.160, 0.078, 0.084], abs=0.001)
    assert table[4, 0] == 3


def test_record_held_out_october_2024_to_july_2025() -> None:
    n, k, month = nights("2024-10-01", "2025-07-31")
    fit = fit_leak_share(n, k, month)
    assert fit.slope == pytest.approx(-0.43, abs=0.02)
    assert fit.phi == pytest.approx(19, abs=1)


def test_a_larger_bin_edge_belongs_to_the_smaller_bin() -> None:
    table = size_table([60, 61], [6, 0])
    assert table[0].tolist() == [1, 60, 0.1]
    assert table[1].tolist() == [1, 61, 0]
    assert np.isnan(table[2, 2])


@pytest.mark.parametrize(
    ("launched", "leaked"), [([10, 5], [1, 6]), ([0], [0]), ([5], [-1]), ([5, 6], [1]), ([], [])]
)
def test_impossible_nights_are_explained(launched: list[float], leaked: list[float]) -> None:
    with pytest.raises(InputError):
        fit_leak_share(launched, leaked)


def test_the_example_of_the_page_prints_what_it_says(monkeypatch, capsys) -> None:
    page = (RECORD.parents[2] / "docs" / "calibration.md").read_text(encoding="utf-8")
    example = page.split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(RECORD.parents[2])
    exec(compile(example, "docs/calibration.md", "exec"), {})
    first, *table = capsys.readouterr().out.splitlines()
    assert first == example.split("  # ")[1].split("\n")[0]
    assert len(table) == 7
