"""Places, people and organisations of a sentence, with a person's role as printed."""

from __future__ import annotations

from tocsin.earth import towns
from tocsin.reading.model import NamedMention
from tocsin.reading.parties import ALIASES
from tocsin.reading.periods import MONTHS, WEEKDAYS
from tocsin.reading.tokens import Token
from tocsin.reading.vocabulary import words

TITLES = words(
    "mr mrs ms dr gen brig maj col lt sgt capt adm cmdr prof sen rep gov president minister secretary "
    "chancellor premier general colonel captain admiral major ambassador senator spokesman spokeswoman "
    "spokesperson chairman ceo chief king prince sheikh sir governor mayor commander lieutenant brigadier "
    "ayatollah prime defense defence foreign deputy vice executive director"
)
_ORG_HEADS = words(
    "ministry force forces army navy command staff department agency office council union company corp inc "
    "ltd group institute center centre house government administration parliament university industry "
    "industries systems aerospace organization organisation coalition authority service committee "
    "commission bureau bank party movement police guard corps association foundation board dynamics "
    "technologies plant factory bureau intelligence times post journal news nato pentagon kremlin eu un "
    "reuters afp irgc"
)
_LINKERS = words("of for and the al el bin de van von la")
_ROLE_HEADS = words(
    "head chief director commander minister president chairman chairwoman ceo spokesman spokeswoman "
    "founder owner leader deputy executive secretary ambassador governor mayor analyst adviser advisor"
)
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
    if not _nameable(first) or (at == 0 and first.lower in _COMMON):
        return at
    stop = at + 1
    while stop < len(tokens) and stop - at < _MAX_NAME and not dated[stop]:
        token = tokens[stop]
        if (
            _nameable(token)
            or (token.text == "." and _title_dot(tokens, stop))
            or (
                token.lower in _LINKERS
                and token.lower not in ("and", "for")
                and _then_capital(tokens, stop + 1)
            )
        ):
            stop += 1
        else:
            break
        if tokens[stop - 1].text.endswith(("’s", "'s")):
            break
    while stop > at + 1 and not tokens[stop - 1].capital:
        stop -= 1
    return stop


def _nameable(token: Token) -> bool:
    return (
        token.kind == "word" and token.capital and token.lower not in MONTHS and token.lower not in WEEKDAYS
    )


def _title_dot(tokens: list[Token], at: int) -> bool:
    return tokens[at - 1].lower in TITLES and tokens[at].start == tokens[at - 1].end


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
    if any(word in _ORG_HEADS for word in words) and not (
        words[0] in TITLES and len(words) > 2 and words[-1] not in _ORG_HEADS
    ):
        return NamedMention(begin, end, surface, "organisation")
    return _person(tokens, start, stop, begin, end, surface, words)


def _person(
    tokens: list[Token], start: int, stop: int, begin: int, end: int, surface: str, words: list[str]
) -> NamedMention | None:
    titled = words[0] in TITLES
    plain = [word for word in words if word not in TITLES]
    if (titled and plain) or (2 <= len(words) <= 4 and _followed_by_role(tokens, stop)):
        return NamedMention(begin, end, surface, "person", _role(tokens, start, stop))
    if len(words) >= 2 and all(word not in _COMMON for word in words):
        return NamedMention(begin, end, surface, "name")
    return None


def _followed_by_role(tokens: list[Token], stop: int) -> bool:
    if stop >= len(tokens) or tokens[stop].text != ",":
        return False
    return any(token.lower in _ROLE_HEADS for token in tokens[stop + 1 : stop + 6])


def _role(tokens: list[Token], start: int, stop: int) -> str:
    """Title before the name, or the apposition after it."""
    if _followed_by_role(tokens, stop):
        words = []
        for token in tokens[stop + 1 : stop + 24]:
            if token.text in ',.;”"' or token.lower in ("said", "told", "who"):
                break
            words.append(token.text)
        return " ".join(words)
    return " ".join(token.text for token in tokens[start:stop] if token.lower in TITLES)


_COMMON = words(
    "the a an in on at it he she they we but and this that these those according meanwhile however after "
    "as while for since its their his her there if when earlier last both some more many most all another "
    "one two three four five"
)
