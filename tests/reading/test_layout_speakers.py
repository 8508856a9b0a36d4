"""Speakers named by layout, relays of relays, and what cannot speak."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import drafts, read

PUBLISHED = date(2024, 3, 15)
# text ("¶" a line break) | speaker of each claim ("-": the outlet), "<" before who relays
CASES = """
Anna Berg (00:12):¶We have sold 40 boats.¶¶Karl Holm (00:40):¶We bought 12 boats. | Anna Berg; Karl Holm
ANNA BERG:¶We have sold 40 boats.¶¶We will sell more boats in May.¶¶KARL HOLM:¶We bought 12 boats. | ANNA BERG; ANNA BERG; KARL HOLM
Anna Berg: We have sold 40 boats.¶Karl Holm: We bought 12 boats. | Anna Berg; Karl Holm
Mr Holm (Oslo) (Con): The Navy has sold 40 boats.¶The Minister (Anna Berg): It has bought 12 boats. | Mr Holm; The Minister
Answered by Anna Berg - Minister for the Navy¶The Navy has sold 40 boats. | Anna Berg
Answered by: Anna Berg¶The Navy has sold 40 boats.¶¶It has bought 12 boats. | Anna Berg; Anna Berg
Harbour Ministry:¶Last night 40 boats left the port.¶¶The port was quiet on Monday. | Harbour Ministry; -
And from Minister Berg:¶¶“We sold 40 boats.”¶¶The port was quiet on Monday. | Minister Berg; -
Source: Harbour Ministry¶Quote: “We sold 40 boats in May.” | Harbour Ministry
“We sold 40 boats.” —Minister Anna Berg | Minister Anna Berg
“We sold 40 boats. We bought 12 boats.”¶— Anna Berg, head of the navy | Anna Berg; Anna Berg
Background:¶The navy sold 40 boats. | -
New Delhi:¶The navy sold 40 boats. | -
Boats for Oman¶The navy sold 40 boats. | -
The paper cites figures from the ministry, according to which the yard sold 40 boats. | the ministry<The paper
The yard sold 40 boats, Interfax reports with reference to the ministry. | the ministry<Interfax
The yard sold 40 boats, Interfax reported, referring to the ministry. | the ministry<Interfax
The yard sold 40 boats. This was announced by the ministry, Interfax reports. | the ministry<Interfax
The yard sold 40 boats. This was stated by the minister. | the minister
The minister said, according to the BBC, that the yard had sold 40 boats. | The minister<the BBC
The minister said the yard had sold 40 boats, but this could not be independently verified. | The minister; -
The minister said the yard had sold 40 boats, but it could not be confirmed. | The minister; -
The minister said that the report could not be verified. | The minister
The agreement states that 40 boats will be sold. | -
The ship reported that 40 boats were near. | -
The deal, the minister said, covers 40 boats. | the minister
"""


@pytest.mark.parametrize("row", CASES.strip("\n").splitlines())
def test_speakers(row: str) -> None:
    text, _, wanted = row.rpartition(" | ")
    claims = read(text.replace("¶", "\n"), PUBLISHED).claims
    assert "; ".join("<".join([claim.speaker or "-", *claim.via]) for claim in claims) == wanted


LIST = "Harbour Ministry:\nLast night forces downed 12 drones:\n7 – over Lipa,\n5 – over Brod, including 2 near the port."


def test_a_list_of_counts_is_one_claim_and_its_parts_are_marked() -> None:
    reading = read(LIST, PUBLISHED)
    rows = drafts(reading, LIST)
    assert [(row["quantity"], row["value_best"], row["coverage"]) for row in rows] == [
        ("intercepted_units", "12", ""),
        ("intercepted_units", "7", "part"),
        ("intercepted_units", "5", "part"),
        ("intercepted_units", "2", "part"),
    ]
    assert {row["refers_to_start"] for row in rows} == {"2024-03-14"}
    assert not [flag for flag in reading.flags if flag.type == "sum_mismatch"]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("It sold 12 boats: 7 to Oman and 5 to Chile, of which 2 were new.", False),
        ("It sold 12 boats: 7 to Oman and 8 to Chile, of which 2 were new.", True),
        ("It sold 12 boats, including 7 to Oman and 8 to Chile.", True),
    ],
)
def test_parts_of_parts_are_not_added_again(text: str, flagged: bool) -> None:
    assert any(flag.type == "sum_mismatch" for flag in read(text, PUBLISHED).flags) == flagged
