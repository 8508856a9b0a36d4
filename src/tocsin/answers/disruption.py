"""What a cut in supply would avoid."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.common import ROWS_HOW, labelled, quantiles, spread_rows
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.decisions import disruption, supply_ahead
from tocsin.lineage import Lineage, merge
from tocsin.say import msg, spread

UNIT = "launches avoided per month"
CUTS = (0.25, 0.5)
MONTH = Column("period", msg("Month"), "period", key=True)
CUT = Column("cut", msg("Share withheld"), "share", "of supply", key=True)
LEAKERS_AVOIDED = Column("leakers_avoided_q50", msg("Leakers avoided, median"), "number", "drones per month")


def compute(work: Work) -> Found:
    """What withholding a share of supply (sanctions, export control) buys in launches and leakers."""
    made, outcome = work.forecast, work.outcome("today")
    supply, strike, stock = supply_ahead(made)
    decoys = made.launches * made.decoy_share
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    totals: dict[float, tuple[dict[str, Any], float]] = {}
    for cut in CUTS:
        avoided = disruption(supply, strike, stock, cut=cut, decoys=decoys, leak_share=outcome.share)
        totals[cut] = (
            quantile_row(avoided.launches.sum(axis=1)),
            float(np.median(avoided.leakers.sum(axis=1))),
        )
        for index, period in enumerate(made.periods):
            draws[f"{cut:g} {period}"] = avoided.launches[:, index]
            row = {"period": period, "cut": cut, **quantile_row(avoided.launches[:, index])}
            rows.append(row | _leakers_avoided(avoided.leakers[:, index]))
    launches, through = totals[CUTS[0]]
    parts = {
        "cut": CUTS[0], "first": made.periods[0], "last": made.periods[-1], "launches_avoided": launches, "leakers_avoided": through,
    }  # fmt: skip
    return Found(
        rows=rows,
        parts=parts,
        headline=msg(
            "Withholding {cut:percent} of supply from {first:month} would avoid about {launches:number} launches in all by"
            " {last:month} {range}, about {leakers_avoided:number} of them drones that would have got through, if nothing replaces"
            " what is withheld.",
            launches=launches["q50"], range=spread(launches), cut=CUTS[0], first=made.periods[0], last=made.periods[-1],
            leakers_avoided=through,
        ),
        lineage=merge(
            made.lineage["output"], outcome.lineage, Lineage(answers=("output.rate", "leakers"))
        ),
        draws=draws,
        note=msg(
            "A cut is a share of output and imports from the first month on; stocks soften it. Substitution is not modelled."
        ),
    )  # fmt: skip


def _leakers_avoided(leakers: Draws) -> dict[str, Any]:
    """Median and 90 % interval of leakers [draw] that a cut avoids in a month."""
    values = np.quantile(leakers, [0.05, 0.5, 0.95])
    return {
        f"leakers_avoided_q{name}": plain(value)
        for name, value in zip(("05", "50", "95"), values, strict=True)
    }


def cuts(answer: Answer, work: Work) -> Figure | None:
    """Launches avoided by a cut in supply, in the last month of the horizon."""
    found = spread_rows(answer)
    if not found:
        return None
    last = max(row["period"] for row in found)
    rows = sorted((row for row in found if row["period"] == last), key=lambda row: row["cut"])
    deepest = rows[-1]
    drawn = [
        {"label": msg("Cut of {cut:percent}", cut=row["cut"]), "colour": "blue", **quantiles(row)}
        for row in rows
    ]
    return Figure(
        id="disruption",
        chart="intervals",
        title=msg(
            "A {cut:percent} cut avoids about {median:number} launches in {period:month}",
            cut=deepest["cut"], median=deepest["q50"], period=last,
        ),
        subtitle=msg(
            "Launches avoided in {period:month} if supply is cut by this share from the as-of date", period=last
        ),
        data={"rows": drawn, "unit": msg("launches avoided in {period:month}", period=last)},
        alt=msg("{rows:clauses}.", rows=[labelled(row) for row in drawn]),
        how=ROWS_HOW,
        source=msg("The same futures with less supply; stock cushions the first months."),
        table=quantile_table("t-disruption", msg("Launches avoided"), (MONTH, CUT, LEAKERS_AVOIDED), found, UNIT),
    )  # fmt: skip


QUESTION = Question(
    id="disruption",
    asks=msg("What would a cut in supply avoid?"),
    section="watch",
    rank=20,
    kind="draws",
    unit=UNIT,
    columns=(
        MONTH,
        CUT,
        *quantile_columns(UNIT),
        Column("leakers_avoided_q05", msg("Leakers avoided, 5 %"), "number", "drones per month"),
        LEAKERS_AVOIDED,
        Column("leakers_avoided_q95", msg("Leakers avoided, 95 %"), "number", "drones per month"),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    figures=(cuts,),
    documented="decisions.md",
)
