"""The ten sections of the page, in order."""

from __future__ import annotations

from tocsin.report.sections import bottom, method, middle
from tocsin.report.source import Section, Source


def build(source: Source) -> list[Section]:
    """All ten sections of an assessment."""
    return [
        bottom.section(source),
        *(middle.build(plan, source) for plan in middle.PLANS),
        method.section(source),
    ]
