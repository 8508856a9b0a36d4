"""Modality of a clause: asserted, plan, forecast, capability, assessed, denied; cues in a fixed order."""

from __future__ import annotations

from tocsin.claims.reading.lexicon import AUXILIARIES, FINITE

_DENIED = frozenset("denied denies deny denying refuted rejected dismissed".split())
_PLAN_VERBS = frozenset(
    "plan plans planned planning aim aims aimed aiming intend intends intended intending pledge pledges pledged pledging "
    "vow vows vowed vowing promise promised promises seek seeks seeking sought propose proposed proposes considering "
    "scheduled slated earmarked wants want hopes hope hoped mulling preparing prepares agreed ordered undertaken eyeing "
    "eyes mulls weighing committed requested".split()
)
_PLAN_PHRASES = (
    "is set to", "are set to", "was set to", "be set to", "were set to", "due to be", "in order to", "going ahead with", "on track to", "goal of",
    "target of", "aim of", "the goal is", "the aim is", "plan to", "plans to", "plans for", "ready to",
    "in talks to", "expected to sign", "is to ", "are to ", "was to ", "were to ",
    "working to", "looking to", "slated for", "scheduled for", "intention to", "with the aim", "goal is", "aim is",
    "target is", "is aimed at", "plan for", "plan is",
    "due to begin", "due to start", "due to receive", "due to deliver", "due for", "will seek",
    "is preparing", "are preparing", "would like to",
)  # fmt: skip
_EXPECT = frozenset(
    "expected expects expect expecting forecast forecasts predicted predicts projected projects anticipated anticipates "
    "anticipate likely may might prospects fear fears feared poised expectation foresee".split()
)
_ABILITY = frozenset(
    "can able capable capability capacity enables enabled allows cannot range ranges".split()
)
_ASSESSED = frozenset(
    "believed believes believe estimated estimates estimate assessed assesses assess assessment suspected suspects "
    "suspect thought probably apparently appears appear appeared presumably seems seem judged concluded concludes "
    "suggests suggest suggesting roughly_ reckons calculates calculated possibly evidently presumed".split()
)
_MAKING = frozenset(
    "make produce manufacture build assemble carry fly reach travel hit strike launch deliver operate fire cover turn "
    "intercept detect track engage destroy shoot supply hold store accommodate withstand stay hover evade lift "
    "transport defeat penetrate handle output".split()
)
_AGENTIVE = frozenset(
    "build deliver produce make manufacture supply send open provide buy purchase invest spend increase expand double "
    "triple boost raise launch establish develop receive transfer train begin start continue hand ship fund finance "
    "construct create set donate acquire deploy install sign transfer allocate procure give support host replace use "
    "work hold visit resume contribute field equip retire undergo seek introduce conduct release procure pay step "
    "ramp team be move add complete join be_ order roll take".split()
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
    words = words[: _reach(words)]
    line = " ".join(words) + " "
    modal = _modal(words, agent)
    if tone == "promise":
        return "plan"
    if modal in ("plan", "capability") and _expected(words):
        modal = "forecast"
    plan = _planned(words, line)
    if plan and modal != "capability":
        return "plan"
    if modal:
        return "assessed" if modal == "weak" else modal
    if _capable(words, line):
        return "capability"
    if tone == "foresee" or _expected(words):
        return "forecast"
    if tone == "think" or any(word in _ASSESSED for word in words):
        return "assessed"
    return "asserted"


def _reach(words: list[str]) -> int:
    """How far the main verb's group goes: cues deep inside a later infinitive or participle say nothing of the clause."""
    for index, word in enumerate(words):
        if word in AUXILIARIES or (index and word in FINITE):
            return index + 9
    return len(words)


def _planned(words: list[str], line: str) -> bool:
    for index, word in enumerate(words):
        if word in _PLAN_VERBS and _takes_infinitive(words, index):
            return True
    return any(phrase in line for phrase in _PLAN_PHRASES)


def _takes_infinitive(words: list[str], index: int) -> bool:
    """Whether "to", "on" or "whether" follows within two words, or the word itself needs none."""
    word = words[index]
    if word in (
        "scheduled",
        "slated",
        "intends",
        "intend",
        "considering",
        "mulling",
        "earmarked",
        "weighing",
        "vowed",
        "pledged",
    ):
        return True
    following = words[index + 1 : index + 4]
    if word in (
        "hopes",
        "hope",
        "hoped",
        "agreed",
        "ordered",
        "want",
        "wants",
        "committed",
        "requested",
        "promised",
    ):
        return "to" in following[:1] or (word in ("want", "wants") and "to" in following)
    if word in (
        "planned",
        "planning",
        "plans",
        "plan",
        "aims",
        "aiming",
        "aimed",
        "proposed",
        "seek",
        "seeks",
        "seeking",
        "sought",
    ):
        return (
            "to" in following
            or "on" in following[:1]
            or "at" in following[:1]
            or word in ("aims", "aiming", "seeks", "seeking")
        )
    return "to" in following


def _modal(words: list[str], agent: bool) -> str:
    """Reading of the first modal verb, "" where there is none that matters."""
    for index, word in enumerate(words):
        if word not in (
            "will",
            "would",
            "could",
            "can",
            "may",
            "might",
            "shall",
            "won't",
            "cannot",
            "can't",
            "’ll",
        ):
            continue
        verb, passive = _verb_after(words, index)
        if word in ("may", "might"):
            return "assessed" if verb == "have" else "forecast"
        if word in ("can", "cannot", "can't"):
            return "capability"
        if word == "could":
            return "capability" if verb in _MAKING else ("assessed" if verb == "have" else "forecast")
        if verb == "have":
            continue
        return "plan" if (agent or passive) and verb in _AGENTIVE else "forecast"
    return ""


_BETWEEN = frozenset(
    "more than nearly almost not also be be_ further eventually soon now only then initially ultimately first jointly each it still".split()
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
    return "range of" in line or "capacity of" in line or "payload of" in line or "top speed" in line


def _expected(words: list[str]) -> bool:
    for index, word in enumerate(words):
        if word in _EXPECT and not (word == "likely" and "have" in words[index + 1 : index + 3]):
            return True
    return False
