"""Attribution cues of one sentence: who is said to say something, in which form, and through whom."""

from __future__ import annotations

from tocsin.claims.reading.vocabulary import words

from dataclasses import dataclass, field

from tocsin.claims.reading.lexicon import (
    ACT,
    ADVERBS,
    AUXILIARIES,
    BE,
    DENY,
    FORESEE,
    NEEDS_THAT,
    NOT_RELAY_OBJECTS,
    PARTICIPLES,
    PRESS,
    PRESS_HEADS,
    PROMISE,
    PRONOUNS,
    SAY,
    SOURCE_NOUNS,
    SPEECH,
    THINK,
)
from tocsin.claims.reading.phrases import (
    is_finite,
    is_hard,
    reduce_document,
    source_right,
    subject_left,
    surface,
)
from tocsin.claims.reading.tokens import Token


@dataclass(slots=True)
class Cue:
    """One attribution: its own tokens [start, stop), its form, the speaker's surface and relays.

    `form`: "lead" (speaks of what follows), "trail" (of what precedes), "act" (a speech act that is itself the claim,
    with its sentence part), "nested" (inside a relative clause).
    """

    start: int
    stop: int
    form: str
    speaker: str
    via: list[str] = field(default_factory=list)
    verb: str = ""
    tone: str = "say"  # say, think, deny, foresee, promise, act
    subject: tuple[int, int] | None = None


def tone_of(verb: str) -> str:
    """Class of a reporting verb."""
    for tone, verbs in (
        ("deny", DENY),
        ("think", THINK),
        ("foresee", FORESEE),
        ("promise", PROMISE),
        ("act", ACT),
    ):
        if verb in verbs:
            return tone
    return "say"


def find_cues(text: str, tokens: list[Token], dated: list[bool], *, heading: bool = False) -> list[Cue]:
    """All cues of a sentence, in order, without overlaps."""
    finder = _Finder(text, tokens, dated, heading)
    return finder.run()


