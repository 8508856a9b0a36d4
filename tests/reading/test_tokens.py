"""Tokens: contractions are their two words, and every offset slices back."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read
from tocsin.reading.tokens import tokenise

PUBLISHED = date(2024, 3, 15)
WORDS = {
    "they'll build": "they will build",
    "They’ll": "they will",
    "can't, won’t, cannot": "can not , will not , can not",
    "isn't": "is not",
    "It’s Iran’s": "it is iran",
    "we've, I'm, you'd": "we have , i am , you would",
    "let's": "let us",
    "Shi'ite o'clock Xi’an": "shi'ite o'clock xi'an",
    "one-two-way mid-2024 February14": "one - two - way mid - 2024 february 14",
}
# in full, contracted
PAIRS = [
    ("The director said they will build a plant.", "The director said they'll build a plant."),
    ("They are planning a plant, the mayor said.", "They're planning a plant, the mayor said."),
    ("The firm would not sell its boats.", "The firm wouldn't sell its boats."),
    ("The ministry did not confirm the report.", "The ministry didn't confirm the report."),
    ("The boat cannot carry 40 tonnes.", "The boat can't carry 40 tonnes."),
    ("“We have built 40 boats,” he said.", "“We've built 40 boats,” he said."),
    ("It is planned to open in 2026.", "It's planned to open in 2026."),
    ("“They would like to buy 12 boats,” she said.", "“They'd like to buy 12 boats,” she said."),
    ("That is according to the ministry.", "That's according to the ministry."),
    ("We do not plan to build a plant.", "We don't plan to build a plant."),
]


@pytest.mark.parametrize("text", WORDS)
def test_words(text: str) -> None:
    tokens = list(tokenise(text))
    assert " ".join(token.lower for token in tokens) == WORDS[text]
    assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.parametrize(("full", "short"), PAIRS)
def test_a_contraction_reads_as_its_two_words(full: str, short: str) -> None:
    wanted = [(claim.speaker, claim.via, claim.modality) for claim in read(full, PUBLISHED).claims]
    for text in (short, short.replace("'", "’")):
        assert [
            (claim.speaker, claim.via, claim.modality) for claim in read(text, PUBLISHED).claims
        ] == wanted


def test_they_ll_build_is_a_plan() -> None:
    assert read("They’ll build a plant in Oman.", PUBLISHED).claims[0].modality == "plan"
