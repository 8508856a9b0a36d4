"""Tocsin: reports about a weapons programme, turned into numbers the people it threatens can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.lazy import lazily
from tocsin.version import __version__

if TYPE_CHECKING:
    from tocsin.answers import Answer, Assessment, assess
    from tocsin.case import Case, load_case

__all__ = ["Answer", "Assessment", "Case", "__version__", "assess", "load_case"]

__getattr__ = lazily(
    __name__,
    {
        "answers": ("Answer", "Assessment", "assess"),
        "case": ("Case", "load_case"),
    },
)
