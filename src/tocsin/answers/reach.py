"""Who else comes within reach: other countries and their people, as range grows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

import numpy as np

from tocsin.answers.common import DRONES, ROWS_HOW, Row, labelled, rows_of
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import coarse_row, plain
from tocsin.geography import CREDIT, Reach, case_theatre, countries, reach, reach_outline
from tocsin.lineage import merge
from tocsin.say import Said, msg, nmsg, spread

RANGES = ("today", "longer")
COLOURS = {"today": "blue", "longer": "orange"}
LINES = {"today": "line-plum", "longer": "dash-orange"}
NAMED_AT_MOST = 6  # countries that the longer range adds, in the headline
# Where the map's names of countries stand, and what it holds.
NAMED = {"UA": (49.2, 29.2), "RU": (57.5, 40.5), "PL": (52.1, 19.0), "DE": (51.2, 10.2), "RO": (45.9, 24.6), "TR": (39.2, 33.0),
         "FI": (62.8, 26.2), "SE": (62.6, 15.8), "BY": (53.6, 27.9), "IT": (42.9, 12.5), "KZ": (49.0, 52.0), "FR": (46.6, 1.6),
         "GR": (39.6, 22.0), "NO": (60.6, 8.2)}  # fmt: skip
NEVER_OTHERS = ("BY", "KZ")  # named on the map though nobody there is counted
FRAME = {"centre": [51.5, 24.0], "span_km": 5600.0, "aspect": 0.66}


def compute(work: Work) -> Found:
    """Countries and people within range, by today's range claims and by the longer range."""
    found = {drone: reach(work.view, drone=drone, draws=work.draws, seed=work.seed) for drone in RANGES}
    parts: dict[str, Any] = {
        drone: {**coarse_row(item.total), "countries": int(_likely(item).sum())}
        for drone, item in found.items()
    }
    parts |= {
        "others": len(found["today"].countries),
        "added": _newly_within(found["today"], found["longer"]),
    }
    return Found(
        rows=[row for item in found.values() for row in _rows(item)],
        headline=_headline(parts),
        lineage=merge(*(item.lineage for item in found.values())),
        draws={f"{drone} people": item.total for drone, item in found.items()},
        note=msg(
            "Range is one-way and unopposed, measured from the territory a launcher could use, never from a place. The defender,"
            " the launch states and the programme's own states are not counted among the others."
        ),
        parts=parts,
    )  # fmt: skip


def _headline(parts: dict[str, Any]) -> Said:
    today, longer, added = parts["today"], parts["longer"], parts["added"]
    values = {
        "people": today["q50"], "range": spread(today), "within": today["countries"], "others": parts["others"],
        "more": longer["q50"], "then": longer["countries"],
    }  # fmt: skip
    if not added:
        return msg(
            "About {people:number} people live within one-way range of launchable territory {range}, in {within:exact} other"
            " countries (of {others} in the map data); at the longer range about {more:number}, in {then:exact}.",
            **values,
        )
    named: list[str] = added[:NAMED_AT_MOST]
    if len(added) > NAMED_AT_MOST:
        named = [*named, msg("{n} more", n=len(added) - NAMED_AT_MOST)]
    return msg(
        "About {people:number} people live within one-way range of launchable territory {range}, in {within:exact} other"
        " countries (of {others} in the map data); at the longer range about {more:number}, in {then:exact}; the longer range"
        " adds {named:listed}.",
        named=named, **values,
    )  # fmt: skip


def _rows(found: Reach) -> list[dict[str, Any]]:
    """A row for each country that some future reaches."""
    return [
        {
            "country": str(country.country),
            "name": str(country.name),
            "drone": found.drone,
            "range_km_q50": plain(float(np.median(found.range_km)), 0),
            **coarse_row(found.people[:, index]),
            "share_q50": plain(float(np.median(found.share[:, index])), 3),
            "p_within": plain(float(found.countries["p_within"].iloc[index]), 3),
        }
        for index, country in enumerate(found.countries.itertuples(index=False))
        if float(found.countries["p_within"].iloc[index]) > 0
    ]


def _likely(found: Reach) -> Any:
    """Whether each country is more likely than not within range."""
    return found.countries["p_within"] > 0.5


def _newly_within(today: Reach, longer: Reach) -> list[str]:
    """Countries more likely than not within the longer range but not today's, by name."""
    before = set(today.countries.loc[_likely(today), "country"])
    inside = longer.countries[_likely(longer)]
    return sorted(str(row.name) for row in inside.itertuples(index=False) if row.country not in before)


