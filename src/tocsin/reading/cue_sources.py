"""Attributions by preposition or citation: "according to X", "X, citing Y", "Z quoted X as saying"."""

from __future__ import annotations

from tocsin.reading.cue_model import Cue, Line
from tocsin.reading.cue_scan import (
    can_speak,
    clause_edge,
    content_after,
    is_passive,
    opens_clause,
    past_comma,
    past_that,
    skip_adverbials,
    skip_dates,
    sourcelike,
    with_name,
)
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import (
    reduce_document,
)


# according to X[, citing Y]
def according(line: Line, at: int) -> Cue | None:
    """ "according to X", "per X" where a clause begins."""
    if line.word(at + 2) in ("which", "whom"):
        return _according_to_which(line, at)
    per = line.words[at] == "per"
    if line.word(at + 1) not in ("to", "the") or (per and not clause_edge(line, at)):
        return None
    first = at + 1 if per else at + 2
    span = line.source_right(first)
    if span is None:
        return None
    if line.word(span[1] - 1) in lex.not_voices:
        return None
    span = with_name(line, reduce_document(line.tokens, span))
    form = "lead" if opens_clause(line, at) else "trail"
    cue = Cue(at, span[1], form, line.surface(span), verb="according", subject=span)
    absorb_citing(line, cue)
    _absorb_released(line, cue)
    if form == "lead":
        cue.stop = past_comma(line, cue.stop)
    return cue


def _according_to_which(line: Line, at: int) -> Cue | None:
    """ "Z cites data from X, according to which …": X speaks of what follows."""
    previous = line.cues[-1] if line.cues else None
    if previous is not None and at - previous.stop <= 2:
        previous.form, previous.stop = "lead", at + 3
        return None
    span = line.subject_left(at - 1) if line.word(at - 1) == "," else None
    if span is None or not can_speak(line, span):
        return None
    return Cue(span[0], at + 3, "lead", line.surface(span), verb="according", subject=span)


# As X said, …
def as_said(line: Line, at: int) -> Cue | None:
    """ "As the ministry reported, …", "…, as reported by X": the frame of a clause."""
    if not clause_edge(line, at):
        return None
    if line.word(at + 1) in lex.as_said and line.word(at + 2) == "by":
        span = line.source_right(at + 3)
        stop = span[1] if span is not None else at
    else:
        verb = next(
            (k for k in range(at + 2, min(at + 9, len(line.tokens))) if line.words[k] in lex.as_said), 0
        )
        span = (at + 1, verb) if verb else None
        stop = skip_adverbials(line, verb + 1)
    if span is None or not can_speak(line, span) or line.word(stop) not in (",", ".", "") or stop == at:
        return None
    speaker = line.surface(span)
    if line.word(at - 1) == "," and line.cues and line.cues[-1].stop >= at - 2:
        line.cues[-1].via.append(speaker)
        line.cues[-1].stop = stop
        return None
    form = "lead" if opens_clause(line, at) else "trail"
    cue = Cue(at, stop, form, speaker, verb="according", subject=span)
    if form == "lead":
        cue.stop = past_comma(line, cue.stop)
    return cue


def _absorb_released(line: Line, cue: Cue) -> None:
    """ "cited by Reuters", "quoted by TASS", "published by X" right after a source."""
    at = cue.stop
    link = skip_dates(line, at + 1) if line.word(at) in lex.handed_on else at + 1
    if line.word(at) in lex.handed_on and line.word(link) in lex.handing_prepositions:
        span = line.source_right(link + 1)
        if span is not None:
            if line.word(at) in lex.relayed and line.word(link) in ("by", "with"):
                cue.via.append(line.surface(span))
            elif line.word(link) == "by" and cue.subject is not None:
                cue.speaker = line.surface((cue.subject[0], span[1]))
            cue.stop = skip_dates(line, span[1])


def cites(line: Line, at: int) -> int:
    """The token behind "citing", "with reference to", "referring to" at `at`, where a source is named; else 0."""
    if line.word(at) in ("citing", "quoting"):
        return at + 1
    if line.word(at) == "referring" and line.word(at + 1) == "to":
        return at + 2
    step = at + 2 if line.word(at + 1) == "a" else at + 1
    referred = (
        line.word(at) in ("with", "in") and line.word(step) == "reference" and line.word(step + 1) == "to"
    )
    return step + 2 if referred else 0


