"""Minutes of warning: look-ups and aggregates, never a ranking of places."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES, Draws, plain, quantile_row
from tocsin.case import Case
from tocsin.geography import UNDER_MINUTES, WarningTimes, warning
from tocsin.lineage import merge
from tocsin.say import (
    middle,
    msg,
    plural,
    ranges,
    verbatim,
)

HEADLINE_MINUTES = 10


def warning_answer(view: Case, *, draws: int, seed: int) -> Found:
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
    return Found(
        rows=rows,
        question=verbatim("How many people have only minutes of warning?"),
        headline=verbatim(
            f"About {middle(today)} people have under {HEADLINE_MINUTES} minutes of warning of today's drone "
            f"{ranges(today)}; of the faster one, about {middle(faster)} would {ranges(faster)}."
        ),
        lineage=merge(*(time.lineage for time in times)),
        draws=kept,
        note=verbatim(
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


def compute(work: Work) -> Found:
    """Minutes of warning by place and district."""
    return warning_answer(work.view, draws=work.draws, seed=work.seed)


QUESTION = Question(
    id="warning",
    asks=msg("How many people have only minutes of warning?"),
    section="warning",
    rank=10,
    kind="draws",
    unit="minutes, people",
    columns=(
        Column("row", msg("Row"), "text", "", key=True),
        Column("under_minutes", msg("Under"), "number", "minutes", key=True),
        Column("place", msg("Place"), "text", "", key=True),
        Column("admin", msg("District"), "text", "", key=True),
        Column("drone", msg("Drone"), "text", "", key=True),
        *quantile_columns("minutes, people"),
        Column("lat", msg("Latitude"), "number", "degrees north"),
        Column("lon", msg("Longitude"), "number", "degrees east"),
        Column("population", msg("People"), "number", "people"),
    ),
    needs=("geography",),
    compute=compute,
    documented="geography.md",
)
