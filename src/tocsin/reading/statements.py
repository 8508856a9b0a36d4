"""Statements of one sentence: its clauses, each under the attribution that governs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.claims.parties import party
from tocsin.reading.cast import Cast, is_person
from tocsin.reading.clauses import split_clauses
from tocsin.reading.cue_model import Cue
from tocsin.reading.cues import find_cues
from tocsin.reading.finite import first_finite, is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.modality import modality_of
from tocsin.reading.phrases import subject_left, surface
from tocsin.reading.polarity import asks, disowned, unreal
from tocsin.reading.stretches import Stretch, stretches
from tocsin.reading.tokens import Sentence, Token, nth


@dataclass(slots=True)
class Statement:
    """A clause with its voice; `quote` is the number of the quotation it stands in (0: none)."""

    start: int
    stop: int
    speaker: str
    via: list[str]
    modality: str
    said: str = ""
    quote: int = 0
    cue: str = ""
    inner: bool = False  # its attribution stands inside a quotation of somebody else's
    alone: bool = False  # the whole sentence is quotation, without an attribution of its own
    quotes: set[int] = field(default_factory=set)


def statements(
    text: str, sentence: Sentence, dated: list[bool], cast: Cast, ahead: frozenset[int] = frozenset()
) -> list[Statement]:
    """All statements of a sentence; the cast learns its speakers. `ahead` are the tokens of dates after publication."""
    tokens = sentence.tokens
    signed = _signature(text, tokens)
    if signed:
        return [Statement(tokens[0].start, tokens[0].start, signed, [], "", signed, cue="-")]
    if _no_statement(tokens):
        return []
    never = unreal(tokens)
    cues = find_cues(text, tokens, dated, heading=sentence.heading)
    said = [cue.speaker for cue in cues]
    for cue in cues:
        cue.speaker = cast.resolve(cue.speaker)
        if cue.speaker.lower() in ("it", "they"):
            cue.speaker = _own_subject(text, tokens, dated, cue) or cue.speaker
        cue.via = [cast.resolve(relay) for relay in cue.via]
        if not cue.local and not _inside(tokens, cue):
            cast.remember(cue.speaker, cue.via)
    if not cues:
        _note_introduced(text, tokens, cast)
        _note_subject(text, tokens, dated, cast)
    if points_back(tokens) or _told_this(tokens, cues):
        voice = cues[0] if cues else Cue(0, 0, "mute", "")
        relays = [cue.speaker for cue in cues[1:] if cue.speaker != voice.speaker]
        via = list(dict.fromkeys([*voice.via, *relays]))
        return [Statement(tokens[0].start, tokens[0].start, voice.speaker, via, "", said[0] if said else "")]
    printed = {id(cue): original for cue, original in zip(cues, said, strict=True)}
    made = []
    for stretch in stretches(tokens, cues):
        spoken = stretch.stop > stretch.start and all(t.quoted for t in tokens[stretch.start : stretch.stop])
        leading = spoken or (
            stretch.cue is not None and (stretch.cue.form == "lead" or stretch.stop <= stretch.cue.start)
        )
        for part in split_clauses(
            tokens, stretch.start, stretch.stop, dated, heading=sentence.heading, lenient=leading
        ):
            made.append(_statement(tokens, part, stretch, printed, ahead, heading=sentence.heading))
            _share_modal(text, made)
            if (never and made[-1].modality in ("assessed", "asserted")) or _said_untrue(text, made):
                made[-1].modality = "denied"
            if len(made) > 1 and _caveat(text, made[-1]):
                made[-1].speaker, made[-1].said, made[-1].via = "", "", []
    return made


def _inside(tokens: list[Token], cue: Cue) -> bool:
    """Whether the attribution itself is quoted ("“… my president promised that …,” the minister noted")."""
    low, high = (cue.start, cue.stop) if cue.stop > cue.start else cue.subject or (cue.start, cue.start)
    return high > low and all(token.quoted for token in tokens[low:high])


def _own_subject(text: str, tokens: list[Token], dated: list[bool], cue: Cue) -> str:
    """ "The ministry has signed two contracts, it said": the sentence's subject, where nobody was named before."""
    verb = first_finite(tokens, 1, min(cue.start, 30))
    span = subject_left(tokens, verb, dated) if verb else None
    if span is None or (
        tokens[span[1] - 1].lower not in lex.source_nouns and not tokens[span[1] - 1].capital
    ):
        return ""
    return surface(text, tokens, span)


