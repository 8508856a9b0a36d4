"""Which claims the sampled model leans on: the plant's total with each claim left out, and how far that can be trusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.source import Source, plain
from tocsin.say import number, percent, signed_percent

if TYPE_CHECKING:
    from tocsin.programme.fit.influence import Influence
    from tocsin.programme.fit.store import Fit

SHOWN = 8
TOTAL = "built_now"


def leaning(source: Source, fit: Fit) -> Figure | None:
    """How far the plant's total would move without each claim, the claims that move it most first."""
    from tocsin.programme.fit.influence import RELIABLE, claim_influence, headline_quantities, kept_refits

    found = claim_influence(fit, {TOTAL: headline_quantities(fit)[TOTAL]}, kept=kept_refits(source.view, fit))
    total = sorted(
        (item for item in found if item.claim in source.view.claims), key=lambda item: -abs(_change(item))
    )
    if not total or _change(total[0]) == 0:
        return None
    shown = total[:SHOWN]
    labels = [_label(source, item) for item in shown]
    rows = [
        {"label": label, "value": abs(_change(item)), "kind": "claim"}
        for label, item in zip(labels, shown, strict=True)
    ]
    again = sum(item.khat > RELIABLE for item in total)
    columns = (
        Column("claims", "Claim", "ids"), Column("median", "Built so far with it", "number"),
        Column("without", "Without it", "number"), Column("change", "Change"), Column("khat", "k̂", "number"),
        Column("method", "How"), Column("trusted", "To be trusted"),
    )  # fmt: skip
    return Figure(
        id="leaning",
        answer="output.rate",
        title=f"Without one claim the plant's total would differ by at most {percent(abs(_change(total[0])))}",
        subtitle="Change of the median number of drones built so far, were one claim never made; the largest first",
        chart="lollipops",
        data={"rows": rows, "unit": "change of the total, up or down"},
        alt="; ".join(labels) + ".",
        how=f"Each claim is left out by weighing the same draws anew. k̂ above {RELIABLE:g} means that the draws cannot say;"
        f" the model was then fitted again without the claim ({number(again)} of {number(len(total))} claims here)."
        " A claim that moves little may only say what counts say already.",
        source="Stored fit of this date; Pareto-smoothed importance sampling (Vehtari et al. 2024).",
        table=Table(
            "t-leaning", "The plant's total without each claim", columns, [_row(item) for item in total]
        ),
    )


def _change(item: Influence) -> float:
    """Relative change of the median when the claim is left out."""
    return math.expm1(item.shift)


def _label(source: Source, item: Influence) -> str:
    claim = source.view.claims[item.claim]
    return plain(
        f"Without {claim.id} ({claim.outlet}, {claim.dated}) {signed_percent(_change(item))}: {claim.statement}"
    )


def _row(item: Influence) -> dict[str, Any]:
    return {
        "claims": [item.claim],
        "median": round(item.median),
        "without": round(item.without),
        "change": signed_percent(_change(item)),
        "khat": round(item.khat, 2) if math.isfinite(item.khat) else None,
        "method": item.method,
        "trusted": "yes" if item.reliable else "no",
    }
