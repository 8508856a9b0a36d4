"""Minutes of warning: look-ups and aggregates, never a ranking of places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from tocsin.answers.common import DRONES, ROWS_HOW, Row, labelled, quantiles, rows_of, spread_rows
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES, Draws, plain, quantile_row
from tocsin.geography import CREDIT, UNDER_MINUTES, WarningTimes, warning
from tocsin.lineage import merge
from tocsin.say import Said, msg, nmsg, spread

HEADLINE_MINUTES = 10
FLOWN = ("today", "faster")
COLOURS = {"today": "blue", "faster": "orange"}
PLACES_DRAWN, PLACES_NAMED = 400, 14
KM_PER_DEGREE = 111.2
# Classes of the map: upper limit in minutes, name, and colour by its role in the palette.
CLASSES = (
    (10, msg("under 10 min"), "orange"), (30, msg("10–30 min"), "teal6"), (60, msg("30–60 min"), "teal5"),
    (120, msg("1–2 h"), "teal4"), (None, msg("over 2 h"), "teal3"),
)  # fmt: skip
PLACE, DISTRICT = Column("place", msg("Place"), key=True), Column("admin", msg("District"), key=True)
DRONE, PEOPLE = (
    Column("drone", msg("Drone"), key=True),
    Column("population", msg("People"), "number", "people"),
)


def compute(work: Work) -> Found:
    """Minutes of warning by place and district, and people with fewer than so many, today's and the faster drone."""
    times = [warning(work.view, drone=drone, draws=work.draws, seed=work.seed) for drone in FLOWN]
    kept = {
        f"{time.drone} people under {limit}": time.people_under(limit)
        for time in times
        for limit in UNDER_MINUTES
    }
    few = {drone: quantile_row(kept[f"{drone} people under {HEADLINE_MINUTES}"], digits=0) for drone in FLOWN}
    left_out = times[0].left_out
    return Found(
        rows=[
            *(row for time in times for row in _people_rows(time, kept)),
            *(row for time in times for row in _district_rows(time)),
            *(row for time in times for row in _place_rows(time)),
        ],
        headline=msg(
            "About {people:number} people have under {minutes} minutes of warning of today's drone {range}; of the faster one,"
            " about {faster:number} would {faster_range}.",
            people=few["today"]["q50"], minutes=HEADLINE_MINUTES, range=spread(few["today"]),
            faster=few["faster"]["q50"], faster_range=spread(few["faster"]),
        ),
        lineage=merge(*(time.lineage for time in times)),
        draws=kept,
        note=nmsg(
            "Straight-line minimum from border, coast or the stated contact line: real paths give more. {n:exact} place beyond"
            " the contact line is left out. The faster drone is a scenario, not an estimate.",
            "Straight-line minimum from border, coast or the stated contact line: real paths give more. {n:exact} places beyond"
            " the contact line are left out. The faster drone is a scenario, not an estimate.",
            left_out,
        ),
        parts={"under_minutes": HEADLINE_MINUTES, "people": few, "places_left_out": left_out},
    )  # fmt: skip


def _people_rows(time: WarningTimes, kept: Mapping[str, Draws]) -> list[dict[str, Any]]:
    return [
        {
            "row": "people",
            "under_minutes": limit,
            "drone": time.drone,
            **quantile_row(kept[f"{time.drone} people under {limit}"], digits=0),
        }
        for limit in UNDER_MINUTES
    ]


def _district_rows(time: WarningTimes) -> list[dict[str, Any]]:
    names, minutes = time.districts()
    return [
        {"row": "district", "admin": name, "drone": time.drone, **quantile_row(minutes[:, index])}
        for index, name in enumerate(names)
    ]


