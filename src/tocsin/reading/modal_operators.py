"""The first word of a clause that says how it is claimed: a modal, a verb in its frame, an adjective, noun or adverb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.reading.finite import BASES
from tocsin.reading.lexicon import BE, FINITE
from tocsin.reading.modal_frames import BEING, FORMS, verb_reading
from tocsin.reading.modal_lexicon import (
    ABILITY_NOUNS,
    ADJECTIVES_TO,
    ADVERBS_ASSESSED,
    COPULAR,
    DEFIANCE,
    EXISTING,
    MEASURES,
    OPINION_NOUNS,
    PLAN_NOUNS,
    READY_FOR,
    UNDER_WAY,
)
from tocsin.reading.modal_nouns import OWNERS, ability, framing_noun, measured
from tocsin.reading.modal_verbs import MODALS, decided, head_words, read_modal
from tocsin.reading.vocabulary import words


@dataclass(frozen=True, slots=True)
class Operator:
    """A modality and the kind of word that gave it; empty where none did."""

    modality: str = ""
    kind: str = ""


_NONE = Operator()


def first_operator(words: list[str], agent: bool, *, heading: bool = False) -> Operator:
    """The first operator among the words of a clause's main verb group."""
    for index, word in enumerate(words):
        if word in MODALS:
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
    if reading == "plan" and not agent and words[index] in _THREATS:
        return "forecast"
    if reading == "capability" and LAWS & set(words[:index]):
        return ""
    return reading


_THREATS = words("threatens threaten threatened promises promise promised")
LAWS = words("law deal agreement contract licence license bill treaty rules government decree court")


def _adjective(words: list[str], index: int, agent: bool) -> str:
    """ "is keen to build", "stands ready to", "looks set to"."""
    word, following = words[index], words[index + 1 : index + 2]
    bare = index > 0 and word in ("set", "poised") and not ((FINITE - {"set"}) & set(words))
    if not bare and not (_COPULAS & set(words[max(0, index - 3) : index])):
        return ""
    if word in READY_FOR and DEFIANCE & set(words[index + 2 : index + 4]):
        return ""
    if word in READY_FOR and following == ["for"]:
        return "plan" if agent else ""
    if following != ["to"]:
        return ""
    if word in ADJECTIVES_TO["agent"]:
        if (
            words[index - 1] in ("up", "off")
            or not words[index + 2 : index + 3]
            or not words[index + 2].islower()
        ):
            return ""
        return "plan" if decided(words, index + 1, agent, produced=True) else "forecast"
    if word in ("able", "unable"):
        done = {"was", "were", "been"} & set(words[max(0, index - 3) : index])
        return "stop" if done else "" if word == "unable" else "capability"
    if word == "likely" and words[index + 2 : index + 3] == ["have"]:
        return "assessed"
    if word in ADJECTIVES_TO["plan"] and not agent:
        return "forecast" if word == "supposed" and words[index - 1] in ("is", "are") else ""
    return next((name for name, listed in ADJECTIVES_TO.items() if word in listed), "")


_COPULAS = BEING | words("stands stand stood seems seem looks look remains remain looked appears get got")


def _likely(words: list[str], index: int, agent: bool) -> str:
    """ "likely came from", "was likely launched"; "it is likely that it will" is left to the modal."""
    if MODALS & set(words[index + 1 : index + 9]):
        return "forecast" if not ({"have"} & set(words[index + 1 :])) else "assessed"
    return "" if words[index + 1 : index + 2] == ["to"] else "assessed"


def _possible(words: list[str], index: int, agent: bool) -> str:
    if words[index + 1 : index + 2] != ["that"] or not (BE & set(words[max(0, index - 3) : index])):
        return ""
    return "forecast" if MODALS & set(words[index:]) else "assessed"


def _convinced(words: list[str], index: int, agent: bool) -> str:
    following = words[index + 1 : index + 2]
    if following in (["to"], ["by"]):
        return ""
    if not (BEING & set(words[max(0, index - 3) : index])):
        return ""
    return "forecast" if MODALS & set(words[index:]) else "assessed"


def _worried(words: list[str], index: int, agent: bool) -> str:
    """ "is worried that the sale might slip": what is feared lies ahead."""
    dreads = words[index + 1 : index + 2] == ["that"] and BEING & set(words[max(0, index - 3) : index])
    return "forecast" if dreads else ""


def _capable(words: list[str], index: int, agent: bool) -> str:
    """ "is capable of reaching", not "has weapons capable of reaching"."""
    before = words[index - 1] if index else ""
    if (
        index > 2
        and BEING & set(words[:index])
        and not ({"has", "have", "had", "with", "by"} & set(words[:index]))
    ):
        return "capability"  # "is a boat capable of carrying …"
    return "capability" if before in BEING or before.endswith("ly") or before in ("also", "not") else ""


def _on_course(words: list[str], index: int, agent: bool) -> str:
    """ "on track to", "on course to"."""
    return (
        "forecast"
        if words[index - 1 : index] == ["on"] and words[index + 1 : index + 2] in (["to"], ["for"])
        else ""
    )


def _due(words: list[str], index: int, agent: bool) -> str:
    """ "is due to open", "are due next year": a date set by somebody; "due to bad weather" gives a reason."""
    bare = not (FINITE & set(words))
    if not index or not (bare or words[index - 1] in BEING | {"not", "now", "originally", "initially"}):
        return ""
    following = words[index + 1 : index + 3]
    if following[:1] == ["to"]:
        return "plan" if following[1:] and following[1] in _DUE_ACTS else ""
    return "plan" if following[:1] and following[0] in _DUE_WHEN else ""


