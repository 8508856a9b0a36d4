"""Whether a word is a verb of speech here, and whose."""

from __future__ import annotations

from tocsin.reading.cue_model import Line
from tocsin.reading.cue_scan import dated_or_end, is_passive, main_subject, mute, sourcelike
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import is_hard
from tocsin.reading.tokens import near

_NATIONAL = ("ian", "ean", "can", "ese", "ish", "aeli", "raqi", "ench", "rman", "utch", "wegian")


def not_speech(line: Line, at: int) -> bool:
    """Passives, nouns ("a report", "the claims"), infinitives and participial adjectives."""
    before, word = line.word(at - 1), line.words[at]
    if word in lex.bare_speech and _noun_use(line, at):
        return True
    if word in lex.supposing and word.endswith(("ed", "ought")) and line.word(at + 1) == "to":
        return True  # "a drone believed to be …"
    if word in lex.deny and lex.grants & set(line.words[at + 1 : at + 6]):
        return True  # "the court denied the firm access"
    if is_passive(line, at) and word not in ("saying", "telling", "warning"):
        return True
    if word in lex.nouns_too and line.word(at + 1) in lex.auxiliaries:
        return True  # "EU member states are"
    if word in ("claimed", "claims", "claim") and {"lives", "life"} & set(line.words[at + 1 : at + 5]):
        return True  # "the blast claimed the lives of two guards"
    possessive = at > 0 and line.tokens[at - 1].possessive
    if possessive and before not in lex.pronouns and word not in ("said", "says", "told"):
        return True
    if before in lex.not_before_speech:
        return True
    if before in lex.infinitive_leads and word not in lex.saying:
        return True
    if before == "to" or (line.word(at + 1) == "to" and word in lex.noun_speech_to):
        return True
    if (
        line.tokens[at].capital
        and at > 0
        and not line.heading
        and line.word(at + 1) not in ("on", "that")
        and word not in ("said", "says")
    ):
        return True
    negated = {"not", "never"} & near(line.words, at, 3)
    if negated and word in lex.object_verbs - lex.deny:
        return True
    if word in lex.calling_verbs and line.word(at + 1) not in ("for", "on"):
        behind = line.tokens[at + 1 : at + 9]
        return not any(token.text in '“"' or token.lower in lex.false_words for token in behind)
    if negated and line.word(at + 1) in lex.question_words:
        return True
    return line.word(at + 1) == "for" and word not in ("said", "called", "calls")


def _noun_use(line: Line, at: int) -> bool:
    """Whether "report", "claims", "estimates" … is a noun here: "they claim" and "the agency reports that" are verbs."""
    before, word = line.word(at - 1), line.words[at]
    if word.endswith("s"):
        if before == ",":
            if line.word(at + 1) in lex.speech:
                return True
            return not line.finite(at + 1, at + 9)
        if before.endswith(_NATIONAL) and line.tokens[at - 1].capital:
            return True
        verbal = before in lex.pronouns or before in ("also", "who", "which") or not before.endswith("s")
        follows = line.word(at + 1) in lex.speech_objects or dated_or_end(line, at + 1)
        follows = follows or line.words[at + 1 : at + 3] in (["with", "reference"], ["referring", "to"])
        clause = line.tokens[at + 1 : at + 2] and line.tokens[at + 1].capital and line.finite(at + 2, at + 9)
        follows = follows or bool(clause)
        return not (verbal and (follows or line.heading) and before not in lex.noun_prepositions_few)
    if line.word(at + 1) == "that" and word in lex.stating:
        return False
    plural = before.endswith("s") and (at == 1 or not line.tokens[at - 1].capital)
    if (
        word == "read"
        and before not in ("to", "could", "can")
        and line.tokens[at - 2 if at > 1 else 0].kind == "word"
    ):
        return not _trails_quotation(line, at)
    return not (before in lex.pronouns or before in ("people", "also", "who") or plural)


def _trails_quotation(line: Line, at: int) -> bool:
    """ "…," a statement from the command read: a closed quotation stands before the subject."""
    return at + 1 < len(line.tokens) and line.word(at + 1) == "." and any(t.quoted for t in line.tokens[:at])


def evidence_inside(line: Line, at: int, subject: tuple[int, int]) -> bool:
    """ "Experts noted that the meeting indicates that …": what a thing shows is still the experts' word."""
    if line.words[at] not in lex.evident:
        return False
    head = (
        next(
            (k for k in range(subject[0] + 1, subject[1]) if line.words[k] in lex.prepositions),
            subject[1],
        )
        - 1
    )
    while head > subject[0] and line.words[head].endswith("ed"):
        head -= 1  # "figures released by the ministry"
    sourced = line.words[head] in lex.speakers or line.tokens[head].capital
    return not sourced or (bool(line.cues) and line.cues[-1].form == "lead")


def subject_of(line: Line, at: int) -> tuple[int, int] | None:
    floor = line.floor
    if line.cues and line.cues[-1].form == "lead" and line.word(at - 1) == "and" and line.cues[-1].subject:
        return line.cues[-1].subject
    relative = at - 1
    while relative > floor and line.words[relative] in lex.said_auxiliaries:
        relative -= 1
    if line.word(relative) in ("who", "which"):
        return _antecedent(line, relative, floor)
    subject = line.subject_left(at, floor)
    if subject is None and _joined(line, at, floor):
        if _joined_passive(line, at, floor):
            return None
        return line.cues[-1].subject if line.cues and line.cues[-1].subject else main_subject(line, at)
    if subject is None or _contact(line, subject) or line.words[subject[1] - 1] in ("we", "i", "you"):
        return None
    if mute(line.tokens[subject[0] : subject[1]]):
        return None
    if not (sourcelike(line, subject, line.words[at]) or line.word(at + 1) == "that"):
        return None
    return None if _pointed_thing(line, subject) else subject


