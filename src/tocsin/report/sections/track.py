"""How good has this been: skill against simple opponents, and what the intervals held."""

from __future__ import annotations

from tocsin.report.figure import Section
from tocsin.report.source import Source, bound
from tocsin.say import msg


def section(source: Source) -> Section:
    """The ninth section of the page."""
    return Section(
        id="how-good",
        label=msg("How good has this been?"),
        sentence=source.sentence("skill"),
        figures=source.figures("past", "skill"),
        tables=source.tables("past", "skill"),
        caveat=bound(
            msg(
                "Past forecasts used only what was public then, but the model's structure was chosen later: hindsight that no"
                " replay removes. Only months after stored forecasts were written count as out of sample."
            )
        ),
        missing=source.missing("skill"),
    )
