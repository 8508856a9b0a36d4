"""How many, and when: launches, output, the milestones and the size of a night."""

from __future__ import annotations

from markupsafe import Markup

from tocsin.answers import claimed
from tocsin.report.figure import Section
from tocsin.report.source import Source, bound, linked
from tocsin.say import joined, msg

ANSWERS = ("launches", "output.when", "output.rate", "raid.size")


def section(source: Source) -> Section:
    """The second section of the page."""
    when = source.answer("output.when")
    return Section(
        id="how-many",
        label=msg("How many, and when"),
        sentence=_sentence(source),
        paragraph=linked(when.headline, "output.when") if when else Markup(""),
        figures=source.figures(*ANSWERS),
        caveat=bound(
            joined(
                [
                    msg(
                        "Plans that officials announce count as a lower bound and a direction, never as a target: a choice of"
                        " model structure, made with hindsight at dates before 2025. Launches alone cannot separate output,"
                        " stock and what is held back."
                    ),
                    claimed.outside_said(when.parts.get("outside", ()) if when else ()),
                ]
            )
        ),
        missing=source.missing(*ANSWERS),
    )


def _sentence(source: Source) -> Markup:
    """Half of the futures at the headline's month and at the end of the horizon."""
    rows = source.spread("launches")
    if not rows:
        return source.sentence("launches")
    chosen = next((row for row in rows if row["period"] == source.chosen()), rows[-1])
    last = rows[-1]
    values = {"low": chosen["q25"], "high": chosen["q75"], "period": chosen["period"]}
    if last["period"] == chosen["period"]:
        said = msg(
            "Half of our futures lie between {low:number} and {high:number} launches in {period:month}.",
            **values,
        )
    else:
        said = msg(
            "Half of our futures lie between {low:number} and {high:number} launches in {period:month}, and between"
            " {last_low:number} and {last_high:number} in {last:month}.",
            last_low=last["q25"], last_high=last["q75"], last=last["period"], **values,
        )  # fmt: skip
    return linked(said, "launches")
