"""Clauses: a stretch of a sentence under one attribution is cut into parts that each assert something."""

from __future__ import annotations

import itertools

from tocsin.reading.finite import any_finite, is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.numbers import UNITS as NUMBERS
from tocsin.reading.tokens import Token, lower

Part = tuple[int, int]


def split_clauses(
    tokens: list[Token],
    start: int,
    stop: int,
    dated: list[bool],
    *,
    heading: bool = False,
    lenient: bool = False,
) -> list[Part]:
    """Claim parts [start, stop) inside tokens [start, stop); parts without a verb join their neighbour."""
    start = _past_dateline(tokens, start, stop)
    cuts = [start, *(at for at in range(start + 1, stop) if _cut_here(tokens, at, start, stop, dated)), stop]
    parts: list[Part] = []
    for low, high in itertools.pairwise(cuts):
        if parts and not _stands_alone(tokens, low, high):
            parts[-1] = (parts[-1][0], high)
        else:
            parts.append((low, high))
    if len(parts) > 1 and not _verbal(tokens, *parts[0]) and not _participle(tokens, *parts[0]):
        parts[0:2] = [(parts[0][0], parts[1][1])]
    trimmed = (_trim(tokens, low, high) for low, high in parts)
    return [
        part
        for part in trimmed
        if part is not None and (_claims(tokens, part, heading) or (lenient and _long(tokens, part)))
    ]


def _long(tokens: list[Token], part: Part) -> bool:
    return sum(token.kind == "word" for token in tokens[part[0] : part[1]]) >= 4


def _cut_here(tokens: list[Token], at: int, start: int, stop: int, dated: list[bool]) -> bool:
    word, before = lower(tokens, at), lower(tokens, at - 1)
    if at - start < 3 or stop - at < 3:
        return False
    if before == ";" or (before in ("—", "–", "…") and _clause_begins(tokens, at, stop)):
        return True
    if before == "," and tokens[start].lower in lex.contrasting:
        fresh = not any(tokens[k].text == "," for k in range(start, at - 1))
        return fresh and _verbal(tokens, start, at) and _clause_begins(tokens, at, stop)
    if word == "there" and before == ",":
        return lower(tokens, at + 1) in lex.be
    if before == "," and word in lex.spliced:
        return _spliced(tokens, at, start, stop)
    if word in lex.relatives:
        if before in lex.relative_prepositions:
            return False
        return _relative(tokens, at, stop, dated)
    if word in ("and", "or", "but"):
        return _coordinated(tokens, at, stop, comma=before == ",") or _verbs_joined(tokens, at, start, stop)
    if word == "so" and before == ",":
        return _clause_begins(tokens, at + 1, stop)
    if word == "because" and lower(tokens, at + 1) == "of":
        return False
    if word in lex.joiners:
        return not _preposed(tokens, at) and _clause_begins(tokens, at + 1, stop)
    if word == "in" and lower(tokens, at + 1) == "order" and lower(tokens, at + 2) == "to":
        return True
    if word == "to":
        return _purpose(tokens, at, dated)
    return before == "," and _role_apposition(tokens, at)


def _spliced(tokens: list[Token], at: int, start: int, stop: int) -> bool:
    """ "“There are boats enough, they need no more”": a comma alone joins two clauses of somebody's speech."""
    if not tokens[at].quoted or tokens[at].quoted != tokens[at - 2].quoted:
        return False
    low = next((k + 1 for k in range(at - 2, start, -1) if tokens[k].text in ",;:“"), start)
    fronted = any(tokens[k].lower in lex.clause_fronting for k in (start, start + 1, low, low + 1))
    return not fronted and _verbal(tokens, low, at - 1) and _clause_begins(tokens, at, stop)


def _relative(tokens: list[Token], at: int, stop: int, dated: list[bool]) -> bool:
    """A relative pronoun with its verb; "said that" and "so that" are none."""
    if lower(tokens, at) == "that":
        before = at - 1
        while before > 0 and (dated[before] or lower(tokens, before) == "on"):
            before -= 1
        if (
            lower(tokens, before) in lex.speech
            or lower(tokens, before) in lex.no_relative
            or _verb_form(tokens, before)
        ):
            return False
    step = at + 1
    while (
        step < stop
        and (lower(tokens, step) in lex.adverbs or lower(tokens, step).endswith("ly"))
        and not is_finite(tokens, step)
    ):
        step += 1
    if stop - at < 5:
        return False
    if step < stop and (
        is_finite(tokens, step) or lower(tokens, step) in lex.modals or lower(tokens, step).endswith("ed")
    ):
        return True
    if lower(tokens, at) == "who":
        return False
    return any_finite(tokens, at + 2, min(at + 7, stop))


def _verb_form(tokens: list[Token], at: int) -> bool:
    """ "requested that", "ensuring that": what follows is the verb's object."""
    word = lower(tokens, at)
    return is_finite(tokens, at) or (word.endswith("ed") and len(word) > 5)


