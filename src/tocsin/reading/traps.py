"""Numbers that are no quantities: designators, calibres, ages, clock times, ordinals, list marks, years."""

from __future__ import annotations

from tocsin.claims.parties import ALIASES
from tocsin.reading.lexicon import lex
from tocsin.reading.numbers import Number
from tocsin.reading.tokens import Token, lower


def is_trap(tokens: list[Token], number: Number) -> bool:
    """Whether the number at hand is a date-like, ordinal, age, clock time, list mark or bare "one"."""
    return (
        _ordinal_or_clock(tokens, number)
        or _age(tokens, number)
        or _one(tokens, number)
        or _anaphoric(tokens, number)
        or _mark(tokens, number)
        or _calibre(tokens, number)
        or _calendar(tokens, number)
    )


def _adjacent(tokens: list[Token], index: int) -> bool:
    return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end


def _ordinal_or_clock(tokens: list[Token], number: Number) -> bool:
    following, second = lower(tokens, number.stop), lower(tokens, number.stop + 1)
    if following in lex.ordinal_suffixes and _adjacent(tokens, number.stop):
        return True
    if following in lex.clock_words:
        return True
    if (
        following == ":"
        and _adjacent(tokens, number.stop)
        and _adjacent(tokens, number.stop + 1)
        and second.isdigit()
    ):
        return True
    if (
        lower(tokens, number.start - 1) == ":"
        and _adjacent(tokens, number.start)
        and _adjacent(tokens, number.start - 1)
    ):
        return True
    return following in ("s",) and _adjacent(tokens, number.stop)


def _age(tokens: list[Token], number: Number) -> bool:
    """ "54-year-old", "aged 54", ", 54,"."""
    stop = number.stop
    words = [lower(tokens, stop + k) for k in range(4)]
    if any(word.startswith(("year-old", "years-old", "month-old")) for word in words[:2]):
        return True
    if "".join(words[:2]) in ("yearold", "yearsold") or "".join(words) in ("-year-old", "-years-old"):
        return True
    if lower(tokens, number.start - 1) in ("aged", "age"):
        return True
    if lower(tokens, number.start - 1) == "of" and lower(tokens, number.start - 2) in ("age", "ages"):
        return True
    between_commas = lower(tokens, number.start - 1) == "," and words[0] in (",", ".")
    name_before = number.start >= 2 and tokens[number.start - 2].kind == "word"
    return between_commas and name_before and number.form == "digits" and 10 <= number.low <= 99


def _one(tokens: list[Token], number: Number) -> bool:
    """Pronoun and idiom uses of "one"; "one drone" and "one year" are counts."""
    if number.low != 1 or number.form != "words":
        return number.form == "words" and number.low == 0
    following = lower(tokens, number.stop)
    if following == "-":
        return (
            lower(tokens, number.stop + 1) not in lex.duration
            and lower(tokens, number.stop + 1) not in lex.one_units
        )
    if following in lex.one_of or not following or not following[0].isalpha():
        return True
    if following in lex.one_verbs:
        return True
    return lower(tokens, number.start - 1) in lex.one_leads


def _anaphoric(tokens: list[Token], number: Number) -> bool:
    """ "the two countries" points back; it counts nothing new."""
    return (
        number.form == "words"
        and lower(tokens, number.start - 1) in lex.both_words
        and (lower(tokens, number.stop) in lex.anaphoric)
    )


def _mark(tokens: list[Token], number: Number) -> bool:
    """List marks ("1.", "(2)") at the start of a line, and digits glued to letters or to a hyphenated code."""
    start, stop = number.start, number.stop
    if number.form != "digits":
        return False
    if start == 0 and lower(tokens, stop) in (".", ")") and len(tokens) > stop + 1:
        return True
    if (
        lower(tokens, start - 1) in lex.mark_signs
        and _adjacent(tokens, start)
        and (
            start >= 2
            and _adjacent(tokens, start - 1)
            and tokens[start - 2].kind == "word"
            and tokens[start - 2].lower not in lex.duration
        )
    ):
        return True
    return lower(tokens, start - 1) in ("#", "№")


def _calibre(tokens: list[Token], number: Number) -> bool:
    step = number.stop + 1 if lower(tokens, number.stop) == "-" else number.stop
    word = lower(tokens, step)
    return word in lex.calibres or word.split("-")[0] in lex.calibres


def _calendar(tokens: list[Token], number: Number) -> bool:
    """ "in week 23", "24/7", "World War 2", "at 0300"."""
    start, before = number.start, lower(tokens, number.start - 1)
    text = tokens[start].text
    if number.form != "digits":
        return False
    if before == "week":
        return number.low <= 53 and lower(tokens, start - 2) in lex.week_leads
    if before == "war":
        return number.low <= 3
    if (text, lower(tokens, start + 1), lower(tokens, start + 2)) == ("24", "/", "7"):
        return True
    if text == "7" and before == "/" and lower(tokens, start - 2) == "24":
        return True
    return len(text) == 4 and text[0] == "0" and text.isdigit()


def is_designator(tokens: list[Token], number: Number) -> bool:
    """Whether a number without a unit names a thing ("Boeing 737", "Article 51", "9M133")."""
    if number.form != "digits" or number.magnitude > 1:
        return False
    stop = number.stop
    if _adjacent(tokens, stop) and tokens[stop].kind == "word":
        return True
    if (
        stop + 1 < len(tokens)
        and tokens[stop].text == "-"
        and _adjacent(tokens, stop)
        and _adjacent(tokens, stop + 1)
    ):
        if tokens[stop + 1].kind == "number":
            return False
        return not _hyphen_counts(lower(tokens, stop + 1), number)
    if number.start == 0:
        return False
    before = tokens[number.start - 1]
    if before.lower in lex.designator_nouns and before.kind == "word":
        return True
    if (
        before.capital
        and before.lower not in ALIASES
        and before.lower not in lex.not_names
        and number.low <= 9
        and number.start > 1
    ):
        return True  # "Leopard 2 tanks"
    names = (
        before.capital and before.kind == "word" and before.lower not in lex.not_names and number.start > 1
    )
    following = tokens[stop] if stop < len(tokens) else None
    bare = (
        following is None
        or following.kind == "punct"
        or following.capital
        or following.lower in lex.designator_function
    )
    return names and bare and "," not in tokens[number.start].text


def _hyphen_counts(word: str, number: Number) -> bool:
    return word in ("strong", "plus", "odd") or word in lex.duration or number.low > 3000
