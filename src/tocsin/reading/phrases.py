"""Noun phrases around a reporting verb: the subject to its left, the source to its right."""

from __future__ import annotations

import itertools

from tocsin.reading.finite import any_finite, is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token

REACH = 28
_HARD = frozenset(',;:()—–“”"«»?!…[]|•')


def is_hard(token: Token) -> bool:
    """Punctuation that no noun phrase crosses."""
    return token.kind == "punct" and token.text in _HARD


def subject_left(tokens: list[Token], verb: int, dated: list[bool], floor: int = 0) -> tuple[int, int] | None:
    """Tokens [start, stop) of the subject of the verb at `verb`; looks past adverbs, dates and appositions."""
    stop = _skip_adverbials(tokens, verb, dated, floor)
    stop = _before_quoted_name(tokens, stop, floor)
    titled = _titled_name(tokens, stop, floor)
    if titled is not None:
        return titled
    if stop <= floor or tokens[stop - 1].lower in ("and", "but", "or"):
        return None
    if (
        tokens[stop - 1].text == "."
        and stop - 2 >= floor
        and len(tokens[stop - 2].text) <= 5
        and tokens[stop - 2].capital
    ):
        start = _walk_left(tokens, stop - 1, dated, floor)
        return _trimmed(tokens, start, stop, dated)
    for _ in range(3):
        if stop <= floor or tokens[stop - 1].text not in lex.apposition_closers:
            break
        opened = _apposition_start(tokens, stop - 1, dated, floor)
        if opened is None and stop - 1 - floor <= 10 and not any_finite(tokens, floor, stop - 1):
            opened = stop - 1  # "Commodore Holm in the statement, said, …": a comma too many
        if opened is None:
            return None
        if tokens[opened].text == "(" and opened - 1 > floor and tokens[opened - 1].text == ",":
            opened -= 1  # "Rep. Rob Wittman, (R-Va.) said"
        stop = _skip_adverbials(tokens, opened, dated, floor)
    start = _walk_left(tokens, stop, dated, floor)
    start, stop = _named_before(tokens, start, stop, dated, floor)
    if stop - start > 1 and tokens[stop - 1].lower in lex.third_pronouns:
        return stop - 1, stop  # "Using intelligence he said the state had gathered"
    relative = next((k for k in range(start, stop) if tokens[k].lower == "who" and k > start), stop)
    return _trimmed(tokens, start, relative, dated)


def _before_quoted_name(tokens: list[Token], stop: int, floor: int) -> int:
    """ "the agency “UKMTO” reported": a name in marks behind its noun."""
    if stop - 1 > floor and tokens[stop - 1].text in '”"' and tokens[stop - 2].text not in ",.!?":
        for at in range(stop - 2, max(floor, stop - 6), -1):
            if tokens[at].text in '“"':
                return at if at > floor and tokens[at - 1].kind == "word" else stop
    return stop


def _titled_name(tokens: list[Token], stop: int, floor: int) -> tuple[int, int] | None:
    """ "The Director of Information, Army Headquarters, Colonel Karl Holm, announced": the name among two appositions."""
    marks = [k for k in range(floor, stop) if tokens[k].text == ","]
    if len(marks) < 2 or stop - 1 != marks[-1] or any_finite(tokens, floor, stop):
        return None
    edges = [floor - 1, *marks]
    for low, high in itertools.pairwise(edges):
        if len(marks) == 2 and low >= floor:
            return None  # "The Chief of Staff, Marshal Karl Holm, said": the role takes the name
        chunk = tokens[low + 1 : high]
        if (
            3 <= len(chunk) <= 7
            and chunk[0].lower in lex.ranks
            and all(t.capital or t.text == "." for t in chunk)
        ):
            return low + 1, high
    return None


def _named_before(
    tokens: list[Token], start: int, stop: int, dated: list[bool], floor: int
) -> tuple[int, int]:
    """ "Kaarel Mäesalu, head of a department said": the name before an apposition without its second comma."""
    first = start + 1 if start < stop and tokens[start].lower in ("the", "a") else start
    if (
        first < stop
        and _role_soon(tokens, first, stop)
        and start - 2 >= floor
        and tokens[start - 1].text == ","
    ):
        name = _walk_left(tokens, start - 1, dated, floor)
        listed = tokens[name : start - 1]
        proper = all(t.capital or t.lower in lex.proper_particles or t.kind == "punct" for t in listed)
        if proper and name < start - 1 and not dated[start - 2] and start - 1 - name <= 7:
            return name, start - 1
    return start, stop


