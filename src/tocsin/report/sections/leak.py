"""What gets through: today's drone, the faster one, and their paired difference."""

from __future__ import annotations

from tocsin.report.figure import Section
from tocsin.report.source import Source, bound
from tocsin.say import NOTHING, Said, joined, msg


def section(source: Source) -> Section:
    """The third section of the page."""
    return Section(
        id="what-gets-through",
        label=msg("What gets through"),
        sentence=source.sentence("leakers"),
        paragraph=bound(_basis(source)),
        figures=source.figures("leakers"),
        caveat=bound(
            msg(
                "The faster drone is a scenario with stated presets, never an estimate: the record does not count it apart."
                " “Gets through” means launched, and not reported destroyed, lost or still airborne; decoys included."
            )
        ),
        missing=source.missing("leakers"),
    )


def _basis(source: Source) -> Said:
    """What the share rests on, and the share counted last beside the forecast one: a forecast that turns back needs its
    reason."""
    answer = source.answer("leakers")
    if any(row["basis"] == "assumed" for row in source.rows("leakers")):
        return msg(
            "Assumed: fewer than 60 nights with usable outcomes are public at this date, so the share that gets through is a wide"
            " range from published facts, not an estimate."
        )
    last = answer.parts.get("last_counted") if answer else None
    latest = (
        msg(
            "In {period:month} it was {share:percent}; the forecast moves towards {heading_for:percent}, because monthly shares"
            " tend to return to their longer mean.",
            period=last["period"], share=last["value"], heading_for=answer.parts["heading_for"],
        )
        if answer and last
        else NOTHING
    )  # fmt: skip
    learned = msg("The share that gets through is learned from nights whose outcome was reported in full.")
    return joined([learned, latest])
