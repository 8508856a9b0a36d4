"""What a check returns, and how claims read in its message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Literal

from tocsin.claims.ledger import Ledger
from tocsin.claims.model import Claim, Value

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")

_QUALIFIED = {
    "exact": "{}", "approx": "about {}", "at_least": "at least {}", "more_than": "more than {}",
    "up_to": "up to {}", "less_than": "less than {}",
}  # fmt: skip
_DATED = {
    "exact": "{}", "approx": "about {}", "at_least": "not before {}", "more_than": "after {}",
    "up_to": "by {}", "less_than": "before {}",
}  # fmt: skip
_PER = {"day": " a day", "month": " a month", "year": " a year", "": ""}
SCOPE_WORDS = {
    "alabuga_strike": "the plant’s strike drones", "garpiya": "Garpiya drones", "all_strike": "strike drones",
    "incl_decoys": "drones with decoys", "decoys": "decoys", "all_drones": "drones of every kind",
    "imports": "imported drones", "jet": "jet drones", "with_missiles": "drones and missiles", "": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader should know about some rows.

    Attributes
    ----------
    rule
        Name of the check.
    severity
        "high": changes what a reader would conclude; "medium": worth a line; "low": good to know.
    claims
        Ids of the rows involved, in order of publication.
    message
        One or two plain sentences.
    """

    rule: str
    severity: Severity
    claims: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What rules may need beside the ledger."""

    shown: set[frozenset[str]] = field(default_factory=set)

    def note(self, finding: Finding) -> None:
        """Remember which pairs of rows a reader has been shown side by side."""
        if finding.rule != "single_origin":
            self.shown.update(map(frozenset, combinations(finding.claims, 2)))


Rule = Callable[[Ledger, Tools], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the ledger; calling it gives its findings.

    Attributes
    ----------
    name
        The rule's, as findings and the command line give it.
    label
        What it finds, in a few words that stand after "most often".
    rule
        The function; its docstring says what it looks for.
    last
        Whether it runs after the others, because it asks what they have shown.
    """

    name: str
    label: str
    rule: Rule
    last: bool = False

    def __call__(self, ledger: Ledger, tools: Tools) -> Iterable[Finding]:
        return self.rule(ledger, tools)


def looks_for(label: str, *, last: bool = False) -> Callable[[Rule], Check]:
    """Make a function the check of its name: a door picks it up from its module."""
    return lambda rule: Check(rule.__name__, label, rule, last)


def ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Ids in order of publication, each once."""
    ordered = sorted(claims, key=lambda claim: (claim.published, claim.id))
    return tuple(dict.fromkeys(claim.id for claim in ordered))


def amount(value: Value) -> str:
    """A number or date in words a reader expects.

    Examples
    --------
    >>> amount(6000.0), amount(1.75e9), amount(0.85), amount(date(2023, 7, 1))
    ('6,000', '1.75 billion', '0.85', '1 July 2023')
    """
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if value is None:
        return "–"
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:g} {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def value_words(claim: Claim) -> str:
    """The claim's value with qualifier, currency and period: "at least 6,000 a year"."""
    if not claim.has_value:
        return "no number"
    low, best, high = claim.value_low, claim.value_best, claim.value_high
    words = _DATED if claim.kind.is_date else _QUALIFIED
    if claim.qualifier in words:
        text = words[claim.qualifier].format(
            amount(next(item for item in (best, low, high) if item is not None))
        )
    else:
        text = f"{amount(low)} to {amount(high)}"
    if claim.unit in {"USD", "EUR", "RUB"}:
        text = f"{claim.unit} {text}"
    if claim.unit == "fraction" and claim.point is not None:
        text = _percent(claim)
    return text + _PER[claim.kind.per]


def source(claim: Claim) -> str:
    """Who says it, shortly: the origin of the chain, and the outlet where it differs."""
    origin = claim.chain[-1] if claim.chain else claim.outlet
    return origin if origin.casefold() in claim.outlet.casefold() else f"{origin}, in {claim.outlet}"


def cited(claim: Claim) -> str:
    """Value, source and id in one phrase; a total made inside a window names the window."""
    window = f"{window_words(claim)}; " if claim.quantity == "produced_in_period" else ""
    return f"{value_words(claim)} ({window}{source(claim)}; {claim.id})"


def listed(claims: Iterable[Claim], limit: int = 8) -> str:
    """Several cited values; long lists end with a count."""
    phrases = [cited(claim) for claim in claims]
    more = f" and {len(phrases) - limit} more" if len(phrases) > limit else ""
    return "; ".join(phrases[:limit]) + more


def window_words(claim: Claim) -> str:
    """The window a claim is about."""
    start, end = claim.refers_to_start, claim.refers_to_end
    if start is None and end is None:
        return "no date given"
    if start == end and start is not None:
        return amount(start)
    if start and end and start.day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}" if end.day >= 28 else f"{amount(start)} to {amount(end)}"
    if start is None:
        return f"until {amount(end)}"
    return f"from {amount(start)}" if end is None else f"{amount(start)} to {amount(end)}"


def _percent(claim: Claim) -> str:
    def shown(value: Value) -> str:
        return f"{100 * value:.0f} %" if isinstance(value, float) else "–"

    if claim.qualifier in _QUALIFIED:
        stated = next(v for v in (claim.value_best, claim.value_low, claim.value_high) if v is not None)
        return _QUALIFIED[claim.qualifier].format(shown(stated))
    return f"{shown(claim.value_low)} to {shown(claim.value_high)}"
