"""Text as it comes from PDFs, e-mails and web pages: lines, broken words, odd characters, other languages, encodings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.reading import drafts, read
from tocsin.reading.documents import load_document
from tocsin.reading.language import other_language
from tocsin.reading.plaintext import plain

PUBLISHED = date(2024, 3, 15)
# as printed → as read ("¶" a line break)
LINES = {
    "The yard delivered two¶boats in May.": "The yard delivered two boats in May.",
    "The navy, which had ordered the¶Oslo yard’s boats, paid.": "The navy, which had ordered the Oslo yard’s boats, paid.",
    "Output was re-¶duced by the long-¶range plan.": "Output was reduced by the long-range plan.",
    "A Norwegian-¶made boat sank.": "A Norwegian-made boat sank.",
    "Boats for Oman¶The yard delivered two boats.": "Boats for Oman¶The yard delivered two boats.",
    "Harbour Ministry:¶Two boats sank.": "Harbour Ministry:¶Two boats sank.",
    "Two boats sank.¶Three were saved.": "Two boats sank.¶Three were saved.",
    "The yard said it had¶¶sold 40 boats.": "The yard said it had sold 40 boats.",
    "The yard said it had¶¶- 12 -¶¶sold 40 boats.": "The yard said it had sold 40 boats.",
    "Last year the Oslo yard built boats for the¶navies of Oman and of Norway, said Captain¶"
    "Karl Holm, who had seen the yard in summer¶and again in the autumn of the year before.": (
        "Last year the Oslo yard built boats for the navies of Oman and of Norway, said Captain "
        "Karl Holm, who had seen the yard in summer and again in the autumn of the year before."
    ),
}
HEADER = "Harbour Review No 7, page {}"


@pytest.mark.parametrize("printed", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines(printed: str, end: str) -> None:
    assert plain(printed.replace("¶", end)).text == LINES[printed].replace("¶", end)


def test_a_header_that_comes_back_parts_no_sentence() -> None:
    pages = ["The yard sold", "40 boats to Oman and", "12 boats to Chile, the", "minister said on Friday."]
    text = pages[0]
    for number, page in enumerate(pages[1:], 1):
        text += f"\n\n{HEADER.format(number)}\n\n{page}"
    joined = plain(text).text
    assert "40 boats to Oman and 12 boats" in joined or "Oman and" in joined
    assert "the minister said on Friday." in joined
    assert HEADER.format(3) not in joined


@given(st.text(alphabet="ab A.,-\n\r\u00ad\u200bﬁ1 ", max_size=120))
def test_every_point_has_its_place(text: str) -> None:
    made = plain(text)
    places = made.origin if made.origin is not None else range(len(text))
    assert len(places) == len(made.text)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    for at, char in enumerate(made.text):
        assert text[places[at]] in (char, "ﬁ") or char in " .,"


def test_spans_are_those_of_the_text_as_given() -> None:
    text = "Of\ufb01cials said\u200b the yard pro-\nduced 3\u200b,000 dro\u00adnes a\nmonth."
    reading = read(text, PUBLISHED)
    (quantity,) = reading.quantities
    assert quantity.surface == "3\u200b,000 dro\u00adnes a\nmonth"
    assert (quantity.best, quantity.unit, quantity.per) == (3000, "drones", "month")
    (claim,) = reading.claims
    assert claim.speaker == "Officials"
    assert text[claim.start_char : claim.end_char] == claim.surface
    assert all(row["value_best"] == "3000" for row in drafts(reading, text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("French", "L’usine produit 400 drones par mois, a dit le ministre vendredi à Paris."),
        ("Polish", "Zakład produkuje 300 dronów miesięcznie, powiedział w piątek minister obrony."),
        ("Ukrainian", "Завод випускає 300 безпілотників щомісяця, повідомив міністр у п’ятницю."),
        ("Chinese", "部长周五表示，该工厂每月生产三百架无人机。"),
        ("", "Oman mulls an order for twelve fast patrol boats from Norway"),
        ("", "Kyiv: 12 drones"),
        ("", "Das Werk"),
    ],
)
def test_language(language: str, text: str) -> None:
    assert other_language(text) == language
    reading = read(text, PUBLISHED)
    assert [flag.type for flag in reading.flags if flag.type == "not_english"] == (
        ["not_english"] if language else []
    )
    assert not (language and (reading.claims or reading.quantities or drafts(reading, text)))


REPORT = "The “plant” in Łódź built 40 boats, the minister’s office said – and the café was closed, said André Müller."


def test_an_encoding_is_named_or_detected(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.replace("Łódź", "Lodz").encode("cp1252"))
    found = load_document(str(path))
    assert "built 40 boats" in found.text
    assert "“plant”" in found.text
    assert any("--encoding" in note for note in found.notes)
    path.write_bytes(REPORT.encode("cp1250"))
    named = load_document(str(path), "cp1250")
    assert (named.text, named.notes) == (REPORT, ())
    path.write_bytes(REPORT.encode("utf-16"))
    assert load_document(str(path)).text == REPORT
    with pytest.raises(InputError, match="windows-1252"):
        load_document(str(path), "latin-99")
    path.write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(InputError, match="0xff is not ascii"):
        load_document(str(path), "ascii")


def test_mojibake_is_mended_and_said(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT.replace("Łódź", "Lodz").encode().decode("latin-1"), encoding="utf-8")
    found = load_document(str(path))
    assert found.text == REPORT.replace("Łódź", "Lodz")
    assert any("mojibake" in note for note in found.notes)
    path.write_text(REPORT, encoding="utf-8")
    assert load_document(str(path)).notes == ()
