"""The counted noun after a number: "6,000 Iranian-designed drones for the war" counts drones."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, lower

_MAX_REACH = 8


def counted_noun(tokens: list[Token], at: int) -> tuple[str | None, int]:
    """The counted noun (lower case, last word) that starts at `at`, and the token after it.

    The head is the first plural before a word that ends the noun phrase; where no plural follows, an
    irregular plural or the last noun of a short run serves; otherwise there is none.
    """
    step = at
    if lower(tokens, step) == "of" and tokens[step].kind == "word":
        step += 1
        if lower(tokens, step) in lex.of_next:
            step += 1
    if lower(tokens, step) == "-":
        return None, at
    if lower(tokens, step) in lex.hitting:
        return None, at  # "3 hit targets"
    head = _head(tokens, step)
    if head is None:
        return None, at
    return tokens[head].lower, head + 1


def _head(tokens: list[Token], at: int) -> int | None:
    plural: int | None = None
    for index in range(at, min(at + _MAX_REACH, len(tokens))):
        token = tokens[index]
        if token.kind == "number" and any(t.lower in lex.calibres for t in tokens[index + 1 : index + 3]):
            continue
        if token.lower in lex.calibres:
            continue
        if token.kind == "number" and index > at and tokens[index - 1].capital and len(token.text) <= 3:
            continue  # "18 Leopard 2 tanks"
        if token.lower == "and" and index > at and plural is None and _plural_soon(tokens, index + 1):
            continue
        if token.kind == "punct" and token.text in lex.unit_marks:
            continue
        if token.kind != "word" or token.lower in lex.count_stop or token.lower == "of":
            break
        if _is_plural(token):
            plural = index
        elif plural is not None:
            break
        elif token.possessive:
            return None
    if plural is not None:
        return plural
    return _singular(tokens, at)


def _plural_soon(tokens: list[Token], at: int) -> bool:
    """ "96 surface-to-air and air defence missiles": a plural of the same phrase follows within a few words."""
    for token in tokens[at : at + 4]:
        if token.kind != "word" or token.lower in lex.count_stop or token.lower in lex.harmed:
            return False
        if token.lower in lex.vague_counts:
            return False
        if _is_plural(token):
            return True
    return False


def _singular(tokens: list[Token], at: int) -> int | None:
    """ "one drone", "100 personnel": the last word before the phrase stops, if the number could count it."""
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].lower in lex.count_stop:
        return None
    number = tokens[at - 1].lower if at else ""
    if number not in ("one", "1"):
        return None
    last = at
    for index in range(at, min(at + 3, len(tokens))):
        if (
            tokens[index].kind != "word"
            or tokens[index].lower in lex.count_stop
            or (index > at and tokens[index].lower in lex.finite)
        ):
            break
        last = index
    return last


def _is_plural(token: Token) -> bool:
    word = token.lower
    if word in lex.irregular_plurals or word.endswith("people"):
        return True
    if token.possessive or word in lex.not_plural:
        return False
    tail = word.rsplit("-", 1)[-1]
    return (
        len(tail) > 2
        and tail.endswith("s")
        and not tail.endswith(("ss", "ous", "us", "is", "ics"))
        and tail not in lex.not_plural
    )
