"""`assess`: every question of a case, answered from one set of draws."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.answers import outcome, places, production, sources
from tocsin.answers.core import ANSWERS, Answer, Assessment, Step
from tocsin.answers.enough import enough_answer
from tocsin.answers.watch import watch_answer
from tocsin.campaign import PRESETS, Campaign, Outcome
from tocsin.case import Case
from tocsin.errors import InputError, Problem
from tocsin.programme import Forecast, forecast
from tocsin.version import __version__

FLOWN = ("today", "faster")  # what answers read; other presets are flown where they are asked for
LEAST_REPORTS = 3
LONGEST_SILENCE_DAYS = 62  # a later as-of would read months nobody has counted yet as months without a launch


def assess(case: Case, *, draws: int = 2000, seed: int = 1, progress: Step | None = None) -> Assessment:
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
    _enough_record(view)
    step = progress or (lambda *_: None)
    step("Forecasting the programme", 0, 8)
    made = forecast(view, draws=draws, seed=seed)
    step("Calibrating the defence", 1, 8)
    campaign = Campaign(made, view, seed=seed)
    outcomes = {}
    for name in FLOWN:
        step(f"Flying the campaign: {name}", 2, 8)
        outcomes[name] = campaign.fly(PRESETS[name])
    found = {answer.id: answer for answer in _answers(campaign, made, outcomes, draws, seed, step)}
    return Assessment(
        case=view.name,
        as_of=view.as_of_date,
        version=__version__,
        seed=seed,
        draws=draws,
        converged=made.converged,
        answers={name: found[name] for name in ANSWERS},
        view=view,
        forecast=made,
        outcomes=outcomes,
    )


def _answers(
    campaign: Campaign, made: Forecast, outcomes: dict[str, Outcome], draws: int, seed: int, step: Step
) -> Iterator[Answer]:
    view, today = campaign.view, outcomes["today"]
    yield production.launches(view, made, seed=seed)
    yield production.output_when(view, made)
    yield production.output_rate(view, made)
    yield production.raid_size(made, seed=seed)
    yield outcome.leakers(made, outcomes)
    yield outcome.cost_exchange(today, made)
    yield outcome.magazine_days(today, made)
    yield outcome.disruption_answer(made, today)
    yield enough_answer(campaign, progress=step)
    step("Warning and reach", 6, 8)
    warned = places.warning_answer(view, draws=draws, seed=seed)
    yield warned
    yield places.reach_answer(view, draws=draws, seed=seed)
    yield watch_answer(view, made, campaign, today, warned, seed=seed, progress=step)
    step("Who said what", 7, 8)
    for room in (sources.clashes, sources.timeline, sources.bargain, sources.network, sources.skill):
        yield room(view)


def _enough_record(view: Case) -> None:
    """Raise where the view's record cannot carry an assessment."""
    file = str(view.path / "record.csv")
    if len(view.record) < LEAST_REPORTS:
        raise InputError(
            Problem(
                f"the record holds {len(view.record)} reports by {view.as_of_date}",
                f"At least {LEAST_REPORTS} are needed; add them to record.csv or choose a later date.",
                file=file,
            )
        )
    last = view.record.rows["end"].max().date()
    if (view.as_of_date - last).days > LONGEST_SILENCE_DAYS:
        raise InputError(
            Problem(
                f"the record ends on {last}, long before the as-of date",
                "Bring record.csv up to date, or choose an --as-of within two months of its end.",
                file=file,
                value=view.as_of_date.isoformat(),
            )
        )
