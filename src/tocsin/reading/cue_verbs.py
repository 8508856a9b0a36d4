"""Whether a word is a verb of speech here, and whose."""

from __future__ import annotations

from tocsin.reading.cue_sources import Sources
from tocsin.reading.cue_words import NATIONAL
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import is_hard, subject_left


class Verbs(Sources):
    """Tests around a verb of speech: noun or verb, subject, object, what it introduces."""

    def _not_speech(self, at: int) -> bool:
        """Passives, nouns ("a report", "the claims"), infinitives and participial adjectives."""
        before, word = self._word(at - 1), self.words[at]
        if word in lex.bare_speech and self._noun_use(at):
            return True
        if word in lex.think | lex.foresee and word.endswith(("ed", "ought")) and self._word(at + 1) == "to":
            return True  # "a drone believed to be …"
        if word in lex.deny and lex.grants & set(self.words[at + 1 : at + 6]):
            return True  # "the court denied the firm access"
        if self._passive(at) and word not in ("saying", "telling", "warning"):
            return True
        if word in lex.nouns_too and self._word(at + 1) in lex.auxiliaries:
            return True  # "EU member states are"
        if word in ("claimed", "claims", "claim") and {"lives", "life"} & set(self.words[at + 1 : at + 5]):
            return True  # "the blast claimed the lives of two guards"
        possessive = at > 0 and self.tokens[at - 1].text.endswith(("’s", "'s"))
        if possessive and before not in lex.pronouns and word not in ("said", "says", "told"):
            return True
        if before in lex.not_before_speech:
            return True
        if before in lex.infinitive_leads and word not in lex.say | lex.deny:
            return True
        if before == "to" or (self._word(at + 1) == "to" and word in lex.noun_speech_to):
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
        if negated and word in lex.object_verbs - lex.deny:
            return True
        if word in lex.calling_verbs and self._word(at + 1) not in ("for", "on"):
            behind = self.tokens[at + 1 : at + 9]
            return not any(token.text in '“"' or token.lower in lex.false_words for token in behind)
        if negated and self._word(at + 1) in lex.question_words:
            return True
        return self._word(at + 1) == "for" and word not in ("said", "called", "calls")

    def _noun_use(self, at: int) -> bool:
        """Whether "report", "claims", "estimates" … is a noun here: "they claim" and "the agency reports that" are verbs."""
        before, word = self._word(at - 1), self.words[at]
        if word.endswith("s"):
            if before == ",":
                if self._word(at + 1) in lex.speech:
                    return True
                return not any(
                    is_finite(self.tokens, k) for k in range(at + 1, min(at + 9, len(self.tokens)))
                )
            if before.endswith(NATIONAL) and self.tokens[at - 1].capital:
                return True
            verbal = before in lex.pronouns or before in ("also", "who", "which") or not before.endswith("s")
            follows = self._word(at + 1) in lex.speech_objects or self.dated_or_end(at + 1)
            clause = (
                self.tokens[at + 1 : at + 2]
                and self.tokens[at + 1].capital
                and any(is_finite(self.tokens, k) for k in range(at + 2, min(at + 9, len(self.tokens))))
            )
            follows = follows or bool(clause)
            return not (verbal and (follows or self.heading) and before not in lex.noun_prepositions_few)
        if self._word(at + 1) == "that" and word in lex.stating:
            return False
        plural = before.endswith("s") and (at == 1 or not self.tokens[at - 1].capital)
        if (
            word == "read"
            and before not in ("to", "could", "can")
            and self.tokens[at - 2 if at > 1 else 0].kind == "word"
        ):
            return not self._trails_quotation(at)
        return not (before in lex.pronouns or before in ("people", "also", "who") or plural)

    def _trails_quotation(self, at: int) -> bool:
        """ "…," a statement from the command read: a closed quotation stands before the subject."""
        return (
            at + 1 < len(self.tokens)
            and self._word(at + 1) == "."
            and any(t.quoted for t in self.tokens[:at])
        )

    def _evidence_inside(self, at: int, subject: tuple[int, int]) -> bool:
        """ "Experts noted that the meeting indicates that …": what a thing shows is still the experts' word."""
        if self.words[at] not in lex.evident:
            return False
        head = (
            next(
                (k for k in range(subject[0] + 1, subject[1]) if self.words[k] in lex.prepositions),
                subject[1],
            )
            - 1
        )
        while head > subject[0] and self.words[head].endswith("ed"):
            head -= 1  # "figures released by the ministry"
        sourced = self.words[head] in lex.source_nouns | lex.pronouns or self.tokens[head].capital
        return not sourced or (bool(self.cues) and self.cues[-1].form == "lead")

    def _subject(self, at: int) -> tuple[int, int] | None:
        floor = self._floor()
        if (
            self.cues
            and self.cues[-1].form == "lead"
            and self._word(at - 1) == "and"
            and self.cues[-1].subject
        ):
            return self.cues[-1].subject
        relative = at - 1
        while relative > floor and self.words[relative] in lex.said_auxiliaries:
            relative -= 1
        if self._word(relative) in ("who", "which"):
            return self._antecedent(relative, floor)
        subject = subject_left(self.tokens, at, self.dated, floor)
        if subject is None and self._joined(at, floor):
            if self._joined_passive(at, floor):
                return None
            return self.cues[-1].subject if self.cues and self.cues[-1].subject else self._main_subject(at)
        if subject is None or self._contact(subject) or self.words[subject[1] - 1] in ("we", "i", "you"):
            return None
        if not (self._sourcelike(subject, self.words[at]) or self._word(at + 1) == "that"):
            return None
        return None if self._pointed_thing(subject) else subject

    def _pointed_thing(self, subject: tuple[int, int]) -> bool:
        """ "This deal confirms …": what is pointed at speaks only where it is a source ("this report")."""
        if self.words[subject[0]] not in lex.demonstratives:
            return False
        return subject[1] - subject[0] > 3 or self.words[subject[1] - 1] not in lex.source_nouns

    def _contact(self, subject: tuple[int, int]) -> bool:
        """ ", a charge Tehran denies": a relative clause without a pronoun."""
        first, last = subject[0], subject[1] - 1
        return (
            self._word(first) in lex.contact_openers
            and self._word(first - 1) == ","
            and last - first <= 3
            and self.tokens[last].capital
            and bool(lex.charges & set(self.words[first:last]))
        )

    def _joined(self, at: int, floor: int) -> bool:
        """Whether "and" or "but" stands before the verb and its auxiliaries ("… and has said")."""
        while at > floor and (self.words[at - 1] in lex.adverbs or self.words[at - 1] in lex.be):
            at -= 1
        return self._word(at - 1) in ("and", "but")

    def _joined_passive(self, at: int, floor: int) -> bool:
        """ "was announced in May and estimated at $10 million": the participle shares the passive before it."""
        if not self.words[at].endswith("ed") or self._word(at - 1) != "and" or self._word(at + 1) == "that":
            return False
        first = next((k for k in range(floor, at) if is_finite(self.tokens, k)), at)
        return self._word(first) in lex.be and self._word(first + 1).endswith(("ed", "en"))

    def _antecedent(self, relative: int, floor: int) -> tuple[int, int] | None:
        stop = relative - 1 if self._word(relative - 1) == "," else relative
        if stop <= floor:
            return self.cues[-1].subject if self.cues else None
        subject = subject_left(self.tokens, stop, self.dated, floor)
        return subject if subject is not None and self._sourcelike(subject) else None

    def _that_follows(self, at: int) -> bool:
        return self._word(at + 1) in lex.that_openers or any(
            is_finite(self.tokens, k) for k in range(at + 1, min(at + 10, len(self.tokens)))
        )

    def _apposed(self, at: int) -> bool:
        """ "X, chief of Y, said the company will …": what follows the verb is a clause, so X is the subject."""
        if self._word(at - 2) in ("”", '"', "’") or any(
            token.quoted for token in self.tokens[max(0, at - 3) : at]
        ):
            return False
        floor = self._floor() if self.cues and self.cues[-1].form != "act" else 0
        comma = next((k for k in range(floor, at - 1) if self._word(k) == ","), at - 1)
        floor = max((k + 1 for k in range(floor, comma) if self.words[k] in lex.conjunctions), default=floor)
        if not any(is_finite(self.tokens, k) and self._word(k + 1) != "by" for k in range(floor, at - 1)):
            return True
        return self._word(comma + 1) in ("who", "which", "whose") and not any(
            is_finite(self.tokens, k) for k in range(floor, comma)
        )

    def _nominal_object(self, at: int, after: int) -> bool:
        """Whether a verb such as "announced" or "confirmed" takes a plain object ("announced a $1 billion contract")."""
        word = self.words[at]
        if word not in lex.object_verbs:
            return False
        if self._word(after) in lex.quotation_openers:
            return False
        for step in range(after, min(after + 40, len(self.tokens))):
            if self._word(step) in lex.nominal_ends:
                return True
            if self._word(step) in ("but", "and") and self._word(step + 1) in lex.speech:
                return True  # "confirmed the raid but said …"
            if self._word(step) in lex.auxiliaries:
                return False
        return True

    def _expects_to(self, at: int, after: int) -> bool:
        """ "The institute expects output to increase": a forecast of the subject's own."""
        if self.words[at] not in lex.expecting_verbs:
            return False
        if self._word(after) == "that":
            return False
        for step in range(after, min(after + 12, len(self.tokens))):
            if self._word(step) == "to":
                return True
            if is_finite(self.tokens, step) or is_hard(self.tokens[step]):
                return False
        return False

    def _closing_adjunct(self, at: int) -> int:
        """End of "from a local clinic", "at a trade fair outside Oslo" after a closing "X said"; 0 where a clause follows."""
        if self._word(at) not in lex.adjuncts and self._word(at) not in lex.placing:
            return 0
        for step in range(at, min(at + 24, len(self.tokens))):
            if self._word(step) in (".", ",", ";") or self.tokens[step].text in '”"':
                return step
            if self._word(step) == "that" or self.tokens[step].text in ":“" or is_finite(self.tokens, step):
                return 0
        return len(self.tokens) if len(self.tokens) - at < 24 else 0

    def _past_aside(self, at: int) -> int:
        """Past ", however," and ", without giving details," where "that" or a quotation follows the second comma."""
        if self._word(at) != ",":
            return at
        for step in range(at + 1, min(at + 14, len(self.tokens) - 1)):
            if self._word(step) == ",":
                return step + 1 if self._word(step + 1) in lex.aside_openers else at
            if is_finite(self.tokens, step) or self.tokens[step].text in ".;“”":
                break
        return at

    def _before_that(self, at: int, *, addressed: bool = False) -> int:
        """Past "lawmakers during a closed-door review on Wednesday" to the "that" it leads to."""
        for step in range(at, min(at + 16, len(self.tokens))):
            if self._word(step) == "that":
                return step if step == at or addressed or self._word(at) in lex.adjuncts else at
            if (
                is_hard(self.tokens[step])
                or self._word(step) in (".", "which", "who")
                or is_finite(self.tokens, step)
            ):
                break
        return at
