"""Attributions by a verb of speech: "X said", "said X", "X told Y", ", adding that …"."""

from __future__ import annotations

from dataclasses import replace

from tocsin.reading.cue_model import Cue, Line, is_press, tone_of
from tocsin.reading.cue_scan import (
    after_quotation,
    can_speak,
    clause_after,
    content_after,
    is_passive,
    main_subject,
    past_that,
    relative_before,
    skip_adverbials,
    skip_dates,
    sourcelike,
    trails,
    with_name,
)
from tocsin.reading.cue_sources import absorb_citing
from tocsin.reading.cue_verbs import (
    apposed,
    before_that,
    closing_adjunct,
    evidence_inside,
    expects_to,
    nominal_object,
    not_speech,
    past_aside,
    subject_of,
    that_follows,
)
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import near


# X said …
def speech(line: Line, at: int) -> Cue | None:
    word = line.words[at]
    told = word in lex.object_or_act or (word in lex.told_back and line.word(0) in ("this", "that"))
    if line.word(at + 1) == "by" and is_passive(line, at) and told:
        return _passive_by(line, at)
    if word in lex.invertible and line.word(at - 1) in lex.inversion_marks and word.endswith("s"):
        inverted = _inverted(line, at)
        if inverted is not None:
            return inverted
    if not_speech(line, at):
        return None
    if word in lex.participles and at == 0 and line.word(1) == "that":
        return Cue(0, 2, "lead", "", [], word)
    if word in lex.participles and _with_before(line, at):
        return _absolute(line, at)
    if word in lex.participles and not lex.be & near(line.words, at, 2):
        return _participle(line, at)
    inverted = _inverted(line, at)
    if inverted is not None:
        return inverted
    subject = subject_of(line, at)
    if subject is None or evidence_inside(line, at, subject):
        return None
    return _with_subject(line, at, subject)


def _with_before(line: Line, at: int) -> int:
    """Where the "with" of "…, with the minister saying …" stands, 0 without one."""
    for step in range(at - 2, max(0, at - 12), -1):
        if line.word(step) == "with" and line.word(step - 1) in (",", "—", "–"):
            return step
        if line.tokens[step].text in ",;:" or is_finite(line.tokens, step):
            return 0
    return 0


def _absolute(line: Line, at: int) -> Cue | None:
    """ "…, with the minister saying the plant had closed"."""
    span = (_with_before(line, at) + 1, at)
    if not sourcelike(line, span):
        return None
    word = line.words[at]
    speaker = line.surface(span)
    if not clause_after(line, at + 1):
        return act(line, Cue(span[0], at + 1, "lead", speaker, [], word, tone_of(word), span), at, "act")
    return Cue(span[0] - 1, past_that(line, at + 1), "lead", speaker, [], word, tone_of(word), span)


def _passive_by(line: Line, at: int) -> Cue | None:
    """ "the deaths were confirmed by the ministry", not "…, which was confirmed by the ministry, …"."""
    if {"which", "who"} & near(line.words, at, 5):
        return None
    span = line.source_right(at + 2)
    if span is None or not can_speak(line, span):
        return None
    if line.word(span[1]) == "that" and "it" in line.words[max(0, at - 3) : at]:
        first = at - line.words[max(0, at - 3) : at][::-1].index("it") - 1
        return Cue(first, span[1] + 1, "lead", line.surface(span), verb="by", subject=span)
    speaker, tone = line.surface(span), tone_of(line.words[at])
    return Cue(at + 1, span[1], "trail", speaker, verb="by", tone=tone, subject=span)


def _participle(line: Line, at: int) -> Cue | None:
    """ ", adding that …", ", saying …" speaks with the voice of the cue or subject before it."""
    previous = line.cues[-1] if line.cues else None
    before = line.word(at - 1)
    told = before == "by" and before_that(line, skip_adverbials(line, at + 1)) < len(line.tokens)
    if (
        before not in lex.participle_marks
        and line.word(at + 1) != "that"
        and not (told and line.word(before_that(line, skip_adverbials(line, at + 1))) == "that")
    ):
        return None
    if previous is not None:
        speaker, via, subject = previous.speaker, list(previous.via), previous.subject
    else:
        span = main_subject(line, at)
        if span is None or not sourcelike(line, span):
            return None
        speaker, via, subject = line.surface(span), [], span
    if line.words[at] == "adding" and not that_follows(line, at):
        return None
    return Cue(
        at,
        past_that(line, before_that(line, skip_adverbials(line, at + 1))),
        "lead",
        speaker,
        via,
        line.words[at],
        tone_of(line.words[at]),
        subject,
    )


