"""Who is who across sentences: pronouns and definite descriptions resolved to the source named before."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.reading.cue_model import is_press
from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import nth


class Cast:
    """The sources named so far in a text, newest last."""

    def __init__(self) -> None:
        self.named: list[str] = []
        self.outlets: list[str] = []
        self.subjects: list[str] = []

    def resolve(self, surface: str) -> str:
        """The source a speaker's surface stands for; the surface itself where it names one."""
        words = _words(surface)
        if not words:
            return surface
        if len(words) == 1 and words[0] in lex.singular_generic:
            return (
                self._pronoun({"him": "he", "her": "she", "them": "they"}.get(words[0], words[0])) or surface
            )
        if words[0] in lex.description_openers and len(words) <= 2 and words[-1] in lex.generic_heads:
            found = self._description(words[-1])
            if found:
                return found
        if len(words) == 3 and words[0] == "the" and words[2] in lex.person_nouns:
            return self._newest(lambda name: is_person(name) and words[1] in _words(name)) or surface
        if len(words) <= 3 and words[0] == "the" and words[-1] in lex.group_nouns and _plain(surface):
            return self._newest(lambda name: bool(lex.group_names & set(_words(name)))) or surface
        return surface

    def remember(self, speaker: str, via: list[str]) -> None:
        """Note a resolved speaker and relays."""
        if speaker and _words(speaker)[-1:] and _words(speaker)[-1] not in lex.singular_generic:
            if _described(speaker):
                speaker = self._newest(is_person) or speaker  # "the minister": whom "he" will mean
            self._push(self.named, speaker)
            if is_press(speaker):
                self._push(self.outlets, speaker)
        for relay in via:
            if _words(relay) and is_person(relay):
                self.named.insert(max(0, len(self.named) - 1), relay)
            if is_press(relay) and _words(relay)[0] not in ("the", "a"):
                self._push(self.outlets, relay)

    def mention(self, surface: str) -> None:
        """Note a subject that spoke nothing yet (for "The company unveiled …. It said …")."""
        self._push(self.subjects, surface)

    def last(self) -> str:
        """The newest source."""
        return self.named[-1] if self.named else ""

    @staticmethod
    def _push(stack: list[str], name: str) -> None:
        if name in stack[-8:]:
            stack.remove(name)
        stack.append(name)
        del stack[:-40]

    def _pronoun(self, word: str) -> str:
        if word in ("he", "she"):
            return self._newest(lambda name: is_person(name) and _gender(name) in ("", word))
        if word == "they":
            return self._newest(is_plural) or self._newest(lambda name: True)
        return self._newest(lambda name: not is_person(name) and not is_plural(name))

    def _newest(self, test: Callable[[str], bool]) -> str:
        for stack in (self.named, self.subjects):
            for name in reversed(stack):
                if test(name):
                    return name
        return ""

    def _description(self, head: str) -> str:
        """ "the ministry" → the newest source with that head; "the report" → the outlet; "the statement" → its issuer."""
        for name in reversed(self.named):
            if _heads(name, head):
                return name
        if head in lex.outlet_heads:
            return self.outlets[-1] if self.outlets else ""
        if head in lex.document_nouns or head == "release":
            return self._newest(lambda name: not is_plural(name))
        if head in lex.person_titles:
            return self._newest(lambda name: is_person(name) and head in _words(name))
        return ""


def _plain(surface: str) -> bool:
    """Whether nothing behind the article is capitalised: a description, not a name."""
    return all(word.islower() for word in surface.split()[1:])


def _described(speaker: str) -> bool:
    """ "the minister", "the official": a person without a name."""
    words = _words(speaker)
    return len(words) == 2 and words[0] == "the" and words[1] in lex.person_words


def _words(name: str) -> list[str]:
    return [word.strip(".,“”\"'’").removesuffix("'s").removesuffix("’s") for word in name.lower().split()]


def _heads(name: str, head: str) -> bool:
    """Whether `head` is the noun a longer name is about ("Defense Intelligence Agency", "Spokesman Turki al-Maliki")."""
    words = _words(name)
    if len(words) < 2 or head not in words or (nth(words, 0) == "the" and len(words) == 2):
        return False
    stop = next(
        (k for k, word in enumerate(words) if k and word in lex.head_prepositions),
        len(words),
    )
    return (
        words[stop - 1] == head
        or (head in lex.person_titles and head in words[:stop])
        or (head == "report" and "report" in words)
    )


def is_plural(name: str) -> bool:
    """A group such as "two US officials"."""
    return any(word in lex.plural_sources for word in _words(name)[:6])


def is_person(name: str) -> bool:
    """A name with a title, or two capitalised words without an organisation's noun."""
    words = name.split()
    lower = set(_words(name))
    if _titled(name):
        return True
    if lower & lex.org_words or is_plural(name) or is_press(name):
        return bool(lower & lex.spoken_titles) and (len(words) >= 3)
    if not lower.isdisjoint(lex.person_nouns):
        return True
    capitals = sum(word[:1].isupper() for word in words)
    if lower & lex.person_titles:
        return True
    return (
        words[0] != "The"
        and 1 <= capitals == len(words) <= 4
        and not name.isupper()
        and _words(name)[0] not in lex.country_voices
    )


def _titled(name: str) -> bool:
    """ "the Air Force’s lieutenant general Karl Holm": a rank or office right before two names of no body."""
    printed, lower = name.split(), _words(name)
    return any(
        lower[at] in lex.person_titles
        and printed[at + 1][:1].isupper()
        and (printed[at + 2][:1].isupper() or lower[at + 2] in lex.name_particles)
        and not lex.org_words & set(lower[at + 1 :])
        for at in range(len(lower) - 2)
    )


def _gender(name: str) -> str:
    """ "he", "she" or "" (the name does not say), by form of address and first name."""
    parts = {word.strip(".,“”\"'’") for word in name.lower().split()}
    women, men = bool(parts & lex.women), bool(parts & lex.men)
    return "" if women == men else "she" if women else "he"
