"""`assess`: every question of a case, answered from one set of draws."""

from __future__ import annotations

from tocsin.answers.core import Answer, Assessment
from tocsin.answers.evidence import about, evidence
from tocsin.answers.registry import question, questions
from tocsin.answers.work import Step, Work
from tocsin.case import Case
from tocsin.errors import InputError, Problem
from tocsin.version import __version__

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
    work = Work(view, draws=draws, seed=seed, progress=progress, find=find)
    answers = {id: work.answer(id) for id in questions()}
    return Assessment(
        case=view.name,
        as_of=view.as_of_date,
        version=__version__,
        seed=seed,
        draws=draws,
        converged=work.forecast.converged,
        answers=answers,
        about=about(work),
        evidence=evidence(work, answers),
        work=work,
    )


def find(work: Work, id: str) -> Answer:
    """Compute one answer."""
    return question(id).answer(work)


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
