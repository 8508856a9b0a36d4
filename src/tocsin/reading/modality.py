"""Modality of a clause: asserted, plan, forecast, capability, assessed, denied.

The first operator in the main verb's group decides ("is expected to be able to …" is a forecast): a modal verb, a verb,
adjective or noun of `modal_lexicon` in its frame, or an adverb. The reporting verb's tone then weighs in.
"""

from __future__ import annotations

from tocsin.reading.lexicon import AUXILIARIES, BE, FINITE
from tocsin.reading.modal_frames import called_false
from tocsin.reading.modal_lexicon import CLAIM_NOUNS, GRANTS, REJECTING, SETTING_OUT, WEAK_REJECTING
from tocsin.reading.modal_operators import first_operator
from tocsin.reading.modal_verbs import MODALS
from tocsin.reading.modality_scope import without_modifiers
from tocsin.reading.vocabulary import words


def modality_of(
    words: list[str], tone: str = "say", *, agent: bool = True, ahead: bool = False, heading: bool = False
) -> str:
    """Modality of a clause given its lower-case words and the tone of its reporting verb.

    Parameters
    ----------
    words
        The clause's words and commas, lower case but for names.
    tone
        Class of the reporting verb (`cue_model.tone_of`), or "outside" where an onlooker speaks.
    agent
        Whether the clause's subject can decide things (a state, firm or person): "will build" is then a plan, "will
        allow" a forecast.
    ahead
        Whether the clause names a date after publication.
    heading
        Whether it is a headline, where "to buy" announces.
    """
    if tone == "deny" or _denied(words[:14]) or called_false(words[:16]):
        return "denied"
    if tone == "promise":
        return "plan"
    supposed = words[:1] in (["if"], ["unless"])
    words = without_modifiers(_without_relative(_main_clause(words)))
    words = words[: _reach(words)]
    found = first_operator(words, agent, heading=heading)
    if tone == "foresee":
        return "forecast"
    if tone == "think":
        ahead = found.modality == "forecast" or (found.modality == "capability" and found.kind == "modal")
        return found.modality if ahead else "assessed"
    if found.kind == "modal" and found.modality in ("plan", "capability") and supposed:
        return "forecast"
    if found.kind == "modal" and found.modality == "plan" and (tone == "outside" or _doubtful(words)):
        return "forecast"  # only who decides can announce; an onlooker foresees
    if found.modality:
        return found.modality
    return "plan" if ahead and _arranged(words) else "asserted"


def _main_clause(words: list[str]) -> list[str]:
    """Behind a clause in front ("If the talks fail, …", "While output rose, …")."""
    if words[1:2] == [","] and words[2:3] and words[2] in _FRONTED:
        words = words[2:]  # "However, given that …, we expect …"
    if words[:1] and words[0] in _FRONTED and "," in words[3:]:
        comma = words.index(",", 3)
        return words[comma + 1 :] if len(words) - comma > 3 else words
    return words


def _doubtful(words: list[str]) -> bool:
    doubts = {"if", "likely", "probably", "unless"} & set(words)
    return bool(doubts) or words[:1] == ["without"]


def _arranged(words: list[str]) -> bool:
    """ "Deliveries start", "is delivering" with a date ahead: set by somebody."""
    for index, word in enumerate(words):
        if not index:
            continue
        if word in SETTING_OUT and words[index - 1] not in ("to", "will", "the", "a", "of"):
            return not (FINITE - SETTING_OUT) & set(words[:index])
        if word in ("is", "are"):
            if (
                _TIMED & set(words[:index])
                and words[index + 1 : index + 2]
                and words[index + 1] in ("in", "for", "on")
            ):
                return True  # "The launch date is in May"
            return any(w.endswith("ing") for w in words[index + 1 : index + 3])
        if word in AUXILIARIES:
            return False
    return False


def _denied(words: list[str]) -> bool:
    """A denial: not a request denied, an official dismissed or a bid rejected."""
    for index, word in enumerate(words):
        if word not in REJECTING:
            continue
        before, following = words[max(0, index - 3) : index], words[index + 1 : index + 8]
        if BE & set(before):
            if following[:1] == ["by"] and CLAIM_NOUNS & set(words[:index]):
                return True
            continue
        if word in WEAK_REJECTING:
            if CLAIM_NOUNS & set(following) or following[:1] == ["by"]:
                return True
        elif not (GRANTS & set(following[:4])):
            return True
    return False


def _without_relative(words: list[str]) -> list[str]:
    """Drop relatives and participles between commas (", developed by the navy,"): they say nothing of the main verb."""
    for index, word in enumerate(words[:-2]):
        if word != "," or not index:
            continue
        first = words[index + 1]
        if first == "and" and words[index + 2] in ("which", "who"):
            first = words[index + 2]
        participle = first.endswith(("ed", "ing")) or first in _ASIDES
        if not participle and first not in ("which", "who", "whose"):
            continue
        closing = next((k for k in range(index + 2, len(words)) if words[k] == ","), None)
        if closing is None or (
            participle
            and not _VERBS_NEXT & set(words[closing + 1 : closing + 3])
            and not FINITE & set(words[closing + 1 : closing + 2])
        ):
            continue
        return words[:index] + words[closing + 1 :]
    return words


_VERBS_NEXT = MODALS | AUXILIARIES | SETTING_OUT
_TIMED = words("schedule date deadline delivery launch handover opening completion")
_DETERMINERS = words("the a an its their his her our any no some of new for these those several")
_FRONTED = words(
    "if unless when once while although though after before as since because until whereas given"
)
_ASIDES = words("built made based known due set seen led held bought sold worth")


def _reach(words: list[str]) -> int:
    """How far the main verb's group goes: cues deep inside a later infinitive or participle say nothing of the clause."""
    for index, word in enumerate(words):
        if word in MODALS:
            return index + 10
        if index and (words[index - 1] == "to" or words[index - 1] in _DETERMINERS):
            continue
        if word in BE:
            return index + 8
        if word in ("set", "sets") and "as" in words[index + 2 : index + 8]:
            return index + 10  # "set 300 a month as the target"
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
