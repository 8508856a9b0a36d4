"""The ten sections of the page, in order; each module turns an assessment into one or more `Section`s."""

from __future__ import annotations

from dataclasses import replace

from tocsin.answers.declare import Figure
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
    found = [builder(source) for builder in BUILDERS]
    return [
        replace(section, figures=[_traced(figure, source) for figure in section.figures]) for section in found
    ]


def _traced(figure: Figure, source: Source) -> Figure:
    return figure if figure.answer in source.assessment.answers else replace(figure, answer="")
