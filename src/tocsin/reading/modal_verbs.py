"""What a modal verb ("will", "could", "may", …) says of its clause, by the verb it governs."""

from __future__ import annotations

from tocsin.reading.lexicon import forms, lex
from tocsin.reading.tokens import nth

_LEMMAS = {forms(lemma).participle: lemma for lemma in sorted(lex.making)}
_WILL_NOUN = (["political"], ["the"], ["their"], ["his"], ["good"], ["free"], ["its"], ["a"])
_BASE = lex.keys("infinitives", str)


def read_modal(words: list[str], index: int, agent: bool) -> str:
    """Reading of the modal verb at `index`: plan, forecast, capability, assessed, "pass" where it says nothing.

    `agent` says whether the clause's subject can decide things (a state, firm or person).
    """
    word = words[index]
    if word == "will" and (nth(words, index + 1) == "to" or words[max(0, index - 1) : index] in _WILL_NOUN):
        return "pass"  # "the political will to act"
    verb, passive = verb_after(words, index)
    refused = "not" in words[index + 1 : index + 3]
    if verb in lex.verifying and (refused or word in ("can", "could")):
        return "pass"  # "could not be verified", "would not comment"
    if verb == "able":
        return "capability"
    if passive and word in ("could", "can") and verb in lex.perceived:
        return "pass"  # "smoke could be seen"
    if verb in lex.amounting and word in ("would", "may", "might"):
        return "assessed"
    if word in ("may", "might"):
        return _may(words, index, verb, passive)
    if word == "must":
        return "assessed" if verb == "have" else "pass"
    if word == "should":
        return _should(verb, passive, agent)
    if word == "can" and refused and not passive and verb not in lex.scaling:
        return "pass"  # "cannot agree", "cannot afford it": refused, no property of a thing
    if word == "can" and verb in lex.lasting:
        return "forecast"
    if word == "can":
        return "pass" if verb in lex.costing and not passive else "capability"
    if word == "could":
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
    return "assessed" if perfect and words[index] != "will" else "forecast"


def _may(words: list[str], index: int, verb: str, passive: bool) -> str:
    """ "may have fallen", "may be hiding", "may be behind" judge the present; the rest looks ahead."""
    if verb == "have" or words[index + 1 : index + 3] == ["not", "have"]:
        return "assessed"
    if verb == "be" and nth(words, words.index("be", index) + 1) in ("a", "an", "the"):
        return "assessed"
    return "assessed" if passive and _present(words, index) else "forecast"


def _present(words: list[str], index: int) -> bool:
    """ "… be hiding", "… be behind": a guess at what is."""
    following = words[index + 1 : index + 5]
    if "be" not in following:
        return False
    head = following[following.index("be") + 1 : following.index("be") + 2]
    return bool(head) and (head[0].endswith("ing") or head[0] in lex.present_states)


def _should(verb: str, passive: bool, agent: bool) -> str:
    """ "should begin next year", "output should rise" expect; "should stop" demands and claims nothing of the future."""
    ready = verb in ("ready", "complete", "finish") or (passive and verb in lex.finished)
    results = not agent and not passive and verb in lex.not_decided and verb not in ("be", "have", "need")
    return "forecast" if verb in lex.scheduled or ready or results else "pass"


def _could(verb: str, passive: bool, agent: bool) -> str:
    """What a thing could do is a property, what somebody could do a prospect."""
    if verb == "have":
        return "assessed"
    able = verb in lex.making and not (passive and verb in lex.handed_over)
    if able and agent and verb in lex.decided_acts:
        return "forecast"  # what a state could do is a prospect, what a weapon could do a property
    return "capability" if able else "forecast"


def _will(words: list[str], index: int, verb: str, passive: bool, agent: bool) -> str:
    """ "will build": a plan where somebody decides, else a forecast."""
    if verb == "like" and words[index] in ("would", "’d"):
        return "plan"
    if passive and verb.endswith("ing"):
        return "plan"  # "will be working on": arranged
    if verb in lex.producing and not passive and lex.facilities & set(head_words(words[:index])):
        return "plan"
    if not passive and lex.budgets & set(head_words(words[:index])):
        return "plan"  # "the budget would raise pay": proposed by whoever drew it up
    if verb in lex.containing and not passive and lex.containing_schemes & set(head_words(words[:index])):
        return "plan"
    able = agent or ("under" in words[:1] and nth(words, 1) != "fire")
    at = words.index(verb, index) + 1 if verb in words[index:] else len(words)
    return "plan" if _acts(verb, passive, able, "".join(words[at : at + 1])) else "forecast"


def decided(
    words: list[str], to: int, agent: bool, *, arranged: bool = False, produced: bool = False
) -> bool:
    """Whether the infinitive behind the "to" at `to` is an act that somebody decides ("set to buy", not "set to rise")."""
    verb, passive = verb_after(words, to)
    return (
        _acts(verb, passive, agent)
        or (arranged and verb in lex.arrivals)
        or (produced and verb in lex.producing)
    )


def _acts(verb: str, passive: bool, agent: bool, words_after: str = "") -> bool:
    """Whether the verb names something that is decided: a start, what is done to something, what an agent does."""
    if verb in lex.scheduled and not passive:
        return True
    if passive:
        participle = verb.endswith(("ed", "en")) and verb not in lex.never_participles
        return verb not in lex.not_done and (verb in _BASE.values() or verb in lex.making or participle)
    if verb == "replace" or (verb == "go" and words_after in lex.going_to):
        return True
    return agent and bool(verb) and verb not in lex.not_decided


def head_words(subject: list[str]) -> list[str]:
    """A subject up to its first preposition."""
    cut = next((k for k, word in enumerate(subject) if k and word in lex.head_ends), len(subject))
    return subject[:cut]


def verb_after(words: list[str], index: int) -> tuple[str, bool]:
    """The verb a modal governs and whether it is passive ("would be created" → created, True)."""
    step = index + 1
    passive = False
    while step < len(words) and (words[step] in lex.modal_adverbs or _manner(words[step])):
        passive = passive or words[step] == "be"
        step += 1
    verb = nth(words, step)
    if not passive:
        return verb, False
    if verb.endswith(("ed", "en", "ing")) or verb in _BASE or verb in ("under", "on", "in"):
        return _BASE.get(verb) or _LEMMAS.get(verb, verb), True
    return "be", False


def _manner(word: str) -> bool:
    return word.endswith("ly") and word not in lex.not_manner
