"""Texts of a TOML file hold no control characters, whichever way they are written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.schema import read_toml


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[case]\ntitle = "a\\u001b[2J"', "case.title"),
        ('[case]\ntitle = "a\x85b"', "case.title"),
        ('[[breaks]]\nlabel = "ok"\n[[breaks]]\nlabel = "\\u009b"', "breaks[2].label"),
        ('"a\\u0007b" = 1', "a\x07b"),
    ],
)
def test_control_characters_are_named_by_their_key(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="a control character") as caught:
        read_toml(path)
    assert caught.value.problems[0].column == where


def test_lines_and_tabs_are_text(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('a = """one\n\ttwo\r\n"""\n', encoding="utf-8", newline="")
    assert read_toml(path)["a"].splitlines() == ["one", "\ttwo"]


@given(text=st.text(max_size=60))
def test_any_text_is_toml_or_a_problem(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "replace"))
    with suppress(InputError):
        read_toml(path)