def _pointed_thing(line: Line, subject: tuple[int, int]) -> bool:
    """ "This deal confirms …": what is pointed at speaks only where it is a source ("this report")."""
    if line.words[subject[0]] not in lex.demonstratives:
        return False
    return subject[1] - subject[0] > 3 or line.words[subject[1] - 1] not in lex.source_nouns


def _contact(line: Line, subject: tuple[int, int]) -> bool:
    """ ", a charge Tehran denies": a relative clause without a pronoun."""
    first, last = subject[0], subject[1] - 1
    return (
        line.word(first) in lex.contact_openers
        and line.word(first - 1) == ","
        and last - first <= 3
        and line.tokens[last].capital
        and bool(lex.charges & set(line.words[first:last]))
    )


def _joined(line: Line, at: int, floor: int) -> bool:
    """Whether "and" or "but" stands before the verb and its auxiliaries ("… and has said")."""
    while at > floor and (line.words[at - 1] in lex.adverbs or line.words[at - 1] in lex.be):
        at -= 1
    return line.word(at - 1) in ("and", "but")


def _joined_passive(line: Line, at: int, floor: int) -> bool:
    """ "was announced in May and estimated at $10 million": the participle shares the passive before it."""
    if not line.words[at].endswith("ed") or line.word(at - 1) != "and" or line.word(at + 1) == "that":
        return False
    first = next((k for k in range(floor, at) if is_finite(line.tokens, k)), at)
    return line.word(first) in lex.be and line.word(first + 1).endswith(("ed", "en"))


def _antecedent(line: Line, relative: int, floor: int) -> tuple[int, int] | None:
    stop = relative - 1 if line.word(relative - 1) == "," else relative
    if stop <= floor:
        return line.cues[-1].subject if line.cues else None
    subject = line.subject_left(stop, floor)
    return subject if subject is not None and sourcelike(line, subject) else None


def that_follows(line: Line, at: int) -> bool:
    return line.word(at + 1) in lex.that_openers or line.finite(at + 1, at + 10)


def apposed(line: Line, at: int) -> bool:
    """ "X, chief of Y, said the company will …": what follows the verb is a clause, so X is the subject."""
    if line.word(at - 2) in ("”", '"', "’") or any(
        token.quoted for token in line.tokens[max(0, at - 3) : at]
    ):
        return False
    floor = line.floor if line.cues and line.cues[-1].form != "act" else 0
    comma = next((k for k in range(floor, at - 1) if line.word(k) == ","), at - 1)
    floor = max((k + 1 for k in range(floor, comma) if line.words[k] in lex.conjunctions), default=floor)
    if not any(is_finite(line.tokens, k) and line.word(k + 1) != "by" for k in range(floor, at - 1)):
        return True
    return line.word(comma + 1) in ("who", "which", "whose") and not line.finite(floor, comma)


def nominal_object(line: Line, at: int, after: int) -> bool:
    """Whether a verb such as "announced" or "confirmed" takes a plain object ("announced a $1 billion contract")."""
    word = line.words[at]
    if word not in lex.object_verbs:
        return False
    if line.word(after) in lex.quotation_openers:
        return False
    for step in range(after, min(after + 40, len(line.tokens))):
        if line.word(step) in lex.nominal_ends:
            return True
        if line.word(step) in ("but", "and") and line.word(step + 1) in lex.speech:
            return True  # "confirmed the raid but said …"
        if line.word(step) in lex.auxiliaries:
            return False
    return True


def expects_to(line: Line, at: int, after: int) -> bool:
    """ "The institute expects output to increase": a forecast of the subject's own."""
    if line.words[at] not in lex.expecting_verbs:
        return False
    if line.word(after) == "that":
        return False
    for step in range(after, min(after + 12, len(line.tokens))):
        if line.word(step) == "to":
            return True
        if is_finite(line.tokens, step) or is_hard(line.tokens[step]):
            return False
    return False


def closing_adjunct(line: Line, at: int) -> int:
    """End of "from a local clinic", "at a trade fair outside Oslo" after a closing "X said"; 0 where a clause follows."""
    if line.word(at) not in lex.adjuncts and line.word(at) not in lex.placing:
        return 0
    for step in range(at, min(at + 24, len(line.tokens))):
        if line.word(step) in (".", ",", ";") or line.tokens[step].text in '”"':
            return step
        if line.word(step) == "that" or line.tokens[step].text in ":“" or is_finite(line.tokens, step):
            return 0
    return len(line.tokens) if len(line.tokens) - at < 24 else 0


def past_aside(line: Line, at: int) -> int:
    """Past ", however," and ", without giving details," where "that" or a quotation follows the second comma."""
    if line.word(at) != ",":
        return at
    for step in range(at + 1, min(at + 14, len(line.tokens) - 1)):
        if line.word(step) == ",":
            return step + 1 if line.word(step + 1) in lex.aside_openers else at
        if is_finite(line.tokens, step) or line.tokens[step].text in ".;“”":
            break
    return at


def before_that(line: Line, at: int, *, addressed: bool = False) -> int:
    """Past "lawmakers during a closed-door review on Wednesday" to the "that" it leads to."""
    for step in range(at, min(at + 16, len(line.tokens))):
        if line.word(step) == "that":
            return step if step == at or addressed or line.word(at) in lex.adjuncts else at
        if (
            is_hard(line.tokens[step])
            or line.word(step) in (".", "which", "who")
            or is_finite(line.tokens, step)
        ):
            break
    return at
