"""`assess`, `why`, `diff`, `render` and `schema` on the command line."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.commands.arguments import at_least, between
from tocsin.errors import InputError, Problem
from tocsin.files import bypassed
from tocsin.periods import parse_date
from tocsin.terminal import tell

if TYPE_CHECKING:
    from tocsin.case import Case


def register(subparsers: Any) -> None:
    assess = subparsers.add_parser("assess", help="answer every question of a case and write the report")
    _case_arguments(assess)
    assess.add_argument("--out", type=Path, help="folder for the report (default: out/CASE-DATE)")
    assess.add_argument(
        "--pdf", action="store_true", help="also print the report to PDF with headless Chromium"
    )
    assess.add_argument("--json", action="store_true", help="print assessment.json instead of the headlines")
    assess.add_argument("--no-report", action="store_true", help="write assessment.json and draws only")
    assess.add_argument(
        "--fresh", action="store_true", help="compute and draw everything again, whatever is kept"
    )
    assess.set_defaults(run=_assess)

    why = subparsers.add_parser("why", help="show the trail of one answer, down to its claims")
    _case_arguments(why)
    why.add_argument("answer", metavar="ANSWER", help="such as output.when")
    why.set_defaults(run=_why)

    diff = subparsers.add_parser("diff", help="what changed between two dates, and which claims did it")
    _case_arguments(diff, dates=False)
    diff.add_argument("--as-of", action="append", required=True, metavar="DATE", help="give it twice")
    diff.add_argument("--json", action="store_true")
    diff.set_defaults(run=_diff)

    render = subparsers.add_parser("render", help="draw a report again from its assessment.json and draws")
    render.add_argument("folder", metavar="DIR", type=Path, help="a folder that `tocsin assess` wrote")
    render.add_argument("--out", type=Path, help="where to write (default: the same folder)")
    render.set_defaults(run=_render)

    schema = subparsers.add_parser("schema", help="print the JSON Schema of assessment.json")
    schema.set_defaults(run=_schema)


def _case_arguments(parser: argparse.ArgumentParser, *, dates: bool = True) -> None:
    parser.add_argument("case", metavar="CASE", type=Path, help="a case folder")
    if dates:
        parser.add_argument("--as-of", metavar="DATE", help="only what was public by this date (YYYY-MM-DD)")
    parser.add_argument("--draws", type=between(100, 200_000), default=2000, help="default 2000")
    parser.add_argument("--seed", type=at_least(0), default=1, help="default 1")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _assess(arguments: argparse.Namespace) -> int:
    from tocsin.answers import store
    from tocsin.case import load_case

    if arguments.pdf and arguments.no_report:
        raise InputError(Problem("there is no report to print", "Leave out --pdf or --no-report."))
    began = time.monotonic()
    case = load_case(arguments.case)
    view = case.as_of(arguments.as_of) if arguments.as_of else case.view()
    out = arguments.out or Path("out") / f"{view.name}-{view.as_of_date}"
    _writable(out)
    kind = "numbers" if arguments.no_report else "report"
    item = f"{store.key(view, draws=arguments.draws, seed=arguments.seed)}-{kind}"
    with bypassed() if arguments.fresh else nullcontext():
        kept = store.find(item)
        if kept is None:
            store.put(item, _made(view, arguments, out))
        else:
            store.write(kept, out)
    if arguments.pdf:
        from tocsin.report import write_pdf

        write_pdf(out / "report.html", out / "report.pdf")
    _print_assessment(out, arguments, time.monotonic() - began, cached=kept is not None)
    return 0


def _writable(out: Path) -> None:
    """Find out before the work whether its result can be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=out):
            pass
    except OSError as error:
        remedy = "Choose a folder that you may write to with --out."
        raise InputError(
            Problem(f"cannot be written ({error.strerror or error})", remedy, file=str(out))
        ) from error


def _made(view: Case, arguments: argparse.Namespace, out: Path) -> dict[str, bytes]:
    """Assess and write to `out`, numbers before pictures: what fails while drawing loses no number."""
    from tocsin.answers import assess, store

    with _progress(arguments.quiet) as step:
        assessment = assess(view, draws=arguments.draws, seed=arguments.seed, progress=step)
        parts = store.numbers(assessment)
        store.write(parts, out)
        if arguments.no_report:
            return parts
        from tocsin.report import write

        try:
            written = write(assessment, out, progress=step)
        except BaseException:
            tell(f"The numbers are in {out}; their report could not be drawn.", file=sys.stderr)
            raise
    return parts | {path.relative_to(out).as_posix(): path.read_bytes() for path in written}


def _print_assessment(out: Path, arguments: argparse.Namespace, seconds: float, *, cached: bool) -> None:
    text = (out / "assessment.json").read_text(encoding="utf-8")
    if arguments.json:
        tell(text, end="")
        return
    document = json.loads(text)
    tell(f"{document['case']} as of {document['as_of']}")
    for name, answer in document["answers"].items():
        tell(f"  {name:<16}{answer['headline']}")
    tell(f"{'Nothing changed since the last run. ' if cached else ''}Written in {seconds:.1f} s:")
    # The folder may hold files of an earlier run with other options: name only what this one wrote.
    report = [] if arguments.no_report else ["report.html"]
    for name in (*report, *(["report.pdf"] if arguments.pdf else []), "assessment.json", "draws.parquet"):
        tell(f"  {out / name}")
    if not document["converged"]:
        tell("  Not every part converged: see the report's method section.")


def _document(view: Case, arguments: argparse.Namespace) -> dict[str, Any]:
    """assessment.json of a view: as it is kept, or computed now."""
    from tocsin.answers import assess, store

    key = store.key(view, draws=arguments.draws, seed=arguments.seed)
    for kind in ("report", "numbers"):
        stored = store.load(f"{key}-{kind}")
        if stored is not None:
            return stored
    with _progress(arguments.quiet) as step:
        parts = store.numbers(assess(view, draws=arguments.draws, seed=arguments.seed, progress=step))
    store.put(f"{key}-numbers", parts)
    document: dict[str, Any] = json.loads(parts["assessment.json"])
    return document


def _why(arguments: argparse.Namespace) -> int:
    from tocsin.answers.registry import question
    from tocsin.answers.trace import why
    from tocsin.case import load_case
    from tocsin.commands.text import tree

    question(arguments.answer)
    case = load_case(arguments.case)
    view = case.as_of(arguments.as_of) if arguments.as_of else case.view()
    for line in tree(why(_document(view, arguments), view, arguments.answer)):
        tell(line)
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    from tocsin.answers.difference import compare
    from tocsin.case import load_case
    from tocsin.commands.text import describe

    if len(arguments.as_of) != 2:
        raise InputError(Problem("diff compares two dates", "Give --as-of A --as-of B."))
    case = load_case(arguments.case)
    early, late = sorted(parse_date(day, "--as-of") for day in arguments.as_of)
    views = case.as_of(early), case.as_of(late)
    documents = [_document(view, arguments) for view in views]
    with _progress(arguments.quiet) as step:
        found = compare(*views, *documents, seed=arguments.seed, progress=step)
    if arguments.json:
        tell(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        tell(describe(found, case))
    return 0


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A function `step(text, done, total)` that moves one bar on stderr."""
    if quiet:
        yield lambda text, done=0, total=0: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=not console.is_terminal) as bar:
        task = bar.add_task("Reading the case", total=None)
        if not console.is_terminal:  # a log file gets one line a step instead of a bar
            yield lambda text, done=0, total=0: tell(text, file=sys.stderr)
            return
        yield lambda text, done=0, total=0: bar.update(
            task, description=text, completed=done, total=total or None
        )


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
