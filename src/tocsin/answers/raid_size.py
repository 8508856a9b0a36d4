"""How many drones come in one night."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.common import COUNTED, ROWS_HOW, labelled, quantiles, spread_rows
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, quantile_columns, quantile_table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.lineage import merge
from tocsin.randomness import stream
from tocsin.say import Said, msg, spread

UNIT = "drones per night"
NIGHT = Column("night", msg("Night"), key=True)
NIGHTS = Column("nights_per_month", msg("Nights a month"), "number", "nights per month")


def compute(work: Work) -> Found:
    """Drones in a night of the base stream and in a strike night, six months ahead.

    A night is the month's running median night times a lognormal factor of its kind (docs/programme.md).
    """
    made, period = work.forecast, work.period
    rhythm = made.rhythm
    median = rhythm.median_night(1.0) * made.launches[:, work.headline]
    kinds = {
        "base": (1 - rhythm.strike_share, rhythm.base_factor, rhythm.base_spread),
        "strike": (rhythm.strike_share, rhythm.strike_factor, rhythm.strike_spread),
    }
    rows: dict[str, dict[str, Any]] = {}
    draws: dict[str, Draws] = {}
    for night, (share, factor, width) in kinds.items():
        noise = stream(work.seed, "raid.size", night).standard_normal(len(median))
        draws[night] = median * factor * np.exp(width * noise)
        nights = plain(rhythm.nights_per_month * share)
        rows[night] = {"night": night, "period": period, "nights_per_month": nights}
        rows[night] |= quantile_row(draws[night], digits=0)
    base, strike = rows["base"], rows["strike"]
    return Found(
        rows=tuple(rows.values()),
        parts={"period": period},
        headline=msg(
            "In {period:month} an ordinary night brings about {base:number} drones {base_range}, a strike night about"
            " {strike:number} {strike_range}; about {nights:number} nights a month are strike nights.",
            period=period, base=base["q50"], base_range=spread(base), strike=strike["q50"], strike_range=spread(strike),
            nights=strike["nights_per_month"],
        ),
        lineage=merge(made.lineage["launches"], made.lineage["rhythm"]),
        draws=draws,
        note=msg("Rhythm of nights: {basis}; decoys included.", basis=rhythm.basis),
    )  # fmt: skip


def sizes(answer: Answer, work: Work) -> Figure | None:
    """The size of a night, ordinary and strike."""
    rows = spread_rows(answer)
    if not rows:
        return None
    drawn = [{"label": _label(row), "colour": "blue", **quantiles(row)} for row in rows]
    return Figure(
        id="raid-size",
        chart="intervals",
        title=msg(
            "A strike night brings about {median:number} drones", median=max(row["q50"] for row in rows)
        ),
        subtitle=msg(
            "Drones launched in one night in {period:month}; strike nights are the mass attacks between ordinary nights",
            period=work.period,
        ),
        data={"rows": drawn, "unit": msg("drones in a night")},
        alt=msg("{rows:clauses}.", rows=[labelled(row) for row in drawn]),
        how=ROWS_HOW,
        source=COUNTED,
        table=quantile_table("t-raid", msg("Size of a night"), (NIGHT, NIGHTS), rows, UNIT),
    )


def _label(row: Any) -> Said:
    if row["night"] == "strike":
        return msg("Strike night, {nights:number} a month", nights=row["nights_per_month"])
    return msg("Ordinary night, {nights:number} a month", nights=row["nights_per_month"])


QUESTION = Question(
    id="raid.size",
    asks=msg("How many drones come in one night?"),
    section="how-many",
    rank=40,
    kind="draws",
    unit=UNIT,
    columns=(NIGHT, Column("period", msg("Month"), "period"), NIGHTS, *quantile_columns(UNIT)),
    needs=("record", "programme"),
    compute=compute,
    figures=(sizes,),
    documented="programme.md",
)
