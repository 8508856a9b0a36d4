"""`tocsin record import` and `tocsin record check`."""

from __future__ import annotations

import argparse
import json
from typing import Any

from tocsin.terminal import tell


def register(subparsers: Any) -> None:
    """Add `record` and its two commands to the command line."""
    parser = subparsers.add_parser(
        "record", help="import a table of counts, or compare it with published totals"
    )
    commands = parser.add_subparsers(dest="record_command", required=True)
    importer = commands.add_parser("import", help="compile record.csv or alerts.csv from a public table")
    importer.add_argument("file", help="the public table, a CSV file")
    importer.add_argument("--source", default="attacks", metavar="NAME",
                          help="which table it is: attacks (the default, 'Massive Missile Attacks on Ukraine'), alerts (air-raid"
                               " alerts by oblast), or one that another package brings")  # fmt: skip
    importer.add_argument(
        "--out", default="record.csv", help="where to write the record (default: record.csv)"
    )
    importer.set_defaults(run=run_import)
    check = commands.add_parser("check", help="print published totals beside ours")
    check.add_argument("case", help="a case folder")
    check.add_argument("--as-of", default=None, help="only what was public by this date (YYYY-MM-DD)")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run_check)


def run_import(args: argparse.Namespace) -> int:
    """Compile the record or the alerts from the public table and say what was left out."""
    from tocsin.record import Alerts, import_table

    imported = import_table(args.file, args.source)
    imported.write(args.out)
    rows = imported.record.rows
    if isinstance(imported.record, Alerts):
        tell(
            f"{args.out}: {int(rows['alerts'].sum()):,} alerts, {rows['region'].nunique()} regions, by month"
        )
    else:
        tell(f"{args.out}: {len(rows)} national reports, {int(rows['launched'].sum()):,} drones launched")
    for reason, count in sorted(imported.left_out.items()):
        tell(f"  left out: {count:,} rows ({reason})")
    for note in imported.notes:
        tell(f"  note: {note}")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Print published totals beside those of the case's record; 1 when one differs from what the rule should give."""
    from tocsin.case import load_case
    from tocsin.record import compare

    case = load_case(args.case)
    published = case.settings.published
    if args.as_of:
        case = case.as_of(args.as_of)
        published = tuple(entry for entry in published if entry.end < case.as_of_date)
    table = compare(case.record, published)
    if args.json:
        tell(json.dumps(table.to_dict("records"), default=str, indent=2))
    else:
        tell(render(table))
    return int((table["agrees"] == False).any())  # noqa: E712 - None means "nothing expected"


def render(table: Any) -> str:
    """The comparison as a plain text table."""
    lines = [f"{'period':34} {'published':>15} {'ours':>8} {'gap':>15}  as the rule gives"]
    for row in table.to_dict("records"):
        low, high = row["low"], row["high"]
        stated = f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"
        gap = f"{row['gap']:+,.0f} ({row['gap_percent']:+.1f} %)" if row["gap"] else "0"
        verdict = {True: "yes", False: f"NO, {row['expected']:,.0f} expected"}.get(row["agrees"], "–")
        lines.append(f"{row['label']:34} {stated:>15} {row['ours']:>8,} {gap:>15}  {verdict}")
    return "\n".join(lines)
