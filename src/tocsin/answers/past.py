"""How past forecasts fared: beside what came later, how often their intervals held, and how evenly outcomes fell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tocsin.answers.common import counts, drawn_panels, plain_rows, strayed
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.skill import TRAIL
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES, per_mille
from tocsin.say import NOTHING, Said, msg
from tocsin.score import past_fans
from tocsin.score.replay.models import ENSEMBLE
from tocsin.score.replay.store import read_backtest
from tocsin.score.replay.summary import coverage_table, known_pairs, pit_curve

FANS, FEWEST_MONTHS, FEWEST_OUTCOMES, FEWEST_EVEN = 6, 6, 20, 12
EVEN = (
    (msg("launches, 1 month"), "launches", 1),
    (msg("launches, 3 months"), "launches", 3),
    (msg("launches, 6 months"), "launches", 6),
    (msg("launches, 12 months"), "launches", 12),
    (msg("share through, 1 month"), "leak_share", 1),
    (msg("share through, 3 months"), "leak_share", 3),
)
COLUMNS = (
    Column("horizons", msg("Months ahead"), key=True),
    Column("n", msg("Outcomes"), "number", "outcomes"),
    Column("in50", msg("Inside 50 %"), "share", "of outcomes"),
    Column("in80", msg("Inside 80 %"), "share", "of outcomes"),
    Column("in95", msg("Inside 95 %"), "share", "of outcomes"),
)


def compute(work: Work) -> Found:
    """Share of known outcomes of launches inside each interval of the stored forecasts, by months ahead."""
    pairs = _pairs(work)
    rows: list[dict[str, Any]] = []
    if pairs is not None and len(pairs):
        table = coverage_table(pairs[pairs["model"].astype(str) == ENSEMBLE].astype({"model": str}))
        rows = plain_rows(table)
    overall = next((row for row in rows if row["horizons"] == "all"), None)
    enough = overall is not None and overall["n"] >= FEWEST_OUTCOMES
    return Found(
        rows=rows,
        headline=msg(
            "80\u00a0% intervals of past forecasts held {held:percent} of {n:exact} outcomes.",
            held=overall["in80"],
            n=overall["n"],
        )
        if overall is not None and enough
        else msg("Too few outcomes are known at this date to say whether intervals held."),
        lineage=TRAIL,
        parts={"overall": overall if enough else None},
    )


def _pairs(work: Work) -> pd.DataFrame | None:
    """Stored forecasts whose outcome was known by the as-of date, or None without a backtest."""

    def read() -> pd.DataFrame | None:
        stored = read_backtest(work.view.path)
        return None if stored is None else known_pairs(stored.pairs, work.view.as_of_date)

    pairs: pd.DataFrame | None = work.once("pairs", read)
    return pairs


def fans(answer: Answer, work: Work) -> Figure | None:
    """Six past forecasts beside what came later, as far as it was known by the as-of date."""
    frame = past_fans(work.view)
    if not len(frame):
        return None
    seen = frame.dropna(subset=["observed"]).groupby("origin").size()
    origins = [str(origin) for origin in seen[seen >= FEWEST_MONTHS].index]
    if len(origins) < 2:
        return None
    step = max(1, (len(origins) - 1) // (FANS - 1))
    chosen = sorted(origins[::-1][::step][:FANS])
    counted = {row["period"]: row["value"] for row in counts(work, "launched")}
    drawn = [_fan(frame[frame["origin"] == origin], origin, counted) for origin in chosen]
    rows = [{"origin": fan["origin"], **row} for fan in drawn for row in fan["rows"]]
    inside = sum(row["q10"] <= row["observed"] <= row["q90"] for row in rows if row["observed"] is not None)
    known = sum(row["observed"] is not None for row in rows)
    values = {"fans": len(drawn), "inside": inside, "known": known}
    columns = (
        Column("origin", msg("As of"), "period", key=True), Column("period", msg("Month"), "period", key=True),
        Column("observed", msg("Counted"), "number", "drones per month"), Column("q50", msg("Median"), "number", "drones per month"),
        Column("q10", msg("10 %"), "number", "drones per month"), Column("q90", msg("90 %"), "number", "drones per month"),
    )  # fmt: skip
    return Figure(
        id="past",
        chart="past",
        title=msg(
            "In these {fans:exact} past forecasts, {inside:exact} of {known:exact} months fell inside 80\u00a0%",
            **values,
        ),
        subtitle=msg("Launches a month as forecast at past dates, evenly spaced, and what was counted later"),
        data={"fans": drawn},
        alt=msg(
            "{fans:exact} small fan charts. {inside:exact} of {known:exact} later counts lie inside the 80\u00a0% interval.",
            **values,
        ),
        how=msg(
            "Ink dots: known then. Hollow dots: what came later, unseen by the forecast. Shaded: 50, 80 and 95\u00a0%, cut where"
            " they leave the axis; each date has its own axis."
        ),
        source=msg("Stored replays: each uses only what was public at its date."),
        table=Table("t-past", msg("Past forecasts"), columns, rows),
    )


def _fan(frame: pd.DataFrame, origin: str, counted: dict[str, float]) -> dict[str, Any]:
    """One past forecast: its quantiles, what came later, and the year of counts before it."""
    levels = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
    stored = dict(zip(levels, per_mille(QUANTILES[level] for level in levels), strict=True))
    rows = []
    for row in frame.sort_values("horizon").to_dict("records"):
        observed = row["observed"]
        rows.append(
            {
                "period": row["month"],
                **{level: round(float(row[column]), 1) for level, column in stored.items()},
                "observed": None if pd.isna(observed) else float(observed),
            }
        )
    before = [
        {"period": period, "value": value} for period, value in sorted(counted.items()) if period <= origin
    ]
    return {"origin": origin, "rows": rows, "before": before[-12:]}


def held(answer: Answer, work: Work) -> Figure | None:
    """Coverage of the 50, 80 and 95 % intervals over the outcomes known by the as-of date."""
    overall = answer.parts["overall"]
    if overall is None:
        return None
    marks = [
        {"promised": level / 100, "held": overall[f"in{level}"], "n": overall["n"]} for level in (50, 80, 95)
    ]
    return Figure(
        id="calibration",
        chart="calibration",
        title=msg(
            "80\u00a0% intervals held {held:percent} of {n:exact} outcomes",
            held=overall["in80"],
            n=overall["n"],
        ),
        subtitle=msg(
            "Share of past outcomes inside each interval, against its promise; launches, 1 to 12 months ahead"
        ),
        data={"rows": marks},
        alt=msg(
            "{parts:clauses}.",
            parts=[msg("{promised:percent} interval: {held:percent} of {n:exact}", **mark) for mark in marks],
        ),
        how=msg(
            "On the dashed line an interval keeps its promise; below it, it is too narrow. Outcomes of neighbouring dates overlap."
        ),
        source=msg("Stored replays of past dates."),
        table=Table("t-calibration", msg("Calibration"), COLUMNS, answer.rows),
    )


def even(answer: Answer, work: Work) -> Figure | None:
    """Where outcomes fell in their forecasts: the PIT's distribution less even, by horizon, in its 95 % band."""
    pairs = _pairs(work)
    found = [] if pairs is None else [_fell(pairs, *chosen) for chosen in EVEN]
    panels = [panel for panel in found if panel]
    if not panels:
        return None
    outside = [panel["title"] for panel in panels if panel["outside"]]
    columns = (
        Column("title", msg("Forecast"), key=True), Column("n", msg("Outcomes"), "number", "outcomes"),
        Column("furthest", msg("Furthest from even"), "number", "share of outcomes"), Column("verdict", msg("Inside the band")),
    )  # fmt: skip
    rows = [{**panel, "verdict": msg("no") if panel["outside"] else msg("yes")} for panel in panels]
    return Figure(
        id="evenness",
        chart="evenness",
        title=even_title(panels),
        subtitle=msg("Share of outcomes below each point of their forecast, low to high, less what an honest forecast has"),
        data={"panels": drawn_panels(panels), "columns": 3},
        alt=msg("{parts:clauses}.", parts=[msg("{title}, {n:exact} outcomes: at most {furthest:exact} from even", **row) for row in panels]),
        how=msg(
            "An honest forecast sees its outcomes fall evenly over its range, and the line stays in the grey band 95 times in 100."
            " Above it, outcomes came in lower than forecast too often; below, higher.{outside}",
            outside=msg(" Outside: {which:listed}.", which=outside) if outside else NOTHING,
        ),
        source=msg(
            "Stored replays of past dates; randomised probability integral transform. Neighbouring dates overlap beyond one month,"
            " so those bands are too narrow."
        ),
        table=Table("t-evenness", msg("How evenly outcomes fell"), columns, rows),
    )  # fmt: skip


