"""How good has this been: skill against simple opponents, and what the intervals held."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.report.charts import past, skill
from tocsin.report.figure import Column, Figure, Section, Table
from tocsin.report.source import Source
from tocsin.report.words import percent, signed_percent

_OPPONENTS, _FANS, _FEWEST_MONTHS, _FEWEST_OUTCOMES = 4, 6, 6, 20
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
    figures = [figure for figure in (past_fans(source), held(source), scores(source)) if figure]
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
        Column("skill", "Skill", "percent"), Column("low", "5 %", "percent"), Column("high", "95 %", "percent"), Column("n", "Past dates", "number"),
    )  # fmt: skip
    return Figure(
        id="skill",
        answer="skill",
        title=_title(shown, against[0], horizons),
        subtitle=f"Share of the opponent's error removed ({metric}), by months ahead",
        chart=skill.skill,
        data={"rows": marks, "against": against},
        alt="; ".join(
            f"{row['horizon']} months ahead against {row['against']}: {signed_percent(row['skill'])}" for row in shown
        ) + ".",
        how="Above zero is better than that opponent. Lines: block-bootstrap intervals over past dates.",
        source="Stored replays of past dates, scored by CRPS against the record.",
        table=Table("t-skill", "Skill", columns, rows),
        legend=[(f"{skill.SHAPES[index]}-series{index}", f"against {name}") for index, name in enumerate(against)],
    )  # fmt: skip


def _title(rows: list[Any], opponent: str, horizons: list[int]) -> str:
    last = next(row for row in rows if row["against"] == opponent and int(row["horizon"]) == horizons[-1])
    better = "beat" if last["skill"] >= 0 else "trailed"
    return f"At {horizons[-1]} months forecasts {better} {opponent.replace('_', ' ')} by {percent(abs(last['skill']))}"


def held(source: Source) -> Figure | None:
    """Coverage of the 50, 80 and 95 % intervals over the outcomes known by the as-of date."""
    from tocsin.score.models import ENSEMBLE
    from tocsin.score.store import read_backtest
    from tocsin.score.summary import coverage_table, known_pairs

    stored = read_backtest(source.view.path)
    pairs = None if stored is None else known_pairs(stored.pairs, source.assessment.as_of)
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
        Column("horizons", "Months ahead"), Column("n", "Outcomes", "number"), Column("in50", "Inside 50 %", "percent"),
        Column("in80", "Inside 80 %", "percent"), Column("in95", "Inside 95 %", "percent"),
    )  # fmt: skip
    return Figure(
        id="calibration",
        answer="skill",
        title=f"80\u00a0% intervals held {percent(marks[1]['held'])} of {marks[1]['n']} outcomes",
        subtitle="Share of past outcomes inside each interval, against its promise; launches, 1 to 12 months ahead",
        chart=skill.calibration,
        data={"rows": marks},
        alt="; ".join(f"{percent(m['promised'])} interval: {percent(m['held'])} of {m['n']}" for m in marks)
        + ".",
        how="On the dashed line an interval keeps its promise; below it, it is too narrow. Outcomes of neighbouring dates overlap.",
        source="Stored replays of past dates.",
        table=Table("t-calibration", "Calibration", columns, rows),
    )


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
        Column("origin", "As of", "month"), Column("period", "Month", "month"), Column("observed", "Counted", "number"),
        Column("q50", "Median", "number"), Column("q10", "10 %", "number"), Column("q90", "90 %", "number"),
    )  # fmt: skip
    return Figure(
        id="past",
        answer="skill",
        title=f"In these {len(fans)} past forecasts, {inside} of {known} months fell inside 80\u00a0%",
        subtitle="Launches a month as forecast at past dates, evenly spaced, and what was counted later",
        chart=past.past,
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
