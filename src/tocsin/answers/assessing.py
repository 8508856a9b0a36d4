"""`assess`: every question of a case, answered from one set of draws."""

from __future__ import annotations

from collections.abc import Callable

import tocsin
from tocsin.answers import outcome, places, production, sources
from tocsin.answers.core import Answer, Assessment
from tocsin.answers.enough import enough_answer
from tocsin.answers.watch import watch_answer
from tocsin.campaign import PRESETS, Campaign
from tocsin.case import Case
from tocsin.errors import InputError, Problem
from tocsin.programme import forecast

FLOWN = ("today", "faster", "more", "mixed")
ORDER = (
    "launches", "output.when", "output.rate", "raid.size", "leakers", "defence.enough", "cost.exchange", "magazine.days",
    "warning", "reach", "disruption", "watch", "clashes", "timeline", "bargain", "network", "skill",
)  # fmt: skip
LEAST_REPORTS = 3


def assess(
    case: Case, *, draws: int = 2000, seed: int = 1, progress: Callable[..., None] | None = None
) -> Assessment:
    """Answer every question of a case from what was public at its date.

    Parameters
    ----------
    case : Case
        A loaded case, or a view of it from `Case.as_of`.
    draws : int
        Length of the leading draw axis.
    seed : int
        Seed of every random stream; the same case, seed and versions give the same bytes.
    progress : callable, optional
        Called as ``progress(text, done, total)``.

    Raises
    ------
    InputError
        If the view holds too little to answer from.
    """
    view = case.view()
    if len(view.record) < LEAST_REPORTS:
        raise InputError(
            Problem(
                f"the record holds {len(view.record)} reports by {view.as_of_date}",
                f"At least {LEAST_REPORTS} are needed; add them to record.csv or choose a later date.",
                file=str(view.path / "record.csv"),
            )
        )
    step = progress or (lambda *_: None)
    step("Forecasting the programme", 0, 8)
    made = forecast(view, draws=draws, seed=seed)
    step("Calibrating the defence", 1, 8)
    campaign = Campaign(made, view, seed=seed)
    outcomes = {}
    for name in FLOWN:
        step(f"Flying the campaign: {name}", 2, 8)
        outcomes[name] = campaign.fly(PRESETS[name])
    answers: list[Answer] = [
        production.launches(view, made),
        production.output_when(view, made),
        production.output_rate(view, made),
        production.raid_size(view, made, seed=seed),
        outcome.leakers(made, outcomes),
        outcome.cost_exchange(outcomes["today"], made),
        outcome.magazine_days(outcomes["today"], made),
        outcome.disruption_answer(view, made, outcomes["today"]),
        enough_answer(campaign, progress=step),
    ]
    step("Warning and reach", 6, 8)
    warned = places.warning_answer(view, draws=draws, seed=seed)
    answers += [warned, places.reach_answer(view, draws=draws, seed=seed)]
    answers.append(watch_answer(view, made, campaign, outcomes["today"], warned, seed=seed, progress=step))
    step("Who said what", 7, 8)
    answers += [
        room(view)
        for room in (sources.clashes, sources.timeline, sources.bargain, sources.network, sources.skill)
    ]
    found = {answer.id: answer for answer in answers}
    return Assessment(
        case=view.name,
        as_of=view.as_of_date,
        version=tocsin.__version__,
        seed=seed,
        draws=draws,
        converged=made.converged,
        answers={name: found[name] for name in ORDER},
        view=view,
        forecast=made,
        outcomes=outcomes,
    )
