"""Warning, alerts and reach: headlines, titles and maps follow from the rows, and figures are plain data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tocsin import Assessment, load_case
from tocsin.answers.core import Answer
from tocsin.answers.reach import _headline, _title
from tocsin.answers.registry import question
from tocsin.answers.warning import CLASSES, _counts
from tocsin.answers.work import Work


def _asked(id: str, as_of: str) -> Answer:
    view = load_case(Path(__file__).parents[2] / "cases" / "yelabuga").as_of(as_of)
    work = Work(view, draws=100, seed=0, find=lambda work, other: question(other).answer(work))
    return question(id).answer(work)


def test_published_cases_make_the_headline() -> None:
    answer = _asked("warning", "2025-12-31")
    (observed,) = [row for row in answer.rows if row["row"] == "observed"]
    assert answer.headline.values["median"] == observed["q50"]
    timed = sorted(row["minutes"] for row in answer.rows if row["row"] == "case" and row["drones"])
    assert len(timed) == answer.headline.values["n"] == len(answer.draws["observed minutes"])
    assert observed["q025"] <= observed["q50"] <= observed["q975"] <= 10 * round(timed[-1] / 10)
    assert answer.parts["broken"] == []
    assert "No published case was shorter than promised." in answer.note


def test_nothing_is_printed_to_the_minute() -> None:
    answer = _asked("warning", "2025-12-31")
    for row in answer.rows:
        sure = [
            row.get(name)
            for name in ("least_minutes", "flight_minutes", "flight_faster_minutes", "q05", "q50", "q95")
        ]
        assert all(value % 10 == 0 for value in sure if value is not None)
    assert all(
        point["text"].endswith(("0", "under 10"))
        for row in answer.figures[0].data["rows"]
        for point in row["points"]
    )


def test_before_any_case_was_published_only_distance_speaks(early: Assessment) -> None:
    answer = early["warning"]
    assert "No published time" in answer.headline
    assert "too few" in answer.note
    assert [figure.id for figure in answer.figures] == ["map"]


def test_alerts_by_region_in_alphabetical_order() -> None:
    answer = _asked("alerts", "2024-10-31")
    year = [row for row in answer.rows if row["row"] == "year"]
    assert [row["region"] for row in year] == sorted(row["region"] for row in year)
    assert {row["period"] for row in year} == {"2024-09"}  # October was not over
    assert answer.parts["least_hours"] == min(row["hours_a_night"] for row in year)
    labels = [row["label"] for row in answer.figures[0].data["rows"]]
    assert labels == sorted(labels)
    # Nothing of what was launched, shot down or hit stands beside it (docs/scope.md).
    assert {name for row in answer.rows for name in row} == set(answer.columns)


def test_a_case_without_alerts_says_so(early: Assessment) -> None:
    assert early["alerts"].rows == ()
    assert "No table" in early["alerts"].headline


def test_places_of_the_map_fall_in_one_class_each(early: Assessment) -> None:
    drawn = early["warning"].figures[0].table.rows
    counts = _counts(drawn)
    assert sum(counts) == len(drawn)
    assert len(counts) == len(CLASSES)
    edge = [{"flight_minutes": 10}, {"flight_minutes": 0}, {"flight_minutes": 1e6}]
    assert _counts(edge) == [1, 1, 0, 0, 1]


def test_countries_within_reach_are_counted_alike(early: Assessment) -> None:
    answer = early["reach"]
    for drone in ("today", "longer"):
        within = sum(row["p_within"] > 0.5 for row in answer.rows if row["drone"] == drone)
        assert answer.parts[drone]["countries"] == within
    assert (
        len(answer.parts["added"]) >= answer.parts["longer"]["countries"] - answer.parts["today"]["countries"]
    )
    assert not {"UA", "RU"} & {row["country"] for row in answer.rows}
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


def test_maps_name_their_outline_and_carry_none(early: Assessment) -> None:
    for id in ("warning", "reach"):
        for figure in early[id].figures:
            stored = json.dumps(figure.to_json(), allow_nan=False)
            assert len(stored) < 150_000, f"{figure.id} is too large for assessment.json"
            if figure.chart == "reach_map":
                assert figure.data["outline"] == "far"
