"""Attribution, one own text per construct: who speaks in each claim, and through whom."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)

# text → (speaker, via) of each claim, in order
CASES = {
    "Officials said the plant had closed.": [("Officials", [])],
    "The plant had closed, officials said.": [("officials", [])],
    "The plant had closed, said the mayor.": [("the mayor", [])],
    "The plant has closed.": [(None, [])],
    "“The plant has closed,” the mayor said.": [("the mayor", [])],
    "“The plant has closed,” said Anna Berg, head of the local union.": [("Anna Berg", [])],
    "According to the ministry, the plant has closed.": [("the ministry", [])],
    "The plant has closed, according to an analysis by the Harbour Institute.": [
        ("the Harbour Institute", [])
    ],
    "The plant, officials said, had closed.": [("officials", [])],
    "The plant has closed, the Evening Post reported, citing two diplomats.": [
        ("two diplomats", ["the Evening Post"])
    ],
    "The Evening Post, citing two diplomats, said the plant had closed.": [
        ("two diplomats", ["The Evening Post"])
    ],
    "A Reuters report quoted two diplomats as saying the plant had closed.": [
        ("two diplomats", ["A Reuters report"])
    ],
    "“The plant has closed,” a diplomat told Reuters.": [("a diplomat", ["Reuters"])],
    "“The plant has closed,” a diplomat told reporters.": [("a diplomat", [])],
    "The plant had closed, a spokesman said, Interfax reported.": [("a spokesman", ["Interfax"])],
    "The mayor said the plant had closed, Interfax reported.": [("The mayor", ["Interfax"])],
    "“The plant has closed,” he was quoted as saying by Interfax.": [("he", ["Interfax"])],
    "Anna Berg, head of the local union, told the Evening Post that the plant had closed.": [
        ("Anna Berg", ["the Evening Post"])
    ],
    "Kyiv claimed the raid had failed, while Moscow stated that the plant was destroyed.": [
        ("Kyiv", []),
        ("Moscow", []),
    ],
    "The plant has closed, Seoul says": [("Seoul", [])],
    "Pentagon: the plant has closed for good": [("Pentagon", [])],
    "Plant has closed for good - ministry": [("ministry", [])],
    "The US Army has expressed concern over the closed plant.": [("The US Army", [])],
    "The ministry denied the report.": [("The ministry", [])],
    "The minister spoke on Monday. Anna Berg said the plant had closed. She added that 40 people had left.": [
        (None, []),
        ("Anna Berg", []),
        ("Anna Berg", []),
    ],
    "The Harbour Institute published a study. It said the plant had closed.": [
        (None, []),
        ("The Harbour Institute", []),
    ],
    "The US Army said the plant had closed. It will reopen in May, it added.": [
        ("The US Army", []),
        ("The US Army", []),
    ],
    "“The plant has closed. The workers have left. Nobody was told,” the mayor said.": [("the mayor", [])]
    * 3,
    "The mayor said: “The plant has closed. The workers have left.”": [("The mayor", [])] * 2,
    "Officials said the plant had closed. The hall was empty.": [("Officials", []), (None, [])],
    "Officials said the plant had closed, adding that the workers had left.": [("Officials", [])] * 2,
    "The firm is a maker that the US says is central to the programme.": [(None, []), ("the US", [])],
    "Stating that the plant had closed, Anna Berg said the workers had left.": [("Anna Berg", [])] * 2,
    "The report said the plant had closed.": [("The report", [])],
    "It is believed that the plant has closed.": [(None, [])],
    "The attack claimed 12 lives.": [(None, [])],
    "The company added 200 workers in the north.": [(None, [])],
    "The estimated need was never met by the plants.": [(None, [])],
}


@pytest.mark.parametrize("text", CASES)
def test_attribution(text: str) -> None:
    found = [(claim.speaker, list(claim.via)) for claim in read(text, PUBLISHED).claims]
    assert found == CASES[text]


def test_a_resolved_pronoun_keeps_what_was_printed() -> None:
    claims = read("Anna Berg said the plant had closed. She said the workers had left.", PUBLISHED).claims
    assert [(claim.speaker, claim.said) for claim in claims] == [
        ("Anna Berg", "Anna Berg"),
        ("Anna Berg", "She"),
    ]


def test_a_relative_clause_is_a_claim_of_its_own() -> None:
    claims = read("Officials said the north had a plant that could make 90 drones.", PUBLISHED).claims
    assert [claim.modality for claim in claims] == ["asserted", "capability"]
