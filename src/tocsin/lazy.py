"""Public names that are loaded with their module when they are first used, so that the command line starts quickly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazily(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """The `__getattr__` of a package (PEP 562).

    Parameters
    ----------
    package
        Its full name.
    modules
        Module inside the package → the public names that live in it.

    Examples
    --------
    >>> lazily("tocsin", {"randomness": ("stream",)})("stream").__module__
    'tocsin.randomness'
    """
    home = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home[name]}"), name)

    return load
