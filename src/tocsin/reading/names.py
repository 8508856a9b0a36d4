"""Places, people and organisations of a sentence, with a person's role as printed."""

from __future__ import annotations

from tocsin.claims.parties import ALIASES
from tocsin.earth import towns
from tocsin.reading.lexicon import lex
from tocsin.reading.model import NamedMention
from tocsin.reading.periods import MONTHS, WEEKDAYS
from tocsin.reading.tokens import Token

_MAX_NAME = 12


def find_names(text: str, tokens: list[Token], dated: list[bool]) -> list[NamedMention]:
    """Named mentions of a sentence, in order."""
    found: list[NamedMention] = []
    at = 0
    while at < len(tokens):
        stop = at if dated[at] else _run(tokens, at, dated)
        if stop == at:
            at += 1
            continue
        mention = _classify(text, tokens, at, stop)
        if mention is not None:
            found.append(mention)
        at = stop
    return found


def _run(tokens: list[Token], at: int, dated: list[bool]) -> int:
    """End of a run of capitalised words from `at`; "of" and "the" only between capitals."""
    first = tokens[at]
    if not _nameable(first) or (at == 0 and first.lower in lex.common_capitals):
        return at
    stop = at + 1
    while stop < len(tokens) and stop - at < _MAX_NAME and not dated[stop]:
        token = tokens[stop]
        if (
            _nameable(token)
            or (token.text == "." and _title_dot(tokens, stop))
            or (
                token.lower in lex.linkers
                and token.lower not in ("and", "for")
                and _then_capital(tokens, stop + 1)
            )
        ):
            stop += 1
        else:
            break
        if tokens[stop - 1].possessive:
            break
    while stop > at + 1 and not tokens[stop - 1].capital:
        stop -= 1
    return stop


def _nameable(token: Token) -> bool:
    return (
        token.kind == "word" and token.capital and token.lower not in MONTHS and token.lower not in WEEKDAYS
    )


def _title_dot(tokens: list[Token], at: int) -> bool:
    return tokens[at - 1].lower in lex.titles and tokens[at].start == tokens[at - 1].end


def _then_capital(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and _nameable(tokens[at])


def _classify(text: str, tokens: list[Token], start: int, stop: int) -> NamedMention | None:
    begin, end = tokens[start].start, tokens[stop - 1].end
    surface = text[begin:end]
    for ending in ("’s", "'s"):
        if surface.endswith(ending):
            surface, end = surface.removesuffix(ending), end - len(ending)
    words = [token.lower for token in tokens[start:stop] if token.kind == "word"]
    key = " ".join(words)
    if key in ALIASES or key in towns():
        return NamedMention(begin, end, surface, "place", country=ALIASES.get(key, ""))
    if any(word in lex.org_heads for word in words) and not (
        words[0] in lex.titles and len(words) > 2 and words[-1] not in lex.org_heads
    ):
        return NamedMention(begin, end, surface, "organisation")
    return _person(tokens, start, stop, begin, end, surface, words)


def _person(
    tokens: list[Token], start: int, stop: int, begin: int, end: int, surface: str, words: list[str]
) -> NamedMention | None:
    titled = words[0] in lex.titles
    plain = [word for word in words if word not in lex.titles]
    if (titled and plain) or (2 <= len(words) <= 4 and _followed_by_role(tokens, stop)):
        return NamedMention(begin, end, surface, "person", _role(tokens, start, stop))
    if len(words) >= 2 and all(word not in lex.common_capitals for word in words):
        return NamedMention(begin, end, surface, "name")
    return None


def _followed_by_role(tokens: list[Token], stop: int) -> bool:
    if stop >= len(tokens) or tokens[stop].text != ",":
        return False
    return any(token.lower in lex.name_roles for token in tokens[stop + 1 : stop + 6])


def _role(tokens: list[Token], start: int, stop: int) -> str:
    """Title before the name, or the apposition after it."""
    if _followed_by_role(tokens, stop):
        words = []
        for token in tokens[stop + 1 : stop + 24]:
            if token.text in ',.;”"' or token.lower in ("said", "told", "who"):
                break
            words.append(token.text)
        return " ".join(words)
    return " ".join(token.text for token in tokens[start:stop] if token.lower in lex.titles)