def outline_map(answer: Answer, work: Work) -> Figure | None:
    """Reach of today's drone and of the longer range, as outlines."""
    rows = answer.rows
    outlines = _outlines(work, rows)
    if not outlines:
        return None
    within = {drone: sum(row["p_within"] > 0.5 for row in rows_of(answer, drone=drone)) for drone in RANGES}
    columns = (
        Column("name", msg("Country"), key=True), Column("drone", msg("Range"), key=True),
        Column("q50", msg("People, median"), "number", "people"), Column("q05", msg("5 %"), "number", "people"),
        Column("q95", msg("95 %"), "number", "people"), Column("share_q50", msg("Share of people"), "share", "of people"),
        Column("p_within", msg("Chance that any are"), "share", "of futures"),
    )  # fmt: skip
    told = [
        nmsg(
            "{drone}: {km:number} km, {n:exact} country", "{drone}: {km:number} km, {n:exact} countries",
            within[item["drone"]], drone=DRONES[item["drone"]], km=round(item["km"], -2),
        )
        for item in outlines
    ]  # fmt: skip
    return Figure(
        id="reach-map",
        chart="reach_map",
        title=_title(within),
        subtitle=msg("How far a one-way flight from launchable territory goes: today's drone and the longer range"),
        data={"outline": "far", "places": [], "classes": [], "reach": outlines, "labels": _labels(work, rows), **FRAME},
        alt=msg("Map of Europe with range as outlines. {told:clauses}.", told=told),
        how=msg(
            "Measured from the whole territory a launcher could use, never from a point; median range, unopposed. Countries"
            " count where it is likelier than not that some of their people live within range, map data only."
        ),
        source=CREDIT,
        table=Table("t-reach", msg("People within range by country"), columns, rows),
        legend=[
            (LINES[item["drone"]], msg("{drone}, {km:number} km", drone=DRONES[item["drone"]], km=round(item["km"], -2)))
            for item in outlines
        ],
    )  # fmt: skip


def _title(within: dict[str, int]) -> Said:
    today, longer = within["today"], within["longer"]
    if not today:
        return msg("Who comes within reach")
    if longer > today:
        return nmsg(
            "{n:exact} other country lies within range; the longer range makes that {longer:exact}",
            "{n:exact} other countries lie within range; the longer range makes that {longer:exact}",
            today,
            longer=longer,
        )
    return nmsg(
        "{n:exact} other country lies within range", "{n:exact} other countries lie within range", today
    )


def _outlines(work: Work, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Where each range ends, by its median."""
    scene = case_theatre(work.view)
    made = []
    for drone in RANGES:
        found = [row["range_km_q50"] for row in rows if row["drone"] == drone and row["range_km_q50"]]
        if found:
            km = fmean(found)
            made.append({"drone": drone, "km": km, "feature": reach_outline(scene, km)})
    return made


def _labels(work: Work, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Names of countries on the map: those within reach, both sides, and neighbours who are never counted."""
    states = work.view.settings.geography
    names = {row["country"]: row["name"] for row in rows}
    wanted = {*names, states.defended, *states.launch_states, *NEVER_OTHERS}
    known = countries()["name"].to_dict()
    return [
        {"lat": lat, "lon": lon, "text": names.get(code) or known.get(code, code)}
        for code, (lat, lon) in NAMED.items()
        if code in wanted
    ]


def totals(answer: Answer, work: Work) -> Figure | None:
    """People within reach of each range, all countries together."""
    data = [
        {"label": DRONES[drone], "colour": COLOURS[drone], **coarse_row(answer.draws[f"{drone} people"])}
        for drone in RANGES
        if f"{drone} people" in answer.draws
    ]
    if not data:
        return None
    return Figure(
        id="reach",
        chart="intervals",
        title=msg("About {people:number} people live within today's range", people=data[0]["q50"]),
        subtitle=msg("People within one-way range of launchable territory; the launch states, the programme's states and the defender left out; geometry, not intent"),
        data={"rows": data, "unit": msg("people within reach")},
        alt=msg("{rows:clauses}.", rows=[labelled(row) for row in data]),
        how=ROWS_HOW,
        source=CREDIT,
        table=quantile_table(
            "t-reach-people", msg("People within reach"), (Column("label", msg("Range"), key=True),), data, "people"
        ),
    )  # fmt: skip


QUESTION = Question(
    id="reach",
    asks=msg("Who else comes within reach?"),
    section="warning",
    rank=20,
    kind="draws",
    unit="people",
    columns=(
        Column("country", msg("Code"), key=True),
        Column("name", msg("Country")),
        Column("drone", msg("Drone"), key=True),
        Column("range_km_q50", msg("Range"), "number", "km"),
        *quantile_columns("people"),
        Column("share_q50", msg("Share of its people"), "share", "of people"),
        Column("p_within", msg("Chance within reach"), "share", "of futures"),
    ),
    needs=("geography",),
    compute=compute,
    figures=(outline_map, totals),
    documented="geography.md",
)