def points_back(tokens: list[Token]) -> bool:
    """ "That’s according to X", "This was announced by X": the sentence names the source of the one before."""
    opening = [token.lower for token in tokens[:9]]
    if nth(opening, 0) not in ("this", "that"):
        return False
    if (
        opening[1:3] == ["is", "what"]
        and tokens[-2 if tokens[-1].kind == "punct" else -1].lower in lex.speech
    ):
        return True
    for at, word in enumerate(opening[1:-1], 1):
        if word == "according" and opening[at + 1] == "to":
            return at <= 3
        if (
            word in lex.told_back
            and bool(lex.be & set(opening[:at]))
            and opening[at + 1] in ("by", "in", "on")
        ):
            return "by" in opening[at:]
    return False


def _signature(text: str, tokens: list[Token]) -> str:
    """ "—Commissioner Jon Stark" behind a quotation: the name, "" where the sentence is none."""
    named = 2 < len(tokens) <= 12 and tokens[0].text in "—–-" and tokens[1].capital
    if not named or any(is_finite(tokens, at) for at in range(1, len(tokens))):
        return ""
    stop = next((k for k in range(2, len(tokens)) if tokens[k].text in (",", ".", "(")), len(tokens))
    return surface(text, tokens, (1, stop))


def _told_this(tokens: list[Token], cues: list[Cue]) -> bool:
    """ "The director disclosed this in a statement": what stood in the sentence before."""
    if len(cues) != 1 or cues[0].verb not in lex.told_back:
        return False
    return any(
        tokens[k].lower in lex.told_back and tokens[k + 1].lower == "this" for k in range(len(tokens) - 1)
    )


def _share_modal(text: str, made: list[Statement]) -> None:
    """ "will be imported and assembled here", "will buy 12 jets and upgrade 20": the second verb has no modal of its own."""
    if len(made) < 2:
        return
    first, second = made[-2:]
    if second.modality != "asserted" or first.modality not in ("plan", "forecast", "capability"):
        return
    if text[first.stop : second.start].strip(" ,") != "and" or first.cue != second.cue:
        return
    before, verb = text[first.start : first.stop].lower().split(), text[second.start : second.stop].split()[0]
    future = any(word in lex.modals for word in before)
    passive = "be" in before and verb.endswith("ed")
    if (future and _bare(verb)) or passive:
        second.modality = first.modality


def _caveat(text: str, statement: Statement) -> bool:
    """ "…, but this could not be verified": the outlet's own word, whoever spoke before."""
    words = text[statement.start : statement.stop].lower().split()
    unchecked = "not" in words[1:4] and bool(lex.checked & set(words[2:7])) and "be" in words[2:6]
    return not statement.quote and words[0] in lex.caveat_subjects and unchecked


def _said_untrue(text: str, made: list[Statement]) -> bool:
    """ "It is not true | that 40 boats were sold"."""
    if len(made) < 2 or not text[made[-1].start : made[-1].stop].startswith("that "):
        return False
    return disowned(text[made[-2].start : made[-2].stop].lower().split())


def _bare(verb: str) -> bool:
    """Whether a word may be an infinitive: "will buy guns and upgrade ships"."""
    return verb.islower() and verb not in lex.finite and not verb.endswith(("s", "ed", "ing"))


def _no_statement(tokens: list[Token]) -> bool:
    """Questions, told ones too, and scraps claim nothing."""
    words = sum(token.kind == "word" for token in tokens)
    last = next((t.text for t in reversed(tokens) if t.text not in "”\"’') "), "")
    return words < 3 or last == "?" or asks(tokens)


def _note_introduced(text: str, tokens: list[Token], cast: Cast) -> None:
    """ "… the son of 60-year-old Karl Holm": somebody introduced by age is who speaks next."""
    for at in range(len(tokens) - 2):
        if tokens[at].lower.endswith("old") and tokens[at + 1].capital and tokens[at + 2].capital:
            stop = at + 3
            while stop < len(tokens) and tokens[stop].kind == "word" and tokens[stop].capital:
                stop += 1
            if tokens[at].lower.endswith("year-old") or tokens[at - 1].text == "-":
                cast.remember(text[tokens[at + 1].start : tokens[stop - 1].end], [])


def _note_subject(text: str, tokens: list[Token], dated: list[bool], cast: Cast) -> None:
    for at in range(1, min(len(tokens), 30)):
        if is_finite(tokens, at):
            span = subject_left(tokens, at, dated)
            if span is not None and tokens[span[1] - 1].capital and span[1] - span[0] <= 8:
                cast.mention(surface(text, tokens, span))
            return


