"""The assessment as the page reads it: answers that may be missing, rows that may be short."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from tocsin.arrays import QUANTILES
from tocsin.say import LINKED, Piece, Said, joined, msg

if TYPE_CHECKING:
    from tocsin.answers.core import Answer, Assessment
    from tocsin.answers.declare import Figure, Table

Rows = list[Mapping[str, Any]]
_BRACKETED = re.compile(r"(\([^()]*\))")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NUMBER = re.compile(
    rf"(?P<date>(?:\d{{1,2}}[ \u00a0])?{_MONTH}[ \u00a0]\d{{4}}|\b[CDM]F?\d+\b)"
    r"|\d+(?=[ \u00a0](?:months?|minutes|of\b|futures|past|dates?\b|km))"
    r"|(?P<number>(?:US\$[ \u00a0]|[+−-])?\d[\d,.]*(?<![,.])(?:[ \u00a0](?:million|billion|%))?)"
)
_RANGE = re.compile(r"\d[\d,.]*–\d[\d,.]*\d|\d–\d")
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"))


@dataclass(frozen=True)
class Source:
    """Reads an assessment without assuming that any answer is there."""

    assessment: Assessment

    @property
    def view(self) -> Any:
        return self.assessment.work.view

    @property
    def as_of(self) -> str:
        return self.assessment.as_of.isoformat()

    def answer(self, name: str) -> Answer | None:
        return self.assessment.answers.get(name)

    def rows(self, name: str, **wanted: Any) -> Rows:
        """The answer's rows whose keys have the wanted values."""
        answer = self.answer(name)
        if answer is None:
            return []
        return [row for row in answer.rows if all(row.get(key) == value for key, value in wanted.items())]

    def spread(self, name: str, **wanted: Any) -> Rows:
        """The rows that carry all nine quantiles."""
        return [
            row for row in self.rows(name, **wanted) if all(row.get(level) is not None for level in QUANTILES)
        ]

    def sentence(self, name: str) -> Markup:
        """The answer's headline, its numbers leading to their lineage; or what is missing."""
        answer = self.answer(name)
        if answer is None:
            return escape(msg("This question was not answered in this run."))
        return linked(answer.headline, name)

    def figures(self, *names: str) -> list[Figure]:
        """The figures that these answers carry, in order."""
        return [figure for name in names if (answer := self.answer(name)) for figure in answer.figures]

    def tables(self, *names: str) -> list[Table]:
        """The tables that these answers carry, in order."""
        return [table for name in names if (answer := self.answer(name)) for table in answer.tables]

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

    def monthly(self) -> Any:
        """The record by month, as a frame indexed by period."""
        return self.view.record.monthly()

    def counts(self, column: str) -> list[dict[str, Any]]:
        """(period, value) of one monthly column, months without a value and a running month left out."""
        frame = self.monthly()
        if column not in frame:
            return []
        running = {str(row["period"]) for row in self.rows("launches") if row.get("partial")}
        series = frame[column].dropna()
        return [
            {"period": str(period), "value": float(value)}
            for period, value in series.items()
            if str(period) not in running
        ]

    def usable(self, column: str) -> list[dict[str, Any]]:
        """The same, months whose outcome was reported in full alone."""
        frame = self.monthly()
        full = (
            {str(period) for period in frame["leak_share"].dropna().index} if "leak_share" in frame else set()
        )
        return [row for row in self.counts(column) if row["period"] in full]


def linked(text: str, answer: str) -> Markup:
    """Escaped text whose numbers outside brackets lead to the answer's lineage.

    Examples
    --------
    >>> linked("Expect 2,890 launches by June 2025 <b>", "launches")
    Markup('Expect <a class="n" href="#why-launches">2,890</a> launches by June 2025 &lt;b&gt;')
    """
    if isinstance(text, Said):
        return _ranges_bound(Markup("").join(_piece(piece, answer) for piece in text.pieces()))
    parts = _BRACKETED.split(_bound(plain(text)))
    marked = [escape(part) if part.startswith("(") else _marked(part, answer) for part in parts]
    return _ranges_bound(Markup("").join(marked))


def _piece(piece: Piece, answer: str) -> Markup:
    words = escape(_bound(plain(piece.text)))
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


def _marked(text: str, answer: str) -> Markup:
    made = Markup("")
    end = 0
    for found in _NUMBER.finditer(text):
        if not found["number"]:
            continue
        made += escape(text[end : found.start()])
        made += Markup('<a class="n" href="#{}">{}</a>').format(anchor(answer), found[0])
        end = found.end()
    return made + escape(text[end:])
