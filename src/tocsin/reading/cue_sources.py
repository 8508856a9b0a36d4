"""Attributions by preposition or citation: "according to X", "X, citing Y", "Z quoted X as saying"."""

from __future__ import annotations

from tocsin.reading.cue_model import Cue
from tocsin.reading.cue_scan import Scan
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import (
    reduce_document,
    source_right,
    subject_left,
    surface,
)


class Sources(Scan):
    """Constructions that name a source without a verb of speech of its own."""

    # according to X[, citing Y]
    def _according(self, at: int) -> Cue | None:
        first = at + 2 if self.words[at] == "according" else at + 1
        span = source_right(self.tokens, first, self.dated)
        if span is None:
            return None
        if self._word(span[1] - 1) in lex.not_voices:
            return None
        span = self._with_name(reduce_document(self.tokens, span))
        form = "lead" if self._opens_clause(at) else "trail"
        cue = Cue(at, span[1], form, surface(self.text, self.tokens, span), verb="according", subject=span)
        self._absorb_citing(cue)
        self._absorb_released(cue)
        if form == "lead":
            cue.stop = self._past_comma(cue.stop)
        return cue

    # As X said, …
    def _as_said(self, at: int) -> Cue | None:
        """ "As the ministry reported, …", "…, as reported by X": the frame of a clause."""
        if self._word(at + 1) in lex.as_said and self._word(at + 2) == "by":
            span = source_right(self.tokens, at + 3, self.dated)
            stop = span[1] if span is not None else at
        else:
            verb = next(
                (k for k in range(at + 2, min(at + 9, len(self.tokens))) if self.words[k] in lex.as_said), 0
            )
            span = (at + 1, verb) if verb else None
            stop = self._skip_adverbials(verb + 1)
        if span is None or not self._can_speak(span) or self._word(stop) not in (",", ".", "") or stop == at:
            return None
        speaker = surface(self.text, self.tokens, span)
        if self._word(at - 1) == "," and self.cues and self.cues[-1].stop >= at - 2:
            self.cues[-1].via.append(speaker)
            self.cues[-1].stop = stop
            return None
        form = "lead" if self._opens_clause(at) else "trail"
        cue = Cue(at, stop, form, speaker, verb="according", subject=span)
        if form == "lead":
            cue.stop = self._past_comma(cue.stop)
        return cue

    def _absorb_released(self, cue: Cue) -> None:
        """ "cited by Reuters", "quoted by TASS", "published by X" right after a source."""
        at = cue.stop
        link = self._skip_dates(at + 1) if self._word(at) in lex.handed_on else at + 1
        if self._word(at) in lex.handed_on and self._word(link) in lex.handing_prepositions:
            span = source_right(self.tokens, link + 1, self.dated)
            if span is not None:
                if self._word(at) in lex.relayed and self._word(link) in ("by", "with"):
                    cue.via.append(surface(self.text, self.tokens, span))
                elif self._word(link) == "by" and cue.subject is not None:
                    cue.speaker = surface(self.text, self.tokens, (cue.subject[0], span[1]))
                cue.stop = self._skip_dates(span[1])

    def _absorb_citing(self, cue: Cue) -> None:
        """ "X[,] citing Y": Y speaks, X relays."""
        step = self._skip_adverbials(cue.stop)
        if self._word(step) == ",":
            step += 1
        if self._word(step) not in ("citing", "quoting"):
            return
        span = source_right(self.tokens, step + 1, self.dated)
        if span is None or not self._can_speak(span):
            return
        span = reduce_document(self.tokens, span)
        cue.via.insert(0, cue.speaker)
        cue.speaker, cue.stop = surface(self.text, self.tokens, span), span[1]
        if self._word(cue.stop) == "as" and self._word(cue.stop + 1) == "saying":
            cue.stop += 2

    # [SUBJ,] citing Y without a reporting verb of its own
    def _citing(self, at: int) -> Cue | None:
        span = source_right(self.tokens, at + 1, self.dated)
        if span is None or not self._can_speak(span):
            return None
        speaker = surface(self.text, self.tokens, reduce_document(self.tokens, span))
        parenthetic = self._citing_subject(at, span, speaker)
        if parenthetic is not None:
            return parenthetic
        previous = self.cues[-1] if self.cues else None
        near = previous is not None and (previous.form == "lead" or at - previous.stop <= 12)
        if previous is not None and near and previous.verb != "citing" and previous.form != "nested":
            previous.via.insert(0, previous.speaker)
            previous.speaker = speaker
            if previous.stop == at or self._word(previous.stop) == ",":
                previous.stop = span[1]
                return None
            return Cue(at, span[1], "mute", speaker, verb="citing")
        return Cue(at, span[1], "lead" if at == 0 else "trail", speaker, verb="citing", subject=span)

    def _citing_subject(self, at: int, span: tuple[int, int], speaker: str) -> Cue | None:
        """ "X, citing Y, said …": Y speaks through X."""
        if (
            self._word(at - 1) != ","
            or self._word(span[1]) != ","
            or self._word(span[1] + 1) not in lex.speech
        ):
            return None
        subject = subject_left(self.tokens, at - 1, self.dated, self._floor())
        if subject is None or not self._sourcelike(subject):
            return None
        via = [surface(self.text, self.tokens, subject)]
        after = self._skip_adverbials(span[1] + 2)
        form = "lead" if self._content_after(after) else "trail"
        return Cue(
            subject[0], self._past_that(after), form, speaker, via, self.words[span[1] + 1], subject=span
        )

    # VIA quoted X as saying · X was quoted as saying [by VIA] · VIA cited X
    def _quoted(self, at: int) -> Cue | None:
        if self._passive(at):
            return self._quoted_passive(at)
        if self._word(at - 1) in ("which", "who") and self.cues:
            return self._which_cited(at)
        subject = subject_left(self.tokens, at, self.dated, self._floor())
        if subject is None or (self._word(at + 1) in lex.quoted_prepositions and self._word(at + 1) != "a"):
            return None
        span = source_right(self.tokens, at + 1, self.dated)
        if span is None or not self._sourcelike(span):
            return None
        stop = span[1]
        if self._word(stop) == "as":
            stop = self._skip_adverbials(stop + 2)
        speaker = surface(self.text, self.tokens, reduce_document(self.tokens, span))
        via = [surface(self.text, self.tokens, subject)]
        form = "lead" if self._content_after(stop) else "trail"
        start = subject[0] if form == "lead" or subject[0] < at else at
        return Cue(start, self._past_that(stop), form, speaker, via, verb="quoted", subject=span)

    def _which_cited(self, at: int) -> Cue | None:
        """ "according to the report, which cited a Hezbollah official": the official speaks through the report."""
        span = source_right(self.tokens, at + 1, self.dated)
        previous = self.cues[-1]
        if span is None or not self._can_speak(span) or at - previous.stop > 3:
            return None
        previous.via.insert(0, previous.speaker)
        previous.speaker, previous.stop = surface(self.text, self.tokens, span), span[1]
        return None

    def _quoted_passive(self, at: int) -> Cue | None:
        verb = at
        while verb > self._floor() and (
            self.words[verb - 1] in lex.be or self.words[verb - 1] in ("has", "have", "had")
        ):
            verb -= 1
        subject = subject_left(self.tokens, verb, self.dated, self._floor())
        if subject is None:
            return None
        stop, via = at + 1, []
        for _ in range(3):
            stop = self._skip_dates(stop)
            if self._word(stop) == "as" and self._word(stop + 1) in ("saying", "telling"):
                stop += 2
            if self._word(stop) == "by":
                span = source_right(self.tokens, stop + 1, self.dated)
                if span is None:
                    break
                via.append(surface(self.text, self.tokens, span))
                stop = span[1]
        form = "lead" if self._content_after(stop) else "trail"
        return Cue(
            subject[0],
            self._past_that(stop),
            form,
            surface(self.text, self.tokens, subject),
            via,
            "quoted",
            subject=subject,
        )
