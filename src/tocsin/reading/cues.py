"""Attribution cues of one sentence: who is said to say something, in which form, and through whom."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from tocsin.reading.cue_model import Cue, Line, is_press
from tocsin.reading.cue_scan import main_subject, past_that, sourcelike
from tocsin.reading.cue_sources import according, as_said, citing, quoted
from tocsin.reading.cue_speech import act, after_quote, puts_toll, speech
from tocsin.reading.cue_verbs import subject_of
from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token, nth

_NOBODY = ("no group", "no one", "no organi", "nobody", "neither ", "none ")


Construction = Callable[[Line, int], Cue | None]


def find_cues(text: str, tokens: list[Token], dated: list[bool], *, heading: bool = False) -> list[Cue]:
    """All cues of a sentence, in order, without overlaps."""
    line = Line(text, tokens, dated, heading)
    head = _headline_prefix(line)
    if head is not None:
        line.cues.append(head)
    at = line.floor
    while at < len(tokens):
        cue = _at(line, at)
        if cue is not None:
            line.cues.append(cue)
        at = max(cue.stop if cue is not None else 0, at + 1)
    _settle(line)
    line.cues = [cue for cue in line.cues if cue.speaker and not cue.speaker.lower().startswith(_NOBODY)]
    whole = None if line.cues else _colon_quotation(line) or _dash_name(line) or _headline_suffix(line)
    return line.cues if whole is None else [whole]


def _at(line: Line, at: int) -> Cue | None:
    """What the first construction that begins or turns at `at` reads there."""
    if line.tokens[at].kind == "word":
        for construction in _BY_WORD.get(line.words[at], _ANY_VERB):
            cue = construction(line, at)
            if cue is not None:
                return cue
    return None


def _settle(line: Line) -> None:
    """What only the whole sentence shows: whose voice it is, and how far a clause in front reaches."""
    for cue, following in itertools.pairwise(line.cues):
        if not cue.speaker:  # "Stating that …, Shoigu said": the voice of the main clause
            cue.speaker, cue.via = following.speaker, list(following.via)
    for cue in line.cues:
        if cue.form == "lead" and cue.subject is not None:
            cue.subordinate = cue.subordinate or line.word(cue.subject[0] - 1) in lex.subordinators
        if cue.verb in lex.participles and cue.speaker and cue.speaker == _fronted_subject(line):
            cue.local = True
        if cue.form in ("lead", "act") and cue.speaker.lower() in ("it", "they"):
            fronted = _fronted_subject(line)
            cue.speaker, cue.local = fronted or cue.speaker, bool(fronted)


def _made_clear(line: Line, at: int) -> Cue | None:
    """ "X made clear that", "X made it clear that"."""
    made = at - 2 if line.word(at - 1) == "it" else at - 1
    said = line.word(at + 1) == "that" or (made == at - 1 and line.word(at + 1) == ":")
    return _phrase(line, made, at + 1) if said and line.word(made) in ("made", "makes") else None


def _went_on_to_say(line: Line, at: int) -> Cue | None:
    """ "X went on to say that", "X took to Telegram to say"."""
    if line.word(at - 1) != "to" or line.word(at - 2) not in lex.posting_places:
        return None
    verb = next((k for k in range(at - 2, max(0, at - 6), -1) if line.words[k] in ("went", "took")), 0)
    return _phrase(line, verb, at + 1)


def _takes_responsibility(line: Line, at: int) -> Cue | None:
    """ "The front has taken responsibility for the raid": its own word, like "claimed responsibility"."""
    claimed = line.word(at + 1) == "responsibility" and line.word(at + 2) == "for"
    subject = subject_of(line, at) if claimed else None
    if subject is None:
        return None
    speaker = line.surface(subject)
    return act(line, Cue(subject[0], at + 1, "lead", speaker, [], "claimed", "say", subject), at, "act")


def _fronted_subject(line: Line) -> str:
    """ "While the ministry planned to buy …, it said …": the subject of the clause in front."""
    if line.word(0) not in lex.subordinators:
        return ""
    verb = line.first_finite(2, 14)
    span = line.subject_left(verb, 1) if verb else None
    if span is None or line.word(span[0]) in lex.pronouns or not sourcelike(line, span):
        return ""
    return line.surface(span)


def _phrase(line: Line, verb: int, stop: int) -> Cue | None:
    """ "X made clear that", "X went on to say that": a verb of several words."""
    subject = subject_of(line, verb) if verb else None
    if subject is None:
        return None
    speaker = line.surface(subject)
    return Cue(subject[0], past_that(line, stop), "lead", speaker, verb=line.words[verb], subject=subject)


def _colon_quotation(line: Line) -> Cue | None:
    """ "Anna Berg asks for patience: “It will take time”": the subject speaks the quotation."""
    for at in range(2, len(line.tokens) - 2):
        if line.words[at] == ":" and line.tokens[at + 1].text in '“"‘«':
            span = main_subject(line, at)
            if span is None or not sourcelike(line, span):
                return None
            return Cue(0, at + 1, "lead", line.surface(span), verb=":", subject=span)
    return None


def _dash_name(line: Line) -> Cue | None:
    """ "“We delivered 400 boats.” —Commissioner Jon Stark": a name behind quotation and dash ends the line."""
    for at in range(len(line.tokens) - 2, max(1, len(line.tokens) - 12), -1):
        if line.tokens[at].text in "—–-" and line.tokens[at - 1].text in '”"»':
            named = line.tokens[at + 1].capital or line.word(at + 1) in lex.inverted_openers
            stop = next(
                (k for k in range(at + 1, len(line.tokens)) if line.words[k] in (",", ".")), len(line.tokens)
            )
            if named and not line.finite(at + 1, len(line.tokens)) and stop > at + 1:
                return Cue(at, len(line.tokens), "trail", line.surface((at + 1, stop)), verb="-")
            return None
    return None


# "Pentagon: …", "… - Pentagon"
def _headline_prefix(line: Line) -> Cue | None:
    for at in range(1, min(7, len(line.tokens))):
        if line.words[at] in lex.speech:
            return None
        if line.tokens[at].text == ":" and line.tokens[at].start == line.tokens[at - 1].end:
            if _speaking_name(line, 0, at) and len(line.tokens) - at > 4 and not line.finite(1, at):
                return Cue(0, at + 1, "lead", line.surface((0, at)), verb=":", subject=(0, at))
            return None
        if line.tokens[at].kind == "punct" and line.tokens[at].text not in "-’'&.":
            return None
    return None


def _speaking_name(line: Line, start: int, stop: int) -> bool:
    words = line.words[start:stop]
    if nth(words, 0) in ("source", "sources", "photo", "image"):
        return False
    if is_press(" ".join(words)):
        return True
    if start and stop - start == 1 and line.tokens[start].text.isupper() and len(words[0]) > 2:
        return True
    return any(word in lex.source_nouns or word in lex.speaking_names for word in words)


def _headline_suffix(line: Line) -> Cue | None:
    if not line.heading:
        return None
    for at in range(len(line.tokens) - 1, max(0, len(line.tokens) - 9), -1):
        token = line.tokens[at]
        spaced = token.text in "-–—" and token.start > line.tokens[at - 1].end
        if (spaced or token.text == ":") and at + 1 < len(line.tokens):
            if not _speaking_name(line, at + 1, len(line.tokens)):
                return None
            return Cue(
                at,
                len(line.tokens),
                "trail",
                line.surface((at + 1, len(line.tokens))),
                verb="-",
            )
    return None


_ANY_VERB: tuple[Construction, ...] = (after_quote,)
_CONSTRUCTIONS: tuple[tuple[frozenset[str], Construction], ...] = (
    (frozenset(("according", "per")), according),
    (frozenset(("as",)), as_said),
    (frozenset(("clear",)), _made_clear),
    (frozenset(("say", "add")), _went_on_to_say),
    (frozenset(("citing", "quoting", "with", "referring")), citing),
    (lex.quoting_verbs, quoted),
    (lex.speech - lex.quoting_verbs, speech),
    (frozenset(("put", "puts")), puts_toll),
    (lex.responsibility_verbs, _takes_responsibility),
)
_BY_WORD: dict[str, list[Construction]] = {}  # word → the constructions it may set off, in order
for _words, _construction in _CONSTRUCTIONS:
    for _word in _words:
        _BY_WORD.setdefault(_word, []).append(_construction)
