"""How good such forecasts have been."""

from __future__ import annotations

from typing import Any

from tocsin.answers.declare import Column, Found
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.lineage import Lineage
from tocsin.say import (
    NBSP,
    msg,
    plural,
    verbatim,
)


def skill(view: Case) -> Found:
    """How such forecasts did at past dates whose outcome was known by the as-of date."""
    from tocsin.score import skill_table

    rows = tuple(dict(row) for row in skill_table(view))
    return Found(
        rows=rows,
        question=verbatim("How good have such answers been?"),
        headline=verbatim(_skill_headline(rows)),
        lineage=Lineage(
            record=("the record up to the as-of date, as the truth of past forecasts",),
            method=("Stored backtest: each origin's forecast made only from what was public then.",),
            assumptions=("Model structure was chosen later than the origins it is scored at: hindsight.",),
        ),
    )


def _skill_headline(rows: tuple[dict[str, Any], ...]) -> str:
    walk = [row for row in rows if "walk" in str(row.get("against", "")) and row.get("skill") is not None]
    logs = {int(row["horizon"]): row for row in walk if "log" in str(row.get("metric", ""))}
    raws = {int(row["horizon"]): row for row in walk if "raw" in str(row.get("metric", ""))}
    if not logs:
        return "Too few past dates have a known outcome at this date to say how good such forecasts are."
    parts = [
        f"{_less(logs[h]['skill'])} {plural(h, 'month')} ahead ({plural(logs[h]['n'], 'date')})"
        for h in (1, 6, 12)
        if h in logs
    ]
    text = (
        "Replayed at past dates, the error of forecasts like this beside that of a random walk (the last count carried "
        f"forward) was {', '.join(parts)}, by CRPS on log counts"
    )
    if 6 in raws:
        text += f"; on raw counts {_less(raws[6]['skill'])} 6 months ahead"
    return text + "."


def _less(skill: float) -> str:
    return f"{abs(skill) * 100:.0f}{NBSP}% {'smaller' if skill >= 0 else 'larger'}"


def compute(work: Work) -> Found:
    """Skill of replayed forecasts."""
    return skill(work.view)


QUESTION = Question(
    id="skill",
    asks=msg("How good have such forecasts been?"),
    section="track",
    rank=10,
    kind="table",
    unit="CRPS skill",
    columns=(
        Column("target", msg("Target"), "text", "", key=True),
        Column("metric", msg("Metric"), "text", "", key=True),
        Column("horizon", msg("Months ahead"), "number", "months", key=True),
        Column("against", msg("Against"), "text", "", key=True),
        Column("n", msg("Pairs"), "number", "pairs"),
        Column("skill", msg("Skill"), "share", "of the opponent's error"),
        Column("low", msg("5 %"), "share", "of the opponent's error"),
        Column("high", msg("95 %"), "share", "of the opponent's error"),
        Column("origins", msg("Dates"), "number", "dates"),
        Column("note", msg("Note"), "text", ""),
    ),
    needs=("backtest",),
    compute=compute,
    documented="score.md",
)