def absorb_citing(line: Line, cue: Cue) -> None:
    """ "X[,] citing Y": Y speaks, X relays."""
    step = skip_adverbials(line, cue.stop)
    if line.word(step) == ",":
        step += 1
    behind = cites(line, step)
    if not behind:
        return
    span = line.source_right(behind)
    if span is None or not can_speak(line, span):
        return
    span = reduce_document(line.tokens, span)
    cue.via.insert(0, cue.speaker)
    cue.speaker, cue.stop = line.surface(span), span[1]
    if line.word(cue.stop) == "as" and line.word(cue.stop + 1) == "saying":
        cue.stop += 2


# [SUBJ,] citing Y without a reporting verb of its own
def citing(line: Line, at: int) -> Cue | None:
    behind = cites(line, at)
    span = line.source_right(behind) if behind else None
    if span is None or not can_speak(line, span):
        return None
    speaker = line.surface(reduce_document(line.tokens, span))
    parenthetic = _citing_subject(line, at, span, speaker)
    if parenthetic is not None:
        return parenthetic
    previous = line.cues[-1] if line.cues else None
    near = previous is not None and (previous.form == "lead" or at - previous.stop <= 12)
    if previous is not None and near and previous.verb != "citing" and previous.form != "nested":
        previous.via.insert(0, previous.speaker)
        previous.speaker = speaker
        if previous.stop == at or line.word(previous.stop) == ",":
            previous.stop = span[1]
            return None
        return Cue(at, span[1], "mute", speaker, verb="citing")
    return Cue(at, span[1], "lead" if at == 0 else "trail", speaker, verb="citing", subject=span)


def _citing_subject(line: Line, at: int, span: tuple[int, int], speaker: str) -> Cue | None:
    """ "X, citing Y, said …": Y speaks through X."""
    if line.word(at - 1) != "," or line.word(span[1]) != "," or line.word(span[1] + 1) not in lex.speech:
        return None
    subject = line.subject_left(at - 1)
    if subject is None or not sourcelike(line, subject):
        return None
    via = [line.surface(subject)]
    after = skip_adverbials(line, span[1] + 2)
    form = "lead" if content_after(line, after) else "trail"
    return Cue(subject[0], past_that(line, after), form, speaker, via, line.words[span[1] + 1], subject=span)


# VIA quoted X as saying · X was quoted as saying [by VIA] · VIA cited X
def quoted(line: Line, at: int) -> Cue | None:
    if is_passive(line, at):
        return _quoted_passive(line, at)
    if line.word(at - 1) in ("which", "who") and line.cues:
        return _which_cited(line, at)
    subject = line.subject_left(at)
    if subject is None or (line.word(at + 1) in lex.quoted_prepositions and line.word(at + 1) != "a"):
        return None
    span = line.source_right(at + 1)
    if span is None or not sourcelike(line, span):
        return None
    stop = span[1]
    if line.word(stop) == "as":
        stop = skip_adverbials(line, stop + 2)
    speaker = line.surface(reduce_document(line.tokens, span))
    via = [line.surface(subject)]
    form = "lead" if content_after(line, stop) else "trail"
    start = subject[0] if form == "lead" or subject[0] < at else at
    return Cue(start, past_that(line, stop), form, speaker, via, verb="quoted", subject=span)


def _which_cited(line: Line, at: int) -> Cue | None:
    """ "according to the report, which cited a Hezbollah official": the official speaks through the report."""
    span = line.source_right(at + 1)
    previous = line.cues[-1]
    if span is None or not can_speak(line, span) or at - previous.stop > 3:
        return None
    previous.via.insert(0, previous.speaker)
    previous.speaker, previous.stop = line.surface(span), span[1]
    return None


def _quoted_passive(line: Line, at: int) -> Cue | None:
    verb = at
    while verb > line.floor and (
        line.words[verb - 1] in lex.be or line.words[verb - 1] in ("has", "have", "had")
    ):
        verb -= 1
    subject = line.subject_left(verb)
    if subject is None:
        return None
    stop, via = at + 1, []
    for _ in range(3):
        stop = skip_dates(line, stop)
        if line.word(stop) == "as" and line.word(stop + 1) in ("saying", "telling"):
            stop += 2
        if line.word(stop) == "by":
            span = line.source_right(stop + 1)
            if span is None:
                break
            via.append(line.surface(span))
            stop = span[1]
    form = "lead" if content_after(line, stop) else "trail"
    return Cue(
        subject[0],
        past_that(line, stop),
        form,
        line.surface(subject),
        via,
        "quoted",
        subject=subject,
    )