def _role_soon(tokens: list[Token], first: int, stop: int) -> bool:
    """ "head of", "managing director of": a role in small letters, within three words."""
    for token in tokens[first : min(first + 3, stop)]:
        if token.capital:
            return False
        if token.lower in lex.role_heads:
            return True
    return False


def _skip_adverbials(tokens: list[Token], at: int, dated: list[bool], floor: int) -> int:
    """Move left over adverbs, auxiliaries and dates (with "on") right before `at`."""
    while at > floor:
        token = tokens[at - 1]
        if (
            (token.lower.endswith("ly") and len(token.text) > 4 and not token.capital)
            or (token.lower == "since" and at - 2 >= floor and tokens[at - 2].lower in ("has", "have", "had"))
            or (token.lower in lex.adverbs and not (token.lower in ("all", "both") and at - 1 == floor))
            or dated[at - 1]
            or token.lower in ("here", "there")
            or (token.lower in lex.adverbial_prepositions and at < len(tokens) and dated[at])
        ):
            at -= 1
        else:
            break
    return at


def _apposition_start(tokens: list[Token], closing: int, dated: list[bool], floor: int) -> int | None:
    """Where the apposition closed by the comma, bracket or dash at `closing` opens."""
    mark = {")": "(", "—": "—", "–": "–"}.get(tokens[closing].text, ",")
    for at in range(closing - 1, max(floor, closing - REACH) - 1, -1):
        if tokens[at].text == mark:
            return _outer_comma(tokens, at, dated, floor) if mark == "," else at
        if tokens[at].text in ';:“”"':
            return None
    return None


def _outer_comma(tokens: list[Token], at: int, dated: list[bool], floor: int) -> int:
    """An apposition may hold commas itself ("X, head of A, B and C, said"): take the outermost near a name."""
    for earlier in range(at - 1, max(floor, at - 12) - 1, -1):
        if tokens[earlier].text == ",":
            inner = tokens[earlier + 1 : at]
            named = earlier > floor and tokens[earlier - 1].capital and not dated[earlier - 1]
            if (
                named
                and inner
                and not inner[0].capital
                and not any(is_finite(inner, k) for k in range(len(inner)))
            ):
                return earlier
            break
        if tokens[earlier].kind == "punct":
            break
    return at


def _walk_left(tokens: list[Token], stop: int, dated: list[bool], floor: int) -> int:
    start = stop
    while start > floor and stop - start < REACH:
        token = tokens[start - 1]
        if token.text == "," and tokens[start].lower.endswith("-based") and start - 2 > floor:
            start -= 1  # "the Bethesda, Maryland-based defense giant"
            continue
        if token.text == ")" and start < stop:
            opened = next(
                (k for k in range(start - 2, max(floor, start - 8) - 1, -1) if tokens[k].text == "("), None
            )
            if opened is not None:
                start = opened
                continue
        if is_hard(token) or (
            token.kind == "punct" and token.text in ".-" and token.end < tokens[start].start
        ):
            if (
                token.text == "."
                and start - 2 >= floor
                and tokens[start - 2].capital
                and len(tokens[start - 2].text) <= 5
            ):
                start -= 1  # "Rep. Yoo", "Hyundai Rotem Co."
                continue
            break
        if token.lower in lex.np_break and token.lower != "so":
            break
        if is_finite(tokens, start - 1) and not _reduced(tokens, start - 1, floor):
            antecedent = _before_relative(tokens, start - 1, floor)
            if antecedent is not None:
                return _walk_left(tokens, antecedent, dated, floor)
            return _after_conjunction(tokens, start, stop)
        start -= 1
    return start


def _reduced(tokens: list[Token], at: int, floor: int) -> bool:
    """ "figures released by the ministry", "images obtained by Reuters": a participle inside the phrase."""
    if (
        at - 1 < floor
        or at + 1 >= len(tokens)
        or (not tokens[at].lower.endswith("ed") and tokens[at].lower not in lex.seen)
    ):
        return False
    follows = at + 2 if tokens[at + 1].lower in lex.adverbs and at + 2 < len(tokens) else at + 1
    before = tokens[at - 1].lower
    return tokens[follows].lower in ("by", "from", "to") and (
        before in lex.document_nouns or before in lex.source_nouns or before.endswith("s")
    )


