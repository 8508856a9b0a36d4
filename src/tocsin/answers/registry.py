"""Every question, found by its file: a module of this package with a `QUESTION`, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from tocsin import doors
from tocsin.answers.question import SECTIONS, Question
from tocsin.errors import InputError, Problem


def questions() -> Mapping[str, Question]:
    """Every question by id, in the order of the page.

    Raises
    ------
    DoorError
        If two questions have one id.
    """
    found = doors.load("tocsin.answers", Question, key="id")
    order = sorted(found.values(), key=lambda item: (SECTIONS.index(item.section), item.rank, item.id))
    return {item.id: item for item in order}


def question(id: str) -> Question:
    """The question of this id.

    Raises
    ------
    InputError
        If there is none; the nearest id is suggested.
    """
    known = questions()
    if id not in known:
        close = get_close_matches(id, known, n=1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        raise InputError(Problem("no such answer", f"{hint}One of: {', '.join(known)}.", value=id))
    return known[id]