_DUE_WHEN = words("in by next later this on for at before")
_DUE_ACTS = BASES | words(
    "be end expire return run visit host land sail report finish complete launch ship sign roll last"
)


def _is_to(words: list[str], index: int, agent: bool) -> str:
    """ "the boats are to be handed over": arranged."""
    head, following = words[index + 1 : index + 2], words[index + 2 : index + 3]
    if head == ["to"] and following and following[0] not in ("the", "a", "date", "blame", "its"):
        if COPULAR_HEADS & set(head_words(words[:index])):
            return ""
        return "plan"
    return ""


def _in_talks(words: list[str], index: int, agent: bool) -> str:
    if words[index - 1 : index] not in (["in"], ["under"], ["into"]) and words[index - 2 : index - 1] not in (
        ["in"],
        ["under"],
    ):
        return ""
    if not (BEING & set(words[max(0, index - 6) : index])):
        return ""
    follows = words[index + 1 : index + 2]
    return (
        "plan"
        if words[index - 1] == "under"
        or not follows
        or follows[0] in ("to", "with", "on", "over", "for", "about")
        else ""
    )


def _adverb(words: list[str], index: int, agent: bool) -> str:
    return "forecast" if MODALS & set(words[max(0, index - 2) : index + 6]) else "assessed"


def _in_view(words: list[str], index: int, agent: bool) -> str:
    before = words[max(0, index - 3) : index]
    return "assessed" if before[:1] in (["in"], ["by"], ["to"]) and before[1:] in OWNERS else ""


def _preliminary(words: list[str], index: int, agent: bool) -> str:
    """ "based on preliminary information"."""
    nouns = words[index + 1 : index + 3]
    return "assessed" if _FINDINGS & set(nouns) and index <= 4 else ""


_FINDINGS = words(
    "information data findings assessment assessments estimates reports analysis investigation results"
)


def _phrase(words: list[str], index: int, agent: bool) -> str:
    line = words[index : index + 4]
    return next((modality for phrase, modality in _PHRASES if line[: len(phrase)] == phrase), "")


_PHRASES = (
    (["in", "order", "to"], "plan"),
    (["would", "like", "to"], "plan"),
    (["with", "plans", "to"], "plan"),
    (["with", "the", "aim", "of"], "plan"),
    (["makes", "it", "possible"], "capability"),
    (["sets", "sights"], "plan"),
    (["sights", "on"], "plan"),
)


def _programme(words: list[str], index: int, agent: bool) -> str:
    """ "the programme calls for 12 boats", "plans provide for …": what a scheme foresees."""
    scheme = bool(_SCHEMES & set(words[max(0, index - 6) : index]))
    if words[index] == "includes":
        return "plan" if {"plan", "plans", "strategy", "roadmap"} & set(head_words(words[:index])) else ""
    return "plan" if scheme and words[index + 1 : index + 2] == ["for"] else ""


_SCHEMES = words(
    "plan plans programme program contract deal agreement budget strategy blueprint initiative proposal scheme"
)
COPULAR_HEADS = words("deal contract agreement") | COPULAR["plan"] | COPULAR["forecast"] | COPULAR["assessed"]


def _headline(words: list[str], agent: bool) -> bool:
    """ "Norway to buy 12 boats", "Norway set to buy"."""
    if any(word in FINITE or word.endswith("ed") for word in words if word != "set"):
        return False
    return any(
        word == "to"
        and words[k + 1] not in _NO_VERB
        and words[k + 1][:1].isalpha()
        and decided(words, k, True)
        for k, word in enumerate(words[:8])
        if 0 < k < len(words) - 1 and words[k - 1] not in _NO_HEAD and not words[k - 1].endswith("ing")
    )


_NO_HEAD = words("from in way plan able due") | ABILITY_NOUNS
_NO_VERB = words("a an the its their his her our this that these more date")

Test = Callable[[list[str], int, bool], str]


def _tests() -> dict[str, list[tuple[str, Test]]]:
    """Word → the tests it sets off, in order."""
    table: dict[str, list[tuple[str, Test]]] = {}

    def add(listed: frozenset[str], kind: str, test: Test) -> None:
        for word in listed:
            table.setdefault(word, []).append((kind, test))

    add(frozenset(FORMS), "verb", _verb)
    add(frozenset().union(*ADJECTIVES_TO.values()), "adjective", _adjective)
    add(words("likely"), "adverb", _likely)
    add(words("possible"), "adjective", _possible)
    add(words("confident convinced certain determined"), "adjective", _convinced)
    add(words("worried concerned afraid fearful"), "adjective", _worried)
    add(words("capable"), "adjective", _capable)
    add(words("track course schedule target"), "phrase", _on_course)
    add(words("due"), "adjective", _due)
    add(words("is are was were"), "verb", _is_to)
    add(UNDER_WAY, "noun", _in_talks)
    add(frozenset().union(*COPULAR.values(), *EXISTING.values(), PLAN_NOUNS), "noun", framing_noun)
    add(ABILITY_NOUNS, "noun", ability)
    add(MEASURES, "noun", measured)
    add(ADVERBS_ASSESSED, "adverb", _adverb)
    add(OPINION_NOUNS, "noun", _in_view)
    add(words("preliminary initial"), "adjective", _preliminary)
    add(frozenset(phrase[0] for phrase, _ in _PHRASES), "phrase", _phrase)
    add(words("calls call provides provide calling includes"), "verb", _programme)
    return table


_TESTS = _tests()
