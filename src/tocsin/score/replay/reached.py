"""Which modules a module can run: its imports, and theirs, read from the source without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]  # of the package


@cache
def modules_reached(start: str) -> tuple[str, ...]:
    """Dotted names of the package's modules that can run when a function of `start` does, itself included.

    A name imported from a package leads to the module that defines it, not to all that its `__init__` offers. Imports
    inside functions count, and so do those for type checking: their objects come in as arguments, and their methods run.

    Examples
    --------
    >>> modules_reached("tocsin.randomness")
    ('tocsin.randomness',)
    """
    found: set[str] = set()
    ahead = [start]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += _imported(name)
    return tuple(sorted(found))


@cache
def _imported(module: str) -> tuple[str, ...]:
    return tuple({home for package, name in _imports(module) if (home := _home(package, name))})


def _imports(module: str) -> Iterator[tuple[str, str]]:
    """(package, name) of every `from package import name` of this package."""
    for node in ast.walk(ast.parse(_file(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == ROOT.name:
            yield from ((str(node.module), alias.name) for alias in node.names)


@cache
def _home(package: str, name: str) -> str:
    """The module that `from package import name` takes its name from; "" for data of the package itself."""
    if _file(f"{package}.{name}").is_file():
        inner = f"{package}.{name}"
        return inner if _file(inner).name != "__init__.py" else ""
    if _file(package).name != "__init__.py":
        return package
    offered = [inner for inner, told in _imports(package) if told == name]
    return _home(offered[0], name) if offered else package


def _file(module: str) -> Path:
    place = ROOT.joinpath(*module.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_name(f"{place.name}.py")
