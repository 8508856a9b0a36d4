"""Looking around in one sentence: adverbials, venues, subjects, and what follows an attribution."""

from __future__ import annotations

from tocsin.reading.cue_model import Line, is_press
from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import is_hard
from tocsin.reading.tokens import Token


def clause_edge(line: Line, at: int) -> bool:
    return at == 0 or line.words[at - 1] == ","


def opens_clause(line: Line, at: int) -> bool:
    before = line.word(at - 1)
    if at == 0 or before in lex.clause_marks or at == line.floor:
        return True
    if before == "," and line.word(at - 2) in lex.comma_adverbs:
        return True  # "The cause was not named, however, according to X, …"
    return (
        all(line.tokens[k].kind == "punct" or line.dated[k] for k in range(line.floor, at)) and not line.cues
    )


def past_comma(line: Line, at: int) -> int:
    """Past dates, "in a statement", "on Telegram" and the comma that closes a leading attribution."""
    for step in range(at, min(at + 9, len(line.tokens))):
        if line.words[step] == ",":
            return step + 1
        if is_finite(line.tokens, step):
            break
    return at


def skip_adverbials(line: Line, at: int) -> int:
    """Past adverbs, dates, "in a statement", "on Telegram", "to reporters" after a verb."""
    while at < len(line.tokens):
        word = line.words[at]
        if (
            line.dated[at]
            or (word == "," and line.is_dated(at + 1) and line.is_dated(at - 1))
            or (word in lex.adverbs and word not in ("all", "both", "to"))
            or (word in lex.date_adverbs and at + 1 < len(line.tokens) and line.dated[at + 1])
        ):
            at += 1
        elif word in lex.venue_prepositions and _venue(line, at):
            at = _venue(line, at)
        else:
            break
    return at


def _venue(line: Line, at: int) -> int:
    """End of "in a statement", "on Telegram", "to the BBC", "at a news conference"; 0 where it is none."""
    limit = min(at + 14, len(line.tokens))
    for step in range(at + 1, limit):
        word = line.words[step]
        if word in lex.venues:
            following = line.word(step + 1)
            if following in lex.venue_sequels:
                span = line.source_right(step + 2)
                return span[1] if span is not None else step + 1
            return step + 1
        if (
            is_hard(line.tokens[step])
            or word in ("that", ".")
            or is_finite(line.tokens, step)
            or line.dated[step]
        ):
            break
    return 0


def can_speak(line: Line, span: tuple[int, int]) -> bool:
    """Whether the head of a cited phrase is a source ("officials", "a report", a name), not a thing or event."""
    head = next((k for k in range(span[0] + 1, span[1]) if line.words[k] in lex.prepositions), span[1]) - 1
    return line.words[head] in lex.source_nouns or line.tokens[head].capital or is_press(line.words[head])


def is_passive(line: Line, at: int) -> bool:
    """ "was said", "was also said"; not "asked not to be named said"."""
    if line.word(at - 1) in lex.be:
        return True
    adverb = line.word(at - 1) in lex.adverbs or line.word(at - 1).endswith("ly")
    return line.word(at - 2) in lex.be and (adverb or line.word(at) not in ("said", "says", "told"))


def sourcelike(line: Line, span: tuple[int, int], verb: str = "") -> bool:
    """A pronoun, a name, or a noun that can speak."""
    if span[1] - span[0] > 24:
        return False
    tokens = line.tokens[span[0] : span[1]]
    if len(tokens) == 1 and tokens[0].lower in lex.not_sources:
        return False
    if mute(tokens):
        return False
    if any(token.lower in lex.speakers for token in tokens):
        return True
    if is_press(" ".join(token.lower for token in tokens)):
        return True
    named = any(
        token.capital and not (span[0] + k == 0 and len(tokens) > 1) for k, token in enumerate(tokens)
    )
    return named or verb in lex.anyone


def mute(tokens: list[Token]) -> bool:
    """Whether a phrase's head is a thing that says nothing: "the agreement", "a ship", "of the U.S."."""
    if tokens[0].lower in ("of", "from", "with", "for"):
        return True
    head = next((k for k in range(1, len(tokens)) if tokens[k].lower in lex.prepositions), len(tokens)) - 1
    return tokens[head].lower in lex.mute and not tokens[head].capital


def main_subject(line: Line, at: int) -> tuple[int, int] | None:
    """Subject of the sentence's first finite verb."""
    for step in range(line.floor, at):
        if is_finite(line.tokens, step):
            return line.subject_left(step)
    return None


