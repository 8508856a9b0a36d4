"""The miniature case, and one assessment of it that the answers' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin import Assessment, Case, assess, load_case


@pytest.fixture(scope="session")
def case() -> Case:
    return load_case(Path(__file__).parents[2] / "cases" / "miniature")


@pytest.fixture(scope="session")
def early(case: Case) -> Assessment:
    """From its few nights, in mid-month; few draws: exact enough for laws, not for numbers."""
    return assess(case.as_of("2025-03-10"), draws=100, seed=0)
