"""Statements of one sentence: its clauses, each under the attribution that governs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.claims.reading.cast import Cast
from tocsin.claims.reading.clauses import split_clauses
from tocsin.claims.reading.cues import Cue, find_cues
from tocsin.claims.reading.lexicon import ADVERBS, BE, SOURCE_NOUNS
from tocsin.claims.reading.modal_verbs import AGENTIVE, MODALS
from tocsin.claims.reading.modality import modality_of
from tocsin.claims.reading.phrases import is_finite, subject_left, surface
from tocsin.claims.reading.tokens import Sentence, Token
from tocsin.claims.reading.vocabulary import words


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
    alone: bool = False  # the whole sentence is quotation, without an attribution of its own
    quotes: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Stretch:
    """Tokens [start, stop) under one cue (None: the outlet's voice)."""

    start: int
    stop: int
    cue: Cue | None
    via: list[str]


def statements(text: str, sentence: Sentence, dated: list[bool], cast: Cast) -> list[Statement]:
    """All statements of a sentence; the cast learns its speakers."""
    tokens = sentence.tokens
    if _no_statement(tokens):
        return []
    cues = find_cues(text, tokens, dated, heading=sentence.heading)
    said = [cue.speaker for cue in cues]
    for cue in cues:
        cue.speaker = cast.resolve(cue.speaker)
        cue.via = [cast.resolve(relay) for relay in cue.via]
        cast.remember(cue.speaker, cue.via)
    if not cues:
        _note_subject(text, tokens, dated, cast)
    printed = {id(cue): original for cue, original in zip(cues, said, strict=True)}
    made = []
    for stretch in _stretches(tokens, cues):
        spoken = stretch.stop > stretch.start and all(t.quoted for t in tokens[stretch.start : stretch.stop])
        leading = spoken or (
            stretch.cue is not None and (stretch.cue.form == "lead" or stretch.stop <= stretch.cue.start)
        )
        for part in split_clauses(
            tokens, stretch.start, stretch.stop, dated, heading=sentence.heading, lenient=leading
        ):
            made.append(_statement(tokens, part, stretch, printed))
            _share_modal(text, made)
    return made


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
    future = any(word in MODALS for word in before)
    passive = "be" in before and verb.endswith("ed")
    if (future and verb in AGENTIVE) or passive:
        second.modality = first.modality


def _no_statement(tokens: list[Token]) -> bool:
    """Questions and scraps claim nothing."""
    words = sum(token.kind == "word" for token in tokens)
    last = next((t.text for t in reversed(tokens) if t.text not in "”\"’') "), "")
    return words < 3 or last == "?"


def _note_subject(text: str, tokens: list[Token], dated: list[bool], cast: Cast) -> None:
    for at in range(1, min(len(tokens), 30)):
        if is_finite(tokens, at):
            span = subject_left(tokens, at, dated)
            if span is not None and tokens[span[1] - 1].capital and span[1] - span[0] <= 8:
                cast.mention(surface(text, tokens, span))
            return


def _stretches(tokens: list[Token], cues: list[Cue]) -> list[_Stretch]:
    """Cut the sentence between cues and give each piece its governing cue."""
    owning = _merge_relays(tokens, [cue for cue in cues if cue.stop > cue.start or cue.form == "act"])
    bounds = [0]
    for cue in owning:
        bounds += [cue.start, cue.stop]
    bounds.append(len(tokens))
    found: list[_Stretch] = []
    for index in range(0, len(bounds), 2):
        left = owning[index // 2 - 1] if index else None
        right = owning[index // 2] if index // 2 < len(owning) else None
        low, high = bounds[index], bounds[index + 1]
        if right is not None and right.form == "act":
            high = _act_start(tokens, right, low)
            if high == low:
                continue
            right = None
        if left is not None and left.form == "act":
            low = _act_start(tokens, left, owning[index // 2 - 2].stop if index >= 4 else 0)
        governed = _govern(tokens, low, high, left, right, found)
        if (
            left is not None
            and left.form == "trail"
            and governed
            and found
            and _interrupted(tokens, found[-1], governed[0])
        ):
            last = found.pop()
            governed[0] = _Stretch(last.start, governed[0].stop, last.cue, last.via)
        found.extend(governed)
    return found


def _interrupted(tokens: list[Token], before: _Stretch, after: _Stretch) -> bool:
    """ "The plant, officials said, had closed": the attribution stands inside one clause."""
    if (
        before.cue is None
        or after.cue is not before.cue
        or any(tokens[k].quoted for k in range(before.start, before.stop))
    ):
        return False
    return not any(is_finite(tokens, k) for k in range(before.start, before.stop))


def _merge_relays(tokens: list[Token], cues: list[Cue]) -> list[Cue]:
    """ "…, a spokesman said, APA reports citing Reuters": a second closing attribution relays the first."""
    merged: list[Cue] = []
    for cue in cues:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.form == cue.form == "trail"
            and all(tokens[k].kind == "punct" for k in range(last.stop, cue.start))
        ):
            last.via.extend([*cue.via, cue.speaker])
            last.stop = cue.stop
        else:
            merged.append(cue)
    return merged


def _act_start(tokens: list[Token], cue: Cue, floor: int) -> int:
    """Where a speech act's own clause begins: at its subject if another clause stands before it, else at `floor`."""
    subject = cue.subject[0] if cue.subject is not None else floor
    if floor and subject < floor:
        return cue.start  # "X denies … and has condemned …"
    if subject > floor and any(is_finite(tokens, k) for k in range(floor, subject)):
        return subject
    return floor


def _govern(
    tokens: list[Token], low: int, high: int, left: Cue | None, right: Cue | None, before: list[_Stretch]
) -> list[_Stretch]:
    if high <= low:
        return []
    trailing = right is not None and right.form in ("trail",)
    if left is not None and left.form == "lead" and left.verb in _SHOWN and trailing:
        return [_Stretch(low, high, right, list(right.via) if right is not None else [])]
    if left is not None and left.form == "act":
        relayed = trailing and right is not None and right.speaker != left.speaker
        via = [*left.via, *right.via, right.speaker] if relayed and right is not None else list(left.via)
        return _act_stretches(tokens, low, high, left, via)
    if left is not None and left.form == "lead":
        via = list(left.via)
        if trailing and right is not None and _relays(right, left):
            via.extend([*right.via, right.speaker])
        return [_Stretch(low, high, left, via)]
    if left is not None and left.form == "nested":
        return _nested(tokens, low, high, left, before)
    if trailing and right is not None:
        return _before_trail(tokens, low, high, left, right)
    if left is not None and left.form in ("trail", "mute") and _goes_on(tokens, low, high):
        return [_Stretch(low, high, left, list(left.via))]
    if right is not None and right.form == "nested" and left is None:
        return [_Stretch(low, high, None, [])]
    return [_Stretch(low, high, None, [])]


def _act_stretches(tokens: list[Token], low: int, high: int, cue: Cue, via: list[str]) -> list[_Stretch]:
    """A speech act's clause; what follows ", although" or ", while" is the outlet's own remark."""
    for at in range(low + 4, high - 3):
        if tokens[at].text == "," and tokens[at + 1].lower in ("although", "though", "while", "but"):
            return [_Stretch(low, at, cue, via), _Stretch(at + 1, high, None, [])]
    return [_Stretch(low, high, cue, via)]


def _relays(right: Cue, left: Cue) -> bool:
    """ "The ministry said …, Reuters reported": the trailing outlet relays the leading source."""
    return right.speaker != left.speaker


def _nested(tokens: list[Token], low: int, high: int, cue: Cue, before: list[_Stretch]) -> list[_Stretch]:
    """A relative clause ("that the US says is central …") ends at the next comma; its frame speaks on."""
    outer = before[-1].cue if before else None
    stop = next((k for k in range(low, high) if tokens[k].text in ",;"), high)
    frame = [outer.speaker, *outer.via] if outer is not None and outer.speaker != cue.speaker else []
    inner = [_Stretch(low, stop, cue, [*cue.via, *frame])]
    if stop < high:
        inner.append(_Stretch(stop, high, outer, list(outer.via) if outer is not None else []))
    return inner


def _before_trail(tokens: list[Token], low: int, high: int, left: Cue | None, right: Cue) -> list[_Stretch]:
    """What precedes a trailing cue belongs to it, from the last clause boundary that another cue closed."""
    if left is not None and left.form in ("trail", "mute") and not _fresh_clause(tokens, low, high):
        if right.verb == "citing":
            return [_Stretch(low, high, left, list(left.via))]
        return [_Stretch(low, high, right, list(right.via))]
    return [_Stretch(low, high, right, list(right.via))]


def _fresh_clause(tokens: list[Token], low: int, high: int) -> bool:
    return any(tokens[k].lower in ("while", "but", "and", ";") for k in range(low, min(low + 3, high)))


def _goes_on(tokens: list[Token], low: int, high: int) -> bool:
    """Whether text after a mid-sentence attribution is still the source's: not after "while", "but", "who"."""
    words = [tokens[k].lower for k in range(low, min(low + 3, high)) if tokens[k].kind == "word"]
    if not words:
        return False
    if any(token.quoted for token in tokens[low:high]):
        return True
    return words[0] not in (
        "while",
        "but",
        "although",
        "though",
        "who",
        "whose",
        "which",
        "whereas",
        "despite",
        "even",
        "amid",
        "as",
    )


def _statement(
    tokens: list[Token], part: tuple[int, int], stretch: _Stretch, printed: dict[int, str]
) -> Statement:
    start, stop = part
    cue = stretch.cue
    words = [_modal_word(token) for token in tokens[start:stop] if token.text not in _MARKS]
    tone = cue.tone if cue is not None else "say"
    if cue is not None and cue.form == "act" and tone in ("act",):
        tone = "say"
    if cue is not None and tone == "say":
        tone = _stance(cue)
    modality = modality_of(words, tone, agent=_agent(tokens, start, stop, voiced=cue is not None))
    quotes = {token.quoted for token in tokens[start:stop] if token.quoted}
    whole = [token.quoted for token in tokens[start:stop] if token.kind == "word"]
    quote = whole[0] if whole and whole[0] and sum(q == whole[0] for q in whole) >= 0.9 * len(whole) else 0
    speaker = cue.speaker if cue is not None else ""
    return Statement(
        tokens[start].start, tokens[stop - 1].end, speaker, stretch.via, modality,
        printed.get(id(cue), speaker) if cue is not None else "", quote, cue.verb if cue is not None else "",
        cue is None and quote > 0, quotes,
    )  # fmt: skip


_DECIDERS = words(
    "we they he she i who countries nations country allies both concern giant conglomerate corporation consortium "
    "contractor contractors subsidiary startup unit arm division nation state kingdom republic bloc alliance partner partners builder "
    "shipbuilder supplier producer shipyard engineers personnel crews crew troops technicians operators airline squadron "
    "states governments regime employees members"
)
_ONLOOKERS = words(
    "analyst analysts expert experts observers researcher researchers economist economists institute think-tank critics "
    "bloggers blogger think-tanks"
)


def _stance(cue: Cue) -> str:
    """Onlookers and warners foresee what others announce; "suggests that" draws a conclusion."""
    if cue.verb in ("suggest", "suggests", "suggested", "suggesting"):
        return "think"
    warned = cue.verb in ("warned", "warns", "warning", "warn", "cautioned", "cautions")
    return "outside" if warned or _ONLOOKERS & set(cue.speaker.lower().split()) else "say"


_SHOWN = words("shows showed show indicates indicated suggest suggests suggested reveal reveals revealed")
_MARKS = frozenset('“”"‘’«»')
_NOT_AGENTS = words("which that it this these drone drones engine missile missiles weapon system systems")


def _subject_words(tokens: list[Token], start: int, stop: int) -> list[Token]:
    """Words of a clause's subject up to its head: behind a leading phrase and its comma, before a preposition."""
    commas = [k for k in range(start, stop) if tokens[k].text == ","]
    low, high = start, stop
    if commas:
        leading = tokens[start].lower in (
            "under",
            "in",
            "with",
            "after",
            "by",
            "at",
            "on",
            "for",
            "during",
            "as",
            "from",
        )
        low, high = (commas[-1] + 1, stop) if leading and commas[-1] + 1 < stop else (start, commas[0])
    words = [t for t in tokens[low:high] if t.kind == "word"]
    while len(words) > 1 and (words[-1].lower in BE or words[-1].lower in ADVERBS):
        words.pop()
    cut = next(
        (k for k, t in enumerate(words) if k and t.lower in ("of", "with", "in", "for", "at", "from", "on")),
        len(words),
    )
    return words[:cut]


def _modal_word(token: Token) -> str:
    """Lower case, but the month and the name "May" are no modal verb."""
    return "May" if token.text == "May" else token.lower


def _agent(tokens: list[Token], start: int, stop: int, *, voiced: bool) -> bool:
    """Whether the clause's subject is somebody who decides: a name, a pronoun for people, a body."""
    for at in range(start, min(stop, start + 20)):
        word = tokens[at].lower
        if word in ("will", "would", "shall", "won't", "wouldn't", "could", "set"):
            subject = _subject_words(tokens, start, at)
            if len(subject) == 1 and subject[0].lower == "it":
                return voiced
            if not subject or subject[0].lower in _NOT_AGENTS:
                return False
            last = subject[-1]
            return (
                last.lower in SOURCE_NOUNS
                or last.lower in _DECIDERS
                or (last.capital and last.lower not in _NOT_AGENTS)
            )
    return True
