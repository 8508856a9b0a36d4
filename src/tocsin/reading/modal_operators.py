"""The first word of a clause that says how it is claimed: a modal, a verb in its frame, an adjective, noun or adverb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.reading.lexicon import lex
from tocsin.reading.modal_frames import FORMS, verb_reading
from tocsin.reading.modal_nouns import OWNERS, ability, framing_noun, measured
from tocsin.reading.modal_verbs import decided, head_words, read_modal
from tocsin.reading.tokens import near, nth


@dataclass(frozen=True, slots=True)
class Operator:
    """A modality and the kind of word that gave it; empty where none did."""

    modality: str = ""
    kind: str = ""


_NONE = Operator()
_ADJECTIVES_TO = lex.groups("adjectives_to")
_PHRASES = lex.phrases("modal_phrases")


def first_operator(words: list[str], agent: bool, *, heading: bool = False) -> Operator:
    """The first operator among the words of a clause's main verb group."""
    for index, word in enumerate(words):
        if word in lex.modals:
            reading = read_modal(words, index, agent)
            if reading != "pass":
                return Operator(reading, "modal")
            continue
        for kind, test in _TESTS.get(word, ()):
            reading = test(words, index, agent)
            if reading == "stop":
                return _NONE
            if reading:
                beyond = (
                    first_operator(words[index + 1 :], agent)
                    if reading == "assessed" and kind == "verb"
                    else _NONE
                )
                return beyond if beyond.modality == "forecast" else Operator(reading, kind)
    return Operator("plan", "headline") if heading and _headline(words, agent) else _NONE


def _verb(words: list[str], index: int, agent: bool) -> str:
    reading = verb_reading(words, index)
    if reading == "plan" and not agent and words[index] in lex.threats:
        return "forecast"
    if reading == "capability" and lex.laws & set(words[:index]):
        return ""
    return reading


def _adjective(words: list[str], index: int, agent: bool) -> str:
    """ "is keen to build", "stands ready to", "looks set to"."""
    word, following = words[index], words[index + 1 : index + 2]
    bare = index > 0 and word in ("set", "poised") and not ((lex.finite - {"set"}) & set(words))
    if not bare and not (lex.copulas & near(words, index, 3)):
        return ""
    if word in lex.ready_for and lex.defiance & set(words[index + 2 : index + 4]):
        return ""
    if word in lex.ready_for and following == ["for"]:
        return "plan" if agent else ""
    if following != ["to"]:
        return ""
    if word in _ADJECTIVES_TO["agent"]:
        if (
            words[index - 1] in ("up", "off")
            or not words[index + 2 : index + 3]
            or not words[index + 2].islower()
        ):
            return ""
        return "plan" if decided(words, index + 1, agent, produced=True) else "forecast"
    if word in ("able", "unable"):
        done = {"was", "were", "been"} & near(words, index, 3)
        return "stop" if done else "" if word == "unable" else "capability"
    if word == "likely" and nth(words, index + 2) == "have":
        return "assessed"
    if word in _ADJECTIVES_TO["plan"] and not agent:
        return "forecast" if word == "supposed" and words[index - 1] in ("is", "are") else ""
    return next((name for name, listed in _ADJECTIVES_TO.items() if word in listed), "")


def _likely(words: list[str], index: int, agent: bool) -> str:
    """ "likely came from", "was likely launched"; "it is likely that it will" is left to the modal."""
    if lex.modals & set(words[index + 1 : index + 9]):
        return "forecast" if not ({"have"} & set(words[index + 1 :])) else "assessed"
    return "" if nth(words, index + 1) == "to" else "assessed"


def _possible(words: list[str], index: int, agent: bool) -> str:
    if nth(words, index + 1) != "that" or not (lex.be & near(words, index, 3)):
        return ""
    return "forecast" if lex.modals & set(words[index:]) else "assessed"


def _convinced(words: list[str], index: int, agent: bool) -> str:
    following = words[index + 1 : index + 2]
    if following in (["to"], ["by"]):
        return ""
    if not (lex.be & near(words, index, 3)):
        return ""
    return "forecast" if lex.modals & set(words[index:]) else "assessed"


def _worried(words: list[str], index: int, agent: bool) -> str:
    """ "is worried that the sale might slip": what is feared lies ahead."""
    dreads = nth(words, index + 1) == "that" and lex.be & near(words, index, 3)
    return "forecast" if dreads else ""


def _capable(words: list[str], index: int, agent: bool) -> str:
    """ "is capable of reaching", not "has weapons capable of reaching"."""
    before = words[index - 1] if index else ""
    if index > 2 and lex.be & set(words[:index]) and not (lex.capable_bars & set(words[:index])):
        return "capability"  # "is a boat capable of carrying …"
    return "capability" if before in lex.be or before.endswith("ly") or before in ("also", "not") else ""


