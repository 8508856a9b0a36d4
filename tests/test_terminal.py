"""Nothing that comes from a file steers the terminal, and JSON printed there stays the same JSON."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.commands.cli import main
from tocsin.terminal import printable, tell

COMMANDS = Path(__file__).parents[1] / "src" / "tocsin" / "commands"


def test_controls_and_direction_marks_are_escaped_and_the_rest_is_left() -> None:
    assert printable("a\x1b[31mred\u202e\x07\x9b\r") == "a\\u001b[31mred\\u202e\\u0007\\u009b\\u000d"
    plain = "two\nlines\tand “quotes”, Geran‑2, 8\u00a0million, می\u200cخواهم, 無人機"
    assert printable(plain) == plain


@given(st.text())
def test_json_stays_the_same(text: str) -> None:
    shown = printable(json.dumps({"said": text}, ensure_ascii=False, indent=1))
    assert json.loads(shown) == {"said": text}
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f]", shown)


def test_errors_name_a_file_without_its_escapes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["why", str(tmp_path / "a\x1b]0;b"), "launches"]) == 2
    printed = capsys.readouterr().err
    assert "\x1b" not in printed
    assert "\\u001b]0;b" in printed


def test_tell_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    tell("a\x1bb")
    tell(12, end="")
    assert capsys.readouterr().out == "a\\u001bb\n12"


@pytest.mark.parametrize("path", sorted(COMMANDS.glob("*.py")), ids=lambda path: path.stem)
def test_commands_print_through_tell_alone(path: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in called, "print through tocsin.terminal.tell: texts from files may hold escapes"
