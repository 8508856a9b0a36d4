"""What goes to a terminal: text from files must not be able to move its cursor, recolour or reorder it."""

from __future__ import annotations

import re
import sys
from typing import TextIO

# Control characters but tab and line feed, marks and separators that reorder or break a line, and halves of characters.
_UNSAFE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """A text with whatever could steer a terminal escaped; JSON stays the same JSON.

    Examples
    --------
    >>> printable("a\\x1b[31mred\\u202e\\tb")
    'a\\\\u001b[31mred\\\\u202e\\tb'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def tell(text: object = "", *, end: str = "\n", file: TextIO | None = None) -> None:
    """Print one text, made `printable`: the only way in which commands write to the terminal."""
    print(printable(str(text)), end=end, file=file or sys.stdout, flush=True)
