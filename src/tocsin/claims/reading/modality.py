"""Modality of a clause: asserted, plan, forecast, capability, assessed, denied; cues in a fixed order."""

from __future__ import annotations

from tocsin.claims.reading.lexicon import ADVERBS, AUXILIARIES, BE, FINITE
from tocsin.claims.reading.modal_verbs import AGENTIVE, MODALS, SCHEDULED, modal_of, verb_after
from tocsin.claims.reading.modality_scope import without_modifiers
from tocsin.claims.reading.vocabulary import words

_DENIED = words("denied denies deny denying refuted rejected dismissed")
_REFUSALS = words("rejected dismissed")
_CHARGES = words(
    "claim claims accusation accusations allegation allegations charge charges report reports suggestion suggestions "
    "assertion assertions involvement notion idea speculation rumours rumors as"
)
_GRANTS = words("access entry permission visas visa bail request requests license licence export")
_PLAN_VERBS = words(
    "plan plans planned planning aim aims aimed aiming intend intends intended intending pledge pledges pledged pledging "
    "vow vows vowed vowing promise promised promises seek seeks seeking sought propose proposed proposes considering "
    "scheduled slated earmarked wants want hopes hope hoping hoped mulling preparing prepares agreed ordered undertaken eyeing "
    "eyes mulls weighing committed requested decided offered threatened threatens opted negotiating envisages envisaged "
    "foreseen envisions"
)
_PLAN_PHRASES = (
    "due to be", "in order to", "going ahead with", "on track to", "goal of", "aim of", "the goal is", "the aim is", "ready to",
    "in talks to", "in talks with", "in talks on", "in talks over", "in negotiations", "looking at ", "looking into",
    "studying the possibility", "exploring", "gearing up to", "moving to", "with plans to", "expected to sign", "is to ", "are to ", "was to ", "were to ",
    "working to", "is looking to",
    "are looking to", "slated for", "scheduled for", "intention to", "with the aim", "goal is", "aim is",
    "target is", "is aimed at", "the plan is to",
    "due to begin", "due to start", "due to receive", "due to deliver", "due for", "will seek",
    "is preparing", "are preparing", "preparing for", "supposed to", "about to", "would like to",
)  # fmt: skip
_EXPECT = words(
    "expected expects expect expecting forecast forecasts predicted predicts projected projects anticipated anticipates "
    "anticipate likely may might prospects fear fears feared poised expectation foresee"
)
_ASSESSED = words(
    "believed believes believe estimated estimates estimate assessed assesses assess suspected suspects "
    "suspect thought probably apparently appears appear appeared presumably seems seem judged concluded concludes "
    "suggests suggest suggesting reckons calculates calculated possibly evidently presumed"
)


def modality_of(words: list[str], tone: str = "say", *, agent: bool = True) -> str:
    """Modality of a clause given its lower-case words and the tone of its reporting verb.

    `agent` says whether the clause's subject can decide things (a state, firm or person), which makes "will build" a
    plan and "will allow" a forecast.
    """
    if tone == "deny" or _denied(words[:14]):
        return "denied"
    words = without_modifiers(_without_relative(words))
    words = words[: _reach(words)]
    line = " ".join(words) + " "
    modal = modal_of(words, agent)
    if tone == "promise":
        return "plan"
    if modal in ("plan", "capability") and _expected(words):
        modal = "forecast"
    if _was_able(line):
        modal = ""
    head = words[: _modal_at(words) + 4] if modal else words
    plan = _planned(head, " ".join(head) + " ") or _set_to(head, agent)
    if plan and modal != "capability":
        return "assessed" if tone == "think" and not modal else "plan"
    if modal == "plan" and (tone in ("think", "foresee", "outside") or {"if", "without"} & set(words)):
        return "forecast"  # only who decides can announce; an onlooker foresees
    if modal:
        return modal
    if _capable(words, line) and not _was_able(line):
        return "capability"
    if "likely" in words and "to" not in words[words.index("likely") : words.index("likely") + 3]:
        return "assessed"
    if tone == "foresee" or _expected(words):
        return "forecast"
    if tone == "think" or any(word in _ASSESSED and _verb_here(words, k) for k, word in enumerate(words)):
        return "assessed"
    if any(word in _CONVICTIONS and _BEING & set(words[max(0, k - 3) : k]) for k, word in enumerate(words)):
        return "assessed"
    return "asserted"


