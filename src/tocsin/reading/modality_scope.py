"""Which words of a clause speak for its main verb: modifiers of nouns are taken out before cues are read."""

from __future__ import annotations

from tocsin.reading.lexicon import AUXILIARIES, BE, MODALS
from tocsin.reading.vocabulary import words

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
_ASKING = words("how what when whether where why")
_NEW_SUBJECT = words("the its their his her he she it they we")
_EMBEDDED = words(
    "plans plan intends intend wants want hopes hope expects expect aims aim seeks seek says say"
)
_FINITE_AHEAD = (AUXILIARIES - words("be been being having have do did does had has")) | words("has had")
_JOINING = words("to if when while because since after before until although though once where whether so then about over under "
                 "during through without via told said says that’s")  # fmt: skip


def without_modifiers(words: list[str]) -> list[str]:
    """Words without attributive participles ("a suspected strike") and reduced relatives ("drones expected to …")."""
    kept = [
        word for index, word in enumerate(words) if not (word in _PARTICIPLES and _attributive(words, index))
    ]
    return _without_reduced(_without_embedded(kept))


def _without_embedded(words: list[str]) -> list[str]:
    """Cut a clause inside the subject: "the boats the navy is set to replace are old", "details of how it plans to pay
    will follow", up to the sentence's own verb.
    """
    main = next((k for k, word in enumerate(words) if word in _FINITE_AHEAD), 0)
    for index in range(2, min(main, len(words) - 4)):
        asked = words[index] in _ASKING and words[index - 1] in ("of", "on", "about", "over", "for")
        contact = words[index] in _NEW_SUBJECT and _noun_like(words[index - 1])
        own = _second_verb(words, index) if asked or contact else 0
        if own:
            return words[:index] + words[own:]
    return words


def _second_verb(words: list[str], start: int) -> int:
    """Where the verb of the frame stands, behind a verb of the clause that opens at `start`; 0 without one."""
    seen = 0
    for at in range(start + 1, min(start + 22, len(words))):
        if words[at] in (
            ",",
            "that",
            "which",
            "who",
            "and",
            "but",
            "as",
            "because",
            "while",
            "when",
            "after",
        ):
            return 0
        if words[at - 1] == "to" or words[at - 1] in MODALS or words[at - 1] in ("has", "have", "had"):
            continue
        if words[at] in _FINITE_AHEAD or words[at] in _EMBEDDED:
            if seen and words[at] in _FINITE_AHEAD and at - seen > 2:
                return at
            seen = seen or at
    return 0


def _noun_like(word: str) -> bool:
    return (
        word.isalnum() and word not in _OPENERS | _LINKS | _JOINING and not word.endswith(("ing", "ed", "ly"))
    )


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
