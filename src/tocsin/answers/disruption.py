"""What a cut in supply would avoid."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.campaign import Outcome
from tocsin.decisions import (
    disruption,
    supply_ahead,
)
from tocsin.lineage import Lineage, merge
from tocsin.programme import Forecast
from tocsin.say import (
    middle,
    month,
    msg,
    percent,
    ranges,
    verbatim,
)

CUTS = (0.25, 0.5)


def disruption_answer(forecast: Forecast, outcome: Outcome) -> Found:
    """What withholding a share of supply (sanctions, export control) buys in launches and leakers."""
    supply, strike, stock = supply_ahead(forecast)
    decoys = forecast.launches * forecast.decoy_share
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    totals = {}
    for cut in CUTS:
        avoided = disruption(
            supply,
            strike,
            stock,
            cut=cut,
            decoys=decoys,
            leak_share=outcome.share,
        )
        totals[cut] = (avoided.launches.sum(axis=1), avoided.leakers.sum(axis=1))
        for index, period in enumerate(forecast.periods):
            through = np.quantile(avoided.leakers[:, index], [0.05, 0.5, 0.95])
            row = {"period": period, "cut": cut, **quantile_row(avoided.launches[:, index])}
            row |= {
                f"leakers_avoided_q{name}": plain(value)
                for name, value in zip(("05", "50", "95"), through, strict=True)
            }
            rows.append(row)
            draws[f"{cut:g} {period}"] = avoided.launches[:, index]
    launches, through = totals[CUTS[0]]
    return Found(
        rows=rows,
        question=verbatim("What would a cut in supply avoid?"),
        headline=verbatim(
            f"Withholding {percent(CUTS[0])} of supply from {month(forecast.periods[0])} would avoid about {middle(launches)} "
            f"launches in all by {month(forecast.periods[-1])} {ranges(launches)}, about {middle(through)} of them drones "
            "that would have got through, if nothing replaces what is withheld."
        ),
        lineage=merge(
            forecast.lineage["output"], outcome.lineage, Lineage(answers=("output.rate", "leakers"))
        ),
        draws=draws,
        note=verbatim(
            "A cut is a share of output and imports from the first month on; stocks soften it. Substitution is not modelled."
        ),
    )


def compute(work: Work) -> Found:
    """Launches and leakers avoided by a cut."""
    return disruption_answer(work.forecast, work.outcome("today"))


QUESTION = Question(
    id="disruption",
    asks=msg("What would a cut in supply avoid?"),
    section="watch",
    rank=20,
    kind="draws",
    unit="launches avoided per month",
    columns=(
        Column("period", msg("Month"), "period", "", key=True),
        Column("cut", msg("Share withheld"), "share", "of supply", key=True),
        *quantile_columns("launches avoided per month"),
        Column("leakers_avoided_q05", msg("Leakers avoided, 5 %"), "number", "drones per month"),
        Column("leakers_avoided_q50", msg("Leakers avoided, median"), "number", "drones per month"),
        Column("leakers_avoided_q95", msg("Leakers avoided, 95 %"), "number", "drones per month"),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    documented="decisions.md",
)
