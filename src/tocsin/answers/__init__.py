"""Questions answered: each with draws or a table, units, a headline, and the lineage of every number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.answers.assessing import assess
    from tocsin.answers.core import Answer, Assessment

__all__ = ["Answer", "Assessment", "assess"]


def __getattr__(name: str) -> Any:
    """Load models only when they are asked for, so that the command line starts quickly."""
    from importlib import import_module

    home = {"assess": "assessing", "Answer": "core", "Assessment": "core"}
    if name not in home:
        raise AttributeError(f"module 'tocsin.answers' has no attribute {name!r}")
    return getattr(import_module(f"tocsin.answers.{home[name]}"), name)
