"""Warning and reach: minutes by place and district, people under ten minutes, who comes within range."""

from __future__ import annotations

from markupsafe import Markup

from tocsin.report.figure import Section
from tocsin.report.source import Source, linked


def section(source: Source) -> Section:
    """The fifth section of the page."""
    reach = source.answer("reach")
    return Section(
        id="warning-and-reach",
        label="Warning and reach",
        sentence=source.sentence("warning"),
        paragraph=linked(reach.headline, "reach") if reach else Markup(""),
        figures=source.figures("warning", "reach"),
        caveat=Markup(
            "Minutes follow the straight line from the border, the coast or the stated line of contact, less detection"
            " and relay; a real path is longer. A look-up for planners: nothing here ranks places. Reach says how far a drone"
            " could fly, not where any would: it is geometry, unopposed, and tells nothing of intent."
        ),
        missing=source.missing("warning", "reach"),
    )
