"""Doors: what other packages add to Tocsin, and what Tocsin itself ships, come in the same way.

A group of entry points is a door: `tocsin.answers`, `tocsin.checks`, `tocsin.members`, `tocsin.record_sources`. An
entry names one thing, a table of things, or a module or package whose things are all taken.
"""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from tocsin.errors import TocsinError

T = TypeVar("T")
OURS = "tocsin"
SOURCE = Path(__file__).parents[2] / "pyproject.toml"  # there only where the package runs from its source


class DoorError(TocsinError):
    """Something that came through a door can't be used; the message names who brought it."""


@cache
def load(group: str, kind: type[T], key: str = "name") -> dict[str, T]:
    """Everything behind a door by name: what ships first, then by distribution.

    Parameters
    ----------
    group
        The group of entry points.
    kind
        What a thing must be an instance of.
    key
        The attribute that holds its name.

    Raises
    ------
    DoorError
        If an entry can't be loaded or holds nothing of the kind, or two things have one name.
    """
    found: dict[str, T] = {}
    origin: dict[str, str] = {}
    for who, entry in _entries(group):
        for thing in _things(who, entry, kind):
            name = str(getattr(thing, key))
            if name in found and found[name] is not thing:
                raise DoorError(
                    f"{name!r} is in {group} twice: from {origin[name]}, and from {who}. "
                    "Rename one, or uninstall one of the two."
                )
            found[name], origin[name] = thing, who
    return found


@cache
def rooms() -> tuple[str, ...]:
    """Packages whose code may shape a result: this one, and those behind its doors (for `files.identity`)."""
    installed = metadata.entry_points()
    doors = [group for group in installed.groups if group.startswith(f"{OURS}.")]
    return tuple(
        sorted({OURS, *(_package(entry.module) for door in doors for entry in installed.select(group=door))})
    )


def _package(module: str) -> str:
    """The package that a module is in; the module itself where that is open to other distributions' files too."""
    top = module.split(".")[0]
    spec = find_spec(top)
    return top if spec and spec.origin else module


def _entries(group: str) -> Iterator[tuple[str, metadata.EntryPoint]]:
    """Entry points of a group, each with words for who brought it.

    A source tree is asked itself, because what is installed of it may be older, or nothing.
    """
    own = _of_source(group)
    for entry in own:
        yield _who(OURS, entry), entry
    named = [(entry.dist.name if entry.dist else "?", entry) for entry in metadata.entry_points(group=group)]
    for distribution, entry in sorted(named, key=lambda pair: (pair[0] != OURS, pair[0], pair[1].name)):
        if not (own and distribution == OURS):
            yield _who(distribution, entry), entry


def _of_source(group: str) -> list[metadata.EntryPoint]:
    if not SOURCE.is_file():
        return []
    project = tomllib.loads(SOURCE.read_text(encoding="utf-8")).get("project", {})
    if project.get("name") != OURS:
        return []
    table = project.get("entry-points", {}).get(group, {})
    return [metadata.EntryPoint(name, value, group) for name, value in table.items()]


def _who(distribution: str, entry: metadata.EntryPoint) -> str:
    return f"{distribution} (entry point {entry.name} = {entry.value})"


def _things(who: str, entry: metadata.EntryPoint, kind: type[T]) -> list[T]:
    try:
        found = list(_unpacked(entry.load(), kind))
    except TocsinError:
        raise
    except Exception as error:  # whatever a package does when it is imported
        raise DoorError(
            f"{who} of {entry.group} can't be loaded: {type(error).__name__}: {error}. Mend or uninstall it."
        ) from error
    wrong = [thing for thing in found if not isinstance(thing, kind)]
    if wrong or not found:
        held = f"a {type(wrong[0]).__name__}" if wrong else "nothing of the kind"
        raise DoorError(f"{who} of {entry.group} holds {held}. Give a {kind.__module__}.{kind.__name__}.")
    return found


def _unpacked(target: Any, kind: type[T]) -> Iterable[T]:
    if isinstance(target, kind):
        return [target]
    if isinstance(target, ModuleType):
        held = (value for module in _modules(target) for value in vars(module).values())
        return list({id(value): value for value in held if isinstance(value, kind)}.values())
    values: Iterable[T] = target.values() if isinstance(target, dict) else target
    return values


def _modules(target: ModuleType) -> Iterator[ModuleType]:
    """A module, and all inside it where it is a package."""
    yield target
    for item in pkgutil.walk_packages(getattr(target, "__path__", ()), f"{target.__name__}."):
        yield import_module(item.name)
