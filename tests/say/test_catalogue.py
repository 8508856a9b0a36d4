"""Every sentence of answers, page and app is a message of the catalogue: what is not could never be said otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import tocsin
from tocsin.say.message import FORMATS, JOINED

ROOT = Path(tocsin.__file__).parent
FILES = [file for room in ("answers", "report", "app") for file in sorted((ROOT / room).rglob("*.py"))]
TEMPLATES = sorted(ROOT.rglob("*.jinja"))
SENTENCE = re.compile(r"[A-Za-z’']{2,},?( [A-Za-z’'“”]{2,},?){2,}")
SPOKEN = {
    "msg",
    "nmsg",
    "verbatim",
    "_",
    "Problem",
    "InputError",
    "MissingExtra",
    "step",
    "progress",
    "add_argument",
}
ASIDE = {"remedy", "hint", "UNIT"}  # names of what errors say, and of units, which rows carry untranslated
UNITS = {"Column", "quantile_columns", "quantile_table"}
NAMES = {"Tocsin", "SVG", "PNG", "CSV"}  # said alike in every language


def spares(node: ast.AST) -> bool:
    """Whether strings inside this need no message, or are one."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", getattr(node.func, "attr", "")) in SPOKEN | UNITS
    if isinstance(node, ast.Raise):
        return True
    if isinstance(node, ast.keyword):
        return node.arg == "unit"
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ASIDE


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings of a module that no message holds: docstrings and errors of the user's input apart."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        above, spoken = parents.get(node), False
        if isinstance(above, ast.Expr | ast.Subscript):  # a docstring, or the name of something
            continue
        while above is not None and not spoken:
            spoken, above = spares(above), parents.get(above)
        if not spoken:
            yield node.lineno, node.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_stands_outside_the_catalogue(file: Path) -> None:
    found = [
        f"line {line}: {text!r}"
        for line, text in literals(ast.parse(file.read_text(encoding="utf-8")))
        if SENTENCE.search(text)
    ]
    assert not found, "say it with msg(…), so that another language can: " + "; ".join(found[:5])


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_word_stands_bare_in_a_template(file: Path) -> None:
    text = re.sub(
        r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<style.*?</style>|<script.*?</script>",
        " ",
        file.read_text(encoding="utf-8"),
        flags=re.S,
    )
    said = re.findall(r'(?:aria-label|title|alt)="([^"]*[A-Za-z]{2}[^"]*)"', text) + re.findall(
        r"(?<=>)[^<>]*[A-Za-z]{2}[^<>]*(?=<|$)", text
    )
    bare = [words.strip() for words in said if words.strip(" –") not in NAMES]
    assert not bare, f'say it with _("…"): {bare[:5]}'


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_messages_are_whole_and_known(file: Path) -> None:
    """A message is a literal, so that a catalogue can be made of it, and prints its values in known formats."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"msg", "nmsg"}:
            for part in node.args[: 1 if node.func.id == "msg" else 2]:
                assert isinstance(part, ast.Constant), (
                    f"line {node.lineno}: the message is put together; write it out"
                )
                formats = {spec for _, name, spec, _ in Formatter().parse(part.value) if name is not None}
                assert formats <= FORMATS.keys() | JOINED.keys(), (
                    f"line {node.lineno}: unknown format in {part.value!r}"
                )
