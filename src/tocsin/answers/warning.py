"""Minutes of warning: as published from alert to explosion, beside what distance alone promises; never a ranking of places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from tocsin.answers.common import Row, rows_of
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES, plain
from tocsin.geography import CREDIT, Timing, WarningTimes, broken, compare, timings, warning
from tocsin.lineage import Lineage, merge
from tocsin.say import Said, joined, msg, nmsg

TEN = 10  # minutes: nothing here is known to less
PLACES_DRAWN, PLACES_NAMED = 400, 14
KM_PER_DEGREE = 111.2
# Classes of the map: upper limit in minutes, name, and colour by its role in the palette.
CLASSES = (
    (10, msg("under 10 min"), "orange"), (30, msg("10–30 min"), "teal6"), (60, msg("30–60 min"), "teal5"),
    (120, msg("1–2 h"), "teal4"), (None, msg("over 2 h"), "teal3"),
)  # fmt: skip
PLACE, REGION = Column("place", msg("Place"), key=True), Column("admin", msg("Region"), key=True)
MINUTES, FACT = Column("minutes", msg("Minutes"), "number", "minutes"), Column("fact", msg("Fact"), key=True)
PUBLISHED = Column("published", msg("Published"), "date")
LEAST = Column("least_minutes", msg("Alert to arrival, at least"), "number", "minutes")
FLIGHT = Column("flight_minutes", msg("Over defended ground, at least"), "number", "minutes")
FASTER = Column("flight_faster_minutes", msg("The same, faster drone"), "number", "minutes")
PEOPLE = Column("population", msg("People"), "number", "people")


def compute(work: Work) -> Found:
    """Published minutes from alert to explosion, all together and case by case; and what distance promises by place."""
    today, faster = (
        warning(work.view, drone=drone, draws=work.draws, seed=work.seed) for drone in ("today", "faster")
    )
    found = timings(work.view)
    timed = [item for item in found if item.drones]
    rows = [*_observed(timed), *map(_case, found), *_place_rows(today, faster)]
    parts = _parts(today, found)
    return Found(
        rows=rows,
        headline=_headline(parts),
        lineage=merge(
            Lineage(facts=tuple(item.fact for item in found)), today.lineage, faster.lineage
        ),
        draws={"observed minutes": np.array([item.minutes for item in timed])} if timed else {},
        note=joined([_test(parts), _floor(parts), _counted(parts)]),
        parts=parts,
    )  # fmt: skip


def _observed(timed: Sequence[Timing]) -> list[dict[str, Any]]:
    """Quantiles over the published cases, to ten minutes."""
    if not timed:
        return []
    levels = np.quantile([item.minutes for item in timed], list(QUANTILES.values()))
    return [
        {"row": "observed", **{name: _tens(value) for name, value in zip(QUANTILES, levels, strict=True)}}
    ]


def _tens(value: float) -> float:
    return float(TEN * round(value / TEN))


def _case(item: Timing) -> dict[str, Any]:
    return {
        "row": "case", "place": item.place, "fact": item.fact, "published": item.day.isoformat(),
        "minutes": plain(item.minutes, 0), "drones": item.drones,
    }  # fmt: skip


def _place_rows(today: WarningTimes, faster: WarningTimes) -> list[dict[str, Any]]:
    least, flight, quicker = today.least, today.flight, faster.flight
    return [
        {
            "row": "place",
            "place": str(place["name"]),
            "admin": str(place["admin"]),
            "lat": plain(float(place["lat"]), 4),
            "lon": plain(float(place["lon"]), 4),
            "population": int(place["population"]),
            "least_minutes": int(least[index]),
            "flight_minutes": int(flight[index]),
            "flight_faster_minutes": int(quicker[index]),
        }
        for index, place in enumerate(today.places.to_dict("records"))
    ]


def _parts(today: WarningTimes, found: Sequence[Timing]) -> dict[str, Any]:
    """What sentences, page and other answers read: counts of places, and the test of both kinds of interval."""
    largest = today.places.sort_values("population").drop_duplicates("name", keep="last")
    promised = dict(
        zip(largest["name"], np.median(today.minutes, axis=0)[largest.index].tolist(), strict=True)
    )
    least = dict(zip(largest["name"], today.least[largest.index].tolist(), strict=True))
    test = compare(found, promised)
    timed = [item for item in found if item.drones]
    return {
        "cases": len(timed),
        "minutes": {name: value for row in _observed(timed) for name, value in row.items() if name != "row"},
        "test": test and {
            "common": round(test.common), "own": round(test.own), "places": test.places,
            "covered_common": round(test.covered_common, 2), "covered_own": round(test.covered_own, 2),
        },
        "checked": len(found),
        "broken": [item.fact for item in broken(found, least)],
        "towns": len(today.places),
        "people": float(f"{today.places['people'].sum():.2g}"),
        "towns_promised": int((today.least >= TEN).sum()),
        "places_left_out": today.left_out,
    }  # fmt: skip


def _headline(parts: dict[str, Any]) -> Said:
    if not parts["cases"]:
        return msg(
            "No published time from an alert to the explosion of a drone is known to this case; distance alone promises ten"
            " minutes or more to {promised:exact} of {towns:exact} towns.",
            promised=parts["towns_promised"], towns=parts["towns"],
        )  # fmt: skip
    minutes = parts["minutes"]
    return nmsg(
        "From alert to first explosion took about {median:minutes} minutes in {n:exact} published case.",
        "From alert to first explosion took about {median:minutes} minutes in the middle of {n:exact} published cases (half of"
        " them: {q25:minutes} to {q75:minutes}; nine in ten: {low:minutes} to {high:minutes}).",
        parts["cases"], median=minutes["q50"], q25=minutes["q25"], q75=minutes["q75"], low=minutes["q05"], high=minutes["q95"],
    )  # fmt: skip


def _test(parts: dict[str, Any]) -> Said:
    """Whether knowing the place helps, each place left out in turn."""
    test = parts["test"]
    if not test:
        return msg("The cases are too few to say whether minutes differ by place.")
    values = {"own": test["own"], "common": test["common"], "places": test["places"]}
    if test["own"] < test["common"]:
        return msg(
            "Intervals made for a place from its distance do better than one for all (interval score {own} against {common},"
            " {places} places left out in turn).",
            **values,
        )
    return msg(
        "Distance does not tell places apart: intervals made for a place do no better than one for all (interval score {own}"
        " against {common}, lower is better; {places} places left out in turn), so one holds for all.",
        **values,
    )


def _floor(parts: dict[str, Any]) -> Said:
    """What distance alone promises, and how published cases bear it out."""
    promised = msg(
        "At least ten minutes are sure in {promised:exact} of {towns:exact} towns only, if a drone is unseen until it crosses the"
        " border, the coast, the line of contact or the edge of the region.",
        promised=parts["towns_promised"], towns=parts["towns"],
    )  # fmt: skip
    if not parts["checked"]:
        return promised
    if not parts["broken"]:
        return joined([promised, msg("No published case was shorter than promised.")])
    return joined([promised, msg("Published cases were shorter: {facts:listed}.", facts=parts["broken"])])


def _counted(parts: dict[str, Any]) -> Said:
    """Which towns and people are meant."""
    left = msg(
        "The towns listed hold about {people:number} people: as listed, or as counted since in towns that most have left.",
        people=parts["people"],
    )
    if not parts["places_left_out"]:
        return left
    gone = nmsg(
        "{n:exact} town beyond the line of contact, or lost since, is left out.",
        "{n:exact} towns beyond the line of contact, or lost since, are left out.",
        parts["places_left_out"],
    )
    return joined([left, gone])


def cases(answer: Answer, work: Work) -> Figure | None:
    """Published minutes from alert to first explosion, case by case, places in alphabetical order."""
    rows = [row for row in rows_of(answer, row="case") if row["drones"]]
    if not rows:
        return None
    told = [
        msg(
            "{place}, {day:day}: {minutes:minutes}",
            place=row["place"],
            day=row["published"],
            minutes=row["minutes"],
        )
        for row in rows
    ]
    points = [{"value": row["minutes"], "text": text} for row, text in zip(rows, told, strict=True)]
    by_place = groupby(zip(rows, points, strict=True), key=lambda pair: pair[0]["place"])
    (minutes,) = rows_of(answer, row="observed")
    return Figure(
        id="alert-to-explosion",
        chart="strips",
        title=msg(
            "Alert to first explosion: {low:minutes} to {high:minutes} minutes, half of them over {median:minutes}",
            low=minutes["q05"], high=minutes["q95"], median=minutes["q50"],
        ),
        subtitle=nmsg(
            "{n:exact} published case of strike drones; places in alphabetical order",
            "{n:exact} published cases of strike drones; places in alphabetical order",
            len(rows),
        ),
        data={
            "rows": [{"label": place, "points": [point for _, point in pairs]} for place, pairs in by_place],
            "band": {"low": minutes["q25"], "high": minutes["q75"]}, "unit": msg("minutes from alert to first explosion"),
        },
        alt=msg("{told:clauses}.", told=told),
        how=msg(
            "A dot is a case in which press or officials named both times; shaded, the middle half of all. Alerts that no explosion"
            " followed are not among them, nor are cases nobody timed."
        ),
        source=msg("Published reports, each with its address among the facts."),
        table=Table("t-cases", msg("Alert to first explosion, as published"), (PLACE, PUBLISHED, MINUTES, FACT), rows),
    )  # fmt: skip


def places_map(answer: Answer, work: Work) -> Figure | None:
    """The defended state's largest places by the least time a drone flies over defended ground to get there."""
    places = rows_of(answer, row="place")
    if not places:
        return None
    drawn = sorted(places, key=lambda row: (-row["population"], row["place"], row["admin"]))[:PLACES_DRAWN]
    counts = _counts(drawn)
    told = [
        nmsg("{label}: {n:exact} place", "{label}: {n:exact} places", count, label=label)
        for (_, label, _), count in zip(CLASSES, counts, strict=True)
    ]
    return Figure(
        id="map",
        chart="reach_map",
        title=nmsg(
            "{n:exact} of the {drawn:exact} largest places lies ten minutes' flight or more away",
            "{n:exact} of the {drawn:exact} largest places lie ten minutes' flight or more away",
            len(drawn) - counts[0], drawn=len(drawn),
        ),
        subtitle=msg(
            "At least this long does today's drone fly over defended ground, if undetected until border, coast or line of contact;"
            " larger dots have more people"
        ),
        data={
            "outline": "far", "places": [_dot(row) for row in drawn], "classes": [list(item) for item in CLASSES], "reach": [], "labels": [],
            "names": PLACES_NAMED, **_frame(drawn),
        },
        alt=nmsg("Map of {n:exact} place. {told:clauses}.", "Map of {n:exact} places. {told:clauses}.", len(drawn), told=told),
        how=msg(
            "Time that the defence has, along a straight line, in whole tens of minutes. People get less: alerts are given by region,"
            " when drones come near it."
        ),
        source=CREDIT,
        table=Table(
            "t-places", msg("Minutes at least, places drawn, by name"), (PLACE, REGION, PEOPLE, LEAST, FLIGHT, FASTER),
            sorted(drawn, key=lambda row: (row["place"], row["admin"])), searchable=True,
        ),
        legend=[(f"dot-{role}", label) for _, label, role in CLASSES],
    )  # fmt: skip


