"""How sources and claims are graded, and what estimative words mean. For display and filters: no model reads a grade.

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


@dataclass(frozen=True, slots=True)
class Likelihood:
    """One estimative word of an analytic product, with the range of probability it stands for."""

    words: tuple[str, ...]
    low: float
    high: float


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
# US Intelligence Community Directive 203, "Analytic Standards" (2 January 2015), D.6.e.(2)(a).
ICD_203: tuple[Likelihood, ...] = (
    Likelihood(("almost no chance", "remote"), 0.01, 0.05),
    Likelihood(("very unlikely", "highly improbable"), 0.05, 0.20),
    Likelihood(("unlikely", "improbable"), 0.20, 0.45),
    Likelihood(("roughly even chance", "roughly even odds"), 0.45, 0.55),
    Likelihood(("likely", "probable", "probably"), 0.55, 0.80),
    Likelihood(("very likely", "highly probable"), 0.80, 0.95),
    Likelihood(("almost certain", "almost certainly", "nearly certain"), 0.95, 0.99),
)
# PHIA yardstick (UK Professional Head of Intelligence Assessment, 2019), for British products.
PHIA: tuple[Likelihood, ...] = (
    Likelihood(("remote chance",), 0.0, 0.05),
    Likelihood(("highly unlikely",), 0.10, 0.20),
    Likelihood(("unlikely",), 0.25, 0.35),
    Likelihood(("realistic possibility",), 0.40, 0.50),
    Likelihood(("likely", "probable", "probably"), 0.55, 0.75),
    Likelihood(("highly likely",), 0.80, 0.90),
    Likelihood(("almost certain", "almost certainly"), 0.95, 1.0),
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


def likelihood(words: str, table: tuple[Likelihood, ...] = ICD_203) -> tuple[float, float] | None:
    """Probability range of an estimative word **in an analytic product**; None for any other word.

    A journalist's "could" is a modality, not a percentage: do not look it up here.

    Examples
    --------
    >>> likelihood("very likely"), likelihood("could")
    ((0.8, 0.95), None)
    """
    wanted = " ".join(words.casefold().split())
    return next(((row.low, row.high) for row in table if wanted in row.words), None)
