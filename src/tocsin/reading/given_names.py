"""Whether a named person is spoken of as "he" or "she", where the printed name shows it."""

from __future__ import annotations

from tocsin.reading.lexicon import lex


def gender(name: str) -> str:
    """ "he", "she" or "" (the name does not say), by form of address and first name."""
    parts = {word.strip(".,“”\"'’") for word in name.lower().split()}
    women, men = bool(parts & lex.women), bool(parts & lex.men)
    return "" if women == men else "she" if women else "he"
