"""The reader: a report's text becomes draft claims for a person to accept.

`read(text, published)` is deterministic, offline and linear in the length of the text. See docs/reader.md.
The grammar loads on first use, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.reading.drafting import drafts
    from tocsin.reading.model import (
        ClaimMention,
        DateMention,
        Flag,
        NamedMention,
        QuantityMention,
        Reading,
    )
    from tocsin.reading.reader import read

_HOMES = {"read": "reader", "drafts": "drafting"}

__all__ = [
    "ClaimMention",
    "DateMention",
    "Flag",
    "NamedMention",
    "QuantityMention",
    "Reading",
    "drafts",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
