"""`tocsin render DIR` and `tocsin schema`: what is stored, drawn again or described."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tocsin.terminal import tell


def register(subparsers: Any) -> None:
    render = subparsers.add_parser("render", help="draw a report again from its assessment.json and draws")
    render.add_argument("folder", metavar="DIR", type=Path, help="a folder that `tocsin assess` wrote")
    render.add_argument("--out", type=Path, help="where to write (default: the same folder)")
    render.set_defaults(run=_render)

    schema = subparsers.add_parser("schema", help="print the JSON Schema of assessment.json")
    schema.set_defaults(run=_schema)


def _render(arguments: argparse.Namespace) -> int:
    from tocsin.answers.core import read_assessment
    from tocsin.report import write

    out = arguments.out or arguments.folder
    write(read_assessment(arguments.folder), out)
    tell(out / "report.html")
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    from tocsin.answers.contract import json_schema

    tell(json.dumps(json_schema(), ensure_ascii=False, indent=1))
    return 0
