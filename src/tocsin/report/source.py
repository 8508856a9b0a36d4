"""The assessment as the page reads it: answers that may be missing, rows that may be short."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tocsin.answers.common import rows_of, spread_rows
from tocsin.say import LINKED, Piece, Said, joined, msg

if TYPE_CHECKING:
    from tocsin.answers.core import Answer, Assessment
    from tocsin.answers.declare import Figure, Table

Rows = list[Mapping[str, Any]]
_RANGE = re.compile(r"\d[\d,.]*–\d[\d,.]*\d|\d–\d")
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"))


@dataclass(frozen=True)
class Section:
    """One section: a grey label, a bold sentence, at most one paragraph, figures and tables, a caveat."""

    id: str
    label: str
    sentence: Markup
    paragraph: Markup = field(default_factory=Markup)
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    caveat: Markup = field(default_factory=Markup)
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class Source:
    """Reads an assessment without assuming that any answer is there."""

    assessment: Assessment

    @property
    def as_of(self) -> str:
        return self.assessment.as_of.isoformat()

    def answer(self, name: str) -> Answer | None:
        return self.assessment.answers.get(name)

    def rows(self, name: str, **wanted: Any) -> Rows:
        """The answer's rows whose keys have the wanted values."""
        answer = self.answer(name)
        return [] if answer is None else rows_of(answer, **wanted)

    def spread(self, name: str, **wanted: Any) -> Rows:
        """The rows that carry all nine quantiles."""
        answer = self.answer(name)
        return [] if answer is None else spread_rows(answer, **wanted)

    def sentence(self, name: str) -> Markup:
        """The answer's headline, its numbers leading to their lineage; or what is missing."""
        answer = self.answer(name)
        if answer is None:
            return escape(msg("This question was not answered in this run."))
        return linked(answer.headline, name)

    def figures(self, *names: str) -> list[Figure]:
        """The figures that these answers carry, in order."""
        return [figure for name in names if (answer := self.answer(name)) for figure in answer.figures]

    def evidence(self, name: str) -> Rows:
        """Rows of one of the tables behind the answers; none where it is empty."""
        table = self.assessment.evidence.get(name)
        return [] if table is None else list(table.rows)

    def missing(self, *names: str) -> list[str]:
        """A plain line for each answer that is absent or empty."""
        lines: list[str] = []
        for name in names:
            answer = self.answer(name)
            if answer is None:
                lines.append(msg("No answer “{name}” in this run.", name=name))
            elif not answer.rows:
                lines.append(
                    joined(
                        [msg("“{question}” has no rows at this date.", question=answer.question), answer.note]
                    )
                )
        return lines

    def chosen(self) -> str | None:
        """The month that the page's headline names: half a year ahead, the launches headline's own choice."""
        period: str | None = self.assessment.about["period"] if self.rows("launches") else None
        return period


def linked(text: Said, answer: str) -> Markup:
    """Escaped text whose numbers lead to the answer's lineage; ranges in brackets stay words.

    Examples
    --------
    >>> linked(msg("Expect {n:number} launches in {period:month} <b>", n=2890, period="2025-06"), "launches")
    Markup('Expect <a class="n" href="#why-launches">2,890</a> launches in June 2025 &lt;b&gt;')
    """
    return _ranges_bound(
        Markup(_bound(str(Markup("").join(_piece(piece, answer) for piece in text.pieces()))))
    )


def _piece(piece: Piece, answer: str) -> Markup:
    words = escape(plain(piece.text))
    return (
        Markup('<a class="n" href="#{}">{}</a>').format(anchor(answer), words)
        if piece.format in LINKED
        else words
    )


def bound(text: str) -> Markup:
    """Escaped text whose ranges no line breaks."""
    return _ranges_bound(escape(_bound(plain(text))))


def _ranges_bound(text: Markup) -> Markup:
    return Markup(_RANGE.sub(r'<span class="nb">\g<0></span>', str(text)))


def plain(text: str) -> str:
    """Text without bidirectional control characters, for attributes and SVG."""
    return str(text).translate(_BIDI)


def anchor(answer: str) -> str:
    """The id of an answer's lineage."""
    return "why-" + re.sub(r"[^a-z0-9]+", "-", answer.lower())


def _bound(text: str) -> str:
    """A level with its range, and a number with its scale word, on one line."""
    text = re.sub(r"(?<=\d)[ \u00a0]%", "\u00a0%", text)
    text = re.sub(r"(?<=%:) (?=\d)", "\u00a0", text)
    text = re.sub(r"(\d[\d.]*)\u00a0(million|billion)–(?=[\d.]+\u00a0\2)", r"\1–", text)
    return re.sub(r"(?<=\d) (?=(?:million|billion)\b)", "\u00a0", text)
