"""Text as it comes, made plain for reading, with the way back to every code point of the text as given.

Invisible characters go and ligatures fall apart; lines broken by a narrow column, an e-mail or a page become one line;
page numbers and running headers inside a sentence go. What is left of line breaks ends a paragraph. Linear in length.
"""

from __future__ import annotations

import itertools
import re
from array import array
from collections import Counter
from dataclasses import dataclass

from tocsin.reading.lexicon import lex

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ODD = re.compile(f"[{_INVISIBLE}{''.join(_LIGATURES)}]")
_PAGE = re.compile(
    r"\s*(?:[Pp]age\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]?\s*\d{1,3}\s*[-–—]?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_CLOSED = frozenset('.!?…:;”"’»)]')
WIDEST = 120  # characters of a line that may be wrapped
_HEADER = 80  # of a running header
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to read; `origin[i]` is where its code point i stands in the text as given (None: at i)."""

    text: str
    origin: array[int] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span of the plain text as a span of the text as given."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


@dataclass(slots=True)
class _Line:
    """A line's code points [start, stop) without its break, and whether it is a page number or repeated header."""

    start: int
    stop: int
    text: str
    apart: bool = False

    @property
    def open(self) -> bool:
        return self.text != "" and self.text[-1] not in _CLOSED

    @property
    def last(self) -> str:
        return self.text.rsplit(None, 1)[-1].lower()


def plain(text: str) -> Plain:
    """The text to read in place of `text`.

    >>> plain("The of\\ufb01ce pro-\\nduced 3\\u200b,000 dro\\u00adnes").text
    'The office produced 3,000 drones'
    """
    made = _numerals(_without_odd(Plain(text)))
    return _joined(made) if "\n" in made.text or "\r" in made.text else made


def _without_odd(given: Plain) -> Plain:
    if not _ODD.search(given.text):
        return given
    pieces, origin = [], array("q")
    for at, char in enumerate(given.text):
        piece = "" if char in _INVISIBLE else _LIGATURES.get(char, char)
        pieces.append(piece)
        origin.extend([at] * len(piece))
    return Plain("".join(pieces), origin)


_FOREIGN = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3}){2,}|\d{1,9},\d{1,2}|\d{1,3}(?:\.\d{3})+,\d{1,9})(?![\d.,]*\d)"
)
_HOME = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,\d{3})+(?:\.\d{1,9})?|\.\d{1,2})(?![\d.,]*\d)")
_FIGURE = re.compile(r"\d[\d.,]*\d")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
_SWAPPED = str.maketrans(".,", ",.")


def _numerals(given: Plain) -> Plain:
    """Dots for thousands and decimal commas read as English figures where the text shows this habit alone."""
    if not _FOREIGN.search(given.text) or _HOME.search(given.text):
        return given
    return Plain(_FIGURE.sub(_english, given.text), given.origin)


def _english(figure: re.Match[str]) -> str:
    return figure[0] if _DAY.fullmatch(figure[0]) else figure[0].translate(_SWAPPED)


def _joined(given: Plain) -> Plain:
    """The text with soft line breaks as spaces and headers inside sentences gone."""
    lines = [
        _Line(match.start(), match.start() + len(match[0].rstrip()), match[0].strip())
        for match in _LINE.finditer(given.text)
    ]
    _mark_headers(lines)
    kept = [line for line in lines if line.text and not line.apart]
    cuts = [cut for block in _blocks(lines) for cut in _soft(block)]
    cuts += [cut for first, second in _gaps(lines, kept) if (cut := _bridge(first, second))]
    pages = [(line.start, line.stop, "") for line in lines if line.text[:4].lower() == "page" and line.apart]
    return _cut(given, _merge(sorted(cuts + pages))) if cuts or pages else given


Cut = tuple[int, int, str]  # code points [start, stop) of the text, and what stands there instead


def _mark_headers(lines: list[_Line]) -> None:
    """Page numbers, and short open lines that come back again and again but for their digits."""
    shapes = Counter(_shape(line) for line in lines)
    for line in lines:
        shape = _shape(line)
        line.apart = bool(_PAGE.fullmatch(line.text)) or (shape != "" and shapes[shape] >= _REPEATS)


