"""What a modal verb ("will", "could", "may", …) says of its clause, by the verb it governs."""

from __future__ import annotations

from tocsin.claims.reading.vocabulary import words

MODALS = words("will would could can may might shall won't wouldn't couldn't cannot can't should must ’ll ’d")
MAKING = words(
    "make produce manufacture build assemble carry fly reach travel hit strike launch deliver operate fire cover turn "
    "intercept detect track engage destroy shoot supply hold store accommodate withstand stay hover evade lift "
    "transport defeat penetrate handle output"
)
AGENTIVE = words(
    "build deliver produce make manufacture supply send open provide buy purchase invest spend increase expand double "
    "triple boost raise launch establish develop receive transfer train begin start continue hand ship fund finance "
    "construct create set donate acquire deploy install sign allocate procure give support host replace use "
    "work hold visit resume contribute field equip retire undergo seek introduce conduct release pay step "
    "ramp team be move add complete join order roll take partner buy hire review assemble test station base transport "
    "unveil showcase export import upgrade modernise modernize convert present finish extend relocate locate house "
    "dispatch induct commission integrate tender discuss cooperate collaborate recruit announce accelerate prioritise "
    "prioritize pursue keep put sell share scale outfit arm offer award grant stop halt cut end ban impose respond "
    "retaliate carry lead meet adjust perform inaugurate finalise finalize seal conclude secure attend visit explore renew replenish recruit employ manage run operate run go get arrive enter exercise participate repair refurbish demonstrate"
)
_HANDED = words("deliver make supply produce manufacture build hold turn output")
_DECIDED_ACTS = words("launch strike hit deliver supply fire engage destroy shoot turn hold")
SCHEDULED = words("begin start open resume continue arrive enter commence")
_PRODUCING = words("make produce manufacture build assemble employ supply")
_FACILITIES = words(
    "plant factory facility line site venture hub shipyard plants factories facilities workshop"
)
_COSTING = words("take cost mean lead cause happen vary help")
_VERIFYING = words(
    "verify confirm reach establish determine comment say identify verified confirmed reached established determined "
    "identified see tell elaborate disclose reveal rule name specify discuss"
)
_BETWEEN = words(
    "more than nearly almost not also be further eventually soon now only then initially ultimately first jointly each "
    "it still over about later subsequently instead"
)
_BASE = {
    "made": "make", "built": "build", "sent": "send", "given": "give", "held": "hold", "taken": "take", "paid": "pay",
    "bought": "buy", "spent": "spend", "sold": "sell", "begun": "begin", "shown": "showcase", "run": "run",
    "led": "lead", "kept": "keep", "shot": "shoot", "chosen": "order", "drawn": "take", "cut": "cut",
}  # fmt: skip


def modal_of(words: list[str], agent: bool) -> str:
    """Reading of the first modal verb that says something, "" where there is none.

    `agent` says whether the clause's subject can decide things (a state, firm or person).
    """
    for index, word in enumerate(words):
        if word not in MODALS:
            continue
        reading = _one(words, index, agent)
        if reading != "pass":
            return reading
    return ""


def _one(words: list[str], index: int, agent: bool) -> str:
    word = words[index]
    verb, passive = verb_after(words, index)
    refused = "not" in words[index + 1 : index + 3] or word.endswith(("n't", "not"))
    if verb in _VERIFYING and (refused or word in ("can", "could", "cannot")):
        return "pass"  # "could not be verified", "would not comment"
    if verb == "able":
        return "capability"
    if word in ("may", "might"):
        return _may(words, index, verb, passive)
    if word == "must":
        return "assessed" if verb == "have" else "pass"
    if word == "should":
        return _should(verb, passive)
    if word in ("can", "cannot", "can't"):
        return "pass" if verb in _COSTING and not passive else "capability"
    if word in ("could", "couldn't"):
        if refused:
            return "pass"
        return "assessed" if passive and _present(words, index) else _could(verb, passive, agent)
    if verb == "have":
        return _will_have(words, index)
    if "whether" in words[:1]:
        return "forecast"
    return _will(words, index, verb, passive, agent)