def even_title(panels: list[dict[str, Any]]) -> Said:
    """Which way launches strayed most often, if they left their bands."""
    strays = [panel for panel in panels if panel["outside"] and panel["target"] == "launches"]
    if not strays:
        return msg("Outcomes fell evenly over their forecasts at every distance")
    ahead = [msg("{months:exact}", months=panel["ahead"]) for panel in strays]
    if sum(sum(panel["difference"]) > 0 for panel in strays) > len(strays) / 2:
        return msg("At {ahead:listed} months launches often came in lower than forecast", ahead=ahead)
    return msg("At {ahead:listed} months launches often came in higher than forecast", ahead=ahead)


def _fell(pairs: pd.DataFrame, title: Said, target: str, ahead: int) -> dict[str, Any] | None:
    """A panel of one target and horizon; None where few outcomes are known."""
    curve = pit_curve(pairs, target=target, horizon=ahead)
    if curve["n"] < FEWEST_EVEN:
        return None
    at, low, high = (np.asarray(curve[key]) for key in ("at", "low", "high"))
    shares = at + np.asarray(curve["difference"])
    return {
        "n": curve["n"],
        "target": target,
        "ahead": ahead,
        **strayed(title, at, shares, at + low, at + high),
    }


QUESTION = Question(
    id="past",
    asks=msg("How did past forecasts fare?"),
    section="track",
    rank=5,
    kind="table",
    unit="share of outcomes",
    columns=COLUMNS,
    needs=("backtest",),
    compute=compute,
    figures=(fans, held, even),
    documented="score.md",
)
