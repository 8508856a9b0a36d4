"""Sentences that remember what they are made of.

A `Said` is its English text (a `str`), and beside it the message of the catalogue and the values that fill it. Links,
another language and comparisons read the values; nobody reads the sentence back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from string import Formatter
from typing import Any

from tocsin.say import numbers

Value = Any  # a number, text, a date, an interval (low, high), a Said, or several of them

FORMATS: Mapping[str, Callable[[Any], str]] = {
    "": str,
    "number": numbers.number,
    "exact": numbers.exact,
    "percent": numbers.percent,
    "signed": numbers.signed_percent,
    "money": numbers.money,
    "interval": lambda ends: numbers.interval(*ends),
    "month": numbers.month,
    "day": numbers.day,
    "ordinal": numbers.ordinal,
    "futures": numbers.in_hundred,
    "chance": numbers.chance,
    "minutes": numbers.minutes,
}
"""How a message may print a value, as in ``{launches:number}``; the first is plain text."""

LINKED = {"number", "exact", "percent", "signed", "money", "futures"}
"""Formats whose text leads a reader to where the number came from."""


JOINED = {"listed": (", ", " and "), "series": (", ", ", "), "clauses": ("; ", "; ")}
"""Formats of several values: what stands between them, and before the last."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence, and the format that printed it ("" for words)."""

    text: str
    format: str = ""


class Said(str):
    """A sentence of the catalogue with its values; as a `str`, its English text.

    Attributes
    ----------
    message, several : str
        The message as the catalogue has it, and its form for other counts than one ("" where it has none).
    values : mapping
        What fills the message; `n` chooses between the two forms.
    """

    message: str
    several: str
    values: Mapping[str, Value]

    def __new__(cls, message: str, several: str = "", values: Mapping[str, Value] | None = None) -> Said:
        pieces = _pieces(message, several, values or {}, NullTranslations())
        made = super().__new__(cls, "".join(piece.text for piece in pieces))
        made.message, made.several, made.values = message, several, dict(values or {})
        return made

    def pieces(self, language: NullTranslations | None = None) -> list[Piece]:
        """Words and numbers in turn, in a language's catalogue (English where none is given)."""
        return list(_pieces(self.message, self.several, self.values, language or NullTranslations()))

    def to_json(self) -> dict[str, Any]:
        """The message and its values as plain JSON."""
        several = {"several": self.several} if self.several else {}
        return {
            "message": self.message,
            **several,
            "values": {name: _plain(value) for name, value in self.values.items()},
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return (Said, (self.message, self.several, self.values))


def msg(message: str, **values: Value) -> Said:
    """A sentence from a message of the catalogue and the values that fill it.

    Examples
    --------
    >>> said = msg("About {count:number} in {period:month}.", count=2887.4, period="2025-06")
    >>> said, said.values["count"]
    ('About 2,890 in June 2025.', 2887.4)
    """
    return Said(message, "", values)


def nmsg(one: str, several: str, n: float, **values: Value) -> Said:
    """The same for a count: `one` where `n` is one, else `several`.

    Examples
    --------
    >>> str(nmsg("{n:exact} claim", "{n:exact} claims", 2))
    '2 claims'
    """
    return Said(one, several, {"n": n, **values})


def verbatim(text: str) -> Said:
    """Somebody else's words, such as a name or a statement: in no catalogue, never translated."""
    return Said("{text}", "", {"text": text}) if text else NOTHING


def joined(parts: Sequence[Said]) -> Said:
    """Sentences one after the other."""
    kept = [part for part in parts if part]
    return Said(
        " ".join(f"{{s{index}}}" for index in range(len(kept))),
        "",
        {f"s{index}": part for index, part in enumerate(kept)},
    )


def from_json(stored: Mapping[str, Any]) -> Said:
    """A sentence as `Said.to_json` stored it."""
    values = {name: _revived(value) for name, value in stored["values"].items()}
    return Said(stored["message"], stored.get("several", ""), values)


def spread(row: Mapping[str, Any]) -> Said:
    """The 50 and 90 % intervals of a row of quantiles, in one pair of brackets."""
    return msg(
        "(50\u00a0%: {half:interval}; 90\u00a0%: {most:interval})",
        half=(row["q25"], row["q75"]), most=(row["q05"], row["q95"]),
    )  # fmt: skip


def _pieces(
    message: str, several: str, values: Mapping[str, Value], language: NullTranslations
) -> Iterator[Piece]:
    text = (
        language.ngettext(message, several, int(values["n"] == 1) or 2)
        if several
        else message and language.gettext(message)
    )
    for words, name, format_, _ in Formatter().parse(text):
        if words:
            yield Piece(words)
        if name is not None:
            yield from _filled(values[name], format_ or "", language)


def _filled(value: Value, format_: str, language: NullTranslations) -> Iterator[Piece]:
    if isinstance(value, Said):
        yield from _pieces(value.message, value.several, value.values, language)
    elif format_ in JOINED:
        between, last = JOINED[format_]
        for index, item in enumerate(value):
            if index:
                yield Piece(language.gettext(last if index == len(value) - 1 else between))
            yield from _filled(item, "", language)
    else:
        yield Piece(FORMATS[format_](value), format_)


def _plain(value: Value) -> Any:
    if isinstance(value, Said):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return (
        value.item()
        if hasattr(value, "item")
        else value
        if value is None or isinstance(value, (bool, int, float))
        else str(value)
    )


def _revived(value: Any) -> Value:
    if isinstance(value, Mapping):
        return from_json(value)
    return tuple(_revived(item) for item in value) if isinstance(value, list) else value


NOTHING = Said("")