class _Finder:
    """Scans one sentence; each `_at_…` method knows one construction."""

    def __init__(self, text: str, tokens: list[Token], dated: list[bool], heading: bool) -> None:
        self.text, self.tokens, self.dated, self.heading = text, tokens, dated, heading
        self.cues: list[Cue] = []
        self.words = [token.lower for token in tokens]

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
        self.cues = [cue for cue in self.cues if cue.speaker]
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
        if word in ("citing", "quoting"):
            return self._citing(at)
        if word in ("quoted", "cited", "quotes", "cites"):
            return self._quoted(at)
        if word in SPEECH:
            return self._speech(at)
        return None

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _floor(self) -> int:
        return self.cues[-1].stop if self.cues else 0

    def _clause_edge(self, at: int) -> bool:
        return at == 0 or self.words[at - 1] == ","

    # according to X[, citing Y]
    def _according(self, at: int) -> Cue | None:
        first = at + 2 if self.words[at] == "according" else at + 1
        span = source_right(self.tokens, first, self.dated)
        if span is None:
            return None
        span = self._with_name(reduce_document(self.tokens, span))
        form = "lead" if self._opens_clause(at) else "trail"
        cue = Cue(at, span[1], form, surface(self.text, self.tokens, span), verb="according", subject=span)
        self._absorb_citing(cue)
        self._absorb_released(cue)
        if form == "lead":
            cue.stop = self._past_comma(cue.stop)
        return cue

    def _opens_clause(self, at: int) -> bool:
        before = self._word(at - 1)
        if at == 0 or before in ("and", "but", "while", ";", "“", '"', ":", "—", "–") or at == self._floor():
            return True
        return (
            all(self.tokens[k].kind == "punct" or self.dated[k] for k in range(self._floor(), at))
            and not self.cues
        )

    def _past_comma(self, at: int) -> int:
        """Past dates, "in a statement", "on Telegram" and the comma that closes a leading attribution."""
        for step in range(at, min(at + 9, len(self.tokens))):
            if self.words[step] == ",":
                return step + 1
            if is_finite(self.tokens, step):
                break
        return at

    def _absorb_released(self, cue: Cue) -> None:
        """ "cited by Reuters", "quoted by TASS", "published by X" right after a source."""
        at = cue.stop
        link = self._skip_dates(at + 1) if self._word(at) in _HANDED else at + 1
        if self._word(at) in _HANDED and self._word(link) in ("by", "to", "with", "on", "in"):
            span = source_right(self.tokens, link + 1, self.dated)
            if span is not None:
                if self._word(at) in _RELAYED and self._word(link) in ("by", "with"):
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

    def _skip_adverbials(self, at: int) -> int:
        """Past adverbs, dates, "in a statement", "on Telegram", "to reporters" after a verb."""
        while at < len(self.tokens):
            word = self.words[at]
            if (
                self.dated[at]
                or (word in ADVERBS and word not in ("all", "both", "to"))
                or (
                    word in ("on", "late", "early", "earlier")
                    and at + 1 < len(self.tokens)
                    and self.dated[at + 1]
                )
            ):
                at += 1
            elif word in (
                "in",
                "on",
                "at",
                "during",
                "via",
                "through",
                "to",
                "before",
                "after",
                "from",
                "by",
            ) and self._venue(at):
                at = self._venue(at)
            else:
                break
        return at

    def _venue(self, at: int) -> int:
        """End of "in a statement", "on Telegram", "to the BBC", "at a news conference"; 0 where it is none."""
        limit = min(at + 14, len(self.tokens))
        for step in range(at + 1, limit):
            word = self.words[step]
            if word in _VENUES:
                following = self._word(step + 1)
                if following in (
                    "of",
                    "to",
                    "by",
                    "with",
                    "in",
                    "on",
                    "at",
                    "posted",
                    "published",
                    "from",
                    "carried",
                    "issued",
                ):
                    span = source_right(self.tokens, step + 2, self.dated)
                    return span[1] if span is not None else step + 1
                return step + 1
            if (
                is_hard(self.tokens[step])
                or word in ("that", ".")
                or is_finite(self.tokens, step)
                or self.dated[step]
            ):
                break
        return 0

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
        if previous is not None and previous.verb != "citing" and previous.form != "nested":
            if previous.form == "lead" or at - previous.stop <= 12:
                previous.via.insert(0, previous.speaker)
                previous.speaker = speaker
                if previous.stop == at or self._word(previous.stop) == ",":
                    previous.stop = span[1]
                    return None
                return Cue(at, span[1], "mute", speaker, verb="citing")
        return Cue(at, span[1], "lead" if at == 0 else "trail", speaker, verb="citing", subject=span)

    def _can_speak(self, span: tuple[int, int]) -> bool:
        """Whether the head of a cited phrase is a source ("officials", "a report", a name), not a thing or event."""
        head = next((k for k in range(span[0] + 1, span[1]) if self.words[k] in _PREPOSITIONS), span[1]) - 1
        return self.words[head] in SOURCE_NOUNS or self.tokens[head].capital or is_press(self.words[head])

    def _citing_subject(self, at: int, span: tuple[int, int], speaker: str) -> Cue | None:
        """ "X, citing Y, said …": Y speaks through X."""
        if self._word(at - 1) != "," or self._word(span[1]) != "," or self._word(span[1] + 1) not in SPEECH:
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
        if subject is None or (self._word(at + 1) in ("by", "in", "a", "at") and self._word(at + 1) != "a"):
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
            self.words[verb - 1] in BE or self.words[verb - 1] in ("has", "have", "had")
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

    def _passive(self, at: int) -> bool:
        return any(word in BE for word in self.words[max(0, at - 2) : at])

    # X said …
    def _speech(self, at: int) -> Cue | None:
        word = self.words[at]
        if self._word(at + 1) == "by" and self._passive(at) and word in _OBJECT_VERBS:
            return self._passive_by(at)
        if word in _INVERTIBLE and self._word(at - 1) == "," and word.endswith("s"):
            inverted = self._inverted(at)
            if inverted is not None:
                return inverted
        if self._not_speech(at):
            return None
        if word in PARTICIPLES and at == 0 and self._word(1) == "that":
            return Cue(0, 2, "lead", "", [], word)
        if word in PARTICIPLES and not any(w in BE for w in self.words[max(0, at - 2) : at]):
            return self._participle(at)
        inverted = self._inverted(at)
        if inverted is not None:
            return inverted
        subject = self._subject(at)
        if subject is None or self._evidence_inside(at, subject):
            return None
        return self._with_subject(at, subject)

    def _passive_by(self, at: int) -> Cue | None:
        """ "the deaths were confirmed by the ministry"."""
        span = source_right(self.tokens, at + 2, self.dated)
        if span is None or not self._can_speak(span):
            return None
        return Cue(at + 1, span[1], "trail", surface(self.text, self.tokens, span), verb="by", subject=span)

    def _evidence_inside(self, at: int, subject: tuple[int, int]) -> bool:
        """ "Experts noted that the meeting indicates that …": what a thing shows is still the experts' word."""
        if self.words[at] not in _EVIDENT:
            return False
        words = self.words[subject[0] : subject[1]]
        sourced = bool(set(words) & (SOURCE_NOUNS | PRONOUNS)) or self.tokens[subject[1] - 1].capital
        return not sourced or (bool(self.cues) and self.cues[-1].form == "lead")

    def _not_speech(self, at: int) -> bool:
        """Passives, nouns ("a report", "the claims"), infinitives and participial adjectives."""
        before, word = self._word(at - 1), self.words[at]
        if word in _BARE and self._noun_use(at):
            return True
        if self._passive(at) and word not in ("saying", "telling", "warning"):
            return True
        if at and self.tokens[at - 1].text.endswith(("’s", "'s")) and before not in PRONOUNS:
            return True
        if before in (
            "a",
            "an",
            "the",
            "its",
            "their",
            "his",
            "her",
            "of",
            "no",
            "any",
            "this",
            "these",
            "that's",
            "new",
        ):
            return True
        if before in ("to", "could", "would", "might", "may", "can", "not") and word not in SAY | DENY:
            return True
        if before == "to" or (self._word(at + 1) == "to" and word in ("continued", "found", "read", "noted")):
            return True
        if (
            self.tokens[at].capital
            and at > 0
            and not self.heading
            and self._word(at + 1) not in ("on", "that")
            and word not in ("said", "says")
        ):
            return True
        negated = {"not", "n't", "never"} & set(self.words[max(0, at - 3) : at])
        if negated and word in _OBJECT_VERBS - DENY:
            return True
        if word in ("called", "calls", "calling", "dubbed") and self._word(at + 1) not in ("for", "on"):
            return True
        if negated and self._word(at + 1) in ("who", "what", "whether", "how", "when", "why", "if", "where"):
            return True
        return self._word(at + 1) == "for" and word not in ("said", "called", "calls")

    def _noun_use(self, at: int) -> bool:
        """Whether "report", "claims", "estimates" … is a noun here: "they claim" and "the agency reports that" are verbs."""
        before, word = self._word(at - 1), self.words[at]
        if word.endswith("s"):
            if before == ",":
                if self._word(at + 1) in SPEECH:
                    return True
                return not any(
                    is_finite(self.tokens, k) for k in range(at + 1, min(at + 9, len(self.tokens)))
                )
            if before.endswith(_NATIONAL) and self.tokens[at - 1].capital:
                return True
            verbal = before in PRONOUNS or before in ("also", "who", "which") or not before.endswith("s")
            follows = self._word(at + 1) in (
                "that",
                "it",
                "he",
                "they",
                ".",
                ",",
                "the",
                "to",
                "citing",
                "quoting",
                "a",
            ) or self.dated_or_end(at + 1)
            return not (
                verbal
                and (follows or self.heading)
                and before not in ("of", "and", "in", "by", "with", "for")
            )
        if self._word(at + 1) == "that" and word in _STATING:
            return False
        plural = before.endswith("s") and (at == 1 or not self.tokens[at - 1].capital)
        if (
            word == "read"
            and before not in ("to", "could", "can")
            and self.tokens[at - 2 if at > 1 else 0].kind == "word"
        ):
            return not self._trails_quotation(at)
        return not (before in PRONOUNS or before in ("people", "also", "who") or plural)

    def _trails_quotation(self, at: int) -> bool:
        """ "…," a statement from the command read: a closed quotation stands before the subject."""
        return (
            at + 1 < len(self.tokens)
            and self._word(at + 1) == "."
            and any(t.quoted for t in self.tokens[:at])
        )

    def dated_or_end(self, at: int) -> bool:
        """Whether the sentence ends at `at` or a date stands there."""
        return at >= len(self.tokens) or self.dated[at]

    def _subject(self, at: int) -> tuple[int, int] | None:
        floor = self._floor()
        if (
            self.cues
            and self.cues[-1].form == "lead"
            and self._word(at - 1) == "and"
            and self.cues[-1].subject
        ):
            return self.cues[-1].subject
        if self._word(at - 1) in ("who", "which"):
            return self._antecedent(at - 1, floor)
        subject = subject_left(self.tokens, at, self.dated, floor)
        if subject is None and self._joined(at, floor):
            return self.cues[-1].subject if self.cues and self.cues[-1].subject else self._main_subject(at)
        if subject is None or not (self._sourcelike(subject, self.words[at]) or self._word(at + 1) == "that"):
            return None
        return subject

    def _joined(self, at: int, floor: int) -> bool:
        """Whether "and" or "but" stands before the verb and its auxiliaries ("… and has said")."""
        while at > floor and (self.words[at - 1] in ADVERBS or self.words[at - 1] in BE):
            at -= 1
        return self._word(at - 1) in ("and", "but")

    def _antecedent(self, relative: int, floor: int) -> tuple[int, int] | None:
        stop = relative - 1 if self._word(relative - 1) == "," else relative
        if stop <= floor:
            return self.cues[-1].subject if self.cues else None
        subject = subject_left(self.tokens, stop, self.dated, floor)
        return subject if subject is not None and self._sourcelike(subject) else None

    def _sourcelike(self, span: tuple[int, int], verb: str = "") -> bool:
        """A pronoun, a name, or a noun that can speak."""
        if span[1] - span[0] > 24:
            return False
        tokens = self.tokens[span[0] : span[1]]
        if len(tokens) == 1 and tokens[0].lower in (
            "i",
            "we",
            "you",
            "which",
            "there",
            "this",
            "these",
            "those",
            "us",
            "me",
            "what",
        ):
            return False
        if any(token.lower in PRONOUNS or token.lower in SOURCE_NOUNS for token in tokens):
            return True
        if is_press(" ".join(token.lower for token in tokens)):
            return True
        named = any(
            token.capital and not (span[0] + k == 0 and len(tokens) > 1) for k, token in enumerate(tokens)
        )
        return named or verb in ("said", "says", "told")

    def _participle(self, at: int) -> Cue | None:
        """ ", adding that …", ", saying …" speaks with the voice of the cue or subject before it."""
        previous = self.cues[-1] if self.cues else None
        before = self._word(at - 1)
        if before not in (",", "and", "”", '"', "while") and self._word(at + 1) != "that":
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
            self._past_that(at + 1),
            "lead",
            speaker,
            via,
            self.words[at],
            tone_of(self.words[at]),
            subject,
        )

    def _that_follows(self, at: int) -> bool:
        return self._word(at + 1) in ("that", "“", '"', ":", ",", "it", "he", "she", "they", "the") or any(
            is_finite(self.tokens, k) for k in range(at + 1, min(at + 10, len(self.tokens)))
        )

    def _main_subject(self, at: int) -> tuple[int, int] | None:
        """Subject of the sentence's first finite verb."""
        for step in range(self._floor(), at):
            if is_finite(self.tokens, step):
                return subject_left(self.tokens, step, self.dated, self._floor())
        return None

    # "…," said X
    def _inverted(self, at: int) -> Cue | None:
        before = self._word(at - 1)
        if self.words[at] not in _INVERTIBLE or before not in (",", "”", '"', "’", "?", "!", "»", "'", "—"):
            return None
        first = self._skip_dates(at + 1)
        following = self.tokens[first] if first < len(self.tokens) else None
        if following is None or not (
            following.capital or following.lower in ("the", "a", "an", "one", "two", "three")
        ):
            return None
        if before == "," and self._apposed(at, first):
            return None
        span = source_right(self.tokens, first, self.dated)
        if span is None:
            return None
        span = self._with_name(span)
        cue = Cue(at, span[1], "trail", surface(self.text, self.tokens, span), verb=self.words[at],
                  tone=tone_of(self.words[at]), subject=span)  # fmt: skip
        cue.stop = self._past_apposition(cue.stop)
        self._to_press(cue)
        self._absorb_citing(cue)
        self._told(cue, cue.stop)
        return cue

    def _to_press(self, cue: Cue) -> None:
        """ "said the individual to the Washington Post"."""
        if self._word(cue.stop) == "to":
            span = source_right(self.tokens, cue.stop + 1, self.dated)
            if span is not None and is_press(" ".join(self.words[span[0] : span[1]])):
                cue.via.append(surface(self.text, self.tokens, span))
                cue.stop = span[1]

    def _with_name(self, span: tuple[int, int]) -> tuple[int, int]:
        """ "the coalition’s spokesman, Colonel Turki al-Maliki": a role takes the name behind its comma."""
        at = span[1]
        if self._word(at) != "," or not set(self.words[span[0] : at]) & _ROLES or at + 1 >= len(self.tokens):
            return span
        step = at + 1
        while step < len(self.tokens) and (
            self.tokens[step].capital or self.words[step] in ("al", "bin", "de", "von")
        ):
            step += 1
        ends = step >= len(self.tokens) or self._word(step) in (",", ".", "”", '"', ";")
        return (span[0], step) if ends and 2 <= step - at - 1 <= 6 else span

    def _skip_dates(self, at: int) -> int:
        while at < len(self.tokens) and (self.dated[at] or (self._word(at) == "on" and self._dated(at + 1))):
            at += 1
        return at

    def _dated(self, at: int) -> bool:
        return at < len(self.tokens) and self.dated[at]

    def _apposed(self, at: int, first: int) -> bool:
        """ "X, chief of Y, said the company will …": what follows the verb is a clause, so X is the subject."""
        if self._word(at - 2) in ("”", '"', "’") or any(
            token.quoted for token in self.tokens[max(0, at - 3) : at]
        ):
            return False
        floor = self._floor()
        comma = next((k for k in range(floor, at - 1) if self._word(k) == ","), at - 1)
        floor = max((k + 1 for k in range(floor, comma) if self.words[k] in _CONJUNCTIONS), default=floor)
        if not any(is_finite(self.tokens, k) for k in range(floor, at - 1)):
            return True
        return self._word(comma + 1) in ("who", "which", "whose") and not any(
            is_finite(self.tokens, k) for k in range(floor, comma)
        )

    def _past_apposition(self, at: int) -> int:
        """After "said X": ", head of Y," belongs to the attribution when a comma or the sentence closes it."""
        if self._word(at) != ",":
            return at
        for step in range(at + 1, min(at + 18, len(self.tokens))):
            if self._word(step) in (",", "."):
                inner = range(at + 1, step)
                clean = not any(is_finite(self.tokens, k) or self.tokens[k].text in '“"' for k in inner)
                started = (
                    self._word(at + 1) in ("the", "a", "an", "who") or self._word(at + 1) in SOURCE_NOUNS
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
        self._absorb_citing(cue)
        after = self._before_that(self._skip_adverbials(cue.stop))
        nested = self._relative_before(subject[0])
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
            if word in NEEDS_THAT and not self._clause_after(after) and not self._trails(subject[0]):
                return None
            cue.stop = self._past_that(after)
            return cue
        if not self._trails(subject[0]) and not self.heading:
            return None
        cue.form, cue.stop = "trail", after
        return cue

    def _closing_adjunct(self, at: int) -> int:
        """End of "from a local clinic", "on condition of anonymity" after a closing "X said"; 0 where a clause follows."""
        if self._word(at) not in _ADJUNCTS and self._word(at) not in ("from", "of", "about"):
            return 0
        for step in range(at, min(at + 24, len(self.tokens))):
            if self._word(step) in (".", ",", ";") or self.tokens[step].text in '”"':
                return step
            if self._word(step) == "that" or self.tokens[step].text in ":“" or is_finite(self.tokens, step):
                return 0
        return len(self.tokens) if len(self.tokens) - at < 24 else 0

    def _before_that(self, at: int) -> int:
        """Past "lawmakers during a closed-door review on Wednesday" to the "that" it leads to."""
        for step in range(at, min(at + 16, len(self.tokens))):
            if self._word(step) == "that":
                return step if step == at or self._word(at) in _ADJUNCTS else at
            if (
                is_hard(self.tokens[step])
                or self._word(step) in (".", "which", "who")
                or is_finite(self.tokens, step)
            ):
                break
        return at

    def _told(self, cue: Cue, at: int) -> None:
        """ "X told Reuters": the outlet relays; "told reporters" has no relay."""
        if cue.verb not in ("told", "tells", "telling", "informed"):
            return
        span = self._told_object(at)
        if span is None:
            return
        cue.stop = max(cue.stop, span[1])
        words = [token.lower for token in self.tokens[span[0] : span[1]]]
        named = self.tokens[span[1] - 1].capital and not set(words) & NOT_RELAY_OBJECTS
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
                and self.words[step - 1]
                not in (
                    "the",
                    "a",
                    "an",
                    "of",
                    "state",
                    "newspaper",
                    "agency",
                    "broadcaster",
                    "daily",
                    "magazine",
                    "channel",
                    "’s",
                )
            )
            if boundary or self.words[step] in ("the", "a", "it", "he", "they", "she", "its"):
                return span[0], step
        return span

    def _nominal_object(self, at: int, after: int) -> bool:
        """Whether a verb such as "announced" or "confirmed" takes a plain object ("announced a $1 billion contract")."""
        word = self.words[at]
        if word not in _OBJECT_VERBS:
            return False
        if self._word(after) in ("that", ":", "“", '"', "how", "whether", "it", "he", "they"):
            return False
        for step in range(after, min(after + 40, len(self.tokens))):
            if self._word(step) in (
                "that",
                "which",
                "who",
                "to",
                "after",
                "as",
                "while",
                "when",
                ",",
                "where",
            ):
                return True
            if self._word(step) in AUXILIARIES:
                return False
        return True

    def _expects_to(self, at: int, after: int) -> bool:
        """ "The institute expects output to increase": a forecast of the subject's own."""
        if self.words[at] not in (
            "expects",
            "expected",
            "forecasts",
            "predicts",
            "projects",
            "anticipates",
            "expect",
        ):
            return False
        if self._word(after) == "that":
            return False
        for step in range(after, min(after + 12, len(self.tokens))):
            if self._word(step) == "to":
                return True
            if is_finite(self.tokens, step) or is_hard(self.tokens[step]):
                return False
        return False

    def _act(self, cue: Cue, at: int, tone: str) -> Cue | None:
        """A speech act is itself the claim: the cue owns no tokens besides none, its clause stays content."""
        if self._relative_before(cue.start):
            return None
        cue.form = "act"
        cue.stop = cue.start
        cue.tone = tone
        return Cue(at, at, "act", cue.speaker, cue.via, cue.verb, tone, cue.subject)

    def _relative_before(self, start: int) -> bool:
        return (
            self._word(start - 1) in ("which", "whom", "that", "what")
            and start >= 2
            and self._word(start - 2) not in SPEECH
        )

    def _trails(self, start: int) -> bool:
        """Whether enough precedes the subject for the cue to close a clause."""
        before = self._word(start - 1)
        content = [
            k for k in range(self._floor(), start) if self.tokens[k].kind != "punct" and not self.dated[k]
        ]
        edge = before in (",", "”", '"', "’", "—", "–", "-", "?", "!", ":", "»", "…", "'", ";")
        relays = not content and bool(self.cues) and self.cues[-1].form == "trail"
        return edge and (len(content) >= 2 or relays)

    def _content_after(self, at: int) -> bool:
        """Whether a clause or quotation follows the attribution."""
        step = at
        while step < len(self.tokens) and self._word(step) in (",", ":"):
            if self._word(step) == "," and self._word(step + 1) not in ("“", '"', "‘", "'"):
                return False
            step += 1
        if step >= len(self.tokens):
            return False
        if self.tokens[step].text in ".;!?…)":
            return False
        if self.tokens[step].text in '”"' and self.tokens[step].quoted and step == len(self.tokens) - 1:
            return False
        return self.words[step] not in (
            "citing",
            "quoting",
            "after",
            "as",
            "while",
            "when",
            "and",
            "but",
            "in",
            "before",
            "during",
        )

    def _clause_after(self, at: int) -> bool:
        """Whether "that", a quotation or a finite clause follows, as verbs like "added" need."""
        if self._word(at) in ("that", ":", "“", '"', "‘", ",", "how", "whether", "it", "he", "they", "she"):
            return True
        first = self.tokens[at] if at < len(self.tokens) else None
        if first is None or first.lower in ("to", "by", "from", "for"):
            return False
        return any(is_finite(self.tokens, k) for k in range(at + 1, min(at + 14, len(self.tokens))))

    def _past_that(self, at: int) -> int:
        step = at
        while self._word(step) in (",", ":") or (self._word(step) == "that" and step - at <= 1):
            step += 1
        return step

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
            if self.words[at] in SPEECH:
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
        if is_press(" ".join(words)):
            return True
        if start and stop - start == 1 and self.tokens[start].text.isupper() and len(words[0]) > 2:
            return True
        return any(
            word in SOURCE_NOUNS or word in ("nato", "un", "eu", "us", "zelenskyy", "zelensky", "putin")
            for word in words
        )

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