def _statement(
    tokens: list[Token],
    part: tuple[int, int],
    stretch: Stretch,
    printed: dict[int, str],
    ahead: frozenset[int],
    *,
    heading: bool,
) -> Statement:
    start, stop = part
    cue = stretch.cue
    words = [
        _modal_word(token, named=not heading and at > start)
        for at, token in enumerate(tokens[start:stop], start)
        if token.text not in _MARKS
    ]
    tone = cue.tone if cue is not None else "say"
    if cue is not None and cue.form == "act" and tone in ("act",):
        tone = "say"
    if cue is not None and tone == "say":
        tone = _stance(cue)
    agent = _agent(tokens, start, stop, voiced=cue is not None and not is_person(cue.speaker))
    modality = modality_of(
        words, tone, agent=agent, ahead=any(start <= at < stop for at in ahead), heading=heading
    )
    quotes = {token.quoted for token in tokens[start:stop] if token.quoted}
    whole = [token.quoted for token in tokens[start:stop] if token.kind == "word"]
    quote = whole[0] if whole and whole[0] and sum(q == whole[0] for q in whole) >= 0.9 * len(whole) else 0
    speaker = cue.speaker if cue is not None else ""
    return Statement(
        tokens[start].start, tokens[stop - 1].end, speaker, stretch.via, modality,
        printed.get(id(cue), speaker) if cue is not None else "", quote, cue.verb if cue is not None else "",
        inner=cue is not None and quote > 0 and _inside(tokens, cue), alone=cue is None and quote > 0, quotes=quotes,
    )  # fmt: skip


def _stance(cue: Cue) -> str:
    """Onlookers and warners foresee what others announce; "suggests that" and "according to estimates" conclude."""
    if cue.verb == "according" and lex.estimate_nouns & set(cue.speaker.lower().split()):
        return "think"
    if cue.verb in lex.suggesting:
        return "think"
    warned = cue.verb in lex.warning_verbs
    return "outside" if warned or lex.onlookers & set(cue.speaker.lower().split()) else "say"


_MARKS = frozenset('“”"‘’«»')


def _subject_words(tokens: list[Token], start: int, stop: int) -> list[Token]:
    """Words of a clause's subject up to its head: behind a leading phrase and its comma, before a preposition."""
    if start + 1 < stop and tokens[start + 1].text == "," and not tokens[start].lower.endswith("s"):
        start += 2  # "However, …"
    commas = [k for k in range(start, stop) if tokens[k].text == ","]
    low, high = start, stop
    if commas:
        leading = tokens[start].lower in lex.fronted_prepositions
        low, high = (commas[-1] + 1, stop) if leading and commas[-1] + 1 < stop else (start, commas[0])
    words = [t for t in tokens[low:high] if t.kind == "word"]
    while len(words) > 1 and (words[-1].lower in lex.be or words[-1].lower in lex.adverbs):
        words.pop()
    cut = next(
        (k for k, t in enumerate(words) if k and t.lower in lex.subject_prepositions),
        len(words),
    )
    return words[:cut]


def _modal_word(token: Token, *, named: bool) -> str:
    """Lower case, but names keep their capital ("going to Ukraine", "in May")."""
    return token.text if token.text == "May" or (named and token.capital) else token.lower


def _benefits(tokens: list[Token], modal: int, stop: int) -> bool:
    """Whether the modal governs what a thing does for somebody ("NAMIS will improve …")."""
    following = [token.lower for token in tokens[modal + 1 : min(modal + 4, stop)]]
    return any(word in lex.benefits for word in following)


def _agent(tokens: list[Token], start: int, stop: int, *, voiced: bool) -> bool:
    """Whether the clause's subject is somebody who decides: a name, a pronoun for people, a body."""
    for at in range(start, min(stop, start + 30)):
        if tokens[at].lower in lex.modals or (
            at > start and is_finite(tokens, at) and tokens[at - 1].text != ","
        ):
            subject = _subject_words(tokens, start, at)
            if len(subject) > 1 and subject[0].lower in ("which", "that"):
                subject = subject[1:]  # "which the firm will build"
            if len(subject) == 1 and subject[0].lower == "it":
                return voiced
            if (
                not subject
                or subject[0].lower in lex.not_agents
                or (len(subject) == 1 and subject[0].lower in lex.things)
            ):
                return False
            last = subject[-1]
            if _benefits(tokens, at, stop) and last.lower not in lex.deciding and not party(last.text):
                return False
            return (
                last.lower in lex.source_nouns
                or last.lower in lex.deciders
                or (last.capital and last.lower not in lex.not_agents)
            )
    return start < stop and (tokens[start].capital or tokens[start].lower in lex.deciders)
