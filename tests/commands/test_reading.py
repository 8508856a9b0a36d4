"""The command, documents and drafts."""

from __future__ import annotations

import argparse
import io
import json
from datetime import date
from pathlib import Path

import pytest

from tocsin.claims.ledger import read_ledger, write_ledger
from tocsin.commands.reading import register
from tocsin.errors import InputError
from tocsin.reading import read
from tocsin.reading.documents import load_document
from tocsin.reading.drafting import drafts
from tocsin.reading.into import append_drafts

TEXT = (
    "The plant could make at least 6,000 drones by the end of 2025, officials from the north said.\n\n"
    "“We were told that 40 drones a month are made,” Anna Berg told Reuters. The deal is worth $1 billion.\n"
)
PAGE = """<!doctype html><html><head><title>Plant</title>
<meta property="article:published_time" content="2024-03-14T08:00:00Z"></head><body><article><h1>Plant</h1>
<p>The plant could make at least 6,000 drones a year, officials from the north said on Thursday in the capital.</p>
<p>They said the hall was built in May and that the workers had come from the south of the country.</p></article>
</body></html>"""


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    parsed = parser.parse_args(["read", *arguments])
    return int(parsed.run(parsed))


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    write_ledger([], folder / "claims.csv")
    return folder


def test_json_has_the_promised_shape(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(report, "--published", "2024-03-15", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert {"start_char", "end_char", "speaker", "via", "modality"} <= set(made["claims"][0])
    assert {
        "start_char",
        "end_char",
        "surface",
        "kind",
        "unit",
        "qualifier",
        "low",
        "best",
        "high",
        "per",
    } == set(made["quantities"][0])
    assert {"start_char", "end_char", "surface", "start", "end", "relation"} == set(made["dates"][0])
    assert {flag["type"] for flag in made["flags"]} >= {"unnamed_origin"}


def test_the_table_shows_speaker_numbers_and_flags(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(report, "--published", "2024-03-15") == 0
    shown = capsys.readouterr().out
    for piece in ("capability", "at least 6,000", "2025-12-31", "unnamed_origin", "Reuters"):
        assert piece in shown


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert run("-", "--published", "2024-03-15", "--json") == 0
    assert json.loads(capsys.readouterr().out)["claims"]


def test_without_a_date_the_error_says_what_is_needed(report: str) -> None:
    with pytest.raises(InputError, match="--published YYYY-MM-DD"):
        run(report)
    with pytest.raises(InputError, match="no day"):
        run(report, "--published", "yesterday")


def test_unreadable_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        load_document(str(tmp_path / "none.txt"))
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(InputError, match=r"row 2.*0xff"):
        load_document(str(bad))


def test_html_text_and_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = load_document(str(path))
    assert document.detected == date(2024, 3, 14)
    assert "6,000 drones" in document.text
    with pytest.raises(InputError, match="--published 2024-03-14"):
        run(str(path))
    run(str(path), "--published", "2024-03-15")
    assert "CHECK: the document itself says 2024-03-14" in capsys.readouterr().out


def test_pdf_without_text_or_structure(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing here")
    with pytest.raises(InputError, match="PDF"):
        load_document(str(broken))
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    blank = tmp_path / "blank.pdf"
    with blank.open("wb") as stream:
        writer.write(stream)
    with pytest.raises(InputError, match="no text"):
        load_document(str(blank))


def test_drafts_carry_selectors_and_a_chain() -> None:
    reading = read(TEXT, date(2024, 3, 15))
    rows = drafts(reading, TEXT, outlet="Evening Post")
    assert all(row["status"] == "draft" for row in rows)
    for row in rows:
        assert TEXT[int(row["start_char"]) : int(row["end_char"])] == row["exact"]
        assert row["exact"] not in row["statement"]
    assert rows[0]["quantity"] == "production_target_units"
    assert rows[0]["value_low"] == "6000"
    assert rows[0]["attributed_to"] == "Evening Post < officials from the north"
    chained = next(row for row in rows if "Reuters" in row["attributed_to"])
    assert chained["attributed_to"] == "Evening Post < Reuters < Anna Berg"
    assert next(row for row in rows if row["quantity"] == "contract_value_usd")["value_best"] == "1000000000"


def test_into_a_case_appends_drafts_once(report: str, case: Path) -> None:
    run(report, "--published", "2024-03-15", "--into", str(case), "--outlet", "Evening Post")
    ledger = read_ledger(case / "claims.csv")
    assert len(ledger) >= 3
    assert not ledger.accepted().claims
    assert append_drafts(read(TEXT, date(2024, 3, 15)), TEXT, case) == []
    assert len(read_ledger(case / "claims.csv")) == len(ledger)


def test_a_page_break_inside_a_sentence_does_not_keep_its_draft_out(case: Path) -> None:
    text = TEXT.replace(" ", "\x0c").replace("\x0c", " ", 3)
    made = append_drafts(read(TEXT, date(2024, 3, 15)), text, case)
    assert made
    assert [row.exact for row in read_ledger(case / "claims.csv")] == [row.exact for row in made]
    assert all("\x0c" not in row.exact + row.prefix + row.suffix for row in made)


def test_into_no_case(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"claims\.csv"):
        append_drafts(read(TEXT, date(2024, 3, 15)), TEXT, tmp_path)
