"""Stretches of a sentence: which attribution governs which tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tocsin.reading.clauses import begins_clause
from tocsin.reading.cue_model import Cue
from tocsin.reading.finite import any_finite, is_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.tokens import Token


@dataclass(slots=True)
class Stretch:
    """Tokens [start, stop) under one cue (None: the outlet's voice)."""

    start: int
    stop: int
    cue: Cue | None
    via: list[str]


def stretches(tokens: list[Token], cues: list[Cue]) -> list[Stretch]:
    """Cut the sentence between cues and give each piece its governing cue."""
    owning = _merge_relays(tokens, [cue for cue in cues if cue.stop > cue.start or cue.form == "act"])
    bounds = [0]
    for cue in owning:
        bounds += [cue.start, cue.stop]
    bounds.append(len(tokens))
    found: list[Stretch] = []
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
        frame = next((cue for cue in owning[index // 2 + 1 :] if cue.form == "trail"), None)
        governed = _govern(tokens, low, high, left, right, found, frame)
        if (
            left is not None
            and left.form == "trail"
            and governed
            and found
            and _interrupted(tokens, found[-1], governed[0])
        ):
            last = found.pop()
            governed[0] = Stretch(last.start, governed[0].stop, last.cue, last.via)
        found.extend(governed)
    return found


def _interrupted(tokens: list[Token], before: Stretch, after: Stretch) -> bool:
    """ "The plant, officials said, had closed": the attribution stands inside one clause."""
    if (
        before.cue is None
        or after.cue is not before.cue
        or any(tokens[k].quoted for k in range(before.start, before.stop))
    ):
        return False
    return not any_finite(tokens, before.start, before.stop)


def _merge_relays(tokens: list[Token], cues: list[Cue]) -> list[Cue]:
    """ "…, a spokesman said, APA reports citing Reuters": a second closing attribution relays the first."""
    merged: list[Cue] = []
    for cue in cues:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.verb == "according"
            and last.form == cue.form == "lead"
            and last.stop == cue.start
        ):
            cue.via.append(last.speaker)  # "According to X, the ministry said …"
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
    if subject > floor and any_finite(tokens, floor, subject):
        return subject
    return floor


def _govern(
    tokens: list[Token],
    low: int,
    high: int,
    left: Cue | None,
    right: Cue | None,
    before: list[Stretch],
    frame: Cue | None = None,
) -> list[Stretch]:
    if high <= low:
        return []
    trailing = right is not None and right.form in ("trail",)
    if left is not None and left.form == "lead" and left.verb in lex.shown and right is not None and trailing:
        concluded = left.verb.startswith(("suggest", "indicat"))
        voice = replace(right, tone="think") if concluded and right.tone == "say" else right
        return [Stretch(low, high, voice, list(right.via))]
    if left is not None and left.form in ("lead", "act") and left.subordinate:
        comma = _main_clause(tokens, low, high)
        if comma:
            rest = _govern(tokens, comma + 1, high, None, right, before)
            return [Stretch(low, comma, left, list(left.via)), *rest]
    if left is not None and left.form == "act":
        relayed = trailing and right is not None and right.speaker != left.speaker
        via = [*left.via, *right.via, right.speaker] if relayed and right is not None else list(left.via)
        return _act_stretches(tokens, low, high, left, via)
    if left is not None and left.form == "lead":
        via = list(left.via)
        if trailing and right is not None and _relays(right, left):
            via.extend([*right.via, right.speaker])
        return [Stretch(low, high, left, via)]
    if left is not None and left.form == "nested":
        return _nested(tokens, low, high, left, before)
    if trailing and right is not None:
        return _before_trail(tokens, low, high, left, right)
    if left is not None and left.form in ("trail", "mute") and _goes_on(tokens, low, high):
        return [Stretch(low, high, left, list(left.via))]
    if right is not None and right.form == "nested" and left is None:
        return [Stretch(low, high, frame, list(frame.via) if frame is not None else [])]
    return [Stretch(low, high, None, [])]


def _main_clause(tokens: list[Token], low: int, high: int) -> int:
    """The comma that closes "Although the ministry claimed a need, …", where a clause follows; 0 without one."""
    for at in range(low + 2, high - 3):
        if tokens[at].text == "," and any(
            is_finite(tokens, k) or tokens[k].lower in lex.modals for k in range(at + 2, high)
        ):
            return at
        if tokens[at].text in "“”":
            return 0
    return 0


def _act_stretches(tokens: list[Token], low: int, high: int, cue: Cue, via: list[str]) -> list[Stretch]:
    """A speech act's clause; what follows ", although" or ", while" is the outlet's own remark."""
    for at in range(low + 4, high - 3):
        after = at + 1 if tokens[at].text in ",;" else at
        ends = tokens[at].text == ";" or (tokens[after].lower in lex.remarks and tokens[at].text == ",")
        if ends or (tokens[at].lower in lex.act_joiners and begins_clause(tokens, at, high)):
            return [Stretch(low, at, cue, via), Stretch(after, high, None, [])]
    return [Stretch(low, high, cue, via)]


def _relays(right: Cue, left: Cue) -> bool:
    """ "The ministry said …, Reuters reported": the trailing outlet relays the leading source."""
    return right.speaker != left.speaker


def _nested(tokens: list[Token], low: int, high: int, cue: Cue, before: list[Stretch]) -> list[Stretch]:
    """A relative clause ("that the US says is central …") ends at the next comma; its frame speaks on."""
    outer = before[-1].cue if before else None
    stop = next((k for k in range(low, high) if tokens[k].text in ",;"), high)
    frame = [outer.speaker, *outer.via] if outer is not None and outer.speaker != cue.speaker else []
    inner = [Stretch(low, stop, cue, [*cue.via, *frame])]
    if stop < high:
        inner.append(Stretch(stop, high, outer, list(outer.via) if outer is not None else []))
    return inner


def _before_trail(tokens: list[Token], low: int, high: int, left: Cue | None, right: Cue) -> list[Stretch]:
    """What precedes a trailing cue belongs to it, from the last clause boundary that another cue closed."""
    if left is not None and left.form in ("trail", "mute") and not _fresh_clause(tokens, low, high):
        if right.verb == "citing":
            return [Stretch(low, high, left, list(left.via))]
        return [Stretch(low, high, right, list(right.via))]
    return [Stretch(low, high, right, list(right.via))]


def _fresh_clause(tokens: list[Token], low: int, high: int) -> bool:
    return any(tokens[k].lower in lex.fresh_openers for k in range(low, min(low + 3, high)))


def _goes_on(tokens: list[Token], low: int, high: int) -> bool:
    """Whether text after a mid-sentence attribution is still the source's: not after "while", "but", "who"."""
    words = [tokens[k].lower for k in range(low, min(low + 3, high)) if tokens[k].kind == "word"]
    if not words:
        return False
    if any(token.quoted for token in tokens[low:high]):
        return True
    if words[0].endswith("ing") or (tokens[low].text == "," and words[0] in ("a", "an", "the")):
        return False  # "…, said X, a new officer who …"
    return words[0] not in lex.new_voice
