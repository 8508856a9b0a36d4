"""Make the fits that ship with a case, and the refits that their claim influence needs.

python -m tocsin.programme.fit.refit cases/yelabuga [DATE ...]             fits whose inputs changed
python -m tocsin.programme.fit.refit cases/yelabuga --without [DATE ...]   then refit without each claim of doubtful influence
"""

from __future__ import annotations

import argparse
import sys
import time

from tocsin.case import Case, load_case
from tocsin.programme.fit.influence import refits
from tocsin.programme.fit.store import Fit, save, stored_fit

DATES = ("2023-02-15", "2023-12-31", "2024-12-31", "2026-01-01")


def main(arguments: list[str]) -> int:
    """Make what no longer matches the case; one compilation serves all. Status 1 where chains did not converge."""
    parser = argparse.ArgumentParser(description="make the fits that ship with a case")
    parser.add_argument("case")
    parser.add_argument("dates", nargs="*", default=DATES, metavar="DATE")
    parser.add_argument("--without", action="store_true", help="refit without claims of doubtful influence")
    args = parser.parse_args(arguments)
    case = load_case(args.case)
    fine = True
    for day in args.dates:
        view = case.as_of(day)
        fit = stored_fit(view) or _make(view)
        fine &= fit.converged
        if args.without and fit.converged:
            for claim, converged in refits(view, fit):
                print(f"{day}: without {claim}, {'kept' if converged else 'did not converge'}", flush=True)
                fine &= converged
    return 0 if fine else 1


def _make(view: Case) -> Fit:
    from tocsin.programme.fit.fitting import settled_fit

    wall, processor = time.monotonic(), time.process_time()
    made = settled_fit(view)
    spent = f"{time.monotonic() - wall:.0f} s, {time.process_time() - processor:.0f} processor-seconds"
    path = save(made, view.path / "fits")
    print(f"{path.name}, {path.stat().st_size // 1024} KB, {spent}, {made.diagnostics}", flush=True)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
