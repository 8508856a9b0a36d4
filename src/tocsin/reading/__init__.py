"""The reader: a report's text becomes draft claims for a person to accept.

`read(text, published)` is deterministic, offline and linear in the length of the text. See docs/reader.md.
"""

from __future__ import annotations

from tocsin.reading.drafting import drafts
from tocsin.reading.model import ClaimMention, DateMention, Flag, NamedMention, QuantityMention, Reading
from tocsin.reading.reader import read

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
