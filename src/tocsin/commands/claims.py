"""`tocsin claims …` and `tocsin export`: parse, call, print."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tocsin.errors import InputError, Problem
from tocsin.periods import parse_date
from tocsin.terminal import tell

if TYPE_CHECKING:
    from tocsin.claims.checks import Finding
    from tocsin.claims.ledger import Ledger

_FILTERS = (
    "quantity",
    "family",
    "scope",
    "modality",
    "origin_group",
    "source_class",
    "outlet",
    "status",
    "subject",
)
EXPORTS = ("csv", "ftm", "stix", "geojson", "annotation", "hub")


def register(subparsers: Any) -> None:
    """Add `claims` and `export` to the command line."""
    parser = subparsers.add_parser("claims", help="list, check, add, accept or import claims")
    commands = parser.add_subparsers(dest="claims_command", required=True, metavar="ACTION")
    _add_list(commands)
    _add_check(commands)
    _add_changes(commands)
    export = subparsers.add_parser("export", help="write a case in the formats of neighbouring tools")
    export.add_argument("case", help="a case folder")
    export.add_argument("--to", required=True, choices=EXPORTS, help="format")
    export.add_argument("--out", required=True, help="file to write (a folder for hub)")
    export.add_argument("--as-of", default=None, metavar="DATE", help="only what was public by this date")
    export.set_defaults(run=run_export)


def _add_list(commands: Any) -> None:
    listing = commands.add_parser("list", help="print claims")
    listing.add_argument("case", help="a case folder")
    for name in _FILTERS:
        listing.add_argument(
            f"--{name.replace('_', '-')}",
            dest=name,
            nargs="+",
            default=None,
            metavar="VALUE",
            help=f"only this {name}",
        )
    listing.add_argument("--text", default="", help="only claims that hold this text")
    listing.add_argument("--drafts", action="store_true", help="only drafts, as --status draft")
    listing.add_argument("--all", action="store_true", help="also drafts, rejected and superseded rows")
    listing.add_argument("--as-of", default=None, metavar="DATE", help="only what was public by this date")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=run_list)


def _add_check(commands: Any) -> None:
    check = commands.add_parser("check", help="say where claims clash")
    check.add_argument("case", help="a case folder")
    check.add_argument("--rule", nargs="+", default=None, help="only these rules")
    check.add_argument("--drafts", action="store_true", help="check drafts as if they were accepted")
    check.add_argument("--as-of", default=None, metavar="DATE", help="only what was public by this date")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run_check)


def _add_changes(commands: Any) -> None:
    add = commands.add_parser("add", help="append one claim")
    add.add_argument("case", help="a case folder")
    add.add_argument("--set", nargs="+", required=True, metavar="COLUMN=VALUE", help="cells of the new row")
    add.add_argument(
        "--supersedes", default=None, metavar="ID", help="correct this row; unset cells are copied"
    )
    add.set_defaults(run=run_add)
    for name, words in (
        ("accept", "accept drafts"),
        ("reject", "reject drafts; they stay in the file, marked"),
    ):
        decide = commands.add_parser(name, help=words)
        decide.add_argument("case", help="a case folder")
        decide.add_argument("ids", nargs="+", help="ids of drafts")
        if name == "accept":
            decide.add_argument(
                "--set", nargs="+", default=[], metavar="COLUMN=VALUE", help="corrections on the way"
            )
        decide.set_defaults(run=run_decide)
    bring = commands.add_parser("import", help="append claims from CSV or FollowTheMoney, as drafts")
    bring.add_argument("case", help="a case folder")
    bring.add_argument("file", help="claims as CSV, or entities as JSON lines")
    bring.add_argument(
        "--from", dest="form", choices=("csv", "ftm"), default=None, help="format, else by ending"
    )
    bring.add_argument("--accepted", action="store_true", help="they count at once")
    bring.set_defaults(run=run_import)


def run_list(args: argparse.Namespace) -> int:
    """Print claims that match the filters."""
    from tocsin.claims.store import list_claims

    filters = {name: getattr(args, name) for name in _FILTERS if getattr(args, name) is not None}
    if args.drafts:
        filters["status"] = ["draft"]
    ledger = list_claims(args.case, as_of=_day(args.as_of), all_rows=args.all, text=args.text, **filters)
    tell(_json(ledger) if args.json else render_claims(ledger))
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Print findings; the exit status is 0 even when there are some: a clash is news, not an error."""
    from tocsin.claims.checks import all_checks
    from tocsin.claims.store import check_claims

    unknown = [rule for rule in args.rule or () if rule not in all_checks()]
    if unknown:
        raise InputError(
            Problem("unknown rule", f"Rules: {', '.join(all_checks())}.", column="--rule", value=unknown[0])
        )
    found = check_claims(args.case, as_of=_day(args.as_of), rules=args.rule, drafts=args.drafts)
    if args.json:
        tell(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        tell(render_findings(found))
    return 0


def run_add(args: argparse.Namespace) -> int:
    """Append one claim, or one that supersedes another."""
    from tocsin.claims.store import add_claim, supersede

    cells = _cells(args.set)
    claim = supersede(args.case, args.supersedes, **cells) if args.supersedes else add_claim(args.case, cells)
    tell(f"{claim.id} added: {claim.statement}")
    return 0


def run_decide(args: argparse.Namespace) -> int:
    """Accept or reject drafts."""
    from tocsin.claims.store import accept, reject

    if args.claims_command == "accept":
        decided = accept(args.case, args.ids, **_cells(args.set))
    else:
        decided = reject(args.case, args.ids)
    for claim in decided:
        tell(f"{claim.id} {claim.status}: {claim.statement}")
    worded = [
        claim.id for claim in decided if claim.status == "accepted" and claim.statement.startswith("Draft: ")
    ]
    if worded:
        tell(
            f"{', '.join(worded)}: the statement is still the reader's label; "
            "correct it with `tocsin claims add CASE --supersedes ID --set statement=…`"
        )
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Append claims from elsewhere."""
    from tocsin.claims.exchange import import_claims

    stored, notes = import_claims(
        args.case, args.file, status="accepted" if args.accepted else "draft", form=args.form
    )
    for note in notes:
        tell(f"left out: {note}")
    tell(f"{_count(len(stored), 'claim')} added as {'accepted' if args.accepted else 'drafts'}")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the case's claims in another format."""
    from tocsin.case import load_case
    from tocsin.claims.exchange import export
    from tocsin.claims.tables import merge_people

    if args.to == "hub":
        return _export_hub(args)
    case = load_case(args.case)
    if args.as_of:
        case = case.as_of(args.as_of)
    people = merge_people(case.tables.get("people", ()))
    # A table is for more work on the ledger; other tools would take a rejected or corrected row for a claim.
    claims = case.claims if args.to == "csv" else case.claims.accepted()
    target = export(claims, case.name, args.to, args.out, people=people)
    tell(f"{target}: {_count(len(claims), 'claim')} as {args.to}")
    return 0


def render_claims(ledger: Ledger) -> str:
    """One line a claim, then how many."""
    from tocsin.claims.checks.findings import source, value_words, window_words

    lines = []
    for claim in ledger:
        about = " · ".join(filter(None, (claim.quantity, claim.scope, claim.subject)))
        mark = "" if claim.status == "accepted" else f" [{claim.status}]"
        lines.append(
            f"{claim.id}{mark}  {claim.published}  {value_words(claim)}  ({about}; {window_words(claim)})"
        )
        lines.append(f"      {claim.modality}: {claim.statement}  [{source(claim)}]")
    return "\n".join([*lines, _count(len(ledger), "claim")])


def render_findings(found: list[Finding]) -> str:
    """Findings by severity, one paragraph each."""
    lines = [f"{finding.severity:6}  {finding.rule}: {finding.message}" for finding in found]
    counts = ", ".join(
        f"{sum(finding.severity == level for finding in found)} {level}"
        for level in ("high", "medium", "low")
    )
    return "\n".join([*lines, f"{_count(len(found), 'finding')} ({counts})"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _export_hub(args: argparse.Namespace) -> int:
    from tocsin.case import load_case
    from tocsin.score import export_hub

    case = load_case(args.case)
    export_hub(case.as_of(args.as_of) if args.as_of else case, args.out)
    tell(f"{args.out}: forecasts as a hub")
    return 0


def _cells(pairs: list[str]) -> dict[str, str]:
    cells = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(Problem("not COLUMN=VALUE", "Write for example modality=plan.", value=pair))
        cells[name.strip()] = value
    return cells


def _day(text: str | None) -> Any:
    return None if text is None else parse_date(text, "--as-of")


def _json(ledger: Ledger) -> str:
    from tocsin.claims.exchange.common import columns

    return json.dumps([columns(claim) for claim in ledger], ensure_ascii=False, indent=1)
