"""The reader's words: every list that code asks for is in the file, and every list in the file is asked for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import tocsin.reading
from tocsin.reading.lexicon import Lexicon, lex

ROOM = Path(tocsin.reading.__file__).parent
FILE = (ROOM / "lexicon.toml").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
ASKED = set(re.findall(r"\blex\.(\w+)(?!\w|\()", CODE)) | set(
    re.findall(r"\blex\.(?:groups|keys|phrases|rows)\(\s*\"(\w+)\"", CODE)
)
KINDS = {"distance", "mass", "duration", "speed", "percent"}  # asked for by `units`, in a loop


def test_every_list_asked_for_is_there() -> None:
    held = tomllib.loads(FILE)
    assert {name for name in ASKED if name not in held} == set()
    for name in ASKED:
        if isinstance(held[name], str):
            assert getattr(lex, name)


def test_every_list_is_asked_for() -> None:
    included = set(re.findall(r"@(\w+)", FILE))
    assert set(tomllib.loads(FILE)) - ASKED - included - KINDS == set()


def test_lists_include_lists_and_forms() -> None:
    made = Lexicon(
        {"verbs": "plan make", "all": "@verbs:past @verbs !make <end> one=1", "few": "@all !@verbs"}
    )
    assert made.all == {"planned", "made", "plan", "", "one"}
    assert made.few == {"planned", "made", "", "one"}


def test_a_list_that_is_missing_is_named() -> None:
    with pytest.raises(AttributeError, match="no list 'nothing'"):
        _ = lex.nothing
