"""Tokens, sentences and quotations of a news text, with code-point offsets that always slice back.

Linear in the length of the text: one flat regular expression, then single passes. A sentence never holds
more than `MAX_SENTENCE` tokens, so whatever a later pass does inside a sentence is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.reading.lexicon import lex

MAX_SENTENCE = 240
_TOKEN = re.compile(
    r"(?P<initials>(?:[^\W\d_]\.){2,})"
    r"|(?P<number>\d(?:[\d.,\u00a0\u202f\u2009]|['’](?=\d{3}(?!\d)))*)"
    r"|(?P<prefix>(?<=\$)(?:US|AU|NZ|CA|HK|SG|NT|A|C)(?=\d))"
    r"|(?P<money>(?:Rs|Rp|Tk|[KTU]?[Ss]h|[SND]?[Kk]r|RM|PHP|Php|USD|EUR|GBP|AUD|KRW)(?=\d)"
    r"|[PRN](?=\d[\d.,]*\s?(?:[bm]illion|trillion|crore|lakh|bn\b|mn\b|m\b)))"
    r"|(?P<word>[^\W\d_][\w'’&\-‐‑]*)"
    r"|(?P<space>\s+)"
    r"|(?P<doubled>''|‘‘|’’|``)"
    r"|(?P<punct>.)",
    re.DOTALL,
)
_CLOSERS = frozenset("\"”’»)]'")
_OPENERS = frozenset("\"“‘«([„'")
_TERMINAL = frozenset(".!?…")


@dataclass(slots=True)
class Token:
    """One token: its text, code-point offsets, lower-case form without a possessive, and kind."""

    text: str
    start: int
    end: int
    kind: str
    lower: str = ""
    quoted: int = 0  # number of the quotation it stands in; 0 outside
    possessive: bool = False
    capital: bool = field(init=False)  # written as a name; "al-Maliki" is

    def __post_init__(self) -> None:
        text = self.text
        self.capital = text[:1].isupper() or (text[:3] in lex.name_prefixes and text[3:4].isupper())


@dataclass(slots=True)
class Sentence:
    """A run of tokens; `opens` marks the first sentence of a paragraph, `heading` a line without a full stop."""

    tokens: list[Token]
    opens: bool = False
    heading: bool = False
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.start, self.end = self.tokens[0].start, self.tokens[-1].end


def lower(tokens: list[Token], at: int) -> str:
    """Lower-case form of a token; "" outside the sentence."""
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def nth(words: Sequence[str], at: int) -> str:
    """A word; "" outside the list."""
    return words[at] if 0 <= at < len(words) else ""


def near(words: list[str], at: int, count: int) -> set[str]:
    """The `count` words before `at`."""
    return set(words[max(0, at - count) : at])


def tokenise(text: str) -> Iterator[Token]:
    """Yield tokens in order; a run of white space that holds a line break is a token of kind "break"."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "punct"
        start, end = match.span()
        piece = match.group()
        if kind == "space":
            if "\n" in piece or "\r" in piece or "\u2029" in piece or "\u2028" in piece:
                yield Token(piece, start, end, "break")
        elif kind == "number":
            yield from _number_tokens(piece, start)
        elif kind == "doubled":  # two single marks stand for a double one
            yield Token('"', start, end, "punct", '"')
        elif kind == "word" and piece.isalpha() and piece.lower() != "cannot":
            yield Token(piece, start, end, "word", piece.lower())
        elif kind == "word":
            yield from _word_tokens(piece, start)
        else:
            yield Token(
                piece,
                start,
                end,
                "word" if kind in ("initials", "money", "prefix") else "punct",
                piece.lower(),
            )


def _number_tokens(piece: str, start: int) -> Iterator[Token]:
    """A number without its trailing punctuation, which becomes tokens of its own."""
    core = piece.rstrip(".,\u00a0\u202f\u2009")
    yield Token(core, start, start + len(core), "number", core)
    for offset in range(len(core), len(piece)):
        if not piece[offset].isspace():
            yield Token(piece[offset], start + offset, start + offset + 1, "punct", piece[offset])


def _word_tokens(piece: str, start: int) -> Iterator[Token]:
    """A word without trailing punctuation; "seven-year" and "mid-2024" fall apart at the hyphen."""
    core = piece.rstrip("'’&-‐‑")
    at, dash = 0, core.find("-")
    while dash > at and core[at:dash].lower() in lex.split_heads:
        yield Token(core[at:dash], start + at, start + dash, "word", core[at:dash].lower())
        yield Token("-", start + dash, start + dash + 1, "punct", "-")
        at, dash = dash + 1, core.find("-", dash + 1)
    digits = len(core.rstrip("0123456789"))
    if digits == at or core[at:digits].lower() in lex.glued_names:  # "mid-2024", "FY2026"
        if digits > at:
            yield Token(core[at:digits], start + at, start + digits, "word", core[at:digits].lower())
        if digits < len(core):
            yield from _number_tokens(core[digits:], start + digits)
    else:
        yield from _parted(core[at:], start + at)
    for offset in range(len(core), len(piece)):
        yield Token(piece[offset], start + offset, start + offset + 1, "punct", piece[offset])


