"""What a person does with a ledger on disk: add, list, check, accept or reject, import. Writes are atomic."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from tocsin.claims.checks import Finding, check
from tocsin.claims.files import claims_text, parse_claim, parse_claims
from tocsin.claims.ledger import Ledger, read_ledger, write_ledger
from tocsin.claims.model import COLUMNS, STATUSES, Claim, Status
from tocsin.errors import InputError, Problem
from tocsin.files import locked
from tocsin.quantities import MODALITIES, QUANTITIES, SCOPES, SOURCE_CLASSES
from tocsin.schema import Row, check_rows, plain

FILE = "claims.csv"
P = ParamSpec("P")
R = TypeVar("R")


def load(case: str | Path, as_of: date | None = None) -> Ledger:
    """The ledger of a case folder (or of a CSV file), cut to a date where one is given."""
    ledger = read_ledger(ledger_path(case))
    return ledger if as_of is None else ledger.as_of(as_of)


def ledger_path(case: str | Path) -> Path:
    """claims.csv of a case folder; a path to a CSV file stands for itself."""
    path = Path(case)
    return path if path.suffix == ".csv" else path / FILE


def changing(change: Callable[Concatenate[str | Path, P], R]) -> Callable[Concatenate[str | Path, P], R]:
    """Let nobody else write while `change(case, …)` reads the case's ledger, changes it and writes it back."""

    @wraps(change)
    def alone(case: str | Path, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with locked(ledger_path(case).parent):
            return change(case, *args, **kwargs)

    return alone


def list_claims(
    case: str | Path, *, as_of: date | None = None, all_rows: bool = False, **filters: Any
) -> Ledger:
    """Rows that match the filters of `Ledger.where`; superseded, drafted and rejected ones only with `all_rows`.

    Raises
    ------
    InputError
        For a value that the vocabulary, or (for names of sources and subjects) the ledger, does not know.
    """
    whole = load(case)
    problems = [
        problem
        for name, wanted in filters.items()
        if name != "text"
        for problem in _unknown_values(whole, name, wanted)
    ]
    if problems:
        raise InputError(problems)
    ledger = whole if as_of is None else whole.as_of(as_of)
    status = filters.get("status")
    return (ledger if all_rows or status else ledger.accepted()).where(**filters)


_WORDS: dict[str, Collection[str]] = {
    "quantity": QUANTITIES,
    "family": {kind.family for kind in QUANTITIES.values()},
    "scope": SCOPES,
    "modality": MODALITIES,
    "source_class": SOURCE_CLASSES,
    "status": STATUSES,
}


def _unknown_values(ledger: Ledger, name: str, wanted: str | Collection[str] | None) -> list[Problem]:
    known = _WORDS.get(name) or {getattr(claim, name) for claim in ledger}
    values = [wanted] if isinstance(wanted, str) else wanted or ()
    problems = []
    for value in values:
        if value and value not in known:
            close = get_close_matches(value, sorted(known), n=1)
            words = ", ".join(sorted(filter(None, known)))
            listing = f"Use one of: {words}." if name in _WORDS else "No claim of this ledger has it."
            remedy = f"Did you mean {close[0]!r}?" if close else listing
            problems.append(
                Problem(
                    f"unknown {name.replace('_', ' ')}",
                    remedy,
                    column=f"--{name.replace('_', '-')}",
                    value=value,
                )
            )
    return problems


def check_claims(
    case: str | Path,
    *,
    as_of: date | None = None,
    rules: Collection[str] | None = None,
    drafts: bool = False,
) -> list[Finding]:
    """Where the claims of a case clash; see `tocsin.claims.checks.check`."""
    return check(load(case, as_of), rules=rules, drafts=drafts)


def make_claim(cells: Mapping[str, object], *, source: str = "new claim") -> Claim:
    """A typed claim from plain cells, by the rules of claims.csv.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    unknown = [name for name in cells if name not in COLUMNS]
    problems = [
        Problem("unknown column", f"Known: {', '.join(COLUMNS)}.", source, None, name) for name in unknown
    ]
    row = Row({name: plain(value) for name, value in cells.items()}, source, None, problems)
    claim = parse_claim(row)
    check_rows([row])
    return claim


@changing
def add_claim(case: str | Path, cells: Mapping[str, object]) -> Claim:
    """Append one claim; without an id it gets the next free one. Returns the claim as stored."""
    ledger = load(case)
    given = dict(cells)
    given.setdefault("id", next_ids(ledger, 1)[0])
    claim = make_claim(given)
    append(case, [claim])
    return claim


@changing
def append(case: str | Path, claims: Sequence[Claim]) -> Ledger:
    """Append rows to claims.csv; ids must be new, and rows already there are never touched."""
    path = ledger_path(case)
    ledger = read_ledger(path)
    problems = [
        Problem(
            "a duplicate id", "Leave the id out to get the next free one.", str(path), None, "id", claim.id
        )
        for claim in claims
        if claim.id in ledger
    ]
    known = {claim.id for claim in (*ledger, *claims)}
    problems += [
        Problem("no row has this id", "Name an existing row.", str(path), None, "related_id", to)
        for claim in claims
        for _, to in claim.links
        if to not in known
    ]
    if problems:
        raise InputError(problems)
    return _save(ledger.add(*claims), path)


def accept(case: str | Path, ids: Collection[str], **corrections: object) -> list[Claim]:
    """Accept drafts, correcting cells on the way (`value_low=…`); corrections apply to every id given."""
    return _decide(case, ids, "accepted", corrections)


def reject(case: str | Path, ids: Collection[str]) -> list[Claim]:
    """Reject drafts; they stay in the file, marked."""
    return _decide(case, ids, "rejected", {})


@changing
def supersede(case: str | Path, /, claim_id: str, **changes: object) -> Claim:
    """Correct an accepted claim: a new row with the changes, which supersedes the old one and keeps its links.

    Raises
    ------
    InputError
        If no accepted row has this id, if another row supersedes it already (both corrections would count), or if
        the changed row is wrong.
    """
    ledger = load(case)
    if claim_id not in ledger:
        raise InputError(_unknown(case, claim_id))
    old = ledger[claim_id]
    later = [claim for claim in ledger.pointing_to(claim_id, "supersedes") if claim.status == "accepted"]
    if old.status != "accepted" or later:
        what, remedy = (
            (f"superseded by {later[0].id} already", f"Correct {later[0].id} instead.")
            if later
            else (f"a row that is {old.status} counts for nothing", "Accept it first, with the correction.")
        )
        raise InputError(Problem(what, remedy, str(ledger_path(case)), None, "id", claim_id))
    cells = {name: plain(getattr(old, name)) for name in COLUMNS}
    cells |= {name: plain(value) for name, value in changes.items()}
    made = make_claim({**cells, "id": next_ids(ledger, 1)[0], "status": "accepted"})
    kept = [(how, to) for how, to in made.links if how != "supersedes"]
    claim = replace(made.linked([*kept, ("supersedes", claim_id)]), extra=old.extra)
    append(case, [claim])
    return claim


def next_ids(ledger: Ledger, count: int) -> list[str]:
    """Free ids that continue the ledger's most common pattern (C374 → C375)."""
    found = [match for claim in ledger if (match := re.fullmatch(r"([A-Z]+)(\d+)", claim.id))]
    prefixes = [match.group(1) for match in found]
    prefix = max(sorted(set(prefixes)), key=prefixes.count) if prefixes else "C"
    numbers = [match for match in found if match.group(1) == prefix]
    last = max((int(match.group(2)) for match in numbers), default=0)
    width = max((len(match.group(2)) for match in numbers), default=3)
    return [f"{prefix}{last + step:0{width}d}" for step in range(1, count + 1)]


@changing
def _decide(
    case: str | Path, ids: Collection[str], status: Status, corrections: Mapping[str, object]
) -> list[Claim]:
    path = ledger_path(case)
    ledger = read_ledger(path)
    problems = [_unknown(case, claim_id) for claim_id in ids if claim_id not in ledger]
    problems += [
        Problem(
            "not a draft",
            "Only drafts are accepted or rejected; correct an accepted row by one that supersedes it.",
            str(path),
            None,
            "id",
            claim_id,
        )
        for claim_id in ids
        if claim_id in ledger and ledger[claim_id].status != "draft"
    ]
    if problems:
        raise InputError(problems)
    decided = {}
    for claim_id in ids:
        cells = {name: plain(getattr(ledger[claim_id], name)) for name in COLUMNS}
        cells |= {name: plain(value) for name, value in corrections.items()}
        made = make_claim({**cells, "id": claim_id, "status": status}, source=claim_id)
        decided[claim_id] = replace(made, extra=ledger[claim_id].extra)
        if status == "accepted" and not made.outlet.strip():
            problems.append(
                Problem(
                    "no outlet",
                    "Say who published it: --set outlet=NAME.",
                    str(path),
                    None,
                    "outlet",
                    claim_id,
                )
            )
    if problems:
        raise InputError(problems)
    _save(Ledger(tuple(decided.get(claim.id, claim) for claim in ledger)), path)
    return list(decided.values())


def _save(ledger: Ledger, path: Path) -> Ledger:
    """Write the ledger, unless it could not be read again: a wrong row would lock its owner out of the case."""
    parse_claims(claims_text(ledger.claims), str(path))
    write_ledger(ledger, path)
    return ledger


def _unknown(case: str | Path, claim_id: str) -> Problem:
    return Problem(
        "no row has this id",
        "`tocsin claims list CASE` shows the ids.",
        str(ledger_path(case)),
        None,
        "id",
        claim_id,
    )
