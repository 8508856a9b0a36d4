"""What would change our mind: which uncertainty matters, and what a cut in supply would buy."""

from __future__ import annotations

from markupsafe import Markup

from tocsin.report.figure import Section
from tocsin.report.source import Source, linked


def section(source: Source) -> Section:
    """The seventh section of the page."""
    cut = source.answer("disruption")
    return Section(
        id="change-our-mind",
        label="What would change our mind",
        sentence=source.sentence("watch"),
        paragraph=linked(cut.headline, "disruption") if cut else Markup(""),
        figures=source.figures("watch", "disruption"),
        caveat=Markup(
            "A cut in supply means sanctions and export control; that something else replaces what is withheld is not"
            " modelled. Shares explained do not add up to 100\u00a0%: inputs overlap."
        ),
        missing=source.missing("watch", "disruption"),
    )
