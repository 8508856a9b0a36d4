"""Warning and reach: minutes by place and district, people under ten minutes, who comes within range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import fmean
from typing import Any

from markupsafe import Markup

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.charts import maps
from tocsin.report.figure import Section
from tocsin.report.sections.shared import ROWS_HOW, drone_name, levels, quantile_table, quantiles, said
from tocsin.report.source import Source, linked, plain
from tocsin.say import interval, number

PLACES_DRAWN, PLACES_NAMED = 400, 14
PLACE_COLUMNS = (
    Column("place", "Place"), Column("admin", "District"), Column("population", "People", "number"),
    Column("q50", "Median", "number"), Column("q05", "5 %", "number"), Column("q95", "95 %", "number"),
)  # fmt: skip
SPAN_KM = 5600.0
CENTRE = (51.5, 24.0)
NAMED = {"UA": (49.2, 29.2), "RU": (57.5, 40.5), "PL": (52.1, 19.0), "DE": (51.2, 10.2), "RO": (45.9, 24.6), "TR": (39.2, 33.0),
         "FI": (62.8, 26.2), "SE": (62.6, 15.8), "BY": (53.6, 27.9), "IT": (42.9, 12.5), "KZ": (49.0, 52.0), "FR": (46.6, 1.6),
         "GR": (39.6, 22.0), "NO": (60.6, 8.2)}  # fmt: skip


def section(source: Source) -> Section:
    """The fifth section of the page."""
    reach = source.answer("reach")
    figures = [*geography(source), people(source), minutes(source), totals(source)]
    return Section(
        id="warning-and-reach",
        label="Warning and reach",
        sentence=source.sentence("warning"),
        paragraph=linked(reach.headline, "reach") if reach else Markup(""),
        figures=[figure for figure in figures if figure],
        caveat=Markup(
            "Minutes follow the straight line from the border, the coast or the stated line of contact, less detection"
            " and relay; a real path is longer. A look-up for planners: nothing here ranks places. Reach says how far a drone"
            " could fly, not where any would: it is geometry, unopposed, and tells nothing of intent."
        ),
        missing=source.missing("warning", "reach"),
    )


def geography(source: Source) -> list[Figure]:
    """Two maps: warning by place, and how far reach goes."""
    return [figure for figure in (places_map(source), reach_map(source)) if figure]


def places_map(source: Source) -> Figure | None:
    """The defended state's places by minutes of warning."""
    places = [row for row in source.rows("warning", row="place", drone="today") if row.get("q50") is not None]
    if not places:
        return None
    drawn = sorted(places, key=lambda row: -row["population"])[:PLACES_DRAWN]
    data = {
        "outlines": _features(),
        "places": [_place(row) for row in drawn],
        "reach": [],
        "labels": [],
        "names": PLACES_NAMED,
        **_frame(drawn),
    }
    counts = [(label, sum(low <= row["q50"] < high for row in drawn)) for low, high, label in _classes()]
    return Figure(
        id="map",
        answer="warning",
        title=f"{counts[0][1]} of the {len(drawn)} largest places have under ten minutes",
        subtitle="Places by median minutes of warning, today's drone; larger dots have more people",
        chart="reach_map",
        data=data,
        alt=f"Map of {len(drawn)} places. " + "; ".join(f"{label}: {count} places" for label, count in counts) + ".",
        how="Straight-line minutes to the border, coast or stated line of contact, less detection and relay.",
        source=_credit(),
        table=Table("t-places", "Minutes of warning, places drawn, by name", PLACE_COLUMNS, sorted(drawn, key=lambda row: str(row["place"]))),
        legend=_place_legend(),
    )  # fmt: skip


def _classes() -> list[tuple[float, float, str]]:
    limits = [0.0, *(float(limit) for limit, _, _ in maps.CLASSES)]
    return [
        (low, high, label) for low, high, (_, label, _) in zip(limits, limits[1:], maps.CLASSES, strict=False)
    ]


