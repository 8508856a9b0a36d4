"""`tocsin fit CASE --as-of DATE`."""

from __future__ import annotations

import argparse
import time
from typing import Any


def register(subparsers: Any) -> None:
    """Add `fit` to the command line."""
    parser = subparsers.add_parser(
        "fit", help="fit the stock-and-flow at a date and keep the fit with the case"
    )
    parser.add_argument("case", help="a case folder")
    parser.add_argument("--as-of", default=None, help="only what was public by this date (YYYY-MM-DD)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the chains (default: 1)")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.set_defaults(run=run_fit)


def run_fit(args: argparse.Namespace) -> int:
    """Fit, store, and print the diagnostics; status 1 where the chains did not converge."""
    from tocsin.case import load_case
    from tocsin.programme.fit.store import save

    case = load_case(args.case)
    view = case.as_of(args.as_of) if args.as_of else case.view()
    started = time.monotonic()
    if not args.quiet:
        print(
            f"Fitting {view.name} as of {view.as_of_date}: four chains, about half a minute of work …",
            flush=True,
        )
    from tocsin.programme.fit.fitting import settled_fit

    made = settled_fit(view, seed=args.seed)
    path = save(made, view.path / "fits")
    if not args.quiet:
        about = made.diagnostics
        print(
            f"{path}: R-hat {about['max_rhat']}, ESS {about['min_ess']}, divergent {about['divergent']}, "
            f"{len(made.claims)} claims, {time.monotonic() - started:.0f} s"
        )
    if not made.converged:
        print("The chains did not converge: the fit is kept, marked, and not used by forecasts.")
    return 0 if made.converged else 1
