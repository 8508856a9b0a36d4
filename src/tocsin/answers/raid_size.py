"""How many drones come in one night."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.lineage import merge
from tocsin.randomness import stream
from tocsin.say import (
    middle,
    month,
    msg,
    number,
    ranges,
    verbatim,
)


def raid_size(work: Work) -> Found:
    """Drones in a night of the base stream and in a strike night, six months ahead.

    A night is the month's running median night times a lognormal factor of its kind (docs/programme.md).
    """
    forecast, seed = work.forecast, work.seed
    rhythm = forecast.rhythm
    index = work.headline
    period = forecast.periods[index]
    median = rhythm.median_night(1.0) * forecast.launches[:, index]
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    kinds = {
        "base": (1 - rhythm.strike_share, rhythm.base_factor, rhythm.base_spread),
        "strike": (rhythm.strike_share, rhythm.strike_factor, rhythm.strike_spread),
    }
    for night, (share, factor, spread) in kinds.items():
        noise = stream(seed, "raid.size", night).standard_normal(len(median))
        draws[night] = median * factor * np.exp(spread * noise)
        nights = plain(rhythm.nights_per_month * share)
        rows.append(
            {
                "night": night,
                "period": period,
                "nights_per_month": nights,
                **quantile_row(draws[night], digits=0),
            }
        )
    return Found(
        rows=rows,
        question=verbatim("How many drones come in one night?"),
        headline=verbatim(
            f"In {month(period)} an ordinary night brings about {middle(draws['base'])} drones {ranges(draws['base'])}, "
            f"a strike night about {middle(draws['strike'])} {ranges(draws['strike'])}; "
            f"about {number(rows[1]['nights_per_month'])} nights a month are strike nights."
        ),
        lineage=merge(forecast.lineage["launches"], forecast.lineage["rhythm"]),
        draws=draws,
        note=verbatim(f"Rhythm of nights: {rhythm.basis}; decoys included."),
    )


def compute(work: Work) -> Found:
    """Drones in an ordinary and a strike night."""
    return raid_size(work)


QUESTION = Question(
    id="raid.size",
    asks=msg("How many drones come in one night?"),
    section="how-many",
    rank=40,
    kind="draws",
    unit="drones per night",
    columns=(
        Column("night", msg("Night"), "text", "", key=True),
        Column("period", msg("Month"), "period", ""),
        Column("nights_per_month", msg("Nights a month"), "number", "nights per month"),
        *quantile_columns("drones per night"),
    ),
    needs=("record", "programme"),
    compute=compute,
    documented="programme.md",
)
