"""Qualifier words before and after a number: "at least", "up to", "about", "or more", "+"."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, lower

_BEFORE = lex.phrases("qualifiers_before")
_LONGEST = max(map(len, _BEFORE))
_LAST_WORDS = frozenset(phrase[-1] for phrase in _BEFORE)
_AFTER = lex.phrases("qualifiers_after")


def before(tokens: list[Token], at: int, kind: str, form: str) -> tuple[str, int]:
    """Qualifier that ends right before token `at`, and where it starts; "" and `at` where there is none."""
    found, left = _match_before(tokens, at)
    if not found and lower(tokens, at - 1) in lex.qualifier_skip:
        found, left = _match_before(tokens, at - 1)
        if found and tokens[at - 2].lower == "than" and tokens[at - 1].lower == "the":
            return "", at
        if found and tokens[left].lower in lex.spatial_qualifiers:
            return "", at
    if not found:
        return "", at
    if tokens[left].lower == "under" and left and tokens[left - 1].lower in lex.under_verbs:
        return "", at
    if kind == "duration" and not _qualifies_duration(tokens, left):
        return "", at
    if tokens[left].lower in ("within",) or (tokens[left].lower in ("near", "beyond") and kind == "count"):
        return "", at
    return found, left


def _match_before(tokens: list[Token], at: int) -> tuple[str, int]:
    if not at or tokens[at - 1].lower not in _LAST_WORDS:
        return "", at
    for length in range(min(_LONGEST, at), 0, -1):
        words = tuple(token.lower for token in tokens[at - length : at])
        if words in _BEFORE:
            return _BEFORE[words], at - length
    return "", at


def _qualifies_duration(tokens: list[Token], left: int) -> bool:
    """ "over two years" is a span of time unless something lasts it ("for over two years")."""
    if tokens[left].lower != "over":
        return True
    if left == 0:
        return False
    return tokens[left - 1].lower in lex.duration_leads


def after(tokens: list[Token], at: int) -> tuple[str, int]:
    """Qualifier that starts at token `at`, and where it ends."""
    for length in (2, 1):
        words = tuple(token.lower for token in tokens[at : at + length])
        if words in _AFTER and (length == 2 or words != ("plus",)):
            return _AFTER[words], at + len(words)
    return "", at
