"""Finite verbs by their form and their neighbours: "considers", "the army orders 12 boats", "analysts expect the state to"."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, lower


def third_here(word: str, before: str, after: str, *, after_number: bool) -> bool:
    """Whether a third-person form is a verb between its neighbours.

    Examples
    --------
    >>> third_here("considers", "cabinet", "buying", after_number=False)
    True
    >>> third_here("orders", "navy", "two", after_number=False), third_here("orders", "export", "for", after_number=False)
    (True, False)
    """
    if before in lex.not_before_verb:
        return False
    if word in lex.clear_third:
        return True
    return word in lex.nounlike_third and (
        after in lex.object_openers or after_number or after.endswith("ing")
    )


def base_here(word: str, before: str, after: str, *, after_number: bool) -> bool:
    """Whether a base form is a finite verb: behind a plural, before an object, infinitive or clause."""
    plural = before in lex.plural_subjects or (
        before.endswith("s") and not before.endswith(("ss", "us", "is"))
    )
    if word in lex.clear_verbs and word not in lex.bases_listed:
        return plural and before not in lex.not_before_verb
    return word in lex.bases and plural and (after in lex.after_base or after_number)


def is_finite(tokens: list[Token], at: int) -> bool:
    """Whether the token is a finite verb by the lists (participles inside noun phrases excluded)."""
    token = tokens[at]
    if lower(tokens, at - 1) == "to" and token.lower not in lex.be:
        return False
    if token.kind == "word" and lower(tokens, at - 1) in ("we", "they", "i") and token.text.islower():
        return token.lower not in lex.adverbs or token.lower in lex.auxiliaries
    if token.kind != "word":
        return False
    if token.lower not in lex.finite and token.lower not in lex.pasts:
        if token.lower.endswith("ed"):
            return _active_past(tokens, at)
        return token.lower in lex.by_form and not token.capital and _verb_by_neighbours(tokens, at)
    arranged = token.lower in ("planned", "proposed") and lower(tokens, at + 1) == "to"
    if (token.lower in lex.adjectival and not arranged) or (
        token.lower in lex.nounlike_third and _next_of(tokens, at)
    ):
        return False
    if token.lower in lex.nounlike_third and not _third_listed(tokens, at):
        return False
    if (
        token.lower in lex.finite_noun_bases
        and not _verb_by_neighbours(tokens, at)
        and not _joined_verb(tokens, at)
    ):
        return False
    if token.capital and at > 0 and token.lower not in lex.capital_verbs:
        return False
    before = tokens[at - 1].lower if at else ""
    if before in ("newly", "recently") and at > 1:
        before = tokens[at - 2].lower  # "the newly released images"; "The ministry recently denied this"
    return before not in lex.not_before_finite


def any_finite(tokens: list[Token], start: int, stop: int) -> bool:
    """Whether a finite verb stands in tokens [start, stop)."""
    return any(is_finite(tokens, at) for at in range(start, min(stop, len(tokens))))


def first_finite(tokens: list[Token], start: int, stop: int) -> int:
    """Where the first finite verb of tokens [start, stop) stands; 0 without one."""
    return next((at for at in range(start, min(stop, len(tokens))) if is_finite(tokens, at)), 0)


def _next_of(tokens: list[Token], at: int) -> bool:
    return lower(tokens, at + 1) == "of"


def _active_past(tokens: list[Token], at: int) -> bool:
    """ "a cycle of violence gripped the state": an unlisted past form right before its object."""
    if not at or at + 1 >= len(tokens) or len(tokens[at].text) < 5 or tokens[at].capital:
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    if (
        before.kind != "word"
        or before.lower in lex.no_subject
        or before.lower.endswith("ly")
        or before.possessive
    ):
        return False
    return after.kind == "word" and (after.lower in lex.objects or (after.capital and not before.capital))


def _third_listed(tokens: list[Token], at: int) -> bool:
    """Whether "supplies", "strikes", "accounts" … is a verb here, not a plural noun."""
    if not at:
        return False
    before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else None
    if before.lower in lex.verb_before or before.lower.endswith("ly") or before.lower in lex.adverbs:
        return True
    named = after is not None and after.capital and after.kind == "word" and before.text.islower() is False
    return named or _verb_by_neighbours(tokens, at)


def _joined_verb(tokens: list[Token], at: int) -> bool:
    return lower(tokens, at - 1) in lex.joining_verbs


def _verb_by_neighbours(tokens: list[Token], at: int) -> bool:
    """Third persons and base forms outside the list of finite verbs."""
    if not at or tokens[at - 1].kind == "number":
        return False
    last = (
        at - 2
        if at > 1 and (tokens[at - 1].lower in lex.adverbs or tokens[at - 1].lower.endswith("ly"))
        else at - 1
    )
    before = tokens[last].lower
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    number = after is not None and (after.kind == "number" or after.text in "$€£₹¥")
    word, follows = tokens[at].lower, after.lower if after is not None else ""
    third = third_here(word, before, follows, after_number=number)
    return third or base_here(word, before, follows, after_number=number)