def _coordinated(tokens: list[Token], at: int, stop: int, *, comma: bool) -> bool:
    """ "and" before a clause with a subject of its own."""
    if at + 1 >= stop or is_finite(tokens, at + 1):
        return False
    if not comma and not _verb_since_comma(tokens, at):
        return False
    first = tokens[at + 1]
    subject = first.capital or first.kind == "number" or first.lower in NUMBERS or first.lower in lex.subject_openers  # fmt: skip
    reach = 12 if comma else 10
    for step in range(at + 1, min(at + reach, stop)):
        if lower(tokens, step) in lex.coordination_ends:
            return False
        if step > at + 1 and is_finite(tokens, step):
            if lower(tokens, step) in lex.harmed and lower(tokens, step + 1) in lex.harmed_ends:
                return False  # "and three others injured"
            if (
                not comma
                and lower(tokens, step).endswith("ed")
                and lower(tokens, step + 1) in lex.reduced_prepositions
            ):
                return False  # "and the only system produced in the country"
            return subject or comma
    return False


def _verbs_joined(tokens: list[Token], at: int, start: int, stop: int) -> bool:
    """ "foiled attempts in the north and destroyed a system": a second finite verb of one subject, both parts long."""
    if stop - at < 5 or at - start < 5 or lower(tokens, at) == "or":
        return False
    step = at + 1
    while step < stop and (lower(tokens, step).endswith("ly") or lower(tokens, step) in lex.sequels):
        step += 1
    if step >= stop or not is_finite(tokens, step) or lower(tokens, step - 1) in ("the", "a"):
        return False
    if lower(tokens, step).endswith("ed") and lower(tokens, step + 1) in ("by", "as", "and"):
        return False
    if _adjectival(tokens, at + 1, step):
        return False
    if lower(tokens, step).endswith("ed") and _passive_before(tokens, at, start):
        return False
    return any(
        is_finite(tokens, k) or lower(tokens, k).endswith("ed") for k in range(max(start, at - 24), at - 1)
    )


def _adjectival(tokens: list[Token], first: int, at: int) -> bool:
    """ "and technologically enabled tactics", "and continued inflation": a participle before its noun."""
    word, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if not word.lower.endswith("ed") or after is None or after.kind != "word":
        return False
    noun = after.lower not in lex.after_verb and not after.lower.endswith("ly")
    return noun and (at > first or word.lower in lex.participial_adjectives)


def _passive_before(tokens: list[Token], at: int, start: int) -> bool:
    """ "were treated and released": the second participle shares the auxiliary."""
    for k in range(at - 1, max(start, at - 10), -1):
        if lower(tokens, k) in lex.be:
            return lower(tokens, k + 1).endswith("ed") or lower(tokens, k + 2).endswith("ed")
        if is_finite(tokens, k) and not lower(tokens, k).endswith("ed"):
            return False
    return False


def _verb_since_comma(tokens: list[Token], at: int) -> bool:
    """Whether a finite verb stands between the last comma and `at` ("both A and B will" joins names)."""
    for step in range(at - 1, -1, -1):
        if tokens[step].text in ",;:“":
            return False
        if is_finite(tokens, step):
            return True
    return False


def _preposed(tokens: list[Token], at: int) -> bool:
    """ "as" in "as well as", "as many as", "such as"; "since" and "after" before a noun are prepositions."""
    if lower(tokens, at) == "as" and {"as", "so", "not"} & {lower(tokens, at - 2), lower(tokens, at - 3)}:
        return True  # "not as effective as the cartels might desire"
    return lower(tokens, at) == "as" and (
        lower(tokens, at - 1).endswith("ed")
        or tokens[at + 1].text in '“"'
        or lower(tokens, at - 1) in lex.before_as
        or lower(tokens, at + 1) in lex.after_as
    )


def begins_clause(tokens: list[Token], at: int, stop: int) -> bool:
    """Whether the joining word at `at` opens a clause of its own."""
    return not _preposed(tokens, at) and _clause_begins(tokens, at + 1, stop)


def _clause_begins(tokens: list[Token], at: int, stop: int) -> bool:
    """Whether a finite verb follows soon, after at least one other word."""
    for step in range(at, min(at + 14, stop)):
        if lower(tokens, step) in lex.clause_stops:
            return False
        if is_finite(tokens, step):
            reduced = lower(tokens, step).endswith("ed") and lower(tokens, step + 1) == "by"
            return step > at and not reduced
    return False