def _place_rows(time: WarningTimes) -> list[dict[str, Any]]:
    levels = np.quantile(time.minutes, list(QUANTILES.values()), axis=0)
    return [
        {
            "row": "place",
            "place": str(place["name"]),
            "admin": str(place["admin"]),
            "lat": plain(float(place["lat"]), 4),
            "lon": plain(float(place["lon"]), 4),
            "population": int(place["population"]),
            "drone": time.drone,
            **{name: plain(levels[level, index]) for level, name in enumerate(QUANTILES)},
        }
        for index, place in enumerate(time.places.to_dict("records"))
    ]


def places_map(answer: Answer, work: Work) -> Figure | None:
    """The defended state's largest places by minutes of warning."""
    places = [row for row in rows_of(answer, row="place", drone="today") if row["q50"] is not None]
    if not places:
        return None
    drawn = sorted(places, key=lambda row: -row["population"])[:PLACES_DRAWN]
    counts = _counts(drawn)
    columns = (
        PLACE, DISTRICT, PEOPLE, Column("q50", msg("Median"), "number", "minutes"), Column("q05", msg("5 %"), "number", "minutes"),
        Column("q95", msg("95 %"), "number", "minutes"),
    )  # fmt: skip
    told = [
        nmsg("{label}: {n:exact} place", "{label}: {n:exact} places", count, label=label)
        for (_, label, _), count in zip(CLASSES, counts, strict=True)
    ]
    return Figure(
        id="map",
        chart="reach_map",
        title=nmsg(
            "{n:exact} of the {drawn:exact} largest places has under ten minutes",
            "{n:exact} of the {drawn:exact} largest places have under ten minutes",
            counts[0], drawn=len(drawn),
        ),
        subtitle=msg("Places by median minutes of warning, today's drone; larger dots have more people"),
        data={
            "outline": "far", "places": [_dot(row) for row in drawn], "classes": [list(item) for item in CLASSES], "reach": [], "labels": [],
            "names": PLACES_NAMED, **_frame(drawn),
        },
        alt=nmsg("Map of {n:exact} place. {told:clauses}.", "Map of {n:exact} places. {told:clauses}.", len(drawn), told=told),
        how=msg("Straight-line minutes to the border, coast or stated line of contact, less detection and relay."),
        source=CREDIT,
        table=Table(
            "t-places", msg("Minutes of warning, places drawn, by name"), columns, sorted(drawn, key=lambda row: str(row["place"]))
        ),
        legend=[(f"dot-{role}", label) for _, label, role in CLASSES],
    )  # fmt: skip


def _counts(drawn: Sequence[Row]) -> list[int]:
    """How many places fall in each class of minutes."""
    limits = [0.0, *(math.inf if limit is None else float(limit) for limit, _, _ in CLASSES)]
    return [sum(low <= row["q50"] < high for row in drawn) for low, high in pairwise(limits)]


def _frame(places: Sequence[Row]) -> dict[str, Any]:
    """Centre and width of a map that holds the places with a margin."""
    lats, lons = [row["lat"] for row in places], [row["lon"] for row in places]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    wide = (max(lons) - min(lons)) * KM_PER_DEGREE * math.cos(math.radians(lat))
    tall = (max(lats) - min(lats)) * KM_PER_DEGREE
    span = max(300.0, 1.16 * wide, 1.3 * tall)
    return {
        "centre": [round(lat, 2), round(lon, 2)],
        "span_km": round(span),
        "aspect": round(min(0.75, max(0.5, 1.2 * tall / span)), 3),
    }


def _dot(row: Row) -> dict[str, Any]:
    """One place of the map, with what its tooltip says."""
    text = msg(
        "{place}: {median:number} min (90\u00a0%: {most:interval})",
        place=row["place"], median=row["q50"], most=(row["q05"], row["q95"]),
    )  # fmt: skip
    return {
        "lat": row["lat"], "lon": row["lon"], "minutes": row["q50"], "population": row["population"],
        "name": row["place"], "text": text,
    }  # fmt: skip


