"""What a modal verb ("will", "could", "may", …) says of its clause, by the verb it governs."""

from __future__ import annotations

from tocsin.reading.inflection import forms
from tocsin.reading.vocabulary import words

MODALS = words("will would could can may might shall won't wouldn't couldn't cannot can't should must ’ll ’d")
MAKING = words(
    "make produce manufacture build assemble carry fly reach travel hit strike launch deliver operate fire cover turn "
    "intercept detect track engage destroy shoot supply hold store accommodate withstand stay hover evade lift "
    "transport defeat penetrate handle output"
)
NOT_DECIDED = words(  # what befalls or results, whoever the subject is
    "be become have need face see remain lose benefit allow help enable cost suffer gain fall rise grow drop decline "
    "last mean lead cause require depend know believe think want hope struggle fail collapse feel find experience prove "
    "serve win exceed reach outnumber outpace succeed prevail occur happen ensure appear seem matter hurt harm threaten "
    "worsen deter prevent bear amount represent mark play miss die starve realise realize regret discover enjoy survive run"
)
_NOT_DONE = words(
    "affected hit killed damaged needed required seen felt forced known surprised disrupted weakened strengthened left "
    "faced shaken remembered judged threatened exposed interested limited concerned doubled tripled increased reduced "
    "halved lost wounded injured driven enough determined able worth ready due available"
)
_NEVER_PARTICIPLES = words("need indeed speed red")
_LEMMAS = {forms(lemma).participle: lemma for lemma in sorted(MAKING)}
_HANDED = words("deliver make supply produce manufacture build hold turn output")
_DECIDED_ACTS = words("launch strike hit deliver supply fire engage destroy shoot turn hold")
SCHEDULED = words("begin start open resume continue arrive enter commence follow")
_PRODUCING = words("make produce manufacture build assemble employ")
_FACILITIES = words(
    "plant factory facility line site venture hub shipyard plants factories facilities workshop"
)
_COSTING = words("take cost mean lead cause happen vary help")
_VERIFYING = words(
    "verify confirm reach establish determine comment say identify verified confirmed reached established determined "
    "identified see tell elaborate disclose reveal rule name specify discuss"
)
_WILL_NOUN = (["political"], ["the"], ["their"], ["his"], ["good"], ["free"], ["its"], ["a"])
_CONTAINING = words("see include involve cover comprise entail consist")
_SCHEMES = words(
    "deal contract agreement order plan programme program memorandum project package scheme facility line"
)
_SCALING = words("remain last expand increase raise double grow meet satisfy replace")
_BUDGETS = words("budget budgets")
_AMOUNTING = words("amount equate equal represent constitute")
_BETWEEN = words(
    "more than nearly almost not also be further eventually soon now only then initially ultimately first jointly each "
    "it still over about later subsequently instead"
)
_BASE = {
    "brought": "bring", "driven": "drive", "flown": "fly", "fought": "fight", "laid": "lay", "lent": "lend",
    "rebuilt": "rebuild", "put": "put", "set": "set", "split": "split", "taught": "teach", "thrown": "throw",
    "written": "write", "done": "do", "met": "meet", "undertaken": "undertake", "withdrawn": "withdraw", "hit": "hit",
    "won": "win", "used": "use", "left": "left", "overseen": "oversee",
    "made": "make", "built": "build", "sent": "send", "given": "give", "held": "hold", "taken": "take", "paid": "pay",
    "bought": "buy", "spent": "spend", "sold": "sell", "begun": "begin", "shown": "showcase", "run": "run",
    "led": "lead", "kept": "keep", "shot": "shoot", "chosen": "order", "drawn": "take", "cut": "cut", "spread": "spread",
}  # fmt: skip


def read_modal(words: list[str], index: int, agent: bool) -> str:
    """Reading of the modal verb at `index`: plan, forecast, capability, assessed, "pass" where it says nothing.

    `agent` says whether the clause's subject can decide things (a state, firm or person).
    """
    word = words[index]
    if word == "will" and (
        words[index + 1 : index + 2] == ["to"] or words[max(0, index - 1) : index] in _WILL_NOUN
    ):
        return "pass"  # "the political will to act"
    verb, passive = verb_after(words, index)
    refused = "not" in words[index + 1 : index + 3] or word.endswith(("n't", "not"))
    if verb in _VERIFYING and (refused or word in ("can", "could", "cannot")):
        return "pass"  # "could not be verified", "would not comment"
    if verb == "able":
        return "capability"
    if passive and word in ("could", "can") and verb in ("seen", "heard", "felt", "see"):
        return "pass"  # "smoke could be seen"
    if verb in _AMOUNTING and word in ("would", "may", "might"):
        return "assessed"
    if word in ("may", "might"):
        return _may(words, index, verb, passive)
    if word == "must":
        return "assessed" if verb == "have" else "pass"
    if word == "should":
        return _should(verb, passive, agent)
    if word in ("cannot", "can't") and not passive and verb not in MAKING | _SCALING:
        return "pass"  # "cannot agree", "cannot afford it": refused, no property of a thing
    if word in ("can", "cannot", "can't") and verb in ("remain", "last", "continue", "afford"):
        return "forecast"
    if word in ("can", "cannot", "can't"):
        return "pass" if verb in _COSTING and not passive else "capability"
    if word in ("could", "couldn't"):
        if refused:
            return "pass"
        if passive and _present(words, index):
            return "assessed"
        if verb == "be" and words[index + 2 : index + 3] and words[index + 2][:1].isupper():
            return "assessed"  # "could be Kowsar types"
        return _could(verb, passive, agent)
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
    if verb == "be" and words[words.index("be", index) + 1 : words.index("be", index) + 2] in (
        ["a"],
        ["an"],
        ["the"],
    ):
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


