"""Minutes of warning and who comes within reach: look-ups and aggregates, never a ranking of places."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.core import QUANTILES, Answer, Draws, plain, quantile_row
from tocsin.case import Case
from tocsin.geography import UNDER_MINUTES, Reach, WarningTimes, reach, warning
from tocsin.lineage import merge
from tocsin.say import middle, plural, ranges

HEADLINE_MINUTES = 10


def warning_answer(view: Case, *, draws: int, seed: int) -> Answer:
    """Minutes of warning by place and district, and people with fewer than so many, today's and the faster drone."""
    times = [warning(view, drone=drone, draws=draws, seed=seed) for drone in ("today", "faster")]
    rows: list[dict[str, Any]] = []
    kept: dict[str, Draws] = {}
    for time in times:
        rows += _people_rows(time, kept)
    for time in times:
        rows += _district_rows(time)
    for time in times:
        rows += _place_rows(time)
    today, faster = (kept[f"{drone} people under {HEADLINE_MINUTES}"] for drone in ("today", "faster"))
    return Answer(
        id="warning",
        kind="draws",
        question="How many people have only minutes of warning?",
        headline=(
            f"About {middle(today)} people have under {HEADLINE_MINUTES} minutes of warning of today's drone "
            f"{ranges(today)}; of the faster one, about {middle(faster)} would {ranges(faster)}."
        ),
        unit="minutes, people",
        rows=tuple(rows),
        lineage=merge(*(time.lineage for time in times)),
        draws=kept,
        note=(
            "Straight-line minimum from border, coast or the stated contact line: real paths give more. "
            f"{plural(times[0].left_out, 'place')} beyond the contact line are left out. "
            "The faster drone is a scenario, not an estimate."
        ),
    )


def _people_rows(time: WarningTimes, kept: dict[str, Draws]) -> list[dict[str, Any]]:
    rows = []
    for limit in UNDER_MINUTES:
        people = time.people_under(limit)
        kept[f"{time.drone} people under {limit}"] = people
        rows.append(
            {"row": "people", "under_minutes": limit, "drone": time.drone, **quantile_row(people, digits=0)}
        )
    return rows


def _district_rows(time: WarningTimes) -> list[dict[str, Any]]:
    names, minutes = time.districts()
    return [
        {"row": "district", "admin": name, "drone": time.drone, **quantile_row(minutes[:, index])}
        for index, name in enumerate(names)
    ]


def _place_rows(time: WarningTimes) -> list[dict[str, Any]]:
    levels = np.quantile(time.minutes, list(QUANTILES.values()), axis=0)
    rows = []
    for index, place in enumerate(time.places.to_dict("records")):
        quantiles = {name: plain(levels[level, index]) for level, name in enumerate(QUANTILES)}
        rows.append(
            {
                "row": "place",
                "place": str(place["name"]),
                "admin": str(place["admin"]),
                "lat": plain(float(place["lat"]), 4),
                "lon": plain(float(place["lon"]), 4),
                "population": int(place["population"]),
                "drone": time.drone,
                **quantiles,
            }
        )
    return rows


def reach_answer(view: Case, *, draws: int, seed: int) -> Answer:
    """Countries and people within range, by today's range claims and by the longer range."""
    both = [reach(view, drone=drone, draws=draws, seed=seed) for drone in ("today", "longer")]
    rows = [row for found in both for row in _reach_rows(found)]
    today, longer = both
    more = _newly_within(today, longer)
    gained = f"; the longer range adds {', '.join(more[:6])}" if more else ""
    gained += f" and {len(more) - 6} more" if len(more) > 6 else ""
    return Answer(
        id="reach",
        kind="draws",
        question="Who else comes within reach?",
        headline=(
            f"About {middle(today.total)} people live within one-way range of launchable territory {ranges(today.total)}, in "
            f"{_countries_within(today)} of the {len(today.countries)} other countries in the map data; at the longer range "
            f"about {middle(longer.total)}, in {_countries_within(longer)}{gained}."
        ),
        unit="people",
        rows=tuple(rows),
        lineage=merge(*(found.lineage for found in both)),
        draws={f"{found.drone} people": found.total for found in both},
        note="Range is one-way and unopposed, measured from the territory a launcher could use, never from a place.",
    )


def _reach_rows(found: Reach) -> list[dict[str, Any]]:
    rows = []
    table = found.countries
    for index, country in enumerate(table.itertuples(index=False)):
        if float(table["p_within"].iloc[index]) <= 0:
            continue
        rows.append(
            {
                "country": str(country.country),
                "name": str(country.name),
                "drone": found.drone,
                "range_km_q50": plain(float(np.median(found.range_km)), 0),
                **quantile_row(found.people[:, index], digits=0),
                "share_q50": plain(float(np.median(found.share[:, index])), 3),
                "p_within": plain(float(table["p_within"].iloc[index]), 3),
            }
        )
    return rows


def _countries_within(found: Reach) -> int:
    return int((found.countries["p_within"] > 0.5).sum())


def _newly_within(today: Reach, longer: Reach) -> list[str]:
    """Countries more likely than not within the longer range but not today's, by name."""
    before = set(today.countries.loc[today.countries["p_within"] > 0.5, "country"])
    inside = longer.countries[longer.countries["p_within"] > 0.5]
    return sorted(str(row.name) for row in inside.itertuples(index=False) if row.country not in before)
