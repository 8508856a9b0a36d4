"""The page in a real browser: no sideways scroll, no script needed, accessible, printable."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tocsin.report import write_pdf

pytestmark = pytest.mark.browser
PHONE, DESK, DARK_DESK, NO_SCRIPT = (
    (390, False, True),
    (1280, False, True),
    (1280, True, True),
    (390, False, False),
)


def evaluate(chrome: Any, expression: str) -> Any:
    """The value of an expression; works where the page's own scripts are switched off."""
    found = chrome.execute_cdp_cmd("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return found["result"].get("value")


@pytest.mark.parametrize("chrome", [PHONE, DESK], indirect=True, ids=["phone", "desk"])
def test_nothing_scrolls_sideways(chrome: Any, report_folder: Path) -> None:
    chrome.get((report_folder / "report.html").as_uri())
    assert evaluate(chrome, "document.documentElement.scrollWidth - innerWidth") <= 0
    assert chrome.get_log("browser") == []


@pytest.mark.integration
@pytest.mark.parametrize("chrome", [PHONE, DESK, DARK_DESK], indirect=True, ids=["phone", "desk", "dark"])
def test_axe_finds_nothing(chrome: Any, report_folder: Path) -> None:
    axe_module = pytest.importorskip("axe_selenium_python")
    chrome.get((report_folder / "report.html").as_uri())
    chrome.set_script_timeout(300)
    axe = axe_module.Axe(chrome)
    axe.inject()
    # Long tables repeat their first rows' markup, and text inside charts is checked by the palette's pairs:
    # emptying both (their ids stay) takes the run from a minute to seconds.
    lean = (
        "document.querySelectorAll('tbody tr:nth-child(n+4), .chart svg').forEach(e => e.replaceChildren())"
    )
    chrome.execute_script(lean)
    found = axe.run()
    assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found["violations"]] == []


@pytest.mark.parametrize("chrome", [PHONE, DESK], indirect=True, ids=["phone", "desk"])
def test_one_width_of_each_chart_shows(chrome: Any, report_folder: Path) -> None:
    chrome.get((report_folder / "report.html").as_uri())
    shown = "[...document.querySelectorAll('.chart')].map(c => [...c.children].filter(s => s.getBoundingClientRect().width > 0).length)"
    assert set(evaluate(chrome, shown)) == {1}


@pytest.mark.parametrize("chrome", [NO_SCRIPT], indirect=True, ids=["no script"])
def test_reads_without_script(chrome: Any, report_folder: Path) -> None:
    chrome.get((report_folder / "report.html").as_uri())
    assert evaluate(chrome, "document.querySelectorAll('figure svg').length") >= 30
    assert evaluate(chrome, "document.querySelector('.theme').hidden") is True
    opened = "(() => { const d = document.querySelector('figure details'); d.querySelector('summary').click(); return d.open })()"
    assert evaluate(chrome, opened) is True


def test_search_and_sort(chrome: Any, report_folder: Path) -> None:
    chrome.get((report_folder / "report.html").as_uri())
    search = "(() => { const i = document.querySelector('input[data-for=t-claims]'); i.value = 'C001'; i.oninput(); return [...document.querySelectorAll('#t-claims tbody tr')].filter(r => !r.hidden).length })()"
    assert 0 <= evaluate(chrome, search) < 200
    sort = "(() => { const h = document.querySelector('#t-claims th'); h.click(); return h.getAttribute('aria-sort') })()"
    assert evaluate(chrome, sort) == "ascending"


@pytest.mark.parametrize("chrome", [DARK_DESK], indirect=True, ids=["dark"])
def test_theme_follows_the_system_and_can_be_set(chrome: Any, report_folder: Path) -> None:
    chrome.get((report_folder / "report.html").as_uri())
    paper = "getComputedStyle(document.body).backgroundColor"
    assert evaluate(chrome, paper) == "rgb(20, 23, 27)"
    evaluate(
        chrome, "(() => { const t = document.getElementById('theme'); t.value = 'light'; t.onchange(); })()"
    )
    assert evaluate(chrome, paper) == "rgb(255, 255, 255)"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium")
def test_prints_to_pdf(report_folder: Path, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    made = write_pdf(report_folder / "report.html", tmp_path / "report.pdf")
    pages = pypdf.PdfReader(made).pages
    assert 10 <= len(pages) <= 120
    assert "drones launched in" in pages[0].extract_text()
