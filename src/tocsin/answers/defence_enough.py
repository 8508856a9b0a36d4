"""How much defence is enough: the defender's own variables, flown on a grid with common random numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found, quantile_columns
from tocsin.answers.question import Question
from tocsin.answers.work import Step, Work
from tocsin.arrays import Draws, plain, quantile_row
from tocsin.campaign import PRESETS, Campaign, Scenario, standing_channels
from tocsin.decisions import (
    MixPlan,
    Sufficiency,
    binding,
    constraints,
    enough,
    plan_mix,
)
from tocsin.decisions.planning import TRIAL_USD
from tocsin.lineage import Lineage
from tocsin.say import (
    NBSP,
    msg,
    number,
    percent,
    verbatim,
)

# Added channels and rounds, in multiples of what stands today; the same for every drone, so rows compare.
CHANNEL_FACTORS = (0.0, 0.5, 1.5, 4.0)


ROUND_FACTORS = (0.0, 4.0)


SURFACE_SPEEDS = (250.0, 350.0, 500.0)


DRONES = ("today", "faster")


BINDS = {
    "channels": "channels of the deep layers",
    "interceptors": "ready rounds",
    "front": "channels near the front",
    "none": "none",
}


@dataclass(frozen=True)
class Standing:
    """What stands today, medians over draws: channels by layer, rounds ready, and what a channel costs [draw]."""

    channels: Mapping[str, float]
    rounds: float
    channel_cost: Mapping[str, Draws]

    @property
    def total(self) -> float:
        return sum(self.channels.values())

    def package(self, factor: float) -> dict[str, float]:
        """Channels added to every layer in proportion to what it has."""
        return {name: factor * channels for name, channels in self.channels.items()}

    def cost_per_channel(self) -> Draws:
        """US$ of one added channel of the package [draw]."""
        shares = {name: channels / self.total for name, channels in self.channels.items()}
        return np.asarray(sum(share * self.channel_cost[name] for name, share in shares.items()))


def standing(campaign: Campaign) -> Standing:
    """Channels and rounds of the calibrated defence, the front stream's channels included."""
    cells, which = campaign.defence.cells, campaign.defence.which
    channels = standing_channels(campaign)
    limited = np.where(np.isfinite(cells.rounds), cells.rounds, 0.0)
    rounds = float(np.median((limited * cells.channels)[which].sum(axis=1)))
    return Standing({name: n for name, n in channels.items() if n > 0}, rounds, campaign.prices.channel)


def enough_answer(campaign: Campaign, *, progress: Step) -> Found:
    """Channels or interceptors added for at most so many leakers a month, today's drone and the faster one."""
    settings = campaign.view.settings.decisions
    now = standing(campaign)
    rows: list[dict[str, Any]] = []
    draws: dict[str, Draws] = {}
    found: dict[tuple[str, str], Sufficiency] = {}
    for drone in DRONES:
        curves = _curves(campaign, now, PRESETS[drone], progress)
        relieved = constraints(campaign, PRESETS[drone])
        bottleneck = BINDS[binding(float(np.median(curves["channels"][1][0])), relieved)]
        for resource, (levels, flown) in curves.items():
            result = enough(levels, flown, limit=settings.leakers_per_month, confidence=settings.confidence)
            found[drone, resource] = result
            for period, needed in zip(campaign.forecast.periods, result.needed.T, strict=True):
                draws[f"{drone} {resource} {period}"] = needed
            rows.append(_row(drone, resource, result, now, bottleneck))
    rows += _surface(campaign, now, found["today", "channels"], progress)
    progress("The cheapest mix")
    short = found["today", "channels"].p_now < settings.confidence
    plan = (
        plan_mix(campaign, limit=settings.leakers_per_month, confidence=settings.confidence)
        if short
        else None
    )
    rows += _mix_rows(campaign, plan)
    few = float((campaign.forecast.launches <= settings.leakers_per_month).mean())
    return Found(
        rows=rows,
        question=verbatim(
            f"Is the defence enough to keep what gets through to {number(settings.leakers_per_month)} a month?"
        ),
        headline=verbatim(_headline(settings.leakers_per_month, settings.confidence, rows, now, plan, few)),
        lineage=Lineage(
            answers=("leakers",),
            parameters=tuple(
                name
                for name in campaign.view.parameters.names("defence.")
                if name.endswith((".channels", ".channel_cost_usd", ".rounds"))
            ),
            method=(
                "leakers flown again with channels or rounds added, same random numbers; interpolated between levels; "
                "the mix is bought greedily in US$ and flown once more",
            ),
            assumptions=(
                f"target of {settings.leakers_per_month:g} leakers a month at {settings.confidence:.0%}: case.toml, [decisions]",
                "channels are added to every layer in proportion to what stands",
            ),
        ),
        draws=draws,
        note=verbatim(
            f"Today's defence: about {number(now.total)} channels and {number(now.rounds)} ready rounds in all (medians of the "
            "calibrated draws, not counts). Null: not within the largest amount flown."
        ),
    )