def people(answer: Answer, work: Work) -> Figure | None:
    """People under 5, 10, 15 and 30 minutes, both drones."""
    rows = sorted(
        spread_rows(answer, row="people"), key=lambda row: (row["under_minutes"], row["drone"] != "today")
    )
    if not rows:
        return None
    data = [{"label": _under(row), "colour": COLOURS[row["drone"]], **quantiles(row)} for row in rows]
    few = {row["drone"]: row for row in rows if row["under_minutes"] == HEADLINE_MINUTES}
    return Figure(
        id="people",
        chart="intervals",
        title=_people_title(few),
        subtitle=msg("People in places with less warning than this, today's drone and the faster one"),
        data={"rows": data, "unit": msg("people")},
        alt=msg("{rows:clauses}.", rows=[labelled(row) for row in data]),
        how=ROWS_HOW,
        source=CREDIT,
        table=quantile_table(
            "t-people", msg("People by minutes of warning"),
            (Column("under_minutes", msg("Under, minutes"), "number", "minutes", key=True), DRONE), rows, "people",
        ),
    )  # fmt: skip


def _under(row: Row) -> Said:
    if row["drone"] == "faster":
        return msg("Under {minutes} min, faster", minutes=row["under_minutes"])
    return msg("Under {minutes} min, today", minutes=row["under_minutes"])


def _people_title(few: Mapping[str, Row]) -> Said:
    if "today" not in few:
        return msg("People by minutes of warning")
    if "faster" not in few:
        return msg("{people:number} people have under ten minutes", people=few["today"]["q50"])
    return msg(
        "{people:number} people have under ten minutes; {faster:number} with the faster drone",
        people=few["today"]["q50"], faster=few["faster"]["q50"],
    )  # fmt: skip


def districts(answer: Answer, work: Work) -> Figure | None:
    """Population-weighted minutes by district, in alphabetical order."""
    rows = [row for row in rows_of(answer, row="district") if row["q50"] is not None]
    if not rows:
        return None
    by_name: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_name.setdefault(row["admin"], {})[row["drone"]] = {key: row[key] for key in ("q05", "q50", "q95")}
    data = [{"label": name, **found} for name, found in sorted(by_name.items())]
    today = {row["label"]: row["today"]["q50"] for row in data if "today" in row}
    told = [
        msg("{place}: {minutes:number} minutes", place=name, minutes=minutes)
        for name, minutes in today.items()
    ]
    return Figure(
        id="districts",
        chart="districts",
        title=msg(
            "Warning runs from {least:number} to {most:number} minutes by district",
            least=min(today.values()), most=max(today.values()),
        )
        if today
        else msg("Minutes by district"),
        subtitle=msg("Minutes of warning by district, weighted by people; in alphabetical order"),
        data={"rows": data, "drones": {drone: DRONES[drone] for drone in FLOWN}, "unit": msg("minutes")},
        alt=msg("{told:clauses}.", told=told),
        how=msg("Blue circle: today's drone; orange diamond: the faster one. Lines: 90\u00a0% intervals."),
        source=CREDIT,
        table=quantile_table(
            "t-districts", msg("Minutes by district"), (DISTRICT, DRONE),
            sorted(rows, key=lambda row: (row["admin"], row["drone"] != "today")), "minutes",
        ),
        legend=[("dot-blue", msg("today's drone")), ("diamond-orange", msg("faster drone"))],
    )  # fmt: skip


QUESTION = Question(
    id="warning",
    asks=msg("How many people have only minutes of warning?"),
    section="warning",
    rank=10,
    kind="draws",
    unit="minutes, people",
    columns=(
        Column("row", msg("Row"), key=True),
        Column("under_minutes", msg("Under"), "number", "minutes", key=True),
        PLACE,
        DISTRICT,
        DRONE,
        *quantile_columns("minutes, people"),
        Column("lat", msg("Latitude"), "number", "degrees north"),
        Column("lon", msg("Longitude"), "number", "degrees east"),
        PEOPLE,
    ),
    needs=("geography",),
    compute=compute,
    figures=(places_map, people, districts),
    documented="geography.md",
)
