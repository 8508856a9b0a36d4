"""Warning and reach: headlines, titles and maps follow from the rows, and figures are plain data."""

from __future__ import annotations

import json

import pytest

from tocsin import Assessment
from tocsin.answers.reach import _headline, _title
from tocsin.answers.warning import CLASSES, _counts, _people_title


def test_the_headline_counts_the_people_of_the_rows(early: Assessment) -> None:
    answer = early["warning"]
    rows = {row["drone"]: row for row in answer.rows if row.get("under_minutes") == 10}
    said = answer.headline.values
    assert (said["people"], said["faster"]) == (rows["today"]["q50"], rows["faster"]["q50"])
    assert answer.parts["people"]["today"]["q95"] == rows["today"]["q95"]


def test_places_of_the_map_fall_in_one_class_each(early: Assessment) -> None:
    drawn = early["warning"].figures[0].table.rows
    counts = _counts(drawn)
    assert sum(counts) == len(drawn)
    assert len(counts) == len(CLASSES)
    edge = [{"q50": 10.0}, {"q50": 9.9}, {"q50": 1e6}]
    assert _counts(edge) == [1, 1, 0, 0, 1]


def test_countries_within_reach_are_counted_alike(early: Assessment) -> None:
    answer = early["reach"]
    for drone in ("today", "longer"):
        within = sum(row["p_within"] > 0.5 for row in answer.rows if row["drone"] == drone)
        assert answer.parts[drone]["countries"] == within
    assert (
        len(answer.parts["added"]) >= answer.parts["longer"]["countries"] - answer.parts["today"]["countries"]
    )
    assert answer.parts["today"]["q50"] == pytest.approx(answer.figures[1].data["rows"][0]["q50"], abs=1)


def test_what_the_longer_range_adds_is_named_up_to_six() -> None:
    row = dict.fromkeys(("q05", "q25", "q50", "q75", "q95"), 1.0)
    parts = {"today": {**row, "countries": 2}, "longer": {**row, "countries": 9}, "others": 69, "added": []}
    assert "adds" not in _headline(parts)
    assert _headline({**parts, "added": ["Malta", "Spain"]}).endswith("adds Malta and Spain.")
    assert _headline({**parts, "added": list("abcdefgh")}).endswith("adds a, b, c, d, e, f and 2 more.")


def test_titles_of_what_may_be_missing() -> None:
    assert _title({"today": 0, "longer": 4}) == "Who comes within reach"
    assert _title({"today": 1, "longer": 1}) == "1 other country lies within range"
    assert _people_title({}) == "People by minutes of warning"


def test_maps_name_their_outline_and_carry_none(early: Assessment) -> None:
    for id in ("warning", "reach"):
        for figure in early[id].figures:
            stored = json.dumps(figure.to_json(), allow_nan=False)
            assert len(stored) < 150_000, f"{figure.id} is too large for assessment.json"
            if figure.chart == "reach_map":
                assert figure.data["outline"] == "far"
