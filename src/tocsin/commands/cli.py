"""The command line: parse, call, print. Every command that reads a case takes `--as-of`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tocsin import __version__
from tocsin.commands import (
    answers,
    app,
    claims,
    geography,
    programme,
    reading,
    record,
    score,
    starter,
    sweep,
)
from tocsin.errors import TocsinError
from tocsin.terminal import tell

# Each defines `register(subparsers)`, and imports what it runs only when it runs.
COMMANDS = (starter, answers, claims, reading, record, programme, score, geography, sweep, app)

# Small matrices only: threads of the linear algebra library cost more than they bring on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tocsin",
        description="Turns reports about a weapons programme into numbers the people it threatens can act on.",
        epilog="Start with: tocsin assess cases/yelabuga",
    )
    parser.add_argument("--version", action="version", version=f"tocsin {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; an error of the user's input prints without a traceback and exits with 2."""
    arguments = build_parser().parse_args(argv)
    try:
        status = arguments.run(arguments)
    except TocsinError as error:
        tell(f"tocsin: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        tell(
            "tocsin: stopped; finished parts are kept and the next run goes on from them (a sweep with --resume)",
            file=sys.stderr,
        )
        return 130
    except BrokenPipeError:  # the reader of our output went away, as with `| head`
        sys.stderr.close()
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        tell(
            f"tocsin: {where}{error.strerror or error}. Nothing was lost; check the path and its rights.",
            file=sys.stderr,
        )
        return 2
    return int(status or 0)


if __name__ == "__main__":
    sys.exit(main())
