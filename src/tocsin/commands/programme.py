"""`tocsin fit`: sample the stock-and-flow, refit without doubtful claims, or check the sampler on known answers."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from tocsin.commands.arguments import at_least
from tocsin.terminal import tell

if TYPE_CHECKING:
    from tocsin.case import Case
    from tocsin.programme.fit.store import Fit


def register(subparsers: Any) -> None:
    """Add `fit` to the command line."""
    parser = subparsers.add_parser(
        "fit", help="fit the stock-and-flow at a date and keep the fit with the case"
    )
    parser.add_argument("case", help="a case folder")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--as-of", default=None, help="only what was public by this date (YYYY-MM-DD)")
    what.add_argument("--kept", action="store_true",
                      help="instead: every date that has a fit in CASE/fits, where its inputs have changed")  # fmt: skip
    what.add_argument("--sbc", type=at_least(1), default=None, metavar="ROUNDS",
                      help="instead: simulation-based calibration of the sampler, resumed and kept in CASE/fits/sbc.json")  # fmt: skip
    parser.add_argument("--refits", action="store_true",
                        help="keep the fit where it is current, and refit without each claim whose influence is doubtful")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="seed of the chains (default: 1)")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.set_defaults(run=run_fit)


def run_fit(args: argparse.Namespace) -> int:
    """Fit, store, and print the diagnostics; status 1 where chains did not converge."""
    from tocsin.case import load_case
    from tocsin.programme.fit.store import kept_dates, stored_fit

    case = load_case(args.case)
    if args.sbc:
        return _check_sampler(case, args)
    fine = True
    for day in kept_dates(case.path) if args.kept else (args.as_of,):
        view = case.as_of(day) if day else case.view()
        kept = stored_fit(view) if args.kept or args.refits else None
        fit = kept or _make(view, args)
        fine &= fit.converged
        if args.refits and fit.converged:
            fine &= _refit(view, fit, args)
    return 0 if fine else 1


def _make(view: Case, args: argparse.Namespace) -> Fit:
    from tocsin.programme.fit.fitting import settled_fit
    from tocsin.programme.fit.store import save

    started, spent = time.monotonic(), time.process_time()
    if not args.quiet:
        tell(
            f"Fitting {view.name} as of {view.as_of_date}: four chains, about half a minute of work …",
        )
    made = settled_fit(view, seed=args.seed)
    path = save(made, view.path / "fits")
    if not args.quiet:
        about = made.diagnostics
        tell(
            f"{path}: R-hat {about['max_rhat']}, ESS {about['min_ess']}, divergent {about['divergent']}, "
            f"{len(made.claims)} claims, {time.monotonic() - started:.0f} s, "
            f"{time.process_time() - spent:.0f} processor-seconds"
        )
    if not made.converged:
        tell("The chains did not converge: the fit is kept, marked, and not used by forecasts.")
    return made


def _refit(view: Case, fit: Fit, args: argparse.Namespace) -> bool:
    """Refit without each claim of doubtful influence; whether all converged."""
    from tocsin.programme.fit.influence import refits

    fine = True
    for claim, converged in refits(view, fit, seed=args.seed):
        fine &= converged
        if not args.quiet:
            told = "kept" if converged else "did not converge"
            tell(f"{view.as_of_date}: without {claim}, {told}")
    return fine


def _check_sampler(case: Case, args: argparse.Namespace) -> int:
    from tocsin.programme.fit.sbc import ranks, uniformity

    found = uniformity(ranks(case, args.sbc, args.seed, case.path / "fits" / "sbc.json"))
    if not args.quiet:
        tell("Kolmogorov-Smirnov p of each quantity's ranks against uniform:")
        for name, p in found.items():
            tell(f"  {name:14} {p:.3f}")
    return 0
