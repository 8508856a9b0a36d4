"""What a claim moves does not depend on how often it was told again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tocsin.answers.influence import Mover, movers
from tocsin.case import Case, load_case

MINIATURE = Path(__file__).parents[2] / "cases" / "miniature"


def moved(view: Case, only: str) -> Mover:
    """What leaving out one claim does, whichever rows repeat it."""
    return movers(view, [view.claims[only]], seed=1, progress=lambda *_: None)[0]


def test_an_echo_does_not_stand_in_for_the_claim_that_is_left_out() -> None:
    view = load_case(MINIATURE).view()
    plan = view.claims["M09"]
    echo = replace(plan, id="M99", outlet="Relay", relation="relays", related_id="M09")
    echoed = replace(view, claims=view.claims.add(echo))
    assert moved(view, "M09").size > 0.01
    assert moved(echoed, "M09") == moved(view, "M09")