def _will_have(words: list[str], index: int) -> str:
    """ "will have a capacity of" looks ahead; "would have fallen" is left to other cues."""
    following = words[words.index("have", index) + 1 :][:1]
    if words[index] == "would" and following == ["no"]:
        return "pass"
    perfect = bool(following) and (
        following[0].endswith("ed") or following[0] in ("been", "come", "gone", *_BASE)
    )
    return "assessed" if perfect and words[index] not in ("will", "won't") else "forecast"


def _may(words: list[str], index: int, verb: str, passive: bool) -> str:
    """ "may have fallen", "may be hiding", "may be behind" judge the present; the rest looks ahead."""
    if verb == "have" or words[index + 1 : index + 3] == ["not", "have"]:
        return "assessed"
    return "assessed" if passive and _present(words, index) else "forecast"


def _present(words: list[str], index: int) -> bool:
    """ "… be hiding", "… be behind": a guess at what is."""
    following = words[index + 1 : index + 5]
    if "be" not in following:
        return False
    head = following[following.index("be") + 1 : following.index("be") + 2]
    return bool(head) and (head[0].endswith("ing") or head[0] in _STATES)


_STATES = words("behind responsible linked involved part")


def _should(verb: str, passive: bool) -> str:
    """ "should begin next year" expects; "should stop" is a demand and claims nothing of the future."""
    if (
        verb in SCHEDULED
        or verb in ("ready", "complete", "finish")
        or (passive and verb in ("deliver", "complete"))
    ):
        return "forecast"
    return "pass"


def _could(verb: str, passive: bool, agent: bool) -> str:
    if verb == "have":
        return "assessed"
    able = verb in MAKING and not (passive and verb in _HANDED)
    if able and agent and verb in _DECIDED_ACTS:
        return "forecast"  # what a state could do is a prospect, what a weapon could do a property
    return "capability" if able else "forecast"


def _will(words: list[str], index: int, verb: str, passive: bool, agent: bool) -> str:
    if passive and verb.endswith("ing"):
        return "plan"  # "will be working on": arranged
    if verb in SCHEDULED and not passive:
        return "plan"
    if verb in _PRODUCING and _FACILITIES & set(_head(words[:index])):
        return "plan"
    if "under" in words[:1] and words[1:2] != ["fire"] and verb in AGENTIVE:
        return "plan"
    decided = agent or passive or verb == "replace"
    return "plan" if decided and verb in AGENTIVE else "forecast"


def _head(subject: list[str]) -> list[str]:
    """A subject up to its first preposition."""
    cut = next(
        (k for k, word in enumerate(subject) if k and word in ("of", "for", "in", "at", "with")), len(subject)
    )
    return subject[:cut]


def verb_after(words: list[str], index: int) -> tuple[str, bool]:
    """The verb a modal governs and whether it is passive ("would be created" → create, True)."""
    step = index + 1
    passive = False
    while step < len(words) and (
        words[step] in _BETWEEN or (words[step].endswith("ly") and words[step] not in AGENTIVE | MAKING)
    ):
        passive = passive or words[step] == "be"
        step += 1
    verb = words[step] if step < len(words) else ""
    return (_BASE.get(verb) or _base_form(verb), True) if passive else (verb, False)


def _base_form(participle: str) -> str:
    """Infinitive of a regular participle where it is one of the verbs of decision, else the word itself."""
    if participle.endswith("ied") and participle[:-3] + "y" in AGENTIVE | MAKING:
        return participle[:-3] + "y"
    if participle.endswith("ed"):
        for cut in (participle[:-1], participle[:-2], participle[:-3]):
            if cut in AGENTIVE or cut in MAKING:
                return cut
    return participle
