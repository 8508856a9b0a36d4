"""Claims from elsewhere: our CSV, or FollowTheMoney entities. They arrive as drafts unless the caller trusts them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.claims.exchange.followthemoney import MARK
from tocsin.claims.ledger import Ledger, read_ledger
from tocsin.claims.model import COLUMNS, Claim, Status
from tocsin.claims.store import append, changing, load, make_claim, next_ids
from tocsin.errors import InputError, Problem
from tocsin.schema import read_text

GIVE_A_FILE = "Give a file that exists: claims as CSV, or entities as JSON lines."
_FOREIGN = "~"  # marks ids that stand for "give it one"


@changing
def import_claims(
    case: str | Path, file: str | Path, *, status: Status = "draft", form: str | None = None
) -> tuple[list[Claim], list[str]]:
    """Append the claims of a CSV or FollowTheMoney file to a case.

    A row whose id is in the ledger already is left out when it says the same, and gets a new id when it does not.
    What the file itself marks as drafted or rejected stays so: nobody has accepted it.

    Parameters
    ----------
    status
        "draft" (they count for nothing until accepted) or "accepted".
    form
        "csv" or "ftm"; by the file's ending when None.

    Returns
    -------
    tuple
        The claims as stored, and a note on whatever was left out.
    """
    path = Path(file)
    form = form or ("csv" if path.suffix.lower() == ".csv" else "ftm")
    ledger = load(case)
    if not path.is_file():
        raise InputError(Problem("the file is missing", GIVE_A_FILE, file=str(path)))
    incoming = list(read_ledger(path)) if form == "csv" else read_ftm(path)
    fresh, notes = _fresh(ledger, incoming)
    free = iter(next_ids(Ledger((*ledger, *fresh)), len(fresh)))
    taken = {claim.id for claim in ledger}
    renamed = {claim.id: next(free) for claim in fresh if claim.id in taken or claim.id.startswith(_FOREIGN)}
    stored = [_settled(claim, renamed, status, taken | {item.id for item in fresh}) for claim in fresh]
    append(case, stored)
    return stored, notes


def read_ftm(path: str | Path) -> list[Claim]:
    """Claims from FollowTheMoney JSON: one entity a line, or one array.

    Our own events come back with every column; foreign ones become qualitative claims dated by their page.

    Raises
    ------
    InputError
        If the file is missing, no JSON, or holds an entity without an id.
    """
    entities = {str(entity["id"]): entity for entity in _entities(Path(path))}
    claims = []
    for number, entity in enumerate(entities.values(), start=1):
        if entity.get("schema") == "Event":
            cells = _cells(entity, entities, number)
            known = {name: cell for name, cell in cells.items() if name in COLUMNS}
            extra = {
                name.strip(): str(cell)
                for name, cell in cells.items()
                if name not in COLUMNS and name.strip()
            }
            made = make_claim(known, source=f"{path}, entity {number}")
            claims.append(replace(made, extra=tuple(extra.items())))
    return claims


def _cells(
    entity: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]], number: int
) -> dict[str, object]:
    properties = entity.get("properties", {})
    for note in properties.get("notes", []):
        if str(note).startswith(MARK):
            return _own_cells(str(note).removeprefix(MARK), number)
    page = next((entities[key] for key in properties.get("proof", []) if key in entities), {})
    on_page = page.get("properties", {})
    start, end = _first(properties, "startDate", "date"), _first(properties, "endDate")
    return {
        "id": f"{_FOREIGN}{number}",
        "published": _day(_first(on_page, "publishedAt", "date") or _first(properties, "date", "startDate")),
        "published_precision": "inferred",
        "outlet": _first(on_page, "publisher", "title") or _first(properties, "publisher"),
        "url": _first(properties, "sourceUrl") or _first(on_page, "sourceUrl"),
        "attributed_to": _first(properties, "publisher"),
        "quantity": "qualitative_statement",
        "unit": "topic",
        "subject": _first(properties, "keywords"),
        "refers_to_start": _whole_day(start),
        "refers_to_end": _whole_day(end or start),
        "modality": "asserted",
        "statement": _first(properties, "summary", "description", "name"),
    }


def _own_cells(text: str, number: int) -> dict[str, object]:
    """Our own columns, as an earlier export wrote them into a note."""
    try:
        cells = json.loads(text)
    except json.JSONDecodeError:
        cells = None
    if not isinstance(cells, dict):
        remedy = "Export the ledger again, or delete the note."
        raise InputError(Problem("the note with our columns is damaged", remedy, row=number, value=text))
    return cells


def _fresh(ledger: Ledger, incoming: Iterable[Claim]) -> tuple[list[Claim], list[str]]:
    fresh, notes = [], []
    for claim in incoming:
        if claim.id in ledger and replace(claim, status="accepted", extra=()) == replace(
            ledger[claim.id], status="accepted", extra=()
        ):
            notes.append(f"{claim.id} is already in the ledger")
        else:
            fresh.append(claim)
    return fresh, notes


def _settled(claim: Claim, renamed: Mapping[str, str], status: Status, known: set[str]) -> Claim:
    """New id where the old one is taken; links follow, and those that lead nowhere are cut."""
    links = [(how, renamed.get(to, to)) for how, to in claim.links if to in known]
    return replace(
        claim,
        id=renamed.get(claim.id, claim.id),
        status=status if claim.status == "accepted" else claim.status,
    ).linked(links)


def _entities(path: Path) -> list[dict[str, Any]]:
    text = read_text(path, GIVE_A_FILE)
    # Only a line feed ends a line: JSON leaves other separators (U+2028, U+0085) as they are inside a text.
    whole = text.lstrip().startswith("[")
    parts = [(1, text)] if whole else list(enumerate(text.split("\n"), start=1))
    found: list[Any] = []
    for number, part in parts:
        if part.strip():
            found += _parsed(part, whole, number, path)
    if not all(isinstance(item, dict) and _is_lists(item.get("properties", {})) for item in found):
        raise InputError(Problem("not FollowTheMoney entities", "Each line is one JSON object.", str(path)))
    if not all(item.get("id") for item in found):
        raise InputError(Problem("an entity without an id", "Give every entity its id.", str(path)))
    return found


def _parsed(text: str, whole: bool, number: int, path: Path) -> list[Any]:
    """The entities of one line, or of a whole file that is one array."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        row = number + error.lineno - 1
        raise InputError(
            Problem(
                f"not JSON ({error.msg})",
                "Import reads claims as CSV and FollowTheMoney entities as JSON lines; other formats are for export only.",
                str(path),
                row,
            )
        ) from None
    return value if whole else [value]


def _is_lists(properties: object) -> bool:
    return isinstance(properties, dict) and all(isinstance(values, list) for values in properties.values())


def _first(properties: Mapping[str, Any], *names: str) -> str:
    return next((str(value) for name in names for value in properties.get(name, []) if value), "")


def _day(text: str) -> str:
    """A possibly shorter date as its last plausible day: a year enters at its end, so that nothing is known early."""
    if len(text) == 4 and text.isdigit():
        return f"{text}-12-31"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        following = date.fromisoformat(f"{text}-28") + timedelta(days=4)
        return (following - timedelta(days=following.day)).isoformat()
    return text[:10] or date.max.isoformat()


def _whole_day(text: str) -> str:
    return text[:10] if len(text) >= 10 else ""
