"""How good has this been: skill against simple opponents, and what the intervals held."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from markupsafe import Markup

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.charts import skill
from tocsin.report.figure import Section
from tocsin.report.sections.checks import drawn_panels, strayed
from tocsin.report.source import Source
from tocsin.say import listed, percent, plural, signed_percent

_OPPONENTS, _FANS, _FEWEST_MONTHS, _FEWEST_OUTCOMES, _FEWEST_EVEN = 4, 6, 6, 20, 12
_EVEN = (
    ("launches, 1 month", "launches", 1),
    ("launches, 3 months", "launches", 3),
    ("launches, 6 months", "launches", 6),
    ("launches, 12 months", "launches", 12),
    ("share through, 1 month", "leak_share", 1),
    ("share through, 3 months", "leak_share", 3),
)
_METRIC = {"log1p crps": "CRPS on log counts", "raw crps": "CRPS on raw counts"}
_STORED = {
    "q025": "q025",
    "q10": "q100",
    "q25": "q250",
    "q50": "q500",
    "q75": "q750",
    "q90": "q900",
    "q975": "q975",
}


def section(source: Source) -> Section:
    """The ninth section of the page."""
    figures = [figure for figure in (past_fans(source), held(source), even(source), scores(source)) if figure]
    return Section(
        id="how-good",
        label="How good has this been?",
        sentence=source.sentence("skill"),
        figures=figures,
        caveat=Markup(
            "Past forecasts used only what was public then, but the model's structure was chosen later: hindsight that"
            " no replay removes. Only months after stored forecasts were written count as out of sample."
        ),
        missing=source.missing("skill"),
    )


def _main_metric(rows: list[Any]) -> str:
    metrics = list(dict.fromkeys(str(row["metric"]) for row in rows))
    return next((metric for metric in metrics if "log" in metric), metrics[0])


def scores(source: Source) -> Figure | None:
    """Skill by horizon against each opponent."""
    rows = [
        row
        for row in source.rows("skill")
        if row.get("skill") is not None and row.get("target", "launches") == "launches"
    ]
    if not rows:
        return None
    metric = _main_metric(rows)
    chosen = [row for row in rows if row["metric"] == metric and row.get("low") is not None]
    if not chosen:
        return None
    horizons = sorted({int(row["horizon"]) for row in chosen})
    against = list(dict.fromkeys(str(row["against"]) for row in chosen))[:_OPPONENTS]
    shown = [row for row in chosen if row["against"] in against]
    marks = [
        {"horizon": int(row["horizon"]), "column": horizons.index(int(row["horizon"])) + 1, "against": row["against"],
         "skill": row["skill"], "low": row["low"], "high": row["high"]}
        for row in shown
    ]  # fmt: skip
    columns = (
        Column("metric", "Measure"), Column("against", "Against"), Column("horizon", "Months ahead", "number"),
        Column("skill", "Skill", "share"), Column("low", "5 %", "share"), Column("high", "95 %", "share"), Column("n", "Past dates", "number"),
    )  # fmt: skip
    return Figure(
        id="skill",
        answer="skill",
        title=_title(shown, against[0], horizons),
        subtitle=f"How much smaller the error is than each opponent's ({_METRIC.get(metric, metric)}), by months ahead",
        chart="skill",
        data={"rows": marks, "against": against},
        alt="; ".join(
            f"{plural(row['horizon'], 'month')} ahead against {row['against']}: {signed_percent(row['skill'])}" for row in shown
        ) + ".",
        how="Above zero is better than that opponent. A random walk carries the last count forward with the spread of past"
        " steps; naive does so with the errors seen at that distance. Lines: 90 % intervals over past dates (block bootstrap).",
        source="Stored replays of past dates, scored by CRPS against the record.",
        table=Table("t-skill", "Skill", columns, rows),
        legend=[(f"{skill.SHAPES[index]}-series{index}", f"against {name}") for index, name in enumerate(against)],
    )  # fmt: skip


def _title(rows: list[Any], opponent: str, horizons: list[int]) -> str:
    last = next(row for row in rows if row["against"] == opponent and int(row["horizon"]) == horizons[-1])
    better = "beat" if last["skill"] >= 0 else "trailed"
    return f"At {horizons[-1]} months forecasts {better} a {opponent.replace('_', ' ')} by {percent(abs(last['skill']))}"


def held(source: Source) -> Figure | None:
    """Coverage of the 50, 80 and 95 % intervals over the outcomes known by the as-of date."""
    from tocsin.score.replay.models import ENSEMBLE
    from tocsin.score.replay.summary import coverage_table

    pairs = _pairs(source)
    table = (
        None
        if pairs is None or not len(pairs)
        else coverage_table(pairs[pairs["model"].astype(str) == ENSEMBLE].astype({"model": str}))
    )
    if table is None or not len(table):
        return None
    rows: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()} for row in table.to_dict("records")
    ]
    overall = next((row for row in rows if row["horizons"] == "all"), None)
    if overall is None or overall["n"] < _FEWEST_OUTCOMES:
        return None
    marks = [
        {"promised": level / 100, "held": float(overall[f"in{level}"]), "n": int(overall["n"])}
        for level in (50, 80, 95)
    ]
    columns = (
        Column("horizons", "Months ahead"), Column("n", "Outcomes", "number"), Column("in50", "Inside 50 %", "share"),
        Column("in80", "Inside 80 %", "share"), Column("in95", "Inside 95 %", "share"),
    )  # fmt: skip
    return Figure(
        id="calibration",
        answer="skill",
        title=f"80\u00a0% intervals held {percent(marks[1]['held'])} of {marks[1]['n']} outcomes",
        subtitle="Share of past outcomes inside each interval, against its promise; launches, 1 to 12 months ahead",
        chart="calibration",
        data={"rows": marks},
        alt="; ".join(f"{percent(m['promised'])} interval: {percent(m['held'])} of {m['n']}" for m in marks)
        + ".",
        how="On the dashed line an interval keeps its promise; below it, it is too narrow. Outcomes of neighbouring dates overlap.",
        source="Stored replays of past dates.",
        table=Table("t-calibration", "Calibration", columns, rows),
    )


def _pairs(source: Source) -> Any:
    """Stored forecasts whose outcome was known by the as-of date, or None without a backtest."""
    from tocsin.score.replay.store import read_backtest
    from tocsin.score.replay.summary import known_pairs

    stored = read_backtest(source.view.path)
    return None if stored is None else known_pairs(stored.pairs, source.assessment.as_of)


def even(source: Source) -> Figure | None:
    """Where outcomes fell in their forecasts: the PIT's distribution less even, by horizon, in its 95 % band."""
    pairs = _pairs(source)
    found = [] if pairs is None else [_fell(pairs, *chosen) for chosen in _EVEN]
    panels = [panel for panel in found if panel]
    if not panels:
        return None
    outside = [panel["title"] for panel in panels if panel["outside"]]
    columns = (
        Column("title", "Forecast"), Column("n", "Outcomes", "number"), Column("furthest", "Furthest from even", "number"),
        Column("verdict", "Inside the band"),
    )  # fmt: skip
    rows = [{**panel, "verdict": "no" if panel["outside"] else "yes"} for panel in panels]
    return Figure(
        id="evenness",
        answer="skill",
        title=_even_title(panels),
        subtitle="Share of outcomes below each point of their forecast, low to high, less what an honest forecast has",
        chart="evenness",
        data={"panels": drawn_panels(panels), "columns": 3},
        alt="; ".join(f"{row['title']}, {row['n']} outcomes: at most {row['furthest']:g} from even" for row in rows) + ".",
        how="An honest forecast sees its outcomes fall evenly over its range, and the line stays in the grey band 95 times in"
        " 100. Above it, outcomes came in lower than forecast too often; below, higher."
        + (f" Outside: {listed(outside)}." if outside else ""),
        source="Stored replays of past dates; randomised probability integral transform. Neighbouring dates overlap beyond"
        " one month, so those bands are too narrow.",
        table=Table("t-evenness", "How evenly outcomes fell", columns, rows),
    )  # fmt: skip


