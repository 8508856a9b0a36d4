"""Nouns that frame a clause: "the aim is to", "there is a risk that", "has plans to", "has a range of 900 km"."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import near, nth

_COPULAR = lex.groups("copular")
_EXISTING = lex.groups("existing")


def framing_noun(words: list[str], index: int, agent: bool) -> str:
    """A noun that frames its clause: "the aim is to", "there is a risk that", "has plans to"."""
    return _copular(words, index) or _existing(words, index) or _held(words, index)


def _copular(words: list[str], index: int) -> str:
    """ "The goal is to build", "Our assessment is that", "It is our belief that"."""
    word = words[index]
    modality = next((name for name, listed in _COPULAR.items() if word in listed), "")
    comma = max((k for k in range(index) if words[k] == ","), default=-1)
    if not modality or index - comma > 7:
        return ""
    if words[:2] in (["it", "is"], ["it", "was"]):
        return modality if nth(words, index + 1) == "that" else ""
    if modality == "assessed" and nth(words, index + 1) == "that" and words[:index] in OWNERS:
        return modality  # "Our belief that … has not changed"
    if words[index + 1 : index + 2] and words[index + 1] not in lex.behind_head:
        return ""
    be = next((k for k in range(index + 1, min(index + 7, len(words))) if words[k] in lex.be), None)
    if (
        be is None
        or (lex.finite - {"made", "given"}) & set(words[:be])
        or (index and words[index - 1] == "of")
    ):
        return ""
    following = words[be + 1 : be + 2]
    if modality == "plan":
        counted = bool(following) and (
            following[0][:1].isdigit() or following[0] in ("at", "about", "around")
        )
        far = "to" in words[be + 1 : be + 8] or (words[be] != "were" and _gerund_goal(word, following))
        return "plan" if (far or counted) and following not in (["no"], ["not"]) else ""
    return modality if following in (["that"], ["for"]) else ""


def _gerund_goal(word: str, following: list[str]) -> bool:
    """ "The goal is modernising production"; "our plan is moving ahead" is a progressive."""
    return (
        word.startswith(("goal", "aim", "target", "objective", "idea", "priority"))
        and following[0:1] != []
        and following[0].endswith("ing")
    )


def _existing(words: list[str], index: int) -> str:
    """ "There are plans to", "there is a risk that", "plans are under way"."""
    if "no" in words[max(0, index - 2) : index]:
        return ""
    there = "there" in words[max(0, index - 6) : index] and bool(lex.be & near(words, index, 5))
    if there:
        return next((name for name, listed in _EXISTING.items() if words[index] in listed), "")
    if words[index] in lex.arranged_plurals and index <= 3:
        underway = words[index + 1 : index + 4]
        return "plan" if lex.be & set(underway) and lex.advanced_words & set(underway) else ""
    return ""


def _held(words: list[str], index: int) -> str:
    """ "has plans to", "announced a plan for", "has set a target of"."""
    word, before = words[index], near(words, index, 5)
    following = words[index + 1 : index + 3]
    if (
        word in lex.aimed
        and nth(words, index - 2) == "as"
        and {"set", "sets", "setting"} & set(words[:index])
    ):
        return "plan"  # "set 300 a month as the target"
    if word in lex.dreaded and "that" in words[index + 1 : index + 5] and lex.voicing & before:
        return "forecast"
    if not following or "no" in words[index - 1 : index] or not (lex.holding & before):
        return ""
    return "plan" if word in lex.plan_nouns and following[0] in lex.plan_sequels else ""


def ability(words: list[str], index: int, agent: bool) -> str:
    """ "has the capacity to make", "gives it the ability to", "lacks the means to"."""
    following = words[index + 1 : index + 2]
    if (
        words[index] == "potential"
        and following in (["of"], ["for"])
        and {"has", "have"} & near(words, index, 4)
    ):
        return "forecast"
    if words[index] in ("capability", "capabilities") and {"has", "have"} & near(words, index, 5):
        return "capability"
    if words[index] == "capacity" and following == ["for"] and {"has", "have"} & near(words, index, 3):
        return "capability"
    if following != ["to"] or not (lex.owning & near(words, index, 5)):
        return ""
    return "forecast" if words[index] == "potential" and not agent else "capability"


def measured(words: list[str], index: int, agent: bool) -> str:
    """ "has a range of 900 km", "its top speed is 200 km/h", "boasts a 900 km range"."""
    if index and words[index - 1] in ("wide", "broad", "full"):
        return ""
    if words[index] == "reach" and nth(words, index - 1) == "to":
        return ""  # "30 failed to reach the port"
    before, following = words[max(0, index - 6) : index], words[index + 1 : index + 7]
    counted = any(w[:1].isdigit() or w in lex.many for w in following[:4])
    if nth(following, 0) == "of" and counted and lex.sporting & set(before):
        return "capability"
    be = next((k for k, w in enumerate(following) if w in lex.be), 9)
    told = any(w[:1].isdigit() or w in lex.many for w in words[index + be + 2 : index + be + 5])
    if index <= 5 and told and not (lex.finite & set(words[:index])):
        return "capability"
    sized = any(w[:1].isdigit() for w in before[-3:])
    return "capability" if sized and lex.sporting & set(before) else ""


OWNERS = (["our"], ["my"], ["his"], ["her"], ["their"])
