"""The scorer itself, on hand-worked cases."""

from __future__ import annotations

import pytest

from reading_scoring import (
    Counts,
    match,
    same_speaker,
    same_value,
    score_attribution,
    score_attribution_strict,
    score_relays,
    score_spans,
)


def claim(start: int, end: int, speaker: str | None, modality: str = "asserted") -> dict[str, object]:
    return {"start_char": start, "end_char": end, "speaker": speaker, "via": [], "modality": modality}


def number(start: int, end: int, value: float, *, optional: bool = False) -> dict[str, object]:
    return {"start_char": start, "end_char": end, "kind": "count", "low": value, "best": value, "high": value,
            "qualifier": "exact", "per": None, "optional": optional}  # fmt: skip


def test_f1() -> None:
    assert Counts(3, 4, 6).f1 == pytest.approx(0.6)
    assert Counts(1, 2, 3) + Counts(1, 1, 1) == Counts(2, 3, 4)
    assert Counts().f1 == 1.0


def test_matching_is_one_to_one_by_largest_overlap() -> None:
    assert match([claim(0, 10, "a"), claim(0, 4, "a")], [claim(0, 9, "a")], lambda p, g: True) == [(0, 0)]


def test_optional_items_count_neither_way() -> None:
    counts = score_spans(
        [number(0, 5, 2), number(9, 12, 3)], [number(0, 5, 9, optional=True), number(9, 12, 3)], same_value
    )
    assert counts == Counts(1, 1, 1)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("the officials", "The officials", True),
        ("al-Maliki", "Colonel Turki al-Maliki", True),
        ("U.S. officials", "US officials", True),
        ("the ministry", "the army", False),
        (None, None, True),
        (None, "the army", False),
    ],
)
def test_same_speaker(first: str | None, second: str | None, same: bool) -> None:
    assert same_speaker(first, second) is same


def test_a_second_clause_of_one_claim_is_pardoned_only_in_the_lenient_count() -> None:
    predicted = [claim(0, 10, "the army"), claim(11, 20, "the army"), claim(30, 40, "the navy")]
    gold = [claim(0, 20, "army"), claim(30, 40, None)]
    assert score_attribution(predicted, gold) == Counts(1, 2, 1)
    assert score_attribution_strict(predicted, gold) == Counts(1, 3, 1)


def test_relays_are_scored_where_the_speaker_is_right() -> None:
    told = [
        {**claim(0, 9, "the ministry"), "via": ["Reuters"]},
        {**claim(20, 29, "the mayor"), "via": ["AFP"]},
    ]
    wanted = [
        {**claim(0, 9, "the ministry"), "via": ["Reuters", "the BBC"]},
        {**claim(20, 29, "the police"), "via": ["AFP"]},
    ]
    assert score_relays(told, wanted) == Counts(1, 1, 2)