def skip_dates(line: Line, at: int) -> int:
    while at < len(line.tokens) and (line.dated[at] or (line.word(at) == "on" and line.is_dated(at + 1))):
        at += 1
    return at


def dated_or_end(line: Line, at: int) -> bool:
    """Whether the sentence ends at `at` or a date stands there."""
    return at >= len(line.tokens) or line.dated[at]


def with_name(line: Line, span: tuple[int, int]) -> tuple[int, int]:
    """ "the coalition’s spokesman, Colonel Turki al-Maliki": a role takes the name behind its comma."""
    at = span[1]
    if line.word(at) != "," or not set(line.words[span[0] : at]) & lex.roles or at + 1 >= len(line.tokens):
        return span
    step = at + 1
    while step < len(line.tokens) and (line.tokens[step].capital or line.words[step] in lex.small_particles):
        step += 1
    ends = step >= len(line.tokens) or line.word(step) in lex.name_ends
    return (span[0], step) if ends and 2 <= step - at - 1 <= 6 else span


def trails(line: Line, start: int) -> bool:
    """Whether enough precedes the subject for the cue to close a clause."""
    before = line.word(start - 1)
    content = [k for k in range(line.floor, start) if line.tokens[k].kind != "punct" and not line.dated[k]]
    edge = before in lex.trail_edges
    relays = not content and bool(line.cues) and line.cues[-1].form == "trail"
    bare = line.word(start) in lex.pronouns and len(content) >= 4 and line.word(start + 2) in ("", ".")
    return (edge or bare) and (len(content) >= 2 or relays)


def content_after(line: Line, at: int) -> bool:
    """Whether a clause or quotation follows the attribution."""
    step = at
    while step < len(line.tokens) and line.word(step) in (",", ":"):
        if line.word(step) == "," and line.word(step + 1) not in lex.content_openers:
            return False
        step += 1
    if step >= len(line.tokens):
        return False
    if line.tokens[step].text in ".;!?…)":
        return False
    if line.tokens[step].text in '”"' and line.tokens[step].quoted and step == len(line.tokens) - 1:
        return False
    return line.words[step] not in lex.no_content


def clause_after(line: Line, at: int) -> bool:
    """Whether "that", a quotation or a finite clause follows, as verbs like "added" need."""
    if line.word(at) in lex.clause_heralds:
        return True
    first = line.tokens[at] if at < len(line.tokens) else None
    if first is None or first.lower in lex.object_prepositions:
        return False
    for step in range(at + 1, min(at + 14, len(line.tokens))):
        if line.word(step) in lex.clause_breaks:
            return False
        if is_finite(line.tokens, step):
            return True
    return False


def past_that(line: Line, at: int) -> int:
    step = at
    while line.word(step) in (",", ":") or (line.word(step) == "that" and step - at <= 1):
        step += 1
    return step


def relative_before(line: Line, start: int) -> bool:
    if line.cues and line.cues[-1].form == "lead" and line.cues[-1].stop == start:
        return False  # "told the prince that he expected …"
    if start >= 2 and line.word(start - 1) == "what":
        return True
    if start >= 2 and line.word(start) in lex.pronouns and _contact_clause(line, start):
        return True
    return (
        line.word(start - 1) in ("which", "whom", "that")
        and start >= 2
        and not _spoken_before(line, start - 2)
    )


def _spoken_before(line: Line, at: int) -> bool:
    """Whether a verb of speech stands at `at`, or before the date that ends there ("said on 1 August that")."""
    while at > 0 and (line.dated[at] or line.words[at] in ("on", "also")):
        at -= 1
    return line.words[at] in lex.speech


def _contact_clause(line: Line, start: int) -> bool:
    """ "parts he said were found", "launchers it has said it plans to deploy": right behind a noun, no pronoun of its own."""
    before = line.tokens[start - 1]
    if before.kind != "word" or line.dated[start - 1] or before.lower in lex.clause_openers:
        return False
    return not is_finite(line.tokens, start - 1) and not before.lower.endswith("ly")


def after_quotation(line: Line, start: int) -> bool:
    """Whether a closed quotation stands right before `start` ("…,” X wrote in a report")."""
    return (
        start > 0
        and (line.tokens[start - 1].text in '”"’»' or line.tokens[start - 1].quoted > 0)
        and (start >= len(line.tokens) or line.tokens[start].quoted != line.tokens[start - 1].quoted)
    )