def _curves(
    campaign: Campaign, now: Standing, scenario: Scenario, progress: Step
) -> dict[str, tuple[Draws, Draws]]:
    """Levels [level] and leakers [level, draw, period] by resource."""
    variants = {
        "channels": [replace(scenario, channels=now.package(factor)) for factor in CHANNEL_FACTORS],
        "interceptors": [
            replace(scenario, rounds=dict.fromkeys(_shooters(campaign), 1 + factor))
            for factor in ROUND_FACTORS
        ],
    }
    levels = {
        "channels": np.array(CHANNEL_FACTORS) * now.total,
        "interceptors": np.array(ROUND_FACTORS) * max(now.rounds, 1.0),
    }
    curves = {}
    for resource, scenarios in variants.items():
        progress(f"How much is enough: {resource}, {scenario.name}")
        curves[resource] = (levels[resource], np.stack([campaign.leakers(item) for item in scenarios]))
    return curves


def _shooters(campaign: Campaign) -> list[str]:
    cells = campaign.defence.cells
    return [name for index, name in enumerate(campaign.layers) if np.isfinite(cells.rounds[:, index]).any()]


def _row(drone: str, resource: str, result: Sufficiency, now: Standing, bottleneck: str) -> dict[str, Any]:
    """Quantiles are over the months of all futures alike, as the chances are, so that amounts and chances agree."""
    price = now.cost_per_channel() if resource == "channels" else None
    cost = np.full(3, np.nan)
    if price is not None and result.reachable:
        cost = np.quantile(result.cost(price), [0.05, 0.5, 0.95])
    return {
        "drone": drone,
        "resource": resource,
        "limit_per_month": result.limit,
        "confidence": result.confidence,
        **quantile_row(result.needed.ravel(), digits=0),
        "added_at_confidence": plain(result.at_confidence, 0),
        "largest_flown": plain(float(result.levels[-1]), 0),
        "p_enough_now": plain(result.p_now, 3),
        "p_every_month_now": plain(result.p_every_now, 4),
        "p_enough_at_largest": plain(float(result.p_enough[-1]), 3),
        "cost_usd_q05": plain(cost[0], 0),
        "cost_usd_q50": plain(cost[1], 0),
        "cost_usd_q95": plain(cost[2], 0),
        "binding": bottleneck,
    }


def _surface(campaign: Campaign, now: Standing, today: Sufficiency, progress: Step) -> list[dict[str, Any]]:
    """P(enough) over added channels and the speed of the drone; the first speed is today's."""
    speed = float(np.median(campaign.defence.cells.speed_kmh[campaign.defence.which]))
    rows = [
        {
            "resource": "surface",
            "added": plain(level, 0),
            "speed_kmh": plain(speed, 0),
            "p_enough": plain(p, 3),
        }
        for level, p in zip(today.levels, today.p_enough, strict=True)
    ]
    for fast in SURFACE_SPEEDS:
        progress(f"How much is enough at {fast:.0f} km/h")
        scenario = replace(PRESETS["faster"], fast_speed_kmh=fast)
        for factor in CHANNEL_FACTORS:
            flown = campaign.leakers(replace(scenario, channels=now.package(factor)))
            held = float((flown <= today.limit).mean())
            rows.append(
                {
                    "resource": "surface",
                    "added": plain(factor * now.total, 0),
                    "speed_kmh": fast,
                    "p_enough": plain(held, 3),
                }
            )
    return rows


