"""Qualifier words before and after a number: "at least", "up to", "about", "or more", "+"."""

from __future__ import annotations

from tocsin.reading.tokens import Token
from tocsin.reading.vocabulary import words

_BEFORE: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): name
    for name, phrases in {
        "approx": "about|some|nearly|almost|around|approximately|roughly|close to|an estimated|estimated|circa|approx|"
        "approx.|~|≈|an average of|in the region of|on the order of|in the order of|virtually|somewhere around|"
        "an approximate|the estimated|near|c.|practically|just about|not far from|an average|what is estimated at",
        "at_least": "at least|no fewer than|not less than|no less than|not fewer than|a minimum of|minimum|minimum of|"
        "at minimum|at the very least|≥|as few as|as low as|as little as|at a minimum",
        "more_than": "more than|over|exceeding|exceeds|exceeded|exceed|above|greater than|in excess of|surpassing|"
        "surpassed|upwards of|upward of|well over|well more than|just over|slightly more than|slightly over|beyond|"
        "north of|far more than|much more than|a little over|just above|topped|topping|bigger than|higher than|"
        "longer than|>|better than|little more than|larger than|heavier than|faster than",
        "up_to": "up to|as many as|as much as|at most|no more than|not more than|a maximum of|maximum of|as high as|"
        "as far as|maximum|not exceeding|not to exceed|capped at|≤|at the most|as long as|a maximum|upto|"
        "a total of up to|as fast as",
        "less_than": "fewer than|less than|under|below|just under|slightly less than|well under|not quite|shy of|"
        "just below|slightly under|short of|lower than|smaller than|<|within|a little under|slightly below|"
        "far fewer than|shorter than",
    }.items()
    for phrase in phrases.split("|")
}
_LONGEST = max(map(len, _BEFORE))
_LAST_WORDS = frozenset(phrase[-1] for phrase in _BEFORE)
_AFTER: dict[tuple[str, ...], str] = {
    ("or", "more"): "at_least",
    ("or", "over"): "at_least",
    ("or", "higher"): "at_least",
    ("or", "so"): "approx",
    ("or", "thereabouts"): "approx",
    ("or", "less"): "up_to",
    ("or", "fewer"): "up_to",
    ("at", "least"): "at_least",
    ("at", "most"): "up_to",
    ("+",): "at_least",
    ("-", "plus"): "at_least",
    ("plus",): "at_least",
    ("-", "odd"): "approx",
}
_SKIP = frozenset(("a", "an", "the", "another", "additional", "only", "just", "even", "of", "total"))


def before(tokens: list[Token], at: int, kind: str, form: str) -> tuple[str, int]:
    """Qualifier that ends right before token `at`, and where it starts; "" and `at` where there is none."""
    found, left = _match_before(tokens, at)
    if not found and at and tokens[at - 1].lower in _SKIP:
        found, left = _match_before(tokens, at - 1)
        if found and tokens[at - 2].lower == "than" and tokens[at - 1].lower == "the":
            return "", at
        if found and tokens[left].lower in ("over", "within", "under", "above", "near", "below", "beyond"):
            return "", at
    if not found:
        return "", at
    if tokens[left].lower == "under" and left and tokens[left - 1].lower in _UNDER_VERBS:
        return "", at
    if kind == "duration" and not _qualifies_duration(tokens, left):
        return "", at
    if tokens[left].lower in ("within",) or (tokens[left].lower in ("near", "beyond") and kind == "count"):
        return "", at
    return found, left


_UNDER_VERBS = words("came come comes coming fell fall falls placed put brought")


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
    return tokens[left - 1].lower in (
        "for",
        "lasted",
        "took",
        "takes",
        "after",
        "lasting",
        "of",
        "in",
        "is",
        "was",
        "just",
    )


def after(tokens: list[Token], at: int) -> tuple[str, int]:
    """Qualifier that starts at token `at`, and where it ends."""
    for length in (2, 1):
        words = tuple(token.lower for token in tokens[at : at + length])
        if words in _AFTER and (length == 2 or words != ("plus",)):
            return _AFTER[words], at + length
    return "", at
