"""What a count in the record means, and when that meaning changed.

The Ukrainian Air Force changed what its daily posts report. The record keeps counts as recorded and names the
counting definition of each row, so that a model can treat a change of definition as such and not as a change in
the world. The dated breaks drawn on charts, with the day each became known, stand in a case's `case.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

INCOMPLETE = " incomplete"


@dataclass(frozen=True, slots=True)
class Definition:
    """One way of counting.

    `start` is the first end date it applies to (None: not tied to a date). `usable` says whether a report counted
    this way supports a leak share.
    """

    name: str
    start: date | None
    usable: bool
    meaning: str


DEFINITIONS: dict[str, Definition] = {
    d.name: d
    for d in (
        Definition(
            "downed",
            date(2022, 9, 1),
            False,
            "Drones launched and drones shot down. Many reports listed only the drones shot down, so launches are "
            "short and drones that got through far shorter; those lost on the way were not given.",
        ),
        Definition(
            "lost_appears",
            date(2024, 7, 1),
            False,
            "As before, but some reports now add drones lost on the way (jammed, or decoys that fell). From August "
            "or September decoys are among the launches.",
        ),
        Definition(
            "lost_apart",
            date(2024, 10, 1),
            True,
            "All long-range one-way drones, decoys included; shot down, lost on the way and still airborne given "
            "apart.",
        ),
        Definition(
            "lost_merged",
            date(2025, 8, 1),
            True,
            "All long-range one-way drones, decoys included; shot down and suppressed given as one number, which "
            "stands under 'destroyed'.",
        ),
        Definition(
            "complete",
            None,
            True,
            "For other records: every drone launched is accounted for as destroyed, lost, still airborne or through.",
        ),
        Definition("kills_only", None, False, "For other records: drones that got through may be missing."),
    )
}


def definition_on(day: date) -> str:
    """Name of the counting definition of a Ukrainian report that ended on `day`."""
    dated = [d for d in DEFINITIONS.values() if d.start is not None and d.start <= day]
    return max(dated, key=lambda d: d.start or date.min).name if dated else "downed"


def is_known(text: str) -> bool:
    """Whether `text` is a definition's name, alone or followed by " incomplete"."""
    return text.removesuffix(INCOMPLETE) in DEFINITIONS


def is_usable(text: str) -> bool:
    """Whether a row so defined supports a leak share: a usable definition whose kill data are complete."""
    definition = DEFINITIONS.get(text)
    return definition is not None and definition.usable


def accepted() -> str:
    """The accepted values in words, for error messages."""
    return f"Use one of {', '.join(DEFINITIONS)}, with '{INCOMPLETE.strip()}' after it where kill data are missing."