def _should(verb: str, passive: bool, agent: bool) -> str:
    """ "should begin next year", "output should rise" expect; "should stop" demands and claims nothing of the future."""
    ready = verb in ("ready", "complete", "finish") or (
        passive and verb in ("deliver", "completed", "finished", "handed")
    )
    results = not agent and not passive and verb in NOT_DECIDED and verb not in ("be", "have", "need")
    return "forecast" if verb in SCHEDULED or ready or results else "pass"


def _could(verb: str, passive: bool, agent: bool) -> str:
    """What a thing could do is a property, what somebody could do a prospect."""
    if verb == "have":
        return "assessed"
    able = verb in MAKING and not (passive and verb in _HANDED)
    if able and agent and verb in _DECIDED_ACTS:
        return "forecast"  # what a state could do is a prospect, what a weapon could do a property
    return "capability" if able else "forecast"


def _will(words: list[str], index: int, verb: str, passive: bool, agent: bool) -> str:
    """ "will build": a plan where somebody decides, else a forecast."""
    if verb == "like" and words[index] in ("would", "’d"):
        return "plan"
    if passive and verb.endswith("ing"):
        return "plan"  # "will be working on": arranged
    if verb in _PRODUCING and not passive and _FACILITIES & set(head_words(words[:index])):
        return "plan"
    if not passive and _BUDGETS & set(head_words(words[:index])):
        return "plan"  # "the budget would raise pay": proposed by whoever drew it up
    if verb in _CONTAINING and not passive and _SCHEMES & set(head_words(words[:index])):
        return "plan"
    able = agent or ("under" in words[:1] and words[1:2] != ["fire"])
    at = words.index(verb, index) + 1 if verb in words[index:] else len(words)
    return "plan" if _acts(verb, passive, able, "".join(words[at : at + 1])) else "forecast"


def decided(
    words: list[str], to: int, agent: bool, *, arranged: bool = False, produced: bool = False
) -> bool:
    """Whether the infinitive behind the "to" at `to` is an act that somebody decides ("set to buy", not "set to rise")."""
    verb, passive = verb_after(words, to)
    return (
        _acts(verb, passive, agent) or (arranged and verb in _ARRIVALS) or (produced and verb in _PRODUCING)
    )


_ARRIVALS = words("come leave return fly go run take continue last be")


def _acts(verb: str, passive: bool, agent: bool, words_after: str = "") -> bool:
    """Whether the verb names something that is decided: a start, what is done to something, what an agent does."""
    if verb in SCHEDULED and not passive:
        return True
    if passive:
        participle = verb.endswith(("ed", "en")) and verb not in _NEVER_PARTICIPLES
        return verb not in _NOT_DONE and (verb in _BASE.values() or verb in MAKING or participle)
    if verb == "replace" or (verb == "go" and words_after in ("to", "into", "towards", "on")):
        return True
    return agent and bool(verb) and verb not in NOT_DECIDED


def head_words(subject: list[str]) -> list[str]:
    """A subject up to its first preposition."""
    cut = next(
        (k for k, word in enumerate(subject) if k and word in ("of", "for", "in", "at", "with")), len(subject)
    )
    return subject[:cut]


def verb_after(words: list[str], index: int) -> tuple[str, bool]:
    """The verb a modal governs and whether it is passive ("would be created" → created, True)."""
    step = index + 1
    passive = False
    while step < len(words) and (words[step] in _BETWEEN or _manner(words[step])):
        passive = passive or words[step] == "be"
        step += 1
    verb = words[step] if step < len(words) else ""
    if not passive:
        return verb, False
    if verb.endswith(("ed", "en", "ing")) or verb in _BASE or verb in ("under", "on", "in"):
        return _BASE.get(verb) or _LEMMAS.get(verb, verb), True
    return "be", False


def _manner(word: str) -> bool:
    return word.endswith("ly") and word not in ("supply", "rely", "apply", "assembly", "fly", "ally")
