"""The ledger: all claims of a case, cut by date, filtered, and never rewritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.claims.files import claims_text, read_claims
from tocsin.claims.model import COLUMNS, Claim
from tocsin.files import write_atomic

if TYPE_CHECKING:
    import pandas as pd

Wanted = str | Collection[str] | None


@dataclass(frozen=True)
class Ledger:
    """Claims in the order of their file. Every method returns a new ledger; nothing is changed in place."""

    claims: tuple[Claim, ...] = ()

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __contains__(self, claim_id: object) -> bool:
        return claim_id in self._by_id

    def __getitem__(self, claim_id: str) -> Claim:
        """The claim with this id; KeyError where there is none."""
        return self._by_id[claim_id]

    @cached_property
    def _by_id(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def _pointers(self) -> dict[str, list[tuple[str, Claim]]]:
        """Links the other way round: id → (relation, row that names it)."""
        found: dict[str, list[tuple[str, Claim]]] = {}
        for claim in self.claims:
            for how, to in claim.links:
                found.setdefault(to, []).append((how, claim))
        return found

    def as_of(self, day: date) -> Ledger:
        """Only what was public by the end of `day`.

        A claim enters when its page was out; an inferred page date enters at its latest plausible day. Links to
        rows outside the view are cut, and grades and notes written later are blank: nothing hints at what came later.
        """
        known = [_ungraded(claim, day) for claim in self.claims if claim.known_on <= day]
        ids = {claim.id for claim in known}
        return Ledger(tuple(_cut_links(claim, ids) for claim in known))

    def accepted(self) -> Ledger:
        """What counts: accepted rows that no accepted row of this view supersedes.

        Links to a superseded row lead to its correction, so that a relay stays one when its origin is corrected.
        """
        rows = [claim for claim in self.claims if claim.status == "accepted"]
        correction = {
            related: claim.id
            for claim in sorted(
                rows, key=lambda claim: (claim.known_on, claim.id)
            )  # the latest correction leads
            for relation, related in claim.links
            if relation == "supersedes"
        }
        if not correction:
            return Ledger(tuple(rows))
        return Ledger(tuple(_led_on(claim, correction) for claim in rows if claim.id not in correction))

    def originals(self) -> Ledger:
        """Without the rows that only relay or repeat another row of this ledger: each origin speaks once."""
        return Ledger(tuple(claim for claim in self.claims if not any(to in self for to in claim.echoes)))

    def without(self, ids: Iterable[str]) -> Ledger:
        """The ledger as if these claims had not been made: what only relays or repeats them goes with them."""
        dropped = set(ids)
        while more := {
            claim.id
            for claim in self.claims
            if claim.id not in dropped and not dropped.isdisjoint(claim.echoes)
        }:
            dropped |= more
        return Ledger(tuple(claim for claim in self.claims if claim.id not in dropped))

    def where(
        self,
        *,
        quantity: Wanted = None,
        family: Wanted = None,
        scope: Wanted = None,
        modality: Wanted = None,
        origin_group: Wanted = None,
        source_class: Wanted = None,
        outlet: Wanted = None,
        status: Wanted = None,
        subject: Wanted = None,
        text: str = "",
    ) -> Ledger:
        """Rows that match every filter given; a filter is one value or a collection of them.

        `text` is looked for, ignoring case, in statement, outlet, attribution and subject.
        """
        filters = {
            "quantity": quantity, "scope": scope, "modality": modality, "origin_group": origin_group,
            "source_class": source_class, "outlet": outlet, "status": status, "subject": subject,
        }  # fmt: skip
        rows = self.claims
        for name, wanted in filters.items():
            if wanted is not None:
                rows = tuple(claim for claim in rows if _matches(getattr(claim, name), wanted))
        if family is not None:
            rows = tuple(claim for claim in rows if _matches(claim.kind.family, family))
        if text:
            needle = text.casefold()
            rows = tuple(claim for claim in rows if needle in _searched(claim))
        return Ledger(rows)

    def pointing_to(self, claim_id: str, *relations: str) -> Ledger:
        """Rows linked to `claim_id`, by any of `relations` (all when none is named): outcomes, relays, denials."""
        found = [
            claim for how, claim in self._pointers.get(claim_id, ()) if not relations or how in relations
        ]
        return Ledger(tuple(dict.fromkeys(found)))

    def add(self, *claims: Claim) -> Ledger:
        """The ledger with rows appended."""
        return Ledger(self.claims + claims)

    def to_frame(self) -> pd.DataFrame:
        """One row per claim, one column per field, unknown columns last; dates as `datetime.date`."""
        import pandas as pd

        records = [
            {name: getattr(claim, name) for name in COLUMNS} | dict(claim.extra) for claim in self.claims
        ]
        return pd.DataFrame.from_records(records, columns=None if records else list(COLUMNS))


def read_ledger(path: str | Path) -> Ledger:
    """Read claims.csv.

    Raises
    ------
    InputError
        With every problem of the file: each names row, column, value and what would be accepted.
    """
    return Ledger(read_claims(path))


def write_ledger(ledger: Ledger | Sequence[Claim], path: str | Path, *, bom: bool = False) -> None:
    """Write claims.csv atomically, safe to open in a spreadsheet.

    `bom` marks the file as UTF-8 for spreadsheet programs that guess the encoding.
    """
    write_atomic(path, claims_text(tuple(ledger)).encode("utf-8-sig" if bom else "utf-8"))


def _cut_links(claim: Claim, ids: set[str]) -> Claim:
    links = [(how, to) for how, to in claim.links if to in ids]
    return claim if len(links) == len(claim.links) else claim.linked(links)


def _led_on(claim: Claim, correction: Mapping[str, str]) -> Claim:
    """The claim with links to superseded rows led on to the rows that count in their place."""

    def standing(row: str) -> str:
        seen = {row}  # rows that supersede each other in a ring lead nowhere
        while row in correction and correction[row] not in seen:
            row = correction[row]
            seen.add(row)
        return row

    links = [(how, to if how == "supersedes" else standing(to)) for how, to in claim.links]
    return claim.linked([(how, to) for how, to in links if to != claim.id])


def _ungraded(claim: Claim, day: date) -> Claim:
    """Grades and notes know what had come of a claim by the day they were written."""
    if claim.graded_on is None or claim.graded_on <= day:
        return claim
    return replace(claim, source_reliability="", credibility="", graded_on=None, note="")


def _matches(value: str, wanted: str | Collection[str]) -> bool:
    return value == wanted if isinstance(wanted, str) else value in wanted


def _searched(claim: Claim) -> str:
    return "\n".join((claim.statement, claim.outlet, claim.attributed_to, claim.subject)).casefold()
