"""Multipliers: "doubled", "threefold", "five times higher", "twice as many"."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.numbers import parse_number
from tocsin.reading.qualifiers import before as qualifier_before
from tocsin.reading.tokens import Token, lower

_VERBS = lex.keys("multiplying_verbs", float)
_FOLD = lex.keys("folds", float)


def multiplier_at(tokens: list[Token], at: int) -> tuple[float, float, int, int, str] | None:
    """(low, high, start, stop, qualifier) of a multiplier at token `at`, or None."""
    word = tokens[at].lower
    following = lower(tokens, at + 1)
    value: float | None = None
    high: float | None = None
    stop = at + 1
    if word in _VERBS and following not in lex.not_verb and following != "-":
        value = _VERBS[word]
    elif word in _FOLD:
        value = _FOLD[word]
    elif word == "twice" and following in lex.compared_to:
        value = 2.0
    elif tokens[at].kind == "number" or word.isalpha():
        value, high, stop = _times(tokens, at)
    if value is None:
        return None
    qualifier, left = qualifier_before(tokens, at, "multiplier", "words")
    return value, high or value, min(left, at), stop, qualifier or "exact"


def _times(tokens: list[Token], at: int) -> tuple[float | None, float | None, int]:
    """ "five times higher", "10-fold", "3x" (but "attacked three times" is a count)."""
    token = tokens[at]
    if token.kind == "word" and token.lower not in lex.number_heads:
        return None, None, at
    if token.kind == "number" and not any(after.lower in lex.soon for after in tokens[at + 1 : at + 4]):
        return None, None, at
    number = parse_number(tokens, at)
    if number is None or number.stop >= len(tokens) or number.form not in ("digits", "words"):
        return None, None, at
    stop, high = number.stop, number.high
    if tokens[stop].text in lex.range_links_short and stop + 1 < len(tokens):
        second = parse_number(tokens, stop + 1)
        if second is not None and second.low > high and second.stop < len(tokens):
            stop, high = second.stop, second.low
    if tokens[stop].text == "-" and stop + 1 < len(tokens):
        stop += 1
    word = tokens[stop].lower
    following = lower(tokens, stop + 1)
    if word == "fold" or (word == "x" and tokens[stop].start == tokens[stop - 1].end):
        return number.low, high, stop + 1
    grown = lower(tokens, at - 1) in lex.grown_words
    if word in ("times", "time") and (following in lex.compared or grown):
        return number.low, high, stop + 1
    return None, None, at
