"""`read`: a report's text and its publication date in, a Reading out; deterministic, offline, linear time."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TypeVar

from tocsin.reading.cast import Cast
from tocsin.reading.date_context import Context
from tocsin.reading.dates import When, find_dates
from tocsin.reading.flags import find_flags
from tocsin.reading.labels import Label, in_turns, inline_label, label_of
from tocsin.reading.language import other_language
from tocsin.reading.lexicon import lex
from tocsin.reading.model import ClaimMention, DateMention, Flag, NamedMention, QuantityMention, Reading
from tocsin.reading.names import find_names
from tocsin.reading.plaintext import plain
from tocsin.reading.quantities import find_quantities
from tocsin.reading.quotations import fill_quotations
from tocsin.reading.statements import Statement, statements
from tocsin.reading.tokens import Sentence, Token, sentences
from tocsin.reading.units import Measure

M = TypeVar("M", ClaimMention, QuantityMention, DateMention, NamedMention)
_NOBODY: Label | None = None
P = TypeVar("P", ClaimMention, QuantityMention, DateMention, NamedMention, Flag)


def read(text: str, published: date) -> Reading:
    """Draft claims, quantities, dates, names and flags from a report's text.

    Parameters
    ----------
    text
        The report as given; every offset is a code point into it.
    published
        Day of publication, against which relative dates are resolved.

    Returns
    -------
    Reading
        Spans in order of position. Nothing in it counts until a person accepts it.
    """
    reader = _Reader(text, published)
    language = other_language(reader.text)
    if language:
        return reader.unread(language)
    for sentence in sentences(reader.text):
        reader.take(sentence)
    return reader.reading()


class _Reader:
    """Collects mentions sentence by sentence."""

    def __init__(self, text: str, published: date) -> None:
        self.given, self.plain, self.published = text, plain(text), published
        self.text = self.plain.text
        self.turns, self.label, self.used, self.read_to = in_turns(self.text), _NOBODY, False, 0
        self.context, self.cast = Context(published), Cast()
        self.statements: list[Statement] = []
        self.latest = 0  # where the statements of the last sentence begin
        self.quantities: list[QuantityMention] = []
        self.dates: list[DateMention] = []
        self.names: list[NamedMention] = []

    def take(self, sentence: Sentence) -> None:
        """Read one sentence; a line that only names who speaks below it is a label."""
        tokens = sentence.tokens
        if sentence.opens and self._labelled(sentence):
            return
        whens = find_dates(tokens, self.context)
        dated, taken = _dated(tokens, whens)
        self.dates.extend(self._date(tokens, when) for when in whens)
        self.quantities.extend(self._quantity(tokens, m) for m in find_quantities(tokens, taken))
        self.names.extend(find_names(self.text, tokens, dated))
        made = statements(self.text, sentence, dated, self.cast, self._ahead(whens))
        for statement in made if self.label is not None else ():
            self._voiced(statement)
        self._hear(made)

    def _labelled(self, sentence: Sentence) -> bool:
        """Note who speaks by layout; whether the line is a label and nothing else."""
        line = self.text[sentence.start : sentence.end]
        apart = self.text.count("\n", self.read_to, sentence.start) > 1
        self.read_to = sentence.end
        label = label_of(line, turns=self.turns) if sentence.heading else None
        if label is not None:
            self.label, self.used = label, False
        elif self.turns and (name := inline_label(line)):
            self.label = Label(name, turn=True)
        elif self.label is not None and not self.label.turn:
            if apart and self.used:
                self.label = None
            self.used = True
        if label is not None:
            self.cast.remember(label.speaker, [])
        return label is not None

    def _voiced(self, statement: Statement) -> None:
        """What stands below a label is its speaker's; whom the speaker cites speaks through the speaker."""
        if self.label is None or statement.stop == statement.start or self.label.speaker in statement.via:
            return
        speaker = self.label.speaker
        if not statement.speaker or statement.speaker.lower() in ("we", "i"):
            statement.speaker = statement.said = speaker
        elif statement.speaker != speaker:
            statement.via = [*statement.via, speaker]

    def _hear(self, made: list[Statement]) -> None:
        """Keep a sentence's statements; an empty one ("That’s according to X") names the source of the sentence before."""
        if len(made) == 1 and made[0].stop == made[0].start:
            for statement in self.statements[self.latest :]:
                if not statement.speaker and (statement.quotes or made[0].cue != "-"):
                    statement.speaker, statement.via, statement.said = (
                        made[0].speaker,
                        made[0].via,
                        made[0].said,
                    )
            return
        self.latest = len(self.statements)
        self.statements.extend(made)

    def _ahead(self, whens: list[When]) -> frozenset[int]:
        """First tokens of dates that begin after publication."""
        return frozenset(
            when.start for when in whens if when.first is not None and when.first > self.published
        )

    def _date(self, tokens: list[Token], when: When) -> DateMention:
        start, end = tokens[when.start].start, tokens[when.stop - 1].end
        return DateMention(start, end, self.text[start:end], when.first, when.last, when.relation, when.grain)

    def _quantity(self, tokens: list[Token], measure: Measure) -> QuantityMention:
        start, end = tokens[measure.start].start, tokens[measure.stop - 1].end
        return QuantityMention(
            start, end, self.text[start:end], measure.kind, measure.unit, measure.qualifier,
            measure.low, measure.best, measure.high, measure.per,
        )  # fmt: skip

    def unread(self, language: str) -> Reading:
        """An empty reading that says why."""
        message = f"the text is not English but {language}: nothing was read; translate it, and name the translation as relay"
        return Reading(
            self.published, self._sha256(), flags=(Flag("not_english", message, 0, len(self.given)),)
        )

    def _sha256(self) -> str:
        return hashlib.sha256(self.given.encode("utf-8", "surrogatepass")).hexdigest()

    def reading(self) -> Reading:
        """Close the reading: quotations, order, flags."""
        filled = fill_quotations(self.statements)
        claims = tuple(self._claim(s) for s in sorted(filled, key=lambda s: (s.start, s.stop)))
        drafted = Reading(
            self.published,
            self._sha256(),
            claims,
            tuple(self.quantities),
            tuple(self.dates),
            tuple(self.names),
        )
        flagged = replace(drafted, flags=tuple(find_flags(self.text, drafted)))
        return flagged if self.plain.origin is None else self._as_given(flagged)

    def _as_given(self, made: Reading) -> Reading:
        """The reading with its spans and surfaces in the text as given."""
        return replace(
            made,
            claims=tuple(map(self._printed, made.claims)),
            quantities=tuple(map(self._printed, made.quantities)),
            dates=tuple(map(self._printed, made.dates)),
            names=tuple(map(self._printed, made.names)),
            flags=tuple(map(self._placed, made.flags)),
        )

    def _printed(self, item: M) -> M:
        moved = self._placed(item)
        return replace(moved, surface=self.given[moved.start_char : moved.end_char])

    def _placed(self, item: P) -> P:
        start, end = self.plain.back(item.start_char, item.end_char)
        return replace(item, start_char=start, end_char=end)

    def _claim(self, statement: Statement) -> ClaimMention:
        return ClaimMention(
            statement.start, statement.stop, statement.speaker or None, tuple(statement.via), statement.modality,
            self.text[statement.start : statement.stop], statement.said or None, statement.quote > 0, statement.cue,
        )  # fmt: skip


def _dated(tokens: list[Token], whens: list[When]) -> tuple[list[bool], list[bool]]:
    """Tokens inside dates, and those of them that are no quantities ("six years" in "over the next six years" is one)."""
    dated, taken = [False] * len(tokens), [False] * len(tokens)
    for when in whens:
        for at in range(when.start, when.stop):
            dated[at] = taken[at] = True
        for at in range(when.start, when.stop - 1):
            unit = _duration(tokens, at, when.stop)
            if unit:
                taken[at : unit + 1] = [False] * (unit + 1 - at)
                break
    return dated, taken


def _duration(tokens: list[Token], at: int, stop: int) -> int:
    """Where the unit of time behind a number word or digits (or behind a second number) stands; 0 without one."""
    if tokens[at].kind != "number" and tokens[at].lower not in lex.duration_numbers:
        return 0
    return next((k for k in range(at + 1, min(at + 4, stop)) if tokens[k].lower in lex.duration), 0)