def _even_title(panels: list[dict[str, Any]]) -> str:
    """Which way launches strayed most often, if they left their bands."""
    strays = [panel for panel in panels if panel["outside"] and panel["title"].startswith("launches")]
    if not strays:
        return "Outcomes fell evenly over their forecasts at every distance"
    low = sum(sum(panel["difference"]) > 0 for panel in strays)
    way = "lower" if low > len(strays) / 2 else "higher"
    ahead = [re.sub(r"\D", "", panel["title"]) for panel in strays]
    return f"At {listed(ahead)} months launches often came in {way} than forecast"


def _fell(pairs: Any, title: str, target: str, ahead: int) -> dict[str, Any] | None:
    """A panel of one target and horizon; None where few outcomes are known."""
    from tocsin.score.replay.summary import pit_curve

    curve = pit_curve(pairs, target=target, horizon=ahead)
    if curve["n"] < _FEWEST_EVEN:
        return None
    at, low, high = (np.asarray(curve[key]) for key in ("at", "low", "high"))
    shares = at + np.asarray(curve["difference"])
    return {"n": curve["n"], **strayed(title, at, shares, at + low, at + high)}


def past_fans(source: Source) -> Figure | None:
    """Six past forecasts beside what came later, as far as it was known by the as-of date."""
    from tocsin.score import past_fans as stored_fans

    frame = stored_fans(source.view)
    if not len(frame):
        return None
    seen = frame.dropna(subset=["observed"]).groupby("origin").size()
    origins = [str(origin) for origin in seen[seen >= _FEWEST_MONTHS].index]
    if len(origins) < 2:
        return None
    step = max(1, (len(origins) - 1) // (_FANS - 1))
    chosen = sorted(origins[::-1][::step][:_FANS])
    counted = {row["period"]: row["value"] for row in source.counts("launched")}
    fans = [_fan(frame[frame["origin"] == origin], origin, counted) for origin in chosen]
    rows = [{"origin": fan["origin"], **row} for fan in fans for row in fan["rows"]]
    inside = sum(row["q10"] <= row["observed"] <= row["q90"] for row in rows if row["observed"] is not None)
    known = sum(row["observed"] is not None for row in rows)
    columns = (
        Column("origin", "As of", "period"), Column("period", "Month", "period"), Column("observed", "Counted", "number"),
        Column("q50", "Median", "number"), Column("q10", "10 %", "number"), Column("q90", "90 %", "number"),
    )  # fmt: skip
    return Figure(
        id="past",
        answer="skill",
        title=f"In these {len(fans)} past forecasts, {inside} of {known} months fell inside 80\u00a0%",
        subtitle="Launches a month as forecast at past dates, evenly spaced, and what was counted later",
        chart="past",
        data={"fans": fans},
        alt=f"{len(fans)} small fan charts. {inside} of {known} later counts lie inside the 80\u00a0% interval.",
        how="Ink dots: known then. Hollow dots: what came later, unseen by the forecast. Shaded: 50, 80 and 95 %,"
        " cut where they leave the axis; each date has its own axis.",
        source="Stored replays: each uses only what was public at its date.",
        table=Table("t-past", "Past forecasts", columns, rows),
    )


def _fan(frame: Any, origin: str, counted: dict[str, float]) -> dict[str, Any]:
    rows = []
    for row in frame.sort_values("horizon").to_dict("records"):
        quantiles = {level: round(float(row[stored]), 1) for level, stored in _STORED.items()}
        observed = row["observed"]
        rows.append(
            {
                "period": row["month"],
                **quantiles,
                "observed": None if observed != observed else float(observed),
            }
        )
    before = [
        {"period": period, "value": value} for period, value in sorted(counted.items()) if period <= origin
    ][-12:]
    return {"origin": origin, "rows": rows, "before": before}