# "…," said X
def _inverted(line: Line, at: int) -> Cue | None:
    before = line.word(at - 1)
    quoted = before in lex.closing_marks and line.words[at] in lex.speech and line.words[at].endswith("ed")
    if not (quoted or line.words[at] in lex.invertible) or before not in lex.inverted_edges:
        return None
    first = skip_dates(line, at + 1)
    following = line.tokens[first] if first < len(line.tokens) else None
    closed = before in lex.closing_marks and line.word(at - 2) in lex.quotation_stops
    plain = closed and following is not None and following.kind == "word"
    if following is None or not (
        (plain and following.lower not in lex.not_inverted)
        or following.capital
        or following.lower in lex.inverted_openers
        or following.lower in lex.source_nouns
    ):
        return None
    if before == "," and apposed(line, at):
        return None
    span = line.source_right(first)
    if span is None:
        return None
    if not (line.tokens[span[0]].capital or sourcelike(line, span, "said")):
        return None
    span = with_name(line, span)
    cue = Cue(at, span[1], "trail", line.surface(span), verb=line.words[at],
              tone=tone_of(line.words[at]), subject=span)  # fmt: skip
    cue.stop = _past_apposition(line, cue.stop)
    _to_press(line, cue)
    absorb_citing(line, cue)
    _told(line, cue, cue.stop)
    cue.stop = closing_adjunct(line, cue.stop) or cue.stop
    return cue


def _to_press(line: Line, cue: Cue) -> None:
    """ "said the individual to the Washington Post"."""
    if line.word(cue.stop) == "to":
        span = line.source_right(cue.stop + 1)
        if span is not None and is_press(" ".join(line.words[span[0] : span[1]])):
            cue.via.append(line.surface(span))
            cue.stop = span[1]


def _past_apposition(line: Line, at: int) -> int:
    """After "said X": ", head of Y," belongs to the attribution when a comma or the sentence closes it."""
    if line.word(at) != ",":
        return at
    for step in range(at + 1, min(at + 18, len(line.tokens))):
        if line.word(step) in (",", "."):
            inner = range(at + 1, step)
            clean = not any(is_finite(line.tokens, k) or line.tokens[k].text in '“"' for k in inner)
            started = line.word(at + 1) in lex.apposition_openers or line.word(at + 1) in lex.source_nouns
            return step if clean and started else at
        if line.tokens[step].text in '“"':
            return at
    return at


def _with_subject(line: Line, at: int, subject: tuple[int, int]) -> Cue | None:
    word = line.words[at]
    tone = tone_of(word)
    speaker = line.surface(with_name(line, subject))
    cue = Cue(subject[0], at + 1, "lead", speaker, [], word, tone, subject)
    if subject[0] > at:
        return None
    if subject == (line.cues[-1].subject if line.cues else None):
        cue.start = at
    if word == "pointed" and line.word(at + 1) == "out":
        cue.stop = at + 2
    _told(line, cue, at + 1)
    _interviewed(line, cue, at)
    absorb_citing(line, cue)
    after = past_aside(
        line, before_that(line, skip_adverbials(line, cue.stop), addressed=word in lex.addressing)
    )
    _relay_aside(line, cue, after)
    nested = relative_before(line, subject[0])
    if trails(line, subject[0]) and _quote_closes(line, subject[0], after):
        cue.form, cue.stop = "trail", closing_adjunct(line, after) or after
        return cue
    if tone == "act" or (tone == "deny") or nominal_object(line, at, after) or expects_to(line, at, after):
        if not content_after(line, after) and trails(line, subject[0]):
            cue.form = "trail"
            return cue
        return act(line, cue, at, tone)
    closing = closing_adjunct(line, after) if trails(line, subject[0]) else 0
    if closing:
        cue.form, cue.stop = "trail", closing
        return cue
    if content_after(line, after):
        if nested:
            cue.form, cue.stop = "nested", cue.stop
            return cue
        if word in lex.needs_that and not clause_after(line, after) and not trails(line, subject[0]):
            return None
        cue.stop = past_that(line, after)
        return cue
    if not trails(line, subject[0]) and not line.heading:
        return None
    cue.form, cue.stop = "trail", after
    return cue


