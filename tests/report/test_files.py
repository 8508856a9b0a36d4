"""Figures and tables as files: safe in a spreadsheet, citable, hostile text disarmed everywhere."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.report.export import as_csv, as_xlsx, safe
from tocsin.report.page import own, safe_url
from tocsin.report.source import linked
from tocsin.say import verbatim

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def test_files_written(report_folder: Path) -> None:
    figures = {path.stem for path in (report_folder / "figures").glob("*.svg")}
    assert {"launches", "leakers", "map", "surface", "cost", "watch", "timeline", "skill"} <= figures
    assert {path.stem for path in (report_folder / "figures").glob("*.png")} == figures
    assert (report_folder / "tables" / "launches.csv").is_file()
    assert (report_folder / "tables" / "launches.xlsx").is_file()
    assert (report_folder / "tables" / "claims.csv").is_file()


def test_svg_files_stand_alone(report_folder: Path) -> None:
    for path in (report_folder / "figures").glob("*.svg"):
        root = ET.parse(path).getroot()
        text = ET.tostring(root, encoding="unicode")
        assert "var(--" not in text
        assert "0.0.0-fake" in text, "the source line cites the run"


def test_csv_opens_with_a_citation(report_folder: Path) -> None:
    lines = (report_folder / "tables" / "leakers.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert "case yelabuga as of 31 December 2024" in lines[0]
    assert lines[1].split(",")[:2] == ["period", "drone"]


def test_xlsx_reads_back(report_folder: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(report_folder / "tables" / "launches.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "period"
    assert isinstance(rows[1][rows[0].index("q50")], (int, float))
    assert "yelabuga" in str(rows[-1][0])


@given(st.text(max_size=40))
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert not str(safe(text)).startswith(FORMULA)


def test_formula_in_csv_and_xlsx_is_text() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    rows = [{"a": "=cmd()|'/c calc'!A1", "b": -3}]
    cells = list(csv.reader(io.StringIO(as_csv(["a", "b"], rows, "cite").decode())))
    assert cells[2] == ["'=cmd()|'/c calc'!A1", "-3"]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(["a", "b"], rows, "=cite", "x"))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == -3
    assert sheet["A4"].data_type == "s"


def test_hostile_text_is_only_text(hostile_folder: Path) -> None:
    html = (hostile_folder / "report.html").read_text(encoding="utf-8")
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, count=2, flags=re.S)
    assert "<script" not in body
    assert "&lt;script&gt;" in body
    assert 'href="javascript:' not in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html), "direction overrides are taken out"
    for path in (hostile_folder / "figures").glob("*.svg"):
        assert "<script" not in path.read_text(encoding="utf-8")


def test_hostile_cells_are_disarmed_in_tables(hostile_folder: Path) -> None:
    for path in (hostile_folder / "tables").glob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()[1:]):
            assert not any(cell.startswith(("=", "@", "\t")) for cell in row), path.name


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "data:text/html,x", "//evil.example", "file:///etc/passwd",
     "http://[", 'https://a"b', "https://a b", "https://x\u202ey", "", None],
)  # fmt: skip
def test_unsafe_addresses_are_no_links(url: str | None) -> None:
    assert safe_url(url) == ""


def test_safe_address_is_kept() -> None:
    assert safe_url("https://example.org/a?b=1&c=ї") == "https://example.org/a?b=1&c=ї"


@given(st.text(max_size=60))
def test_escaping_never_leaks_markup(text: str) -> None:
    assert "<" not in re.sub(r"</?bdi>", "", str(own(text)))
    bare = re.sub(
        r'<a class="n" href="#why-x">|</a>|<span class="nb">|</span>', "", str(linked(verbatim(text), "x"))
    )
    assert "<" not in bare


def test_an_answer_plots_its_own_figures() -> None:
    from fake_assessment import fake_assessment
    from tocsin.errors import InputError

    found = fake_assessment()
    assert found["launches"].plot().startswith("<svg")
    assert found["cost.exchange"].plot().to_dict(validate=True)["layer"]
    with pytest.raises(InputError, match="no such figure"):
        found["clashes"].plot()
