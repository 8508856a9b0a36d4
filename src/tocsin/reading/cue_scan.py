"""Looking around in one sentence: adverbials, venues, subjects, and what follows an attribution."""

from __future__ import annotations

from tocsin.reading.cue_model import Cue, is_press
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import is_hard, source_right, subject_left
from tocsin.reading.tokens import Token


class Scan:
    """A sentence under scan; each helper looks at one thing around a token."""

    def __init__(self, text: str, tokens: list[Token], dated: list[bool], heading: bool) -> None:
        self.text, self.tokens, self.dated, self.heading = text, tokens, dated, heading
        self.cues: list[Cue] = []
        self.words = [token.lower for token in tokens]

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _floor(self) -> int:
        return self.cues[-1].stop if self.cues else 0

    def _clause_edge(self, at: int) -> bool:
        return at == 0 or self.words[at - 1] == ","

    def _opens_clause(self, at: int) -> bool:
        before = self._word(at - 1)
        if at == 0 or before in lex.clause_marks or at == self._floor():
            return True
        if before == "," and self._word(at - 2) in lex.comma_adverbs:
            return True  # "The cause was not named, however, according to X, …"
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

    def _skip_adverbials(self, at: int) -> int:
        """Past adverbs, dates, "in a statement", "on Telegram", "to reporters" after a verb."""
        while at < len(self.tokens):
            word = self.words[at]
            if (
                self.dated[at]
                or (word == "," and self._dated(at + 1) and self._dated(at - 1))
                or (word in lex.adverbs and word not in ("all", "both", "to"))
                or (word in lex.date_adverbs and at + 1 < len(self.tokens) and self.dated[at + 1])
            ):
                at += 1
            elif word in lex.venue_prepositions and self._venue(at):
                at = self._venue(at)
            else:
                break
        return at

    def _venue(self, at: int) -> int:
        """End of "in a statement", "on Telegram", "to the BBC", "at a news conference"; 0 where it is none."""
        limit = min(at + 14, len(self.tokens))
        for step in range(at + 1, limit):
            word = self.words[step]
            if word in lex.venues:
                following = self._word(step + 1)
                if following in lex.venue_sequels:
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

    def _can_speak(self, span: tuple[int, int]) -> bool:
        """Whether the head of a cited phrase is a source ("officials", "a report", a name), not a thing or event."""
        head = (
            next((k for k in range(span[0] + 1, span[1]) if self.words[k] in lex.prepositions), span[1]) - 1
        )
        return self.words[head] in lex.source_nouns or self.tokens[head].capital or is_press(self.words[head])

    def _passive(self, at: int) -> bool:
        """ "was said", "was also said"; not "asked not to be named said"."""
        if self._word(at - 1) in lex.be:
            return True
        adverb = self._word(at - 1) in lex.adverbs or self._word(at - 1).endswith("ly")
        return self._word(at - 2) in lex.be and (adverb or self._word(at) not in ("said", "says", "told"))

    def _sourcelike(self, span: tuple[int, int], verb: str = "") -> bool:
        """A pronoun, a name, or a noun that can speak."""
        if span[1] - span[0] > 24:
            return False
        tokens = self.tokens[span[0] : span[1]]
        if len(tokens) == 1 and tokens[0].lower in lex.not_sources:
            return False
        if any(token.lower in lex.pronouns or token.lower in lex.source_nouns for token in tokens):
            return True
        if is_press(" ".join(token.lower for token in tokens)):
            return True
        named = any(
            token.capital and not (span[0] + k == 0 and len(tokens) > 1) for k, token in enumerate(tokens)
        )
        return named or verb in lex.anyone

    def _main_subject(self, at: int) -> tuple[int, int] | None:
        """Subject of the sentence's first finite verb."""
        for step in range(self._floor(), at):
            if is_finite(self.tokens, step):
                return subject_left(self.tokens, step, self.dated, self._floor())
        return None

    def _skip_dates(self, at: int) -> int:
        while at < len(self.tokens) and (self.dated[at] or (self._word(at) == "on" and self._dated(at + 1))):
            at += 1
        return at

    def _dated(self, at: int) -> bool:
        return at < len(self.tokens) and self.dated[at]

    def dated_or_end(self, at: int) -> bool:
        """Whether the sentence ends at `at` or a date stands there."""
        return at >= len(self.tokens) or self.dated[at]

    def _with_name(self, span: tuple[int, int]) -> tuple[int, int]:
        """ "the coalition’s spokesman, Colonel Turki al-Maliki": a role takes the name behind its comma."""
        at = span[1]
        if (
            self._word(at) != ","
            or not set(self.words[span[0] : at]) & lex.roles
            or at + 1 >= len(self.tokens)
        ):
            return span
        step = at + 1
        while step < len(self.tokens) and (
            self.tokens[step].capital or self.words[step] in lex.small_particles
        ):
            step += 1
        ends = step >= len(self.tokens) or self._word(step) in lex.name_ends
        return (span[0], step) if ends and 2 <= step - at - 1 <= 6 else span

    def _trails(self, start: int) -> bool:
        """Whether enough precedes the subject for the cue to close a clause."""
        before = self._word(start - 1)
        content = [
            k for k in range(self._floor(), start) if self.tokens[k].kind != "punct" and not self.dated[k]
        ]
        edge = before in lex.trail_edges
        relays = not content and bool(self.cues) and self.cues[-1].form == "trail"
        bare = self._word(start) in lex.pronouns and len(content) >= 4 and self._word(start + 2) in ("", ".")
        return (edge or bare) and (len(content) >= 2 or relays)

    def _content_after(self, at: int) -> bool:
        """Whether a clause or quotation follows the attribution."""
        step = at
        while step < len(self.tokens) and self._word(step) in (",", ":"):
            if self._word(step) == "," and self._word(step + 1) not in lex.content_openers:
                return False
            step += 1
        if step >= len(self.tokens):
            return False
        if self.tokens[step].text in ".;!?…)":
            return False
        if self.tokens[step].text in '”"' and self.tokens[step].quoted and step == len(self.tokens) - 1:
            return False
        return self.words[step] not in lex.no_content

    def _clause_after(self, at: int) -> bool:
        """Whether "that", a quotation or a finite clause follows, as verbs like "added" need."""
        if self._word(at) in lex.clause_heralds:
            return True
        first = self.tokens[at] if at < len(self.tokens) else None
        if first is None or first.lower in lex.object_prepositions:
            return False
        for step in range(at + 1, min(at + 14, len(self.tokens))):
            if self._word(step) in lex.clause_breaks:
                return False
            if is_finite(self.tokens, step):
                return True
        return False

    def _past_that(self, at: int) -> int:
        step = at
        while self._word(step) in (",", ":") or (self._word(step) == "that" and step - at <= 1):
            step += 1
        return step

    def _relative_before(self, start: int) -> bool:
        if self.cues and self.cues[-1].form == "lead" and self.cues[-1].stop == start:
            return False  # "told the prince that he expected …"
        if start >= 2 and self._word(start - 1) == "what":
            return True
        if start >= 2 and self._word(start) in lex.pronouns and self._contact_clause(start):
            return True
        return (
            self._word(start - 1) in ("which", "whom", "that")
            and start >= 2
            and not self._spoken_before(start - 2)
        )

    def _spoken_before(self, at: int) -> bool:
        """Whether a verb of speech stands at `at`, or before the date that ends there ("said on 1 August that")."""
        while at > 0 and (self.dated[at] or self.words[at] in ("on", "also")):
            at -= 1
        return self.words[at] in lex.speech

    def _contact_clause(self, start: int) -> bool:
        """ "parts he said were found", "launchers it has said it plans to deploy": right behind a noun, no pronoun of its own."""
        before = self.tokens[start - 1]
        if before.kind != "word" or self.dated[start - 1] or before.lower in lex.clause_openers:
            return False
        return not is_finite(self.tokens, start - 1) and not before.lower.endswith("ly")

    def _after_quotation(self, start: int) -> bool:
        """Whether a closed quotation stands right before `start` ("…,” X wrote in a report")."""
        return (
            start > 0
            and (self.tokens[start - 1].text in '”"’»' or self.tokens[start - 1].quoted > 0)
            and (start >= len(self.tokens) or self.tokens[start].quoted != self.tokens[start - 1].quoted)
        )
