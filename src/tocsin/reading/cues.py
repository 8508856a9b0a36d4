"""Attribution cues of one sentence: who is said to say something, in which form, and through whom."""

from __future__ import annotations

from tocsin.reading.cue_model import Cue, is_press
from tocsin.reading.cue_speech import Speech
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import subject_left, surface
from tocsin.reading.tokens import Token

_NOBODY = ("no group", "no one", "no organi", "nobody", "neither ", "none ")


def find_cues(text: str, tokens: list[Token], dated: list[bool], *, heading: bool = False) -> list[Cue]:
    """All cues of a sentence, in order, without overlaps."""
    finder = _Finder(text, tokens, dated, heading)
    return finder.run()


class _Finder(Speech):
    """Scans one sentence; each `_at_…` method knows one construction."""

    def run(self) -> list[Cue]:
        head = self._headline_prefix()
        if head is not None:
            self.cues.append(head)
        at = head.stop if head is not None else 0
        while at < len(self.tokens):
            cue = self._at(at)
            if cue is not None:
                self.cues.append(cue)
                at = max(cue.stop, at + 1)
            else:
                at += 1
        for index, cue in enumerate(self.cues[:-1]):
            if not cue.speaker:  # "Stating that …, Shoigu said": the voice of the main clause
                cue.speaker, cue.via = self.cues[index + 1].speaker, list(self.cues[index + 1].via)
        for cue in self.cues:
            if (
                cue.form == "lead"
                and cue.subject is not None
                and self._word(cue.subject[0] - 1) in lex.subordinators
            ):
                cue.subordinate = True
            if cue.verb in lex.participles and cue.speaker and cue.speaker == self._fronted_subject():
                cue.local = True
            if cue.form in ("lead", "act") and cue.speaker.lower() in ("it", "they"):
                fronted = self._fronted_subject()
                cue.speaker, cue.local = fronted or cue.speaker, bool(fronted)
        self.cues = [cue for cue in self.cues if cue.speaker and not cue.speaker.lower().startswith(_NOBODY)]
        if not self.cues:
            opening = self._colon_quotation()
            if opening is not None:
                self.cues.append(opening)
        if not self.cues:
            tail = self._headline_suffix()
            if tail is not None:
                self.cues.append(tail)
        return self.cues

    def _at(self, at: int) -> Cue | None:
        word = self.words[at]
        if self.tokens[at].kind != "word":
            return None
        if (
            word in ("according", "per")
            and self._word(at + 1) in ("to", "the")
            and (word != "per" or self._clause_edge(at))
        ):
            return self._according(at)
        if word == "as" and self._clause_edge(at):
            return self._as_said(at)
        if (
            word == "clear"
            and self._word(at - 1) in ("made", "makes")
            and self._word(at + 1) in ("that", ":")
        ):
            return self._phrase(at - 1, at + 1)
        if (
            word == "clear"
            and self._word(at - 1) == "it"
            and self._word(at - 2) in ("made", "makes")
            and self._word(at + 1) == "that"
        ):
            return self._phrase(at - 2, at + 1)
        if word in ("say", "add") and self._word(at - 1) == "to" and self._word(at - 2) in lex.posting_places:
            return self._phrase(
                next((k for k in range(at - 2, max(0, at - 6), -1) if self.words[k] in ("went", "took")), 0),
                at + 1,
            )
        if word in ("citing", "quoting"):
            return self._citing(at)
        if word in lex.quoting_verbs:
            return self._quoted(at)
        if word in lex.speech:
            return self._speech(at)
        if word in ("put", "puts"):
            return self._puts_toll(at)
        if word in lex.responsibility_verbs and self._word(at + 1) == "responsibility":
            return self._takes_responsibility(at)
        if word.endswith("ed") and len(word) > 4:
            return self._after_quote(at)
        return None

    def _takes_responsibility(self, at: int) -> Cue | None:
        """ "The front has taken responsibility for the raid": its own word, like "claimed responsibility"."""
        subject = self._subject(at) if self._word(at + 2) == "for" else None
        if subject is None:
            return None
        speaker = surface(self.text, self.tokens, subject)
        return self._act(Cue(subject[0], at + 1, "lead", speaker, [], "claimed", "say", subject), at, "act")

    def _fronted_subject(self) -> str:
        """ "While the ministry planned to buy …, it said …": the subject of the clause in front."""
        if self._word(0) not in lex.subordinators:
            return ""
        verb = next((k for k in range(2, min(14, len(self.tokens))) if is_finite(self.tokens, k)), 0)
        span = subject_left(self.tokens, verb, self.dated, 1) if verb else None
        if span is None or self._word(span[0]) in lex.pronouns or not self._sourcelike(span):
            return ""
        return surface(self.text, self.tokens, span)

    def _phrase(self, verb: int, stop: int) -> Cue | None:
        """ "X made clear that", "X went on to say that": a verb of several words."""
        subject = self._subject(verb) if verb else None
        if subject is None:
            return None
        speaker = surface(self.text, self.tokens, subject)
        return Cue(subject[0], self._past_that(stop), "lead", speaker, verb=self.words[verb], subject=subject)

    def _colon_quotation(self) -> Cue | None:
        """ "Anna Berg asks for patience: “It will take time”": the subject speaks the quotation."""
        for at in range(2, len(self.tokens) - 2):
            if self.words[at] == ":" and self.tokens[at + 1].text in '“"‘«':
                span = self._main_subject(at)
                if span is None or not self._sourcelike(span):
                    return None
                return Cue(0, at + 1, "lead", surface(self.text, self.tokens, span), verb=":", subject=span)
        return None

    # "Pentagon: …", "… - Pentagon"
    def _headline_prefix(self) -> Cue | None:
        for at in range(1, min(7, len(self.tokens))):
            if self.words[at] in lex.speech:
                return None
            if self.tokens[at].text == ":" and self.tokens[at].start == self.tokens[at - 1].end:
                if self._speaking_name(0, at) and len(self.tokens) - at > 4:
                    return Cue(
                        0, at + 1, "lead", surface(self.text, self.tokens, (0, at)), verb=":", subject=(0, at)
                    )
                return None
            if self.tokens[at].kind == "punct" and self.tokens[at].text not in "-’'&.":
                return None
        return None

    def _speaking_name(self, start: int, stop: int) -> bool:
        words = self.words[start:stop]
        if words[:1] in (["source"], ["sources"], ["photo"], ["image"]):
            return False
        if is_press(" ".join(words)):
            return True
        if start and stop - start == 1 and self.tokens[start].text.isupper() and len(words[0]) > 2:
            return True
        return any(word in lex.source_nouns or word in lex.speaking_names for word in words)

    def _headline_suffix(self) -> Cue | None:
        if not self.heading:
            return None
        for at in range(len(self.tokens) - 1, max(0, len(self.tokens) - 9), -1):
            token = self.tokens[at]
            spaced = token.text in "-–—" and token.start > self.tokens[at - 1].end
            if (spaced or token.text == ":") and at + 1 < len(self.tokens):
                if not self._speaking_name(at + 1, len(self.tokens)):
                    return None
                return Cue(
                    at,
                    len(self.tokens),
                    "trail",
                    surface(self.text, self.tokens, (at + 1, len(self.tokens))),
                    verb="-",
                )
        return None


__all__ = ["Cue", "find_cues", "is_press"]