def _frame(places: list[Any]) -> dict[str, Any]:
    """Centre and width of a map that holds the places with a margin."""
    lats, lons = [row["lat"] for row in places], [row["lon"] for row in places]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    wide = (max(lons) - min(lons)) * 111.2 * math.cos(math.radians(lat))
    tall = (max(lats) - min(lats)) * 111.2
    span = max(300.0, 1.16 * wide, 1.3 * tall)
    return {
        "centre": [round(lat, 2), round(lon, 2)],
        "span_km": round(span),
        "aspect": round(min(0.75, max(0.5, 1.2 * tall / span)), 3),
    }


def reach_map(source: Source) -> Figure | None:
    """Reach of today's drone and of the longer range, as outlines."""
    rows = source.rows("reach")
    ranges = {
        name: [row["range_km_q50"] for row in rows if row.get("drone") == name and row.get("range_km_q50")]
        for name in ("today", "longer")
    }
    outlines = _reach_outlines(source, {name: fmean(found) for name, found in ranges.items() if found})
    if not outlines:
        return None
    names = {str(row["country"]): str(row["name"]) for row in rows}
    data = {
        "outlines": _features(), "places": [], "reach": outlines, "labels": _labels(source, names),
        "centre": list(CENTRE), "span_km": SPAN_KM, "aspect": 0.66,
    }  # fmt: skip
    within = [
        f"{drone_name(item['drone'])}: {number(item['km'])} km, {_within(rows, item['drone'])} countries"
        for item in outlines
    ]
    columns = (
        Column("name", "Country"), Column("drone", "Range"), Column("q50", "People, median", "number"), Column("q05", "5 %", "number"),
        Column("q95", "95 %", "number"), Column("share_q50", "Share of people", "share"), Column("p_within", "Chance that any are", "share"),
    )  # fmt: skip
    return Figure(
        id="reach-map",
        answer="reach",
        title=_map_title(rows),
        subtitle="How far a one-way flight from launchable territory goes: today's drone and the longer range",
        chart="reach_map",
        data=data,
        alt="Map of Europe with range as outlines. " + "; ".join(within) + ".",
        how="Measured from the whole territory a launcher could use, never from a point; median range, unopposed. Countries"
        " count where it is likelier than not that some of their people live within range, map data only.",
        source=_credit(),
        table=Table("t-reach", "People within range by country", columns, rows),
        legend=[
            (
                "line-plum" if item["drone"] == "today" else "dash-orange",
                f"{drone_name(item['drone'])}, {number(item['km'])} km",
            )
            for item in outlines
        ],
    )


def _within(rows: list[Any], drone: str) -> int:
    return sum(1 for row in rows if row.get("drone") == drone and (row.get("p_within") or 0) > 0.5)


def _place_legend() -> list[tuple[str, str]]:
    keys = ("dot-orange", "dot-teal6", "dot-teal5", "dot-teal4", "dot-teal3")
    return [(key, label) for key, (_, label, _) in zip(keys, maps.CLASSES, strict=True)]


def _credit() -> str:
    from tocsin.geography import CREDIT

    return str(CREDIT)


def _features() -> list[Any]:
    from tocsin.geography import map_outlines

    return list(map_outlines()["features"])


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    text = f"{row['place']}: {number(row['q50'])} min (90 %: {interval(row['q05'], row['q95'])})"
    return {
        "lat": row["lat"],
        "lon": row["lon"],
        "minutes": row["q50"],
        "population": row["population"],
        "name": plain(row["place"]),
        "text": plain(text),
    }


def _labels(source: Source, names: Mapping[str, str]) -> list[dict[str, Any]]:
    states = source.view.settings.geography
    wanted = {*names, states.defended, *states.launch_states, "BY", "KZ"}
    known = {"UA": "Ukraine", "RU": "Russia", "BY": "Belarus", "KZ": "Kazakhstan", **names}
    return [
        {"lat": at[0], "lon": at[1], "text": plain(known.get(code, code))}
        for code, at in NAMED.items()
        if code in wanted
    ]


def _reach_outlines(source: Source, ranges: Mapping[str, float]) -> list[dict[str, Any]]:
    from tocsin.geography import case_theatre, reach_outline

    scene = case_theatre(source.view)
    return [{"drone": name, "km": km, "feature": reach_outline(scene, km)} for name, km in ranges.items()]


