"""Append a reading's drafts to a case's ledger; drafts count for nothing until a person accepts them."""

from __future__ import annotations

from pathlib import Path

from tocsin.claims.files import parse_claim
from tocsin.claims.ledger import Ledger, read_ledger, write_ledger
from tocsin.claims.model import COLUMNS, Claim
from tocsin.errors import InputError, Problem
from tocsin.files import locked
from tocsin.reading.drafting import drafts
from tocsin.reading.model import Reading
from tocsin.schema import Row, blanked, check_rows


def append_drafts(
    reading: Reading, text: str, case: str | Path, *, outlet: str = "", url: str = ""
) -> list[Claim]:
    """Write the drafts of `reading` behind the rows of the case's claims.csv, atomically.

    A text that was drafted into the case before adds nothing again.

    Raises
    ------
    InputError
        No such case, a ledger with problems, or a draft the ledger's own rules refuse (nothing is written).
    """
    path = Path(case) / "claims.csv"
    if not path.is_file():
        raise InputError(
            Problem("no claims.csv in the case", "Name a case folder (tocsin new DIR makes one)", str(case))
        )
    with locked(path.parent):
        return _append(path, reading, text, outlet, url)


def _append(path: Path, reading: Reading, text: str, outlet: str, url: str) -> list[Claim]:
    ledger = read_ledger(path)
    if any(claim.text_sha256 == reading.sha256 and claim.start_char is not None for claim in ledger):
        return []
    found = drafts(reading, text, outlet=outlet, url=url, first_id=_next_id(ledger))
    rows = [
        Row({name: blanked(str(draft.get(name, ""))) for name in COLUMNS}, "drafts", number)
        for number, draft in enumerate(found, start=1)
    ]
    made = [parse_claim(row) for row in rows]
    check_rows(rows)
    write_ledger(ledger.add(*made), path)
    return made


def _next_id(ledger: Ledger) -> int:
    used = [int(claim.id[1:]) for claim in ledger if claim.id[:1] == "D" and claim.id[1:].isdigit()]
    return max(used, default=0) + 1
