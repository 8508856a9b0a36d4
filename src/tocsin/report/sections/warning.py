"""Warning and reach: minutes by place and district, people under ten minutes, who comes within range."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from markupsafe import Markup

from tocsin.report.charts import districts, intervals, maps
from tocsin.report.figure import Column, Figure, Section
from tocsin.report.sections.shared import ROWS_HOW, drone_name, quantile_table, quantiles, said
from tocsin.report.source import Source, linked, plain
from tocsin.report.words import interval, listed, number

PLACES_DRAWN = 400
SPAN_KM = 4300.0
CENTRE = (52.0, 30.0)
NAMED = {"UA": (49.2, 29.2), "RU": (57.5, 40.5), "PL": (52.1, 19.0), "DE": (51.2, 10.2), "RO": (45.9, 24.6), "TR": (39.2, 33.0),
         "FI": (62.8, 26.2), "SE": (61.0, 15.0), "BY": (53.6, 27.9), "IT": (42.9, 12.5), "KZ": (49.0, 52.0), "FR": (47.0, 3.0),
         "GR": (39.6, 22.0), "NO": (61.2, 9.0)}  # fmt: skip


def section(source: Source) -> Section:
    """The fifth section of the page."""
    reach = source.answer("reach")
    figures = [geography(source), people(source), minutes(source), countries(source)]
    return Section(
        id="warning-and-reach",
        label="Warning and reach",
        sentence=source.sentence("warning"),
        paragraph=linked(reach.headline, "reach") if reach else Markup(""),
        figures=[figure for figure in figures if figure],
        caveat=Markup(
            "Minutes follow the straight line from the border, the coast or the stated line of contact, less detection"
            " and relay; a real path is longer. A look-up for planners: nothing here ranks places."
        ),
        missing=source.missing("warning", "reach"),
    )


def geography(source: Source) -> Figure | None:
    """The map of warning and reach."""
    places = [row for row in source.rows("warning", row="place", drone="today") if row.get("q50") is not None]
    rows = source.rows("reach")
    if not places and not rows:
        return None
    ranges = {name: [row["range_km_q50"] for row in rows if row.get("drone") == name] for name in ("today", "longer")}
    outlines = _reach_outlines(source, {name: fmean(found) for name, found in ranges.items() if found})
    drawn = sorted(places, key=lambda row: -row["population"])[:PLACES_DRAWN]
    names = {str(row["country"]): str(row["name"]) for row in rows}
    data = {
        "outlines": _features(),
        "places": [_place(row) for row in drawn],
        "reach": outlines,
        "labels": _labels(source, names),
        "centre": list(CENTRE),
        "span_km": SPAN_KM,
    }
    fast = [place for place in drawn if place["q50"] < 10]
    return Figure(
        id="map",
        answer="warning",
        title=_map_title(rows),
        subtitle=f"{len(drawn)} largest places by minutes of warning, today's drone; lines: reach from launchable territory",
        chart=maps.reach_map,
        data=data,
        alt=f"Map of {len(drawn)} places by minutes of warning, {len(fast)} of them under ten minutes; "
        + (listed([f"reach of {drone_name(item['drone']).lower()} {number(item['km'])} km" for item in outlines]) or "no reach drawn")
        + ".",
        how="A dot is a place, larger with more people; colour is the median of its warning. Plum line: today's drone; orange dashes: the longer range.",
        source=_credit(),
        table=quantile_table(
            "t-places", "Minutes of warning, places drawn, by name",
            (Column("place", "Place"), Column("admin", "District"), Column("population", "People", "number")),
            sorted(drawn, key=lambda row: str(row["place"])),
        ),
        legend=_legend(outlines),
    )  # fmt: skip


def _legend(outlines: list[Any]) -> list[tuple[str, str]]:
    keys = ("dot-orange", "dot-teal6", "dot-teal5", "dot-teal4", "dot-teal3")
    dots = [(key, label) for key, (_, label, _) in zip(keys, maps.CLASSES, strict=True)]
    lines = [("line-plum" if item["drone"] == "today" else "dash-orange", f"reach {number(item['km'])} km") for item in outlines]
    return dots + lines


def _credit() -> str:
    from tocsin.geography import CREDIT

    return str(CREDIT)


def _features() -> list[Any]:
    from tocsin.geography import map_outlines

    return list(map_outlines()["features"])


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    text = f"{row['place']}: {number(row['q50'])} min (90 %: {interval(row['q05'], row['q95'])})"
    return {"lat": row["lat"], "lon": row["lon"], "minutes": row["q50"], "population": row["population"], "text": plain(text)}


def _labels(source: Source, names: Mapping[str, str]) -> list[dict[str, Any]]:
    states = source.view.settings.geography
    wanted = {*names, states.defended, *states.launch_states, "BY", "KZ"}
    known = {"UA": "Ukraine", "RU": "Russia", "BY": "Belarus", "KZ": "Kazakhstan", **names}
    return [{"lat": at[0], "lon": at[1], "text": plain(known.get(code, code))} for code, at in NAMED.items() if code in wanted]


def _reach_outlines(source: Source, ranges: Mapping[str, float]) -> list[dict[str, Any]]:
    from tocsin.geography import case_theatre, reach_outline

    scene = case_theatre(source.view)
    return [{"drone": name, "km": km, "feature": reach_outline(scene, km)} for name, km in ranges.items()]


def _map_title(rows: list[Any]) -> str:
    within = {
        name: sum(1 for row in rows if row.get("drone") == name and (row.get("p_within") or 0) > 0.5) for name in ("today", "longer")
    }
    if not within["today"]:
        return "Minutes of warning by place"
    more = f"; the longer range makes that {within['longer']}" if within["longer"] > within["today"] else ""
    return f"{within['today']} countries lie within reach{more}"


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
        chart=intervals.rows,
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
        by_name.setdefault(plain(row["admin"]), {})[str(row["drone"])] = {key: row[key] for key in ("q05", "q50", "q95")}
    data = [{"label": name, **found} for name, found in sorted(by_name.items())]
    middles = [row["today"]["q50"] for row in data if "today" in row]
    return Figure(
        id="districts",
        answer="warning",
        title=f"Warning runs from {number(min(middles))} to {number(max(middles))} minutes by district"
        if middles
        else "Minutes by district",
        subtitle="Minutes of warning by district, weighted by people; in alphabetical order",
        chart=districts.districts,
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


def countries(source: Source) -> Figure | None:
    """People within reach, summed over the countries of the larger ones drawn."""
    rows = source.spread("reach", drone="today")
    if not rows:
        return None
    largest = sorted(rows, key=lambda row: -row["q50"])[:8]
    chosen = sorted(largest, key=lambda row: str(row["name"]))
    longer = {row["country"]: row for row in source.spread("reach", drone="longer")}
    data = []
    for row in chosen:
        data.append({"label": plain(row["name"]), "colour": "blue", **quantiles(row)})
        if row["country"] in longer:
            data.append({"label": "with the longer range", "colour": "orange", **quantiles(longer[row["country"]])})
    columns = (Column("name", "Country"), Column("drone", "Range"), Column("share_q50", "Share of people", "percent"), Column("p_within", "Chance that any are", "percent"))  # fmt: skip
    first = max(chosen, key=lambda row: row["q50"])
    return Figure(
        id="reach",
        answer="reach",
        title=f"{plain(first['name'])}: {number(first['q50'])} people within reach",
        subtitle=f"People within one-way range, the {len(chosen)} countries with most of them, in alphabetical order",
        chart=intervals.rows,
        data={"rows": data, "unit": "people within reach"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in data) + ".",
        how=ROWS_HOW,
        source=_credit(),
        table=quantile_table("t-reach", "People within reach by country", columns, source.rows("reach")),
    )
