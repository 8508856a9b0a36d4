"""`tocsin warning CASE`: what distance promises by place, for a list of places, and what published cases took."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from statistics import quantiles
from typing import Any

from tocsin.commands.arguments import at_least
from tocsin.say import minutes
from tocsin.terminal import tell


def register(subparsers: Any) -> None:
    """Add `warning` to the command line."""
    parser = subparsers.add_parser(
        "warning", help="minutes of warning that are sure, for your own list of places"
    )
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
    """Print the least minutes by place, in the order of the list (or by region), and published cases before them."""
    from tocsin.case import load_case
    from tocsin.geography import atlas, timings
    from tocsin.geography.places_file import read_places
    from tocsin.geography.warning_time import warning

    case = load_case(args.case)
    view = case.as_of(args.as_of) if args.as_of else case.view()
    defended = view.settings.geography.defended
    if args.places:
        places = read_places(args.places, defended)
    else:
        places = atlas.places(defended).sort_values(["admin", "name"], ignore_index=True)
    today, faster = (
        warning(view, drone=drone, draws=args.draws, seed=args.seed, places=places)
        for drone in ("today", "faster")
    )
    rows = place_rows(today, faster)
    if args.json:
        tell(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for line in told(timings(view)):
        tell(line)
    tell(render(rows, str(view.as_of_date)))
    if today.left_out:
        tell(f"{today.left_out} place(s) beyond the line of contact, or lost since, are left out.")
    return 0


def place_rows(today: Any, faster: Any) -> list[dict[str, Any]]:
    """One row per place: name, region, lat, lon, and whole tens of minutes that are sure."""
    places = today.places
    columns = zip(
        places["name"],
        places["admin"],
        places["lat"],
        places["lon"],
        today.least,
        today.flight,
        faster.flight,
        strict=True,
    )
    return [
        {
            "place": name, "admin": admin, "lat": float(lat), "lon": float(lon), "least_minutes": int(least),
            "flight_minutes": int(flight), "flight_faster_minutes": int(quicker),
        }
        for name, admin, lat, lon, least, flight, quicker in columns
    ]  # fmt: skip


def told(found: Sequence[Any]) -> Iterator[str]:
    """Published minutes from alert to first explosion, all places together."""
    timed = [item.minutes for item in found if item.drones]
    if timed:
        low, middle, high = (minutes(value) for value in quantiles(timed, n=20, method="inclusive")[::9])
        yield (
            f"Alert to first explosion in {len(timed)} published cases: about {middle} minutes (nine in ten: {low} to {high})."
        )


def render(rows: list[dict[str, Any]], as_of: str) -> str:
    """A plain table: what is sure from alert to arrival, and over defended ground today and with the faster drone."""
    lines = [
        f"Minutes at least, as of {as_of}, if a drone is unseen until border, coast, front or the edge of the region;",
        "over defended ground: from border, coast or front. In whole tens; 0 means that no ten minutes are sure.",
        f"{'place':28} {'alert to arrival':>18} {'over ground':>14} {'faster drone':>14}",
    ]
    for row in rows:
        cells = (
            f"{row['least_minutes']:>18}",
            f"{row['flight_minutes']:>14}",
            f"{row['flight_faster_minutes']:>14}",
        )
        lines.append(f"{row['place'][:28]:28} " + " ".join(cells))
    return "\n".join(lines)
