"""Clashes, bargain and names: counts in headline and parts are those of the rows; rules are told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin import Assessment, load_case
from tocsin.answers.assessing import find
from tocsin.answers.core import Answer
from tocsin.answers.work import Work


@pytest.fixture(scope="module")
def real() -> Work:
    """The real case at the end of 2024: nothing here needs draws."""
    case = load_case(Path(__file__).parents[2] / "cases" / "yelabuga")
    return Work(case.as_of("2024-12-31"), draws=10, seed=1, find=find)


def unique(answer: Answer) -> bool:
    seen = [str([row.get(key) for key in answer.keys]) for row in answer.rows]
    return len(seen) == len(set(seen))


def test_clashes_are_counted_by_rule(real: Work) -> None:
    answer = real.answer("clashes")
    assert unique(answer)
    assert sum(item["n"] for item in answer.parts["rules"]) == answer.parts["clashes"] == len(answer.rows)
    assert [item.values["n"] for item in answer.headline.values["most"]] == [
        item["n"] for item in answer.parts["rules"][:3]
    ]
    (table,) = answer.tables
    labels = {item["label"] for item in answer.parts["rules"]}
    assert {row["rule"] for row in table.rows} == labels
    assert not any("_" in label for label in labels)


def test_items_of_the_bargain_are_counted_by_status(real: Work) -> None:
    answer = real.answer("bargain")
    assert unique(answer)
    assert sum(answer.parts["statuses"].values()) == answer.headline.values["n"] == len(answer.rows)
    assert all(isinstance(row["claims"], list) for row in answer.tables[0].rows)


def test_people_and_organisations_are_all_who_is_named(real: Work) -> None:
    answer = real.answer("network")
    assert unique(answer)
    assert answer.parts["people"] + answer.parts["organisations"] == len(answer.rows)
    assert f"{answer.parts['people']} people" in answer.headline


def test_marks_of_the_timeline_follow_the_claims(real: Work) -> None:
    answer = real.answer("timeline")
    assert unique(answer)
    (figure,) = answer.figures
    assert len(figure.data["rows"]) == len(figure.table.rows) <= answer.parts["events"] == len(answer.rows)
    for mark, row in zip(figure.data["rows"], figure.table.rows, strict=True):
        assert (mark["kind"] == "denied") == (real.view.claims[row["claims"][0]].modality == "denied")
    assert {mark["strand"] for mark in figure.data["rows"]} == set(figure.data["strands"])


def test_a_ledger_without_bargain_or_names_says_so(early: Assessment) -> None:
    assert early["bargain"].headline == "No item of the bargain is public yet."
    assert early["bargain"].tables == early["network"].tables == ()
