"""`tocsin warning CASE`: minutes of warning by place, for a list of places."""

from __future__ import annotations

import argparse
import json
from typing import Any

from tocsin.commands.arguments import at_least
from tocsin.terminal import tell

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def register(subparsers: Any) -> None:
    """Add `warning` to the command line."""
    parser = subparsers.add_parser("warning", help="minutes of warning for your own list of places")
    parser.add_argument("case", help="a case folder")
    parser.add_argument(
        "--places", default=None, help="CSV with name, lat, lon, and optionally admin, population"
    )
    parser.add_argument("--as-of", default=None, help="only what was public by this date (YYYY-MM-DD)")
    parser.add_argument("--draws", type=at_least(1), default=2000, help="default 2000")
    parser.add_argument("--seed", type=at_least(0), default=1, help="default 1")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_warning)


def run_warning(args: argparse.Namespace) -> int:
    """Print minutes by place for today's drone and the faster one, in the order of the list (or by district)."""
    from tocsin.case import load_case
    from tocsin.geography import atlas
    from tocsin.geography.places_file import read_places
    from tocsin.geography.warning_time import DRONES, warning

    case = load_case(args.case)
    view = case.as_of(args.as_of) if args.as_of else case.view()
    defended = view.settings.geography.defended
    if args.places:
        places = read_places(args.places, defended)
    else:
        places = atlas.places(defended).sort_values(["admin", "name"], ignore_index=True)
    times = [warning(view, drone=d, draws=args.draws, seed=args.seed, places=places) for d in DRONES]
    rows = [row for each in times for row in place_rows(each)]
    if args.json:
        tell(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        tell(render(rows, str(view.as_of_date)))
        if times[0].left_out:
            tell(f"{times[0].left_out} place(s) beyond the line of contact are left out.")
    return 0


def place_rows(times: Any) -> list[dict[str, Any]]:
    """One row per place: name, admin, lat, lon, drone and quantiles of minutes."""
    import numpy as np

    quantiles = np.quantile(times.minutes, QUANTILES, axis=0)
    keys = [f"q{round(100 * q):02d}" for q in QUANTILES]
    places = times.places
    columns = zip(places["name"], places["admin"], places["lat"], places["lon"], quantiles.T, strict=True)
    return [
        {"place": name, "admin": admin, "lat": float(lat), "lon": float(lon), "drone": times.drone}
        | {key: round(float(q), 1) for key, q in zip(keys, values, strict=True)}
        for name, admin, lat, lon, values in columns
    ]


def render(rows: list[dict[str, Any]], as_of: str) -> str:
    """A plain table: median minutes with the 5 % to 95 % range, today's drone beside the faster one."""
    by_place: dict[tuple[str, float, float], dict[str, dict[str, Any]]] = {}
    for row in rows:
        by_place.setdefault((row["place"], row["lat"], row["lon"]), {})[row["drone"]] = row
    lines = [
        f"Minutes of warning as of {as_of}: median (5 % to 95 %). The shortest way; real paths give more."
    ]
    lines.append(f"{'place':28} {'today':>20} {'faster':>20}")
    for (place, _, _), drones in by_place.items():
        cells = [f"{r['q50']:.0f} ({r['q05']:.0f} to {r['q95']:.0f})" for r in drones.values()]
        lines.append(f"{place[:28]:28} " + " ".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines)
