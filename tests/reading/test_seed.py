"""The first report against its annotation; both lie beside the checkout and are never part of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reading_scoring import score_report
from tocsin.reading import read

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "seed" / "report.txt").exists(), reason="the first report is not here"
)


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    text = (SHARED / "seed" / "report.txt").read_text(encoding="utf-8")
    gold = json.loads((SHARED / "reader" / "seed_gold.json").read_text(encoding="utf-8"))
    return score_report(read(text, date(2023, 2, 6)).to_json(), gold)


def test_every_quantity_and_date(scores: dict[str, Any]) -> None:
    assert scores["value"].f1 == 1.0
    assert scores["quantity"].f1 == 1.0
    assert scores["date"].f1 == 1.0


def test_attribution_modality_and_flags(scores: dict[str, Any]) -> None:
    assert scores["attribution_strict"].f1 >= 0.90
    pairs = scores["modality"]
    assert sum(predicted == gold for predicted, gold in pairs) >= 0.90 * len(pairs)
    assert scores["flags"].recall == 1.0
