"""The rooms and their order: what import-linter can't see is held to the same layers here."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
FACES = {"tocsin", "tocsin.answers"}  # packages whose names load their module when first used
LOADERS = {"tocsin.doors", "tocsin.lazy"}  # the only modules that import by name
# Every door: the module that opens it, and what Tocsin ships behind it.
DOORS = {
    "tocsin.answers": ("tocsin.answers.registry", "tocsin.answers"),
    "tocsin.charts": ("tocsin.report.render", "tocsin.report.charts"),  # and `Answer.plot`, see NOTEBOOK
    "tocsin.checks": ("tocsin.claims.checks", "tocsin.claims.checks"),
    "tocsin.members": ("tocsin.programme.ensemble.members", "tocsin.programme.ensemble.members"),
    "tocsin.record_sources": ("tocsin.record.importing", "tocsin.record.sources"),
}
NOTEBOOK = "tocsin.answers.core"  # plots by a chart of the report: the one look uphill, by name, at first use
DECLARED = re.compile(r"^(?:@looks_for\(|[A-Z_]+ = (?:Question|Source|Chart)\()", re.M)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, imports inside functions and for type checking included."""
    return grimp.build_graph("tocsin", cache_dir=None)


def test_no_module_comes_back_to_itself(graph: grimp.ImportGraph) -> None:
    try:
        TopologicalSorter(_with_doors(graph)).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}. Move what both need below both.")


def test_imports_by_name_stand_in_the_loaders_alone() -> None:
    found = {module for module, tree in _parsed() if any(_by_name(node) for node in ast.walk(tree))}
    assert found == LOADERS


def test_lazy_faces_are_these_and_load_what_they_show_to_type_checkers() -> None:
    """So that import-linter, which reads imports for type checking, sees where the names lead."""
    faces = {module: tree for module, tree in _parsed() if any(_lazily(node) for node in ast.walk(tree))}
    assert faces.keys() == FACES
    for module, tree in faces.items():
        assert _loaded(tree, module) == _shown(tree), f"{module}: list the same names twice"


def test_doors_are_these_and_lead_into_the_room_that_opens_them() -> None:
    opened = {door: module for module, tree in _parsed() if module != NOTEBOOK for door in _doors(tree)}
    assert set(_doors(dict(_parsed())[NOTEBOOK])) == {"tocsin.charts"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shipped = {group: entry["tocsin"].split(":")[0] for group, entry in project["entry-points"].items()}
    assert {door: (opened[door], shipped[door]) for door in opened} == DOORS
    assert opened.keys() == shipped.keys()
    for opener, target in DOORS.values():
        assert opener.split(".")[1] == target.split(".")[1], "a door leads into another room"


def _with_doors(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """What each module imports, and by name: a lazy face the modules of its names, an opener what lies behind its door."""
    needs = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    for opener, target in DOORS.values():
        needs[opener] |= {
            module for module in (graph.find_descendants(target) | {target}) if _declares(module)
        } - {opener}
    return needs


def _declares(module: str) -> bool:
    """Whether a module holds something for a door."""
    return bool(DECLARED.search(_file(module).read_text(encoding="utf-8")))


def _parsed() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted((SOURCE / "tocsin").rglob("*.py")):
        parts = file.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, ast.parse(file.read_text(encoding="utf-8"))


def _file(module: str) -> Path:
    path = SOURCE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def _by_name(node: ast.AST) -> bool:
    return _called(node).split(".")[-1] in {"import_module", "__import__", "exec_module"}


def _lazily(node: ast.AST) -> bool:
    return _called(node) == "lazily"


def _loaded(tree: ast.Module, module: str) -> set[tuple[str, str]]:
    (call,) = (node for node in ast.walk(tree) if _lazily(node))
    assert isinstance(call, ast.Call)
    table = ast.literal_eval(call.args[1])
    return {(f"{module}.{home}", name) for home, names in table.items() for name in names}


def _shown(tree: ast.Module) -> set[tuple[str, str]]:
    blocks = (
        node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    )
    imports = (node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom))
    return {(node.module or "", alias.name) for node in imports for alias in node.names}


def _doors(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "doors.load":
            yield ast.literal_eval(node.args[0])
