"""The counted noun after a number: "6,000 Iranian-designed drones for the war" counts drones."""

from __future__ import annotations

from tocsin.claims.reading.tokens import Token
from tocsin.claims.reading.units import IRREGULAR_PLURALS, NOT_PLURAL

_STOP = frozenset(
    "in on at to for with by from into over under after before since until during per and or but that which who as "
    "is are was were be been has have had will would could can may might must should did do does than a an the each "
    "every this those these their its his her if when while where because via near between among against across "
    "toward towards without within so not only also now then said says it they he she we you i whose amid".split()
)
_OF_NEXT = frozenset("the these those them which its their his our such whom".split())
_MAX_REACH = 6


def counted_noun(tokens: list[Token], at: int) -> tuple[str | None, int]:
    """The counted noun (lower case, last word) that starts at `at`, and the token after it.

    The head is the first plural before a word that ends the noun phrase; where no plural follows, an
    irregular plural or the last noun of a short run serves; otherwise there is none.
    """
    step = at
    if step < len(tokens) and tokens[step].lower == "of" and tokens[step].kind == "word":
        step += 1
        if step < len(tokens) and tokens[step].lower in _OF_NEXT:
            step += 1
    if step < len(tokens) and tokens[step].text == "-":
        return None, at
    head = _head(tokens, step)
    if head is None:
        return None, at
    return tokens[head].lower, head + 1


def _head(tokens: list[Token], at: int) -> int | None:
    plural: int | None = None
    for index in range(at, min(at + _MAX_REACH, len(tokens))):
        token = tokens[index]
        if token.kind == "punct" and token.text in ("“", "”", '"', "‘", "’", "-"):
            continue
        if token.kind != "word" or token.lower in _STOP or token.lower == "of":
            break
        if _is_plural(token):
            plural = index
        elif plural is not None:
            break
        elif token.text.endswith(("’s", "'s")):
            return None
    if plural is not None:
        return plural
    return _singular(tokens, at)


def _singular(tokens: list[Token], at: int) -> int | None:
    """ "one drone", "100 personnel": the last word before the phrase stops, if the number could count it."""
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].lower in _STOP:
        return None
    number = tokens[at - 1].lower if at else ""
    if number not in ("one", "1"):
        return at if tokens[at].lower in ("more", "others") and False else None
    last = at
    for index in range(at, min(at + 3, len(tokens))):
        if tokens[index].kind != "word" or tokens[index].lower in _STOP:
            break
        last = index
    return last


def _is_plural(token: Token) -> bool:
    word = token.lower
    if word in IRREGULAR_PLURALS or word.endswith("people"):
        return True
    if token.text.endswith(("’s", "'s")) or word in NOT_PLURAL:
        return False
    tail = word.rsplit("-", 1)[-1]
    return (
        len(tail) > 2
        and tail.endswith("s")
        and not tail.endswith(("ss", "ous", "us", "is", "ics"))
        and tail not in NOT_PLURAL
    )
