"""`tocsin read FILE|- --published DATE [--json] [--into CASE] [--endpoint URL]`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.errors import InputError, Problem
from tocsin.terminal import tell

if TYPE_CHECKING:
    from tocsin.reading.documents import Document
    from tocsin.reading.model import Reading


def register(subparsers: Any) -> None:
    """Add the `read` command."""
    parser = subparsers.add_parser(
        "read", help="draft claims from a report's text, HTML or PDF, for a person to accept"
    )
    parser.add_argument("file", help="the report: plain text, HTML or PDF; - reads standard input")
    parser.add_argument(
        "--published", metavar="DATE", help="day of publication, YYYY-MM-DD; relative dates need it"
    )
    parser.add_argument(
        "--encoding", default="", metavar="NAME", help="encoding of plain text that is not UTF-8"
    )
    parser.add_argument("--json", action="store_true", help="print the reading as JSON")
    parser.add_argument(
        "--into", metavar="CASE", help="append the drafts to the case's claims.csv, marked as drafts"
    )
    parser.add_argument(
        "--outlet", default="", help="name of the outlet, for the attribution chain of the drafts"
    )
    parser.add_argument("--url", default="", help="address of the report, for the drafts")
    parser.add_argument(
        "--endpoint", metavar="URL", help="draft with an OpenAI-compatible endpoint instead of the grammar"
    )
    parser.add_argument("--model", default="default", help="model name to ask the endpoint for")
    parser.add_argument(
        "--timeout", type=float, default=60.0, metavar="SECONDS", help="patience with the endpoint"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, print, and append drafts if asked."""
    from tocsin.reading.documents import load_document

    document = load_document(arguments.file, arguments.encoding)
    published = _published(arguments.published, document)
    reading = _read(document.text, published, arguments)
    if arguments.json:
        tell(json.dumps(reading.to_json(), ensure_ascii=False, indent=1))
    else:
        from tocsin.reading.table import show

        show(reading, document)
    if arguments.into:
        from tocsin.reading.into import append_drafts

        added = append_drafts(
            reading, document.text, arguments.into, outlet=arguments.outlet, url=arguments.url or document.url
        )
        shown = (
            f"{len(added)} drafts added to {arguments.into}: they count for nothing until accepted (tocsin claims accept)"
            if added
            else f"nothing added to {arguments.into}: it holds the drafts of this text already, or there were none"
        )
        tell(shown, file=sys.stderr if arguments.json else sys.stdout)
    return 0


def _read(text: str, published: date, arguments: argparse.Namespace) -> Reading:
    if arguments.endpoint:
        from tocsin.reading.endpoint import read_with_endpoint

        return read_with_endpoint(
            text, published, arguments.endpoint, model=arguments.model, timeout_s=arguments.timeout
        )
    from tocsin.reading.reader import read

    return read(text, published)


def _published(given: str | None, document: Document) -> date:
    """The day given; without one the error shows what the document itself says, for a person to confirm."""
    if given is None:
        found = document.detected
        hint = (
            f"The document says {found}: confirm with --published {found}"
            if found
            else "Give it as --published YYYY-MM-DD"
        )
        raise InputError(Problem("the day of publication is needed", hint, document.name))
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(
            Problem("the publication date is no day", "Give it as YYYY-MM-DD", value=given)
        ) from None
