"""Make the fits that ship with a case: `python -m tocsin.programme.refit cases/yelabuga [DATE ...]`."""

from __future__ import annotations

import sys

from tocsin.case import load_case
from tocsin.programme.fitstore import save, stored_fit

DATES = ("2023-02-15", "2023-12-31", "2024-12-31", "2026-01-01")


def main(arguments: list[str]) -> int:
    """Refit every date whose stored fit no longer matches the case; one compilation serves all."""
    case = load_case(arguments[0])
    from tocsin.programme.fitting import settled_fit

    status = 0
    for day in arguments[1:] or DATES:
        view = case.as_of(day)
        if stored_fit(view) is not None:
            print(f"{day}: up to date")
            continue
        made = settled_fit(view)
        path = save(made, case.path / "fits")
        print(f"{day}: {path.name}, {path.stat().st_size // 1024} KB, {made.diagnostics}", flush=True)
        status |= not made.converged
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
