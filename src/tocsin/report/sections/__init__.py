"""The ten sections of the page, in order; each module turns an assessment into one or more `Section`s."""

from __future__ import annotations

from dataclasses import replace

from tocsin.answers.declare import Figure
from tocsin.answers.question import SECTIONS
from tocsin.report.figure import Section
from tocsin.report.sections import (
    bottom,
    enough,
    howmany,
    leak,
    method,
    money,
    sources,
    track,
    warning,
    watch,
)
from tocsin.report.source import Source

BUILDERS = (
    bottom.section,
    howmany.section,
    leak.section,
    enough.section,
    warning.section,
    money.section,
    watch.section,
    sources.section,
    track.section,
    method.section,
)


def build(source: Source) -> list[Section]:
    """All ten sections; a figure whose answer was not asked for has no lineage to lead to."""
    first, *others = (builder(source) for builder in BUILDERS)
    shown = {figure.id for section in others for figure in section.figures}
    shown |= {table.id for section in others for table in section.tables}
    found = [first]
    for section, name in zip(others, SECTIONS, strict=True):
        found.append(_with_others(section, name, source, shown))
    return [
        replace(section, figures=[_traced(figure, source) for figure in section.figures]) for section in found
    ]


def _with_others(section: Section, name: str, source: Source, shown: set[str]) -> Section:
    """A section with the figures and tables of its answers that it does not name itself, such as another package's."""
    answers = [answer for answer in source.assessment.answers.values() if answer.section == name]
    figures = [figure for answer in answers for figure in answer.figures if figure.id not in shown]
    tables = [table for answer in answers for table in answer.tables if table.id not in shown]
    return replace(section, figures=[*section.figures, *figures], tables=[*section.tables, *tables])


def _traced(figure: Figure, source: Source) -> Figure:
    return figure if figure.answer in source.assessment.answers else replace(figure, answer="")
