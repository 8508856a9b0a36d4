"""Everything the report leaves on disk: the page, its figures as files, its tables as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.answers.declare import Figure
from tocsin.files import write_atomic
from tocsin.report import sections as section_builders
from tocsin.report.export import as_csv, as_xlsx, citation
from tocsin.report.page import Drawn, draw, page
from tocsin.report.render import WIDE, Renderer, standalone
from tocsin.report.source import Section, Source, plain

if TYPE_CHECKING:
    from tocsin.answers.core import Assessment

Progress = Callable[..., Any]


def write(
    assessment: Assessment, out_dir: str | Path, *, progress: Progress | None = None, png: bool = True
) -> list[Path]:
    """Write `report.html`, `figures/*.svg` (and `.png`), `tables/*.csv` and `*.xlsx` into `out_dir`.

    Parameters
    ----------
    assessment
        What `tocsin.answers.assess` returns; missing or short answers are said to be missing, never filled in.
    out_dir
        Created where needed; files are replaced whole.
    progress
        Called as `progress(text, done, total)`.
    png
        Also write each figure as PNG at twice its size.

    Returns
    -------
    list of Path
        Every file written, the page first.
    """
    out = Path(out_dir)
    step = progress or (lambda *_: None)
    source = Source(assessment)
    sections = section_builders.build(source)
    renderer = Renderer()
    figures = [figure for section in sections for figure in section.figures]
    drawn = draw_all(sections, step, renderer)
    step("Writing the page", len(figures), len(figures) + 2)
    files = dict(_page_file(source, sections, drawn))
    files |= dict(_figure_files(source, figures, renderer, png=png))
    step("Writing tables", len(figures) + 1, len(figures) + 2)
    files |= dict(_table_files(source))
    for name, content in files.items():
        _replace(out / name, content)
    step("Report written", len(figures) + 2, len(figures) + 2)
    return [out / name for name in files]


def draw_all(
    sections: Sequence[Section], step: Progress, renderer: Renderer | None = None
) -> dict[str, Drawn]:
    """Every figure of the sections at both widths, by id."""
    renderer = renderer or Renderer()
    figures = [figure for section in sections for figure in section.figures]
    drawn = {}
    for done, figure in enumerate(figures):
        step(f"Drawing {figure.id}", done, len(figures) + 2)
        drawn[figure.id] = draw(figure, renderer)
    return drawn


def _page_file(
    source: Source, sections: Sequence[Section], drawn: dict[str, Drawn]
) -> Iterator[tuple[str, bytes]]:
    yield "report.html", page(source, sections, drawn).encode()


def _figure_files(
    source: Source, figures: Sequence[Figure], renderer: Renderer, *, png: bool
) -> Iterator[tuple[str, bytes]]:
    for figure in figures:
        note = f"{figure.source} {citation(source.assessment)}"
        svg = standalone(
            renderer.svg(figure.chart, figure.data, WIDE),
            prefix=figure.id, title=plain(figure.title), subtitle=plain(figure.subtitle), source=plain(note),
        )  # fmt: skip
        yield f"figures/{figure.id}.svg", svg.encode()
        if png:
            yield f"figures/{figure.id}.png", renderer.png(svg)


def _table_files(source: Source) -> Iterator[tuple[str, bytes]]:
    assessment = source.assessment
    for name, answer in assessment.answers.items():
        cite = citation(assessment, answer)
        yield f"tables/{name}.csv", as_csv(answer.columns, answer.rows, cite)
        yield f"tables/{name}.xlsx", as_xlsx(answer.columns, answer.rows, cite, name)
    rows = source.evidence("claims")
    columns = list(rows[0]) if rows else ["id"]
    yield "tables/claims.csv", as_csv(columns, rows, citation(assessment))


def _replace(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_atomic(path, content)