def _map_title(rows: list[Any]) -> str:
    today, longer = _within(rows, "today"), _within(rows, "longer")
    if not today:
        return "Who comes within reach"
    more = f"; the longer range makes that {longer}" if longer > today else ""
    return f"{today} other countries lie within range{more}"


def people(source: Source) -> Figure | None:
    """People under 5, 10, 15 and 30 minutes, both drones."""
    rows = source.spread("warning", row="people")
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: (row["under_minutes"], row["drone"] != "today"))
    data = [
        {"label": f"Under {row['under_minutes']} min, {'faster' if row['drone'] == 'faster' else 'today'}",
         "colour": "orange" if row["drone"] == "faster" else "blue", **quantiles(row)}
        for row in ordered
    ]  # fmt: skip
    ten = {row["drone"]: row for row in ordered if row["under_minutes"] == 10}
    return Figure(
        id="people",
        answer="warning",
        title=_people_title(ten),
        subtitle="People in places with less warning than this, today's drone and the faster one",
        chart="intervals",
        data={"rows": data, "unit": "people"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=ROWS_HOW,
        source=_credit(),
        table=quantile_table(
            "t-people", "People by minutes of warning",
            (Column("under_minutes", "Under, minutes", "number"), Column("drone", "Drone")), ordered,
        ),
    )  # fmt: skip


def _people_title(ten: Mapping[str, Any]) -> str:
    today, faster = ten.get("today"), ten.get("faster")
    if today is None:
        return "People by minutes of warning"
    more = f"; {number(faster['q50'])} with the faster drone" if faster else ""
    return f"{number(today['q50'])} people have under ten minutes{more}"


def minutes(source: Source) -> Figure | None:
    """Population-weighted minutes by district, in alphabetical order."""
    rows = [row for row in source.rows("warning", row="district") if row.get("q50") is not None]
    if not rows:
        return None
    by_name: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_name.setdefault(plain(row["admin"]), {})[str(row["drone"])] = {
            key: row[key] for key in ("q05", "q50", "q95")
        }
    data = [{"label": name, **found} for name, found in sorted(by_name.items())]
    middles = [row["today"]["q50"] for row in data if "today" in row]
    return Figure(
        id="districts",
        answer="warning",
        title=f"Warning runs from {number(min(middles))} to {number(max(middles))} minutes by district"
        if middles
        else "Minutes by district",
        subtitle="Minutes of warning by district, weighted by people; in alphabetical order",
        chart="districts",
        data={"rows": data, "unit": "minutes"},
        alt="; ".join(f"{row['label']}: {number(row['today']['q50'])} minutes" for row in data if "today" in row) + ".",
        how="Blue circle: today's drone; orange diamond: the faster one. Lines: 90 % intervals.",
        source=_credit(),
        table=quantile_table(
            "t-districts", "Minutes by district", (Column("admin", "District"), Column("drone", "Drone")),
            sorted(rows, key=lambda row: (str(row["admin"]), str(row["drone"]) != "today")),
        ),
        legend=[("dot-blue", "today's drone"), ("diamond-orange", "faster drone")],
    )  # fmt: skip


def totals(source: Source) -> Figure | None:
    """People within reach of each range, all countries together."""
    answer = source.answer("reach")
    data: list[dict[str, Any]] = [
        {"label": drone_name(name), "colour": colour, **levels(answer.draws[f"{name} people"])}
        for name, colour in (("today", "blue"), ("longer", "orange"))
        if answer is not None and f"{name} people" in answer.draws
    ]
    if not data:
        return None
    return Figure(
        id="reach",
        answer="reach",
        title=f"About {number(data[0]['q50'])} people live within today's range",
        subtitle="People within one-way range of launchable territory, the launch states left out; geometry, not intent",
        chart="intervals",
        data={"rows": data, "unit": "people within reach"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=ROWS_HOW,
        source=_credit(),
        table=quantile_table("t-reach-people", "People within reach", (Column("label", "Range"),), data),
    )
