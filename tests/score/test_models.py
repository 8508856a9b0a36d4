"""What is scored follows from the members; what is published has been scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tocsin.programme.ensemble import members
from tocsin.score.replay import models
from tocsin.score.replay.models import all_models
from tocsin.score.replay.store import read_backtest

CASE = Path(__file__).parents[2] / "cases" / "yelabuga"


def unscored() -> list[str]:
    """Hub names of published members, and of what stands in for them without claims, that have no stored score."""
    stored = read_backtest(CASE)
    assert stored is not None
    scored = set(stored.about["models"])
    published = [one for member in members.pooled() for one in (member, member.claim_free) if one is not None]
    return [one.hub_name for one in published if f"tocsin-{one.hub_name}" not in scored]


def test_every_published_member_has_been_scored() -> None:
    missing = unscored()
    assert not missing, (
        f"{', '.join(missing)}: in the published ensemble, but never scored. Set pooled=False, run "
        "`tocsin score cases/yelabuga --store`, read its scores, log the decision in docs/forecasting.md, then pool it."
    )


def test_a_member_pooled_without_scores_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    bold = replace(members.MEMBERS[0], name="bold", short="bold")
    monkeypatch.setattr(members, "members", lambda: (*members.MEMBERS, bold))
    assert unscored() == ["bold"]


def test_every_member_is_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    new = replace(members.MEMBERS[0], name="new", sentence="Something new.", pooled=False)
    monkeypatch.setattr(models, "members", lambda: (*members.MEMBERS, new))
    by_name = {model.name: model for model in all_models()}
    assert by_name["tocsin-new"].methods == "Something new."
    for member in members.MEMBERS:
        assert by_name[f"tocsin-{member.hub_name}"].kind == "member"
        if member.claim_free is not None:
            assert by_name[f"tocsin-{member.claim_free.hub_name}"].kind == "noclaims"