def _purpose(tokens: list[Token], at: int, dated: list[bool]) -> bool:
    """ "… visited Russia in early January to inspect …": an infinitive after a date or a name's end."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        following is None
        or following.kind != "word"
        or following.capital
        or following.lower in lex.not_purpose
    ):
        return False
    return dated[at - 1] and not dated[at] and not dated[at + 1]


def _role_apposition(tokens: list[Token], at: int) -> bool:
    """ "…, head of the Aerospace Force," after a name."""
    step = at + 1 if lower(tokens, at) in lex.apposition_articles else at
    if at < 2 or not tokens[at - 2].capital:
        return False
    for k in range(step, min(step + 4, len(tokens))):
        if lower(tokens, k) in lex.apposed_roles and any(
            lower(tokens, m) == "of" for m in range(k + 1, min(k + 3, len(tokens)))
        ):
            return True
        if tokens[k].kind != "word":
            break
    return False


def _verbal(tokens: list[Token], start: int, stop: int) -> bool:
    return any(
        is_finite(tokens, k) or (tokens[k].lower in lex.modals and tokens[k].text != "May")
        for k in range(start, stop)
    )


def _stands_alone(tokens: list[Token], start: int, stop: int) -> bool:
    """A part needs a verb of its own, unless it is a purpose or a role apposition."""
    words = sum(tokens[k].kind == "word" for k in range(start, stop))
    if words < 3:
        return False
    if (lower(tokens, start) in ("to", "in") and lower(tokens, start + 2) == "to") or lower(
        tokens, start
    ) == "to":
        return words >= 4
    return _verbal(tokens, start, stop) or (
        lower(tokens, start - 1) == "," and _role_apposition(tokens, start)
    )


def _trim(tokens: list[Token], start: int, stop: int) -> Part | None:
    """Drop punctuation and joining words at both ends."""
    while start < stop and (
        (tokens[start].kind == "punct" and tokens[start].text not in "$€£")
        or lower(tokens, start) in ("and", "but", "while")
    ):
        start += 1
    while stop > start and (
        (tokens[stop - 1].kind == "punct" and tokens[stop - 1].text not in ")%")
        or lower(tokens, stop - 1) in ("and", "but")
    ):
        stop -= 1
    return (start, stop) if stop > start else None


def _claims(tokens: list[Token], part: Part, heading: bool) -> bool:
    """Whether a part says something checkable: a verb and three words; a headline may capitalise its verbs."""
    start, stop = part
    words = [token for token in tokens[start:stop] if token.kind == "word"]
    count = len(words) + sum(token.kind == "number" for token in tokens[start:stop])
    if not words or count < 3 or words[0].lower in ("citing", "quoting") or _about_naming(words):
        return False
    if heading:
        return len(words) >= 4 and any(_headline_verb(tokens, k) for k in range(start + 1, stop))
    if lower(tokens, start) == "to" and (
        lower(tokens, start + 1) in lex.not_purpose or tokens[start + 1].kind != "word"
    ):
        return _verbal(tokens, start, stop)
    if lower(tokens, start) == "to" or (lower(tokens, start) == "in" and lower(tokens, start + 1) == "order"):
        return True
    if _verbal(tokens, start, stop) or _participle(tokens, start, stop):
        return True
    return lower(tokens, start - 1) == "," and _role_apposition(tokens, start)


def _about_naming(words: list[Token]) -> bool:
    """ "who spoke on condition of anonymity", "who asked not to be named": how the source speaks, no claim."""
    if words[0].lower not in lex.anonymity_openers:
        return False
    listed = {token.lower for token in words}
    unnamed = bool({"named", "identified"} & listed) and bool(lex.anonymity_wishes & listed)
    return len(words) <= 24 and (
        "anonymity" in listed
        or unnamed
        or {"authorised", "speak"} <= listed
        or {"authorized", "speak"} <= listed
    )


def _participle(tokens: list[Token], start: int, stop: int) -> bool:
    """A past form outside the lists, where no article or possessive makes it an adjective."""
    for at in range(start + 1, stop):
        word, before = tokens[at], tokens[at - 1]
        if (
            word.kind == "word"
            and word.text.endswith("ed")
            and len(word.text) > 4
            and before.kind == "word"
            and not (
                before.lower in lex.not_before_participle or before.possessive or before.text.endswith("ly")
            )
        ):
            return True
    return False


def _headline_verb(tokens: list[Token], at: int) -> bool:
    word = tokens[at].lower
    return tokens[at].kind == "word" and (
        word in lex.finite
        or word.endswith("ing")
        or word in lex.headline_verbs
        or word in lex.clear_third
        or word in lex.speech
    )


def _past_dateline(tokens: list[Token], start: int, stop: int) -> int:
    """Past "New Delhi:", "WASHINGTON (Reuters) -", "KYIV, Ukraine (AP) —" at a sentence's beginning."""
    if start:
        return start
    if tokens[0].text.isupper() and len(tokens[0].text) > 2:
        bracket = next((k for k in range(1, min(5, stop)) if tokens[k].text == "("), 0)
        closing = next((k for k in range(bracket, min(bracket + 16, stop)) if tokens[k].text == ")"), 0)
        if bracket and closing and stop - closing > 4:
            return closing + 1 + (tokens[closing + 1].text in "-–—:")
    for at in range(1, min(14, stop - 3)):
        token = tokens[at]
        if token.text in "—–-:" and (
            token.text == ":" or token.start > tokens[at - 1].end or token.text in "—–"
        ):
            head = [t for t in tokens[:at] if t.kind == "word"]
            proper = all(t.capital or t.lower in ("and", "of", "news") for t in head)
            return at + 1 if proper and len(head) <= 7 else start
        if token.kind == "word" and not token.capital and token.lower not in ("and", "of", "news"):
            break
    return start
