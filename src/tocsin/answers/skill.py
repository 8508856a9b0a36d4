"""How good such forecasts have been: replayed at past dates, against simple opponents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.answers.common import Row
from tocsin.answers.core import Answer
from tocsin.answers.declare import SHAPES, Column, Figure, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.lineage import Lineage
from tocsin.say import Said, msg, nmsg
from tocsin.score import skill_table

OPPONENTS = 4
WALK = "random walk"
METRICS = {"log1p crps": msg("CRPS on log counts"), "raw crps": msg("CRPS on raw counts")}
TRAIL = Lineage(
    record=(msg("the record up to the as-of date, as the truth of past forecasts"),),
    method=(msg("Stored backtest: each origin's forecast made only from what was public then."),),
    assumptions=(msg("Model structure was chosen later than the origins it is scored at: hindsight."),),
)
COLUMNS = (
    Column("target", msg("Target"), key=True),
    Column("metric", msg("Measure"), key=True),
    Column("against", msg("Against"), key=True),
    Column("horizon", msg("Months ahead"), "number", "months", key=True),
    Column("skill", msg("Skill"), "share", "of the opponent's error"),
    Column("low", msg("5 %"), "share", "of the opponent's error"),
    Column("high", msg("95 %"), "share", "of the opponent's error"),
    Column("n", msg("Past dates"), "number", "dates"),
    Column("origins", msg("Dates"), "number", "dates"),
    Column("note", msg("Note")),
)


def compute(work: Work) -> Found:
    """How such forecasts did at past dates whose outcome was known by the as-of date."""
    rows = [dict(row) for row in skill_table(work.view)]
    walk = [row for row in rows if row["against"] == WALK and row["skill"] is not None]
    parts = {
        kind: {
            int(row["horizon"]): {"skill": row["skill"], "n": row["n"]}
            for row in walk
            if row["metric"] == metric
        }
        for kind, metric in (("log", "log1p crps"), ("raw", "raw crps"))
    }
    return Found(
        rows=rows,
        question=msg("How good have such answers been?"),
        headline=_headline(parts["log"], parts["raw"]),
        lineage=TRAIL,
        parts={kind: {str(ahead): found for ahead, found in by.items()} for kind, by in parts.items()},
    )


def _headline(logs: dict[int, Any], raws: dict[int, Any]) -> Said:
    if not logs:
        return msg("Too few past dates have a known outcome at this date to say how good such forecasts are.")
    values = {"parts": [_ahead(ahead, logs[ahead]) for ahead in (1, 6, 12) if ahead in logs]}
    if 6 not in raws:
        return msg(
            "Replayed at past dates, the error of forecasts like this beside that of a random walk (the last count carried"
            " forward) was {parts:series}, by CRPS on log counts.",
            **values,
        )
    return msg(
        "Replayed at past dates, the error of forecasts like this beside that of a random walk (the last count carried"
        " forward) was {parts:series}, by CRPS on log counts; on raw counts {raw} 6 months ahead.",
        raw=less(raws[6]["skill"]), **values,
    )  # fmt: skip


def _ahead(ahead: int, found: Row) -> Said:
    """`15 % smaller 1 month ahead (35 dates)`."""
    dates = nmsg("{n:exact} date", "{n:exact} dates", found["n"])
    return nmsg(
        "{less} {n} month ahead ({dates})",
        "{less} {n} months ahead ({dates})",
        ahead,
        less=less(found["skill"]),
        dates=dates,
    )


def less(skill: float) -> Said:
    """An error as a share of the opponent's, in words."""
    return (
        msg("{size:percent} smaller", size=skill) if skill >= 0 else msg("{size:percent} larger", size=-skill)
    )


def scores(answer: Answer, work: Work) -> Figure | None:
    """Skill by horizon against each opponent, on log counts where they are scored."""
    rows = [row for row in answer.rows if row["skill"] is not None and row["target"] == "launches"]
    if not rows:
        return None
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    metric = "log1p crps" if "log1p crps" in metrics else metrics[0]
    chosen = [row for row in rows if row["metric"] == metric and row["low"] is not None]
    if not chosen:
        return None
    horizons = sorted({int(row["horizon"]) for row in chosen})
    against = list(dict.fromkeys(row["against"] for row in chosen))[:OPPONENTS]
    shown = [row for row in chosen if row["against"] in against]
    marks = [
        {"column": horizons.index(int(row["horizon"])) + 1, **{key: row[key] for key in ("horizon", "against", "skill", "low", "high")}}
        for row in shown
    ]  # fmt: skip
    return Figure(
        id="skill",
        chart="skill",
        title=_title(shown, against[0], horizons),
        subtitle=msg(
            "How much smaller the error is than each opponent's ({measure}), by months ahead", measure=METRICS.get(metric, metric)
        ),
        data={"rows": marks, "against": against},
        alt=msg("{parts:clauses}.", parts=[_said(row) for row in shown]),
        how=msg(
            "Above zero is better than that opponent. A random walk carries the last count forward with the spread of past"
            " steps; naive does so with the errors seen at that distance. Lines: 90\u00a0% intervals over past dates (block"
            " bootstrap)."
        ),
        source=msg("Stored replays of past dates, scored by CRPS against the record."),
        table=Table("t-skill", msg("Skill"), COLUMNS[1:8], rows),
        legend=[(f"{SHAPES[index]}-series{index}", msg("against {name}", name=name)) for index, name in enumerate(against)],
    )  # fmt: skip


def _said(row: Row) -> Said:
    return nmsg(
        "{n} month ahead against {name}: {skill:signed}", "{n} months ahead against {name}: {skill:signed}",
        row["horizon"], name=row["against"], skill=row["skill"],
    )  # fmt: skip


def _title(rows: Sequence[Row], opponent: str, horizons: Sequence[int]) -> Said:
    last = next(row for row in rows if row["against"] == opponent and int(row["horizon"]) == horizons[-1])
    values = {"ahead": horizons[-1], "name": opponent.replace("_", " "), "size": abs(last["skill"])}
    if last["skill"] >= 0:
        return msg("At {ahead:exact} months forecasts beat a {name} by {size:percent}", **values)
    return msg("At {ahead:exact} months forecasts trailed a {name} by {size:percent}", **values)


QUESTION = Question(
    id="skill",
    asks=msg("How good have such answers been?"),
    section="track",
    rank=10,
    kind="table",
    unit="CRPS skill",
    columns=COLUMNS,
    needs=("backtest",),
    compute=compute,
    figures=(scores,),
    documented="score.md",
)
