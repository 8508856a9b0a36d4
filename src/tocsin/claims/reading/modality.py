"""Modality of a clause: asserted, plan, forecast, capability, assessed, denied; cues in a fixed order."""

from __future__ import annotations

from tocsin.claims.reading.lexicon import AUXILIARIES, BE, FINITE
from tocsin.claims.reading.vocabulary import words

_DENIED = words("denied denies deny denying refuted rejected dismissed")
_PLAN_VERBS = words(
    "plan plans planned planning aim aims aimed aiming intend intends intended intending pledge pledges pledged pledging "
    "vow vows vowed vowing promise promised promises seek seeks seeking sought propose proposed proposes considering "
    "scheduled slated earmarked wants want hopes hope hoped mulling preparing prepares agreed ordered undertaken eyeing "
    "eyes mulls weighing committed requested"
)
_PLAN_PHRASES = (
    "due to be", "in order to", "going ahead with", "on track to", "goal of", "aim of", "the goal is", "the aim is", "plan to", "plans to", "plans for", "ready to",
    "in talks to", "expected to sign", "is to ", "are to ", "was to ", "were to ",
    "working to", "is looking to",
    "are looking to", "slated for", "scheduled for", "intention to", "with the aim", "goal is", "aim is",
    "target is", "is aimed at", "the plan is to",
    "due to begin", "due to start", "due to receive", "due to deliver", "due for", "will seek",
    "is preparing", "are preparing", "would like to",
)  # fmt: skip
_EXPECT = words(
    "expected expects expect expecting forecast forecasts predicted predicts projected projects anticipated anticipates "
    "anticipate likely may might prospects fear fears feared poised expectation foresee"
)
_ABILITY = words("can able capable capability capacity enables enabled allows cannot range ranges")
_ASSESSED = words(
    "believed believes believe estimated estimates estimate assessed assesses assess suspected suspects "
    "suspect thought probably apparently appears appear appeared presumably seems seem judged concluded concludes "
    "suggests suggest suggesting reckons calculates calculated possibly evidently presumed"
)
_MAKING = words(
    "make produce manufacture build assemble carry fly reach travel hit strike launch deliver operate fire cover turn "
    "intercept detect track engage destroy shoot supply hold store accommodate withstand stay hover evade lift "
    "transport defeat penetrate handle output"
)
_AGENTIVE = words(
    "build deliver produce make manufacture supply send open provide buy purchase invest spend increase expand double "
    "triple boost raise launch establish develop receive transfer train begin start continue hand ship fund finance "
    "construct create set donate acquire deploy install sign transfer allocate procure give support host replace use "
    "work hold visit resume contribute field equip retire undergo seek introduce conduct release procure pay step "
    "ramp team be move add complete join order roll take partner buy hire review"
)
_DENY_PHRASES = (
    "has denied",
    "have denied",
    "no plans to",
    "denial",
    "rejected claims",
    "rejected the claim",
)


def modality_of(words: list[str], tone: str = "say", *, agent: bool = True) -> str:
    """Modality of a clause given its lower-case words and the tone of its reporting verb.

    `agent` says whether the clause's subject can decide things (a state, firm or person), which makes "will build" a
    plan and "will allow" a forecast.
    """
    if tone == "deny" or any(word in _DENIED for word in words[:12]):
        return "denied"
    words = _without_relative(words)
    words = words[: _reach(words)]
    line = " ".join(words) + " "
    modal = _modal(words, agent)
    if tone == "promise":
        return "plan"
    if modal in ("plan", "capability") and _expected(words):
        modal = "forecast"
    if _was_able(line):
        modal = ""
    plan = _planned(words, line) or _set_to(words, agent)
    if plan and modal != "capability":
        return "plan"
    if modal:
        return "assessed" if modal == "weak" else modal
    if _capable(words, line) and not _was_able(line):
        return "capability"
    if "likely" in words and "to" not in words[words.index("likely") : words.index("likely") + 3]:
        return "assessed"
    if tone == "foresee" or _expected(words):
        return "forecast"
    if tone == "think" or any(word in _ASSESSED for word in words):
        return "assessed"
    return "asserted"


def _was_able(line: str) -> bool:
    """What somebody was able to do is done."""
    return any(phrase in line for phrase in ("been able to", "was able to", "were able to"))


