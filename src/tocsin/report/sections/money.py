"""Money: what stopping a drone costs, against what the drone costs."""

from __future__ import annotations

from tocsin.report.figure import Section
from tocsin.report.source import Source, bound
from tocsin.say import msg


def section(source: Source) -> Section:
    """The sixth section of the page."""
    return Section(
        id="money",
        label=msg("Money"),
        sentence=source.sentence("cost.exchange"),
        figures=source.figures("cost.exchange"),
        caveat=bound(
            msg(
                "Costs are rounds, fuel and wear per drone stopped, misses included; crews and equipment are priced with the"
                " channels above, and what was protected is not counted. Casualties are never priced."
            )
        ),
        missing=source.missing("cost.exchange"),
    )
