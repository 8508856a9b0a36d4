"""The bottom line: five questions, each with one sentence and a small interval bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from tocsin.answers.say import plural
from tocsin.report.figure import Section
from tocsin.report.source import Source, linked
from tocsin.report.words import day, interval, month, number


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
    ledger = source.view.claims.accepted()
    basis = getattr(source.assessment.forecast, "leak_share_basis", "")
    parts = [
        f"This rests on {plural(len(ledger), 'claim')} and {plural(len(source.view.record), 'counted attack')}"
        f" public by {day(source.as_of)}, most of them from one side of a war."
    ]
    if basis == "assumed":
        parts.append("The share that gets through is assumed: too few nights with known outcomes are public.")
    skill = source.answer("skill")
    return Markup("{} {}").format(
        " ".join(parts), linked(skill.headline, "skill") if skill and skill.rows else ""
    )


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
                {"question": answer.question, "sentence": text, "row": rows[0] if rows else None, "id": name}
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
    text = f"About {number(row['q50'])} drones a month by {month(period)} (90\u00a0%: {interval(row['q05'], row['q95'])})"
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
        f"{plural(len(source.view.record), 'counted attack')}, public by {day(source.as_of)}. "
        f"Tocsin {assessment.version}, seed {assessment.seed}, {plural(assessment.draws, 'draw')}; {converged}."
    )
    return Markup("{}").format(text)
