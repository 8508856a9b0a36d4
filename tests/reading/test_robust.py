"""Hostile input: every span slices back, nothing raises, whatever the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import Reading, read

PUBLISHED = date(2024, 3, 15)
PIECES = (
    "officials said ", "“", "”", '"', "‘", "’", " that ", "according to the ministry", ", ", ". ", "\n", "\n\n", "5 ", "6,000 ",
    "drones ", "between ", "and ", "to ", "$", "billion ", "by the end of the year ", "in May ", "at least ", "per ", "month ",
    "A ", "the ", "Reuters ", "told ", "citing ", "9" * 400, "\x00", "\u202e", "\u200f", "Завод ", "工厂", "%", "(", ")", "-", "–",
    "2023-02-30 ", "31.02.2024 ", "29 February 2023 ", "0 ", "one ", "half ", "a dozen ", "next ", "last ", "years ", "ago ",
    "could make ", "which ", "Gen. ", "U.S. ", "said", ":", ";", "½", "٣ ", "²", "Ⅷ ", "\u2028", "ﬁ", "𝟓 ", "e\u0301", "İ",
)  # fmt: skip


def spans_slice_back(text: str, reading: Reading) -> None:
    for item in (*reading.claims, *reading.quantities, *reading.dates, *reading.names):
        assert 0 <= item.start_char < item.end_char <= len(text)
        assert text[item.start_char : item.end_char] == item.surface
    for flag in reading.flags:
        assert 0 <= flag.start_char < flag.end_char <= len(text)
        assert all(0 <= index < len(reading.claims) for index in flag.claims)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_news_like_noise(text: str) -> None:
    spans_slice_back(text, read(text, PUBLISHED))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    spans_slice_back(text, read(text, PUBLISHED))


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_any_publication_date(published: date) -> None:
    text = "On 29 February, last month, over the next 90 years, two decades ago, by the end of next year."
    for when in read(text, published).dates:
        assert when.start is None or when.end is None or when.start <= when.end


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "A " * 5_000,
        "9" * 10_000,
        "1," * 5_000,
        "“" * 5_000,
        "“‘" * 2_500 + "drones" + "’”" * 2_500,
        "\u202e\u200f12 дронов\u202c " * 500,
        "a\x00b 5 drones\x00",
        "said " * 5_000,
        "between 5 and " * 2_000,
        "X, " * 5_000 + "said.",
        "the " * 5_000,
        "(" * 5_000,
        "2023" * 2_000,
        "3 " * 5_000,
        "hundred thousand million " * 2_000,
        "\ud800 5 drones",
        "0.8,1 and 1.2,3.4 drones",
        "one-" * 990,
        "one-" * 990 + "way drones",
        "mid-late-" * 2_000,
        "It has 5+",
        "The yard said in the end it was " + "one-" * 20_000,
        "Anna Berg:\n" * 2_000 + "The yard closed.",
        "The total of the boats:\n" + "7 – over Lipa,\n" * 2_000,
        "did not build 40 boats and " * 1_000,
        "Der Preis, 1.250.000 oder 3,5 " * 1_000,
    ],
)
def test_hostile_texts(text: str) -> None:
    spans_slice_back(text, read(text, PUBLISHED))


def test_the_same_text_gives_the_same_reading() -> None:
    text = "Officials said on Friday that 40 drones a month could be made. It was denied by Moscow."
    assert read(text, PUBLISHED).to_json() == read(text, PUBLISHED).to_json()


@pytest.mark.integration
def test_ten_megabytes() -> None:
    text = "Officials said on Friday that 40 drones a month could be made by the plant.\n" * 130_000
    reading = read(text, PUBLISHED)
    assert len(reading.quantities) == 130_000
