"""Matches the rows `frames` of the lexicon against the words of a clause."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.reading.lexicon import forms, index_forms, lex
from tocsin.reading.tokens import near, nth


def _rows() -> tuple[dict[str, tuple[str, str]], dict[str, list[tuple[str, str]]]]:
    """Form → (lemma, kind), and lemma → [(modality, frame)]."""
    frames: dict[str, list[tuple[str, str]]] = {}
    for modality, frame, lemmas in lex.rows("frames"):
        for lemma in lemmas.split():
            frames.setdefault(lemma, []).append((modality, frame))
    return index_forms(frozenset(frames)), frames


FORMS, FRAMES = _rows()


def verb_reading(words: list[str], index: int) -> str:
    """Modality that the verb at `index` gives its clause by the frame it stands in, "" where it gives none."""
    entry = FORMS.get(words[index])
    if entry is None:
        return ""
    lemma, kind = entry
    being = bool(lex.be & near(words, index, 3))
    if kind == "base" and being and words[index] == forms(lemma).participle:
        kind = "participle"
    refused = kind == "base" and _refused(words, index)
    if kind in ("base", "third") and not refused and (_noun(words, index) or not _main(words, index)):
        return ""
    if kind == "base" and not refused and not _base_verb(words, index):
        return ""
    if kind == "gerund" and (not being or (words[index] in lex.readying and lex.bygone & set(words[:index]))):
        return ""
    passive = kind in ("past", "participle") and being
    if kind in ("past", "participle") and not being and not _main(words, index):
        return ""
    for modality, frame in FRAMES[lemma]:
        if frame.startswith("passive") == passive and _fits(words, index, kind, frame):
            return modality
    return ""


def _refused(words: list[str], index: int) -> bool:
    """ "don’t think", "does not expect"."""
    return bool(lex.do_forms & near(words, index, 2))


def _base_verb(words: list[str], index: int) -> bool:
    """Whether a base form is the finite verb: behind a plural, or where it cannot be a noun."""
    if words[index - 1] in ("to", "not") or lex.modals & near(words, index, 3):
        return False
    return words[index] not in lex.noun_bases or _plural_before(words, index)


def _plural_before(words: list[str], index: int) -> bool:
    """ "the states plan", "they hope": a base form is finite behind a plural."""
    before = words[index - 1]
    if before in lex.frame_skip and index > 1:
        before = words[index - 2]
    return before in lex.plural_subjects or (before.endswith("s") and not before.endswith(("ss", "us")))


def _noun(words: list[str], index: int) -> bool:
    """ "the plans", "its aim": no verb here; "plan to" behind a plural or a modal is one."""
    before = words[index - 1] if index else ""
    if index == 0 and nth(words, 1) == "to":  # "… and plans to work with local firms"
        return bool(lex.finite & set(words[1:]))
    return index == 0 or (before in lex.noun_before and before != "to") or before.endswith(("ing", "ed"))


def _main(words: list[str], index: int) -> bool:
    """Whether a past form is the clause's own verb: behind "has", or with no finite verb before it."""
    if lex.have & near(words, index, 3):
        return True
    if nth(words, index - 1) in ("that", "which", "who"):
        return True
    if any(word in lex.finite and words[k - 1] != "to" for k, word in enumerate(words[:index]) if k):
        return False
    return not any(  # "appealed to workers to ignore a video intended to harm it"
        word.endswith("ed") and len(word) > 4 and words[k + 1] in lex.determiners | {"to"}
        for k, word in enumerate(words[: index - 1])
        if k
    )


def _fits(words: list[str], index: int, kind: str, frame: str) -> bool:
    if frame.startswith("passive"):
        return _after(words, index, frame.removeprefix("passive").removeprefix(":") or "any")
    if frame.startswith("perfect:"):
        perfect = bool(lex.have & near(words, index, 3))
        return perfect and _after(words, index, frame.removeprefix("perfect:"))
    if frame in ("now:prep:at", "now:prep:into") and lex.bygone & set(words[:index]):
        return False
    if frame.startswith("now:"):
        return kind == "gerund" and _after(words, index, frame.removeprefix("now:"))
    if frame.startswith("third:"):
        return kind in ("third", "base") and _after(words, index, frame.removeprefix("third:"))
    return _after(words, index, frame)


def _after(words: list[str], index: int, frame: str) -> bool:
    """Whether what follows the verb is what the frame asks for."""
    step = index + 1
    while step < len(words) and words[step] in lex.frame_skip:
        step += 1
    following = words[step : step + 7]
    first = following[0] if following else ""
    head, _, tail = frame.partition(":")
    if head == "prep":
        return first == tail
    if head == "to" and tail == "far":
        return "to" in following[1:] and not (lex.finite & set(following[: following.index("to", 1)]))
    special = _SPECIAL.get(frame)
    if special is not None:
        return special(first, following)
    return first == frame


def _infinitive(first: str, following: list[str]) -> bool:
    """ "to build", not "to a deal"; finding out is no plan ("working to establish the cause")."""
    return first == "to" and following[1:2] != [] and following[1] not in lex.finding_out


_SPECIAL: dict[str, Callable[[str, list[str]], bool]] = {
    "any": lambda first, following: True,
    "to": _infinitive,
    "to:ing": lambda first, following: first == "to" and following[1:2] != [] and following[1].endswith("ing"),
    "ing": lambda first, following: first.endswith("ing"),
    "that": lambda first, following: first == "that" or any(w in lex.finite for w in following[1:6]),
    "object": lambda first, following: bool(first) and first not in lex.object_bars,
    "aside": lambda first, following: "aside" in following[:5],
    "paves": lambda first, following: following[:2] == ["the", "way"],
    "act": lambda first, following: _infinitive(first, following) and following[1] != "be",
    "deem": lambda first, following: first in lex.deemed_objects and nth(following, 1) != "for",
    "lets": lambda first, following: bool(first),
    "seems": lambda first, following: first in lex.seeming_sequels or first.endswith(("ed", "y")),
    "hallmark": lambda first, following: bool({"hallmarks", "hallmark", "fingerprints"} & set(following)),
}  # fmt: skip


def called_false(words: list[str]) -> bool:
    """ "called the report false", "described the claims as baseless"."""
    for index, word in enumerate(words):
        if word in lex.calling and lex.false_words & set(words[index + 1 : index + 10]):
            return not (lex.be & near(words, index, 1))
    return False
