"""Tocsin: reports about a weapons programme, turned into numbers the people it threatens can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tocsin.answers import Answer, Assessment, assess
    from tocsin.case import Case, load_case

__all__ = ["Answer", "Assessment", "Case", "__version__", "assess", "load_case"]

_HOME = {
    "Answer": "tocsin.answers",
    "Assessment": "tocsin.answers",
    "assess": "tocsin.answers",
    "Case": "tocsin.case",
    "load_case": "tocsin.case",
}


def __getattr__(name: str) -> Any:
    """Load a public name's room when it is first used, so that `import tocsin` stays light."""
    if name not in _HOME:
        raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