_DEEDS = words("assess estimate calculate judge")
_BEING = BE | words("i'm i’m we're we’re they're they’re he's he’s she's she’s")
_CONVICTIONS = words("determined confident convinced attributed")


def _verb_here(words: list[str], index: int) -> bool:
    """Not "to assess the damage", "the suspect"."""
    before = words[index - 1] if index else ""
    return before not in ("the", "a", "an", "one", "main") and not (before == "to" and words[index] in _DEEDS)


def _modal_at(words: list[str]) -> int:
    return next((k for k, word in enumerate(words) if word in MODALS), len(words))


def _denied(words: list[str]) -> bool:
    """A denial: not a request denied, an official dismissed or a bid rejected."""
    for index, word in enumerate(words):
        if word not in _DENIED:
            continue
        before, following = words[max(0, index - 2) : index], words[index + 1 : index + 8]
        if word in _REFUSALS:
            if _CHARGES & set(following):
                return True
        elif not (BE & set(before)) and not (_GRANTS & set(following[:3])):
            return True
    return False


def _was_able(line: str) -> bool:
    """What somebody was able to do is done."""
    return any(phrase in line for phrase in ("been able to", "was able to", "were able to"))


def _set_to(words: list[str], agent: bool) -> bool:
    """ "is set to meet": a plan where somebody decides, else a forecast; a headline's "to buy" is a plan."""
    for index, word in enumerate(words[:-1]):
        if word == "set" and words[index + 1] == "to" and BE & set(words[max(0, index - 2) : index]):
            verb, passive = verb_after(words, index + 1)
            return ((agent or passive) and verb in AGENTIVE - {"be"}) or verb in SCHEDULED
    if not any(word in FINITE or word.endswith("ed") for word in words):
        return any(
            word == "to" and words[k + 1] in AGENTIVE | {"buy", "get"}
            for k, word in enumerate(words[:-1])
            if k
        )
    return False


def _without_relative(words: list[str]) -> list[str]:
    """Drop a relative clause between commas: it says nothing about the main verb."""
    for index, word in enumerate(words[:-2]):
        if word == "," and words[index + 1] in ("which", "who", "whose"):
            closing = next((k for k in range(index + 2, len(words)) if words[k] == ","), None)
            return words[:index] + words[closing + 1 :] if closing is not None else words
    return words


def _reach(words: list[str]) -> int:
    """How far the main verb's group goes: cues deep inside a later infinitive or participle say nothing of the clause."""
    for index, word in enumerate(words):
        if word in MODALS:
            return index + 10
        if index and words[index - 1] == "to":
            continue
        if word in BE:
            return index + 8
        if word.endswith("ed") and _later_modal(words[index + 1 : index + 10]):
            continue
        if word in AUXILIARIES or (index and word in FINITE):
            return index + 6
    return len(words)


def _later_modal(words: list[str]) -> bool:
    """Whether a modal follows before any joining word: the participle before it only modifies the subject."""
    for word in words:
        if word in ("that", "which", "who", "and", "but", "as", "it", "they"):
            return False
        if word in MODALS:
            return True
    return False


def _due(words: list[str]) -> bool:
    """ "is due to open", "are due next year": a date set by somebody."""
    for index, word in enumerate(words[:-1]):
        if word == "due" and index and words[index - 1] in BE:
            following = words[index + 1]
            if following in ("in", "by", "next", "later", "this", "on", "for"):
                return True
            return following == "to" and verb_after(words, index + 1)[0] in AGENTIVE | {
                "come",
                "leave",
                "return",
                "fly",
            }
    return False


def _planned(words: list[str], line: str) -> bool:
    if _due(words):
        return True
    for index, word in enumerate(words):
        if word == "planned" and index and words[index - 1] in BE:
            return True
        if word in _PLAN_VERBS and _takes_infinitive(words, index):
            return True
    if any(word in _OPENING for word in words) and any(phrase in line for phrase in _AHEAD):
        return True
    return any(phrase in line for phrase in _PLAN_PHRASES)


_OPENING = words("begins starts opens begin start open arrives")
_AHEAD = (
    "next week",
    "next month",
    "next year",
    "later this year",
    "later this month",
    "tomorrow",
    "next spring",
)


