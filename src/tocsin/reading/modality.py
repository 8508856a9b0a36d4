"""Modality of a clause: asserted, plan, forecast, capability, assessed, denied.

The first operator in the main verb's group decides ("is expected to be able to …" is a forecast): a modal verb, a verb,
adjective or noun of `modal_lexicon` in its frame, or an adverb. The reporting verb's tone then weighs in.
"""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.modal_frames import called_false
from tocsin.reading.modal_operators import first_operator
from tocsin.reading.modality_scope import without_modifiers
from tocsin.reading.polarity import disowned, refused_at
from tocsin.reading.tokens import nth


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
    if tone == "deny" or _denied(words[:14]) or called_false(words[:16]) or disowned(words[:24]):
        return "denied"
    refused = refused_at(words)
    raised = refused is not None and lex.supposing & set(words[refused + 1 : refused + 3])  # "do not expect"
    if refused is not None and not raised and nth(words, refused - 1) not in ("can", "could"):
        return "denied"
    if tone == "promise":
        return "plan"
    supposed = nth(words, 0) in ("if", "unless")
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
    if nth(words, 1) == "," and words[2:3] and words[2] in lex.fronting:
        words = words[2:]  # "However, given that …, we expect …"
    if words[:1] and words[0] in lex.fronting and "," in words[3:]:
        comma = words.index(",", 3)
        return words[comma + 1 :] if len(words) - comma > 3 else words
    return words


def _doubtful(words: list[str]) -> bool:
    doubts = lex.doubts & set(words)
    return bool(doubts) or nth(words, 0) == "without"


def _arranged(words: list[str]) -> bool:
    """ "Deliveries start", "is delivering" with a date ahead: set by somebody."""
    for index, word in enumerate(words):
        if not index:
            continue
        if word in lex.setting_out and words[index - 1] not in lex.arranged_bars:
            return not (lex.finite - lex.setting_out) & set(words[:index])
        if word in ("is", "are"):
            if (
                lex.timed_nouns & set(words[:index])
                and words[index + 1 : index + 2]
                and words[index + 1] in ("in", "for", "on")
            ):
                return True  # "The launch date is in May"
            return any(w.endswith("ing") for w in words[index + 1 : index + 3])
        if word in lex.auxiliaries:
            return False
    return False


def _denied(words: list[str]) -> bool:
    """A denial: not a request denied, an official dismissed or a bid rejected."""
    for index, word in enumerate(words):
        if word not in lex.rejecting:
            continue
        before, following = words[max(0, index - 3) : index], words[index + 1 : index + 8]
        if lex.be & set(before):
            if nth(following, 0) == "by" and lex.claim_nouns & set(words[:index]):
                return True
            continue
        if word in lex.weak_rejecting:
            if lex.claim_nouns & set(following) or nth(following, 0) == "by":
                return True
        elif not (lex.grants & set(following[:4])):
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
        participle = first.endswith(("ed", "ing")) or first in lex.asides
        if not participle and first not in ("which", "who", "whose"):
            continue
        closing = next((k for k in range(index + 2, len(words)) if words[k] == ","), None)
        if closing is None or (
            participle
            and not lex.verbs_next & set(words[closing + 1 : closing + 3])
            and not lex.finite & set(words[closing + 1 : closing + 2])
        ):
            continue
        return words[:index] + words[closing + 1 :]
    return words


def _reach(words: list[str]) -> int:
    """How far the main verb's group goes: cues deep inside a later infinitive or participle say nothing of the clause."""
    for index, word in enumerate(words):
        if word in lex.modals:
            return index + 10
        if index and (words[index - 1] == "to" or words[index - 1] in lex.reach_determiners):
            continue
        if word in lex.be:
            return index + 8
        if word in ("set", "sets") and "as" in words[index + 2 : index + 8]:
            return index + 10  # "set 300 a month as the target"
        if word.endswith("ed") and _later_modal(words[index + 1 : index + 10]):
            continue
        if word in lex.auxiliaries or (index and word in lex.finite):
            return index + 6
    return len(words)


def _later_modal(words: list[str]) -> bool:
    """Whether a modal follows before any joining word: the participle before it only modifies the subject."""
    for word in words:
        if word in lex.modal_bars:
            return False
        if word in lex.modals:
            return True
    return False
