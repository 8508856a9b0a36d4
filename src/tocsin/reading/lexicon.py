"""The reader's words, as data: `lexicon.toml` holds every list and table; `lex.say` is the set of its list `say`.

A list is one string of words. `@name` stands for the words of another list, `@name:past` and `@name:third` for those
forms of its verbs, `@name:ed` for its words that end so; `!word` and `!@name` take words out again, and `<end>` is the
end of a sentence. A table (`[currency]` …) keeps its keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Lexicon:
    """Word lists by name, loaded once from the file beside this module."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def __getattr__(self, name: str) -> frozenset[str]:
        """The set of a list, or of all words of a table, made on first use and then kept."""
        entry = self._data.get(name)
        if entry is None:
            raise AttributeError(f"lexicon.toml has no list {name!r}")
        made = self._expand(entry if isinstance(entry, str) else " ".join(entry.values()))
        setattr(self, name, made)
        return made

    def _expand(self, line: str) -> frozenset[str]:
        found: set[str] = set()
        for word in line.split():
            bare = word.removeprefix("!") or word
            listed = self._named(bare[1:]) if bare[0] == "@" and len(bare) > 1 else {bare}
            found = found | listed if bare == word else found - listed
        return frozenset("" if word == "<end>" else word.partition("=")[0] or word for word in found)

    def _named(self, name: str) -> frozenset[str]:
        name, _, form = name.partition(":")
        listed: frozenset[str] = getattr(self, name)
        if form == "ed":
            return frozenset(word for word in listed if word.endswith("ed"))
        return frozenset(getattr(forms(verb), form) for verb in listed) if form else listed

    def groups(self, name: str) -> dict[str, frozenset[str]]:
        """A table of word lists by key."""
        return {key: self._expand(line) for key, line in self._data[name].items()}

    def keys(self, name: str, read: Callable[[str], T]) -> dict[str, T]:
        """A table turned round, word → key, or a list of pairs, word → value; `read` makes the value."""
        entry = self._data[name]
        if isinstance(entry, str):
            return {word: read(value) for word, _, value in (pair.partition("=") for pair in entry.split())}
        return {word: read(key) for key, line in entry.items() for word in line.split()}

    def phrases(self, name: str) -> dict[tuple[str, ...], str]:
        """A table of phrases parted by "|", turned round: the words of a phrase → key."""
        table = self._data[name]
        return {tuple(phrase.split()): key for key, line in table.items() for phrase in line.split("|")}

    def rows(self, name: str) -> list[list[str]]:
        """An array of rows."""
        rows: list[list[str]] = self._data[name]
        return rows


lex = Lexicon(tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8")))
_IRREGULAR = lex.keys("irregular", lambda pair: pair.split("/"))


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


def forms(lemma: str) -> Forms:
    """All forms of an English verb, by rule, with the irregular ones from the table `irregular`.

    Examples
    --------
    >>> forms("plan")
    Forms(base='plan', third='plans', past='planned', participle='planned', gerund='planning')
    >>> forms("foresee").participle, forms("supply").third
    ('foreseen', 'supplies')
    """
    past, participle = _IRREGULAR.get(lemma) or [_past(lemma)] * 2
    return Forms(lemma, _third(lemma), past, participle, _gerund(lemma))


def _third(lemma: str) -> str:
    if lemma in ("be", "have"):
        return {"be": "is", "have": "has"}[lemma]
    if lemma.endswith(("s", "x", "ch", "sh", "z", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if _consonant_y(lemma) else lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if _consonant_y(lemma):
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if lemma in lex.doubling else "") + "ed"


def _gerund(lemma: str) -> str:
    if lemma in lex.doubling:
        return lemma + lemma[-1] + "ing"
    silent = lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) and lemma != "be"
    return (lemma[:-1] if silent else lemma) + "ing"


def _consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in "aeiou"


def index_forms(lemmas: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Form → (lemma, kind) for many verbs; kind is base, third, past, participle or gerund (past wins a tie).

    Examples
    --------
    >>> index_forms(frozenset({"plan"}))["planning"]
    ('plan', 'gerund')
    """
    table: dict[str, tuple[str, str]] = {}
    for lemma in sorted(lemmas):
        made = forms(lemma)
        for kind in ("gerund", "participle", "past", "third", "base"):
            table[getattr(made, kind)] = (lemma, kind)
    return table
