"""The reader: a report's text becomes draft claims for a person to accept.

`read(text, published)` is deterministic, offline and linear in the length of the text. Conventions: docs/reader.md.
"""

from tocsin.claims.reading.model import (
    ClaimMention,
    DateMention,
    Flag,
    NamedMention,
    QuantityMention,
    Reading,
)
from tocsin.claims.reading.reader import read

__all__ = ["ClaimMention", "DateMention", "Flag", "NamedMention", "QuantityMention", "Reading", "read"]