def _relay_aside(line: Line, cue: Cue, after: int) -> None:
    """ "The ministry said, according to Reuters, that …": Reuters relays."""
    for at in range(cue.stop, after - 2):
        if line.words[at] == "according" and line.words[at + 1] == "to":
            span = line.source_right(at + 2)
            if span is not None and can_speak(line, span):
                cue.via.append(line.surface(span))
            return


def _quote_closes(line: Line, start: int, after: int) -> bool:
    """ "“…,” X wrote in the brief report": a quotation before and none behind."""
    rest = line.tokens[after:]
    return (
        after_quotation(line, start)
        and line.word(after) not in ("that", ":")
        and not any(token.text in '“"«' for token in rest)
    )


def after_quote(line: Line, at: int) -> Cue | None:
    """ "“…,” the official gushed": whatever the verb, what stands behind a quotation and its comma speaks it."""
    if not line.words[at].endswith("ed") or len(line.words[at]) < 5:
        return None
    subject = line.subject_left(at)
    if subject is None or subject[1] - subject[0] > 8 or not sourcelike(line, subject, "said"):
        return None
    mark = subject[0] - 1
    if (
        line.word(at - 1) in lex.indefinite_articles
        or mark < 2
        or line.tokens[mark].text not in '”"'
        or line.word(mark - 1) not in (",", "!", "?")
    ):
        return None
    speaker = line.surface(subject)
    return Cue(
        subject[0],
        closing_adjunct(line, at + 1) or at + 1,
        "trail",
        speaker,
        verb=line.words[at],
        subject=subject,
    )


def _interviewed(line: Line, cue: Cue, verb: int) -> None:
    """ "In an interview with Reuters, X said", "X said, speaking to Reuters": the outlet relays."""
    for at in range(max(0, cue.start - 8), min(verb + 8, len(line.tokens) - 1)):
        if line.words[at] not in ("with", "to", "by") or not lex.talks & near(line.words, at, 3):
            continue
        span = line.source_right(at + 1)
        name = line.surface(span) if span is not None else ""
        if name and is_press(name) and name not in (*cue.via, cue.speaker):
            cue.via.append(name)
            return


def puts_toll(line: Line, at: int) -> Cue | None:
    """ "The observatory put the toll at above 120"."""
    following = line.words[at + 1 : at + 8]
    if "at" not in following or not lex.tolls & set(following[: following.index("at")]):
        return None
    subject = subject_of(line, at)
    if subject is None:
        return None
    speaker = line.surface(subject)
    return act(line, Cue(subject[0], at + 1, "lead", speaker, [], "put", "say", subject), at, "act")


def _told(line: Line, cue: Cue, at: int) -> None:
    """ "X told Reuters": the outlet relays; "told reporters" has no relay."""
    if cue.verb not in lex.telling_verbs:
        return
    span = _told_object(line, at)
    if span is None:
        return
    cue.stop = max(cue.stop, span[1])
    words = [token.lower for token in line.tokens[span[0] : span[1]]]
    named = line.tokens[span[1] - 1].capital and not set(words) & lex.not_relay_objects
    if is_press(" ".join(words)) or (named and len(words) <= 5):
        cue.via.append(line.surface(span))


def _told_object(line: Line, at: int) -> tuple[int, int] | None:
    span = line.source_right(at)
    if span is None:
        return None
    for step in range(span[0] + 1, span[1]):  # "told reporters Iran had …": the object is one phrase
        boundary = (
            line.tokens[step].capital
            and not line.tokens[step - 1].capital
            and not line.words[step - 1].endswith(
                ("-run", "-owned", "-based", "-language", "-controlled", "-backed")
            )
            and line.words[step - 1] not in lex.told_modifiers
        )
        if boundary or line.words[step] in lex.object_ends:
            return span[0], step
    return span


def act(line: Line, cue: Cue, at: int, tone: str) -> Cue | None:
    """A speech act is itself the claim: the cue owns no tokens besides none, its clause stays content."""
    if relative_before(line, cue.start):
        return None
    cue.subordinate = line.word(cue.start - 1) in lex.subordinators
    cue.form = "act"
    cue.stop = cue.start
    cue.tone = tone
    return replace(cue, start=at, stop=at, via=cue.via, tone=tone)
