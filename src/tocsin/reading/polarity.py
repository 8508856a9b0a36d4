"""What a clause does not assert: a number under a negation, an unreal condition, a report called untrue, a question."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, nth

_NEAR = 12  # words from a negated verb to the number it denies


def refused_at(words: list[str]) -> int | None:
    """Where the negation stands that denies a number of the clause: "did not build 40", "failed to", "has yet to".

    >>> refused_at("the plant did not build 40 boats".split()), refused_at("not only 40 boats".split())
    (3, None)
    """
    for index, word in enumerate(words):
        follows = nth(words, index + 1)
        if (word in lex.failing and follows == "to") or (
            word == "yet" and follows == "to" and nth(words, index - 1) in (*lex.be, *lex.have)
        ):
            found = _number(words[index + 1 : index + _NEAR])
        elif word in ("none", "neither") and follows == "of":
            found = _number(words[index + 1 : index + 6])
        elif word in ("not", "never") and _negates(words, index):
            found = _number(words[index + 1 : index + _NEAR]) or _counted_subject(words, index)
        else:
            continue
        if found:
            return index
    return None


def _negates(words: list[str], index: int) -> bool:
    """A verb, not "not only", "not more than", "not until"; finding out and telling leave the number open elsewhere."""
    follows, before = nth(words, index + 1), nth(words, index - 1)
    if follows in lex.not_negated or before in ("if", "whether", "or"):
        return False
    verb = next((w for w in words[index + 1 : index + 4] if w not in lex.modal_adverbs), "")
    if verb in lex.verifying or verb in lex.saying or verb in lex.knowing:
        return False
    return before in lex.auxiliaries or words[index] == "never" or nth(words, index - 2) in lex.auxiliaries


def _number(words: list[str]) -> bool:
    """Whether a count stands among the words before the clause turns ("not, in May, …": behind the aside)."""
    if words[:1] == [","] and "," in words[1:]:
        words = words[words.index(",", 1) + 1 :]
    for index, word in enumerate(words):
        if word in lex.refusal_ends:
            return False
        if _counts(words, index):
            return True
    return False


def _counts(words: list[str], index: int) -> bool:
    word = words[index]
    if word[:1].isdigit():
        year = len(word) == 4 and word.isdigit() and nth(words, index - 1) in lex.year_leads
        return not year and nth(words, index - 1).lower() not in lex.month_names
    return word in lex.counting and nth(words, index + 1) not in ("of", "another")


def _counted_subject(words: list[str], index: int) -> bool:
    """ "40 boats were not delivered": the subject is counted, and did not do or undergo it."""
    return (
        index <= 8
        and nth(words, index - 1) in (*lex.be, *lex.have, *lex.do_forms)
        and _number(words[: index - 1])
    )


def disowned(words: list[str]) -> bool:
    """ "it is not true that", "the reports … are false"."""
    opening = frozenset(words[:3])
    if not (opening & lex.claim_nouns or nth(words, 0) in ("it", "that", "this")):
        return False
    for index, word in enumerate(words):
        if word in lex.be:
            said = words[index + 1 : index + 5]
            if lex.false_words & set(said[:3]) or ("not" in said[:2] and lex.true_words & set(said)):
                return True
    return False


def unreal(tokens: list[Token]) -> bool:
    """ "Had it received the parts, the plant would have built 40": a condition that was not met."""
    words = [token.lower for token in tokens]
    perfect = any(
        word in ("would", "could", "might") and "have" in words[k + 1 : k + 4] for k, word in enumerate(words)
    )
    if not perfect:
        return False
    inverted = any(
        word == "had"
        and (k == 0 or words[k - 1] in (",", *lex.ends_of_measures) or tokens[k - 1].kind == "number")
        and nth(words, k + 1) in lex.new_subject | lex.third_pronouns
        for k, word in enumerate(words)
    )
    asked = "if" in words and bool({"had", "were"} & set(words[words.index("if") :]))
    return inverted or asked


def asks(tokens: list[Token]) -> bool:
    """A question told: "To ask the minister how many boats …", "She asked whether 40 boats …"."""
    words = [token.lower for token in tokens]
    if words[:2] == ["to", "ask"]:
        return True
    at = next((k for k, word in enumerate(words) if word in lex.inquiring), None)
    if at is None or at > 8 or at == 0:
        return False
    return any(word in lex.inquiry_openers for word in words[at + 1 : at + 8]) and "," not in words[at:]


def left_open(words: list[str]) -> bool:
    """ "it is unclear whether 40", "it is not known how many of the 40"."""
    for index, word in enumerate(words):
        if word in lex.inquiry_openers and set(words[max(0, index - 4) : index]) & lex.unknowns:
            return True
    return False