def _on_course(words: list[str], index: int, agent: bool) -> str:
    """ "on track to", "on course to"."""
    return "forecast" if nth(words, index - 1) == "on" and nth(words, index + 1) in ("to", "for") else ""


def _due(words: list[str], index: int, agent: bool) -> str:
    """ "is due to open", "are due next year": a date set by somebody; "due to bad weather" gives a reason."""
    bare = not (lex.finite & set(words))
    if not index or not (bare or words[index - 1] in lex.due_adverbs):
        return ""
    following = words[index + 1 : index + 3]
    if nth(following, 0) == "to":
        return "plan" if following[1:] and following[1] in lex.due_acts else ""
    return "plan" if following[:1] and following[0] in lex.due_when else ""


def _is_to(words: list[str], index: int, agent: bool) -> str:
    """ "the boats are to be handed over": arranged."""
    head, following = words[index + 1 : index + 2], words[index + 2 : index + 3]
    if head == ["to"] and following and following[0] not in lex.is_to_bars:
        if lex.copular_heads & set(head_words(words[:index])):
            return ""
        return "plan"
    return ""


def _in_talks(words: list[str], index: int, agent: bool) -> str:
    if nth(words, index - 1) not in ("in", "under", "into") and nth(words, index - 2) not in ("in", "under"):
        return ""
    if not (lex.be & near(words, index, 6)):
        return ""
    follows = words[index + 1 : index + 2]
    return "plan" if words[index - 1] == "under" or not follows or follows[0] in lex.talks_sequels else ""


def _adverb(words: list[str], index: int, agent: bool) -> str:
    return "forecast" if lex.modals & set(words[max(0, index - 2) : index + 6]) else "assessed"


def _in_view(words: list[str], index: int, agent: bool) -> str:
    before = words[max(0, index - 3) : index]
    return "assessed" if nth(before, 0) in ("in", "by", "to") and before[1:] in OWNERS else ""


def _preliminary(words: list[str], index: int, agent: bool) -> str:
    """ "based on preliminary information"."""
    nouns = words[index + 1 : index + 3]
    return "assessed" if lex.findings & set(nouns) and index <= 4 else ""


def _phrase(words: list[str], index: int, agent: bool) -> str:
    line = tuple(words[index : index + 4])
    return next((modality for phrase, modality in _PHRASES.items() if line[: len(phrase)] == phrase), "")


def _programme(words: list[str], index: int, agent: bool) -> str:
    """ "the programme calls for 12 boats", "plans provide for …": what a scheme foresees."""
    scheme = bool(lex.calling_schemes & near(words, index, 6))
    if words[index] == "includes":
        return "plan" if lex.plan_documents & set(head_words(words[:index])) else ""
    return "plan" if scheme and nth(words, index + 1) == "for" else ""


def _headline(words: list[str], agent: bool) -> bool:
    """ "Norway to buy 12 boats", "Norway set to buy"."""
    if any(word in lex.finite or word.endswith("ed") for word in words if word != "set"):
        return False
    return any(
        word == "to"
        and words[k + 1] not in lex.no_verb
        and words[k + 1][:1].isalpha()
        and decided(words, k, True)
        for k, word in enumerate(words[:8])
        if 0 < k < len(words) - 1 and words[k - 1] not in lex.no_head and not words[k - 1].endswith("ing")
    )


Test = Callable[[list[str], int, bool], str]


_OPERATORS: tuple[tuple[frozenset[str], str, Test], ...] = (
    (frozenset(FORMS), "verb", _verb),
    (lex.adjectives_to, "adjective", _adjective),
    (frozenset(("likely",)), "adverb", _likely),
    (frozenset(("possible",)), "adjective", _possible),
    (lex.convinced, "adjective", _convinced),
    (lex.worried, "adjective", _worried),
    (frozenset(("capable",)), "adjective", _capable),
    (lex.courses, "phrase", _on_course),
    (frozenset(("due",)), "adjective", _due),
    (frozenset(("is", "are", "was", "were")), "verb", _is_to),
    (lex.under_way, "noun", _in_talks),
    (lex.framing_nouns, "noun", framing_noun),
    (lex.ability_nouns, "noun", ability),
    (lex.measures, "noun", measured),
    (lex.adverbs_assessed, "adverb", _adverb),
    (lex.opinion_nouns, "noun", _in_view),
    (lex.preliminary, "adjective", _preliminary),
    (frozenset(phrase[0] for phrase in _PHRASES), "phrase", _phrase),
    (lex.providing, "verb", _programme),
)
_TESTS: dict[str, list[tuple[str, Test]]] = {}  # word → the tests it sets off, in order
for _listed, _kind, _test in _OPERATORS:
    for _listed_word in _listed:
        _TESTS.setdefault(_listed_word, []).append((_kind, _test))
