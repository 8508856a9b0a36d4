"""Rates: "a day", "per month", "/year", "each week", "annually", and "annual capacity of" before the number."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, lower
from tocsin.reading.units import ADVERB_PERIODS, PERIODS


def rate_after(tokens: list[Token], at: int, kind: str) -> tuple[str | None, int]:
    """Period of a rate that starts at token `at` (or after a closing bracket or a few words), and its end."""
    if at >= len(tokens):
        return None, at
    if kind == "duration":
        return None, at
    found = _rate_at(tokens, at)
    if found is not None:
        return found
    if tokens[at].text == "(":
        closing = next((k for k in range(at, min(at + 8, len(tokens))) if tokens[k].text == ")"), at)
        found = _rate_at(tokens, closing + 1) if at < closing < len(tokens) - 1 else None
        return (found[0], at) if found is not None else (None, at)
    for step in range(at + 1, min(at + 7, len(tokens))):
        word = tokens[step - 1].lower
        if word in lex.rate_clause_ends or word in lex.rate_breaks or tokens[step - 1].kind == "number":
            break
        found = _rate_at(tokens, step, strict=True)
        if found is not None:
            return found[0], at
    return None, at


def _rate_at(tokens: list[Token], at: int, *, strict: bool = False) -> tuple[str, int] | None:
    word = tokens[at].lower
    if word not in lex.rate_openers:
        return None
    following = lower(tokens, at + 1)
    if word in lex.rate_words and following in PERIODS:
        return PERIODS[following], at + 2
    if word in ("a", "an") and following in PERIODS and following != "h" and not _ago(tokens, at + 2, strict):
        return PERIODS[following], at + 2
    if word == "on" and following in ("a", "an") and lower(tokens, at + 3) == "basis":
        period = ADVERB_PERIODS.get(tokens[at + 2].lower)
        return (period, at + 4) if period else None
    if word in ADVERB_PERIODS and word.endswith("ly") and not (strict and following in lex.rate_nouns):
        return ADVERB_PERIODS[word], at + 1
    return None


def _ago(tokens: list[Token], at: int, strict: bool) -> bool:
    """Whether "a year" goes on as a date ("a year ago", "a month later")."""
    word = lower(tokens, at)
    if word in lex.ago_words or (strict and word in ("before", "after")):
        return True
    return strict and tokens[at - 3].lower in lex.rate_prepositions


def rate_before(tokens: list[Token], at: int) -> tuple[str | None, int]:
    """Period named before the number in its clause: "annual capacity of", "monthly output … from"."""
    for step in range(at - 1, max(-1, at - 16), -1):
        word = tokens[step].lower
        if word not in lex.rate_telling:
            continue
        if word in lex.rate_clause_ends or word == ".":
            break
        period = ADVERB_PERIODS.get(word)
        if period and _heads_rate(tokens, step, at):
            return period, at
        if word in ("per", "each", "every") and tokens[step + 1].lower in PERIODS and step == at - 2:
            return PERIODS[tokens[step + 1].lower], at
    return None, at


def _heads_rate(tokens: list[Token], step: int, at: int) -> bool:
    """Whether the adjective at `step` describes a rate noun that the number measures."""
    nouns = {token.lower for token in tokens[step + 1 : min(step + 5, at)]}
    return bool(nouns & lex.rate_nouns) or step + 1 == at
