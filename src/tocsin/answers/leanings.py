"""Which claims the sampled model leans on: the total built with each claim left out, and how far that can be trusted."""

from __future__ import annotations

import math
from typing import Any

from tocsin.answers.common import Row
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.fit import fit_of
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.case import Case
from tocsin.lineage import Lineage
from tocsin.programme.fit.influence import (
    RELIABLE,
    Influence,
    claim_influence,
    headline_quantities,
    kept_refits,
)
from tocsin.programme.fit.store import Fit
from tocsin.say import Said, msg

SHOWN = 8
TOTAL = "built_now"
COLUMNS = (
    Column("claim", msg("Claim"), "ids", key=True),
    Column("median", msg("Built so far with it"), "number", "drones"),
    Column("without", msg("Without it"), "number", "drones"),
    Column("change", msg("Change"), "share", "of the total"),
    Column("khat", msg("k̂"), "number", "shape of the weights' tail"),
    Column("method", msg("How")),
    Column("trusted", msg("To be trusted"), "flag"),
)


def compute(work: Work) -> Found:
    """Change of the median total were each claim never made, the largest first."""
    fit = fit_of(work)
    found = [] if fit is None else influences(work.view, fit)
    rows = [_row(item) for item in found]
    return Found(
        rows=rows,
        headline=msg("Without one claim the total built would differ by at most {most:percent}.", most=abs(rows[0]["change"]))
        if rows
        else msg("No claim can be weighed in a sampled fit of this date."),
        parts={"doubtful": sum(item.khat > RELIABLE for item in found)},
        lineage=Lineage(
            claims=tuple(row["claim"] for row in rows), answers=("output.rate",),
            method=(msg("Pareto-smoothed importance sampling (Vehtari et al. 2024), fitted again where it cannot be trusted"),) if rows else (),
        ),
    )  # fmt: skip


def influences(view: Case, fit: Fit) -> list[Influence]:
    """One item a claim that the fit read and the view holds, the largest change first; none where nothing moves."""
    found = claim_influence(fit, {TOTAL: headline_quantities(fit)[TOTAL]}, kept=kept_refits(view, fit))
    total = sorted(
        (item for item in found if item.claim in view.claims), key=lambda item: -abs(_change(item))
    )
    return total if total and _change(total[0]) != 0 else []


def _row(item: Influence) -> dict[str, Any]:
    return {
        "claim": item.claim, "median": round(item.median), "without": round(item.without), "change": round(_change(item), 4),
        "khat": round(item.khat, 2) if math.isfinite(item.khat) else None, "method": item.method, "trusted": item.reliable,
    }  # fmt: skip


def _change(item: Influence) -> float:
    """Relative change of the median when the claim is left out."""
    return math.expm1(item.shift)


def leaning(answer: Answer, work: Work) -> Figure | None:
    """How far the plant's total would move without each claim, the claims that move it most first."""
    if not answer.rows:
        return None
    labels = [_label(work.view, row) for row in answer.rows[:SHOWN]]
    drawn = [
        {"label": label, "value": abs(row["change"]), "kind": "claim"}
        for label, row in zip(labels, answer.rows[:SHOWN], strict=True)
    ]
    return Figure(
        id="leaning",
        chart="lollipops",
        title=msg("Without one claim the plant's total would differ by at most {most:percent}", most=abs(answer.rows[0]["change"])),
        subtitle=msg("Change of the median number of drones built so far, were one claim never made; the largest first"),
        data={"rows": drawn, "unit": msg("change of the total, up or down")},
        alt=msg("{parts:clauses}.", parts=labels),
        how=msg(
            "Each claim is left out by weighing the same draws anew. k̂ above {limit:number} means that the draws cannot say; the model"
            " was then fitted again without the claim ({n:exact} of {all:exact} claims here). A claim that moves little may only say"
            " what counts say already.",
            n=answer.parts["doubtful"], limit=RELIABLE, all=len(answer.rows),
        ),
        source=msg("Stored fit of this date; Pareto-smoothed importance sampling (Vehtari et al. 2024)."),
        table=Table("t-leaning", msg("The plant's total without each claim"), COLUMNS, answer.rows),
    )  # fmt: skip


def _label(view: Case, row: Row) -> Said:
    claim = view.claims[row["claim"]]
    return msg(
        "Without {id} ({outlet}, {dated}) {change:signed}: {statement}",
        id=claim.id, outlet=claim.outlet, dated=claim.dated, change=row["change"], statement=claim.statement,
    )  # fmt: skip


QUESTION = Question(
    id="leanings",
    asks=msg("Which claims does the sampled model lean on?"),
    section="method",
    rank=20,
    kind="table",
    unit="drones built",
    columns=COLUMNS,
    needs=("record", "programme", "fit"),
    compute=compute,
    figures=(leaning,),
    documented="programme.md",
)
