"""The bottom line: five questions, each with one sentence and a small interval bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from tocsin.report.source import Section, Source, bound, linked
from tocsin.say import Said, joined, msg, nmsg

_NAMED = {
    "launches": msg("drones"), "leakers": msg("drones"), "defence.enough": msg("channels to add"), "warning": msg("minutes"),
}  # fmt: skip


def section(source: Source) -> Section:
    """The first section of the page; its five rows come from `questions`."""
    return Section(
        id="bottom-line",
        label=msg("The bottom line"),
        sentence=source.sentence("launches"),
        paragraph=_paragraph(source),
        missing=source.missing("launches"),
    )


def _paragraph(source: Source) -> Markup:
    """What the words and ranges mean, what they rest on, and how such forecasts have done."""
    parts = [
        msg(
            "Drones here are long-range one-way attack drones launched, decoys included, as the defending air force counts them."
            " “90\u00a0%: a to b” holds nine in ten of {draws:exact} simulated futures, “50\u00a0%” half of them: estimates that"
            " depend on what they assume, not promises. They rest on what was public by {day:day}, most of it from one side of a"
            " war.",
            draws=source.assessment.draws, day=source.as_of,
        )
    ]  # fmt: skip
    if source.assessment.about["leak_share_basis"] == "assumed":
        parts.append(
            msg("The share that gets through is assumed: too few nights with known outcomes are public.")
        )
    return Markup("{} {}").format(bound(joined(parts)), linked(_checked(source), "skill"))


def _checked(source: Source) -> Said:
    """How forecasts replayed at past dates did against the simplest rule, in plain words."""
    answer = source.answer("skill")
    logs: Mapping[str, Any] = answer.parts.get("log", {}) if answer else {}
    parts = [_error(int(ahead), found["skill"]) for ahead, found in logs.items() if ahead in {"1", "6", "12"}]
    if not parts:
        return msg("Too few past dates have a known outcome yet to say how good such forecasts are.")
    return msg(
        "Replayed at past dates, the error of such forecasts was {parts:listed} than that of carrying the last count forward.",
        parts=parts,
    )


def _error(ahead: int, skill: float) -> Said:
    if skill >= 0:
        return nmsg(
            "{size:percent} smaller {n} month ahead",
            "{size:percent} smaller {n} months ahead",
            ahead,
            size=skill,
        )
    return nmsg(
        "{size:percent} larger {n} month ahead",
        "{size:percent} larger {n} months ahead",
        ahead,
        size=-skill,
    )


def questions(source: Source) -> list[dict[str, Any]]:
    """Question, sentence and interval of the five headline answers that are there."""
    period = source.chosen()
    picks: dict[str, Mapping[str, Any]] = {
        "launches": {"period": period},
        "leakers": {"period": period, "drone": "today"},
        "defence.enough": {"resource": "channels", "drone": "today"},
        "warning": {"row": "observed"},
        "watch": {},
    }
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


def _short(row: Mapping[str, Any]) -> Said:
    return msg(
        "About {median:number} launches in {period:month} (90\u00a0%: {most:interval}).",
        median=row["q50"], period=row["period"], most=(row["q05"], row["q95"]),
    )  # fmt: skip


def title(source: Source) -> str:
    """The page's finding, in at most a dozen words."""
    period = source.chosen()
    launches = source.spread("launches", period=period)
    leakers = source.spread("leakers", period=period, drone="today")
    if not launches or period is None:
        return str(source.assessment.about["title"])
    row = launches[0]
    values = {"median": row["q50"], "period": period, "most": (row["q05"], row["q95"])}
    if not leakers:
        return msg(
            "About {median:number} drones launched in {period:month} (90\u00a0%: {most:interval})", **values
        )
    return msg(
        "About {median:number} drones launched in {period:month} (90\u00a0%: {most:interval}), about {through:number} of them"
        " getting through",
        through=leakers[0]["q50"], **values,
    )  # fmt: skip


def standing(source: Source) -> Markup:
    """The grey line under the title: what was counted, with which version, seed, draws, and whether it converged."""
    assessment, about = source.assessment, source.assessment.about
    text = msg(
        "{claims} from {origins} and {reports}, public by {day:day}. Tocsin {version}, seed {seed}, {draws}; {converged}.",
        claims=nmsg("{n:exact} claim", "{n:exact} claims", about["claims"]),
        origins=nmsg("{n:exact} origin", "{n:exact} origins", about["origins"]),
        reports=nmsg("{n:exact} attack report", "{n:exact} attack reports", about["reports"]),
        day=source.as_of, version=assessment.version, seed=assessment.seed,
        draws=nmsg("{n:exact} draw", "{n:exact} draws", assessment.draws),
        converged=msg("the fit converged")
        if assessment.converged
        else msg("not every part of the fit converged: see the method section"),
    )  # fmt: skip
    return bound(text)
