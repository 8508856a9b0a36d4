"""Which words of a clause speak for its main verb: modifiers of nouns are taken out before cues are read."""

from __future__ import annotations

from tocsin.claims.reading.lexicon import AUXILIARIES, BE
from tocsin.claims.reading.vocabulary import words

_PARTICIPLES = words(
    "suspected estimated planned expected proposed projected presumed believed feared anticipated scheduled intended "
    "promised pledged likely possible requested ordered predicted"
)
_OPENERS = words(
    "a an the this that these those its their his her our of in on by at for from with two three four several many most "
    "other another new all some any kill killed killing hit struck targeted against between and into as than per no"
)
_REDUCED = words(
    "expected believed thought suspected capable able slated scheduled due likely estimated presumed designed"
)
_LINKS = BE | words(
    "has have had as and that also now still widely not it who which to be been being is, more so"
)


def without_modifiers(words: list[str]) -> list[str]:
    """Words without attributive participles ("a suspected strike") and reduced relatives ("drones expected to …")."""
    kept = [
        word for index, word in enumerate(words) if not (word in _PARTICIPLES and _attributive(words, index))
    ]
    return _without_reduced(kept)


def _attributive(words: list[str], index: int) -> bool:
    """Behind an article, number or preposition (or first in the clause) and before a noun."""
    following = words[index + 1] if index + 1 < len(words) else ""
    if following in ("to", "that", "by", "of", "in", "as", ",", "", "on", "for", "at", "a", "an", "the"):
        return index > 0 and words[index - 1] in ("as", "than")
    if words[index] in ("likely", "possible"):
        return index > 0 and words[index - 1] in ("a", "the", "its", "their")
    return index == 0 or words[index - 1] in _OPENERS or words[index - 1][:1].isdigit()


def _without_reduced(words: list[str]) -> list[str]:
    """Cut "… expected to arrive in May" out of a subject whose own verb comes later."""
    for index in range(1, len(words) - 3):
        if words[index] not in _REDUCED or words[index + 1] not in ("to", "of"):
            continue
        before = words[index - 1]
        if before in _LINKS or before.endswith("ly") or before in AUXILIARIES:
            return words
        for step in range(index + 3, min(index + 16, len(words))):
            if words[step] in (",", "that", "which", "who", "and", "but"):
                break
            if words[step] in AUXILIARIES and words[step] not in ("be", "been", "have", "do"):
                return words[:index] + words[step:]
        return words
    return words