def _counts(drawn: Sequence[Row]) -> list[int]:
    """How many places fall in each class of minutes."""
    limits = [0.0, *(math.inf if limit is None else float(limit) for limit, _, _ in CLASSES)]
    return [sum(low <= row["flight_minutes"] < high for row in drawn) for low, high in pairwise(limits)]


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
    flight = row["flight_minutes"]
    values = {"place": row["place"], "flight": flight}
    text = (
        msg("{place}: at least {flight} min", **values)
        if flight
        else msg("{place}: under 10 min", place=row["place"])
    )
    return {
        "lat": row["lat"], "lon": row["lon"], "minutes": flight, "population": row["population"],
        "name": row["place"], "text": text,
    }  # fmt: skip


QUESTION = Question(
    id="warning",
    asks=msg("How many minutes of warning are there?"),
    section="warning",
    rank=10,
    kind="draws",
    unit="minutes",
    columns=(
        Column("row", msg("Row"), key=True),
        PLACE,
        REGION,
        FACT,
        PUBLISHED,
        MINUTES,
        Column("drones", msg("Strike drones named"), "flag"),
        *quantile_columns("minutes"),
        LEAST,
        FLIGHT,
        FASTER,
        Column("lat", msg("Latitude"), "number", "degrees north"),
        Column("lon", msg("Longitude"), "number", "degrees east"),
        PEOPLE,
    ),
    needs=("geography",),
    compute=compute,
    figures=(cases, places_map),
    documented="geography.md",
)