def _mix_rows(campaign: Campaign, plan: MixPlan | None) -> list[dict[str, Any]]:
    """What the cheapest mix found buys, means by means."""
    if plan is None:
        return []
    return [
        {
            "resource": "mix",
            "drone": "today",
            "means": campaign.labels[name],
            "added": plain(plan.channels[name], 0),
            "cost_usd_q50": plain(spent, 0),
            "p_enough": plain(plan.mix.p_enough, 3),
        }
        for name, spent in sorted(plan.spent_usd.items(), key=lambda item: (-item[1], item[0]))
        if spent > 0
    ]


def _headline(
    limit: float,
    confidence: float,
    rows: list[dict[str, Any]],
    now: Standing,
    plan: MixPlan | None,
    few: float,
) -> str:
    row = next(row for row in rows if row["drone"] == "today" and row["resource"] == "channels")
    if few >= confidence:
        return f"Yes, but only because {number(limit)} launches or fewer are expected in {percent(few)} of future months."
    chance = (
        f"today's defence keeps what gets through to {number(limit)} a month in {percent(row['p_enough_now'])} of "
        "future months"
    )
    if row["p_enough_now"] >= confidence:
        return f"Yes: {chance}."
    limits = "" if row["binding"] == "none" else f". The tightest limit: {row['binding']}"
    if plan is not None and plan.mix.reachable:
        mix = [item for item in rows if item["resource"] == "mix"]
        least = plan.mix.cost_usd <= TRIAL_USD  # the search's own step: a smaller purchase may do
        return (
            f"No: {chance}; the cheapest addition found that does so in {percent(confidence)} of them costs "
            f"{'at most' if least else 'about'} US${NBSP}{number(plan.mix.cost_usd)} (equipment and a year of crews), the largest part for "
            f"{mix[0]['means'].lower()}{limits}."
        )
    return (
        f"No: {chance}, and even {number(row['largest_flown'])} more channels, beside today's {number(now.total)}, do so in "
        f"only {percent(row['p_enough_at_largest'])}{limits}."
    )


def compute(work: Work) -> Found:
    """Channels or rounds added for at most so many leakers a month."""
    return enough_answer(work.campaign, progress=work.step)


QUESTION = Question(
    id="defence.enough",
    asks=msg("Is the defence enough?"),
    section="enough",
    rank=10,
    kind="draws",
    unit="added channels or ready rounds",
    columns=(
        Column("drone", msg("Drone"), "text", "", key=True),
        Column("resource", msg("Added"), "text", "", key=True),
        Column("means", msg("Means"), "text", "", key=True),
        Column("added", msg("Amount added"), "number", "channels", key=True),
        Column("speed_kmh", msg("Speed"), "number", "km/h", key=True),
        Column("limit_per_month", msg("Limit"), "number", "drones per month"),
        Column("confidence", msg("Confidence"), "share", "of months"),
        *quantile_columns("added channels or ready rounds"),
        Column("added_at_confidence", msg("To add at the confidence"), "number", "channels or rounds"),
        Column("largest_flown", msg("Largest amount flown"), "number", "channels or rounds"),
        Column("p_enough_now", msg("Enough with none added"), "share", "of months"),
        Column("p_every_month_now", msg("Every month with none added"), "share", "of futures"),
        Column("p_enough_at_largest", msg("Enough at the largest amount"), "share", "of months"),
        Column("cost_usd_q05", msg("Cost, 5 %"), "usd", "US$"),
        Column("cost_usd_q50", msg("Cost, median"), "usd", "US$"),
        Column("cost_usd_q95", msg("Cost, 95 %"), "usd", "US$"),
        Column("p_enough", msg("Chance of enough"), "share", "of months"),
        Column("binding", msg("Tightest limit"), "text", ""),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    documented="decisions.md",
)
