"""`tocsin serve CASE`: the what-if page on this machine."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path
from typing import Any

from tocsin.commands.arguments import at_least
from tocsin.errors import InputError, MissingExtra, Problem
from tocsin.terminal import tell


def register(subparsers: Any) -> None:
    """Add `serve` to the command line."""
    parser = subparsers.add_parser("serve", help="the report with live knobs, on this machine only")
    parser.add_argument("case", metavar="CASE", type=Path, help="a case folder")
    parser.add_argument("--as-of", metavar="DATE", help="only what was public by this date (YYYY-MM-DD)")
    parser.add_argument("--port", type=int, default=8000, help="default 8000; 0 picks a free one")
    parser.add_argument("--draws", type=at_least(100), default=1000, help="default 1000")
    parser.add_argument("--seed", type=at_least(0), default=1, help="default 1")
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise MissingExtra("tocsin serve", "app") from error
    from tocsin.app.server import build_app

    def step(text: str, *_: Any) -> None:
        tell(f"{text} …", file=sys.stderr)

    site = _site(arguments, step)
    listener = _listen(arguments.port)
    tell(f"Open http://127.0.0.1:{listener.getsockname()[1]}  (Ctrl-C stops)")
    server = uvicorn.Server(uvicorn.Config(build_app(site), log_level="warning", access_log=False))
    server.run(sockets=[listener])
    return 0


def _site(arguments: argparse.Namespace, step: Any) -> Any:
    from tocsin.answers import assess
    from tocsin.app.model import WhatIf
    from tocsin.app.server import build_site
    from tocsin.case import load_case

    case = load_case(arguments.case)
    view = case.as_of(arguments.as_of) if arguments.as_of else case.view()
    assessment = assess(view, draws=arguments.draws, seed=arguments.seed, progress=step)
    return build_site(assessment, WhatIf(assessment), step)


def _listen(port: int) -> Any:
    """A socket on the loopback address alone."""

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        problem = Problem(
            f"cannot listen on port {port} ({error})", "Choose another with --port, or 0 for a free one."
        )
        raise InputError(problem) from error
    return listener
