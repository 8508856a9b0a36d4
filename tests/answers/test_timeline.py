"""Answers read off the ledger: only rows that count speak in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tocsin.answers import timeline
from tocsin.answers.assessing import find
from tocsin.answers.work import Work
from tocsin.case import Case, load_case

MINIATURE = Path(__file__).parents[2] / "cases" / "miniature"


def outcomes(view: Case, claim: str) -> str:
    rows = timeline.compute(Work(view, draws=1, seed=1, find=find)).rows
    return str(next(row["outcome"] for row in rows if row["claims"] == [claim]))


@pytest.mark.parametrize("status", ["draft", "rejected"])
def test_what_nobody_accepted_is_no_outcome(status: str) -> None:
    view = load_case(MINIATURE).view()
    (said,) = view.claims.pointing_to("M01", "outcome_of")
    assert said.id in outcomes(view, "M01")
    rows = [replace(claim, status=status) if claim.id == said.id else claim for claim in view.claims]
    assert outcomes(replace(view, claims=replace(view.claims, claims=tuple(rows))), "M01") == ""


def test_a_corrected_outcome_speaks_once() -> None:
    view = load_case(MINIATURE).view()
    (said,) = view.claims.pointing_to("M01", "outcome_of")
    new = replace(said, id="M99", statement="Corrected.").linked([*said.links, ("supersedes", said.id)])
    told = outcomes(replace(view, claims=view.claims.add(new)), "M01")
    assert "Corrected. (M99" in told
    assert said.id not in told
