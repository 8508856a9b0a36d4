"""The bottom line: five questions, each with one sentence and a small interval bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from tocsin.report.figure import Section
from tocsin.report.source import Source, linked
from tocsin.say import day, interval, listed, month, number, percent, plural

_NAMED = {"launches": "drones", "leakers": "drones", "defence.enough": "channels to add", "warning": "people"}


def section(source: Source) -> Section:
    """The first section of the page; its five rows come from `questions`."""
    return Section(
        id="bottom-line",
        label="The bottom line",
        sentence=source.sentence("launches"),
        paragraph=_paragraph(source),
        missing=source.missing("launches"),
    )


def _paragraph(source: Source) -> Markup:
    """What the words and ranges mean, what they rest on, and how such forecasts have done."""
    parts = [
        "Drones here are long-range one-way attack drones launched, decoys included, as the defending air force counts them."
        f" “90\u00a0%: a to b” holds nine in ten of {plural(source.assessment.draws, 'simulated future')}, “50\u00a0%” half of"
        " them: estimates that depend on what they assume, not promises."
        f" They rest on what was public by {day(source.as_of)}, most of it from one side of a war."
    ]
    if getattr(source.assessment.work.forecast, "leak_share_basis", "") == "assumed":
        parts.append("The share that gets through is assumed: too few nights with known outcomes are public.")
    return Markup("{} {}").format(" ".join(parts), linked(_checked(source), "skill"))


def _checked(source: Source) -> str:
    """How forecasts replayed at past dates did against the simplest rule, in plain words."""
    walk = [row for row in source.rows("skill", against="random walk") if row.get("skill") is not None]
    skills = {int(row["horizon"]): row["skill"] for row in walk if "log" in str(row["metric"])}
    parts = [
        f"{_smaller(skills[ahead])} {plural(ahead, 'month')} ahead" for ahead in (1, 6, 12) if ahead in skills
    ]
    if not parts:
        return "Too few past dates have a known outcome yet to say how good such forecasts are."
    return (
        f"Replayed at past dates, the error of such forecasts was {listed(parts)} than that of carrying the last count"
        " forward."
    )


def _smaller(skill: float) -> str:
    return f"{percent(abs(skill))} {'smaller' if skill >= 0 else 'larger'}"


def questions(source: Source) -> list[dict[str, Any]]:
    """Question, sentence and interval of the five headline answers that are there."""
    period = source.chosen()
    picks: dict[str, Mapping[str, Any]] = {"launches": {"period": period}, "leakers": {"period": period, "drone": "today"},
             "defence.enough": {"resource": "channels", "drone": "today"},
             "warning": {"row": "people", "under_minutes": 10, "drone": "today"}, "watch": {}}  # fmt: skip
    found = []
    for name, wanted in picks.items():
        answer = source.answer(name)
        if answer is not None:
            rows = source.spread(name, **wanted) if wanted else []
            text = linked(_short(rows[0]) if name == "launches" and rows else answer.headline, name)
            found.append(
                {
                    "question": answer.question,
                    "sentence": text,
                    "row": rows[0] if rows else None,
                    "id": name,
                    "named": _NAMED.get(name, ""),
                }
            )
    return found


def _short(row: Mapping[str, Any]) -> str:
    return f"About {number(row['q50'])} launches in {month(row['period'])} (90\u00a0%: {interval(row['q05'], row['q95'])})."


def title(source: Source) -> str:
    """The page's finding, in at most a dozen words."""
    period = source.chosen()
    launches = source.spread("launches", period=period)
    leakers = source.spread("leakers", period=period, drone="today")
    if not launches or period is None:
        return str(source.view.settings.about.title)
    row = launches[0]
    text = f"About {number(row['q50'])} drones launched in {month(period)} (90\u00a0%: {interval(row['q05'], row['q95'])})"
    return text + (f", about {number(leakers[0]['q50'])} of them getting through" if leakers else "")


def standing(source: Source) -> Markup:
    """The grey line under the title: what was counted, with which version, seed, draws, and whether it converged."""
    assessment = source.assessment
    converged = (
        "the fit converged"
        if assessment.converged
        else "not every part of the fit converged: see the method section"
    )
    origins = {claim.origin_group or claim.attributed_to for claim in source.view.claims.accepted()}
    text = (
        f"{plural(len(source.view.claims.accepted()), 'claim')} from {plural(len(origins), 'origin')} and "
        f"{plural(len(source.view.record), 'attack report')}, public by {day(source.as_of)}. "
        f"Tocsin {assessment.version}, seed {assessment.seed}, {plural(assessment.draws, 'draw')}; {converged}."
    )
    return Markup("{}").format(text)