def _shape(line: _Line) -> str:
    short = 0 < len(line.text) <= _HEADER and line.open
    return re.sub(r"\d+", "#", line.text) if short else ""


def _blocks(lines: list[_Line]) -> list[list[_Line]]:
    """Lines between blank ones."""
    blocks: list[list[_Line]] = [[]]
    for line in lines:
        if line.text:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return blocks


def _gaps(lines: list[_Line], kept: list[_Line]) -> list[tuple[_Line, _Line]]:
    """Neighbours among the kept lines that a blank line or a header parts."""
    following = {id(first): second for first, second in itertools.pairwise(lines)}
    return [
        (first, second)
        for first, second in itertools.pairwise(kept)
        if following.get(id(first)) is not second
    ]


def _bridge(first: _Line, second: _Line) -> Cut | None:
    """A sentence that goes on behind a page break: open at its end, in small letters at its beginning."""
    on = first.open and second.text[0].islower() and len(first.text.split()) >= 3
    return _join(first, second) if on else None


def _soft(block: list[_Line]) -> list[Cut]:
    """The breaks of a block that are only the end of a printed line."""
    pairs = list(itertools.pairwise(block))
    width = max((len(line.text) for line in block), default=0)
    if not pairs or width > WIDEST:
        return [_join(*pair) for pair in pairs if _sure(*pair)]
    wrapped = _wrapped(block, pairs, width)
    return [
        _join(first, second)
        for first, second in pairs
        if _sure(first, second)
        or (wrapped and _full(first, second, width) and not (first.apart or second.apart))
    ]


def _wrapped(block: list[_Line], pairs: list[tuple[_Line, _Line]], width: int) -> bool:
    """Whether most lines are filled, and most end inside a sentence that goes on."""
    filled = sum(_full(*pair, width) for pair in pairs)
    sure = sum(_sure(*pair) for pair in pairs)
    return filled >= 0.6 * len(pairs) and sure >= max(1, 0.4 * len(pairs))


def _full(first: _Line, second: _Line, width: int) -> bool:
    """Whether the next word had found no room on the line (set ragged, a line may fall a little short)."""
    return len(first.text) + 1 + len(second.text.split(None, 1)[0]) > 0.85 * width


_ITEM = re.compile(r"(?:[-–—•*·]\s*)?\d[\d,. ]{0,8}(?![\d.):/])")


def _sure(first: _Line, second: _Line) -> bool:
    """Whether a sentence certainly runs over the break; a list of counts below its total is one sentence."""
    if first.text[-1] in ":,;" and _ITEM.match(second.text) and not second.apart:
        return not second.text.split()[0].endswith((".", ")", ":"))
    if first.apart or second.apart or not first.open:
        return False
    begins = second.text[0]
    return begins.islower() or (begins.isalnum() and first.last in lex.count_stop)


def _join(first: _Line, second: _Line) -> Cut:
    """A space, or nothing where a word was broken."""
    halves = first.text[-1] in "-‐" and first.text[-2:-1].isalpha() and second.text[0].islower()
    if not halves:
        return first.stop, second.start + _indent(second), " "
    left, right = first.text.split()[-1][:-1].rsplit("-", 1)[-1], second.text.split(None, 1)[0]
    word = left.islower() and left not in lex.compound_firsts and right.strip(".,;:") not in lex.compound_ends
    return first.stop - word, second.start + _indent(second), ""


def _indent(line: _Line) -> int:
    return line.stop - line.start - len(line.text)


def _merge(cuts: list[Cut]) -> list[Cut]:
    """Cuts without overlap: a page number inside a bridge is gone with it."""
    merged: list[Cut] = []
    for cut in cuts:
        if not merged or cut[0] >= merged[-1][1]:
            merged.append(cut)
    return merged


def _cut(given: Plain, cuts: list[Cut]) -> Plain:
    pieces, origin, at = [], array("q"), 0
    places = given.origin if given.origin is not None else array("q", range(len(given.text)))
    for start, stop, filler in cuts:
        pieces += [given.text[at:start], filler]
        origin.extend(places[at:start])
        origin.extend(places[start : start + len(filler)])
        at = stop
    pieces.append(given.text[at:])
    origin.extend(places[at:])
    return Plain("".join(pieces), origin)
