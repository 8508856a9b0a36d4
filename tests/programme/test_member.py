"""A member says what it is in one object, or says at once what is wrong with it."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.programme.ensemble.member import Array, Member
from tocsin.programme.ensemble.members import MEMBERS, PATHS_OF, pool, pooled


def ones(*_: object) -> Array:
    return np.ones((3, 2))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"name": "a_name_too_long_for_hubs"}, "give it such a `short` name"),
        ({"sentence": "no full stop"}, "one sentence"),
        ({"claim_free": Member("blind", "Sees no claim.", ones, pooled=True)}, "neither pooled"),
    ],
)
def test_a_wrong_member_says_what_to_do(parts: dict[str, object], message: str) -> None:
    right: dict[str, object] = {"name": "ones", "sentence": "One a month.", "function": ones}
    Member(**right)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        Member(**(right | parts))  # type: ignore[arg-type]


def test_a_member_that_returns_another_shape_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    member = Member("ones", "One a month.", ones)
    assert member.forecast(None, None, 3, 1, 2).shape == (3, 2)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="member 'ones' must return \\(3, 4\\) finite counts"):
        member.forecast(None, None, 3, 1, 4)  # type: ignore[arg-type]


def test_names_are_told_apart() -> None:
    everyone = [one for member in MEMBERS for one in (member, member.claim_free) if one is not None]
    assert len({member.name for member in everyone}) == len(everyone)
    assert len({member.hub_name for member in everyone}) == len(everyone)


def test_the_pool_takes_its_paths_from_one_member_wherever_it_stands() -> None:
    assert PATHS_OF in {member.name for member in pooled()}
    up, down = np.array([[1.0], [2.0], [3.0]]), np.array([[9.0], [6.0], [3.0]])
    assert pool({PATHS_OF: up, "other": down}).ravel().tolist() == [2.0, 4.0, 6.0]
    assert pool({"other": down, PATHS_OF: up}).ravel().tolist() == [2.0, 4.0, 6.0]
    assert pool({PATHS_OF: down, "other": up}).ravel().tolist() == [6.0, 4.0, 2.0]
