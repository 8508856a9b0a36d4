"""The page as a document: whole, self-contained, small, accessible in its markup, honest where answers are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fake_assessment import fake_assessment
from tocsin.answers.registry import question
from tocsin.report import write
from tocsin.report.palette import DARK, LIGHT

VOID = {"meta", "link", "input", "br", "img", "hr", "rect", "path"}


class Outline(HTMLParser):
    """Collects ids, links, figures and unbalanced tags."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        self.sources += [str(found[key]) for key in ("src", "srcset", "poster", "action") if found.get(key)]
        if tag == "link":
            self.sources.append(str(found.get("href")))
        if tag == "svg":
            self.images.append(found)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (role, ground)
        for role in ("ink", "muted", "blue", "orange-text", "plum")
        for ground in ("paper", "wash")
    ),
    *((("ink" if step < 5 else "paper"), f"teal{step}") for step in range(1, 7)),
    ("ink", "land"),
)
"""(text, ground) pairs that the page uses; each must reach a contrast of 4.5."""

MARK_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (role, "paper") for role in ("ink", "axis", "blue", "orange", "plum")
)
"""(data mark, ground) pairs; each must reach a contrast of 3."""


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two sRGB hexes, 1 to 21 (WCAG 2.2, relative luminance).

    Examples
    --------
    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(value: str) -> float:
    channels = [int(value[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    return parser


def test_tags_balance_and_ids_are_unique(html: str) -> None:
    found = outline(html)
    assert not found.wrong
    assert not found.open
    assert len(found.ids) == len(set(found.ids))


def test_one_file_without_requests(html: str) -> None:
    assert len(html.encode()) < 1_500_000
    assert [source for source in outline(html).sources if not source.startswith("data:")] == []
    assert not re.search(r"@import|url\((?!data:|#)", html)
    assert "style=" not in re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html, flags=re.S)


def test_every_link_inside_the_page_has_a_target(html: str) -> None:
    found = outline(html)
    targets = {link[1:] for link in found.links if link.startswith("#")}
    assert targets <= set(found.ids)


def test_links_outside_are_web_addresses(html: str) -> None:
    outside = [link for link in outline(html).links if not link.startswith("#")]
    assert outside
    assert all(link.startswith(("https://", "http://")) for link in outside)


def test_ten_sections_and_a_finding_as_title(html: str) -> None:
    assert html.count("<section ") == 10
    assert re.search(r"<h1>About [\d,]+ drones launched in June", html)


def test_every_figure_says_its_numbers_and_shows_a_table(html: str) -> None:
    figures = re.findall(r"<figure .*?</figure>", html, flags=re.S)
    assert len(figures) >= 15
    for figure in figures:
        labels = re.findall(r'<svg[^>]*aria-label="([^"]+)"', figure)
        assert len(labels) == 2, "two widths"
        assert all(re.search(r"\d", label) for label in labels)
        assert figure.count('role="img"') == 2
        assert "<table" in figure
        title = re.search(r"<h3>(.*?)</h3>", figure)
        assert title is not None
        assert len(re.sub(r"<[^>]+>", "", title[1]).split()) <= 13


def test_charts_take_their_colours_from_variables(html: str) -> None:
    charts = "".join(re.findall(r"<svg.*?</svg>", html, flags=re.S))
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", charts)) == set()
    assert "var(--blue)" in charts


def test_levels_keep_their_number(html: str) -> None:
    text = re.sub(r"<(style|script).*?</\1>", "", html, flags=re.S)
    assert not re.search(r"\d %", text), "a plain space before % can break the line"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_palette_contrast(colours: dict[str, str]) -> None:
    for text, ground in TEXT_PAIRS:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for mark, ground in MARK_PAIRS:
        assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)


def test_palette_hexes_are_one_role_each() -> None:
    assert len(set(LIGHT.values())) == len(LIGHT)


def test_same_input_same_bytes(report_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "cache"))  # draw everything again
    write(fake_assessment(keep={"launches", "leakers", "cost.exchange"}), tmp_path / "a", png=False)
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "other"))
    write(fake_assessment(keep={"launches", "leakers", "cost.exchange"}), tmp_path / "b", png=False)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    assert Path("figures/launches.svg") in files
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_missing_answers_are_said_to_be_missing(tmp_path: Path) -> None:
    write(fake_assessment(keep={"timeline"}), tmp_path, png=False)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert html.count("<section ") == 10
    assert "No answer “launches” in this run." in html
    assert not re.search(r"\b(nan|None)\b", re.sub(r"<(style|script).*?</\1>", "", html, flags=re.S))


def test_the_cheapest_mix_is_shown_where_there_is_one(html: str, tmp_path: Path) -> None:
    assert "The cheapest mix found" in html
    assert "median prices" in html
    assert "US$\u00a09\u00a0million" in html
    found = fake_assessment(keep={"defence.enough"})
    answer = found.answers["defence.enough"]
    rows = tuple(row for row in answer.rows if row["resource"] != "mix")
    found.answers["defence.enough"] = question("defence.enough").dressed(
        replace(answer, rows=rows), found.work
    )
    write(found, tmp_path, png=False)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "cheapest mix" not in page
    assert "median prices" not in page


def test_no_answer_at_all_still_makes_a_page(tmp_path: Path) -> None:
    write(fake_assessment(keep=set()), tmp_path, png=False)
    assert outline((tmp_path / "report.html").read_text(encoding="utf-8")).wrong == []


def test_early_date(tmp_path: Path) -> None:
    write(fake_assessment("2023-02-15"), tmp_path, png=False)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "as of 15 February 2023" in html
    assert "Plum: 0" not in html
    for hindsight in ("has outrun", "too few have been reported"):  # nobody knew then
        assert hindsight not in html
    assert outline(html).wrong == []
