"""Which words of a clause speak for its main verb: modifiers of nouns are taken out before cues are read."""

from __future__ import annotations

from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import nth


def without_modifiers(words: list[str]) -> list[str]:
    """Words without attributive participles ("a suspected strike") and reduced relatives ("drones expected to …")."""
    kept = [
        word
        for index, word in enumerate(words)
        if not (word in lex.attributive_participles and _attributive(words, index))
    ]
    return _without_reduced(_without_embedded(kept))


def _without_embedded(words: list[str]) -> list[str]:
    """Cut a clause inside the subject: "the boats the navy is set to replace are old", "details of how it plans to pay
    will follow", up to the sentence's own verb.
    """
    main = next((k for k, word in enumerate(words) if word in lex.finite_ahead), 0)
    for index in range(2, min(main, len(words) - 4)):
        asked = words[index] in lex.asking and words[index - 1] in lex.asked_prepositions
        contact = words[index] in lex.new_subject and _noun_like(words[index - 1])
        own = _second_verb(words, index) if asked or contact else 0
        if own:
            return words[:index] + words[own:]
    return words


def _second_verb(words: list[str], start: int) -> int:
    """Where the verb of the frame stands, behind a verb of the clause that opens at `start`; 0 without one."""
    seen = 0
    for at in range(start + 1, min(start + 22, len(words))):
        if words[at] in lex.frame_bars:
            return 0
        if words[at - 1] == "to" or words[at - 1] in lex.modals or words[at - 1] in ("has", "have", "had"):
            continue
        if words[at] in lex.finite_ahead or words[at] in lex.embedded:
            if seen and words[at] in lex.finite_ahead and at - seen > 2:
                return at
            seen = seen or at
    return 0


def _noun_like(word: str) -> bool:
    return word.isalnum() and word not in lex.not_nouns and not word.endswith(("ing", "ed", "ly"))


def _attributive(words: list[str], index: int) -> bool:
    """Behind an article, number or preposition (or first in the clause) and before a noun."""
    following = nth(words, index + 1)
    if following in lex.attributive_sequels:
        return index > 0 and words[index - 1] in ("as", "than")
    if words[index] in ("likely", "possible"):
        return index > 0 and words[index - 1] in lex.attributive_articles
    return index == 0 or words[index - 1] in lex.attributive_openers or words[index - 1][:1].isdigit()


def _without_reduced(words: list[str]) -> list[str]:
    """Cut "… expected to arrive in May" out of a subject whose own verb comes later."""
    for index in range(1, len(words) - 3):
        if words[index] not in lex.reduced or words[index + 1] not in ("to", "of"):
            continue
        before = words[index - 1]
        if before in lex.reduced_links or before.endswith("ly") or before in lex.auxiliaries:
            return words
        for step in range(index + 3, min(index + 16, len(words))):
            if words[step] in lex.reduced_bars:
                break
            if words[step] in lex.auxiliaries and words[step] not in lex.reduced_auxiliaries:
                return words[:index] + words[step:]
        return words
    return words