def _parted(word: str, start: int) -> Iterator[Token]:
    """A word, lower case with plain apostrophes; a contraction is its two words ("they’ll" → they will).

    A possessive is dropped ("Iran’s" → iran), but "it’s" is a contraction.
    """
    low = word.lower().replace("’", "'").replace("‑", "-").replace("‐", "-")
    head, mark, tail = low.rpartition("'")
    if (low.endswith("n't") and len(low) > 3) or low == "cannot":
        cut = 3
        parts = [_NEGATED.get(low[:-3], low[:-3]), "not"]
    elif mark and tail in _CONTRACTED and (tail not in "sd" or head in lex.contracting):
        cut = len(tail) + 1
        parts = ["let", "us"] if low == "let's" else [head, _CONTRACTED[tail]]
    else:
        yield Token(
            word, start, start + len(word), "word", low.removesuffix("'s"), possessive=low.endswith("'s")
        )
        return
    middle = start + len(word) - cut
    yield Token(word[:-cut], start, middle, "word", parts[0])
    yield Token(word[-cut:], middle, start + len(word), "word", parts[1])


_NEGATED = {"ca": "can", "wo": "will", "sha": "shall"}
_CONTRACTED = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would", "s": "is"}


def sentences(text: str) -> Iterator[Sentence]:
    """Yield sentences of a plain text with quotations numbered; a line break ends one."""
    quotes = _Quotes(text)
    held: list[Token] = []
    opens = True
    for token, after in _with_next(tokenise(text)):
        if token.kind == "break":
            if held:
                yield Sentence(held, opens, heading=not _terminated(held))
            held, opens = [], True
            quotes.paragraph()
            continue
        quotes.mark(token)
        held.append(token)
        if len(held) >= MAX_SENTENCE or _ends_sentence(held, after):
            yield Sentence(held, opens)
            held, opens = [], False
    if held:
        yield Sentence(held, opens, heading=not _terminated(held))


def _with_next(tokens: Iterator[Token]) -> Iterator[tuple[Token, Token | None]]:
    previous: Token | None = None
    for token in tokens:
        if previous is not None:
            yield previous, token
        previous = token
    if previous is not None:
        yield previous, None


def _terminated(held: list[Token]) -> bool:
    return any(token.text in _TERMINAL for token in held[-3:])


def _ends_sentence(held: list[Token], after: Token | None) -> bool:
    """Whether the text may stop after the last held token, given the token that follows."""
    last = held[-1]
    if after is None or after.kind == "break":
        return False
    if last.text in _TERMINAL:
        return _full_stop(held, after)
    if last.kind == "word" and last.text.endswith(".") and after.start > last.end:
        return _starter(after) and after.lower in lex.sentence_starters
    closing = last.text in _CLOSERS and len(held) > 1 and held[-2].text in _TERMINAL
    return closing and after.start > last.end and _starter(after)


def _full_stop(held: list[Token], after: Token) -> bool:
    last = held[-1]
    if after.text in _CLOSERS and after.start == last.end:
        return False
    before = held[-2] if len(held) > 1 else None
    if len(held) == 2 and last.text == "." and held[0].kind == "number":
        return False  # "2. Capacity": the mark of a list
    if last.text == "." and before is not None and before.end == last.start:
        if before.lower in lex.never_final or (len(before.text) == 1 and before.capital):
            return False
        if before.lower in lex.abbreviations:
            return after.kind == "word" and after.lower in lex.sentence_starters and after.capital
    if after.start == last.end and after.lower in lex.domains:
        return False
    if after.start == last.end:  # no space: "Russia.The talks" is a break, "army.mil" is none
        return (
            after.kind == "word"
            and after.capital
            and len(after.text) > 1
            and before is not None
            and len(before.text) > 2
        )
    return _starter(after)


def _starter(token: Token) -> bool:
    return token.capital or token.kind == "number" or token.text in _OPENERS or not token.text.isascii()


class _Quotes:
    """Numbers quotations as tokens pass; typographic and straight double quotes, guillemets and ‘…’."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0
        self._open = ""
        self._carried = False  # the last paragraph ended inside a quotation
        self._fresh = False

    def paragraph(self) -> None:
        """A quotation ends with its paragraph; left open, it goes on where the next one starts with a mark."""
        self._carried, self._fresh = self._open != "", True
        self._open = ""

    def mark(self, token: Token) -> None:
        """Set the token's quotation number; the marks themselves belong to it."""
        fresh, self._fresh = self._fresh, False
        if token.kind == "punct" and self._opens(token):
            self._count += not (fresh and self._carried)
            token.quoted = self._count
            self._open = {"“": "”", "„": "“", "«": "»", "‘": "’"}.get(token.text, '"')
            return
        if self._open:
            token.quoted = self._count
            if token.text == self._open and self._closes(token):
                self._open = ""

    def _opens(self, token: Token) -> bool:
        if token.text in "“„«":
            return self._open == ""
        if token.text == '"':
            return self._open == ""
        return token.text == "‘" and self._open == "" and not self._letter(token.start - 1)

    def _closes(self, token: Token) -> bool:
        return token.text != "’" or not self._letter(token.end)

    def _letter(self, at: int) -> bool:
        return 0 <= at < len(self._text) and self._text[at].isalpha()
