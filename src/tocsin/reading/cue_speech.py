"""Attributions by a verb of speech: "X said", "said X", "X told Y", ", adding that …"."""

from __future__ import annotations

from dataclasses import replace

from tocsin.reading.cue_model import Cue, is_press, tone_of
from tocsin.reading.cue_verbs import Verbs
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import source_right, subject_left, surface


class Speech(Verbs):
    """Constructions around a verb of speech."""

    # X said …
    def _speech(self, at: int) -> Cue | None:
        word = self.words[at]
        if self._word(at + 1) == "by" and self._passive(at) and word in lex.object_verbs | lex.act:
            return self._passive_by(at)
        if word in lex.invertible and self._word(at - 1) in lex.inversion_marks and word.endswith("s"):
            inverted = self._inverted(at)
            if inverted is not None:
                return inverted
        if self._not_speech(at):
            return None
        if word in lex.participles and at == 0 and self._word(1) == "that":
            return Cue(0, 2, "lead", "", [], word)
        if word in lex.participles and self._with_before(at):
            return self._absolute(at)
        if word in lex.participles and not any(w in lex.be for w in self.words[max(0, at - 2) : at]):
            return self._participle(at)
        inverted = self._inverted(at)
        if inverted is not None:
            return inverted
        subject = self._subject(at)
        if subject is None or self._evidence_inside(at, subject):
            return None
        return self._with_subject(at, subject)

    def _with_before(self, at: int) -> int:
        """Where the "with" of "…, with the minister saying …" stands, 0 without one."""
        for step in range(at - 2, max(0, at - 12), -1):
            if self._word(step) == "with" and self._word(step - 1) in (",", "—", "–"):
                return step
            if self.tokens[step].text in ",;:" or is_finite(self.tokens, step):
                return 0
        return 0

    def _absolute(self, at: int) -> Cue | None:
        """ "…, with the minister saying the plant had closed"."""
        span = (self._with_before(at) + 1, at)
        if not self._sourcelike(span):
            return None
        word = self.words[at]
        speaker = surface(self.text, self.tokens, span)
        if not self._clause_after(at + 1):
            return self._act(Cue(span[0], at + 1, "lead", speaker, [], word, tone_of(word), span), at, "act")
        return Cue(span[0] - 1, self._past_that(at + 1), "lead", speaker, [], word, tone_of(word), span)

    def _passive_by(self, at: int) -> Cue | None:
        """ "the deaths were confirmed by the ministry", not "…, which was confirmed by the ministry, …"."""
        if {"which", "who"} & set(self.words[max(0, at - 5) : at]):
            return None
        span = source_right(self.tokens, at + 2, self.dated)
        if span is None or not self._can_speak(span):
            return None
        if self._word(span[1]) == "that" and "it" in self.words[max(0, at - 3) : at]:
            first = at - self.words[max(0, at - 3) : at][::-1].index("it") - 1
            return Cue(
                first, span[1] + 1, "lead", surface(self.text, self.tokens, span), verb="by", subject=span
            )
        speaker, tone = surface(self.text, self.tokens, span), tone_of(self.words[at])
        return Cue(at + 1, span[1], "trail", speaker, verb="by", tone=tone, subject=span)

    def _participle(self, at: int) -> Cue | None:
        """ ", adding that …", ", saying …" speaks with the voice of the cue or subject before it."""
        previous = self.cues[-1] if self.cues else None
        before = self._word(at - 1)
        told = before == "by" and self._before_that(self._skip_adverbials(at + 1)) < len(self.tokens)
        if (
            before not in lex.participle_marks
            and self._word(at + 1) != "that"
            and not (told and self._word(self._before_that(self._skip_adverbials(at + 1))) == "that")
        ):
            return None
        if previous is not None:
            speaker, via, subject = previous.speaker, list(previous.via), previous.subject
        else:
            span = self._main_subject(at)
            if span is None or not self._sourcelike(span):
                return None
            speaker, via, subject = surface(self.text, self.tokens, span), [], span
        if self.words[at] == "adding" and not self._that_follows(at):
            return None
        return Cue(
            at,
            self._past_that(self._before_that(self._skip_adverbials(at + 1))),
            "lead",
            speaker,
            via,
            self.words[at],
            tone_of(self.words[at]),
            subject,
        )

    # "…," said X
    def _inverted(self, at: int) -> Cue | None:
        before = self._word(at - 1)
        quoted = (
            before in lex.closing_marks and self.words[at] in lex.speech and self.words[at].endswith("ed")
        )
        if not (quoted or self.words[at] in lex.invertible) or before not in lex.inverted_edges:
            return None
        first = self._skip_dates(at + 1)
        following = self.tokens[first] if first < len(self.tokens) else None
        closed = before in lex.closing_marks and self._word(at - 2) in lex.quotation_stops
        plain = closed and following is not None and following.kind == "word"
        if following is None or not (
            (plain and following.lower not in lex.pronouns | lex.not_inverted)
            or following.capital
            or following.lower in lex.inverted_openers
            or following.lower in lex.source_nouns
        ):
            return None
        if before == "," and self._apposed(at):
            return None
        span = source_right(self.tokens, first, self.dated)
        if span is None:
            return None
        if not (self.tokens[span[0]].capital or self._sourcelike(span, "said")):
            return None
        span = self._with_name(span)
        cue = Cue(at, span[1], "trail", surface(self.text, self.tokens, span), verb=self.words[at],
                  tone=tone_of(self.words[at]), subject=span)  # fmt: skip
        cue.stop = self._past_apposition(cue.stop)
        self._to_press(cue)
        self._absorb_citing(cue)
        self._told(cue, cue.stop)
        cue.stop = self._closing_adjunct(cue.stop) or cue.stop
        return cue

    def _to_press(self, cue: Cue) -> None:
        """ "said the individual to the Washington Post"."""
        if self._word(cue.stop) == "to":
            span = source_right(self.tokens, cue.stop + 1, self.dated)
            if span is not None and is_press(" ".join(self.words[span[0] : span[1]])):
                cue.via.append(surface(self.text, self.tokens, span))
                cue.stop = span[1]

    def _past_apposition(self, at: int) -> int:
        """After "said X": ", head of Y," belongs to the attribution when a comma or the sentence closes it."""
        if self._word(at) != ",":
            return at
        for step in range(at + 1, min(at + 18, len(self.tokens))):
            if self._word(step) in (",", "."):
                inner = range(at + 1, step)
                clean = not any(is_finite(self.tokens, k) or self.tokens[k].text in '“"' for k in inner)
                started = (
                    self._word(at + 1) in lex.apposition_openers or self._word(at + 1) in lex.source_nouns
                )
                return step if clean and started else at
            if self.tokens[step].text in '“"':
                return at
        return at

    def _with_subject(self, at: int, subject: tuple[int, int]) -> Cue | None:
        word = self.words[at]
        tone = tone_of(word)
        speaker = surface(self.text, self.tokens, self._with_name(subject))
        cue = Cue(subject[0], at + 1, "lead", speaker, [], word, tone, subject)
        if subject[0] > at:
            return None
        if subject == (self.cues[-1].subject if self.cues else None):
            cue.start = at
        if word == "pointed" and self._word(at + 1) == "out":
            cue.stop = at + 2
        self._told(cue, at + 1)
        self._interviewed(cue, at)
        self._absorb_citing(cue)
        after = self._past_aside(
            self._before_that(self._skip_adverbials(cue.stop), addressed=word in lex.addressing)
        )
        nested = self._relative_before(subject[0])
        if self._trails(subject[0]) and self._quote_closes(subject[0], after):
            cue.form, cue.stop = "trail", self._closing_adjunct(after) or after
            return cue
        if (
            tone == "act"
            or (tone == "deny")
            or self._nominal_object(at, after)
            or self._expects_to(at, after)
        ):
            if not self._content_after(after) and self._trails(subject[0]):
                cue.form = "trail"
                return cue
            return self._act(cue, at, tone)
        closing = self._closing_adjunct(after) if self._trails(subject[0]) else 0
        if closing:
            cue.form, cue.stop = "trail", closing
            return cue
        if self._content_after(after):
            if nested:
                cue.form, cue.stop = "nested", cue.stop
                return cue
            if word in lex.needs_that and not self._clause_after(after) and not self._trails(subject[0]):
                return None
            cue.stop = self._past_that(after)
            return cue
        if not self._trails(subject[0]) and not self.heading:
            return None
        cue.form, cue.stop = "trail", after
        return cue

    def _quote_closes(self, start: int, after: int) -> bool:
        """ "“…,” X wrote in the brief report": a quotation before and none behind."""
        rest = self.tokens[after:]
        return (
            self._after_quotation(start)
            and self._word(after) not in ("that", ":")
            and not any(token.text in '“"«' for token in rest)
        )

    def _after_quote(self, at: int) -> Cue | None:
        """ "“…,” the official gushed": whatever the verb, what stands behind a quotation and its comma speaks it."""
        subject = subject_left(self.tokens, at, self.dated, self._floor())
        if subject is None or subject[1] - subject[0] > 8 or not self._sourcelike(subject, "said"):
            return None
        mark = subject[0] - 1
        if (
            self._word(at - 1) in lex.indefinite_articles
            or mark < 2
            or self.tokens[mark].text not in '”"'
            or self._word(mark - 1) not in (",", "!", "?")
        ):
            return None
        speaker = surface(self.text, self.tokens, subject)
        return Cue(
            subject[0],
            self._closing_adjunct(at + 1) or at + 1,
            "trail",
            speaker,
            verb=self.words[at],
            subject=subject,
        )

    def _interviewed(self, cue: Cue, verb: int) -> None:
        """ "In an interview with Reuters, X said", "X said, speaking to Reuters": the outlet relays."""
        for at in range(max(0, cue.start - 8), min(verb + 8, len(self.tokens) - 1)):
            if self.words[at] not in ("with", "to", "by") or not lex.talks & set(
                self.words[max(0, at - 3) : at]
            ):
                continue
            span = source_right(self.tokens, at + 1, self.dated)
            name = surface(self.text, self.tokens, span) if span is not None else ""
            if name and is_press(name) and name not in (*cue.via, cue.speaker):
                cue.via.append(name)
                return

    def _puts_toll(self, at: int) -> Cue | None:
        """ "The observatory put the toll at above 120"."""
        following = self.words[at + 1 : at + 8]
        if "at" not in following or not lex.tolls & set(following[: following.index("at")]):
            return None
        subject = self._subject(at)
        if subject is None:
            return None
        speaker = surface(self.text, self.tokens, subject)
        return self._act(Cue(subject[0], at + 1, "lead", speaker, [], "put", "say", subject), at, "act")

    def _told(self, cue: Cue, at: int) -> None:
        """ "X told Reuters": the outlet relays; "told reporters" has no relay."""
        if cue.verb not in lex.telling_verbs:
            return
        span = self._told_object(at)
        if span is None:
            return
        cue.stop = max(cue.stop, span[1])
        words = [token.lower for token in self.tokens[span[0] : span[1]]]
        named = self.tokens[span[1] - 1].capital and not set(words) & lex.not_relay_objects
        if is_press(" ".join(words)) or (named and len(words) <= 5):
            cue.via.append(surface(self.text, self.tokens, span))

    def _told_object(self, at: int) -> tuple[int, int] | None:
        span = source_right(self.tokens, at, self.dated)
        if span is None:
            return None
        for step in range(span[0] + 1, span[1]):  # "told reporters Iran had …": the object is one phrase
            boundary = (
                self.tokens[step].capital
                and not self.tokens[step - 1].capital
                and not self.words[step - 1].endswith(
                    ("-run", "-owned", "-based", "-language", "-controlled", "-backed")
                )
                and self.words[step - 1] not in lex.told_modifiers
            )
            if boundary or self.words[step] in lex.object_ends:
                return span[0], step
        return span

    def _act(self, cue: Cue, at: int, tone: str) -> Cue | None:
        """A speech act is itself the claim: the cue owns no tokens besides none, its clause stays content."""
        if self._relative_before(cue.start):
            return None
        cue.subordinate = self._word(cue.start - 1) in lex.subordinators
        cue.form = "act"
        cue.stop = cue.start
        cue.tone = tone
        return replace(cue, start=at, stop=at, via=cue.via, tone=tone)
