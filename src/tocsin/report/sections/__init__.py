"""The ten sections of the page, in order; each module turns an assessment into one or more `Section`s."""

from __future__ import annotations

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
    """All ten sections."""
    return [builder(source) for builder in BUILDERS]
