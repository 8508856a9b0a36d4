"""Who comes within reach: people and countries, as range grows."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import plain, quantile_row
from tocsin.case import Case
from tocsin.geography import Reach, reach
from tocsin.lineage import merge
from tocsin.say import (
    middle,
    msg,
    ranges,
    verbatim,
)


def reach_answer(view: Case, *, draws: int, seed: int) -> Found:
    """Countries and people within range, by today's range claims and by the longer range."""
    both = [reach(view, drone=drone, draws=draws, seed=seed) for drone in ("today", "longer")]
    rows = [row for found in both for row in _reach_rows(found)]
    today, longer = both
    more = _newly_within(today, longer)
    gained = f"; the longer range adds {', '.join(more[:6])}" if more else ""
    gained += f" and {len(more) - 6} more" if len(more) > 6 else ""
    return Found(
        rows=rows,
        question=verbatim("Who else comes within reach?"),
        headline=verbatim(
            f"About {middle(today.total)} people live within one-way range of launchable territory {ranges(today.total)}, in "
            f"{_countries_within(today)} of the {len(today.countries)} other countries in the map data; at the longer range "
            f"about {middle(longer.total)}, in {_countries_within(longer)}{gained}."
        ),
        lineage=merge(*(found.lineage for found in both)),
        draws={f"{found.drone} people": found.total for found in both},
        note=verbatim(
            "Range is one-way and unopposed, measured from the territory a launcher could use, never from a place."
        ),
    )


def _reach_rows(found: Reach) -> list[dict[str, Any]]:
    rows = []
    table = found.countries
    for index, country in enumerate(table.itertuples(index=False)):
        if float(table["p_within"].iloc[index]) <= 0:
            continue
        rows.append(
            {
                "country": str(country.country),
                "name": str(country.name),
                "drone": found.drone,
                "range_km_q50": plain(float(np.median(found.range_km)), 0),
                **quantile_row(found.people[:, index], digits=0),
                "share_q50": plain(float(np.median(found.share[:, index])), 3),
                "p_within": plain(float(table["p_within"].iloc[index]), 3),
            }
        )
    return rows


def _countries_within(found: Reach) -> int:
    return int((found.countries["p_within"] > 0.5).sum())


def _newly_within(today: Reach, longer: Reach) -> list[str]:
    """Countries more likely than not within the longer range but not today's, by name."""
    before = set(today.countries.loc[today.countries["p_within"] > 0.5, "country"])
    inside = longer.countries[longer.countries["p_within"] > 0.5]
    return sorted(str(row.name) for row in inside.itertuples(index=False) if row.country not in before)


def compute(work: Work) -> Found:
    """People and countries within range."""
    return reach_answer(work.view, draws=work.draws, seed=work.seed)


QUESTION = Question(
    id="reach",
    asks=msg("Who else comes within reach?"),
    section="warning",
    rank=20,
    kind="draws",
    unit="people",
    columns=(
        Column("country", msg("Code"), "text", "", key=True),
        Column("name", msg("Country"), "text", "", key=True),
        Column("drone", msg("Drone"), "text", "", key=True),
        Column("range_km_q50", msg("Range"), "number", "km"),
        *quantile_columns("people"),
        Column("share_q50", msg("Share of its people"), "share", "of people"),
        Column("p_within", msg("Chance within reach"), "share", "of futures"),
    ),
    needs=("geography",),
    compute=compute,
    documented="geography.md",
)
