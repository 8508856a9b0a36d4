"""`tocsin new DIR`: an empty, commented case."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.terminal import tell


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("new", help="write an empty, commented case")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tocsin.case.starter import write_case

    for path in write_case(arguments.folder, today=date.today()):
        tell(path)
    tell(f"Next: fill claims.csv and record.csv, then run `tocsin assess {arguments.folder}`.")
    return 0