_VENUES = words(
    "statement telegram twitter x facebook conference interview briefing reporters speech post release "
    "address message report parliament tv television website video remarks journalists letter bulletin "
    "congress hearing monday meeting testimony lawmakers update media social summit forum channel page "
    "note facebook's bbc cnn platform broadcast event article communique news commentary visit email call "
    "radio document presentation instagram weibo congress newspaper podcast senate brief"
)
_BARE = words(
    "report claim warn note add announce confirm reveal suggest show estimate forecast project judge "
    "believe think suspect expect predict anticipate fear deny reject dispute dismiss assess calculate "
    "find read write claims reports details notes estimates forecasts projects hopes fears calls doubts "
    "demands promises"
)
_NATIONAL = ("ian", "ean", "can", "ese", "ish", "aeli", "raqi", "ench", "rman", "utch", "wegian")
_STATING = words(
    "fear believe think suspect expect suggest show find warn predict note anticipate assess judge"
)
_PREPOSITIONS = words("of for from at with in to by on about")
_EVIDENT = words(
    "indicates indicated suggests suggested shows showed show suggest indicate highlights highlight reflects"
)
_INVERTIBLE = words(
    "said says added adds wrote writes warned explained noted stated announced reported confirmed stressed "
    "claimed explains notes warns announces reports confirms stresses claims argues insists states "
    "emphasised emphasized concluded insisted recalled declared argued tweeted commented continued replied "
    "remarked reads observed"
)
_ADJUNCTS = words("during at in on after before to while via through with by")
_CONJUNCTIONS = words("after as while that when because since although but before and")
_RELAYED = words("cited quoted seen reviewed obtained viewed shared")
_HANDED = _RELAYED | words("published released issued compiled provided posted submitted carried made")
_ROLES = words(
    "spokesman spokeswoman spokesperson minister president chief commander governor mayor ceo chairman "
    "director head secretary leader ambassador general chancellor"
)
_OBJECT_VERBS = words(
    "announced announces documented confirmed confirms revealed reveals reported reports disclosed denied "
    "denies unveiled claimed claims admitted acknowledged stressed reiterated noted highlighted "
    "underscored welcomed promised pledged suggested emphasised emphasized detailed mentioned repeated "
    "recalled indicated alleged specified shared cautioned"
)


def is_press(name: str) -> bool:
    """Whether a name reads like a news outlet or an unnamed report."""
    words = [word.strip(".’'").removesuffix("'s") for word in name.lower().replace("’", "'").split()]
    return any(word in PRESS for word in words) or (
        bool(words) and words[-1] in PRESS_HEADS and "officials" not in words
    )
