"""`tocsin score`: replay a case's forecasts, store or export them, or score stored hub files on a newer record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.commands.arguments import at_least
from tocsin.errors import InputError, Problem
from tocsin.periods import month_end, span
from tocsin.terminal import tell

if TYPE_CHECKING:
    from tocsin.case import Case

DEFAULT_ORIGINS = "2023-01:2025-12"
FEWEST_DRAWS = 100


def register(subparsers: Any) -> None:
    """Add `score` to the command line."""
    parser = subparsers.add_parser(
        "score",
        help="replay a case's forecasts and score them, or score stored hub files",
        description="Replay every model at every origin and score it on what was counted later; or score the "
        "forecasts of a hub as they stand on a newer record (--forecasts HUB --record NEW.csv).",
    )
    parser.add_argument("case", nargs="?", help="a case folder")
    parser.add_argument("--origins", default=DEFAULT_ORIGINS, metavar="FIRST:LAST",
                        help=f"months of origin (default: {DEFAULT_ORIGINS}, those the record reaches)")  # fmt: skip
    parser.add_argument("--as-of", default=None, help="use only what was public by this date (YYYY-MM-DD)")
    parser.add_argument("--hub", default=None, metavar="DIR", help="write the forecasts as a hubverse hub")
    parser.add_argument("--fits", action="store_true",
                        help="first fit the stock-and-flow at every origin whose kept fit is missing or stale")  # fmt: skip
    parser.add_argument("--store", action="store_true", help="store the backtest in CASE/backtest")
    parser.add_argument(
        "--forecasts", default=None, metavar="HUB", help="score the files of this hub as they stand"
    )
    parser.add_argument(
        "--record", default=None, metavar="FILE", help="the record to score them on (record.csv)"
    )
    parser.add_argument("--since", type=a_month, default=None, metavar="MONTH",
                        help="with --record: score months from this one on only (YYYY-MM)")  # fmt: skip
    parser.add_argument("--draws", type=at_least(FEWEST_DRAWS), default=2000)
    parser.add_argument("--seed", type=at_least(0), default=1)
    parser.add_argument("--fresh", action="store_true", help="recompute everything instead of resuming")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Dispatch between the two uses."""
    if args.forecasts or args.record:
        if not (args.forecasts and args.record) or args.case:
            raise InputError(Problem("--forecasts and --record go together, without a case",
                                     "Write: tocsin score --forecasts HUB --record NEW.csv"))  # fmt: skip
        return _score_hub(args)
    if not args.case:
        raise InputError(
            Problem(
                "no case is named",
                "Write: tocsin score CASE, or tocsin score --forecasts HUB --record NEW.csv",
            )
        )
    return _score_case(args)


def a_month(text: str) -> str:
    """A month "YYYY-MM", for argparse's `type`."""
    try:
        return month_end(text).isoformat()[:7]
    except InputError:
        raise argparse.ArgumentTypeError("must be a month: YYYY-MM") from None


def parse_origins(text: str) -> tuple[str, str]:
    """ "2023-01:2025-12" as its two months.

    Examples
    --------
    >>> parse_origins("2023-01:2025-12")
    ('2023-01', '2025-12')
    """
    first, colon, last = text.partition(":")
    last = last if colon else first
    if month_end(first) > month_end(last):
        raise InputError(
            Problem("--origins runs backwards", "Write FIRST:LAST, the earlier month first.", value=text)
        )
    return first, last


def _score_case(args: argparse.Namespace) -> int:
    from tocsin.case import load_case
    from tocsin.programme.fit.fitting import fit_origins
    from tocsin.score.replay.backtest import backtest, default_resume_dir
    from tocsin.score.replay.nightly import nightly_scores
    from tocsin.score.replay.tables import as_json, as_text, cards_text
    from tocsin.score.sources.scorecards import claim_outcomes

    case = load_case(args.case)
    case = case.as_of(args.as_of) if args.as_of else case
    origins = _origins(case, args.origins)
    resume = None if args.fresh else default_resume_dir()
    if args.fits:
        made = fit_origins(case, origins, fresh=args.fresh, progress=_bar(args.quiet))
        failed = [fit.origin for fit in made if not fit.converged]
        tell(f"{len(made)} fits made, not converged: {', '.join(failed) or 'none'}", file=sys.stderr)
    result = backtest(
        case, origins, draws=args.draws, seed=args.seed, progress=_bar(args.quiet), resume_dir=resume
    )
    nights = nightly_scores(case.record, seed=args.seed)
    if args.store:
        from tocsin.score.replay.store import write_backtest

        tell(f"stored in {write_backtest(result, nights, case.path)}", file=sys.stderr)
    if args.hub:
        from tocsin.score.hub.export import write_hub

        folder = write_hub(
            case,
            origins,
            Path(args.hub),
            draws=args.draws,
            seed=args.seed,
            resume_dir=resume,
            progress=_bar(args.quiet),
        )
        tell(f"hub written to {folder}", file=sys.stderr)
    outcomes = claim_outcomes(case.view())
    if args.json:
        tell(as_json(result.pairs, nights, outcomes))
    else:
        tell(as_text(result.pairs, nights, result.excluded))
        tell(cards_text(outcomes))
    return 0


def _score_hub(args: argparse.Namespace) -> int:
    from tocsin.record import read_record
    from tocsin.score.hub.scoring import score_hub
    from tocsin.score.replay.tables import as_json, as_text, months_text

    record = read_record(args.record)
    pairs = score_hub(Path(args.forecasts), record, as_of=args.as_of, since=args.since)
    if args.json:
        tell(as_json(pairs, None))
    else:
        tell(months_text(pairs, record.as_of(args.as_of) if args.as_of else record, since=args.since))
        tell(as_text(pairs, None, None))
    return 0


def _origins(case: Case, text: str) -> tuple[str, ...]:
    """Origins asked for that the record has reached; none at all is an error."""
    from tocsin.score.replay.targets import observed_series

    first, last = parse_origins(text)
    counted = observed_series(case.record)["launches"]
    reached = str(counted.index[-1]) if len(counted) else ""
    origins = tuple(month for month in span(first, last) if month <= reached)
    if not origins:
        raise InputError(
            Problem(f"no origin to score: complete months of the record end with {reached or 'none'}",
                    "Choose earlier --origins, or extend record.csv.", value=text)
        )  # fmt: skip
    return origins


def _bar(quiet: bool) -> Callable[[int, int, str], None] | None:
    """A progress bar on standard error; nothing when it is not a terminal or --quiet is given."""
    if quiet or not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("scoring", total=None)
    bar.start()

    def update(done: int, total: int, what: str) -> None:
        bar.update(task, completed=done, total=total, description=what)
        if done == total:
            bar.stop()

    return update
