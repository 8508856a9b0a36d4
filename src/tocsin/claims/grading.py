"""How sources and claims are graded. For display and filters: no model reads a grade.

A grade given today knows what came of the claim; letting it into a forecast would be hindsight.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale."""

    code: str
    label: str
    meaning: str


# NATO STANAG 2511 / AJP-2.1 (the "Admiralty" system); reliability is the source's, credibility the claim's.
# F and 6 mean "cannot be judged": they are not the worst grades.
RELIABILITY: tuple[Grade, ...] = (
    Grade("A", "completely reliable", "tried and trusted source"),
    Grade("B", "usually reliable", "source that was right in most cases"),
    Grade("C", "fairly reliable", "source that was right in some cases"),
    Grade("D", "not usually reliable", "source that was wrong in most cases"),
    Grade("E", "unreliable", "source that was shown to mislead"),
    Grade("F", "reliability cannot be judged", "too little is known about the source"),
)
CREDIBILITY: tuple[Grade, ...] = (
    Grade("1", "confirmed by other sources", "an independent origin says the same"),
    Grade("2", "probably true", "fits what is known from other origins"),
    Grade("3", "possibly true", "neither confirmed nor contradicted"),
    Grade("4", "doubtful", "does not fit what is known"),
    Grade("5", "improbable", "contradicted by better evidence"),
    Grade("6", "truth cannot be judged", "nothing to compare it with"),
)


def describe(reliability: str, credibility: str) -> str:
    """A grade pair in words.

    Examples
    --------
    >>> describe("B", "6")
    'B6: usually reliable source; truth cannot be judged'
    """
    names = {grade.code: grade.label for grade in (*RELIABILITY, *CREDIBILITY)}
    if reliability not in names and credibility not in names:
        return "not graded"
    source = names.get(reliability, "not graded")
    source = source if reliability in {"F", ""} else f"{source} source"
    return f"{reliability}{credibility}: {source}; {names.get(credibility, 'not graded')}"