_ALONE = words(
    "scheduled slated intends intend considering mulling earmarked weighing vowed pledged negotiating envisages envisaged "
    "foreseen envisions"
)
_TO_NEXT = words(
    "hopes hope hoped hoping agreed ordered want wants committed requested promised offered threatened threatens opted"
)
_AIMS = words("planned planning plans plan aims aiming proposed seek seeks seeking sought")
_HAVING = words(
    "has have had announced announce announces announcing unveiled unveils unveiling revealed reveals revealing outlined "
    "outlines outlining disclosed discloses confirmed are there laid details detailed"
)


def _noun_here(words: list[str], index: int) -> bool:
    """Whether "plan(s)" is a noun: behind an article, a preposition or a verb."""
    before = words[index - 1]
    return before in _BEFORE_NOUN or before in _HAVING or before.endswith(("ed", "ing"))


_BEFORE_NOUN = words(
    "of the its their his her our for discuss discussed with on about concrete some any no despite a an new under to"
)


def _takes_infinitive(words: list[str], index: int) -> bool:
    """Whether "to", "on" or "whether" follows within two words, or the word itself needs none."""
    word, following = words[index], words[index + 1 : index + 4]
    if word in _ALONE:
        return True
    if word == "decided":
        return "to" in following[:1] and bool({"has", "have"} & set(words[max(0, index - 2) : index]))
    if word in _TO_NEXT:
        return "to" in following[:1] or (word in ("want", "wants") and "to" in following)
    if word in ("plan", "plans", "proposal") and index and _noun_here(words, index):
        ahead = following[:1] in (["to"], ["for"]) and words[index - 1] != "no"
        return ahead and bool(_HAVING & set(words[max(0, index - 4) : index]))
    if word == "aimed":
        return "to" in following[:1] or (index > 0 and "at" in following[:1] and words[index - 1] in BE)
    if word in _AIMS:
        steady = word in ("aims", "aiming", "seeks", "seeking")
        return "to" in following or following[:1] in (["on"], ["at"]) or steady
    return "to" in following


def _capable(words: list[str], line: str) -> bool:
    if any(phrase in line for phrase in ("able to", "the ability to", "capacity to", "capability to")):
        return "not able to" not in line and "unable to" not in line
    if "capacity" in words[:6] and any(word in BE for word in words):
        return True
    if _is_capable(words) or _allows(words):
        return True
    return _property(words, line)


def _is_capable(words: list[str]) -> bool:
    """ "is capable of reaching", not "has weapons capable of reaching"."""
    return any(
        word == "capable"
        and k
        and (words[k - 1] in BE or words[k - 1] in ADVERBS or words[k - 1].endswith("ly"))
        for k, word in enumerate(words)
    )


def _property(words: list[str], line: str) -> bool:
    """ "has a range of 900 km", "can", "a payload of": what a weapon or plant is able to do."""
    if "makes it possible" in line or "top speed" in line:
        return True
    if any(
        phrase in line
        for phrase in ("capabilities to", "has the capability", "have the capability", "the potential to")
    ):
        return True
    for noun in ("capability", "capabilities"):
        if noun in words and {"has", "have"} & set(words[max(0, words.index(noun) - 5) : words.index(noun)]):
            return True
    for noun in ("range", "payload", "capacity", "endurance"):
        if noun in words:
            at = words.index(noun)
            if words[at + 1 : at + 2] == ["of"] and any(
                w[:1].isdigit() or w in _MANY for w in words[at + 2 : at + 7]
            ):
                return True
    return False


_MANY = words(
    "up about around some nearly over more several hundreds thousands between two three four five six ten"
)


def _allows(words: list[str]) -> bool:
    """ "which enables it to stay aloft": an ability given, not a permission of a law or a deal."""
    for index, word in enumerate(words):
        if word in ("enables", "allows") and "to" in words[index + 1 : index + 7]:
            return not (_LAWS & set(words[:index]))
    return False


_LAWS = words("law deal agreement contract licence license bill treaty rules government decree")


def _expected(words: list[str]) -> bool:
    """Whether the words expect something: "expected", "likely to", "set to" of a thing."""
    if any(
        word == "set" and words[k + 1 : k + 2] == ["to"] and k and words[k - 1] not in ("up", "off")
        for k, word in enumerate(words)
    ):
        return True
    for index, word in enumerate(words):
        if word in _EXPECT and not (word == "likely" and "have" in words[index + 1 : index + 3]):
            return True
    return False