def _before_relative(tokens: list[Token], verb: int, floor: int) -> int | None:
    """Where the relative pronoun of "a resident who requested anonymity said" stands, None without one."""
    for at in range(verb, max(floor, verb - 14) - 1, -1):
        if is_hard(tokens[at]):
            return None
        if tokens[at].lower == "who" and at - 1 > floor:
            return at
    return None


def _after_conjunction(tokens: list[Token], start: int, stop: int) -> int:
    """After "… confirmed the strike and a spokesman", the phrase begins behind the last "and"."""
    for at in range(stop - 1, start - 1, -1):
        if tokens[at].lower in ("and", "or"):
            return at + 1
    return start


def _trimmed(tokens: list[Token], start: int, stop: int, dated: list[bool]) -> tuple[int, int] | None:
    """Drop leading adverbs, dates and an adverbial phrase ("In November a US official")."""
    moved = True
    while moved and start < stop:
        moved = False
        if tokens[start].lower in lex.leads or dated[start] or tokens[start].text in "-.'’‘":
            start, moved = start + 1, True
        elif tokens[start].lower in lex.phrase_prepositions:
            start, moved = _after_adverbial(tokens, start, stop, dated), True
    return (start, stop) if start < stop else None


def _after_adverbial(tokens: list[Token], start: int, stop: int, dated: list[bool]) -> int:
    for at in range(start + 1, stop):
        if dated[at]:
            while at < stop and dated[at]:
                at += 1
            return at
        if (
            at > start + 1
            and tokens[at].lower in ("the", "a", "an")
            and tokens[at - 1].lower not in lex.noun_prepositions
        ):
            return at
    return stop


def source_right(tokens: list[Token], start: int, dated: list[bool]) -> tuple[int, int] | None:
    """Tokens [start, stop) of the noun phrase that begins at `start` ("officials from a country aligned …")."""
    at = start
    while at < len(tokens) and at - start < REACH:
        token = tokens[at]
        if (
            is_hard(token)
            or token.text == "."
            or dated[at]
            or (
                token.lower in lex.right_stop
                and at > start
                and not tokens[at - 1].lower.endswith("ly")
                and not (token.lower == "as" and tokens[at - 1].lower == "known")
            )
        ):
            break
        if at > start and is_finite(tokens, at) and not _participle_here(tokens, at):
            break
        if at > start and token.lower in ("in", "to") and not _noun_goes_on(tokens, at, dated):
            break
        if at > start and token.lower in ("and", "or") and not _joins_names(tokens, at):
            break
        at += 1
    while at > start and tokens[at - 1].lower in (*lex.noun_prepositions, "and", "the", "a", "late", "early"):
        at -= 1
    return (start, at) if at > start else None


def _participle_here(tokens: list[Token], at: int) -> bool:
    return tokens[at].lower in lex.adjectival


def _noun_goes_on(tokens: list[Token], at: int, dated: list[bool]) -> bool:
    """ "the ministry in Kyiv" goes on; "said in a statement", "to reporters", "in 2024" do not."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or dated[at + 1]:
        return False
    if tokens[at].lower == "to":
        return tokens[at - 1].lower in lex.to_nouns
    return following.capital or (
        following.lower in ("the", "charge") and at + 2 < len(tokens) and tokens[at + 2].capital
    )


def _joins_names(tokens: list[Token], at: int) -> bool:
    """Whether "and" joins two parts of one phrase: no finite verb in the few words after it before a stop."""
    for step in range(at + 1, min(at + 9, len(tokens))):
        if is_finite(tokens, step):
            return False
        if is_hard(tokens[step]) or tokens[step].text == ".":
            return True
    return True


def reduce_document(tokens: list[Token], span: tuple[int, int]) -> tuple[int, int]:
    """ "a statement from the US Army", "an analysis by X" → the body behind the document."""
    start, stop = span
    for at in range(start, min(start + 6, stop - 1)):
        if tokens[at].lower in ("from", "by") and any(
            t.lower in lex.document_nouns for t in tokens[start:at]
        ):
            return at + 1, stop
    return span


def surface(text: str, tokens: list[Token], span: tuple[int, int]) -> str:
    """The phrase as printed, without a possessive ending."""
    piece = text[tokens[span[0]].start : tokens[span[1] - 1].end]
    for ending in ("’s", "'s"):
        piece = piece.removesuffix(ending)
    return " ".join(piece.split())