def _set_to(words: list[str], agent: bool) -> bool:
    """ "is set to meet": a plan where somebody decides, else a forecast; a headline's "to buy" is a plan."""
    for index, word in enumerate(words[:-1]):
        if word == "set" and words[index + 1] == "to" and BE & set(words[max(0, index - 2) : index]):
            return agent
    if not any(word in FINITE or word.endswith("ed") for word in words):
        return any(
            word == "to" and words[k + 1] in _AGENTIVE | {"buy", "get"}
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
        if word in _MODALS:
            return index + 10
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
        if word in _MODALS:
            return True
    return False


def _planned(words: list[str], line: str) -> bool:
    for index, word in enumerate(words):
        if word in _PLAN_VERBS and _takes_infinitive(words, index):
            return True
    return any(phrase in line for phrase in _PLAN_PHRASES)


_HANDED = words("deliver make supply produce manufacture build hold turn output")
_MODALS = words("will would could can may might shall won't cannot can't ’ll")
_HANDED = words("deliver make supply produce manufacture build hold turn output")
_ALONE = words("scheduled slated intends intend considering mulling earmarked weighing vowed pledged")
_TO_NEXT = words("hopes hope hoped agreed ordered want wants committed requested promised")
_AIMS = words("planned planning plans plan aims aiming proposed seek seeks seeking sought")
_BEFORE_NOUN = words(
    "of the its their his her our for discuss discussed with on about concrete some any no despite"
)


def _takes_infinitive(words: list[str], index: int) -> bool:
    """Whether "to", "on" or "whether" follows within two words, or the word itself needs none."""
    word, following = words[index], words[index + 1 : index + 4]
    if word in _ALONE:
        return True
    if word in _TO_NEXT:
        return "to" in following[:1] or (word in ("want", "wants") and "to" in following)
    if word in ("plan", "plans") and index and words[index - 1] in _BEFORE_NOUN:
        return False
    if word == "aimed":
        return "to" in following[:1] or (index > 0 and "at" in following[:1] and words[index - 1] in BE)
    if word in _AIMS:
        steady = word in ("aims", "aiming", "seeks", "seeking")
        return "to" in following or following[:1] in (["on"], ["at"]) or steady
    return "to" in following


def _modal(words: list[str], agent: bool) -> str:
    """Reading of the first modal verb, "" where there is none that matters."""
    for index, word in enumerate(words):
        if word not in _MODALS:
            continue
        verb, passive = _verb_after(words, index)
        if word in ("may", "might"):
            return "assessed" if verb == "have" else "forecast"
        if word in ("can", "cannot", "can't"):
            return "capability"
        if word == "could":
            able = verb in _MAKING and not (passive and verb in _HANDED)
            return "capability" if able else "assessed" if verb == "have" else "forecast"
        if verb == "have":
            continue
        decided = agent or passive or verb == "replace"
        return "plan" if decided and verb in _AGENTIVE else "forecast"
    return ""


_BETWEEN = words(
    "more than nearly almost not also be further eventually soon now only then initially ultimately first jointly each it still"
)


def _verb_after(words: list[str], index: int) -> tuple[str, bool]:
    """The verb a modal governs and whether it is passive ("would be created" → create, True)."""
    step = index + 1
    passive = False
    while step < len(words) and (
        words[step] in _BETWEEN or (words[step].endswith("ly") and words[step] not in _AGENTIVE | _MAKING)
    ):
        passive = passive or words[step] == "be"
        step += 1
    verb = words[step] if step < len(words) else ""
    return (_BASE.get(verb) or _base_form(verb), True) if passive else (verb, False)


_BASE = {
    "made": "make", "built": "build", "sent": "send", "given": "give", "held": "hold", "taken": "take", "paid": "pay",
    "bought": "buy", "spent": "spend",
}  # fmt: skip


def _base_form(participle: str) -> str:
    """Infinitive of a regular participle where it is one of the verbs of decision, else the word itself."""
    if participle.endswith("ed"):
        for cut in (participle[:-1], participle[:-2], participle[:-3]):
            if cut in _AGENTIVE or cut in _MAKING:
                return cut
    return participle


def _capable(words: list[str], line: str) -> bool:
    if any(
        phrase in line
        for phrase in ("capable of", "able to", "the ability to", "capacity to", "capability to")
    ):
        return "not able to" not in line and "unable to" not in line
    if "capacity" in words[:6] and any(word in BE for word in words):
        return True
    return (
        "range of" in line
        or "capacity of" in line
        or "payload of" in line
        or "makes it possible" in line
        or "top speed" in line
    )


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
