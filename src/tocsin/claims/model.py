"""One claim: who said what, through whom, about which quantity and window, and how firmly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from tocsin.quantities import QUANTITIES, Quantity

Value = float | date | None
Status = Literal["accepted", "draft", "rejected"]
Precision = Literal["day", "inferred"]

STATUSES = ("accepted", "draft", "rejected")
PRECISIONS = ("day", "inferred")
COVERAGES = ("", "part")
ECHOES = frozenset({"relays", "repeats"})  # relations of a row that adds no origin of its own


@dataclass(frozen=True, slots=True)
class Claim:
    """One sourced value; the fields are the columns of claims.csv, in order.

    Values are numbers in `unit`, or dates where the quantity is a date. An empty value is open: `at_least`
    fills only `value_low`. None of the three is a quantile.

    Attributes
    ----------
    published, published_precision, published_latest
        Day of the page; where it had to be inferred, `published_latest` is the latest plausible day, and the
        claim counts as known only from then (see `known_on`).
    attributed_to
        Chain from the page back to the origin: ``"WSJ < officials of a US-aligned country"``.
    origin_group
        Origins that count as one source, such as unnamed officials behind many reports.
    subject
        What exactly is counted or dated where the quantity's name is not enough: "Su-35", "licence agreement".
    coverage
        "part" where the number covers only part of what the quantity names (one batch, one depot): a floor.
    relation, related_id
        Lists separated by ";" (see `links`); one relation may serve several ids.
    start_char, end_char
        Unicode code points of the sentence in the text whose SHA-256 is `text_sha256`; end exclusive.
    extra
        Columns of the file that this version does not know, kept as they are.
    """

    id: str
    published: date
    published_precision: Precision
    published_latest: date
    outlet: str
    url: str
    attributed_to: str
    origin_group: str
    source_class: str
    quantity: str
    subject: str
    scope: str
    scope_basis: str
    coverage: str
    value_low: Value
    value_best: Value
    value_high: Value
    unit: str
    qualifier: str
    refers_to_start: date | None
    refers_to_end: date | None
    modality: str
    allegation: bool
    statement: str
    relation: str
    related_id: str
    source_reliability: str
    credibility: str
    graded_on: date | None
    status: Status
    exact: str
    prefix: str
    suffix: str
    start_char: int | None
    end_char: int | None
    text_sha256: str
    note: str
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def known_on(self) -> date:
        """The day from which an as-of view holds this claim."""
        return max(self.published, self.published_latest)

    @property
    def dated(self) -> str:
        """The publication day as printed: an inferred one is marked, with the latest it can be.

        Examples
        --------
        "2022-07-11", or "about 2022-07-16, by 2022-07-30".
        """
        if self.published_precision == "day":
            return self.published.isoformat()
        latest = f", by {self.known_on}" if self.known_on > self.published else ""
        return f"about {self.published}{latest}"

    @property
    def kind(self) -> Quantity:
        """The vocabulary's entry for this claim's quantity."""
        return QUANTITIES[self.quantity]

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(relation, related id) pairs."""
        return pair_links(self.relation, self.related_id)

    @property
    def echoes(self) -> tuple[str, ...]:
        """Ids of the rows that this one only relays or repeats."""
        return tuple(to for how, to in self.links if how in ECHOES)

    def linked(self, links: Sequence[tuple[str, str]]) -> Claim:
        """The same claim with these (relation, related id) pairs in place of its own."""
        return replace(
            self, relation=";".join(how for how, _ in links), related_id=";".join(to for _, to in links)
        )

    @property
    def chain(self) -> tuple[str, ...]:
        """The attribution chain, nearest relay first, origin last."""
        return tuple(part.strip() for part in self.attributed_to.split("<") if part.strip())

    @property
    def numbers(self) -> tuple[float | None, float | None, float | None]:
        """Low, best and high as numbers; dates become proleptic ordinal days."""
        low, best, high = (_number(value) for value in (self.value_low, self.value_best, self.value_high))
        return low, best, high

    @property
    def interval(self) -> tuple[float, float]:
        """What the claim leaves possible: open ends are infinite, a part of the whole is a floor.

        Examples
        --------
        A claim of "at least 6,000" gives ``(6000.0, inf)``.
        """
        low, best, high = self.numbers
        lower = low if low is not None else best if high is None or best is not None else None
        upper = high if high is not None else best
        if self.qualifier in {"at_least", "more_than"} or self.coverage == "part":
            upper = None
        if self.qualifier in {"up_to", "less_than"}:
            lower = None
        return (-math.inf if lower is None else lower, math.inf if upper is None else upper)

    @property
    def has_value(self) -> bool:
        return any(value is not None for value in self.numbers)

    @property
    def point(self) -> float | None:
        """One number to compare magnitudes with (never an estimate): best, else the only or middle bound."""
        low, best, high = self.numbers
        if best is not None:
            return best
        stated = [value for value in (low, high) if value is not None]
        return sum(stated) / len(stated) if stated else None


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Claim) if field.name != "extra")


def pair_links(relation: str, related_id: str) -> tuple[tuple[str, str], ...]:
    """Pair the two ";"-separated lists; a single relation is repeated for every id.

    Examples
    --------
    >>> pair_links("relays; contradicts", "C056; C062")
    (('relays', 'C056'), ('contradicts', 'C062'))
    >>> pair_links("outcome_of", "C037; C049")
    (('outcome_of', 'C037'), ('outcome_of', 'C049'))
    """
    if not relation:
        return ()
    relations, ids = split_list(relation), split_list(related_id)
    if len(relations) == 1:
        relations = relations * len(ids)
    return tuple(zip(relations, ids, strict=True))


def split_list(text: str) -> list[str]:
    """The items of a ";"-separated cell."""
    return [item.strip() for item in text.split(";") if item.strip()]


def _number(value: Value) -> float | None:
    return float(value.toordinal()) if isinstance(value, date) else value
