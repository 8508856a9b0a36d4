"""Method and lineage: the trail of every answer, the parameters, the facts, licences and scope."""

from __future__ import annotations

from typing import Any

from tocsin.report.source import Section, Source, bound
from tocsin.say import NOTHING, Said, joined, msg, nmsg, verbatim

_CLAIMS_LISTED = 40
_LONG_LIST = 9  # from here on a list that an earlier trail has is not repeated, and others fold
_TABLES = ("diagnostics", "parameters", "facts", "breaks")


def section(source: Source) -> Section:
    """The tenth section of the page; its trails come from `trails`."""
    figures = source.figures("fit", "leanings")
    about = source.assessment.about
    claims = nmsg("{n:exact} claim", "{n:exact} claims", about["claims"])
    parameters = nmsg("{n:exact} stated parameter", "{n:exact} stated parameters", about["parameters"])
    evidence = source.assessment.evidence
    return Section(
        id="method",
        label=msg("Method and lineage"),
        sentence=bound(
            msg(
                "Every number follows from {claims}, the record and {parameters}; this is the trail.",
                claims=claims, parameters=parameters,
            )
        ),
        paragraph=bound(_basis(about, checked=bool(figures))),
        figures=figures,
        tables=[evidence[name] for name in _TABLES if name in evidence],
        caveat=bound(
            msg(
                "Scope: the defender's and the public's side only. Aggregates, no positions of real units, no routes, no targets;"
                " nothing beyond what newspapers and officials publish."
            )
        ),
    )  # fmt: skip


def _basis(about: Any, *, checked: bool) -> Said:
    learned = {
        "record": msg("Share that gets through: learned from the record."), "assumed": msg("Share that gets through: assumed."),
    }  # fmt: skip
    return joined(
        [
            msg(
                "Models see only what was public by the as-of date. Their structure was chosen later, which is hindsight."
            ),
            *(verbatim(note) for note in about["notes"]),
            learned.get(about["leak_share_basis"], NOTHING),
            msg(
                "First whether the model is sound, as far as figures can show it; then the trail of every answer."
            )
            if checked
            else NOTHING,
        ]
    )


def trails(source: Source) -> list[dict[str, Any]]:
    """One block per answer: what it rests on."""
    shown = {row["id"] for row in source.evidence("claims")}
    blocks: list[dict[str, Any]] = []
    for name, answer in source.assessment.answers.items():
        trail = answer.lineage
        claims = list(dict.fromkeys(item for item in trail.claims if item in shown))
        blocks.append(
            {
                "id": name, "headline": answer.headline, "question": answer.question, "method": trail.method,
                "record": trail.record, "claims": claims[:_CLAIMS_LISTED], "more_claims": max(0, len(claims) - _CLAIMS_LISTED),
                "parameters": trail.parameters, "facts": trail.facts, "answers": trail.answers,
                "assumptions": trail.assumptions, "note": answer.note,
            }
        )  # fmt: skip
        blocks[-1]["as_in"] = {part: _as_in(blocks, part) for part in ("claims", "parameters", "facts")}
    return blocks


def _as_in(blocks: list[dict[str, Any]], part: str) -> str:
    """The first earlier answer that rests on the same long list, or an empty text."""
    mine = tuple(blocks[-1][part])
    if len(mine) < _LONG_LIST:
        return ""
    return next((block["id"] for block in blocks[:-1] if tuple(block[part]) == mine), "")
