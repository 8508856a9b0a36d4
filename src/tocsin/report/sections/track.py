"""How good has this been: skill against simple opponents, and what the intervals held."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from tocsin.report.charts import skill
from tocsin.report.figure import Column, Figure, Section, Table
from tocsin.report.source import Source
from tocsin.report.words import percent, signed_percent

_OPPONENTS = 4


def section(source: Source) -> Section:
    """The ninth section of the page."""
    figures = [figure for figure in (scores(source), held(source)) if figure]
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
    rows = [row for row in source.rows("skill") if row.get("skill") is not None and "cover" not in str(row["metric"])]
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
    """Coverage of the 50, 80 and 95 % intervals, where the backtest reports it."""
    rows = [row for row in source.rows("skill") if "cover" in str(row["metric"]) and row.get("skill") is not None]
    marks = []
    for row in rows:
        digits = "".join(character for character in str(row["metric"]) if character.isdigit())
        if digits and not row.get("horizon"):
            marks.append({"promised": int(digits) / 100, "held": row["skill"], "n": row.get("n") or 0})
    if not marks:
        return None
    eighty = min(marks, key=lambda mark: abs(mark["promised"] - 0.8))
    columns = (Column("promised", "Interval", "percent"), Column("held", "Outcomes inside", "percent"), Column("n", "Outcomes", "number"))
    return Figure(
        id="calibration",
        answer="skill",
        title=f"{percent(eighty['promised'])} intervals held {percent(eighty['held'])} of outcomes",
        subtitle="Share of past outcomes inside each interval, against its promise",
        chart=skill.calibration,
        data={"rows": marks},
        alt="; ".join(f"{percent(m['promised'])} interval: {percent(m['held'])} of {m['n']}" for m in marks) + ".",
        how="On the dashed line an interval keeps its promise; below it, it is too narrow.",
        source="Stored replays of past dates.",
        table=Table("t-calibration", "Calibration", columns, marks),
    )


